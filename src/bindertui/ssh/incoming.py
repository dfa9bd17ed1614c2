"""What a terminal sends: bytes, cut anywhere, become whole keys, clicks and pastes; what it answers is passed over."""

from codecs import getincrementaldecoder
from collections.abc import Generator, Iterator

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END as _PASTED
from textual._xterm_parser import BRACKETED_PASTE_START as _PASTE
from textual._xterm_parser import XTermParser
from textual.message import Message

from bindertui.ssh.sequences import begun, broken, known, whole

_ESC = "\x1b"
_PAUSE = 0.3
"""Seconds after which a sequence that has begun is none: a line may cut one anywhere, and let us wait for the rest."""
_PASTE_PAUSE = 5.0
"""Seconds after which a paste is over though its end has not come; longer, or its rest would be taken for keys."""
_LONGEST_PASTE = 1 << 22
"""Characters of a paste; what comes after them is left out."""


class Incoming:
    """The keys, clicks and pastes in what a terminal sends."""

    def __init__(self) -> None:
        self._decoder = getincrementaldecoder("utf-8")("ignore")
        self._parser = XTermParser()
        self._rest = ""
        self._cut = False
        """Whether what has begun was cut by us, so that its rest has come with it."""
        self._paste: list[str] | None = None
        self._pasted = 0

    @property
    def pasting(self) -> bool:
        """Whether the end of a paste is still to come."""
        return self._paste is not None

    @property
    def pause(self) -> float | None:
        """Seconds of silence after which what has begun is over; None if nothing has."""
        if self._paste is not None:
            return _PASTE_PAUSE
        return _PAUSE if self._rest else None

    def feed(self, data: bytes, *, more: bool = False) -> Iterator[Message]:
        """What some more bytes mean; bytes that are no UTF-8 mean nothing.

        Args:
            data: the bytes.
            more: whether others have come with them, and are fed next.
        """
        text = self._decoder.decode(data)
        if not text:
            return
        # A terminal sends a key with Alt in one piece: Escape, and a letter after it, are two keys.
        apart = self._rest == _ESC and not self._cut
        text, self._rest, self._cut = self._rest + text, "", more
        at = 0
        while at < len(text):
            if self._paste is not None:
                at = yield from self._pasting(text, at)
            elif (unit := whole(text, at)) is not None:
                if apart and not at and _with_alt(unit):
                    unit = _ESC
                at += len(unit)
                yield from self._meant(unit)
            elif (rest := begun(text, at)) is not None:
                self._rest = rest
                return
            else:
                at = broken(text, at)

    def expire(self) -> Iterator[Message]:
        """What has begun, and does not go on for so long that it will not: a paste, the key Escape, or nothing."""
        rest, self._rest = self._rest, ""
        if self._paste is not None:
            yield self._over(rest)
        elif rest == _ESC:
            yield events.Key("escape", _ESC)

    def _pasting(self, text: str, at: int) -> Generator[Message, None, int]:
        """Take in what is pasted, until its end; where that is in the text."""
        assert self._paste is not None
        end = text.find(_PASTED, at)
        # The end may be cut anywhere.
        until = end if end >= 0 else len(text) - _overlap(text[at:], _PASTED)
        piece = text[at:until][: _LONGEST_PASTE - self._pasted]
        self._paste.append(piece)
        self._pasted += len(piece)
        if end < 0:
            self._rest = text[until:]
            return len(text)
        yield self._over()
        return end + len(_PASTED)

    def _over(self, rest: str = "") -> events.Paste:
        assert self._paste is not None
        pasted, self._paste = "".join((*self._paste, rest)), None
        return events.Paste(pasted.replace("\0", ""))

    def _meant(self, unit: str) -> Iterator[Message]:
        if unit == _PASTE:
            self._paste, self._pasted = [], 0
        elif unit == _ESC:
            yield events.Key("escape", _ESC)
        elif unit[0] != _ESC or known(unit):
            yield from self._parser.feed(unit)
        elif _with_alt(unit) and unit[1].isalnum():
            yield events.Key(f"alt+{unit[1]}", None)


def _with_alt(unit: str) -> bool:
    return len(unit) == 2 and unit[0] == _ESC


def _overlap(text: str, end: str) -> int:
    """How many characters at the end of a text may be the beginning of what ends it."""
    return next((size for size in range(len(end) - 1, 0, -1) if text.endswith(end[:size])), 0)
