"""Who may try to log in now: how the addresses stand that people come from."""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from time import monotonic

from attrs import evolve

from bindertui.services.limits import MINUTE, Limits, Refusal, Standing

_MOST = 10_000
"""Addresses that are kept in mind at once."""


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
        if standing.seen < standing.told + MINUTE:
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
