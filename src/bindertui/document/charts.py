"""Figures in rows of a given width: bars, lines or sparklines, always with their numbers."""

from collections.abc import Iterator
from typing import Literal

from attrs import frozen

from bindertui.document.flow import Chart, Plot, Run, Runs, Tone
from bindertui.document.line_charts import MARKS, drawn_lines, line_tone
from bindertui.document.runs import between
from bindertui.document.words import labelled
from bindertui.document.wrapping import Row, cells, width, wrapped

Drawing = Literal["drawn", "told", "sketched"]
"""Whether a figure is drawn, only told in numbers, or sketched in a line a series."""

_Point = tuple[Runs, float | None, str]
"""A value with its place on the axis and its text."""

_INDENT = 2
_NARROWEST_BAR = 8
_WIDEST_BAR = 60
_BAR = "█"
_PARTS = " ▏▎▍▌▋▊▉"
_HALF = "▐"
"""The end of a bar that grows to the left: of those there are only halves."""
_ZERO = "│"
_SPARKS = "▁▂▃▄▅▆▇█"
_MANY = 12
"""Values of one series that are still told apart as bars; more are a line."""
_FEW = 6
"""Values of a sketch that are all told; of more, the first and the last."""
_NARROWEST_LABEL = 12
_THEN = "\u00a0· "
"""What stands between two values on one line."""


def chart_rows(chart: Chart, room: int, drawing: Drawing) -> Iterator[Row]:
    """What stands between a figure's caption and its notes."""
    if drawing == "sketched":
        yield from _sketches(chart, room)
    elif drawing == "drawn" and _is_line(chart) and (lines := drawn_lines(chart, room)):
        yield from lines
        yield from _values(chart, room)
    else:
        yield from _bars(chart, room, drawing)


def likely_chart_rows(chart: Chart, drawing: Drawing) -> int:
    """How many rows that is likely to take."""
    if drawing == "sketched":
        return 2 * len(chart.plots)
    if _is_line(chart):
        return 12 + len(chart.plots)
    return sum(len(plot.values) + (len(chart.plots) > 1) for plot in chart.plots)


def _is_line(chart: Chart) -> bool:
    """Whether a figure is of values in the course of time, and of more than bars can show at a glance."""
    in_time = len(chart.axis) > 2 and all(_text(place)[:1].isdigit() for place in chart.axis)
    whole = all(len(plot.values) == len(chart.axis) for plot in chart.plots)
    return in_time and whole and (len(chart.plots) > 1 or len(chart.axis) > _MANY)


# Bars


def _bars(chart: Chart, room: int, drawing: Drawing) -> Iterator[Row]:
    axis = max((width(place) for place in chart.axis), default=0)
    values = [value for plot in chart.plots for value in plot.values if value is not None]
    for plot in chart.plots:
        if len(chart.plots) > 1 or _says_more(plot.label, chart):
            yield from wrapped(plot.label, room)
        numbers = max(map(cells, plot.shown), default=0)
        free = min(room - axis - numbers - _INDENT - 3, _WIDEST_BAR)
        scale = _Scale.of(values, free)
        margin = Run(" " * min(_INDENT, room - 2))
        for place, value, shown in _points(chart, plot):
            if drawing == "told" or free < _NARROWEST_BAR:
                told = (*place, Run(labelled("", chart.language)), Run(shown, strong=True))
                yield from ((margin, *row) for row in wrapped(told, room - len(margin.text)))
            else:
                padding = Run(" " * (axis - width(place) + 1))
                number = Run(shown.rjust(numbers), strong=True)
                yield (margin, *place, padding, number, Run(" "), *scale.bar(value or 0))


@frozen
class _Scale:
    """One scale for all bars of a figure.

    Attributes:
        left: the cells left of zero; there are some only where a value is below zero.
        cell: the value of a cell.
    """

    left: int
    cell: float

    @classmethod
    def of(cls, values: list[float], room: int) -> "_Scale":
        """The scale on which the bars of all values fit into some cells."""
        above, below = max((0.0, *values)), max(0.0, *(-value for value in values), 0.0)
        if not below:
            return cls(0, above / max(room, 1))
        # Halved, so that the largest numbers there are do not run over.
        left = max(round((room - 1) * (below / 2 / (above / 2 + below / 2))), 1)
        left = min(left, room - 2) if above and room > 2 else left
        return cls(left, max(below / left, above / max(room - 1 - left, 1)))

    def bar(self, value: float) -> Runs:
        """A bar to the right of zero, or to the left of it where the value is below."""
        whole, eighths = divmod(round(max(value, 0) / self.cell * 8) if self.cell else 0, 8)
        rightwards = Run(_BAR * whole + _PARTS[eighths].strip(), Tone.BAR)
        if not self.left:
            return (rightwards,)
        whole, half = divmod(round(max(-value, 0) / self.cell * 2), 2)
        leftwards = Run((_HALF * half + _BAR * whole).rjust(self.left), Tone.BAR)
        return (leftwards, Run(_ZERO, Tone.QUIET), rightwards)


