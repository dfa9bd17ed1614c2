"""Lazy layout: a virtual list of items of variable height, for the lines of a long flow.

The problem: laying out (wrapping) all lines of a section of 10,000 paragraphs takes seconds, but a screen shows only
some fifty rows of it. Yet the scroll bar needs the total height, and a jump to a line needs the row it starts on.

The approach: `Viewport` has one item per visible line. The height of a line that was never on the screen is estimated
from the lengths of its texts. Before rows are shown, `ensure_layout` lays out the lines around them and replaces their
estimates by measured heights; it returns whether any height was new, so that the caller can correct its scroll offset.
`HeightIndex` holds the heights. It keeps a sum for each block of items (square-root decomposition), so that neither
changing one height nor finding the item at a row looks at all items.

Invariants:

- A measured height holds until the width or the chart style changes, which takes a new `Viewport`: highlighting matches
  and selecting a link never change the height of a line.
- Every item is at least one row high; the blank row before an item counts towards its height.
- Only the rows of the lines that were shown last are cached.
"""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from attrs import evolve

from bindertui.document.flow import AnyLine, Grid, Heading, Run, is_tight, visible_lines
from bindertui.document.highlight import SpanFinder, highlight_matches, select_link
from bindertui.document.layout import estimate_rows, layout_rows
from bindertui.document.wrapping import Row
from bindertui.model.address import Address

if TYPE_CHECKING:
    from bindertui.document.charts import ChartStyle

_BLOCK_SIZE = 128


