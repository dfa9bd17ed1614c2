"""Folding: what a folded heading hides, and what stands above a line."""

from hypothesis import given
from hypothesis import strategies as st

from bindertui.document.flow import AnyLine, Heading, Passage, headings_above, visible_lines
from bindertui.model.address import Address


def lines(*depths: int | None) -> tuple[AnyLine, ...]:
    """Headings of these depths, and passages for None, each at an address of its position."""
    return tuple(
        Passage(address=Address(f"l{number}"), runs=())
        if depth is None
        else Heading(address=Address(f"l{number}"), runs=(), depth=depth)
        for number, depth in enumerate(depths)
    )


SOME = lines(0, None, 1, None, 2, None, 1, None)
FLOWS = st.lists(st.one_of(st.none(), st.integers(0, 4)), max_size=12).map(lambda depths: lines(*depths))


def at(*positions: int) -> frozenset[Address]:
    """The addresses of these lines."""
    return frozenset(Address(f"l{position}") for position in positions)


def test_nothing_is_hidden_where_nothing_is_folded() -> None:
    """An unfolded flow shows every line."""
    assert visible_lines(SOME, frozenset()) == list(range(8))


def test_a_folded_heading_hides_all_below_it() -> None:
    """Down to the next heading as shallow; the heading itself stays."""
    assert visible_lines(SOME, at(2)) == [0, 1, 2, 6, 7]
    assert visible_lines(SOME, at(4)) == [0, 1, 2, 3, 4, 6, 7]
    assert visible_lines(SOME, at(0)) == [0]
    assert visible_lines(SOME, at(2, 6)) == [0, 1, 2, 6]


def test_folds_of_other_documents_and_of_passages_do_nothing() -> None:
    """An address that is no heading here hides nothing."""
    assert visible_lines(SOME, at(1, 99)) == list(range(8))


def test_an_inner_fold_is_kept_inside_an_outer_one() -> None:
    """Unfolding the outer heading shows the inner one still folded."""
    assert visible_lines(SOME, at(2, 4)) == [0, 1, 2, 6, 7]
    assert visible_lines(SOME, at(2, 4) - at(2)) == [0, 1, 2, 3, 4, 6, 7]


def test_the_headings_above_a_line_are_found_inside_out() -> None:
    """The nearest heading first, then the ones it stands under; a heading does not stand under itself."""
    assert headings_above(SOME, 5) == [Address("l4"), Address("l2"), Address("l0")]
    assert headings_above(SOME, 7) == [Address("l6"), Address("l0")]
    assert headings_above(SOME, 2) == [Address("l0")]


@given(FLOWS, st.sets(st.integers(0, 11)))
def test_a_line_is_seen_when_all_above_it_are_unfolded(flow: tuple[AnyLine, ...], folded: set[int]) -> None:
    """Whatever is folded, the lines that show are those with no folded heading above them."""
    closed = at(*folded)
    seen = set(visible_lines(flow, closed))
    for position, line in enumerate(flow):
        above = [address for address in headings_above(flow, position) if address != line.address]
        assert (position in seen) == (not closed.intersection(above))
