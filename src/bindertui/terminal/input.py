"""The sequences a terminal sends: where each ends, and which are keys or clicks; the others are answers.

What a terminal sends: bytes, cut anywhere, become whole keys, clicks and pastes; what it answers is passed over.

What a terminal sends, with what is pasted taken as one text whatever is in it.
"""

import re
from codecs import getincrementaldecoder
from collections.abc import Generator, Iterator
from time import monotonic

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import BRACKETED_PASTE_END as END
from textual._xterm_parser import BRACKETED_PASTE_END as _PASTED
from textual._xterm_parser import BRACKETED_PASTE_START as START
from textual._xterm_parser import BRACKETED_PASTE_START as _PASTE
from textual._xterm_parser import XTermParser
from textual.events import Paste
from textual.message import Message

_LONGEST = 64
"""Characters of a sequence, beyond which it is none."""

_WHOLE = re.compile(
    r"""
    [^\x1b]+                                 # text
    | \x1b\[<[^Mm\x1b]*[Mm]                  # the mouse, whatever stands in it
    | \x1b\[M[^\x1b]{3}                      # the mouse, as long ago
    | \x1b\[(?!<)[0-?]*[ -/]*[@-LN-~]        # a key, or an answer of the terminal
    | \x1bO.                                 # a key
    | \x1b[\]PX^_].*?(?:\x07|\x1b\\)         # an answer of the terminal
    | \x1b(?=\x1b)                           # the key Escape, and a sequence after it
    | \x1b[^\x1b\[O\]PX^_]                   # a key with Alt
    """,
    re.VERBOSE | re.DOTALL,
)
_INCOMPLETE = re.compile(r"\x1b(\[<[^Mm\x1b]*|\[M[^\x1b]{0,2}|\[[0-?]*[ -/]*|O|(?P<answer>[\]PX^_]).*)?\Z", re.DOTALL)
"""What may still become one of those."""
_BROKEN = re.compile(r"\x1b(\[[0-?]*[ -/]*)?")
_CLICK = re.compile(r"\x1b\[<\d{1,3};\d{1,5};\d{1,5}[Mm]\Z", re.ASCII)
_HELD = re.compile(r"\x1b\[(1;\d{1,2}[ABCDEFHPQS]|\d{1,2};\d{1,2}~)\Z", re.ASCII)
"""A key with others held down."""
_AT_ONCE = re.compile(r"\x1b\[\?2026;\d\$y\Z", re.ASCII)
"""Whether frames can be drawn at once."""
_KNOWN = (_CLICK, _HELD, _AT_ONCE)


def complete_length(text: str, at: int) -> str | None:
    """The text or the sequence that stands at a place, if it is all there."""
    found = _WHOLE.match(text, at)
    return found[0] if found else None


def is_incomplete(text: str, at: int) -> str | None:
    """What must be kept of a sequence that begins at a place and whose end is still to come; None if it is no such.

    Of an answer, that is only what it is and where it may end; of what is too long to be any sequence, nothing.
    """
    found = _INCOMPLETE.match(text, at)
    if found is None:
        return None
    rest = text[at:]
    if found["answer"] is not None:
        return rest[:2] + rest[2:][-1:]
    return rest if len(rest) <= _LONGEST else ""


def is_malformed(text: str, at: int) -> int:
    """Where a sequence that is none of any kind ends; its beginning is no text either."""
    found = _BROKEN.match(text, at)
    assert found is not None, "what is no text begins with an escape"
    return found.end()


def is_known_sequence(sequence: str) -> bool:
    """Whether a sequence is a key, a click, or the one answer that was asked for."""
    return sequence in ANSI_SEQUENCES_KEYS or any(kind.match(sequence) for kind in _KNOWN)


_ESC = "\x1b"
_PAUSE = 0.3
"""Seconds after which a sequence that has begun is none: a line may cut one anywhere, and let us wait for the rest."""
_PASTE_PAUSE = 5.0
"""Seconds after which a paste is over though its end has not come; longer, or its rest would be taken for keys."""
_LONGEST_PASTE = 1 << 22
"""Characters of a paste; what comes after them is left out."""


class InputDecoder:
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
            elif (unit := complete_length(text, at)) is not None:
                if apart and not at and _with_alt(unit):
                    unit = _ESC
                at += len(unit)
                yield from self._meant(unit)
            elif (rest := is_incomplete(text, at)) is not None:
                self._rest = rest
                return
            else:
                at = is_malformed(text, at)

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
        elif unit[0] != _ESC or is_known_sequence(unit):
            yield from self._parser.feed(unit)
        elif _with_alt(unit) and unit[1].isalnum():
            yield events.Key(f"alt+{unit[1]}", None)


def _with_alt(unit: str) -> bool:
    return len(unit) == 2 and unit[0] == _ESC


def _overlap(text: str, end: str) -> int:
    """How many characters at the end of a text may be the beginning of what ends it."""
    return next((size for size in range(len(end) - 1, 0, -1) if text.endswith(end[:size])), 0)


LIMIT = 16 * 1024 * 1024
"""Characters that are kept of a paste.

As many as a content file may have bytes, and so one that a paste was cut for cannot be saved by mistake.
"""
PAUSE = 5.0
"""Seconds of silence after which a paste whose end has not come is over.

A slow connection is silent for shorter, and what comes of a paste after its end would be taken for keys.
"""
_PARTIAL_STARTS = tuple(START[:length] for length in range(3, len(START)))
"""Beginnings of a paste that are the beginning of no key alone."""


class PasteParser(XTermParser):
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
        elif not self._before.endswith(_PARTIAL_STARTS):
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
