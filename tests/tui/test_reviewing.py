"""Changes that are looked at before they are made."""

import pytest

from bindertui.tui.screens.library import LoadingScreen
from bindertui.tui.screens.review import ReviewScreen
from tests.tui.conftest import TWO_PANES, Open


@pytest.mark.parametrize("along", [True, False])
async def test_what_is_found_out_too_late_is_passed_over(open_app: Open, along: bool) -> None:
    """Whether a commit will hold more may be known before there is anything to be seen, or after the answer."""
    async with open_app(size=TWO_PANES) as session:
        screen = ReviewScreen("What will change", (), "Save", "en")
        screen.warn(along)
        session.app.push_screen(screen)
        await session.settle()
        assert screen.query_one("#review-along").display is along
        screen.dismiss(result=False)
        screen.warn(not along)
        await session.settle()
        screen.warn(along)
        assert session.app.screen is session.browse


async def test_the_first_reading_can_be_left(open_app: Open) -> None:
    """The screen that shows how far the reading is names the key that leaves, which does."""
    async with open_app() as session:
        session.app.push_screen(LoadingScreen("en"))
        await session.settle()
        assert "q leaves." in session.screen()
        await session.pilot.press("q")
        await session.pilot.pause()
        assert session.app._exit
