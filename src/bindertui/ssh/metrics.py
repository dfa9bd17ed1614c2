"""Metrics of the server: their names, and the interface that records them."""

from enum import Enum
from typing import Protocol

KEY_LATENCY = "bindertui_key_seconds"
"""Name of the histogram of key latencies."""
KEY_LATENCY_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Upper bounds of its buckets, in seconds."""


class Metric(Enum):
    """A counter or gauge: its Prometheus name, its label (empty for none) and its help text."""

    SESSIONS = ("bindertui_sessions", "role", "Sessions that are open.")
    LOGINS = ("bindertui_logins_total", "role", "Logins.")
    REFUSALS = ("bindertui_refusals_total", "reason", "Connections and logins that were refused.")
    RECEIVED = ("bindertui_received_bytes_total", "", "Bytes received from clients.")
    SENT = ("bindertui_sent_bytes_total", "", "Bytes sent to clients.")
    SAVES = ("bindertui_saves_total", "outcome", "Saves, by outcome.")
    COMMANDS = ("bindertui_commands_total", "code", "Commands, by exit code.")


class Metrics(Protocol):
    """Records events of the server; thread-safe."""

    def add(self, metric: Metric, label: str = "", amount: int = 1) -> None:
        """Add to a metric.

        Args:
            metric: the counter or gauge.
            label: the value of its label; empty if it has none.
            amount: negative only for the gauge `Metric.SESSIONS`.
        """

    def observe_key(self, seconds: float) -> None:
        """Record the seconds between a key and the first output after it."""


class NoMetrics:
    """Records nothing: for a server without `--metrics`."""

    def add(self, metric: Metric, label: str = "", amount: int = 1) -> None:
        """Do nothing."""

    def observe_key(self, seconds: float) -> None:
        """Do nothing."""
