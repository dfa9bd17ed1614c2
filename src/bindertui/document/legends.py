"""What stands below the lines of a figure: which line is whose, and every value."""

from collections.abc import Iterator

from bindertui.document.canvas import MARKS, line_tone
from bindertui.document.flow import Chart, Run
from bindertui.document.series import INDENT, THEN, points_of, told
from bindertui.document.wrapping import Row, cells, width, wrapped

_NARROWEST = 12


def legend_rows(chart: Chart, room: int) -> Iterator[Row]:
    """A table with a row a series, behind its mark; a list where that does not fit."""
    columns = [
        max(width(place), *(cells(plot.shown[position]) for plot in chart.plots)) + 2
        for position, place in enumerate(chart.axis)
    ]
    longest = max(width(plot.label) for plot in chart.plots)
    names = min(room - INDENT - sum(columns), longest)
    if names < min(_NARROWEST, longest):
        yield from _listed(chart, room)
        return
    head = [Run(" " * (INDENT + names))]
    for place, size in zip(chart.axis, columns, strict=True):
        head += (Run(" " * (size - width(place))), *place)
    yield tuple(head)
    for number, plot in enumerate(chart.plots):
        numbers = "".join(" " * (size - cells(shown)) + shown for shown, size in zip(plot.shown, columns, strict=True))
        first, *others = wrapped(plot.label, names)
        yield (_mark(number), *first, Run(" " * (names - width(first))), Run(numbers, strong=True))
        yield from ((Run(" " * INDENT), *row) for row in others)


def _listed(chart: Chart, room: int) -> Iterator[Row]:
    margin = Run(" " * INDENT)
    for number, plot in enumerate(chart.plots):
        for row, label in enumerate(wrapped(plot.label, room - INDENT)):
            yield (margin if row else _mark(number), *label)
        yield from ((margin, *row) for row in wrapped(told(list(points_of(chart, plot)), THEN, chart), room - INDENT))


def _mark(number: int) -> Run:
    return Run(f"{MARKS[number % len(MARKS)]} ", line_tone(number))
