"""Taking down what ended sessions leave: apps hold each other's parts in circles, and Python has to look for those."""

import asyncio
from collections.abc import Callable

from attrs import define, field

from bindertui import _gc

_MANY = 10
"""Ended apps whose memory is worth a search; it takes longer the more others there are."""
_LOOK = 1.0
"""Seconds between two looks whether there are."""
_QUIET = 0.5
"""Seconds without a key, from anybody, after which nobody will notice a search."""
_PATIENCE = 60
"""Looks after which there is a search, quiet or not."""


@define
class Tidying:
    """Counts the apps that have ended, and searches for their memory when nobody types."""

    _ended: int = field(init=False, default=0)
    _waited: int = field(init=False, default=0)

    def ended(self) -> None:
        """One more has."""
        self._ended += 1

    async def go_on(self, heard: Callable[[], float], live: Callable[[], int]) -> None:
        """Tidy up now and then, until this is cancelled.

        Args:
            heard: when a key last came from anybody, by the clock of the loop.
            live: how many sessions there are.
        """
        loop = asyncio.get_running_loop()
        _gc.freeze_loaded()
        _gc.set_threshold(_gc.SERVER_THRESHOLD)
        while True:
            await asyncio.sleep(_LOOK)
            if self._ended < _MANY:
                continue
            self._waited += 1
            # With few sessions nobody notices; and what has ended is to be no more than what is there.
            needed = self._ended >= _MANY + live() or self._waited >= _PATIENCE
            if needed or loop.time() - heard() > _QUIET:
                _gc.collect()
                self._ended = self._waited = 0
