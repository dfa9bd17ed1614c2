"""Who may try to log in now: so many attempts a minute, so many connections at once, longer waits after failures."""

from collections.abc import Callable
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from time import monotonic

from attrs import evolve, frozen

_MINUTE = 60.0
_MOST = 10_000
"""Addresses that are kept in mind at once."""


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
        gained = max(now - self.seen, 0) * limits.attempts / _MINUTE
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
        quiet = not self.connections and self.left >= limits.attempts
        return quiet and self.seen >= self.until + limits.longest_wait


class Gate:
    """Keeps in mind how the addresses stand that people come from."""

    def __init__(self, limits: Limits | None = None, clock: Callable[[], float] = monotonic) -> None:
        """Begin with nobody.

        Args:
            limits: what one address may do.
            clock: the moment, in seconds.
        """
        self._limits = limits or Limits()
        self._clock = clock
        self._standings: dict[str, Standing] = {}

    def arrive(self, origin: str) -> Refusal | None:
        """Somebody connects from an address: why they may not, or None. Whoever may is to `leave` in the end."""
        if not self._limits.loopback and _is_loopback(origin):
            return None
        standing = self._standing(origin).attempted(self._limits)
        if isinstance(standing, Refusal):
            return standing
        self._keep(origin, standing)
        return None

    def worth_telling(self, origin: str) -> bool:
        """Whether somebody is to hear that an address was refused: once a minute, however often it tries."""
        standing = self._standing(origin)
        if standing.seen < standing.told + _MINUTE:
            return False
        self._keep(origin, evolve(standing, told=standing.seen))
        return True

    def leave(self, origin: str) -> None:
        """A connection that was let in has ended."""
        standing = self._standing(origin)
        self._keep(origin, evolve(standing, connections=max(standing.connections - 1, 0)))

    def failed(self, origin: str) -> None:
        """A connection has ended without a login, however many keys were tried on it."""
        self._keep(origin, self._standing(origin).failed(self._limits))

    def succeeded(self, origin: str) -> None:
        """Somebody has logged in: what failed before was a mistake."""
        self._keep(origin, evolve(self._standing(origin), failures=0, until=float("-inf")))

    def _standing(self, origin: str) -> Standing:
        now = self._clock()
        standing = self._standings.get(network_of(origin), Standing(now, self._limits.attempts))
        return standing.at(now, self._limits)

    def _keep(self, origin: str, standing: Standing) -> None:
        network = network_of(origin)
        self._standings.pop(network, None)
        if len(self._standings) >= _MOST:
            self._tidy()
        if not standing.forgettable(self._limits):
            self._standings[network] = standing

    def _tidy(self) -> None:
        now = self._clock()
        kept = {name: standing.at(now, self._limits) for name, standing in self._standings.items()}
        kept = {name: standing for name, standing in kept.items() if not standing.forgettable(self._limits)}
        # Those that were seen longest ago go, but none that is connected.
        idle = [name for name, standing in kept.items() if not standing.connections]
        for name in idle[: max(len(kept) - _MOST // 2, 0)]:
            del kept[name]
        self._standings = kept


def _is_loopback(origin: str) -> bool:
    address = _address(origin)
    return address is not None and address.is_loopback


def network_of(origin: str) -> str:
    """What is taken for one address: an IPv4 address, or the network of 64 bits that one household has in IPv6."""
    address = _address(origin)
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, 64), strict=False))
    return origin if address is None else str(address)


def _address(origin: str) -> IPv4Address | IPv6Address | None:
    """The address a connection comes from; an IPv4 one is that, also where the system writes it as IPv6."""
    try:
        address = ip_address(origin.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
