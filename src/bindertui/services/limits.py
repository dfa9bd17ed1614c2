"""What one address may do: so many attempts a minute, so many connections at once, longer waits after failures."""

from enum import StrEnum

from attrs import evolve

from bindertui.values import frozen

MINUTE = 60.0


class Refusal(StrEnum):
    """Why an address may not connect now. What it is told is the same each time: nothing."""

    ATTEMPTS = "too many attempts"
    CONNECTIONS = "too many connections"
    FAILURES = "too many failures"


@frozen
class Limits:
    """What one address may do.

    Attributes:
        attempts: the connections it may begin in a minute, and at once after a quiet one.
        connections: the connections it may have at once.
        failures: the logins that may fail in a row before it has to wait.
        first_wait: the seconds it waits then; twice as long after each that follows.
        longest_wait: the seconds it waits at most.
        loopback: whether this machine itself is held to this as well: what comes from it is a proxy, or its own users.
    """

    attempts: int = 30
    connections: int = 20
    failures: int = 5
    first_wait: float = 2.0
    longest_wait: float = 900.0
    loopback: bool = False


@frozen
class Standing:
    """How an address stands at a moment.

    Attributes:
        seen: the moment, in seconds.
        left: the attempts it has left.
        connections: the connections it has.
        failures: the logins that have failed since one did not.
        until: the moment until which it waits; that of the last failure, or before.
        told: the moment at which it was last told that it was refused.
    """

    seen: float
    left: float
    connections: int = 0
    failures: int = 0
    until: float = float("-inf")
    told: float = float("-inf")

    def at(self, now: float, limits: Limits) -> "Standing":
        """How it stands later."""
        gained = max(now - self.seen, 0) * limits.attempts / MINUTE
        return evolve(self, seen=max(now, self.seen), left=min(self.left + gained, limits.attempts))

    def attempted(self, limits: Limits) -> "Standing | Refusal":
        """How it stands once it has connected; or why it may not."""
        if self.seen < self.until:
            return Refusal.FAILURES
        if self.connections >= limits.connections:
            return Refusal.CONNECTIONS
        if self.left < 1:
            return Refusal.ATTEMPTS
        return evolve(self, left=self.left - 1, connections=self.connections + 1)

    def failed(self, limits: Limits) -> "Standing":
        """How it stands after a login that failed."""
        failures = self.failures + 1
        over = failures - limits.failures
        # Not beyond what a float can hold: who knows how often somebody tries.
        wait = min(limits.first_wait * 2.0 ** min(over, 64), limits.longest_wait) if over >= 0 else 0
        return evolve(self, failures=failures, until=self.seen + wait)

    def forgettable(self, limits: Limits) -> bool:
        """Whether nothing is to be kept in mind of it: failures are for as long as anybody waits."""
        quiet = not self.connections and self.left >= limits.attempts and self.seen >= self.told + MINUTE
        return quiet and self.seen >= self.until + limits.longest_wait
