"""A library with several binders: listed, searched at once, opened, and gone back to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bindertui.tui.screens.browse import BrowseScreen
from bindertui.tui.screens.library import BinderList, LibraryScreen
from bindertui.tui.widgets.search_results import SearchResults
from tests.conftest import WriteBinder
from tests.tui.binders import FILES
from tests.tui.conftest import ONE_PANE, THREE_PANES, TINY, TWO_PANES, Open, Session

COVER = """\
id: {name}
title: {{en: "{title}", fr: "{title}"}}
department: {{en: The department, fr: Le ministère}}
audience: {audience}
edition: {edition}
languages: [en, fr]
sections: [{sections}]
"""
NEWER = {
    "binder.yaml": COVER.format(
        name="newer", title="Newer binder", audience="committee", edition="2021-06", sections="fresh"
    ),
    "sections/fresh.yaml": """\
title: {en: Fresh, fr: Frais}
body: [{text: {en: Refugees of late., fr: Réfugiés récents.}}]
""",
}
OLDER = {
    **FILES,
    "binder.yaml": COVER.format(
        name="older", title="Older binder", audience="minister", edition="2019-11", sections="context, second"
    ),
}


@pytest.fixture
def library(write_binder: WriteBinder) -> Path:
    """A folder with two binders; by name the older one comes first."""
    write_binder(OLDER, "library/a")
    return write_binder(NEWER, "library/b").parent


@asynccontextmanager
async def listing(open_app: Open, library: Path, size: tuple[int, int], language: str = "en") -> AsyncIterator[Session]:
    """The app, with the list of binders on the screen."""
    async with open_app(library, size, language=language) as session:
        assert isinstance(session.app.screen, LibraryScreen)
        yield session


def binders(session: Session) -> str:
    """What the list of binders shows."""
    return session.shows(session.app.screen.query_one(BinderList))


@pytest.mark.parametrize("size", [ONE_PANE, TWO_PANES, THREE_PANES, TINY])
async def test_the_binders_are_listed_newest_first(open_app: Open, library: Path, size: tuple[int, int]) -> None:
    """Each by its title; enter reads the one under the cursor."""
    async with listing(open_app, library, size) as session:
        if size != TINY:
            shown = binders(session)
            assert shown.index("Newer binder") < shown.index("Older binder")
            assert "Edition: June\u00a02021 · The department · Parliamentary committee · 1 entry" in shown
            assert "Minister · 8 entries" in shown
        await session.press("G", "enter")
        assert isinstance(session.app.screen, BrowseScreen)
        assert "Older binder" in session.screen()


async def test_the_list_speaks_the_readers_language(open_app: Open, library: Path) -> None:
    """And the other one at the key for it."""
    async with listing(open_app, library, TWO_PANES, "fr") as session:
        assert "Édition\u00a0: juin\u00a02021 · Le ministère · Comité parlementaire · 1 fiche" in binders(session)
        assert "Tous les cahiers" in session.lines_at(0)
        await session.press("l")
        assert "Edition: June\u00a02021" in binders(session)
        assert "All binders" in session.lines_at(0)


async def test_all_binders_are_searched_at_once(open_app: Open, library: Path) -> None:
    """Hits say which edition they are from; a chosen one opens its binder there, its matches lit and counted."""
    async with listing(open_app, library, TWO_PANES) as session:
        await session.press("slash")
        await session.type("refugees")
        shown = session.shows(session.app.screen.query_one(SearchResults))
        assert "Fresh  section · June\u00a02021" in shown
        assert "Context  section · November\u00a02019" in shown
        total = int(session.lines_at(1).split()[0])
        await session.press("backspace", "backspace", "s", "space", "y", "u", "k", "o", "n")
        await session.settle()
        await session.press("enter")
        assert isinstance(session.app.screen, BrowseScreen)
        assert session.here == "context#body.0.text"
        assert "1/" in session.status()
        assert total > 3


async def test_going_back_to_the_list(open_app: Open, library: Path) -> None:
    """From the reader by a key; the search is as it was, and a binder is opened where it was left."""
    async with listing(open_app, library, TWO_PANES) as session:
        await session.press("slash")
        await session.type("yukon")
        await session.press("enter", "j")
        left = session.here
        await session.press("o")
        assert isinstance(session.app.screen, LibraryScreen)
        assert session.app.screen.bar.value == "yukon"
        await session.press("escape")
        assert "Newer binder" in binders(session)
        await session.press("down", "enter")
        assert session.here == left


async def test_a_place_in_a_binder_opens_it_at_once(open_app: Open, library: Path) -> None:
    """`--at binder/entry` needs no list; the list is made when it is asked for, and remembers the place."""
    async with open_app(library, TWO_PANES, at="older/inner") as session:
        assert session.here == "inner"
        await session.press("o")
        assert isinstance(session.app.screen, LibraryScreen)
        assert "Older binder" in binders(session)
        await session.press("down", "enter")
        assert session.here == "inner"
        await session.press("o")
        assert isinstance(session.app.screen, LibraryScreen)


async def test_it_opens_with_a_search_of_all(open_app: Open, library: Path) -> None:
    """`--find` looks through every binder."""
    async with open_app(library, TWO_PANES, find="refugees") as session:
        shown = session.shows(session.app.screen.query_one(SearchResults))
        assert "Fresh" in shown
        assert "Context" in shown


async def test_one_binder_has_no_list(open_app: Open) -> None:
    """The key says so."""
    async with open_app() as session:
        await session.press("o")
        assert "This library has only one binder." in session.said()
        assert isinstance(session.app.screen, BrowseScreen)


async def test_escape_and_other_keys_in_the_list_do_no_harm(open_app: Open, library: Path) -> None:
    """Nothing closes, nothing fails."""
    async with listing(open_app, library, ONE_PANE) as session:
        await session.press(
            "escape", "T", "question_mark", "escape", "slash", "escape", "slash", "tab", "G", "g", "space"
        )
        assert isinstance(session.app.screen, LibraryScreen)
        await session.press("slash", "x", "y", "z", "z", "y", "enter", "down", "up")
        assert "Nothing found" in session.screen()


async def test_the_palette_offers_commands_and_binders(open_app: Open, library: Path) -> None:
    """`:` works where the binders are listed: it finds what the help lists, and reads a binder by its title."""
    async with listing(open_app, library, TWO_PANES) as session:
        await session.press("colon")
        await session.type("other official")
        await session.press("enter")
        assert isinstance(session.app.screen, LibraryScreen)
        assert session.app.screen.language == "fr"
        await session.press("colon")
        assert "Commandes et cahiers" in session.screen()
        await session.type("older")
        await session.press("enter")
        assert session.browse.is_current
        assert session.app.title == "older"
