"""Limits of logging in: held whatever comes in whatever order, and nobody honest is kept out for long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.services.gate import Gate, network_of
from bindertui.services.limits import Limits, Refusal

HOME, ELSEWHERE = "192.0.2.1", "198.51.100.1"


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        """The moment."""
        return self.now


def test_so_many_connections_at_once() -> None:
    """One more is refused until another ends; somebody elsewhere is not touched by it."""
    gate = Gate(Limits(connections=2), Clock())
    assert [gate.arrive(HOME) for _ in range(3)] == [None, None, Refusal.CONNECTIONS]
    assert gate.arrive(ELSEWHERE) is None
    gate.leave(HOME)
    assert gate.arrive(HOME) is None


def test_so_many_attempts_a_minute() -> None:
    """After as many as fit into a minute, one more is let in as time goes by."""
    clock = Clock()
    gate = Gate(Limits(attempts=6), clock)
    for _ in range(6):
        assert gate.arrive(HOME) is None
        gate.leave(HOME)
    assert gate.arrive(HOME) is Refusal.ATTEMPTS
    clock.now += 9.9
    assert gate.arrive(HOME) is Refusal.ATTEMPTS
    clock.now += 0.2
    assert gate.arrive(HOME) is None
    assert gate.arrive(HOME) is Refusal.ATTEMPTS


def test_waits_grow_with_failures() -> None:
    """From the fifth on each doubles the wait, up to a quarter of an hour; a login ends it."""
    clock = Clock()
    gate = Gate(Limits(attempts=1_000), clock)
    waits = []
    for _ in range(20):
        start = clock.now
        while gate.arrive(HOME) is Refusal.FAILURES:
            clock.now += 1
        waits.append(clock.now - start)
        gate.failed(HOME)
        gate.leave(HOME)
    assert waits == [0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, *[900] * 6]
    clock.now += 900
    assert gate.arrive(HOME) is None
    gate.succeeded(HOME)
    gate.leave(HOME)
    assert gate.arrive(HOME) is None


def test_failures_that_come_slowly_count_too() -> None:
    """A failure a minute is remembered; a day later nothing is."""
    clock = Clock()
    gate = Gate(clock=clock)
    for _ in range(5):
        assert gate.arrive(HOME) is None
        clock.now += 60
        gate.failed(HOME)
        gate.leave(HOME)
    assert gate.arrive(HOME) is Refusal.FAILURES
    clock.now += 86_400
    assert gate.arrive(HOME) is None


MOVES = st.lists(
    st.tuples(
        st.sampled_from(("arrive", "leave", "failed", "succeeded")),
        st.sampled_from((HOME, ELSEWHERE)),
        st.floats(0, 100),
    )
)


@given(MOVES)
def test_no_order_of_events_breaks_a_limit(moves: list[tuple[str, str, float]]) -> None:
    """Never more connections at once, nor more arrivals in any minute, than there may be; a refusal takes nothing."""
    clock = Clock()
    limits = Limits(attempts=5, connections=3, failures=2)
    gate = Gate(limits, clock)
    connected = {HOME: 0, ELSEWHERE: 0}
    arrived: dict[str, list[float]] = {HOME: [], ELSEWHERE: []}
    for move, origin, seconds in moves:
        clock.now += seconds
        if move == "arrive":
            if gate.arrive(origin) is None:
                connected[origin] += 1
                arrived[origin].append(clock.now)
        elif move != "leave":
            getattr(gate, move)(origin)
        elif connected[origin]:
            gate.leave(origin)
            connected[origin] -= 1
        assert max(connected.values()) <= limits.connections
    for moments in arrived.values():
        # A bucket that is full lets as many in at once, and fills again in a minute.
        assert all(later - first >= 60 * 0.99 for first, later in zip(moments, moments[10:], strict=False))


@given(st.lists(st.ip_addresses(), min_size=1, max_size=50))
def test_addresses_come_and_go_without_end(addresses: list[object]) -> None:
    """After a quiet quarter of an hour nothing is kept in mind of any."""
    clock = Clock()
    gate = Gate(clock=clock)
    for address in addresses:
        assert gate.arrive(str(address)) in {None, Refusal.ATTEMPTS, Refusal.CONNECTIONS}
        gate.leave(str(address))
        clock.now += 3_600
    gate.arrive(HOME)
    gate._tidy()
    assert list(gate._standings) == [HOME]


def test_memory_is_bounded() -> None:
    """A hundred thousand addresses at once are not all kept in mind, but those that are connected are."""
    gate = Gate(Limits(connections=1), Clock())
    gate.arrive(HOME)
    for number in range(100_000):
        origin = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
        gate.arrive(origin)
        gate.leave(origin)
    assert len(gate._standings) <= 10_000
    assert gate.arrive(HOME) is Refusal.CONNECTIONS


@pytest.mark.parametrize(
    ("origin", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("nonsense", "nonsense"),
        ("", ""),
    ],
)
def test_what_counts_as_one_address(origin: str, network: str) -> None:
    """In IPv6 a household has 64 bits of addresses to try from."""
    assert network_of(origin) == network
