"""Cells to draw lines in, dot by dot, eight to a cell."""

from collections.abc import Iterator
from itertools import groupby, pairwise
from math import isfinite
from operator import itemgetter

from bindertui.document.flow import Run, Tone

MARKS = "●■▲◆○□△◇"
"""What marks the points of each series, so that they are told apart without colours."""
SEVERAL = "✱"
"""What marks a cell where points of several series meet."""
_TONES = (Tone.BAR, Tone.SECOND, Tone.THIRD, Tone.FOURTH)
_APART = 2
"""Rows from one round number on the scale to the next."""
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bits of the dots of a cell, by row and column."""
_BLANK = 0x2800


def line_tone(number: int) -> Tone:
    """The tone of a series."""
    return _TONES[number % len(_TONES)]


class Canvas:
    """Cells of two by four dots, and over them the marks of the points."""

    def __init__(self, size: int, ticks: list[float], count: int) -> None:
        """Prepare.

        Args:
            size: the cells of a row.
            ticks: the round numbers on the scale, from the bottom to the top.
            count: how many places the axis has, evenly apart.
        """
        self.size = size
        self.rows = _APART * (len(ticks) - 1) + 1
        self._low, self._high = ticks[0], ticks[-1]
        self._count = count
        self._dots: dict[tuple[int, int], tuple[int, int]] = {}
        self._marks: dict[tuple[int, int], tuple[str, int]] = {}

    @property
    def crowded(self) -> bool:
        """Whether points of several series meet in a cell."""
        return any(mark == SEVERAL for mark, _ in self._marks.values())

    def column(self, position: int) -> int:
        """The cell a place on the axis is over."""
        return self._x(position) // 2

    def draw(self, values: tuple[float | None, ...], number: int) -> None:
        """Draw a series, broken where a value is missing, with a mark on each point if they do not stand too close."""
        points = [
            None if value is None or not isfinite(value) else (self._x(position), self.height(value))
            for position, value in enumerate(values)
        ]
        for one, other in pairwise(points):
            if one and other:
                self._line(one, other, number)
        known = [point for point in points if point]
        apart = 3 * self._count <= self.size
        for x, y in known if apart else known[-1:]:
            cell = (x // 2, y // 4)
            mark = MARKS[number % len(MARKS)]
            self._marks[cell] = (SEVERAL if cell in self._marks else mark, number)

    def row(self, row: int) -> Iterator[Run]:
        """A row of the cells, counted from the bottom; what looks the same in one run."""
        for tone, same in groupby((self._cell((x, row)) for x in range(self.size)), key=itemgetter(1)):
            yield Run("".join(text for text, _ in same), tone)

    def _cell(self, cell: tuple[int, int]) -> tuple[str, Tone]:
        if cell in self._marks:
            mark, number = self._marks[cell]
            return mark, line_tone(number)
        dots, number = self._dots.get(cell, (0, 0))
        return (chr(_BLANK + dots), line_tone(number)) if dots else (" ", Tone.TEXT)

    def _x(self, position: int) -> int:
        return round(position / max(self._count - 1, 1) * (2 * self.size - 1))

    def height(self, value: float) -> int:
        """How many dots above the bottom a value is."""
        return round((value - self._low) / (self._high - self._low) * 4 * (self.rows - 1)) + 2

    def _line(self, one: tuple[int, int], other: tuple[int, int], number: int) -> None:
        steps = max(other[0] - one[0], abs(other[1] - one[1]), 1)
        for step in range(steps + 1):
            x = round(one[0] + (other[0] - one[0]) * step / steps)
            y = round(one[1] + (other[1] - one[1]) * step / steps)
            cell = (x // 2, y // 4)
            dots, _ = self._dots.get(cell, (0, number))
            self._dots[cell] = (dots | _DOTS[3 - y % 4][x % 2], number)
