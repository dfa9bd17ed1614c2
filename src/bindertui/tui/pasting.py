"""What a terminal sends, with what is pasted taken as one text whatever is in it."""

from collections.abc import Iterator
from time import monotonic

from textual._xterm_parser import BRACKETED_PASTE_END as END
from textual._xterm_parser import BRACKETED_PASTE_START as START
from textual._xterm_parser import XTermParser
from textual.events import Paste
from textual.message import Message

LIMIT = 16 * 1024 * 1024
"""Characters that are kept of a paste.

As many as a content file may have bytes, and so one that a paste was cut for cannot be saved by mistake.
"""
PAUSE = 5.0
"""Seconds of silence after which a paste whose end has not come is over.

A slow connection is silent for shorter, and what comes of a paste after its end would be taken for keys.
"""
_BEGUN = tuple(START[:length] for length in range(3, len(START)))
"""Beginnings of a paste that are the beginning of no key alone."""


class PastingParser(XTermParser):
    """Makes events of the characters from a terminal, and one `Paste` of each paste.

    Textual's parser takes an escape in a paste, and what follows it, for keys, so that a text that was copied from
    somewhere could run commands: it is not shown what is pasted. Whoever reads from a terminal calls `feed` with what
    has come, and `tick` several times a second. Where a terminal lets the mark of the end stand in what it pastes, the
    paste ends there; terminals that are kept up to date take it out.
    """

    def __init__(self, *, limit: int = LIMIT, pause: float = PAUSE) -> None:
        """Prepare for a terminal.

        Args:
            limit: characters that are kept of a paste; those beyond are dropped.
            pause: seconds of silence after which a paste is over though its end has not come.
        """
        super().__init__()
        self._limit = limit
        self._pause = pause
        self._before = ""
        """The last characters outside of a paste, with which one may begin."""
        self._pasted: list[str] | None = None
        """What is kept of the paste that has begun."""
        self._room = 0
        """Characters that may still be kept."""
        self._last = ""
        """The last characters of the paste, with which its end may begin."""
        self._silent_since = 0.0

    def feed(self, data: str) -> Iterator[Message]:
        """Take characters, or none at the end of all; give what they are."""
        if not data:
            yield from super().feed(data)
        self._silent_since = monotonic()
        while data:
            if self._pasted is None:
                keys, data = self._until_paste(data)
                yield from super().feed(keys)
            else:
                text, mark, data = (self._last + data).partition(END)
                self._last = "" if mark else text[1 - len(END) :]
                self._keep(text[: len(text) - len(self._last)])
                if mark:
                    yield from self._over()

    def tick(self) -> Iterator[Message]:
        """Give what is known by nothing having come for a while."""
        if self._pasted is not None:
            if monotonic() >= self._silent_since + self._pause:
                self._keep(self._last)
                yield from self._over()
        elif not self._before.endswith(_BEGUN):
            yield from super().tick()

    def _until_paste(self, data: str) -> tuple[str, str]:
        """What comes before a paste, with the mark that begins it, and what comes after."""
        known = self._before + data
        keys, mark, pasted = known.partition(START)
        if mark:
            self._pasted, self._room, self._last = [], self._limit, ""
        self._before = "" if mark else known[1 - len(START) :]
        return (keys + mark)[len(known) - len(data) :], pasted

    def _keep(self, text: str) -> None:
        assert self._pasted is not None
        kept = text[: self._room]
        self._room -= len(kept)
        if kept:
            self._pasted.append(kept)

    def _over(self) -> Iterator[Message]:
        assert self._pasted is not None
        text = "".join(self._pasted)
        self._pasted = None
        # Textual's parser has seen the mark of the beginning alone, and makes an empty paste of what it has seen.
        yield from (token for token in super().feed(END) if not isinstance(token, Paste))
        yield Paste(text.replace("\0", ""))
