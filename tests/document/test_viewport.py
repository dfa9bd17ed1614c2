"""Lazy layout: lines on the screen are laid out as in a full layout, and no others are."""

from hypothesis import given
from hypothesis import strategies as st

from bindertui.document.flow import AnyLine, Heading, Passage, Run, is_tight, visible_lines
from bindertui.document.layout import estimate_rows, layout_rows
from bindertui.document.viewport import MEASURE, Viewport
from bindertui.document.wrapping import Row
from bindertui.model.address import Address
from tests.document.samples import shown

WORDS = st.lists(st.text("abcé国 ", max_size=9), max_size=40).map(" ".join)
KINDS = st.one_of(st.none(), st.integers(0, 3))


def line(number: int, depth: int | None, text: str) -> AnyLine:
    """Return a heading of a depth, or for None a passage; every third passage is a point."""
    address = Address(f"l{number}")
    if depth is not None:
        return Heading(address=address, runs=(Run(text),), depth=depth)
    return Passage(address=address, runs=(Run(text),), indent=number % 3 % 2, marker="•" if number % 3 % 2 else "")


FLOWS = st.lists(st.tuples(KINDS, WORDS), min_size=1, max_size=40).map(
    lambda parts: tuple(line(number, *part) for number, part in enumerate(parts))
)
WIDTHS = st.integers(1, 120)
FOLDED = st.sets(st.integers(0, 39)).map(lambda numbers: frozenset(Address(f"l{number}") for number in numbers))


def full_layout(lines: tuple[AnyLine, ...], width: int, folded: frozenset[Address]) -> list[str]:
    """Return all rows of a flow, laid out eagerly."""
    done: list[str] = []
    before: AnyLine | None = None
    for position in visible_lines(lines, folded):
        here = lines[position]
        if before is not None and not is_tight(before, here):
            done.append("")
        sign = ("▸ " if here.address in folded else "▾ ") if isinstance(here, Heading) and here.depth else ""
        signed = Heading(address=here.address, runs=(Run(sign), *here.runs)) if isinstance(here, Heading) else here
        done += map(shown, layout_rows(signed, min(width, MEASURE)))
        before = here
    return done


def read_down(viewport: Viewport, height: int) -> list[str]:
    """Return all rows, read by scrolling down row by row through a screen of some height."""
    done: list[Row] = []
    top = 0
    while top < viewport.total_rows:
        item, within = viewport.item_at(top)
        viewport.ensure_layout(item, within, height)
        assert viewport.item_at(top) == (item, within)
        done.append(viewport.row(top))
        top += 1
    return list(map(shown, done))


@given(FLOWS, WIDTHS, FOLDED, st.integers(1, 12))
def test_rows_read_by_scrolling_are_those_of_the_full_layout(
    lines: tuple[AnyLine, ...], width: int, folded: frozenset[Address], height: int
) -> None:
    """Scrolling down from the top shows every row, once and in order."""
    assert read_down(Viewport(lines, width, folded), height) == full_layout(lines, width, folded)


@given(FLOWS, WIDTHS, st.integers(1, 12), st.integers(0, 39), st.integers(1, 30))
def test_scrolling_up_and_down_comes_back(
    lines: tuple[AnyLine, ...], width: int, height: int, start: int, steps: int
) -> None:
    """Scrolling up and down again from anywhere shows the same rows in reverse."""
    viewport = Viewport(lines, width, frozenset())
    item, within = min(start, len(viewport.visible) - 1), 0
    up: list[tuple[int, int, str]] = []
    for _ in range(steps):
        viewport.ensure_layout(item, within, height)
        top = viewport.first_row(item) + within
        up.append((item, within, shown(viewport.row(top))))
        if top == 0:
            break
        item, within = viewport.item_at(top - 1)
    top = viewport.first_row(up[-1][0]) + up[-1][1]
    assert [(*viewport.item_at(row), shown(viewport.row(row))) for row in range(top, top + len(up))] == up[::-1]


@given(FLOWS, WIDTHS, FOLDED, FOLDED, st.integers(1, 12))
def test_folding_keeps_what_is_known(
    lines: tuple[AnyLine, ...], width: int, folded: frozenset[Address], later: frozenset[Address], height: int
) -> None:
    """After folding, the rows are those of a new viewport with the same folds."""
    viewport = Viewport(lines, width, folded)
    read_down(viewport, height)
    viewport.set_folded(later)
    assert read_down(viewport, height) == full_layout(lines, width, later)


@given(FLOWS, WIDTHS, st.integers(1, 12))
def test_highlights_and_selection_move_nothing(lines: tuple[AnyLine, ...], width: int, height: int) -> None:
    """Highlighted matches and selected links never change where lines wrap."""
    viewport = Viewport(lines, width, frozenset())
    before = read_down(viewport, height)
    viewport.set_highlighter(lambda text, _: tuple((at, at + 1) for at in range(0, len(text), 2)))
    assert read_down(viewport, height) == before


@given(FLOWS, WIDTHS)
def test_any_range_of_rows_can_be_read(lines: tuple[AnyLine, ...], width: int) -> None:
    """`rows_between` yields the rows of the full layout, even if they were never on the screen."""
    viewport = Viewport(lines, width, frozenset())
    text = full_layout(lines, width, frozenset())
    end = (len(lines), 0)
    assert [shown(row) for _, row in viewport.rows_between((0, 0), end)] == text
    keys = [key for key, _ in viewport.rows_between((0, 0), end)]
    middle = keys[len(keys) // 3 : len(keys) // 2 + 1]
    assert [shown(row) for _, row in viewport.rows_between(middle[0], middle[-1])] == text[len(keys) // 3 :][
        : len(middle)
    ]


def test_only_lines_near_the_screen_are_laid_out() -> None:
    """In a long document, showing one screen lays out no more lines than three screens hold."""
    heard: list[str] = []
    lines = tuple(line(number, None, f"line {number}") for number in range(9000))

    def listen(text: str, _: str) -> tuple[tuple[int, int], ...]:
        heard.append(text)
        return ()

    viewport = Viewport(lines, 80, frozenset())
    viewport.set_highlighter(listen)
    for item in (0, 8999, 4500):
        viewport.ensure_layout(item, 0, 10)
    assert 30 <= len(heard) <= 3 * 30
    assert "line 2000" not in heard


@given(WORDS, st.integers(20, 96))
def test_estimates_are_close(text: str, width: int) -> None:
    """Estimated heights are close to measured ones."""
    passage = Passage(address=Address("l"), runs=(Run(text.replace("国", "o")),))
    taken = len(layout_rows(passage, width))
    assert abs(estimate_rows(passage, width) - taken) <= 1 + taken // 2
