"""The tour: a small binder about the program, opened above the binder that is read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bindertui.model.fields import iter_fields
from bindertui.model.markup import parse_markup
from bindertui.model.text import Text
from bindertui.services.library import Library
from bindertui.services.tour import FOLDER
from bindertui.tui.commands import COMMANDS, HISTORY, Command
from bindertui.tui.edit_commands import EDIT_COMMANDS, FIELD_COMMANDS
from bindertui.tui.key_names import MOVE_KEYS
from bindertui.tui.screens.tour import TourScreen
from tests.tui.conftest import ONE_PANE, THREE_PANES, Open, Session
from tests.tui.terminal import terminal

SECTIONS = ("reading", "searching", "following", "editing", "versions", "remote", "settings")
NAMED = {
    "en": {"Enter": "enter", "Space": "space", "Tab": "tab", "Esc": "escape"},
    "fr": {"Entrée": "enter", "Espace": "space", "Tab": "tab", "Échap": "escape"},
}
SHOWN = {
    "↓": "down", "↑": "up", "→": "right", "←": "left", "/": "slash", "?": "question_mark", ":": "colon", "+": "plus",
    "[": "left_square_bracket", "]": "right_square_bracket",
}  # fmt: skip
SCREENS: dict[str, tuple[Command, ...]] = {
    "editing": (*COMMANDS, *EDIT_COMMANDS, *FIELD_COMMANDS),
    "versions": (*COMMANDS, *EDIT_COMMANDS, *HISTORY),
}
"""The commands of the screens that a section is about; the others are about reading."""


async def opened(session: Session) -> None:
    """Open the tour and wait until it is shown."""
    await session.press("t")
    await session.settle_when(lambda: isinstance(session.app.screen, TourScreen))


def named_keys(language: str) -> Iterator[tuple[str, str]]:
    """Each key that the tour names in a language, with the section that names it."""
    binder = Library.at(FOLDER).snapshot().binder
    for section in SECTIONS:
        for leaf in iter_fields(binder.entry(section)):
            if isinstance(leaf.value, Text):
                for span in parse_markup(leaf.value.in_language(language)):
                    if span.strong:
                        yield section, NAMED[language].get(span.text) or SHOWN.get(span.text, span.text)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_keys_it_names_are_bound(language: str) -> None:
    """A strong word is a key of a screen that the section is about."""
    moves = {key for keys in MOVE_KEYS.values() for key in keys} | {"escape"}
    named = tuple(named_keys(language))
    assert len(named) > 40
    for section, key in named:
        bound = {key for command in SCREENS.get(section, COMMANDS) for key in command.keys} | moves
        assert key in bound, (section, key)


def test_both_languages_name_the_same_keys() -> None:
    """Section by section; the order of a sentence is its language's own."""
    assert sorted(named_keys("en")) == sorted(named_keys("fr"))


def test_check_finds_nothing_wrong_with_it() -> None:
    """Neither in its files nor in what its languages say and how they are set."""
    assert Library.at(FOLDER).problems(with_parity=True) == []


@pytest.mark.parametrize("size", [ONE_PANE, THREE_PANES])
@pytest.mark.parametrize(
    ("language", "title", "begins"),
    [("en", "A Tour of bindertui", "Read and Fold"), ("fr", "Visite guidée de bindertui", "Lire et replier")],
)
async def test_t_opens_it(open_app: Open, size: tuple[int, int], language: str, title: str, begins: str) -> None:
    """In the language of the reader, at its front page; Enter begins with the first section."""
    async with open_app(size=size, language=language) as session:
        await opened(session)
        assert title in session.screen()
        await session.press("enter")
        assert begins in session.screen()
        assert "▌" in session.screen()


@pytest.mark.parametrize("key", ["escape", "left_square_bracket", "q", "t", "o"])
async def test_closing_it_shows_the_binder_as_it_was(open_app: Open, key: str) -> None:
    """The place, the folds, the trail and the search; also when the tour was searched and read in another language."""
    async with open_app(at="context") as session:
        await session.indexed()
        await session.press("slash", *"refugees", "enter", "Z", "down")
        reader = session.browse
        before = (session.screen(), reader.here, reader.folded, reader.reading.history, reader.result, reader.language)
        await opened(session)
        await session.press("l", "slash", *"undo", "enter", "escape")
        tour = session.app.screen
        assert isinstance(tour, TourScreen)
        while key == "left_square_bracket" and tour.reading.history.back:
            await session.press(key)
        await session.press(key)
        assert session.app.screen is reader
        after = (session.screen(), reader.here, reader.folded, reader.reading.history, reader.result, reader.language)
        assert after == before


async def test_the_palette_opens_it(open_app: Open) -> None:
    """By its name; in the tour, the palette lists its sections."""
    async with open_app() as session:
        await session.press("colon", *"tour of", "enter")
        await session.settle_when(lambda: isinstance(session.app.screen, TourScreen))
        await session.press("colon", *"versions and", "enter")
        assert str(session.app.screen.here) == "versions"  # type: ignore[attr-defined]


@pytest.mark.parametrize("read_only", [False, True])
async def test_it_cannot_be_edited(open_app: Open, read_only: bool) -> None:
    """Whoever reads it; every key that writes says so, and what the tour can do is all that the palette lists."""
    async with open_app(read_only=read_only) as session:
        await opened(session)
        for key in ("e", "d", "plus", "i", "D", "R"):
            await session.press(key)
            assert "The tour is read-only" in session.said()
        tour = session.app.screen
        assert isinstance(tour, TourScreen)
        assert not {"edit", "drafts", "library"} & {command.action for command in tour.commands}


async def test_a_key_that_is_pressed_twice_opens_it_once(open_app: Open) -> None:
    """It is read in the background; a second key does not put a second one above it."""
    async with open_app() as session:
        session.browse.action_tour()
        session.browse.action_tour()
        await session.settle_when(lambda: isinstance(session.app.screen, TourScreen))
        await session.pilot.pause(0.2)
        assert sum(isinstance(screen, TourScreen) for screen in session.app.screen_stack) == 1


def test_a_first_start_offers_nothing(binder: Path, tmp_path: Path) -> None:
    """On a real terminal the tour is opened and closed by its key; nothing is kept of it but where it was read."""
    with terminal("open", str(binder), folder=tmp_path) as run:
        run.wait_for("Quit")
        run.type("t")
        run.wait_for("A Tour of bindertui")
        run.type("q")
        run.wait_for(lambda: "A Tour of bindertui" not in run.text())
        run.type("q")
        assert run.end() == 0
    assert not (tmp_path / ".local" / "state" / "bindertui" / "tour.json").exists()
