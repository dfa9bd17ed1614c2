"""Table layout: columns, wrapped cells, or cards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.document.flow import Grid, Run
from bindertui.document.layout import layout_rows
from bindertui.document.wrapping import text_width
from tests.document.samples import HERE, NBSP, grid, runs, shown
from tests.document.test_layout import ROOMS, TEXTS, solid

OFFICES = grid(("Office", "What it does"), ("Lacolle", "Receives claims at the border"), ("Emerson", "The same"))


def test_a_table_that_fits_stands_side_by_side() -> None:
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


def test_what_stands_below_a_table_is_kept() -> None:
    """Source marks and dates follow the table."""
    noted = Grid(
        address=HERE, caption=(), columns=(runs("A"),), rows=((runs("b"),),), notes=(Run("[S1]", source="S1"),)
    )
    assert [shown(row) for row in layout_rows(noted, 20)] == ["A", "b", "[S1]"]


@pytest.mark.parametrize("room", [2, 8, 20, 80])
@pytest.mark.parametrize("body", [("a",), ("a", "b", "surplus words"), ()])
def test_a_row_with_too_few_or_too_many_cells_loses_nothing(body: tuple[str, ...], room: int) -> None:
    """A ragged table, which `check` reports, still shows every cell within the width."""
    found = layout_rows(grid(("One", "Two"), ("first", "second"), body), room)
    assert all(text_width(row) <= room for row in found)
    text = solid("".join(map(shown, found)))
    assert all(solid(cell) in text for cell in body)


@pytest.mark.parametrize("line", [grid(()), grid((), ("a",)), grid(("A",)), grid(("",), ("",))])
def test_degenerate_tables_are_laid_out(line: Grid) -> None:
    """Tables without columns, rows or text are laid out."""
    assert all(text_width(row) <= 10 for row in layout_rows(line, 10))


@given(
    st.integers(1, 4).flatmap(lambda size: st.lists(st.tuples(*(TEXTS for _ in range(size))), min_size=1, max_size=4)),
    ROOMS,
)
def test_tables_of_any_text_fit_and_lose_nothing(table: list[tuple[str, ...]], room: int) -> None:
    """Rows of tables with any text fit, and contain every character of every cell."""
    found = layout_rows(grid(table[0], *table[1:]), room)
    assert all(text_width(row) <= max(room, 2) for row in found)
    text = "".join(map(shown, found))
    for cell in (cell for row in table[1:] for cell in row):
        for character in set(solid(cell)):
            assert text.count(character) >= cell.count(character)
