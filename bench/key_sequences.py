"""The key sequences that the `reader` benchmark times."""

from itertools import cycle, islice

from attrs import frozen

from bench.peers import PAGE_DOWN
from bench.terminal import KeyTiming, Terminal

_SHIFT_TAB, _CLEAR, _ESCAPE, _RIGHT = b"\x1b[Z", b"\x15", b"\x1b", b"\x1b[C"
_PAUSE = 0.08
_TIMEOUT = 10.0
"""Seconds to wait for a repaint after a key; an app that is busy for less is waited for."""
_PREFIXES = ("asylu", "borde", "minis", "provi", "agree", "refug", "secur", "healt", "langu", "budge", "commu")


@frozen
class KeySequence:
    """Keys to press repeatedly and time, and keys to press around them without timing.

    Attributes:
        name: its name in figures.
        keys: keys to time, pressed in turn.
        before: keys to press once at the start, each until its repaint.
        repeat_after: the number of timed keys after which to press `reset_keys`; 0 for never.
        reset_keys: keys that return to a place from which to go on.
        after: keys to press once at the end.
        wait_for: a text that the last but one key of `before` must bring to the screen, however long that takes.
    """

    name: str
    keys: tuple[bytes, ...]
    before: tuple[bytes, ...] = (b"g",)
    repeat_after: int = 0
    reset_keys: tuple[bytes, ...] = ()
    after: tuple[bytes, ...] = ()
    wait_for: str = ""


_LETTERS = tuple(letter.encode() for prefix in _PREFIXES for letter in prefix)

SEARCH = KeySequence(
    "letter in the search bar",
    _LETTERS,
    before=(b"/", b"zxzxzx", _CLEAR),
    repeat_after=len(_PREFIXES[0]),
    reset_keys=(_CLEAR,),
    after=(_CLEAR,),
    wait_for="Nothing found",
)
"""A word that occurs nowhere is searched first: once it is reported as not found, the index is complete."""

KEY_SEQUENCES = (
    KeySequence("line down", (b"j",), before=()),
    KeySequence("page down", (PAGE_DOWN,), repeat_after=10, reset_keys=(b"g",)),
    KeySequence("fold and unfold", (b" ",), before=(b"g", PAGE_DOWN, PAGE_DOWN), repeat_after=2, reset_keys=(b"j",)),
    KeySequence("fold and unfold everything", (b"Z",)),
    KeySequence("to the end and back", (b"G", b"g")),
    KeySequence("next link", (_RIGHT,)),
    KeySequence("switch language", (b"l",), repeat_after=1, reset_keys=(b"l",), before=(b"g", PAGE_DOWN, PAGE_DOWN)),
    KeySequence("line down in the outline", (b"j",), before=(_SHIFT_TAB, b"g"), after=(b"\t",)),
    KeySequence("fold and unfold in the outline", (b" ",), before=(_SHIFT_TAB, b"g", b"j"), after=(b"\t",)),
    SEARCH,
    KeySequence("next match", (b"n",), before=(b"agreement", b"\r")),
    KeySequence("previous match", (b"N",), before=(), after=(_ESCAPE,)),
)
"""The key sequences in order; each leaves the app in the state that the next one expects."""


def time_keys(terminal: Terminal, sequence: KeySequence, count: int) -> tuple[list[KeyTiming], int]:
    """Press the keys of a sequence; return the timings, and the number of keys without a repaint, at most three."""
    for number, key in enumerate(sequence.before):
        terminal.clear_output()
        _press(terminal, key)
        if sequence.wait_for and number == len(sequence.before) - 2:
            terminal.wait_for_text(sequence.wait_for)
    strokes: list[KeyTiming] = []
    silent = 0
    for number, key in enumerate(islice(cycle(sequence.keys), count)):
        stroke = terminal.time_key(key, _PAUSE, _TIMEOUT)
        if stroke is None:
            silent += 1
            if silent == 3:
                break
        else:
            strokes.append(stroke)
        if sequence.repeat_after and (number + 1) % sequence.repeat_after == 0:
            for reset_key in sequence.reset_keys:
                _press(terminal, reset_key)
    for key in sequence.after:
        _press(terminal, key)
    return strokes, silent


def _press(terminal: Terminal, key: bytes) -> None:
    """Press a key without timing it, and wait until its effect is complete."""
    terminal.time_key(key, 2 * _PAUSE, _TIMEOUT)
