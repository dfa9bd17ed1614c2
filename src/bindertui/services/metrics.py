"""What an operator counts: sessions, logins, bytes, saves and how long a key takes, as Prometheus reads them."""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import Enum
from threading import Lock

from attrs import define, field

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Seconds up to which keys are counted together."""
_LATENCY = "bindertui_key_seconds"


class Count(Enum):
    """What is counted: its name, what tells one from another, and what it is."""

    SESSIONS = ("bindertui_sessions", "role", "Sessions that are open.")
    LOGINS = ("bindertui_logins_total", "role", "Logins.")
    REFUSALS = ("bindertui_refusals_total", "reason", "Connections and logins that were refused.")
    RECEIVED = ("bindertui_received_bytes_total", "", "Bytes that clients have sent.")
    SENT = ("bindertui_sent_bytes_total", "", "Bytes that were sent to clients.")
    SAVES = ("bindertui_saves_total", "outcome", "Saves, by what came of them.")
    COMMANDS = ("bindertui_commands_total", "code", "Commands, by their exit code.")


@define
class Metrics:
    """The counts of one server; threads may share it."""

    _counting: Lock = field(init=False, factory=Lock)
    _counts: Counter[tuple[Count, str]] = field(init=False, factory=Counter)
    _keys: list[int] = field(init=False, factory=lambda: [0] * (len(BOUNDS) + 1))
    _seconds: float = field(init=False, default=0.0)

    def add(self, count: Count, label: str = "", by: int = 1) -> None:
        """Count something; `by` may be less than nothing for sessions alone."""
        with self._counting:
            self._counts[count, label] += by

    def key(self, seconds: float) -> None:
        """Count a key by the time until what it changed was sent."""
        self._keys[bisect_left(BOUNDS, seconds)] += 1
        self._seconds += seconds

    def kept(self) -> str:
        """All counts, for another process."""
        counts = [[count.name, label, number] for (count, label), number in self._items()]
        return json.dumps([counts, self._keys, self._seconds])

    @classmethod
    def summed(cls, several: Iterable[str]) -> "Metrics":
        """The counts of several processes together, by what each has `kept`."""
        whole = cls()
        for counts, keys, seconds in map(json.loads, several):
            for name, label, number in counts:
                whole.add(Count[name], label, number)
            whole._keys = [one + other for one, other in zip(whole._keys, keys, strict=True)]
            whole._seconds += seconds
        return whole

    def text(self) -> str:
        """All counts in the text format of Prometheus."""
        return "".join(f"{line}\n" for line in self._lines())

    def _items(self) -> list[tuple[tuple[Count, str], int]]:
        with self._counting:
            return list(self._counts.items())

    def _lines(self) -> Iterator[str]:
        for count in Count:
            name, label, meaning = count.value
            kind = "gauge" if count is Count.SESSIONS else "counter"
            yield from (f"# HELP {name} {meaning}", f"# TYPE {name} {kind}")
            found = sorted((value, number) for (which, value), number in self._items() if which is count)
            for value, number in found or ([] if label else [("", 0)]):
                yield f"{name}{{{label}={_quoted(value)}}} {number}" if label else f"{name} {number}"
        yield from (f"# HELP {_LATENCY} Seconds from a key to what it changed.", f"# TYPE {_LATENCY} histogram")
        total = 0
        for bound, number in zip((*map(str, BOUNDS), "+Inf"), self._keys, strict=True):
            total += number
            yield f'{_LATENCY}_bucket{{le="{bound}"}} {total}'
        yield from (f"{_LATENCY}_sum {self._seconds}", f"{_LATENCY}_count {total}")


def _quoted(value: str) -> str:
    escaped = value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
    return f'"{escaped}"'
