"""The mouse: clicks on the outline, headings, links, results and keys; selection by dragging; the wheel."""

import pytest
from textual.widget import Widget

from tests.tui.conftest import ONE_PANE, THREE_PANES, TWO_PANES, Open


async def test_a_click_in_the_outline_opens(open_app: Open) -> None:
    """On a title it opens the entry; on the sign before it, it folds."""
    async with open_app(size=TWO_PANES) as session:
        await session.click_text(session.outline, "Second section")
        assert session.here == "second"
        assert "Inner part" not in session.shows(session.outline)
        await session.click_text(session.outline, "▸")
        assert "Inner part" in session.shows(session.outline)
        assert session.here == "second"
        await session.click_text(session.outline, "▾")
        assert "Inner part" not in session.shows(session.outline)


async def test_a_click_on_a_heading_folds(open_app: Open) -> None:
    """And another unfolds."""
    async with open_app(size=(80, 60), at="context") as session:
        await session.click_text(session.text, "Inner part")
        assert "▸ Inner part" in session.shows(session.text)
        await session.click_text(session.text, "Inner part")
        assert "▾ Inner part" in session.shows(session.text)


async def test_a_click_on_a_link_follows_it(open_app: Open) -> None:
    """On the very words of the link, not beside them."""
    async with open_app(size=ONE_PANE, at="context") as session:
        await session.click_text(session.text, "The lead")
        assert session.here == "context#summary"
        await session.click_text(session.text, "the agency")
        assert session.here == "unhcr"


async def test_a_click_on_a_source_mark_peeks(open_app: Open) -> None:
    """The source shows below; the reader stays."""
    async with open_app(size=ONE_PANE, at="context") as session:
        await session.click_text(session.text, "[S1]")
        assert session.peek.display
        assert "First report" in session.shows(session.peek)


async def test_a_click_on_a_result_goes_there(open_app: Open) -> None:
    """As enter does."""
    async with open_app(size=THREE_PANES, find="yukon") as session:
        await session.click_text(session.results, "Refugees")
        assert session.here == "context#body.0.text"
        assert "results" not in session.visible()


@pytest.mark.parametrize(("name", "shown"), [("Help", "Esc closes this page"), ("Français", "Cahier modèle")])
async def test_a_click_on_a_key_does_what_the_key_does(open_app: Open, name: str, shown: str) -> None:
    """The bar at the bottom is a row of buttons."""
    async with open_app(size=THREE_PANES) as session:
        bar = session.browse.query_one("#keys", Widget)
        x = session.lines_at(-1).index(name) - 1
        await session.pilot.click(bar, offset=(x, 0))
        await session.settle()
        assert shown in session.screen()


async def test_dragging_selects_text_to_copy(open_app: Open) -> None:
    """What is selected is what `y` sends, not the whole line."""
    async with open_app(size=ONE_PANE, at="innermost#body.0.text") as session:
        y = next(y for y, line in enumerate(session.lines_of(session.text)) if "Deep words" in line)
        await session.pilot.mouse_down(session.text, offset=(2, y))
        await session.pilot.hover(session.text, offset=(6, y))
        await session.pilot.mouse_up(session.text, offset=(6, y))
        await session.settle()
        await session.press("y")
        assert session.app.clipboard.strip() in {"Deep", "Deep w"[:4]}


async def test_clicks_outside_of_the_text_do_nothing(open_app: Open) -> None:
    """Below the last line there is nothing to go to."""
    async with open_app(size=(80, 60), at="second") as session:
        before = session.here
        await session.pilot.click(session.text, offset=(10, 50))
        await session.settle()
        assert session.here == before