class HeightIndex:
    """The heights of a list of items, in rows, with fast lookup by row and fast updates."""

    def __init__(self, rows: list[int]) -> None:
        """Index the heights of all items; the list is kept and changed, not copied."""
        self._rows = rows
        self._sums = [sum(rows[start : start + _BLOCK_SIZE]) for start in range(0, len(rows), _BLOCK_SIZE)]

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, item: int) -> int:
        return self._rows[item]

    def __setitem__(self, item: int, rows: int) -> None:
        self._sums[item // _BLOCK_SIZE] += rows - self._rows[item]
        self._rows[item] = rows

    @property
    def total_rows(self) -> int:
        """The sum of all heights."""
        return sum(self._sums)

    def first_row(self, item: int) -> int:
        """Return the first row of an item."""
        block = item // _BLOCK_SIZE
        return sum(self._sums[:block]) + sum(self._rows[block * _BLOCK_SIZE : item])

    def first_rows(self) -> list[int]:
        """Return the first row of every item."""
        return list(accumulate(self._rows, initial=0))[:-1]

    def item_at(self, row: int) -> tuple[int, int]:
        """Return the item at a row and the offset of the row in it; a row out of range counts as the nearest one."""
        row = max(0, min(row, self.total_rows - 1))
        blocks = list(accumulate(self._sums, initial=0))
        block = bisect_right(blocks, row) - 1
        starts = list(accumulate(self._rows[block * _BLOCK_SIZE : (block + 1) * _BLOCK_SIZE], initial=blocks[block]))
        offset = bisect_right(starts, row) - 1
        return block * _BLOCK_SIZE + offset, row - starts[offset]


MEASURE = 96
"""Maximum width of running text, in cells; longer rows are hard to read."""

_MAX_CACHED_LINES = 400
"""Lines whose rows are cached, so that drawing the same screen again lays nothing out."""


class Viewport:
    """The visible lines of a flow as items of rows of a given width, laid out only when needed.

    `ensure_layout` must be called before rows are shown.
    """

    def __init__(
        self,
        lines: tuple[AnyLine, ...],
        width: int,
        folded: frozenset[Address],
        *,
        side_by_side: bool = False,
        chart_style: "ChartStyle" = "full",
    ) -> None:
        """Estimate the height of every line.

        Args:
            lines: the lines of the flow.
            width: the width of a row, in cells; 0 if it is not known yet, which skips the estimates.
            folded: the addresses of the folded headings.
            side_by_side: put lines next to their counterparts rather than above them.
            chart_style: how charts are drawn.
        """
        self._lines = lines
        self._width = width
        self._widths = (min(width, MEASURE), width)
        self._double_width = min(width, 2 * MEASURE)
        self._side_by_side, self._chart_style = side_by_side, chart_style
        self._estimates = (
            [estimate_rows(line, self._width_for(line), chart_style, side_by_side=side_by_side) for line in lines]
            if width
            else [1] * len(lines)
        )
        self._measured: dict[int, int] = {}
        self._cached_rows: dict[tuple[int, bool, int | None], list[Row]] = {}
        self._find_spans: SpanFinder | None = None
        self._selected: tuple[int, int] | None = None
        self.set_folded(folded)

    def set_folded(self, folded: frozenset[Address]) -> None:
        """Set which headings are folded."""
        self._folded = folded
        self.visible = visible_lines(self._lines, folded)
        heights = (self._measured.get(position, self._estimates[position]) for position in self.visible)
        self._heights = HeightIndex([height + self._has_blank_before(item) for item, height in enumerate(heights)])

    def set_highlighter(self, find_spans: SpanFinder | None) -> None:
        """Set what to highlight; None for nothing."""
        self._find_spans = find_spans
        self._cached_rows.clear()

    def select_link(self, selected: tuple[int, int] | None) -> None:
        """Select a link, given as the item and the position of the link in it; None for no link."""
        self._selected = selected

    @property
    def total_rows(self) -> int:
        """The height of all items, partly estimated."""
        return self._heights.total_rows

    def item_at(self, row: int) -> tuple[int, int]:
        """Return the item at a row and the offset of the row in it, as currently estimated."""
        return self._heights.item_at(row)

    def first_row(self, item: int) -> int:
        """Return the first row of an item, as currently estimated."""
        return self._heights.first_row(item)

    def first_rows(self) -> list[int]:
        """Return the first row of every item, as currently estimated."""
        return self._heights.first_rows()

    def height(self, item: int) -> int:
        """Return the height of an item, blank row included, as currently estimated."""
        return self._heights[item]

    def row_range(self, item: int) -> range:
        """Return the rows of an item without the blank one before it, as currently estimated."""
        start = self.first_row(item)
        return range(start + self._has_blank_before(item), start + self.height(item))

    def ensure_layout(self, item: int, offset: int, rows: int) -> bool:
        """Lay out the items on the screen, and a screenful more above and below.

        Args:
            item: the item at the top of the screen.
            offset: the row of that item at the top of the screen.
            rows: the height of the screen.

        Returns:
            Whether any height was measured for the first time, so that rows may have moved.
        """
        changed = self._measure(item)
        last, below = item, self.height(item) - min(offset, self.height(item))
        while below < 2 * rows and last + 1 < len(self.visible):
            last += 1
            changed |= self._measure(last)
            below += self.height(last)
        first, above = item, offset
        while above < rows and first > 0:
            first -= 1
            changed |= self._measure(first)
            above += self.height(first)
        return changed

    def item_rows(self, item: int) -> list[Row]:
        """Return the rows of an item, with the blank row before it."""
        rows = self._lay_out(item)
        return [(), *rows] if self._has_blank_before(item) else rows

    def row(self, number: int) -> Row:
        """Return the content of a row, as currently estimated."""
        item, offset = self.item_at(number)
        rows = self.item_rows(item)
        return rows[offset] if offset < len(rows) else ()

    def rows_between(self, first: tuple[int, int], last: tuple[int, int]) -> Iterator[tuple[tuple[int, int], Row]]:
        """Yield the rows between two positions, each with its own: the line in the flow and the row in that line."""
        for item, position in enumerate(self.visible):
            if first[0] <= position <= last[0]:
                for offset, row in enumerate(self.item_rows(item)):
                    if first <= (position, offset) <= last:
                        yield (position, offset), row

    def entry_ends(self, rows: range) -> list[AnyLine]:
        """Return the lines that end within some rows and are the last of their entry (nested ones count apart)."""
        found = []
        item = self.item_at(rows.start)[0]
        while item < len(self.visible) and self.row_range(item).stop <= rows.stop:
            line, *after = self._lines[self.visible[item] : self.visible[item] + 2]
            if not after or after[0].address.entry != line.address.entry:
                found.append(line)
            item += 1
        return found

    def _measure(self, item: int) -> bool:
        position = self.visible[item]
        if position in self._measured:
            return False
        self._measured[position] = len(self._lay_out(item))
        self._heights[item] = self._measured[position] + self._has_blank_before(item)
        return True

    def _lay_out(self, item: int) -> list[Row]:
        position = self.visible[item]
        line = self._lines[position]
        link = self._selected[1] if self._selected and self._selected[0] == item else None
        key = (position, line.address in self._folded, link)
        if key not in self._cached_rows:
            if len(self._cached_rows) >= _MAX_CACHED_LINES:
                del self._cached_rows[next(iter(self._cached_rows))]
            decorated = self._decorate(line, link)
            self._cached_rows[key] = layout_rows(
                decorated, self._width_for(line), self._chart_style, side_by_side=self._side_by_side
            )
        return self._cached_rows[key]

    def _width_for(self, line: AnyLine) -> int:
        if self._side_by_side and line.counterpart is not None:
            return self._double_width
        return self._widths[isinstance(line, Grid)]

    def _has_blank_before(self, item: int) -> bool:
        """Return whether a blank row precedes an item: not the first item, and not between items of one list."""
        return item > 0 and not is_tight(self._lines[self.visible[item - 1]], self._lines[self.visible[item]])

    def _decorate(self, line: AnyLine, link: int | None) -> AnyLine:
        """Return the line with its fold sign, its selected link and its highlighted matches."""
        if link is not None:
            line = select_link(line, link)
        if self._find_spans is not None:
            line = highlight_matches(line, self._find_spans)
        if isinstance(line, Heading) and line.depth:
            sign = Run("▸ " if line.address in self._folded else "▾ ")
            counterpart = line.counterpart
            if isinstance(counterpart, Heading) and self._side_by_side:
                counterpart = evolve(counterpart, runs=(sign, *counterpart.runs))
            line = evolve(line, runs=(sign, *line.runs), counterpart=counterpart)
        return line
