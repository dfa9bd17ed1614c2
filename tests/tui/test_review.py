"""The review of changes before they are saved."""

import pytest

from bindertui.tui.screens.library import LoadingScreen
from bindertui.tui.screens.review import ReviewScreen
from tests.tui.conftest import TWO_PANES, Open


@pytest.mark.parametrize("along", [True, False])
async def test_a_late_warning_is_ignored(open_app: Open, along: bool) -> None:
    """The check for earlier changes may end before the review is shown, or after the answer."""
    async with open_app(size=TWO_PANES) as session:
        screen = ReviewScreen("What will change", (), "Save", "en")
        screen.show_earlier_changes(along)
        session.app.push_screen(screen)
        await session.settle()
        assert screen.query_one("#review-along").display is along
        screen.dismiss(result=False)
        screen.show_earlier_changes(not along)
        await session.settle()
        screen.show_earlier_changes(along)
        assert session.app.screen is session.browse


async def test_the_loading_screen_can_be_left(open_app: Open) -> None:
    """The loading screen names the key that quits, and it works."""
    async with open_app() as session:
        session.app.push_screen(LoadingScreen("en"))
        await session.settle()
        assert "Press q to quit." in session.screen()
        await session.pilot.press("q")
        await session.pilot.pause()
        assert session.app._exit
