"""Folding: the lines that a folded heading hides, and the headings above a line."""

from hypothesis import given
from hypothesis import strategies as st

from bindertui.document.flow import AnyLine, Heading, Passage, headings_above, visible_lines
from bindertui.model.address import Address


def lines(*depths: int | None) -> tuple[AnyLine, ...]:
    """Return headings of these depths, and passages for None, each at an address of its own."""
    return tuple(
        Passage(address=Address(f"l{number}"), runs=())
        if depth is None
        else Heading(address=Address(f"l{number}"), runs=(), depth=depth)
        for number, depth in enumerate(depths)
    )


SOME = lines(0, None, 1, None, 2, None, 1, None)
FLOWS = st.lists(st.one_of(st.none(), st.integers(0, 4)), max_size=12).map(lambda depths: lines(*depths))


def at(*positions: int) -> frozenset[Address]:
    """Return the addresses of these lines."""
    return frozenset(Address(f"l{position}") for position in positions)


def test_nothing_is_hidden_where_nothing_is_folded() -> None:
    """Without folds, every line is visible."""
    assert visible_lines(SOME, frozenset()) == list(range(8))


def test_a_folded_heading_hides_all_below_it() -> None:
    """A folded heading stays visible and hides the lines up to the next heading of its depth."""
    assert visible_lines(SOME, at(2)) == [0, 1, 2, 6, 7]
    assert visible_lines(SOME, at(4)) == [0, 1, 2, 3, 4, 6, 7]
    assert visible_lines(SOME, at(0)) == [0]
    assert visible_lines(SOME, at(2, 6)) == [0, 1, 2, 6]


def test_folds_of_other_documents_and_of_passages_do_nothing() -> None:
    """Folded addresses that are not headings of the flow hide nothing."""
    assert visible_lines(SOME, at(1, 99)) == list(range(8))


def test_an_inner_fold_is_kept_inside_an_outer_one() -> None:
    """An inner fold is kept when the outer heading is unfolded."""
    assert visible_lines(SOME, at(2, 4)) == [0, 1, 2, 6, 7]
    assert visible_lines(SOME, at(2, 4) - at(2)) == [0, 1, 2, 3, 4, 6, 7]


def test_the_headings_above_a_line_are_found_inside_out() -> None:
    """The innermost heading comes first; a heading is not above itself."""
    assert headings_above(SOME, 5) == [Address("l4"), Address("l2"), Address("l0")]
    assert headings_above(SOME, 7) == [Address("l6"), Address("l0")]
    assert headings_above(SOME, 2) == [Address("l0")]


@given(FLOWS, st.sets(st.integers(0, 11)))
def test_a_line_is_seen_when_all_above_it_are_unfolded(flow: tuple[AnyLine, ...], folded: set[int]) -> None:
    """The visible lines are exactly those without a folded heading above them."""
    closed = at(*folded)
    seen = set(visible_lines(flow, closed))
    for position, line in enumerate(flow):
        above = [address for address in headings_above(flow, position) if address != line.address]
        assert (position in seen) == (not closed.intersection(above))
