"""Whose turn it is to begin: of apps that start together, each shows its first frame before the next one is made.

Whose turn it is to run a command.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from attrs import Factory, define, field

from bindertui.errors import BinderError, ExitCode
from bindertui.i18n import lazy_gettext
from bindertui.services.access import User


@define(eq=False)
class StartupSlot:
    """One app's turn, from when it is wished for until it is over.

    Attributes:
        whose: the name of the person who waits.
    """

    whose: str | None
    _line: "StartupQueue"
    _come: asyncio.Event = field(init=False, factory=asyncio.Event)
    _limit: asyncio.TimerHandle | None = field(init=False, default=None)

    async def come(self) -> None:
        """Wait until it has come, or is over without having come."""
        await self._come.wait()

    def begin(self, longest: float) -> None:
        """It has come.

        Args:
            longest: seconds after which it is over, whatever happens.
        """
        if not self._come.is_set():
            self._come.set()
            self._limit = asyncio.get_running_loop().call_later(longest, self.over)

    def over(self) -> None:
        """It is over, or is not wanted any more: the next one's has come. Said again, it changes nothing."""
        if self._limit is not None:
            self._limit.cancel()
        self._come.set()
        self._line.left(self)


@define
class StartupQueue:
    """Has apps begin one after another, in the order in which they came, those of several people by turns.

    The event loop would have all of them make a step in turn, and all of them would be there at the end. What follows
    the first frame of an app is no part of its turn.

    Attributes:
        longest: seconds for which one app may keep others waiting.
    """

    longest: float
    _line: list[StartupSlot] = field(init=False, factory=list)

    def join(self, whose: str | None) -> StartupSlot:
        """The turn of another app, behind those that are here; whoever takes it says when it is over."""
        beginning = StartupSlot(whose, self)
        self._line.append(beginning)
        self._go_on()
        return beginning

    def left(self, beginning: StartupSlot) -> None:
        """An app has begun, or will not."""
        if beginning in self._line:
            had_turn = beginning is self._line[0]
            self._line.remove(beginning)
            if had_turn:
                # Now others come before the same person has another turn.
                self._line.sort(key=lambda each: each.whose == beginning.whose)
                self._go_on()

    def _go_on(self) -> None:
        if self._line:
            self._line[0].begin(self.longest)


class TooManyCommandsError(BinderError):
    """So many commands are running, or waiting, that another one is refused."""

    exit_code = ExitCode.DENIED


@define
class _Share:
    """What one person has of the turns: those that run or wait, and the places of those that run."""

    places: asyncio.Semaphore
    count: int = 0


@define
class CommandSlots:
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
    async def turn(self, who: User) -> AsyncIterator[None]:
        """Have a turn, when one is free.

        Raises:
            BusyError: too many have one, or wait for one.
        """
        share = self._shares.get(who.name) or _Share(asyncio.Semaphore(self.each_at_once))
        if share.count >= self.each or sum(each.count for each in self._shares.values()) >= self.at_once + self.waiting:
            raise TooManyCommandsError(
                lazy_gettext("Too many commands are running. Wait for one of them to end, and try again.")
            )
        self._shares[who.name] = share
        share.count += 1
        try:
            async with share.places, self._free:
                yield
        finally:
            share.count -= 1
            if not share.count:
                del self._shares[who.name]
