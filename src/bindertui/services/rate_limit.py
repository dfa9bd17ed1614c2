"""Rate limit for logins: one token bucket per client address.

A bucket holds at most `burst` tokens and refills at `per_minute` tokens a minute. Each connection costs one token, and
a failed login costs more, even when the bucket is empty (it then owes them). An address with an empty bucket is
refused. Only the buckets used most recently are kept, so memory stays bounded.
"""

from collections import OrderedDict
from collections.abc import Callable
from ipaddress import ip_address
from time import monotonic

MAX_ADDRESSES = 10_000
"""Buckets kept at once; the least recently used one is dropped first."""
_LOG_INTERVAL = 60.0
"""Seconds between two log lines about refused connections from one address."""


class _TokenBuckets:
    def __init__(self, burst: float, per_second: float, clock: Callable[[], float]) -> None:
        self._burst, self._per_second, self._clock = burst, per_second, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """Tokens left and the time they were counted, by address, the least recently used address first."""

    def take(self, address: str, tokens: float = 1.0, *, on_credit: bool = False) -> bool:
        """Take tokens from a bucket that has at least one; on credit also from an empty one, which owes them then.

        Returns:
            Whether the bucket had enough.
        """
        now = self._clock()
        left, since = self._buckets.pop(address, (self._burst, now))
        left = min(left + (now - since) * self._per_second, self._burst)
        taken = on_credit or left >= 1
        self._buckets[address] = (left - tokens if taken else left, now)
        if len(self._buckets) > MAX_ADDRESSES:
            self._buckets.popitem(last=False)
        return taken

    def __len__(self) -> int:
        return len(self._buckets)


class LoginRateLimiter:
    """Limits how often one client address may connect, and how often its refusals are logged."""

    def __init__(
        self,
        burst: int = 30,
        per_minute: float = 30.0,
        failure_cost: float = 5.0,
        *,
        limit_loopback: bool = False,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Create a limiter that has seen no address.

        Args:
            burst: the connections an address may make at once after a quiet minute.
            per_minute: the connections it may make per minute in the long run.
            failure_cost: the additional connections that a failed login counts for.
            limit_loopback: limit connections from this machine too: a proxy on it connects for many clients.
            clock: returns the time in seconds.
        """
        self._failure_cost, self._limit_loopback = failure_cost, limit_loopback
        self._connections = _TokenBuckets(burst, per_minute / 60, clock)
        self._log_lines = _TokenBuckets(1, 1 / _LOG_INTERVAL, clock)

    def __len__(self) -> int:
        """Return the number of addresses with a bucket."""
        return max(len(self._connections), len(self._log_lines))

    def admit(self, address: str) -> bool:
        """Return whether a new connection from an address is allowed, and count it."""
        exempt = not self._limit_loopback and _is_loopback(address)
        return exempt or self._connections.take(address)

    def record_failure(self, address: str) -> None:
        """Count a connection that ended after a failed login, however many keys it tried."""
        self._connections.take(address, self._failure_cost, on_credit=True)

    def should_log(self, address: str) -> bool:
        """Return whether to log a refused connection from an address: once a minute, so that none floods the log."""
        return self._log_lines.take(address)


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
