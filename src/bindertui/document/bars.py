"""Figures as bars, each behind its number."""

from collections.abc import Iterator

from bindertui.document.flow import Chart, Run, Runs, Tone
from bindertui.document.series import INDENT, points_of, says_more
from bindertui.document.words import labelled
from bindertui.document.wrapping import Row, cells, width, wrapped
from bindertui.values import frozen

_NARROWEST = 8
_WIDEST = 60
_BAR = "█"
_PARTS = " ▏▎▍▌▋▊▉"
_HALF = "▐"
"""The end of a bar that grows to the left: of those there are only halves."""
_ZERO = "│"


def bar_rows(chart: Chart, room: int, *, drawn: bool) -> Iterator[Row]:
    """The values series by series; without bars where those are not to be drawn, or would be too short to compare."""
    axis = max((width(place) for place in chart.axis), default=0)
    values = [value for plot in chart.plots for value in plot.values if value is not None]
    for plot in chart.plots:
        if len(chart.plots) > 1 or says_more(plot.label, chart):
            yield from wrapped(plot.label, room)
        numbers = max(map(cells, plot.shown), default=0)
        free = min(room - axis - numbers - INDENT - 3, _WIDEST)
        scale = _Scale.of(values, free)
        margin = Run(" " * min(INDENT, room - 2))
        for place, value, shown in points_of(chart, plot):
            if not drawn or free < _NARROWEST:
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
