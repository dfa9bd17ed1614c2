"""Decode the input of a terminal: keys, mouse events and bracketed pastes.

Terminals send keys, mouse events, pastes and their replies to queries in one byte stream, and a network may split it
anywhere, even within a UTF-8 character. Textual's `XTermParser` decodes complete sequences well. It treats escape
sequences within a paste as keys, though, so that pasted text could run commands, and it types the parts of a sequence
it does not know as if they were keys.

`InputDecoder` therefore splits the stream into units first: a run of text, one complete escape sequence, or a paste.

- An incomplete unit waits for the rest. `timeout` says how long; after that, the caller calls `expire`.
- Only sequences on an allowlist reach `XTermParser`: those in Textual's own table of keys, mouse events, and replies to
  queries the driver has sent. Everything else, such as unasked-for replies, is dropped.
- A bracketed paste becomes one `Paste` event, whatever it contains. Its length is bounded, and it ends after a silence
  if its end marker never arrives.
- Escape followed by a letter is Alt plus the letter if both arrive in one piece, else it is two keys.

The local driver and the SSH server use this decoder with different allowlists, limits and timeouts.
"""

import re
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from typing import Literal

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.message import Message

ESCAPE_TIMEOUT = 0.3
"""Seconds to wait for the rest of an escape sequence: a network may split it anywhere."""
PASTE_TIMEOUT = 5.0
"""Seconds of silence that end a paste without an end marker. If it is too short, the rest would be read as keys."""
MAX_PASTE_LENGTH = 1 << 22
"""Characters of a paste; the rest is dropped."""

_ESC = "\x1b"
_MAX_SEQUENCE_LENGTH = 64
_UNIT = re.compile(
    r"""
    [^\x1b]+                                 # text
    | \x1b\[<[^Mm\x1b]*[Mm]                  # mouse event (SGR)
    | \x1b\[M[^\x1b]{3}                      # mouse event (X10)
    | \x1b\[\[[A-E]                          # function key of the Linux console
    | \x1b\[[0-9]{1,2}\$(?![a-z])            # key with Shift in rxvt
    | \x1b\[(?![<\[])[0-?]*[ -/]*[@-LN-~]    # key or reply (CSI)
    | \x1bO.                                 # key (SS3)
    | \x1b[\]PX^_].*?(?:\x07|\x1b\\)         # reply (OSC, DCS, SOS, PM, APC)
    | \x1b(?=\x1b)                           # the Escape key, before another sequence
    | \x1b[^\x1b\[O\]PX^_]                   # key with Alt
    """,
    re.VERBOSE | re.DOTALL,
)
_INCOMPLETE_UNIT = re.compile(
    r"\x1b(\[<[^Mm\x1b]*|\[M[^\x1b]{0,2}|\[\[|\[[0-?]*[ -/]*|O|(?P<reply>[\]PX^_]).*)?\Z", re.DOTALL
)
_MALFORMED_UNIT = re.compile(r"\x1b(\[\[?[0-?]*[ -/]*)?")

_MOUSE = re.compile(r"\x1b\[<\d{1,3};\d{1,5};\d{1,5}[Mm]\Z", re.ASCII)
_MODIFIED_KEY = re.compile(r"\x1b\[(1;\d{1,2}[ABCDEFHPQS]|\d{1,2};\d{1,2}~)\Z", re.ASCII)
_SYNCHRONIZED_OUTPUT_REPLY = re.compile(r"\x1b\[\?2026;\d\$y\Z", re.ASCII)
_REMOTE_SEQUENCES = (_MOUSE, _MODIFIED_KEY, _SYNCHRONIZED_OUTPUT_REPLY)
_LOCAL_SEQUENCES = (
    *_REMOTE_SEQUENCES,
    re.compile(r"\x1b\[\d{0,6}(;\d{0,3}(;\d{0,6}(:\d{0,6}){0,8})?)?[u~ABCDEFHPQRS]\Z", re.ASCII),  # Kitty keys
    re.compile(r"\x1b\[[IO]\Z"),  # the window gains or loses focus
    re.compile(r"\x1b\[48(;\d{1,6}(:\d{0,6})*){4}t\Z", re.ASCII),  # in-band resize
    re.compile(r"\x1b\[\?\d{1,5};\d\$y\Z", re.ASCII),  # mode report
)
_PARTIAL_PASTE_STARTS = frozenset(BRACKETED_PASTE_START[:length] for length in range(3, len(BRACKETED_PASTE_START)))


def is_remote_sequence(sequence: str) -> bool:
    """Return whether an escape sequence is a key, a mouse event or the one reply the SSH server asks for."""
    return _is_allowed(sequence, _REMOTE_SEQUENCES)


def is_local_sequence(sequence: str) -> bool:
    """Return whether an escape sequence is one that Textual's driver for the local terminal has enabled."""
    return _is_allowed(sequence, _LOCAL_SEQUENCES)


def _is_allowed(sequence: str, patterns: tuple[re.Pattern[str], ...]) -> bool:
    if sequence in ANSI_SEQUENCES_KEYS:
        return True
    return len(sequence) <= _MAX_SEQUENCE_LENGTH and any(pattern.match(sequence) for pattern in patterns)