def _says_more(label: Runs, chart: Chart) -> bool:
    """Whether the label of the only series is more than its caption or its unit again."""
    return _text(label).casefold() not in {_text(runs).casefold() for runs in (chart.caption, chart.unit)}


def _points(chart: Chart, plot: Plot) -> Iterator[_Point]:
    """The values with their places; one that has no place on the axis is shown all the same."""
    nowhere = (Run("?", Tone.QUIET),)
    for position, (value, shown) in enumerate(zip(plot.values, plot.shown, strict=True)):
        yield chart.axis[position] if position < len(chart.axis) else nowhere, value, shown


# The numbers of lines


def _values(chart: Chart, room: int) -> Iterator[Row]:
    """The numbers of a figure of lines, and which line is whose: a table, or a list where that does not fit."""
    columns = [
        max(width(place), *(cells(plot.shown[position]) for plot in chart.plots)) + 2
        for position, place in enumerate(chart.axis)
    ]
    longest = max(width(plot.label) for plot in chart.plots)
    names = min(room - _INDENT - sum(columns), longest)
    if names < min(_NARROWEST_LABEL, longest):
        yield from _listed(chart, room)
        return
    head = [Run(" " * (_INDENT + names))]
    for place, size in zip(chart.axis, columns, strict=True):
        head += (Run(" " * (size - width(place))), *place)
    yield tuple(head)
    for number, plot in enumerate(chart.plots):
        numbers = "".join(" " * (size - cells(shown)) + shown for shown, size in zip(plot.shown, columns, strict=True))
        first, *others = wrapped(plot.label, names)
        yield (_mark(number), *first, Run(" " * (names - width(first))), Run(numbers, strong=True))
        yield from ((Run(" " * _INDENT), *row) for row in others)


def _listed(chart: Chart, room: int) -> Iterator[Row]:
    margin = Run(" " * _INDENT)
    for number, plot in enumerate(chart.plots):
        for row, label in enumerate(wrapped(plot.label, room - _INDENT)):
            yield (margin if row else _mark(number), *label)
        yield from ((margin, *row) for row in wrapped(_told(list(_points(chart, plot)), _THEN, chart), room - _INDENT))


def _mark(number: int) -> Run:
    return Run(f"{MARKS[number % len(MARKS)]} ", line_tone(number))


def _told(points: list[_Point], separator: str, chart: Chart) -> Runs:
    """Values in one line of text, which breaks between them only."""
    colon = Run(labelled("", chart.language).replace(" ", "\u00a0"))
    return between(((*place, colon, Run(shown, strong=True)) for place, _, shown in points), separator)


# Sketches


def _sketches(chart: Chart, room: int) -> Iterator[Row]:
    values = [value for plot in chart.plots for value in plot.values if value is not None]
    low, high = min(0.0, *values) if values else 0.0, max(0.0, *values) if values else 0.0
    for plot in chart.plots:
        if len(chart.plots) > 1 or _says_more(plot.label, chart):
            yield from wrapped(plot.label, room)
        spark = "".join(_spark(value, low, high) for value in plot.values)
        points = list(_points(chart, plot))
        told = _told(points, _THEN, chart) if len(points) <= _FEW else _told([points[0], points[-1]], " → ", chart)
        yield from wrapped((Run(spark, Tone.BAR), Run("  "), *told), room)


def _spark(value: float | None, low: float, high: float) -> str:
    if value is None:
        return "·"
    height = (value / 2 - low / 2) / ((high / 2 - low / 2) or 1)
    return _SPARKS[round(height * (len(_SPARKS) - 1))]


def _text(runs: Runs) -> str:
    return "".join(run.text for run in runs)
