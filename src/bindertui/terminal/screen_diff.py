"""Send a terminal only the cells that change from one frame to the next.

Over a network every byte of a frame costs time, and Textual redraws whole lines and widgets: one key in the search bar
would send most of the screen again. `ScreenBuffer` therefore keeps two grids of cells, the frame to show and the frame
the terminal shows, and sends the difference.

- `draw` writes Textual's strips into the first grid and remembers the rows they touch; `changes` compares these rows.
- A cell is a grapheme and a style. Styles are interned (`_intern`), so comparing two cells compares object identities.
- Changed cells close to each other are sent as one span: moving the cursor past a short gap costs as many bytes as
  sending its cells again. Within a span, only changes of style are sent (`style_change`), and none between blanks that
  look the same in both styles.
- Terminals disagree about the width of emoji, combining and East Asian characters. A row with such characters is sent
  whole, from its first column, so that a wrong width never shifts other rows.
- Invariant: after `changes` the second grid equals the first. `forget` marks all cells of the second grid as unknown
  and is called whenever the terminal may have lost its content: after a resize, or after frames were dropped.
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

_CACHE_SIZE = 4096
_FIRST_COLOR_CODE = 30
"""SGR codes below are attributes, such as bold; codes from here on are colors."""
_BRIGHT_FOREGROUND, _BRIGHT_BACKGROUND = range(90, 98), range(100, 108)
_FOREGROUND, _BACKGROUND = range(30, 40), range(40, 50)
_EXTENDED_LENGTHS = {"5": 3, "2": 5}
"""The number of codes of an extended color (38 or 48), by its second code: 256 colors or RGB."""
_INVISIBLE_ON_BLANKS = frozenset({"1", "2", "3"})
"""Bold, dim and italic: a blank looks the same with them."""


@define(frozen=True, cache_hash=True)
class CellStyle:
    """The style of a cell.

    Attributes:
        attributes: SGR codes of attributes, such as `1` for bold.
        foreground: SGR codes of the color; empty for the terminal's default.
        background: the same for the background.
        link: the parameters of the hyperlink sequence (OSC 8) of the cell; empty without a link.
    """

    attributes: frozenset[str] = frozenset()
    foreground: str = ""
    background: str = ""
    link: str = ""


PLAIN = CellStyle()

_intern = lru_cache(_CACHE_SIZE)(CellStyle)
"""Returns the same object for equal styles, so that cells can be compared by identity."""


@lru_cache(_CACHE_SIZE)
def cell_style(style: Style | None, system: ColorSystem, *, links: bool) -> CellStyle:
    """Return the cell style of a Rich style, in the colors of a terminal and with or without hyperlinks."""
    if style is None:
        return PLAIN
    # Not `Style.render`, which caches the codes for the colors of the first terminal it was called for.
    codes = [code for code in Strip.render_ansi(style, system).split(";") if code]
    attributes = frozenset(takewhile(lambda code: int(code) < _FIRST_COLOR_CODE, codes))
    foreground = background = ""
    position = len(attributes)
    while position < len(codes):
        code = int(codes[position])
        size = _EXTENDED_LENGTHS[codes[position + 1]] if code in {38, 48} else 1
        color = ";".join(codes[position : position + size])
        if code in _FOREGROUND or code in _BRIGHT_FOREGROUND:
            foreground = "" if code == 39 else color
        elif code in _BACKGROUND or code in _BRIGHT_BACKGROUND:
            background = "" if code == 49 else color
        position += size
    # The same id in every frame and row: Rich's own differs each time, and terminals highlight links by id.
    link = f"id={crc32(style.link.encode()):x};{style.link}" if style.link and links else ""
    return _intern(attributes, foreground, background, link)


@lru_cache(_CACHE_SIZE)
def style_change(before: CellStyle, after: CellStyle) -> str:
    """Return the escape sequences that change a terminal from one style to another; empty if they are equal."""
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


@lru_cache(_CACHE_SIZE)
def same_when_blank(one: CellStyle, other: CellStyle) -> bool:
    """Return whether a blank looks the same in two styles."""
    return (
        one.background == other.background
        and one.link == other.link
        and one.attributes <= _INVISIBLE_ON_BLANKS
        and other.attributes <= _INVISIBLE_ON_BLANKS
    )


_MAX_GAP = 5
"""Unchanged cells that are sent again between changed ones: moving the cursor needs as many bytes."""
_is_narrow = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027\u202f-\u205e\u2190-\u21ff\u2500-\u25ff]*"
).fullmatch
"""Matches texts of characters that are one cell wide in every terminal."""
_UNKNOWN = "\0"
"""The text of a cell with unknown content."""


@define
class _Row:
    """A row of cells; the second cell of a wide character has an empty text."""

    text: list[str]
    styles: list[CellStyle]

    @classmethod
    def unknown(cls, width: int) -> "_Row":
        """Return a row of cells with unknown content."""
        return cls([_UNKNOWN] * width, [PLAIN] * width)

    def copy(self) -> "_Row":
        """Return an independent copy."""
        return _Row(self.text.copy(), self.styles.copy())


@define
class ScreenBuffer:
    """The cells of a terminal: the frame to show, and the frame it shows.

    Attributes:
        system: the terminal's colors.
        links: whether it supports hyperlinks.
    """

    system: ColorSystem
    links: bool
    _width: int = field(init=False, default=0)
    _wanted: list[_Row] = field(init=False, factory=list)
    _shown: list[_Row] = field(init=False, factory=list)
    _touched: set[int] = field(init=False, factory=set)

    @property
    def size(self) -> Size:
        """The size of the last frame; zero before the first."""
        return Size(self._width, len(self._wanted))

    def forget(self) -> None:
        """Assume that the terminal shows something else: send every cell that is drawn next."""
        self._shown = [_Row.unknown(self._width) for _ in self._wanted]

    def draw(self, update: CompositorUpdate) -> None:
        """Write an update of Textual's into the frame to show."""
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
        """Return the output that makes the terminal show the frame."""
        output: list[str] = []
        style, cursor = PLAIN, (-1, -1)
        for y in sorted(self._touched):
            shown, wanted = self._shown[y], self._wanted[y]
            for start, end in _changed_spans(shown, wanted):
                output.append(_move_cursor(cursor, (start, y)))
                for text, next_style in _style_runs(wanted, start, end):
                    if not (text.isspace() and same_when_blank(style, next_style)):
                        output.append(style_change(style, next_style))
                        style = next_style
                    output.append(text)
                cursor = (end, y)
            self._shown[y] = wanted.copy()
        self._touched.clear()
        output.append(style_change(style, PLAIN))
        return "".join(output)

    def _put(self, x: int, y: int, strip: Strip) -> None:
        """Write a strip into a row, cropped to the screen."""
        if not 0 <= y < len(self._wanted):
            return
        row = self._wanted[y]
        self._touched.add(y)
        for text, rich_style, _ in strip:
            style = cell_style(rich_style, self.system, links=self.links)
            cells = list(text) if _is_narrow(text) else _split_cells(text)
            cells = cells[: max(self._width - x, 0)]
            row.text[x : x + len(cells)] = cells
            row.styles[x : x + len(cells)] = [style] * len(cells)
            x += len(cells)


