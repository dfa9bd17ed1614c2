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
class Turns:
    """Whose turn it is: some commands run at once, some wait, and more are refused.

    Attributes:
        at_once: the most that run at once.
        each: the most of one person that run or wait.
        waiting: the most that wait.
    """

    at_once: int = 8
    each: int = 8
    waiting: int = 64
    _free: asyncio.Semaphore = field(init=False, default=Factory(lambda self: asyncio.Semaphore(self.at_once), True))  # noqa: FBT003 - as attrs has it
    _by_person: dict[str | None, int] = field(init=False, factory=dict)

    @asynccontextmanager
    async def turn(self, who: Who) -> AsyncIterator[None]:
        """Have a turn, when one is free.

        Raises:
            BusyError: too many have one, or wait for one.
        """
        theirs = self._by_person.get(who.name, 0)
        if theirs >= self.each or sum(self._by_person.values()) >= self.at_once + self.waiting:
            raise BusyError(wording("Too many commands are running. Wait for one of them to end, and try again."))
        self._by_person[who.name] = theirs + 1
        try:
            async with self._free:
                yield
        finally:
            self._by_person[who.name] -= 1
            if not self._by_person[who.name]:
                del self._by_person[who.name]
