"""How many bytes a terminal is told, for those who pay for the line or wait for it."""

import asyncio
from collections.abc import Callable
from typing import Protocol, runtime_checkable

from attrs import define, field
from textual.events import Event, InputEvent, MouseMove, Paste

_REST = 0.5
"""Seconds after the last key in which what it changes is drawn."""


@runtime_checkable
class Counting(Protocol):
    """What tells a terminal something, and counts it."""

    @property
    def sent(self) -> int:
        """The bytes that the terminal was told."""


@define
class Meter:
    """Counts what a terminal is told for what its user does, from one rest to the next.

    What says so costs bytes as well. They count in the whole, but begin nothing: an idle line stays idle.
    """

    _driver: Counting
    _show: Callable[[int, int], object]
    _before: int = field(init=False, default=0)
    _rest: asyncio.TimerHandle | None = field(init=False, default=None)

    def note(self, event: Event) -> None:
        """Something happens in the app, perhaps because its user did something."""
        if isinstance(event, InputEvent | Paste) and not isinstance(event, MouseMove):
            if self._rest is None:
                self._before = self._driver.sent
            self.stop()
            self._rest = asyncio.get_running_loop().call_later(_REST, self._rested)

    def stop(self) -> None:
        """Say nothing of what was done last."""
        if self._rest is not None:
            self._rest.cancel()

    def _rested(self) -> None:
        self._rest = None
        sent = self._driver.sent
        self._show(sent - self._before, sent)
