"""Bookmarks in the app: set, listed, gone to, kept."""

from pathlib import Path

import pytest

from bindertui.model.address import Address
from bindertui.tui.screens.dialogs import BookmarksDialog
from tests.tui.conftest import ONE_PANE, THREE_PANES, TINY, Open

DEEP = "innermost#body.0.text"


async def test_bookmarks_are_kept_across_runs(open_app: Open) -> None:
    """What one run marks, the next one lists and goes to."""
    async with open_app(at=DEEP) as session:
        await session.press("b")
        assert "Bookmarked" in session.screen()
        assert "★" in session.status()
    async with open_app() as session:
        await session.press("apostrophe")
        assert "Innermost part — Deep words." in session.screen()
        await session.press("enter")
        assert session.here == DEEP
        assert "★" in session.status()
        await session.press("b")
        assert "★" not in session.status()
    async with open_app() as session:
        await session.press("apostrophe")
        assert "No bookmarks yet" in session.screen()


@pytest.mark.parametrize("keys", [["j", "enter"], ["down", "enter"], ["j", "j", "k", "enter"]])
async def test_the_list_is_moved_through_and_chosen_from(open_app: Open, keys: list[str]) -> None:
    """Oldest first; arrows and j k move; back leads to where one came from."""
    async with open_app(size=THREE_PANES, at="second") as session:
        await session.press("b")
        for address in (DEEP, "unhcr"):
            session.browse.go(session.browse.here.__class__.parse(address))
            await session.settle()
            await session.press("b")
        await session.press("apostrophe", *keys)
        assert session.here == DEEP
        await session.press("left_square_bracket")
        assert session.here == "unhcr"


@pytest.mark.parametrize("key", ["escape", "q", "apostrophe"])
async def test_the_list_closes_without_choosing(open_app: Open, key: str) -> None:
    """Esc, q and the key that opened it close it, and the app goes on."""
    async with open_app(size=TINY, at=DEEP) as session:
        await session.press("b", "apostrophe")
        assert session.app.screen is not session.browse
        await session.press(key)
        assert session.app.screen is session.browse
        assert session.here == DEEP


@pytest.mark.parametrize("gone", ["removed", "other-binder/second"])
async def test_a_place_that_is_not_there_is_told(open_app: Open, gone: str) -> None:
    """Whatever leads to an entry that this binder does not have, the reader stays where they are, and is told."""
    async with open_app(at=DEEP) as session:
        session.browse.go(Address.parse(gone))
        await session.settle()
        assert f"There is no entry '{gone}'" in session.said()
        assert session.here == DEEP


async def test_a_state_folder_that_cannot_be_written_is_told(open_app: Open, tmp_path: Path) -> None:
    """The bookmark holds for the session, and a toast says why no longer."""
    (tmp_path / "state").write_text("a file where the folder should be")
    async with open_app(size=ONE_PANE, at=DEEP) as session:
        await session.press("b")
        assert "for this session only" in session.said()
        assert "★" in session.status()


async def test_a_bookmark_of_an_entry_that_is_gone_does_no_harm(open_app: Open, tmp_path: Path) -> None:
    """It is listed by its address and leads nowhere."""
    file = tmp_path / "state" / "bindertui" / "bookmarks" / "small.json"
    file.parent.mkdir(parents=True)
    file.write_text('["gone#body.0"]')
    async with open_app() as session:
        await session.press("apostrophe")
        assert "gone#body.0" in session.screen()
        await session.press("enter")
        assert session.here == "binder#onward"


async def test_the_list_breaks_no_line_before_french_punctuation(open_app: Open) -> None:
    """A space that must not break keeps its words together, in the list as in the text."""
    async with open_app(language="fr") as session:
        places = tuple((Address("second"), f"{'x' * more} {'mot ' * 14}mot\u202f; fin") for more in range(1, 30))
        session.app.push_screen(BookmarksDialog(places, "fr"))
        await session.resize(80, 80)
        assert session.screen().count("mot\u202f;") == len(places)
