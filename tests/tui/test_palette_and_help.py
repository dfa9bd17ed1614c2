"""The palette, the help and the bar at the bottom: all from one declaration per command."""

import pytest
from textual.events import Key, Paste
from textual.widgets import Input

from bindertui.document.flow import Passage
from bindertui.document.highlight import plain_text
from bindertui.tui.app import BinderApp
from bindertui.tui.bindings import command_bindings
from bindertui.tui.commands import COMMANDS, MOVES, shown_key
from bindertui.tui.screens.browse import BrowseScreen
from bindertui.tui.screens.dialogs import HelpScreen
from bindertui.tui.screens.palette import PaletteList
from bindertui.tui.widgets.flow_view import FlowView
from bindertui.tui.widgets.line_view import LineView
from tests.tui.conftest import ONE_PANE, THREE_PANES, TINY, Open, Session


async def offered(session: Session, query: str) -> list[str]:
    """What the palette offers for a query."""
    await session.press("colon")
    await session.type(query)
    await session.settle()
    return [offer.shown for offer, _ in session.app.screen.query_one(PaletteList).matches]


@pytest.mark.parametrize("key", ["colon", "ctrl+p"])
async def test_the_palette_opens_and_closes(open_app: Open, key: str) -> None:
    """By a key without a modifier too; Esc closes it."""
    async with open_app() as session:
        await session.press(key)
        assert "Commands and entries" in session.screen()
        await session.press("escape")
        assert session.app.screen is session.browse


async def test_the_palette_finds_an_entry_and_goes_there(open_app: Open) -> None:
    """An entry by a part of its title."""
    async with open_app(size=THREE_PANES) as session:
        found = await offered(session, "innermost")
        assert any("Innermost part" in offer for offer in found)
        await session.press("enter")
        assert session.here == "innermost"


async def test_the_palette_runs_a_command(open_app: Open) -> None:
    """A command by its words; it does what its key does."""
    async with open_app(size=THREE_PANES) as session:
        found = await offered(session, "other official")
        assert any("Switch to the other official language" in offer for offer in found)
        await session.press("enter")
        assert session.browse.language == "fr"


async def test_the_palette_speaks_the_readers_language(open_app: Open) -> None:
    """Commands and entries are found by their French words."""
    async with open_app(size=THREE_PANES, language="fr") as session:
        assert any("Pacte sûr" in offer for offer in await offered(session, "pacte"))


async def test_the_palette_folds_accents(open_app: Open) -> None:
    """`norvege` finds Norvège, as the search does."""
    async with open_app(size=THREE_PANES, language="fr") as session:
        assert any("Norvège" in offer for offer in await offered(session, "norvege"))


@pytest.mark.parametrize(("size", "language"), [(ONE_PANE, "en"), (THREE_PANES, "fr"), (TINY, "en")])
async def test_the_help_lists_every_command(open_app: Open, size: tuple[int, int], language: str) -> None:
    """Each key with its sentence, in the reader's language; Esc closes the page."""
    async with open_app(size=size, language=language) as session:
        await session.press("question_mark")
        page = session.app.screen.query_one("#help", FlowView).flow
        assert page is not None
        lines = [line for line in page.lines if isinstance(line, Passage) and line.marker]
        assert len(lines) == len(COMMANDS) + len(MOVES)
        told = {line.marker.strip(): plain_text(line) for line in lines}
        for command in COMMANDS:
            keys = " ".join(shown_key(key, language) for key in command.keys)
            assert told[keys] == command.help.in_language(language)
        await session.press("escape")
        assert session.app.screen is session.browse


async def test_who_may_only_read_is_offered_nothing_else(open_app: Open) -> None:
    """Neither the bar, nor the palette, nor the help names what changes a binder."""
    async with open_app(size=THREE_PANES, read_only=True) as session:
        assert "Edit" not in session.screen().splitlines()[-1]
        assert not any(
            "new entry" in offer.lower() or "Add a section" in offer for offer in await offered(session, "add")
        )
        await session.press("escape", "question_mark")
        page = session.app.screen.query_one("#help", FlowView).flow
        assert page is not None
        helps = {plain_text(line) for line in page.lines if isinstance(line, Passage)}
        writing = {command.help.in_language("en") for command in COMMANDS if command.writes}
        assert len(writing) == 6
        assert not helps & writing


async def test_the_help_can_be_scrolled(open_app: Open) -> None:
    """On a small screen its end is reached by the keys that move everywhere."""
    async with open_app(size=TINY) as session:
        await session.press("question_mark")
        before = session.screen()
        await session.press("end")
        assert session.screen() != before


def test_every_command_has_an_action_and_a_binding() -> None:
    """The screen binds each command's keys, or the panes do; no key means two things."""
    keys = [key for command in COMMANDS for key in command.keys]
    assert len(keys) == len(set(keys))
    bound = {key for binding in command_bindings() for key in binding.key.split(",")}  # type: ignore[union-attr]
    for command in COMMANDS:
        of_app = command.action.startswith("app.")
        name = f"action_{command.action.removeprefix('app.').partition('(')[0]}"
        if command.here:
            assert hasattr(LineView, name) or command.action == "link"
        else:
            assert hasattr(BinderApp if of_app else BrowseScreen, name)
            assert set(command.keys) <= bound


