"""How cells look, as a terminal is told: what changes from one cell to the next, and no more."""

from functools import lru_cache
from itertools import takewhile
from zlib import crc32

from attrs import define
from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

_MANY = 4096
_COLOURS = 30
"""The first code that is a colour; those below are attributes."""
_BRIGHT_FOREGROUND, _BRIGHT_BACKGROUND = range(90, 98), range(100, 108)
_FOREGROUND, _BACKGROUND = range(30, 40), range(40, 50)
_LENGTHS = {"5": 3, "2": 5}
"""How many codes a colour takes after 38 or 48, by the one that follows it."""
_OF_LETTERS = frozenset({"1", "2", "3"})
"""Bold, dim and italic: a blank looks the same with them."""


@define(frozen=True, cache_hash=True)
class Look:
    """What a cell looks like.

    Attributes:
        attributes: codes, as `1` for bold.
        foreground: codes of a colour; empty for the terminal's own.
        background: likewise.
        link: what follows `8;` in the sequence of the link it is part of; empty without one.
    """

    attributes: frozenset[str] = frozenset()
    foreground: str = ""
    background: str = ""
    link: str = ""


PLAIN = Look()

_known = lru_cache(_MANY)(Look)
"""A look; the same one for the same, so that cells are compared in no time."""


@lru_cache(_MANY)
def look_of(style: Style | None, system: ColorSystem, *, links: bool) -> Look:
    """The look of a style in so many colours, on a terminal that knows links or does not."""
    if style is None:
        return PLAIN
    # Not the style's own rendering: it remembers the colours of the first terminal that it was rendered for.
    codes = [code for code in Strip.render_ansi(style, system).split(";") if code]
    attributes = frozenset(takewhile(lambda code: int(code) < _COLOURS, codes))
    foreground = background = ""
    at = len(attributes)
    while at < len(codes):
        code = int(codes[at])
        size = _LENGTHS[codes[at + 1]] if code in {38, 48} else 1
        colour = ";".join(codes[at : at + size])
        if code in _FOREGROUND or code in _BRIGHT_FOREGROUND:
            foreground = "" if code == 39 else colour
        elif code in _BACKGROUND or code in _BRIGHT_BACKGROUND:
            background = "" if code == 49 else colour
        at += size
    # Not the style's own number, which is another one each time: all rows that a link takes are one link.
    link = f"id={crc32(style.link.encode()):x};{style.link}" if style.link and links else ""
    return _known(attributes, foreground, background, link)


@lru_cache(_MANY)
def changed(before: Look, after: Look) -> str:
    """What makes a terminal go on in another look; nothing if it is the same."""
    link = "" if before.link == after.link else f"\x1b]8;{after.link or ';'}\x1b\\"
    codes = []
    if before.attributes <= after.attributes:
        codes += sorted(after.attributes - before.attributes)
        if before.foreground != after.foreground:
            codes.append(after.foreground or "39")
        if before.background != after.background:
            codes.append(after.background or "49")
    else:
        codes += ["0", *sorted(after.attributes), *filter(None, (after.foreground, after.background))]
    return f"\x1b[{';'.join(codes)}m{link}" if codes else link


@lru_cache(_MANY)
def alike_when_blank(one: Look, other: Look) -> bool:
    """Whether blanks in two looks cannot be told apart."""
    return (
        one.background == other.background
        and one.link == other.link
        and one.attributes <= _OF_LETTERS
        and other.attributes <= _OF_LETTERS
    )
