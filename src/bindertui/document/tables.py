"""Table layout: the columns of a table side by side, or each row as a card where the terminal is too narrow.

A table that fits gets columns as wide as their longest cells. In one that does not (80 columns, usually), every column
keeps at least its longest word, the rest of the width is shared in proportion to what each column lacks, and long
cells wrap. If even the longest words do not fit side by side, each row becomes a card with one labelled line per cell.
"""

from collections.abc import Iterator

from bindertui.document.flow import Grid, Run, Runs, Tone
from bindertui.document.labels import with_colon
from bindertui.document.wrapping import Row, estimate_wrapped_rows, longest_word, text_width, wrap_runs

_COLUMN_GAP = 2
"""Blank cells between two columns."""
_MIN_COLUMN_WIDTH = 8
"""A column is not squeezed below this width, unless all of its cells are shorter."""
_CARD_INDENT = 2
"""Indent of the lines of a card after the first."""


def layout_table(grid: Grid, width: int) -> Iterator[Row]:
    """Yield the rows of a table without its caption and notes, at most `width` cells wide."""
    count = max(map(len, (grid.columns, *grid.rows)))
    table = [(*row, *((),) * (count - len(row))) for row in (grid.columns, *grid.rows)]
    widths = _column_widths(table, width)
    if widths is None:
        yield from _layout_cards(grid, width)
        return
    for table_row in table:
        cells = [wrap_runs(cell, size) for cell, size in zip(table_row, widths, strict=True)]
        for number in range(max(map(len, cells), default=0)):
            yield tuple(_join_cells(cells, widths, number))


def estimate_table_rows(grid: Grid, width: int) -> int:
    """Estimate the number of rows from the lengths of the cells."""
    share = width // max(1, len(grid.columns))
    cell_width = share if share >= _MIN_COLUMN_WIDTH else width
    return sum(
        max((estimate_wrapped_rows(cell, cell_width) for cell in row), default=1) for row in (grid.columns, *grid.rows)
    )


def _join_cells(cells: list[list[Row]], widths: list[int], number: int) -> Iterator[Run]:
    """Yield the runs of one screen row across all columns.

    Args:
        cells: the wrapped text of each cell.
        widths: the width of each column.
        number: which row of the wrapped texts.
    """
    for position, (cell, size) in enumerate(zip(cells, widths, strict=True), 1):
        row = cell[number] if number < len(cell) else ()
        yield from row
        if position < len(cells):
            yield Run(" " * (size - text_width(row) + _COLUMN_GAP))


def _column_widths(table: list[tuple[Runs, ...]], width: int) -> list[int] | None:
    """Return the width of each column, or None if the columns do not fit side by side."""
    columns = list(zip(*table, strict=True))
    if not columns:
        return None
    natural = [max(text_width(cell) for cell in column) for column in columns]
    free = width - _COLUMN_GAP * (len(columns) - 1)
    if sum(natural) <= free:
        return natural
    least = [
        min(size, max(_MIN_COLUMN_WIDTH, *(longest_word(cell) for cell in column)))
        for size, column in zip(natural, columns, strict=True)
    ]
    spare = free - sum(least)
    if spare < 0:
        return None
    lacking = [size - low for size, low in zip(natural, least, strict=True)]
    return [low + spare * lack // max(sum(lacking), 1) for low, lack in zip(least, lacking, strict=True)]


def _layout_cards(grid: Grid, width: int) -> Iterator[Row]:
    """Yield each row of the table as a card: one line per cell, labelled with its column heading."""
    for position, row in enumerate(grid.rows):
        if position:
            yield ()
        for number, cell in enumerate(row):
            name = grid.columns[number] if number < len(grid.columns) else ()
            label = (*name, Run(with_colon("", grid.language), Tone.QUIET)) if name else ()
            margin = 0 if number == 0 else min(_CARD_INDENT, width - 2)
            for line in wrap_runs((*label, *cell), max(width - margin, 2)):
                yield (Run(" " * margin), *line) if margin else line
