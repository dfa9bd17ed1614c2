"""Cells to draw lines in, dot by dot, eight to a cell.

The values of a figure's series, as text.

Round numbers for a scale.

Figures as lines over an axis.
"""

from collections.abc import Iterator
from itertools import groupby, pairwise
from math import ceil, floor, isfinite, log10
from operator import itemgetter

from bindertui.document.flow import Chart, Plot, Run, Runs, Tone
from bindertui.document.inline import join_runs, label_for, with_colon
from bindertui.document.wrapping import Row, cell_width, text_width
from bindertui.i18n import format_number

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


class BrailleCanvas:
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


Point = tuple[Runs, float | None, str]
"""A value with its place on the axis and its text."""

INDENT = 2
THEN = "\u00a0· "
"""What stands between two values on one line."""


def chart_points(chart: Chart, plot: Plot) -> Iterator[Point]:
    """The values with their places; one that has no place on the axis is shown all the same."""
    nowhere = (Run("?", Tone.QUIET),)
    for position, (value, shown) in enumerate(zip(plot.values, plot.shown, strict=True)):
        yield chart.axis[position] if position < len(chart.axis) else nowhere, value, shown


def describe_chart(points: list[Point], separator: str, chart: Chart) -> Runs:
    """Values in one line of text, which breaks between them only."""
    colon = Run(with_colon("", chart.language).replace(" ", "\u00a0"))
    return join_runs(((*place, colon, Run(shown, strong=True)) for place, _, shown in points), separator)


def needs_description(label: Runs, chart: Chart) -> bool:
    """Whether the label of the only series is more than its caption or its unit again."""
    return join_text(label).casefold() not in {join_text(runs).casefold() for runs in (chart.caption, chart.unit)}


def join_text(runs: Runs) -> str:
    """What some runs say."""
    return "".join(run.text for run in runs)


_INTERVALS = 4
_FROM_ZERO = 0.6
"""Up to which share of the greatest value the least may be for the scale to begin at zero."""


def axis_ticks(low: float, high: float) -> list[float]:
    """Round numbers from below the lowest value to above the highest, evenly apart; none where that cannot be."""
    if 0 <= low <= _FROM_ZERO * high or 0 <= low == high:
        low = 0.0
    elif _FROM_ZERO * low <= high <= 0 or low == high:
        high = 0.0
    span = high - low
    if not isfinite(span) or span > 1e15 or 0 < span < 1e-9:
        return []
    rough = (span or 1.0) / _INTERVALS
    power = 10.0 ** floor(log10(rough))
    step = next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= rough * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [_whole(round(number * step, 12)) for number in range(first, max(last, first + 1) + 1)]


def _whole(number: float) -> float:
    return int(number) if number == int(number) else number


_NARROWEST, _WIDEST = 20, 72


def render_line_chart(chart: Chart, room: int) -> list[Row]:
    """The lines of a figure over its axis; empty where there is no room, or nothing to draw."""
    values = [value for plot in chart.plots for value in plot.values if value is not None and isfinite(value)]
    scale = axis_ticks(min(values), max(values)) if values else []
    if not scale:
        return []
    labels = [format_number(tick, chart.language) for tick in scale]
    margin = max(map(cell_width, labels))
    size = min(room - margin - 2, _WIDEST)
    if size < _NARROWEST:
        return []
    canvas = BrailleCanvas(size, scale, len(chart.axis))
    for number, plot in enumerate(chart.plots):
        canvas.draw(plot.values, number)
    at = {canvas.height(tick) // 4: label for tick, label in zip(scale, labels, strict=True)}
    rows: list[Row] = []
    for row in reversed(range(canvas.rows)):
        label = at.get(row, "")
        axis = Run(f"{label.rjust(margin)} {'┤' if label else '│'}", Tone.QUIET)
        rows.append((axis, *canvas.row(row)))
    rows.append(_places(chart, canvas, margin + 2))
    if canvas.crowded:
        rows.append((Run(f"{' ' * (margin + 2)}{SEVERAL} {label_for('together', chart.language)}", Tone.QUIET),))
    return rows


def _places(chart: Chart, canvas: BrailleCanvas, margin: int) -> Row:
    """The places on the axis below their points: all, or every second, every third … as there is room, and the last."""
    count, size = len(chart.axis), margin + canvas.size
    spans = []
    for position, place in enumerate(chart.axis):
        wide = text_width(place)
        start = max(min(margin + canvas.column(position) - wide // 2, size - wide), 0)
        spans.append((start, start + wide))
    steps = (tuple(range(0, count, step)) for step in range(1, count + 1))
    shown = next(some for some in steps if all(spans[one][1] < spans[other][0] for one, other in pairwise(some)))
    shown = (*(position for position in shown if spans[position][1] < spans[-1][0]), count - 1)
    row: list[Run] = []
    used = 0
    for position in shown:
        start, end = spans[position]
        if end <= size:
            row += (Run(" " * (start - used)), *chart.axis[position])
            used = end
    return tuple(row)
