"""Table layout: columns, wrapped cells, or cards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.document.flow import Grid, Run
from bindertui.document.layout import layout_rows
from bindertui.document.wrapping import text_width
from tests.document.samples import HERE, NBSP, grid, runs, shown
from tests.document.test_layout import TEXTS, WIDTHS, without_spaces

OFFICES = grid(("Office", "What it does"), ("Lacolle", "Receives claims at the border"), ("Emerson", "The same"))


def test_a_table_that_fits_has_columns() -> None:
    """Columns are as wide as their widest cell, with two spaces between them."""
    assert [shown(row) for row in layout_rows(OFFICES, 60)] == [
        "Caption",
        "Office   What it does",
        "Lacolle  Receives claims at the border",
        "Emerson  The same",
    ]


def test_a_table_too_wide_wraps_inside_its_cells() -> None:
    """The widest column shrinks first, and each cell wraps in its column."""
    assert [shown(row) for row in layout_rows(OFFICES, 28)] == [
        "Caption",
        "Office   What it does",
        "Lacolle  Receives claims at",
        "         the border",
        "Emerson  The same",
    ]


def test_a_table_too_narrow_becomes_cards() -> None:
    """Each row becomes a card: every cell follows its column heading, and blank rows separate cards."""
    narrow = grid(("Office", "Responsibility"), ("Lacolle", "Administration"), ("Emerson", "Enforcement"))
    assert [shown(row) for row in layout_rows(narrow, 18)] == [
        *("Caption", "Office: Lacolle", "  Responsibility:", "  Administration", ""),
        *("Office: Emerson", "  Responsibility:", "  Enforcement"),
    ]


def test_cards_write_the_colon_of_their_language() -> None:
    """In cards, too, French has a no-break space before the colon."""
    narrow = grid(("Bureau", "Responsabilité"), ("Lacolle", "Administration"), language="fr")
    assert shown(layout_rows(narrow, 20)[1]) == f"Bureau{NBSP}: Lacolle"


def test_notes_follow_the_table() -> None:
    """Source marks and dates follow the table."""
    noted = Grid(
        address=HERE, caption=(), columns=(runs("A"),), rows=((runs("b"),),), notes=(Run("[S1]", source="S1"),)
    )
    assert [shown(row) for row in layout_rows(noted, 20)] == ["A", "b", "[S1]"]


@pytest.mark.parametrize("width", [2, 8, 20, 80])
@pytest.mark.parametrize("body", [("a",), ("a", "b", "surplus words"), ()])
def test_a_row_with_too_few_or_too_many_cells_loses_nothing(body: tuple[str, ...], width: int) -> None:
    """A ragged table, which `check` reports, still shows every cell within the width."""
    found = layout_rows(grid(("One", "Two"), ("first", "second"), body), width)
    assert all(text_width(row) <= width for row in found)
    text = without_spaces("".join(map(shown, found)))
    assert all(without_spaces(cell) in text for cell in body)


@pytest.mark.parametrize("line", [grid(()), grid((), ("a",)), grid(("A",)), grid(("",), ("",))])
def test_degenerate_tables_are_laid_out(line: Grid) -> None:
    """Tables without columns, rows or text are laid out."""
    assert all(text_width(row) <= 10 for row in layout_rows(line, 10))


@given(
    st.integers(1, 4).flatmap(lambda size: st.lists(st.tuples(*(TEXTS for _ in range(size))), min_size=1, max_size=4)),
    WIDTHS,
)
def test_tables_of_any_text_fit_and_lose_nothing(table: list[tuple[str, ...]], width: int) -> None:
    """Rows of tables with any text fit, and contain every character of every cell."""
    found = layout_rows(grid(table[0], *table[1:]), width)
    assert all(text_width(row) <= max(width, 2) for row in found)
    text = "".join(map(shown, found))
    for cell in (cell for row in table[1:] for cell in row):
        for character in set(without_spaces(cell)):
            assert text.count(character) >= cell.count(character)
