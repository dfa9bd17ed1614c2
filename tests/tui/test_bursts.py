"""Keys that are typed in one burst keep their order where a line is typed."""

import pytest

from bindertui.tui.widgets.search_bar import LineInput
from tests.tui.bursts import burst
from tests.tui.conftest import THREE_PANES, Open


@pytest.mark.parametrize(
    ("keys", "held"),
    [
        ([*"refx", "backspace", *"ugees"], "refugees"),
        ([*"old", "ctrl+u", *"abc"], "abc"),
        ([*"abc", "left", "left", *"xyz"], "axyzbc"),
    ],
)
@pytest.mark.parametrize("where", ["colon", "R", "slash"])
async def test_a_line_takes_its_keys_in_order(where: str, keys: list[str], held: str, open_app: Open) -> None:
    """Keys that move or delete act where they were typed: in the palette, in find and replace, in the search bar."""
    async with open_app(size=THREE_PANES) as session:
        await session.press(where)
        burst(session.app, *keys)
        await session.settle()
        assert session.app.screen.query(LineInput).first().value == held


async def test_what_follows_enter_closely_is_for_where_it_leads(open_app: Open) -> None:
    """A slash behind Enter begins another search, whether or not the first was answered when it came."""
    async with open_app(size=THREE_PANES) as session:
        await session.press("slash")
        burst(session.app, *"second", "enter", "slash", *"yukon")
        await session.settle()
        assert session.browse.bar.value == "yukon"
        await session.press("escape")
        assert session.here.startswith("second")


async def test_what_follows_an_enter_that_finds_nothing_stays_in_the_line(open_app: Open) -> None:
    """Nothing that is typed is lost."""
    async with open_app(size=THREE_PANES) as session:
        await session.press("slash")
        burst(session.app, *"zzqq", "enter", *"yy")
        await session.settle()
        assert session.browse.bar.value == "zzqqyy"


async def test_what_follows_find_here_closely_is_text(open_app: Open) -> None:
    """`f` and a word in one burst finds the word in the entry."""
    async with open_app(size=THREE_PANES, at="context") as session:
        burst(session.app, *"fquebec")
        await session.settle()
        assert session.browse.bar.value == "quebec"
        assert session.here == "context#body.0.text"
