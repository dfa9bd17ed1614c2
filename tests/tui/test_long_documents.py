"""A document far longer than the screen: nothing jumps, nothing is lost, wherever one comes from."""

from pathlib import Path
from random import Random

import pytest
from textual.events import MouseScrollDown
from textual.geometry import Offset
from textual.selection import SELECT_ALL, Selection

from bindertui.document.flow import Heading
from tests.conftest import WriteBinder
from tests.tui.conftest import ONE_PANE, THREE_PANES, TINY, Open, Session

_RANDOM = Random("long documents")
_PARTS = 60


def _part(number: int) -> str:
    lines = [f"  - id: part-{number}", f"    title: {{en: Part {number}, fr: Partie {number}}}", "    body:"]
    for passage in range(4):
        words = " ".join("abcdefghij"[: _RANDOM.randint(1, 10)] for _ in range(_RANDOM.randint(1, 90)))
        lines.append(f"      - text: {{en: Passage {passage} of {number} {words}, fr: x}}")
    return "\n".join(lines)


_TEXT = "title: {en: Long, fr: Long}\nsections:\n" + "\n".join(map(_part, range(_PARTS))) + "\n"


@pytest.fixture
def long_binder(write_binder: WriteBinder) -> Path:
    """A binder with one long document: 60 parts with passages of all lengths."""
    return write_binder({"sections/long.yaml": _TEXT}, "long")


def in_sight(session: Session) -> bool:
    """Whether the cursor's mark is on the screen."""
    return any(line.startswith("▌") for line in session.lines_of(session.text))


@pytest.mark.parametrize("size", [ONE_PANE, THREE_PANES, TINY, (2, 6), (30, 4)])
async def test_the_cursor_is_always_in_sight(open_app: Open, long_binder: Path, size: tuple[int, int]) -> None:
    """After every key that moves it, and after jumps to any part, the line under the cursor is on the screen."""
    async with open_app(long_binder, size=size, at="part-30") as session:
        keys = ["j", "k", "pagedown", "pageup", "G", "g", "z", "Z", "right"]
        for key in [*keys, *(_RANDOM.choice(keys) for _ in range(25))]:
            await session.press(key)
            assert in_sight(session), key
        for number in (59, 0, 31, 12, 58):
            session.browse.go(session.browse.here.__class__(f"part-{number}"))
            await session.settle()
            assert in_sight(session), number
            assert session.here == f"part-{number}"


@pytest.mark.parametrize("size", [ONE_PANE, THREE_PANES])
async def test_scrolling_up_into_what_was_never_seen_does_not_jump(
    open_app: Open, long_binder: Path, size: tuple[int, int]
) -> None:
    """From the middle, a row up at a time, every screen is the one before moved down by a row; and back again."""
    async with open_app(long_binder, size=size, at="part-40") as session:
        view = session.text
        texts = [[line[2:] for line in session.lines_of(view)]]
        for step in [*[-1] * 120, *[1] * 120]:
            view.scroll_to(y=view.scroll_offset.y + step, animate=False, immediate=True, force=True)
            texts.append([line[2:] for line in session.lines_of(view)])
            before, after = texts[-2:]
            assert (after[1:] == before[:-1]) if step < 0 else (after[:-1] == before[1:])
        assert texts[-1] == texts[0]


async def test_pages_up_follow_each_other(open_app: Open, long_binder: Path) -> None:
    """Page up from a place that was jumped to shows what stands right above, with one row in common."""
    async with open_app(long_binder, size=ONE_PANE, at="part-40") as session:
        for _ in range(20):
            first = session.lines_of(session.text)[0]
            await session.press("pageup")
            assert session.lines_of(session.text)[-1][2:] == first[2:]


async def test_everything_can_be_selected(open_app: Open, long_binder: Path) -> None:
    """The whole document is copied as it reads from top to bottom, though most of it was never on the screen."""
    async with open_app(long_binder, size=ONE_PANE, at="part-40") as session:
        whole = session.text.get_selection(SELECT_ALL)
        assert whole is not None
        rows = whole[0].split("\n")
        await session.press("g")
        view, read = session.text, []
        for row in range(len(rows)):
            view.scroll_to(y=row, animate=False, immediate=True, force=True)
            read.append("".join(run.text for run in view.row(row)))
        assert read == rows
        assert view.row_count() == len(rows)


async def test_a_selection_stays_on_its_text(open_app: Open, long_binder: Path) -> None:
    """What was selected is what is copied, after jumps through parts that were never seen before."""
    async with open_app(long_binder, size=ONE_PANE, at="part-30") as session:
        view = session.text
        top = view.scroll_offset.y
        start, end = Offset(2, view.row_key(top + 3)), Offset(5, view.row_key(top + 6))
        session.browse.selections = {view: Selection(start, end)}
        selected = session.browse.get_selected_text()
        assert selected is not None
        assert "\n" in selected
        await session.press("g", "pagedown", "G", "pageup", "pageup")
        assert session.browse.get_selected_text() == selected


async def test_folding_keeps_the_line_where_it_is(open_app: Open, long_binder: Path) -> None:
    """The heading under the cursor stays on its row of the screen, folded alone or with all the others."""
    async with open_app(long_binder, size=ONE_PANE, at="part-30") as session:

        def row() -> int:
            return next(y for y, line in enumerate(session.lines_of(session.text)) if line.startswith("▌"))

        before = row()
        assert isinstance(session.text.current, Heading)
        for key in ("space", "space", "Z", "Z", "l", "l"):
            await session.press(key)
            assert row() == before, key
            assert session.here == "part-30"


async def test_the_wheel_and_the_scrollbar_scroll(open_app: Open, long_binder: Path) -> None:
    """The wheel moves the text by rows, a click on the bar below the thumb by a page, both at once and whole."""
    async with open_app(long_binder, size=ONE_PANE, at="long") as session:
        view = session.text
        await session.pilot._post_mouse_events([MouseScrollDown], view, offset=(5, 5), button=0)
        await session.settle()
        rows = view.scroll_offset.y
        assert 0 < rows < view.region.height // 2
        height = view.vertical_scrollbar.region.height
        await session.pilot.click(view.vertical_scrollbar, offset=(0, height - 1))
        await session.settle()
        assert view.scroll_offset.y == rows + height
