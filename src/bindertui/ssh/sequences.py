"""The sequences a terminal sends: where each ends, and which are keys or clicks; the others are answers."""

import re

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

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
_BEGUN = re.compile(r"\x1b(\[<[^Mm\x1b]*|\[M[^\x1b]{0,2}|\[[0-?]*[ -/]*|O|(?P<answer>[\]PX^_]).*)?\Z", re.DOTALL)
"""What may still become one of those."""
_BROKEN = re.compile(r"\x1b(\[[0-?]*[ -/]*)?")
_CLICK = re.compile(r"\x1b\[<\d{1,3};\d{1,5};\d{1,5}[Mm]\Z", re.ASCII)
_HELD = re.compile(r"\x1b\[(1;\d{1,2}[ABCDEFHPQS]|\d{1,2};\d{1,2}~)\Z", re.ASCII)
"""A key with others held down."""
_AT_ONCE = re.compile(r"\x1b\[\?2026;\d\$y\Z", re.ASCII)
"""Whether frames can be drawn at once."""
_KNOWN = (_CLICK, _HELD, _AT_ONCE)


def whole(text: str, at: int) -> str | None:
    """The text or the sequence that stands at a place, if it is all there."""
    found = _WHOLE.match(text, at)
    return found[0] if found else None


def begun(text: str, at: int) -> str | None:
    """What must be kept of a sequence that begins at a place and whose end is still to come; None if it is no such.

    Of an answer, that is only what it is and where it may end; of what is too long to be any sequence, nothing.
    """
    found = _BEGUN.match(text, at)
    if found is None:
        return None
    rest = text[at:]
    if found["answer"] is not None:
        return rest[:2] + rest[2:][-1:]
    return rest if len(rest) <= _LONGEST else ""


def broken(text: str, at: int) -> int:
    """Where a sequence that is none of any kind ends; its beginning is no text either."""
    found = _BROKEN.match(text, at)
    assert found is not None, "what is no text begins with an escape"
    return found.end()


def known(sequence: str) -> bool:
    """Whether a sequence is a key, a click, or the one answer that was asked for."""
    return sequence in ANSI_SEQUENCES_KEYS or any(kind.match(sequence) for kind in _KNOWN)
