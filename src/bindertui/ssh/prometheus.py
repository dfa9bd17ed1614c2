"""Metrics for Prometheus, served over HTTP on the loopback interface.

Import this module only for `serve --metrics`: `prometheus_client` is not needed otherwise.
"""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, start_http_server

from bindertui.ssh.metrics import KEY_LATENCY, KEY_LATENCY_BUCKETS, Metric

HOST = "127.0.0.1"
"""The address of the HTTP server: loopback only."""

disable_created_metrics()  # type: ignore[no-untyped-call] # the library has no annotation there


class PrometheusMetrics:
    """Records metrics in a registry of its own and serves them.

    Attributes:
        registry: the metrics, for `prometheus_client`.
    """

    def __init__(self) -> None:
        """Create every metric; `serve` makes them available over HTTP."""
        self.registry = CollectorRegistry()
        self._metrics = {metric: self._create(metric) for metric in Metric}
        self._latency = Histogram(
            KEY_LATENCY,
            "Seconds from a key to the first output after it.",
            buckets=KEY_LATENCY_BUCKETS,
            registry=self.registry,
        )

    def _create(self, metric: Metric) -> Counter | Gauge:
        name, label, description = metric.value
        kind = Gauge if metric is Metric.SESSIONS else Counter
        return kind(name, description, [label] if label else [], registry=self.registry)

    def add(self, metric: Metric, label: str = "", amount: int = 1) -> None:
        """Add to a metric; see `Metrics.add`."""
        collector = self._metrics[metric]
        (collector.labels(label) if label else collector).inc(amount)

    def observe_key(self, seconds: float) -> None:
        """Record the latency of a key; see `Metrics.observe_key`."""
        self._latency.observe(seconds)

    def serve(self, port: int) -> int:
        """Start serving in a daemon thread, which runs until the process ends; return the port.

        Args:
            port: the port on `HOST`; 0 picks a free one.

        Raises:
            OSError: the port is in use.
        """
        server, _ = start_http_server(port, HOST, self.registry)
        return server.server_port
