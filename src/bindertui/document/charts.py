"""Figures as bars, each behind its number.

What stands below the lines of a figure: which line is whose, and every value.

Figures in a line a series: a spark and the values.

Figures in rows of a given width: bars, lines or sketches, always with their numbers.
"""

from collections.abc import Iterator
from typing import Literal

from bindertui._frozen import frozen
from bindertui.document.flow import Chart, Run, Runs, Tone
from bindertui.document.inline import with_colon
from bindertui.document.plot import (
    INDENT,
    MARKS,
    THEN,
    chart_points,
    describe_chart,
    join_text,
    line_tone,
    needs_description,
    render_line_chart,
)
from bindertui.document.wrapping import Row, cell_width, text_width, wrap_runs

_NARROWEST = 8
_WIDEST = 60
_BAR = "█"
_PARTS = " ▏▎▍▌▋▊▉"
_HALF = "▐"
"""The end of a bar that grows to the left: of those there are only halves."""
_ZERO = "│"


def render_bars(chart: Chart, room: int, *, drawn: bool) -> Iterator[Row]:
    """The values series by series; without bars where those are not to be drawn, or would be too short to compare."""
    axis = max((text_width(place) for place in chart.axis), default=0)
    values = [value for plot in chart.plots for value in plot.values if value is not None]
    for plot in chart.plots:
        if len(chart.plots) > 1 or needs_description(plot.label, chart):
            yield from wrap_runs(plot.label, room)
        numbers = max(map(cell_width, plot.shown), default=0)
        free = min(room - axis - numbers - INDENT - 3, _WIDEST)
        scale = _Scale.of(values, free)
        margin = Run(" " * min(INDENT, room - 2))
        for place, value, shown in chart_points(chart, plot):
            if not drawn or free < _NARROWEST:
                told = (*place, Run(with_colon("", chart.language)), Run(shown, strong=True))
                yield from ((margin, *row) for row in wrap_runs(told, room - len(margin.text)))
            else:
                padding = Run(" " * (axis - text_width(place) + 1))
                number = Run(shown.rjust(numbers), strong=True)
                yield (margin, *place, padding, number, Run(" "), *scale.bar(value or 0))


@frozen
class _Scale:
    """One scale for all bars of a figure.

    Attributes:
        left: the cells left of zero; there are some only where a value is below zero.
        greatest: the value that is furthest from zero, without its sign; 1 where there is none.
        cell: what part of it a cell is. A part, since the value of a cell may be too small for a number.
    """

    left: int
    greatest: float
    cell: float

    @classmethod
    def of(cls, values: list[float], room: int) -> "_Scale":
        """The scale on which the bars of all values fit into some cells."""
        greatest = max(map(abs, values), default=0.0) or 1.0
        above, below = (max((0.0, *(sign * value / greatest for value in values))) for sign in (1, -1))
        if not below:
            return cls(0, greatest, above / max(room, 1))
        left = max(round((room - 1) * (below / (above + below))), 1)
        left = min(left, room - 2) if above and room > 2 else left
        return cls(left, greatest, max(below / left, above / max(room - 1 - left, 1)))

    def bar(self, value: float) -> Runs:
        """A bar to the right of zero, or to the left of it where the value is below."""
        cells = value / self.greatest / self.cell if self.cell else 0
        whole, eighths = divmod(round(max(cells, 0) * 8), 8)
        rightwards = Run(_BAR * whole + _PARTS[eighths].strip(), Tone.BAR)
        if not self.left:
            return (rightwards,)
        whole, half = divmod(round(max(-cells, 0) * 2), 2)
        leftwards = Run((_HALF * half + _BAR * whole).rjust(self.left), Tone.BAR)
        return (leftwards, Run(_ZERO, Tone.QUIET), rightwards)


_MIN_LEGEND_WIDTH = 12


