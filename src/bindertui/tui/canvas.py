"""What a terminal shows, cell by cell, so that it is only told what changes: over a line every byte takes its time."""

import re
from collections.abc import Iterator
from itertools import pairwise

from attrs import define, field
from rich.cells import split_graphemes
from rich.color import ColorSystem
from rich.console import Console
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Size
from textual.strip import Strip

from bindertui.tui.looks import PLAIN, Look, alike_when_blank, changed, look_of

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
    looks: list[Look]

    @classmethod
    def unknown(cls, width: int) -> "_Row":
        """A row that may show anything."""
        return cls([_UNKNOWN] * width, [PLAIN] * width)

    def copied(self) -> "_Row":
        """Another row that looks the same."""
        return _Row(self.text.copy(), self.looks.copy())


@define
class Canvas:
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
                    if not (text.isspace() and alike_when_blank(look, after)):
                        told.append(changed(look, after))
                        look = after
                    told.append(text)
                at = (end, y)
            self._shown[y] = wanted.copied()
        self._touched.clear()
        told.append(changed(look, PLAIN))
        return "".join(told)

    def _put(self, x: int, y: int, strip: Strip) -> None:
        """Draw a strip from a cell on; what would stand beyond the edges is left out."""
        if not 0 <= y < len(self._wanted):
            return
        row = self._wanted[y]
        self._touched.add(y)
        for text, style, _ in strip:
            look = look_of(style, self.system, links=self.links)
            cells = list(text) if _SIMPLE(text) else _cells(text)
            cells = cells[: max(self._width - x, 0)]
            row.text[x : x + len(cells)] = cells
            row.looks[x : x + len(cells)] = [look] * len(cells)
            x += len(cells)


class Painted(CompositorUpdate):
    """What Textual has drawn, told as what changes by it."""

    def __init__(self, update: CompositorUpdate, canvas: Canvas) -> None:
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


def _runs(row: _Row, begin: int, end: int) -> Iterator[tuple[str, Look]]:
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
