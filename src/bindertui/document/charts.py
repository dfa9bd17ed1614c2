"""Charts as rows of a given width: bars, line plots with a legend, or sparklines, always with their numbers."""

from collections.abc import Iterator
from typing import Literal

from bindertui._frozen import frozen
from bindertui.document.flow import Chart, Run, Runs, Tone
from bindertui.document.labels import with_colon
from bindertui.document.plot import (
    INDENT,
    POINT_MARKS,
    VALUE_SEPARATOR,
    chart_points,
    needs_label,
    render_line_chart,
    runs_text,
    series_tone,
    values_line,
)
from bindertui.document.wrapping import Row, cell_width, text_width, wrap_runs

ChartStyle = Literal["full", "text", "sparkline"]
"""`full` draws bars or lines, `text` lists the values, `sparkline` draws one line per series."""

_MAX_BARS = 12
"""A single series with more values is drawn as a line."""

_MIN_BAR_WIDTH = 8
_MAX_BAR_WIDTH = 60
_BAR = "█"
_EIGHTHS = " ▏▎▍▌▋▊▉"
_RIGHT_HALF = "▐"
"""The end of a bar that grows to the left: Unicode has only half blocks for those."""
_ZERO = "│"
_MIN_LEGEND_WIDTH = 12
_SPARKS = "▁▂▃▄▅▆▇█"
_MAX_LISTED_VALUES = 6
"""Sparklines with more values list only the first and the last."""


def layout_chart(chart: Chart, width: int, chart_style: ChartStyle) -> Iterator[Row]:
    """Yield the rows between a chart's caption and its notes."""
    if chart_style == "sparkline":
        yield from layout_sparklines(chart, width)
    elif chart_style == "full" and _is_time_series(chart) and (lines := render_line_chart(chart, width)):
        yield from lines
        yield from layout_legend(chart, width)
    else:
        yield from render_bars(chart, width, drawn=chart_style == "full")


def estimate_chart_rows(chart: Chart, chart_style: ChartStyle) -> int:
    """Estimate how many rows `layout_chart` yields."""
    if chart_style == "sparkline":
        return 2 * len(chart.series)
    if _is_time_series(chart):
        return 12 + len(chart.series)
    return sum(len(series.values) + (len(chart.series) > 1) for series in chart.series)


def _is_time_series(chart: Chart) -> bool:
    """Return whether a chart is a time series that is drawn as a line: of several series, or of many values."""
    starts_with_digits = len(chart.axis) > 2 and all(runs_text(place)[:1].isdigit() for place in chart.axis)
    is_complete = all(len(series.values) == len(chart.axis) for series in chart.series)
    return starts_with_digits and is_complete and (len(chart.series) > 1 or len(chart.axis) > _MAX_BARS)


def render_bars(chart: Chart, width: int, *, drawn: bool) -> Iterator[Row]:
    """Yield the values of each series as bars; as text if `drawn` is False or bars would be too short to compare."""
    axis = max((text_width(place) for place in chart.axis), default=0)
    values = [value for series in chart.series for value in series.values if value is not None]
    for series in chart.series:
        if len(chart.series) > 1 or needs_label(series.label, chart):
            yield from wrap_runs(series.label, width)
        numbers = max(map(cell_width, series.shown), default=0)
        free = min(width - axis - numbers - INDENT - 3, _MAX_BAR_WIDTH)
        scale = _Scale.of(values, free)
        margin = Run(" " * min(INDENT, width - 2))
        for place, value, shown in chart_points(chart, series):
            if not drawn or free < _MIN_BAR_WIDTH:
                text = (*place, Run(with_colon("", chart.language)), Run(shown, strong=True))
                yield from ((margin, *row) for row in wrap_runs(text, width - len(margin.text)))
            else:
                padding = Run(" " * (axis - text_width(place) + 1))
                number = Run(shown.rjust(numbers), strong=True)
                yield (margin, *place, padding, number, Run(" "), *scale.bar(value or 0))


