"""The height index agrees with adding up the heights one by one."""

from hypothesis import given
from hypothesis import strategies as st

from bindertui.document.viewport import HeightIndex

ROWS = st.lists(st.integers(1, 9), min_size=1, max_size=400)


@given(ROWS, st.lists(st.tuples(st.integers(0, 399), st.integers(1, 30)), max_size=20))
def test_every_row_belongs_to_the_item_that_covers_it(rows: list[int], changes: list[tuple[int, int]]) -> None:
    """After any changes, first rows, total and lookups are those of the new heights."""
    heights = HeightIndex(list(rows))
    for item, taken in changes:
        if item < len(rows):
            heights[item] = rows[item] = taken
    covered = [(item, within) for item, taken in enumerate(rows) for within in range(taken)]
    assert heights.total_rows == len(covered)
    assert [heights.item_at(row) for row in range(len(covered))] == covered
    assert heights.first_rows() == [covered.index((item, 0)) for item in range(len(rows))]
    assert [heights.first_row(item) for item in range(len(rows))] == heights.first_rows()


def test_rows_outside_count_as_the_nearest() -> None:
    """Rows before the first count as the first, rows after the last as the last."""
    heights = HeightIndex([2, 3])
    assert heights.item_at(-5) == (0, 0)
    assert heights.item_at(99) == (1, 2)
