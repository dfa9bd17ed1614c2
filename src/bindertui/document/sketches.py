"""Figures in a line a series: a spark and the values."""

from collections.abc import Iterator

from bindertui.document.flow import Chart, Run, Tone
from bindertui.document.series import THEN, points_of, says_more, told
from bindertui.document.wrapping import Row, wrapped

_SPARKS = "▁▂▃▄▅▆▇█"
_FEW = 6
"""Values that are all told; of more, the first and the last."""


def sketch_rows(chart: Chart, room: int) -> Iterator[Row]:
    """A spark as high as each value, on one scale for all series, and the values."""
    values = [value for plot in chart.plots for value in plot.values if value is not None]
    low, high = min(0.0, *values) if values else 0.0, max(0.0, *values) if values else 0.0
    for plot in chart.plots:
        if len(chart.plots) > 1 or says_more(plot.label, chart):
            yield from wrapped(plot.label, room)
        spark = "".join(_spark(value, low, high) for value in plot.values)
        points = list(points_of(chart, plot))
        said = told(points, THEN, chart) if len(points) <= _FEW else told([points[0], points[-1]], " → ", chart)
        yield from wrapped((Run(spark, Tone.BAR), Run("  "), *said), room)


def _spark(value: float | None, low: float, high: float) -> str:
    if value is None:
        return "·"
    height = (value / 2 - low / 2) / ((high / 2 - low / 2) or 1)
    return _SPARKS[round(height * (len(_SPARKS) - 1))]
