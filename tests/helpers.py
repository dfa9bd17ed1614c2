"""Helpers shared by tests of several packages."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from hypothesis import settings

PATIENCE = 30.0
"""Seconds to wait for something that takes far less, on a machine that is busy with other tests."""

FULL_EXAMPLES = 100
"""Examples per property test in the `full` Hypothesis profile."""


def examples(count: int) -> settings:
    """Return Hypothesis settings with `count` examples in the `full` profile.

    A profile with fewer examples gets proportionally fewer, and one with more never fewer than it has itself.
    """
    profile = settings().max_examples
    number = max(1, count * profile // FULL_EXAMPLES) if profile <= FULL_EXAMPLES else max(count, profile)
    return settings(max_examples=number)


def _short_sleep() -> Awaitable[None]:
    return asyncio.sleep(0.02)


async def wait_until(
    condition: Callable[[], object],
    *,
    pause: Callable[[], Awaitable[object]] = _short_sleep,
    describe: Callable[[], str] = lambda: "the condition never held",
) -> None:
    """Poll a condition until it holds, and fail after `PATIENCE` seconds.

    Args:
        condition: called without arguments; any true value will do.
        pause: awaited between two polls.
        describe: returns the message of the failure.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE
    while not condition():
        assert loop.time() < deadline, describe()
        await pause()


def complete_lines(path: Path) -> list[str]:
    """Return the lines of a log that are written to their end; a reader may see the start of one being written."""
    return path.read_text().rpartition("\n")[0].splitlines() if path.exists() else []
