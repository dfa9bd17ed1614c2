"""Layout: each line of a flow as rows of a given width, in terminal cells."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

from attrs import evolve

from bindertui.document.flow import AnyLine, Chart, Grid, Heading, Passage, Run, Runs, Tone, language_versions
from bindertui.document.tables import estimate_table_rows, layout_table
from bindertui.document.wrapping import Row, cell_width, estimate_wrapped_rows, text_width, wrap_runs
from bindertui.model.text import single_line

if TYPE_CHECKING:
    from bindertui.document.charts import ChartStyle

INDENT = 2
"""Cells by which each level of a list is indented."""
_LANGUAGE_SEPARATOR = " │ "
"""Between two languages side by side."""


def layout_rows(
    line: AnyLine, width: int, chart_style: "ChartStyle" = "full", *, side_by_side: bool = False
) -> list[Row]:
    """Return the rows of a line, at most `width` cells wide (a single wide character may need 2).

    Args:
        line: the line; with a counterpart, both languages are laid out.
        width: the width in cells.
        chart_style: how charts are drawn.
        side_by_side: put the two languages next to each other rather than one below the other.
    """
    width = max(width, 2)
    if line.counterpart is not None:
        lay_out = _lay_out_side_by_side if side_by_side else _lay_out_stacked
        return lay_out(line, line.counterpart, width, chart_style)
    match line:
        case Heading():
            return wrap_runs(line.runs, width)
        case Passage():
            return _lay_out_passage(line, width)
        case Grid():
            return list(_add_caption_and_notes(line, layout_table(line, width), width))
        case Chart():
            from bindertui.document.charts import layout_chart  # noqa: PLC0415 - the front page has no charts

            return list(_add_caption_and_notes(line, layout_chart(line, width, chart_style), width))


def estimate_rows(line: AnyLine, width: int, chart_style: "ChartStyle" = "full", *, side_by_side: bool = False) -> int:
    """Estimate the number of rows of a line from the lengths of its texts, which is far faster than to lay it out."""
    if line.counterpart is None:
        return _estimate_one_language(line, width, chart_style)
    versions = language_versions(line)
    if side_by_side:
        return max(_estimate_one_language(version, _half(width), chart_style) for version in versions)
    return sum(_estimate_one_language(version, width, chart_style) for version in versions)


def _estimate_one_language(line: AnyLine, width: int, chart_style: "ChartStyle") -> int:
    match line:
        case Heading():
            return estimate_wrapped_rows(line.runs, width)
        case Passage():
            return estimate_wrapped_rows(line.runs, width - _margin(line, width))
        case Grid():
            return estimate_table_rows(line, width) + _estimate_texts((line.caption, line.notes), width)
        case Chart():
            from bindertui.document.charts import estimate_chart_rows  # noqa: PLC0415 - as in `layout_rows`

            text_rows = _estimate_texts((line.caption, line.unit, line.notes), width)
            return max(1, estimate_chart_rows(line, chart_style) + text_rows)


def _estimate_texts(texts: Iterable[Runs], width: int) -> int:
    return sum(estimate_wrapped_rows(runs, width) for runs in texts if runs)


def _margin(line: Passage, width: int) -> int:
    """Return the width of the left margin of a list item or a note."""
    return min(INDENT * max(line.indent, 1 if line.note else 0), max(width - 12, 0) // INDENT * INDENT)


def _lay_out_passage(line: Passage, width: int) -> list[Row]:
    margin = _margin(line, width)
    marker = f"{line.marker} ".rjust(margin) if line.marker else " " * margin
    rows = wrap_runs(line.runs, max(width - margin, 2))
    if not margin:
        return rows
    first = Run(marker, Tone.QUIET)
    rest = Run(" " * margin)
    return [(first if number == 0 else rest, *row) for number, row in enumerate(rows)]


def _add_caption_and_notes(line: Grid | Chart, rows: Iterable[Row], width: int) -> Iterator[Row]:
    if line.caption:
        yield from wrap_runs(line.caption, width)
    if isinstance(line, Chart) and line.unit:
        yield from wrap_runs(line.unit, width)
    yield from rows
    if line.notes:
        yield from wrap_runs(line.notes, width)


def _half(width: int) -> int:
    """Return the width of each of two languages side by side."""
    return max((width - len(_LANGUAGE_SEPARATOR)) // 2, 2)


def _lay_out_side_by_side(line: AnyLine, counterpart: AnyLine, width: int, chart_style: "ChartStyle") -> list[Row]:
    """Lay out a line and its counterpart next to each other, both from the first row on."""
    half = _half(width)
    left_rows = layout_rows(evolve(line, counterpart=None), half, chart_style)
    right_rows = layout_rows(counterpart, half, chart_style)
    separator = Run(_LANGUAGE_SEPARATOR, Tone.QUIET)
    return [
        (*left, Run(" " * (half - text_width(left))), separator, *right)
        for left, right in zip_longest(left_rows, right_rows, fillvalue=())
    ]


def _lay_out_stacked(line: AnyLine, counterpart: AnyLine, width: int, chart_style: "ChartStyle") -> list[Row]:
    """Lay out a line with its counterpart below it, behind its language code; only once if both read the same."""
    first = layout_rows(evolve(line, counterpart=None), width, chart_style)
    code = f"{single_line(counterpart.language).upper()} "
    second = layout_rows(counterpart, width - cell_width(code), chart_style)
    if [_row_text(row) for row in second] == [_row_text(row) for row in first]:
        return first
    margin = Run(" " * cell_width(code))
    return [*first, *((margin if number else Run(code, Tone.QUIET), *row) for number, row in enumerate(second))]


def _row_text(row: Row) -> str:
    return "".join(run.text for run in row).strip()