class DiffUpdate(CompositorUpdate):
    """A frame of Textual's that sends only the cells it changes."""

    def __init__(self, update: CompositorUpdate, buffer: ScreenBuffer) -> None:
        """Wrap a frame.

        Args:
            update: the frame.
            buffer: the cells of the terminal.
        """
        self._update = update
        self._buffer = buffer

    def render_segments(self, console: Console) -> str:
        """Return the output for the terminal."""
        self._buffer.draw(self._update)
        return self._buffer.changes()


def _split_cells(text: str) -> list[str]:
    """Return a text cell by cell."""
    cells: list[str] = []
    spans, _ = split_graphemes(text)
    for start, end, width in spans:
        if width:
            cells += [text[start:end], *[""] * (width - 1)]
        elif cells:
            cells[-1] += text[start:end]
    return cells


def _changed_spans(shown: _Row, wanted: _Row) -> list[tuple[int, int]]:
    """Return the start and the end of each span of a row that must be sent."""
    if wanted == shown:
        return []
    cells = zip(wanted.text, shown.text, wanted.styles, shown.styles, strict=True)
    # Equal styles are nearly always one object.
    changed = [x for x, (text, old, style, old_style) in enumerate(cells) if text != old or style is not old_style]
    if not (_is_narrow("".join(wanted.text)) and _is_narrow("".join(shown.text))):
        return [(0, len(wanted.text))]
    spans = [(changed[0], changed[0] + 1)]
    for previous, x in pairwise(changed):
        start = spans.pop()[0] if x - previous <= _MAX_GAP else x
        spans.append((start, x + 1))
    return spans


def _style_runs(row: _Row, start: int, end: int) -> Iterator[tuple[str, CellStyle]]:
    """Yield the stretches of a row that have one style."""
    while start < end:
        style, until = row.styles[start], start + 1
        while until < end and row.styles[until] is style:
            until += 1
        yield "".join(row.text[start:until]), style
        start = until


def _move_cursor(position: tuple[int, int], target: tuple[int, int]) -> str:
    """Return the shortest sequence that moves the cursor."""
    if target == (0, position[1] + 1) and position[0] >= 0:
        return "\r\n"
    if target[1] == position[1]:
        return f"\x1b[{target[0] - position[0]}C"
    return f"\x1b[{target[1] + 1};{target[0] + 1}H"