def layout_legend(chart: Chart, room: int) -> Iterator[Row]:
    """A table with a row a series, behind its mark; a list where that does not fit."""
    columns = [
        max(text_width(place), *(cell_width(plot.shown[position]) for plot in chart.plots)) + 2
        for position, place in enumerate(chart.axis)
    ]
    longest = max(text_width(plot.label) for plot in chart.plots)
    names = min(room - INDENT - sum(columns), longest)
    if names < min(_MIN_LEGEND_WIDTH, longest):
        yield from _listed(chart, room)
        return
    head = [Run(" " * (INDENT + names))]
    for place, size in zip(chart.axis, columns, strict=True):
        head += (Run(" " * (size - text_width(place))), *place)
    yield tuple(head)
    for number, plot in enumerate(chart.plots):
        numbers = "".join(
            " " * (size - cell_width(shown)) + shown for shown, size in zip(plot.shown, columns, strict=True)
        )
        first, *others = wrap_runs(plot.label, names)
        yield (_mark(number), *first, Run(" " * (names - text_width(first))), Run(numbers, strong=True))
        yield from ((Run(" " * INDENT), *row) for row in others)


def _listed(chart: Chart, room: int) -> Iterator[Row]:
    margin = Run(" " * INDENT)
    for number, plot in enumerate(chart.plots):
        for row, label in enumerate(wrap_runs(plot.label, room - INDENT)):
            yield (margin if row else _mark(number), *label)
        yield from (
            (margin, *row)
            for row in wrap_runs(describe_chart(list(chart_points(chart, plot)), THEN, chart), room - INDENT)
        )


def _mark(number: int) -> Run:
    return Run(f"{MARKS[number % len(MARKS)]} ", line_tone(number))


_SPARKS = "▁▂▃▄▅▆▇█"
_FEW = 6
"""Values that are all told; of more, the first and the last."""


def layout_sparklines(chart: Chart, room: int) -> Iterator[Row]:
    """A spark as high as each value, on one scale for all series, and the values."""
    values = [value for plot in chart.plots for value in plot.values if value is not None]
    low, high = min(0.0, *values) if values else 0.0, max(0.0, *values) if values else 0.0
    for plot in chart.plots:
        if len(chart.plots) > 1 or needs_description(plot.label, chart):
            yield from wrap_runs(plot.label, room)
        spark = "".join(_spark(value, low, high) for value in plot.values)
        points = list(chart_points(chart, plot))
        said = (
            describe_chart(points, THEN, chart)
            if len(points) <= _FEW
            else describe_chart([points[0], points[-1]], " → ", chart)
        )
        yield from wrap_runs((Run(spark, Tone.BAR), Run("  "), *said), room)


def _spark(value: float | None, low: float, high: float) -> str:
    if value is None:
        return "·"
    height = (value / 2 - low / 2) / ((high / 2 - low / 2) or 1)
    return _SPARKS[round(height * (len(_SPARKS) - 1))]


Drawing = Literal["drawn", "told", "sketched"]
"""Whether a figure is drawn, only told in numbers, or sketched in a line a series."""

_MANY = 12
"""Values of one series that are still told apart as bars; more are a line."""


def layout_chart(chart: Chart, room: int, drawing: Drawing) -> Iterator[Row]:
    """What stands between a figure's caption and its notes."""
    if drawing == "sketched":
        yield from layout_sparklines(chart, room)
    elif drawing == "drawn" and _is_line(chart) and (lines := render_line_chart(chart, room)):
        yield from lines
        yield from layout_legend(chart, room)
    else:
        yield from render_bars(chart, room, drawn=drawing == "drawn")


def estimate_chart_rows(chart: Chart, drawing: Drawing) -> int:
    """How many rows that is likely to take."""
    if drawing == "sketched":
        return 2 * len(chart.plots)
    if _is_line(chart):
        return 12 + len(chart.plots)
    return sum(len(plot.values) + (len(chart.plots) > 1) for plot in chart.plots)


def _is_line(chart: Chart) -> bool:
    """Whether a figure is of values in the course of time, and of more than bars can show at a glance."""
    in_time = len(chart.axis) > 2 and all(join_text(place)[:1].isdigit() for place in chart.axis)
    whole = all(len(plot.values) == len(chart.axis) for plot in chart.plots)
    return in_time and whole and (len(chart.plots) > 1 or len(chart.axis) > _MANY)
