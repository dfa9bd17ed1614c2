"""The keys that are pressed again and again in the reader."""

from itertools import cycle, islice

from attrs import frozen

from bench.peers import PAGE_DOWN
from bench.terminal import Stroke, Terminal

_SHIFT_TAB, _CLEAR, _ESCAPE, _RIGHT = b"\x1b[Z", b"\x15", b"\x1b", b"\x1b[C"
_PAUSE = 0.08
_LONGEST = 10.0
"""Seconds after which a key has brought no repaint: an app that is busy for shorter is waited for."""
_PREFIXES = ("asylu", "borde", "minis", "provi", "agree", "refug", "secur", "healt", "langu", "budge", "commu")


@frozen
class Drill:
    """A key, or several in turn, with what is pressed around them without being timed.

    Attributes:
        name: what figures call it.
        before: pressed once, each waited for.
        keys: pressed and timed, over and over.
        every: after so many timed strokes, `again` is pressed; 0 means never.
        again: keys that bring back a place to go on from.
        after: pressed once at the end.
        awaits: a text that the last key but one of `before` brings to the screen, however long it takes.
    """

    name: str
    keys: tuple[bytes, ...]
    before: tuple[bytes, ...] = (b"g",)
    every: int = 0
    again: tuple[bytes, ...] = ()
    after: tuple[bytes, ...] = ()
    awaits: str = ""


_LETTERS = tuple(letter.encode() for prefix in _PREFIXES for letter in prefix)

SEARCH = Drill(
    "a letter of a search",
    _LETTERS,
    before=(b"/", b"zxzxzx", _CLEAR),
    every=len(_PREFIXES[0]),
    again=(_CLEAR,),
    after=(_CLEAR,),
    awaits="Nothing found",
)
"""A word that is nowhere is looked for before letters are timed: the index is there when that has not been found."""

DRILLS = (
    Drill("a line down", (b"j",), before=()),
    Drill("a page down", (PAGE_DOWN,), every=10, again=(b"g",)),
    Drill("fold and unfold", (b" ",), before=(b"g", PAGE_DOWN, PAGE_DOWN), every=2, again=(b"j",)),
    Drill("fold and unfold everything", (b"Z",)),
    Drill("to the end and back", (b"G", b"g")),
    Drill("next link", (_RIGHT,)),
    Drill("the other language", (b"l",), every=1, again=(b"l",), before=(b"g", PAGE_DOWN, PAGE_DOWN)),
    Drill("a line down in the outline", (b"j",), before=(_SHIFT_TAB, b"g"), after=(b"\t",)),
    Drill("fold and unfold in the outline", (b" ",), before=(_SHIFT_TAB, b"g", b"j"), after=(b"\t",)),
    SEARCH,
    Drill("next match", (b"n",), before=(b"agreement", b"\r")),
    Drill("previous match", (b"N",), before=(), after=(_ESCAPE,)),
)
"""The drills, in the order they are practised: each leaves the app as the next one needs it."""


def practise(terminal: Terminal, drill: Drill, count: int) -> tuple[list[Stroke], int]:
    """The timed strokes of a drill, and how many keys brought no repaint; after three of those it is over."""
    for number, key in enumerate(drill.before):
        terminal.forget()
        _press(terminal, key)
        if drill.awaits and number == len(drill.before) - 2:
            terminal.shows(drill.awaits)
    strokes: list[Stroke] = []
    silent = 0
    for number, key in enumerate(islice(cycle(drill.keys), count)):
        stroke = terminal.stroke(key, _PAUSE, _LONGEST)
        if stroke is None:
            silent += 1
            if silent == 3:
                break
        else:
            strokes.append(stroke)
        if drill.every and (number + 1) % drill.every == 0:
            for again in drill.again:
                _press(terminal, again)
    for key in drill.after:
        _press(terminal, key)
    return strokes, silent


def _press(terminal: Terminal, key: bytes) -> None:
    """Press a key that is not timed, and wait until what it does is done."""
    terminal.stroke(key, 2 * _PAUSE, _LONGEST)
