"""What a terminal sends: bytes, cut anywhere, become whole keys, clicks and pastes; what it answers is passed over."""

import re
from codecs import getincrementaldecoder
from collections.abc import Generator, Iterator

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.message import Message

_ESC = "\x1b"
_PASTE, _PASTED = "\x1b[200~", "\x1b[201~"
_LONGEST = 64
"""Characters of a sequence, beyond which it is none."""
_LONGEST_PASTE = 1 << 22
"""Characters of a paste; what comes after them is left out."""

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
_BEGUN = re.compile(r"\x1b(\[<[^Mm\x1b]*|\[M[^\x1b]{0,2}|\[[0-?]*[ -/]*|O|(?P<answer>[\]PX^_]).*)?\Z", re.DOTALL)
"""What may still become one of those."""
_BROKEN = re.compile(r"\x1b(\[[0-?]*[ -/]*)?")
_CLICK = re.compile(r"\x1b\[<\d{1,3};\d{1,5};\d{1,5}[Mm]\Z", re.ASCII)
_HELD = re.compile(r"\x1b\[(1;\d{1,2}[ABCDEFHPQS]|\d{1,2};\d{1,2}~)\Z", re.ASCII)
"""A key with others held down."""
_AT_ONCE = re.compile(r"\x1b\[\?2026;\d\$y\Z", re.ASCII)
"""Whether frames can be drawn at once."""
_KNOWN = (_CLICK, _HELD, _AT_ONCE)


class Incoming:
    """The keys, clicks and pastes in what a terminal sends."""

    def __init__(self) -> None:
        self._decoder = getincrementaldecoder("utf-8")("ignore")
        self._parser = XTermParser()
        self._rest = ""
        self._paste: list[str] | None = None
        self._pasted = 0

    @property
    def begun(self) -> bool:
        """Whether the last bytes may be the beginning of a sequence whose end is still to come."""
        return bool(self._rest)

    def feed(self, data: bytes) -> Iterator[Message]:
        """What some more bytes mean; bytes that are no UTF-8 mean nothing."""
        text = self._rest + self._decoder.decode(data)
        self._rest = ""
        at = 0
        while at < len(text):
            if self._paste is not None:
                at = yield from self._pasting(text, at)
            elif whole := _WHOLE.match(text, at):
                at = whole.end()
                yield from self._meant(whole[0])
            elif begun := _BEGUN.match(text, at):
                self._rest = _bounded(text[at:], answer=begun["answer"] is not None)
                return
            else:
                at = _broken(text, at)

    def expire(self) -> Iterator[Message]:
        """What has begun, and does not go on for so long that it will not: the key Escape, or nothing."""
        if self._rest == _ESC:
            self._rest = ""
            yield events.Key("escape", _ESC)
        elif self._paste is None:
            self._rest = ""

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
        pasted, self._paste = "".join(self._paste), None
        yield events.Paste(pasted.replace("\0", ""))
        return end + len(_PASTED)

    def _meant(self, unit: str) -> Iterator[Message]:
        if unit == _PASTE:
            self._paste, self._pasted = [], 0
        elif unit == _ESC:
            yield events.Key("escape", _ESC)
        elif unit[0] != _ESC or unit in ANSI_SEQUENCES_KEYS or any(known.match(unit) for known in _KNOWN):
            yield from self._parser.feed(unit)
        elif len(unit) == 2 and unit[1].isalnum():
            yield events.Key(f"alt+{unit[1]}", None)


def _bounded(begun: str, *, answer: bool) -> str:
    """What must be kept of a sequence that has begun: of an answer, only that it is one, and where it may end."""
    if answer:
        return begun[:2] + begun[2:][-1:]
    return begun if len(begun) <= _LONGEST else ""


def _broken(text: str, at: int) -> int:
    """Where a sequence that is none of any kind ends; its beginning is no text either."""
    broken = _BROKEN.match(text, at)
    assert broken is not None, "what is no text begins with an escape"
    return broken.end()


def _overlap(text: str, end: str) -> int:
    """How many characters at the end of a text may be the beginning of what ends it."""
    return next((size for size in range(len(end) - 1, 0, -1) if text.endswith(end[:size])), 0)
