"""The login rate limiter: its limits hold for any order of events, and memory stays bounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.services.rate_limit import MAX_ADDRESSES, LoginRateLimiter

HOME, ELSEWHERE = "192.0.2.1", "198.51.100.1"


class Clock:
    """A clock that moves only when a test moves it."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        """Return the time in seconds."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Return the clock of the limiter."""
    return Clock()


def test_connections_per_minute_are_limited(clock: Clock) -> None:
    """After a burst, one more connection is allowed as time goes by; another address is not affected."""
    limiter = LoginRateLimiter(burst=6, per_minute=6, clock=clock)
    assert all(limiter.admit(HOME) for _ in range(6))
    assert not limiter.admit(HOME)
    assert limiter.admit(ELSEWHERE)
    clock.now += 9.9
    assert not limiter.admit(HOME)
    clock.now += 0.2
    assert limiter.admit(HOME)
    assert not limiter.admit(HOME)


def test_failed_logins_cost_more_than_others(clock: Clock) -> None:
    """Five failures at once use up the burst of thirty; from then on there is one every twelve seconds."""
    limiter = LoginRateLimiter(clock=clock)
    waits = []
    for _ in range(10):
        start = clock.now
        while not limiter.admit(HOME):
            clock.now += 1
        waits.append(clock.now - start)
        limiter.record_failure(HOME)
    assert waits == [0, 0, 0, 0, 0, 2, 12, 12, 12, 12]


def test_failures_at_the_same_time_are_all_counted(clock: Clock) -> None:
    """Thirty connections that fail together cost as much as thirty that fail one after another."""
    limiter = LoginRateLimiter(clock=clock)
    assert all(limiter.admit(HOME) for _ in range(30))
    for _ in range(30):
        limiter.record_failure(HOME)
    clock.now += 300
    assert not limiter.admit(HOME)
    clock.now += 3
    assert limiter.admit(HOME)


def test_a_day_later_nothing_is_left_of_failures(clock: Clock) -> None:
    """An address that failed many times may connect again as often as any other."""
    limiter = LoginRateLimiter(clock=clock)
    for _ in range(1_000):
        limiter.record_failure(HOME)
    assert not limiter.admit(HOME)
    clock.now += 86_400
    assert all(limiter.admit(HOME) for _ in range(30))


MOVES = st.lists(
    st.tuples(st.sampled_from(("admit", "record_failure")), st.sampled_from((HOME, ELSEWHERE)), st.floats(0, 100))
)


@given(MOVES)
def test_no_order_of_events_breaks_the_limit(moves: list[tuple[str, str, float]]) -> None:
    """No address ever makes more connections in a minute than a full bucket and a minute's refill allow."""
    clock = Clock()
    limiter = LoginRateLimiter(burst=5, per_minute=5, clock=clock)
    admitted: dict[str, list[float]] = {HOME: [], ELSEWHERE: []}
    for move, address, seconds in moves:
        clock.now += seconds
        if move == "record_failure":
            limiter.record_failure(address)
        elif limiter.admit(address):
            admitted[address].append(clock.now)
    for times in admitted.values():
        assert all(later - first >= 60 * 0.99 for first, later in zip(times, times[10:], strict=False))


def test_refusals_are_logged_once_a_minute(clock: Clock) -> None:
    """Many refusals of one address are one log line; those of another address are logged as well."""
    limiter = LoginRateLimiter(clock=clock)
    assert [limiter.should_log(HOME) for _ in range(3)] == [True, False, False]
    assert limiter.should_log(ELSEWHERE)
    clock.now += 59
    assert not limiter.should_log(HOME)
    clock.now += 2
    assert limiter.should_log(HOME)


def test_memory_is_bounded(clock: Clock) -> None:
    """Of a hundred thousand addresses the least recently used are forgotten; the last one is not."""
    limiter = LoginRateLimiter(burst=1, clock=clock)
    for number in range(100_000):
        address = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
        limiter.admit(address)
        limiter.should_log(address)
    assert len(limiter) == MAX_ADDRESSES
    assert not limiter.admit(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_this_machine_is_not_limited(clock: Clock, address: str) -> None:
    """A proxy on this machine connects for many clients; it is limited only when that is asked for."""
    limiter = LoginRateLimiter(burst=1, clock=clock)
    assert all(limiter.admit(address) for _ in range(100))
    strict = LoginRateLimiter(burst=1, limit_loopback=True, clock=clock)
    assert [strict.admit(address) for _ in range(2)] == [True, False]


@pytest.mark.parametrize("address", ["2001:db8::1", "fe80::1%eth0", "nonsense", ""])
def test_any_address_has_a_bucket(clock: Clock, address: str) -> None:
    """An address in any form is limited, even one that cannot be parsed."""
    limiter = LoginRateLimiter(burst=1, clock=clock)
    assert [limiter.admit(address) for _ in range(2)] == [True, False]
