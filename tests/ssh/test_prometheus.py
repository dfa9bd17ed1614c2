"""Metrics as Prometheus reads them."""

import urllib.error
import urllib.request

import pytest
from prometheus_client import generate_latest

from bindertui.ssh.metrics import KEY_LATENCY_BUCKETS, Metric
from bindertui.ssh.prometheus import HOST, PrometheusMetrics


def lines(metrics: PrometheusMetrics) -> list[str]:
    """Return the lines of the text format."""
    return generate_latest(metrics.registry).decode().splitlines()


def test_metrics_have_names_and_labels() -> None:
    """There is one sample for each label value, and a zero for a metric without a label."""
    metrics = PrometheusMetrics()
    for role, amount in (("reader", 1), ("editor", 1), ("reader", 1), ("editor", -1)):
        metrics.add(Metric.SESSIONS, role, amount)
    metrics.add(Metric.SENT, amount=1_500)
    metrics.add(Metric.REFUSALS, 'a "quoted"\nreason\\')
    found = lines(metrics)
    assert 'bindertui_sessions{role="editor"} 0.0' in found
    assert 'bindertui_sessions{role="reader"} 2.0' in found
    assert "bindertui_sent_bytes_total 1500.0" in found
    assert "bindertui_received_bytes_total 0.0" in found
    assert r'bindertui_refusals_total{reason="a \"quoted\"\nreason\\"} 1.0' in found
    assert "# TYPE bindertui_sessions gauge" in found
    assert "# TYPE bindertui_logins_total counter" in found


def test_the_names_are_stable() -> None:
    """Dashboards depend on them; there are no other samples, such as creation times."""
    metrics = PrometheusMetrics()
    for metric in Metric:
        metrics.add(metric, "x" if metric.value[1] else "")
    metrics.observe_key(0.1)
    assert {line.split("{")[0].split()[0] for line in lines(metrics) if not line.startswith("#")} == {
        "bindertui_sessions",
        "bindertui_logins_total",
        "bindertui_refusals_total",
        "bindertui_received_bytes_total",
        "bindertui_sent_bytes_total",
        "bindertui_saves_total",
        "bindertui_commands_total",
        "bindertui_key_seconds_bucket",
        "bindertui_key_seconds_sum",
        "bindertui_key_seconds_count",
    }


def test_key_latencies_are_a_histogram() -> None:
    """Each bucket counts the keys up to its bound, the last one counts all."""
    metrics = PrometheusMetrics()
    for seconds in (0.001, 0.005, 0.02, 10):
        metrics.observe_key(seconds)
    found = lines(metrics)
    buckets = [line.rpartition(" ")[2] for line in found if line.startswith("bindertui_key_seconds_bucket")]
    assert buckets == ["2.0", "2.0", "3.0", "3.0", "3.0", "3.0", "3.0", "3.0", "3.0", "4.0"]
    assert len(buckets) == len(KEY_LATENCY_BUCKETS) + 1
    assert "bindertui_key_seconds_count 4.0" in found


def test_registries_are_separate() -> None:
    """Two servers in one process do not share metrics."""
    first, second = PrometheusMetrics(), PrometheusMetrics()
    first.add(Metric.SENT, amount=1)
    assert "bindertui_sent_bytes_total 0.0" in lines(second)


def test_metrics_are_served() -> None:
    """They are at /metrics in Prometheus's text format; other methods than GET are refused."""
    metrics = PrometheusMetrics()
    address = f"http://{HOST}:{metrics.serve(0)}/metrics"
    for amount in (1, 2):
        metrics.add(Metric.SENT, amount=1)
        with urllib.request.urlopen(address) as answer:
            assert answer.headers["Content-Type"].startswith("text/plain; version=")
            assert f"bindertui_sent_bytes_total {amount}.0" in answer.read().decode().splitlines()
    with pytest.raises(urllib.error.HTTPError, match="405"), urllib.request.urlopen(address, b"data"):
        pass
