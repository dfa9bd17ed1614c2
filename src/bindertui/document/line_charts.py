"""Figures as lines over an axis."""

from itertools import pairwise
from math import isfinite

from bindertui.document.canvas import SEVERAL, Canvas
from bindertui.document.flow import Chart, Run, Tone
from bindertui.document.ticks import ticks
from bindertui.document.words import word
from bindertui.document.wrapping import Row, cells, width
from bindertui.speech import number_text

_NARROWEST, _WIDEST = 20, 72


def drawn_lines(chart: Chart, room: int) -> list[Row]:
    """The lines of a figure over its axis; empty where there is no room, or nothing to draw."""
    values = [value for plot in chart.plots for value in plot.values if value is not None and isfinite(value)]
    scale = ticks(min(values), max(values)) if values else []
    if not scale:
        return []
    labels = [number_text(tick, chart.language) for tick in scale]
    margin = max(map(cells, labels))
    size = min(room - margin - 2, _WIDEST)
    if size < _NARROWEST:
        return []
    canvas = Canvas(size, scale, len(chart.axis))
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
        rows.append((Run(f"{' ' * (margin + 2)}{SEVERAL} {word('together', chart.language)}", Tone.QUIET),))
    return rows


def _places(chart: Chart, canvas: Canvas, margin: int) -> Row:
    """The places on the axis below their points: all, or every second, every third … as there is room, and the last."""
    count, size = len(chart.axis), margin + canvas.size
    spans = []
    for position, place in enumerate(chart.axis):
        wide = width(place)
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
