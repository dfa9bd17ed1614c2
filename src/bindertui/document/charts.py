"""Figures in rows of a given width: bars, lines or sketches, always with their numbers."""

from collections.abc import Iterator
from typing import Literal

from bindertui.document.bars import bar_rows
from bindertui.document.flow import Chart
from bindertui.document.legends import legend_rows
from bindertui.document.line_charts import drawn_lines
from bindertui.document.series import plain
from bindertui.document.sketches import sketch_rows
from bindertui.document.wrapping import Row

Drawing = Literal["drawn", "told", "sketched"]
"""Whether a figure is drawn, only told in numbers, or sketched in a line a series."""

_MANY = 12
"""Values of one series that are still told apart as bars; more are a line."""


def chart_rows(chart: Chart, room: int, drawing: Drawing) -> Iterator[Row]:
    """What stands between a figure's caption and its notes."""
    if drawing == "sketched":
        yield from sketch_rows(chart, room)
    elif drawing == "drawn" and _is_line(chart) and (lines := drawn_lines(chart, room)):
        yield from lines
        yield from legend_rows(chart, room)
    else:
        yield from bar_rows(chart, room, drawn=drawing == "drawn")


def likely_chart_rows(chart: Chart, drawing: Drawing) -> int:
    """How many rows that is likely to take."""
    if drawing == "sketched":
        return 2 * len(chart.plots)
    if _is_line(chart):
        return 12 + len(chart.plots)
    return sum(len(plot.values) + (len(chart.plots) > 1) for plot in chart.plots)


def _is_line(chart: Chart) -> bool:
    """Whether a figure is of values in the course of time, and of more than bars can show at a glance."""
    in_time = len(chart.axis) > 2 and all(plain(place)[:1].isdigit() for place in chart.axis)
    whole = all(len(plot.values) == len(chart.axis) for plot in chart.plots)
    return in_time and whole and (len(chart.plots) > 1 or len(chart.axis) > _MANY)