class InputDecoder:
    """Decodes the byte stream of one terminal into Textual events."""

    def __init__(
        self,
        *,
        is_allowed: Callable[[str], bool] = is_remote_sequence,
        errors: Literal["ignore", "replace"] = "ignore",
        max_paste_length: int = MAX_PASTE_LENGTH,
        escape_timeout: float = ESCAPE_TIMEOUT,
        paste_timeout: float = PASTE_TIMEOUT,
    ) -> None:
        """Create a decoder.

        Args:
            is_allowed: returns whether an escape sequence may become an event.
            errors: how to handle bytes that are not UTF-8.
            max_paste_length: the characters kept of one paste.
            escape_timeout: the seconds to wait for the rest of an escape sequence.
            paste_timeout: the seconds of silence that end a paste without an end marker.
        """
        self._is_allowed = is_allowed
        self._decoder = getincrementaldecoder("utf-8")(errors)
        self._max_paste_length = max_paste_length
        self._escape_timeout, self._paste_timeout = escape_timeout, paste_timeout
        self._parser = XTermParser()
        self._incomplete = ""
        self._rest_follows = False
        """Whether the incomplete unit was split by the caller, who feeds the rest next."""
        self._paste: _PasteBuffer | None = None

    @property
    def is_pasting(self) -> bool:
        """Whether the end marker of a paste has not arrived yet."""
        return self._paste is not None

    @property
    def timeout(self) -> float | None:
        """The seconds of silence after which to call `expire`; None if nothing is incomplete."""
        if self._paste is not None or self._incomplete in _PARTIAL_PASTE_STARTS:
            return self._paste_timeout
        return self._escape_timeout if self._incomplete else None

    def feed(self, data: bytes, *, more: bool = False) -> Iterator[Message]:
        """Decode some bytes and yield their events.

        Args:
            data: the bytes.
            more: whether these bytes were split from others, which are fed next.
        """
        text = self._decoder.decode(data)
        if not text:
            return
        arrived_alone = self._incomplete == _ESC and not self._rest_follows
        text, self._incomplete, self._rest_follows = self._incomplete + text, "", more
        position = 0
        while position < len(text):
            if self._paste is not None:
                position = self._paste.feed(text, position)
                if self._paste.is_complete:
                    yield self._finish_paste()
            elif (match := _UNIT.match(text, position)) is not None:
                unit = match[0]
                if arrived_alone and not position and _is_alt_key(unit):
                    unit = _ESC
                position += len(unit)
                yield from self._decode_unit(unit)
            elif (match := _INCOMPLETE_UNIT.match(text, position)) is not None:
                self._incomplete = _shortened(text[position:], is_reply=match["reply"] is not None)
                return
            else:
                match = _MALFORMED_UNIT.match(text, position)
                assert match is not None, "anything that is not text begins with Escape"
                position = match.end()

    def expire(self) -> Iterator[Message]:
        """Yield the meaning of the incomplete unit if nothing follows: a paste, the Escape key, or nothing."""
        incomplete, self._incomplete = self._incomplete, ""
        if self._paste is not None:
            yield self._finish_paste()
        elif incomplete == _ESC:
            yield events.Key("escape", _ESC)

    def _decode_unit(self, unit: str) -> Iterator[Message]:
        if unit == BRACKETED_PASTE_START:
            self._paste = _PasteBuffer(self._max_paste_length)
        elif unit == _ESC:
            yield events.Key("escape", _ESC)
        elif unit[0] != _ESC or self._is_allowed(unit):
            yield from self._parser.feed(unit)
        elif _is_alt_key(unit) and unit[1].isalnum():
            name = f"shift+{unit[1].lower()}" if unit[1].isupper() else unit[1]
            yield events.Key(f"alt+{name}", None)

    def _finish_paste(self) -> events.Paste:
        assert self._paste is not None
        text, self._paste = self._paste.text, None
        return events.Paste(text)


class _PasteBuffer:
    """The text of one bracketed paste, up to its end marker.

    Attributes:
        is_complete: whether the end marker has arrived.
    """

    def __init__(self, max_length: int) -> None:
        self.is_complete = False
        self._max_length = max_length
        self._length = 0
        self._pieces: list[str] = []
        self._partial_end = ""
        """The last characters, if the end marker may begin with them."""

    @property
    def text(self) -> str:
        """The pasted text without NUL characters, which no widget can show."""
        pasted = "".join((*self._pieces, self._partial_end))
        return pasted[: self._max_length].replace("\0", "")

    def feed(self, text: str, position: int) -> int:
        """Take text from a position on, and return the position after the paste."""
        text, taken = self._partial_end + text[position:], position - len(self._partial_end)
        end = text.find(BRACKETED_PASTE_END)
        self.is_complete = end >= 0
        if self.is_complete:
            self._partial_end, rest = "", end + len(BRACKETED_PASTE_END)
        else:
            self._partial_end, rest = _partial_marker(text, BRACKETED_PASTE_END), len(text)
            end = len(text) - len(self._partial_end)
        piece = text[:end][: self._max_length - self._length]
        if piece:
            self._pieces.append(piece)
            self._length += len(piece)
        return taken + rest


def _shortened(incomplete: str, *, is_reply: bool) -> str:
    """Return the part of an incomplete unit to keep, so that one that never ends needs no memory.

    Of a reply, keep its kind and the last character, with which its end may begin. Drop any other unit that is too long
    for an escape sequence.
    """
    if is_reply:
        return incomplete[:2] + incomplete[2:][-1:]
    return incomplete if len(incomplete) <= _MAX_SEQUENCE_LENGTH else ""


def _is_alt_key(unit: str) -> bool:
    return len(unit) == 2 and unit[0] == _ESC


def _partial_marker(text: str, marker: str) -> str:
    """Return the longest beginning of the marker that the text ends with."""
    return next((marker[:size] for size in range(len(marker) - 1, 0, -1) if text.endswith(marker[:size])), "")
