"""The values of a figure's series, as text."""

from collections.abc import Iterator

from bindertui.document.flow import Chart, Plot, Run, Runs, Tone
from bindertui.document.runs import between
from bindertui.document.words import labelled

Point = tuple[Runs, float | None, str]
"""A value with its place on the axis and its text."""

INDENT = 2
THEN = "\u00a0· "
"""What stands between two values on one line."""


def points_of(chart: Chart, plot: Plot) -> Iterator[Point]:
    """The values with their places; one that has no place on the axis is shown all the same."""
    nowhere = (Run("?", Tone.QUIET),)
    for position, (value, shown) in enumerate(zip(plot.values, plot.shown, strict=True)):
        yield chart.axis[position] if position < len(chart.axis) else nowhere, value, shown


def told(points: list[Point], separator: str, chart: Chart) -> Runs:
    """Values in one line of text, which breaks between them only."""
    colon = Run(labelled("", chart.language).replace(" ", "\u00a0"))
    return between(((*place, colon, Run(shown, strong=True)) for place, _, shown in points), separator)


def says_more(label: Runs, chart: Chart) -> bool:
    """Whether the label of the only series is more than its caption or its unit again."""
    return plain(label).casefold() not in {plain(runs).casefold() for runs in (chart.caption, chart.unit)}


def plain(runs: Runs) -> str:
    """What some runs say."""
    return "".join(run.text for run in runs)
