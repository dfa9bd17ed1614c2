"""Numbered choices: what the last list offered, some of it at a time."""

from collections.abc import Callable, Iterator

from attrs import evolve

from bindertui.speech import number_text, say
from bindertui.values import frozen

PAGE = 10
"""Choices that are listed at a time: more are hard to remember for who hears them."""


@frozen
class Choice:
    """Something to choose.

    Attributes:
        text: how it is listed, on one line, safe for a terminal.
        choose: does it, and tells what is to be read.
    """

    text: str
    choose: Callable[[], Iterator[str]]


@frozen
class Choices:
    """The choices of a list; those after the first `listed` have not been read yet."""

    items: tuple[Choice, ...] = ()
    listed: int = 0

    def more(self) -> "Choices":
        """The same choices, with a page more of them listed."""
        return evolve(self, listed=min(self.listed + PAGE, len(self.items)))

    def told(self, since: int, language: str) -> Iterator[str]:
        """The choices that are listed, from the one after `since` on; and, if that is not all, how many there are."""
        for number in range(since, self.listed):
            yield f"{number + 1}. {self.items[number].text}"
        if self.listed < len(self.items):
            listed, count = (number_text(count, language) for count in (self.listed, len(self.items)))
            yield say("More: {listed} of {count} listed.", language, listed=listed, count=count)
