"""Whose turn it is to begin: of apps that start together, each shows its first frame before the next one is made."""

import asyncio

from attrs import define, field


@define(eq=False)
class Beginning:
    """One app's turn, from when it is wished for until it is over.

    Attributes:
        whose: the name of the person who waits.
    """

    whose: str | None
    _line: "Beginnings"
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
class Beginnings:
    """Has apps begin one after another, in the order in which they came, those of several people by turns.

    The event loop would have all of them make a step in turn, and all of them would be there at the end. What follows
    the first frame of an app is no part of its turn.

    Attributes:
        longest: seconds for which one app may keep others waiting.
    """

    longest: float
    _line: list[Beginning] = field(init=False, factory=list)

    def join(self, whose: str | None) -> Beginning:
        """The turn of another app, behind those that are here; whoever takes it says when it is over."""
        beginning = Beginning(whose, self)
        self._line.append(beginning)
        self._go_on()
        return beginning

    def left(self, beginning: Beginning) -> None:
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
