"""How cells look, as a terminal is told: what changes from one cell to the next, and no more.

What a terminal shows, cell by cell, so that it is only told what changes: over a line every byte takes its time.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise, takewhile
from zlib import crc32

from attrs import define, field
from rich.cells import split_graphemes
from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Size
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
class CellStyle:
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


PLAIN = CellStyle()

_known = lru_cache(_MANY)(CellStyle)
"""A look; the same one for the same, so that cells are compared in no time."""


@lru_cache(_MANY)
def cell_style(style: Style | None, system: ColorSystem, *, links: bool) -> CellStyle:
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
def style_change(before: CellStyle, after: CellStyle) -> str:
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
def same_when_blank(one: CellStyle, other: CellStyle) -> bool:
    """Whether blanks in two looks cannot be told apart."""
    return (
        one.background == other.background
        and one.link == other.link
        and one.attributes <= _OF_LETTERS
        and other.attributes <= _OF_LETTERS
    )


_GAP = 5
"""Cells that are the same between two that are not, and are told again: to step over them takes as many bytes."""
_SIMPLE = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027\u202f-\u205e\u2190-\u21ff\u2500-\u25ff]*"
).fullmatch
"""Characters that take one cell each in every terminal."""
_UNKNOWN = "\0"
"""What stands in a cell of which it is not known what it shows."""


@define
class _Row:
    """A row of cells; what a character of two cells leaves of the second is empty."""

    text: list[str]
    looks: list[CellStyle]

    @classmethod
    def unknown(cls, width: int) -> "_Row":
        """A row that may show anything."""
        return cls([_UNKNOWN] * width, [PLAIN] * width)

    def copied(self) -> "_Row":
        """Another row that looks the same."""
        return _Row(self.text.copy(), self.looks.copy())


@define
class ScreenDiff:
    """The cells of a terminal: as they are to be, and as it has been told that they are.

    Attributes:
        system: the colours it has.
        links: whether it knows links to the web.
    """

    system: ColorSystem
    links: bool
    _width: int = field(init=False, default=0)
    _wanted: list[_Row] = field(init=False, factory=list)
    _shown: list[_Row] = field(init=False, factory=list)
    _touched: set[int] = field(init=False, factory=set)

    @property
    def size(self) -> Size:
        """The columns and rows that were drawn last; none before."""
        return Size(self._width, len(self._wanted))

    def forget(self) -> None:
        """Nothing is known of what the terminal shows: whatever is drawn next, it is told."""
        self._shown = [_Row.unknown(self._width) for _ in self._wanted]

    def draw(self, update: CompositorUpdate) -> None:
        """Take in what Textual has drawn."""
        if isinstance(update, LayoutUpdate):
            region = update.region
            if self.size != region.size:
                self._width = region.width
                self._wanted = [_Row.unknown(region.width) for _ in range(region.height)]
                self.forget()
            for y, strips in enumerate(update.strips, region.y):
                x = region.x
                for strip in strips:
                    self._put(x, y, strip)
                    x += strip.cell_length
        elif isinstance(update, ChopsUpdate):
            for y, begin, end in update.spans:
                for until, (x, piece) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                    if piece is not None and x <= end and until > begin:
                        self._put(x, y, piece)

    def changes(self) -> str:
        """What the terminal is to be told now."""
        told: list[str] = []
        look, at = PLAIN, (-1, -1)
        for y in sorted(self._touched):
            shown, wanted = self._shown[y], self._wanted[y]
            for begin, end in _spans(shown, wanted):
                told.append(_step(at, (begin, y)))
                for text, after in _runs(wanted, begin, end):
                    if not (text.isspace() and same_when_blank(look, after)):
                        told.append(style_change(look, after))
                        look = after
                    told.append(text)
                at = (end, y)
            self._shown[y] = wanted.copied()
        self._touched.clear()
        told.append(style_change(look, PLAIN))
        return "".join(told)

    def _put(self, x: int, y: int, strip: Strip) -> None:
        """Draw a strip from a cell on; what would stand beyond the edges is left out."""
        if not 0 <= y < len(self._wanted):
            return
        row = self._wanted[y]
        self._touched.add(y)
        for text, style, _ in strip:
            look = cell_style(style, self.system, links=self.links)
            cells = list(text) if _SIMPLE(text) else _cells(text)
            cells = cells[: max(self._width - x, 0)]
            row.text[x : x + len(cells)] = cells
            row.looks[x : x + len(cells)] = [look] * len(cells)
            x += len(cells)


class ScreenBuffer(CompositorUpdate):
    """What Textual has drawn, told as what changes by it."""

    def __init__(self, update: CompositorUpdate, canvas: ScreenDiff) -> None:
        """Prepare to tell it.

        Args:
            update: what was drawn.
            canvas: knows what the terminal shows.
        """
        self._update = update
        self._canvas = canvas

    def render_segments(self, console: Console) -> str:
        """What the terminal is told."""
        self._canvas.draw(self._update)
        return self._canvas.changes()


def _cells(text: str) -> list[str]:
    """A text cell by cell."""
    cells: list[str] = []
    spans, _ = split_graphemes(text)
    for begin, end, width in spans:
        if width:
            cells += [text[begin:end], *[""] * (width - 1)]
        elif cells:
            cells[-1] += text[begin:end]
    return cells


def _spans(shown: _Row, wanted: _Row) -> list[tuple[int, int]]:
    """From where to where a row is to be told anew."""
    if wanted == shown:
        return []
    cells = zip(wanted.text, shown.text, wanted.looks, shown.looks, strict=True)
    # Looks that are the same are one object, nearly always.
    differing = [x for x, (text, before, look, past) in enumerate(cells) if text != before or look is not past]
    if not (_SIMPLE("".join(wanted.text)) and _SIMPLE("".join(shown.text))):
        # Terminals do not agree how wide such characters are; from the edge on, none moves what stands in another row.
        return [(0, len(wanted.text))]
    spans = [(differing[0], differing[0] + 1)]
    for before, x in pairwise(differing):
        begin = spans.pop()[0] if x - before <= _GAP else x
        spans.append((begin, x + 1))
    return spans


def _runs(row: _Row, begin: int, end: int) -> Iterator[tuple[str, CellStyle]]:
    """Stretches of a row that look the same."""
    while begin < end:
        look, until = row.looks[begin], begin + 1
        while until < end and row.looks[until] is look:
            until += 1
        yield "".join(row.text[begin:until]), look
        begin = until


def _step(at: tuple[int, int], to: tuple[int, int]) -> str:
    """What moves the cursor."""
    if to == (0, at[1] + 1) and at[0] >= 0:
        return "\r\n"
    if to[1] == at[1]:
        return f"\x1b[{to[0] - at[0]}C"
    return f"\x1b[{to[1] + 1};{to[0] + 1}H"
