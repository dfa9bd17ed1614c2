"""How many rows each of many items takes, and which of them stands on a row: both fast, however many there are.

A document in rows of a given width, of which only what is looked at is laid out.
"""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from attrs import evolve

from bindertui.document.flow import AnyLine, Grid, Heading, Run, tight, visible_lines
from bindertui.document.highlight import Lighter, highlight_link, highlight_runs
from bindertui.document.layout import estimate_rows, layout_rows
from bindertui.document.wrapping import Row
from bindertui.model.address import Address

if TYPE_CHECKING:
    from bindertui.document.charts import Drawing

_BLOCK = 128


class HeightIndex:
    """Items one under another, each of at least one row; their heights may be corrected one by one.

    Heights are summed by blocks, so that no question and no correction looks at every item.
    """

    def __init__(self, rows: list[int]) -> None:
        """Take the heights of all items; the list is kept, not copied."""
        self._rows = rows
        self._sums = [sum(rows[start : start + _BLOCK]) for start in range(0, len(rows), _BLOCK)]

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, item: int) -> int:
        return self._rows[item]

    def __setitem__(self, item: int, rows: int) -> None:
        self._sums[item // _BLOCK] += rows - self._rows[item]
        self._rows[item] = rows

    @property
    def total(self) -> int:
        """The rows of all items."""
        return sum(self._sums)

    def start(self, item: int) -> int:
        """The first row of an item."""
        block = item // _BLOCK
        return sum(self._sums[:block]) + sum(self._rows[block * _BLOCK : item])

    def starts(self) -> list[int]:
        """The first row of every item."""
        return list(accumulate(self._rows, initial=0))[:-1]

    def find(self, row: int) -> tuple[int, int]:
        """The item that stands on a row, and which of its rows that is; rows outside count as the nearest one."""
        row = max(0, min(row, self.total - 1))
        blocks = list(accumulate(self._sums, initial=0))
        block = bisect_right(blocks, row) - 1
        starts = list(accumulate(self._rows[block * _BLOCK : (block + 1) * _BLOCK], initial=blocks[block]))
        within = bisect_right(starts, row) - 1
        return block * _BLOCK + within, row - starts[within]


MEASURE = 96
"""The widest a row of running text gets, in cells; longer rows are hard to read."""

_KEPT = 400
"""Lines whose rows are kept, so that drawing the same screen again lays nothing out."""


class Viewport:
    """The lines of a flow that are not folded away, one item each, in rows of a width.

    A line that was never looked at takes the rows its text is likely to need. `look` lays out what is about to be
    shown; from then on those lines take exactly the rows they have, whatever is lit or chosen in them.
    """

    def __init__(
        self,
        lines: tuple[AnyLine, ...],
        room: int,
        folded: frozenset[Address],
        *,
        abreast: bool = False,
        drawing: "Drawing" = "drawn",
    ) -> None:
        """Take up a flow.

        Args:
            lines: the lines of the flow.
            room: the width of a row, in cells; 0 where there is no room yet, and then no line takes any thought.
            folded: the headings that hide what stands below them.
            abreast: whether lines stand beside their twins, and not above them.
            drawing: how figures are shown.
        """
        self._lines = lines
        self._room = room
        self._rooms = (min(room, MEASURE), room)
        self._broad = min(room, 2 * MEASURE)
        self._abreast, self._drawing = abreast, drawing
        self._guesses = (
            [estimate_rows(line, self._room_for(line), drawing, abreast=abreast) for line in lines]
            if room
            else [1] * len(lines)
        )
        self._exact: dict[int, int] = {}
        self._laid: dict[tuple[int, bool, int | None], list[Row]] = {}
        self._lighter: Lighter | None = None
        self._choice: tuple[int, int] | None = None
        self.fold(folded)

    def fold(self, folded: frozenset[Address]) -> None:
        """Fold and unfold."""
        self._folded = folded
        self.shown = visible_lines(self._lines, folded)
        taken = (self._exact.get(position, self._guesses[position]) for position in self.shown)
        self._heights = HeightIndex([height + self._spaced(item) for item, height in enumerate(taken)])

    def light(self, lighter: Lighter | None) -> None:
        """Light the matches of a search, or none."""
        self._lighter = lighter
        self._laid.clear()

    def choose(self, choice: tuple[int, int] | None) -> None:
        """Mark one link of one item as the reader's choice, or none."""
        self._choice = choice

    @property
    def total(self) -> int:
        """The rows of all items, as far as is known."""
        return self._heights.total

    def find(self, row: int) -> tuple[int, int]:
        """The item that stands on a row, as far as is known, and which of its rows that is."""
        return self._heights.find(row)

    def start(self, item: int) -> int:
        """The first row of an item, as far as is known."""
        return self._heights.start(item)

    def starts(self) -> list[int]:
        """The first row of every item, as far as is known."""
        return self._heights.starts()

    def height(self, item: int) -> int:
        """The rows of an item, as far as is known, with the blank one before it."""
        return self._heights[item]

    def rows_of(self, item: int) -> range:
        """The rows an item takes, as far as is known, the blank one before it left out."""
        start = self.start(item)
        return range(start + self._spaced(item), start + self.height(item))

    def look(self, item: int, within: int, rows: int) -> bool:
        """Lay out so many rows from a row of an item on, and as many above and below them.

        Returns:
            Whether any of it was not laid out before.
        """
        fresh = self._settle(item)
        last, below = item, self.height(item) - min(within, self.height(item))
        while below < 2 * rows and last + 1 < len(self.shown):
            last += 1
            fresh |= self._settle(last)
            below += self.height(last)
        first, above = item, within
        while above < rows and first > 0:
            first -= 1
            fresh |= self._settle(first)
            above += self.height(first)
        return fresh

    def rows(self, item: int) -> list[Row]:
        """What an item shows, with the blank row before it."""
        laid = self._lay_out(item)
        return [(), *laid] if self._spaced(item) else laid

    def row(self, number: int) -> Row:
        """What stands on a row, as far as is known."""
        item, within = self.find(number)
        held = self.rows(item)
        return held[within] if within < len(held) else ()

    def between(self, first: tuple[int, int], last: tuple[int, int]) -> Iterator[tuple[tuple[int, int], Row]]:
        """The rows from one to another, each with the position of its line in the flow and its place in that line."""
        for item, position in enumerate(self.shown):
            if first[0] <= position <= last[0]:
                for within, row in enumerate(self.rows(item)):
                    if first <= (position, within) <= last:
                        yield (position, within), row

    def ends(self, rows: range) -> list[AnyLine]:
        """The lines that end on some rows and are the last of what their own entry has, nested ones left out."""
        found = []
        item = self.find(rows.start)[0]
        while item < len(self.shown) and self.rows_of(item).stop <= rows.stop:
            line, *after = self._lines[self.shown[item] : self.shown[item] + 2]
            if not after or after[0].address.entry != line.address.entry:
                found.append(line)
            item += 1
        return found

    def _settle(self, item: int) -> bool:
        position = self.shown[item]
        if position in self._exact:
            return False
        self._exact[position] = len(self._lay_out(item))
        self._heights[item] = self._exact[position] + self._spaced(item)
        return True

    def _lay_out(self, item: int) -> list[Row]:
        position = self.shown[item]
        line = self._lines[position]
        link = self._choice[1] if self._choice and self._choice[0] == item else None
        key = (position, line.address in self._folded, link)
        if key not in self._laid:
            if len(self._laid) >= _KEPT:
                del self._laid[next(iter(self._laid))]
            dressed = self._dressed(line, link)
            self._laid[key] = layout_rows(dressed, self._room_for(line), self._drawing, abreast=self._abreast)
        return self._laid[key]

    def _room_for(self, line: AnyLine) -> int:
        if self._abreast and line.twin is not None:
            return self._broad
        return self._rooms[isinstance(line, Grid)]

    def _spaced(self, item: int) -> bool:
        """Whether a blank row stands before an item: before any but the first, and the points of one list."""
        return item > 0 and not tight(self._lines[self.shown[item - 1]], self._lines[self.shown[item]])

    def _dressed(self, line: AnyLine, link: int | None) -> AnyLine:
        """The line with its fold sign, the chosen link marked and its matches lit."""
        if link is not None:
            line = highlight_link(line, link)
        if self._lighter is not None:
            line = highlight_runs(line, self._lighter)
        if isinstance(line, Heading) and line.depth:
            sign = Run("▸ " if line.address in self._folded else "▾ ")
            twin = line.twin
            if isinstance(twin, Heading) and self._abreast:
                twin = evolve(twin, runs=(sign, *twin.runs))
            line = evolve(line, runs=(sign, *line.runs), twin=twin)
        return line
