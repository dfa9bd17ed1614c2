"""Lines of a flow laid out in rows of a given width, measured in terminal cells."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

from attrs import evolve

from bindertui.document.flow import AnyLine, Chart, Grid, Heading, Passage, Run, Runs, Tone, sides
from bindertui.document.inline import with_colon
from bindertui.document.wrapping import Row, cell_width, longest_word, text_width, wrap_runs
from bindertui.model.text import single_line

if TYPE_CHECKING:
    from bindertui.document.charts import Drawing

INDENT = 2
_GAP = 2
_NARROWEST_COLUMN = 8
_BETWEEN = " │ "
"""What stands between two languages beside each other."""
_RAGGED = 3
"""Cells left empty at the end of a row, on the average."""


def layout_rows(line: AnyLine, room: int, drawing: "Drawing" = "drawn", *, abreast: bool = False) -> list[Row]:
    """A line of the flow as rows at most `room` cells wide (a single wide character may need 2).

    A line and its twin stand beside each other where they are to go `abreast`, else one below the other.
    """
    room = max(room, 2)
    if line.twin is not None:
        return _abreast(line, line.twin, room, drawing) if abreast else _stacked(line, line.twin, room, drawing)
    match line:
        case Heading():
            return wrap_runs(line.runs, room)
        case Passage():
            return _passage(line, room)
        case Grid():
            return list(_framed(line, _grid(line, room), room))
        case Chart():
            from bindertui.document.charts import layout_chart  # noqa: PLC0415 - the front page has no figures

            return list(_framed(line, layout_chart(line, room, drawing), room))


def estimate_rows(line: AnyLine, room: int, drawing: "Drawing" = "drawn", *, abreast: bool = False) -> int:
    """How many rows a line is likely to take: a guess from the lengths of its texts, far faster than laying it out."""
    if line.twin is None:
        return _likely_alone(line, room, drawing)
    if abreast:
        return max(_likely_alone(side, _half(room), drawing) for side in sides(line))
    return sum(_likely_alone(side, room, drawing) for side in sides(line))


def _likely_alone(line: AnyLine, room: int, drawing: "Drawing") -> int:
    match line:
        case Heading():
            return _likely(line.runs, room)
        case Passage():
            return _likely(line.runs, room - _margin(line, room))
        case Grid():
            columns = max(1, len(line.columns))
            cells = room // columns if room // columns >= _NARROWEST_COLUMN else room
            table = sum(max((_likely(cell, cells) for cell in row), default=1) for row in (line.columns, *line.rows))
            return table + sum(_likely(runs, room) for runs in (line.caption, line.notes) if runs)
        case Chart():
            from bindertui.document.charts import estimate_chart_rows  # noqa: PLC0415 - as in `rows`

            texts = (line.caption, line.unit, line.notes)
            return max(1, estimate_chart_rows(line, drawing) + sum(_likely(runs, room) for runs in texts if runs))


def _likely(runs: Runs, room: int) -> int:
    """The rows of a text, most of which end a few cells early because a word did not fit."""
    room = max(room, 2)
    size = 0
    for run in runs:
        size += len(run.text)
    return max(1, -(-size // (room - min(_RAGGED, room // 4))))


def _margin(line: Passage, room: int) -> int:
    """The cells before the text of a point or a note."""
    return min(INDENT * max(line.indent, 1 if line.note else 0), max(room - 12, 0) // INDENT * INDENT)


def _passage(line: Passage, room: int) -> list[Row]:
    margin = _margin(line, room)
    marker = f"{line.marker} ".rjust(margin) if line.marker else " " * margin
    found = wrap_runs(line.runs, max(room - margin, 2))
    if not margin:
        return found
    first = Run(marker, Tone.QUIET)
    rest = Run(" " * margin)
    return [(first if number == 0 else rest, *row) for number, row in enumerate(found)]


def _framed(line: Grid | Chart, inside: Iterable[Row], room: int) -> Iterator[Row]:
    if line.caption:
        yield from wrap_runs(line.caption, room)
    if isinstance(line, Chart) and line.unit:
        yield from wrap_runs(line.unit, room)
    yield from inside
    if line.notes:
        yield from wrap_runs(line.notes, room)


def _grid(grid: Grid, room: int) -> Iterator[Row]:
    count = max(map(len, (grid.columns, *grid.rows)))
    table = [(*row, *((),) * (count - len(row))) for row in (grid.columns, *grid.rows)]
    widths = _column_widths(table, room)
    if widths is None:
        yield from _cards(grid, room)
        return
    for cell_rows in table:
        columns = [wrap_runs(cell, size) for cell, size in zip(cell_rows, widths, strict=True)]
        for number in range(max(map(len, columns), default=0)):
            yield tuple(_across(columns, widths, number))


def _across(columns: list[list[Row]], widths: list[int], number: int) -> Iterator[Run]:
    """One row of screen across all the columns."""
    for position, (column, size) in enumerate(zip(columns, widths, strict=True), 1):
        row = column[number] if number < len(column) else ()
        yield from row
        if position < len(columns):
            yield Run(" " * (size - text_width(row) + _GAP))


def _column_widths(table: list[tuple[Runs, ...]], room: int) -> list[int] | None:
    """How wide each column is to be, or None if they do not fit side by side."""
    columns = list(zip(*table, strict=True))
    if not columns:
        return None
    natural = [max(text_width(cell) for cell in column) for column in columns]
    free = room - _GAP * (len(columns) - 1)
    if sum(natural) <= free:
        return natural
    least = [
        min(size, max(_NARROWEST_COLUMN, *(longest_word(cell) for cell in column)))
        for size, column in zip(natural, columns, strict=True)
    ]
    spare = free - sum(least)
    if spare < 0:
        return None
    wanted = [size - low for size, low in zip(natural, least, strict=True)]
    return [low + spare * want // max(sum(wanted), 1) for low, want in zip(least, wanted, strict=True)]


def _cards(grid: Grid, room: int) -> Iterator[Row]:
    """Each row of the table as a card: a line for each column, named."""
    for position, row in enumerate(grid.rows):
        if position:
            yield ()
        for number, cell in enumerate(row):
            name = grid.columns[number] if number < len(grid.columns) else ()
            label = (*name, Run(with_colon("", grid.language), Tone.QUIET)) if name else ()
            margin = 0 if number == 0 else min(INDENT, room - 2)
            for line in wrap_runs((*label, *cell), max(room - margin, 2)):
                yield (Run(" " * margin), *line) if margin else line


def _half(room: int) -> int:
    """The cells each of two languages has beside the other."""
    return max((room - len(_BETWEEN)) // 2, 2)


def _abreast(line: AnyLine, twin: AnyLine, room: int, drawing: "Drawing") -> list[Row]:
    """A line and its twin beside each other, both from the first row on."""
    size = _half(room)
    pairs = zip_longest(
        layout_rows(evolve(line, twin=None), size, drawing), layout_rows(twin, size, drawing), fillvalue=()
    )
    between = Run(_BETWEEN, Tone.QUIET)
    return [(*left, Run(" " * (size - text_width(left))), between, *right) for left, right in pairs]


def _stacked(line: AnyLine, twin: AnyLine, room: int, drawing: "Drawing") -> list[Row]:
    """A line, and below it its twin behind the code of its language; only the line where both say the same."""
    alone = layout_rows(evolve(line, twin=None), room, drawing)
    code = f"{single_line(twin.language).upper()} "
    below = layout_rows(twin, room - cell_width(code), drawing)
    if [_said(row) for row in below] == [_said(row) for row in alone]:
        return alone
    margin = Run(" " * cell_width(code))
    return [*alone, *((margin if number else Run(code, Tone.QUIET), *row) for number, row in enumerate(below))]


def _said(row: Row) -> str:
    return "".join(run.text for run in row).strip()
