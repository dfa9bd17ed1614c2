"""Where the matches of a search are: known to whoever asks, and marked on the scrollbar."""

from pathlib import Path

import pytest

from bindertui.tui.widgets.flow_scroll import MATCH
from tests.conftest import WriteBinder
from tests.tui.conftest import ONE_PANE, THREE_PANES, Open, Session

_LINES = 90
_RARE = (0, 40, 89)
_TEXT = "  - text: {{en: {}words of passage {} that say little., fr: x}}"
_LONG = "\n".join(_TEXT.format("zebra " if number in _RARE else "", number) for number in range(_LINES))


@pytest.fixture
def long_binder(write_binder: WriteBinder) -> Path:
    """A binder with one long section, a rare word at its start, middle and end, and one below a heading."""
    part = "  - id: part\n    title: {en: Part, fr: Partie}\n    body: [text: {en: One zebra more., fr: x}]\n"
    text = f"title: {{en: Long, fr: Long}}\nbody:\n{_LONG}\nsections:\n{part}"
    return write_binder({"sections/long.yaml": text}, "long")


def marks(session: Session) -> list[int]:
    """The rows of the text pane whose cell of the scrollbar holds the sign of a match."""
    bar = session.text.vertical_scrollbar
    lines = session.screen().split("\n")
    region = bar.region
    return [y - region.y for y in range(region.y, region.bottom) if lines[y][region.x] == MATCH]


@pytest.mark.parametrize("size", [ONE_PANE, THREE_PANES])
async def test_matches_are_marked_on_the_scrollbar(open_app: Open, long_binder: Path, size: tuple[int, int]) -> None:
    """Every stretch of the document with a match has a sign at its height, and no other has."""
    async with open_app(long_binder, size=size, at="long") as session:
        assert marks(session) == []
        await session.press("slash")
        await session.type("zebra")
        await session.press("enter")
        last = session.text.vertical_scrollbar.region.height - 1
        found = marks(session)
        assert (found[0], found[-1]) == (0, last)
        assert last // 2 - 3 <= found[1] <= last // 2 + 3
        assert found[2] >= last - 3


async def test_matching_lines_are_told_in_reading_order(open_app: Open, long_binder: Path) -> None:
    """The view knows which lines of the flow match, those under a folded heading included."""
    async with open_app(long_binder, at="long", find="zebra") as session:
        await session.press("enter")
        lines = session.text.match_lines
        assert lines is not None
        assert session.text.flow is not None
        places = [str(session.text.flow.lines[position].address) for position in lines]
        assert places == [*(f"long#body.{number}.text" for number in _RARE), "part#body.0.text"]
        await session.press("Z")
        assert session.text.match_lines == lines


async def test_signs_go_with_the_search(open_app: Open, long_binder: Path) -> None:
    """Without a search nothing matches, and nothing is marked."""
    async with open_app(long_binder, at="long", find="zebra") as session:
        await session.press("enter", "escape", "escape")
        assert session.text.match_lines == ()
        assert marks(session) == []


async def test_signs_need_no_colour(open_app: Open, long_binder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without colours the sign is there all the same."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_app(long_binder, at="long", find="zebra") as session:
        await session.press("enter")
        assert marks(session)[0] == 0
