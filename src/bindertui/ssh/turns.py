"""Whose turn it is to run a command."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from attrs import Factory, define, field

from bindertui.errors import BinderError, ExitCode
from bindertui.services.access import Who
from bindertui.speech import wording


class BusyError(BinderError):
    """So many commands are running, or waiting, that another one is refused."""

    exit_code = ExitCode.DENIED


@define
class _Share:
    """What one person has of the turns: those that run or wait, and the places of those that run."""

    places: asyncio.Semaphore
    count: int = 0


@define
class Turns:
    """Whose turn it is: some commands run at once, some wait, and more are refused.

    Attributes:
        at_once: the most that run at once.
        each_at_once: the most of one person that run at once; others run beside them, however long they take.
        each: the most of one person that run or wait.
        waiting: the most that wait.
    """

    at_once: int = 8
    each_at_once: int = 4
    each: int = 8
    waiting: int = 64
    _free: asyncio.Semaphore = field(init=False, default=Factory(lambda self: asyncio.Semaphore(self.at_once), True))  # noqa: FBT003 - as attrs has it
    _shares: dict[str | None, _Share] = field(init=False, factory=dict)

    @asynccontextmanager
    async def turn(self, who: Who) -> AsyncIterator[None]:
        """Have a turn, when one is free.

        Raises:
            BusyError: too many have one, or wait for one.
        """
        share = self._shares.get(who.name) or _Share(asyncio.Semaphore(self.each_at_once))
        if share.count >= self.each or sum(each.count for each in self._shares.values()) >= self.at_once + self.waiting:
            raise BusyError(wording("Too many commands are running. Wait for one of them to end, and try again."))
        self._shares[who.name] = share
        share.count += 1
        try:
            async with share.places, self._free:
                yield
        finally:
            share.count -= 1
            if not share.count:
                del self._shares[who.name]
