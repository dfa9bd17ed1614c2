"""Line plots drawn with Braille dots, their axis ticks, and the values of a chart as text."""

from collections.abc import Iterator
from itertools import groupby, pairwise
from math import ceil, floor, isfinite, log10
from operator import itemgetter

from bindertui.document.flow import Chart, ChartSeries, Run, Runs, Tone
from bindertui.document.inline import join_runs
from bindertui.document.labels import label_for, with_colon
from bindertui.document.wrapping import Row, cell_width, text_width
from bindertui.i18n import format_number

POINT_MARKS = "●■▲◆○□△◇"
"""The mark of each series' points, which distinguishes them without colours."""
SEVERAL = "✱"
"""The mark of a cell with points of several series."""
_TONES = (Tone.BAR, Tone.SECOND, Tone.THIRD, Tone.FOURTH)
_TICK_ROWS = 2
"""Rows between two ticks."""
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bits of a Braille character, by row and column."""
_BRAILLE_BASE = 0x2800


def series_tone(number: int) -> Tone:
    """Return the tone of a series."""
    return _TONES[number % len(_TONES)]


class BrailleCanvas:
    """A canvas of Braille cells, two by four dots each, with marks for points on top."""

    def __init__(self, size: int, ticks: list[float], count: int) -> None:
        """Create an empty canvas.

        Args:
            size: the width in cells.
            ticks: the ticks of the scale, from bottom to top.
            count: the number of evenly spaced positions on the x axis.
        """
        self.size = size
        self.rows = _TICK_ROWS * (len(ticks) - 1) + 1
        self._low, self._high = ticks[0], ticks[-1]
        self._count = count
        self._dots: dict[tuple[int, int], tuple[int, int]] = {}
        self._marks: dict[tuple[int, int], tuple[str, int]] = {}

    @property
    def has_overlap(self) -> bool:
        """Whether points of several series share a cell."""
        return any(mark == SEVERAL for mark, _ in self._marks.values())

    def column(self, position: int) -> int:
        """Return the column of cells of a position on the x axis."""
        return self._x(position) // 2

    def draw(self, values: tuple[float | None, ...], number: int) -> None:
        """Draw a series as a line with gaps where values are missing.

        Every point gets a mark if there is room; otherwise only the last one does.
        """
        points = [
            None if value is None or not isfinite(value) else (self._x(position), self.height(value))
            for position, value in enumerate(values)
        ]
        for one, other in pairwise(points):
            if one and other:
                self._line(one, other, number)
        known = [point for point in points if point]
        has_room = 3 * self._count <= self.size
        for x, y in known if has_room else known[-1:]:
            cell = (x // 2, y // 4)
            mark = POINT_MARKS[number % len(POINT_MARKS)]
            self._marks[cell] = (SEVERAL if cell in self._marks else mark, number)

    def row(self, row: int) -> Iterator[Run]:
        """Yield a row of cells, counted from the bottom, as one run per tone."""
        for tone, same in groupby((self._cell((x, row)) for x in range(self.size)), key=itemgetter(1)):
            yield Run("".join(text for text, _ in same), tone)

    def _cell(self, cell: tuple[int, int]) -> tuple[str, Tone]:
        if cell in self._marks:
            mark, number = self._marks[cell]
            return mark, series_tone(number)
        dots, number = self._dots.get(cell, (0, 0))
        return (chr(_BRAILLE_BASE + dots), series_tone(number)) if dots else (" ", Tone.TEXT)

    def _x(self, position: int) -> int:
        return round(position / max(self._count - 1, 1) * (2 * self.size - 1))

    def height(self, value: float) -> int:
        """Return the height of a value above the bottom, in dots."""
        return round((value - self._low) / (self._high - self._low) * 4 * (self.rows - 1)) + 2

    def _line(self, one: tuple[int, int], other: tuple[int, int], number: int) -> None:
        steps = max(other[0] - one[0], abs(other[1] - one[1]), 1)
        for step in range(steps + 1):
            x = round(one[0] + (other[0] - one[0]) * step / steps)
            y = round(one[1] + (other[1] - one[1]) * step / steps)
            cell = (x // 2, y // 4)
            dots, _ = self._dots.get(cell, (0, number))
            self._dots[cell] = (dots | _DOTS[3 - y % 4][x % 2], number)


PlotPoint = tuple[Runs, float | None, str]
"""A position on the x axis, the value there and its text."""

INDENT = 2
VALUE_SEPARATOR = "\u00a0· "
"""Between two values on one line."""


def chart_points(chart: Chart, series: ChartSeries) -> Iterator[PlotPoint]:
    """Yield the values of a series with their positions; `?` where the axis has too few."""
    nowhere = (Run("?", Tone.QUIET),)
    for position, (value, shown) in enumerate(zip(series.values, series.shown, strict=True)):
        yield chart.axis[position] if position < len(chart.axis) else nowhere, value, shown


def values_line(points: list[PlotPoint], separator: str, chart: Chart) -> Runs:
    """Return values as one line of text, which wraps only between values."""
    colon = Run(with_colon("", chart.language).replace(" ", "\u00a0"))
    return join_runs(((*place, colon, Run(shown, strong=True)) for place, _, shown in points), separator)


def needs_label(label: Runs, chart: Chart) -> bool:
    """Return whether the label of a single series says more than the caption or the unit."""
    return runs_text(label).casefold() not in {runs_text(runs).casefold() for runs in (chart.caption, chart.unit)}


def runs_text(runs: Runs) -> str:
    """Return the text of some runs."""
    return "".join(run.text for run in runs)


_TARGET_INTERVALS = 4
_ZERO_BASED_SHARE = 0.6
"""The scale begins at zero if the least value is at most this share of the greatest."""


def axis_ticks(low: float, high: float) -> list[float]:
    """Return evenly spaced round numbers that enclose two values; none if the values are too large or too close."""
    if 0 <= low <= _ZERO_BASED_SHARE * high or 0 <= low == high:
        low = 0.0
    elif _ZERO_BASED_SHARE * low <= high <= 0 or low == high:
        high = 0.0
    span = high - low
    if not isfinite(span) or span > 1e15 or 0 < span < 1e-9:
        return []
    rough = (span or 1.0) / _TARGET_INTERVALS
    power = 10.0 ** floor(log10(rough))
    step = next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= rough * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [_integral(round(number * step, 12)) for number in range(first, max(last, first + 1) + 1)]


def _integral(number: float) -> float:
    return int(number) if number == int(number) else number


_NARROWEST, _WIDEST = 20, 72


def render_line_chart(chart: Chart, width: int) -> list[Row]:
    """Return the rows of a line plot with its axes; empty if it is too narrow or there is nothing to draw."""
    values = [value for series in chart.series for value in series.values if value is not None and isfinite(value)]
    scale = axis_ticks(min(values), max(values)) if values else []
    if not scale:
        return []
    labels = [format_number(tick, chart.language) for tick in scale]
    margin = max(map(cell_width, labels))
    size = min(width - margin - 2, _WIDEST)
    if size < _NARROWEST:
        return []
    canvas = BrailleCanvas(size, scale, len(chart.axis))
    for number, series in enumerate(chart.series):
        canvas.draw(series.values, number)
    at = {canvas.height(tick) // 4: label for tick, label in zip(scale, labels, strict=True)}
    rows: list[Row] = []
    for row in reversed(range(canvas.rows)):
        label = at.get(row, "")
        axis = Run(f"{label.rjust(margin)} {'┤' if label else '│'}", Tone.QUIET)
        rows.append((axis, *canvas.row(row)))
    rows.append(_axis_labels(chart, canvas, margin + 2))
    if canvas.has_overlap:
        rows.append((Run(f"{' ' * (margin + 2)}{SEVERAL} {label_for('together', chart.language)}", Tone.QUIET),))
    return rows


def _axis_labels(chart: Chart, canvas: BrailleCanvas, margin: int) -> Row:
    """Return the labels of the x axis: the last one, and of the others as many as fit, evenly spaced."""
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