@frozen
class _Scale:
    """The common scale of all bars of a chart.

    Attributes:
        left: cells to the left of zero; 0 if no value is negative.
        greatest: the greatest absolute value; 1 if all are zero.
        cell: the share of `greatest` that one cell represents (the value itself could underflow).
    """

    left: int
    greatest: float
    cell: float

    @classmethod
    def of(cls, values: list[float], width: int) -> "_Scale":
        """Return the scale on which the bars of all values fit into a width."""
        greatest = max(map(abs, values), default=0.0) or 1.0
        above, below = (max((0.0, *(sign * value / greatest for value in values))) for sign in (1, -1))
        if not below:
            return cls(0, greatest, above / max(width, 1))
        left = max(round((width - 1) * (below / (above + below))), 1)
        left = min(left, width - 2) if above and width > 2 else left
        return cls(left, greatest, max(below / left, above / max(width - 1 - left, 1)))

    def bar(self, value: float) -> Runs:
        """Return a bar, to the right of zero or, for a negative value, to the left."""
        cells = value / self.greatest / self.cell if self.cell else 0
        whole, eighths = divmod(round(max(cells, 0) * 8), 8)
        rightwards = Run(_BAR * whole + _EIGHTHS[eighths].strip(), Tone.BAR)
        if not self.left:
            return (rightwards,)
        whole, half = divmod(round(max(-cells, 0) * 2), 2)
        leftwards = Run((_RIGHT_HALF * half + _BAR * whole).rjust(self.left), Tone.BAR)
        return (leftwards, Run(_ZERO, Tone.QUIET), rightwards)


def layout_legend(chart: Chart, width: int) -> Iterator[Row]:
    """Yield the values as a table with one row per series, behind its mark; as a list if the table does not fit."""
    columns = [
        max(text_width(place), *(cell_width(series.shown[position]) for series in chart.series)) + 2
        for position, place in enumerate(chart.axis)
    ]
    longest = max(text_width(series.label) for series in chart.series)
    names = min(width - INDENT - sum(columns), longest)
    if names < min(_MIN_LEGEND_WIDTH, longest):
        yield from _list_series(chart, width)
        return
    head = [Run(" " * (INDENT + names))]
    for place, size in zip(chart.axis, columns, strict=True):
        head += (Run(" " * (size - text_width(place))), *place)
    yield tuple(head)
    for number, series in enumerate(chart.series):
        numbers = "".join(
            " " * (size - cell_width(shown)) + shown for shown, size in zip(series.shown, columns, strict=True)
        )
        first, *others = wrap_runs(series.label, names)
        yield (_mark(number), *first, Run(" " * (names - text_width(first))), Run(numbers, strong=True))
        yield from ((Run(" " * INDENT), *row) for row in others)


def _list_series(chart: Chart, width: int) -> Iterator[Row]:
    margin = Run(" " * INDENT)
    for number, series in enumerate(chart.series):
        for row, label in enumerate(wrap_runs(series.label, width - INDENT)):
            yield (margin if row else _mark(number), *label)
        yield from (
            (margin, *row)
            for row in wrap_runs(values_line(list(chart_points(chart, series)), VALUE_SEPARATOR, chart), width - INDENT)
        )


def _mark(number: int) -> Run:
    return Run(f"{POINT_MARKS[number % len(POINT_MARKS)]} ", series_tone(number))


def layout_sparklines(chart: Chart, width: int) -> Iterator[Row]:
    """Yield a sparkline for each series, all on one scale, followed by its values."""
    values = [value for series in chart.series for value in series.values if value is not None]
    low, high = min(0.0, *values) if values else 0.0, max(0.0, *values) if values else 0.0
    for series in chart.series:
        if len(chart.series) > 1 or needs_label(series.label, chart):
            yield from wrap_runs(series.label, width)
        spark = "".join(_spark_character(value, low, high) for value in series.values)
        points = list(chart_points(chart, series))
        text = (
            values_line(points, VALUE_SEPARATOR, chart)
            if len(points) <= _MAX_LISTED_VALUES
            else values_line([points[0], points[-1]], " → ", chart)
        )
        yield from wrap_runs((Run(spark, Tone.BAR), Run("  "), *text), width)


def _spark_character(value: float | None, low: float, high: float) -> str:
    if value is None:
        return "·"
    height = (value / 2 - low / 2) / ((high / 2 - low / 2) or 1)
    return _SPARKS[round(height * (len(_SPARKS) - 1))]
