"""What is counted, as Prometheus reads it."""

from bindertui.services.metrics import BOUNDS, Count, Metrics


def test_counts_are_told_by_their_labels() -> None:
    """A sample a label, and a zero for what has none yet."""
    metrics = Metrics()
    for role, by in (("reader", 1), ("editor", 1), ("reader", 1), ("editor", -1)):
        metrics.add(Count.SESSIONS, role, by)
    metrics.add(Count.SENT, by=1_500)
    metrics.add(Count.REFUSALS, 'a "quoted"\nreason\\')
    lines = metrics.text().splitlines()
    assert 'bindertui_sessions{role="editor"} 0' in lines
    assert 'bindertui_sessions{role="reader"} 2' in lines
    assert "bindertui_sent_bytes_total 1500" in lines
    assert "bindertui_received_bytes_total 0" in lines
    assert r'bindertui_refusals_total{reason="a \"quoted\"\nreason\\"} 1' in lines
    assert "# TYPE bindertui_sessions gauge" in lines
    assert "# TYPE bindertui_logins_total counter" in lines


def test_keys_are_counted_by_how_long_they_take() -> None:
    """Each bound counts all that took no longer, the last counts all."""
    metrics = Metrics()
    for seconds in (0.001, 0.005, 0.02, 10):
        metrics.key(seconds)
    lines = metrics.text().splitlines()
    told = [line.rpartition(" ")[2] for line in lines if line.startswith("bindertui_key_seconds_bucket")]
    assert told == ["2", "2", "3", "3", "3", "3", "3", "3", "3", "4"]
    assert len(told) == len(BOUNDS) + 1
    assert "bindertui_key_seconds_count 4" in lines