def test_no_command_needs_a_modifier() -> None:
    """Every command has a key that no terminal or multiplexer takes away: without ctrl, alt or function keys."""
    for command in COMMANDS:
        assert any("ctrl" not in key and "alt" not in key and not key.startswith("f1") for key in command.keys)


@pytest.mark.parametrize("size", [ONE_PANE, THREE_PANES, TINY])
async def test_the_bar_shows_the_keys_that_fit(open_app: Open, size: tuple[int, int]) -> None:
    """Whole keys only, in the order of the commands."""
    async with open_app(size=size) as session:
        line = session.lines_at(-1).strip()
        assert line.startswith("/ Search")
        shown = [command for command in COMMANDS if command.in_bar]
        names = [f"{shown_key(command.keys[0], 'en')} {command.name.in_language('en')}" for command in shown]
        assert line == "  ".join(names[: len([name for name in names if name in line])])


async def test_two_quick_enters_choose_once(open_app: Open) -> None:
    """A second Enter that comes before the palette is gone does no harm."""
    async with open_app(size=ONE_PANE) as session:
        await offered(session, "innermost")
        session.app.screen.query_one("Input").post_message(Key("enter", None))
        await session.press("enter")
        assert session.app.screen is session.browse
        assert session.here == "innermost"


@pytest.mark.parametrize("size", [(20, 3), (1, 1), TINY])
async def test_the_palette_pages_on_any_screen(open_app: Open, size: tuple[int, int]) -> None:
    """Page keys move in the list, however small it is."""
    async with open_app(size=size) as session:
        await session.press("colon", "pagedown", "pagedown", "pageup", "escape")
        assert session.app.screen is session.browse


async def test_what_is_pasted_into_the_palette_is_shown_safely(open_app: Open) -> None:
    """Controls and overrides from the clipboard are visibly escaped, as everywhere."""
    async with open_app(size=THREE_PANES) as session:
        await session.press("colon")
        session.app.screen.query_one(Input).post_message(Paste("a\x1b[2Jb\u202ec"))
        await session.settle()
        assert "a\\x1b[2Jb\\u202ec" in session.screen()


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_every_bar_shows_the_way_out_and_help(open_app: Open, language: str) -> None:
    """At 80 columns, in both languages, while reading, editing, filling in a field, and looking at versions."""
    out, aside, back = {"en": ("Quit", "Close", "Parts"), "fr": ("Quitter", "Fermer", "Parties")}[language]
    leave = {"en": "q Leave", "fr": "q Quitter"}[language]
    aid = {"en": "Help", "fr": "Aide"}[language]
    async with open_app(size=ONE_PANE, at="unhcr", language=language) as session:
        assert f"q {out}" in session.lines_at(-1)
        assert f"? {aid}" in session.lines_at(-1)
        await session.press("h")
        assert aside in session.lines_at(-1)
        assert f"? {aid}" in session.lines_at(-1)
        await session.press("f1")
        assert aid in session.screen()
        await session.press("escape", "q")
        await session.press("e")
        assert leave in session.lines_at(-1)
        assert f"? {aid}" in session.lines_at(-1)
        await session.press("enter")
        assert back in session.lines_at(-1)
        assert f"F1 {aid}" in session.lines_at(-1)
        await session.press("f1")
        assert isinstance(session.app.screen, HelpScreen)


@pytest.mark.parametrize(
    ("language", "told"), [("en", "Press + to add an entry"), ("fr", "Appuyez sur + pour ajouter une fiche")]
)
async def test_a_list_says_how_to_add_to_it(open_app: Open, language: str, told: str) -> None:
    """The lists of partners and agreements are no files: e says what can be done there instead."""
    async with open_app(at="partners", language=language) as session:
        await session.press("e")
        assert told in session.said()


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_a_long_offer_keeps_its_key(language: str, open_app: Open) -> None:
    """Where the words do not fit, an ellipsis says so, and the key stands behind it."""
    async with open_app(size=(60, 24), language=language) as session:
        await session.press("colon")
        listed = session.app.screen.query_one(PaletteList)
        offer = max((offer for offer, _ in listed.matches if len(offer.aside) == 1), key=lambda one: len(one.text))
        listed.matches = [(offer, ((0, 3), (len(offer.text) + 2, len(offer.shown))))]
        await session.settle()
        assert session.lines_of(listed)[0].endswith(f"…  {offer.aside}")
        assert [run.text for run in listed.row(0) if run.highlighted] == [offer.text[:3], offer.aside]


async def test_a_reader_is_not_offered_to_edit(open_app: Open) -> None:
    """The bar leaves out what may not be done."""
    async with open_app(size=THREE_PANES) as session:
        assert "e Edit" in session.lines_at(-1)
    async with open_app(size=THREE_PANES, read_only=True) as session:
        assert "e Edit" not in session.lines_at(-1)
        assert "? Help" in session.lines_at(-1)
