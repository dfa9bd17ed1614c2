"""A walk through every screen in French: no English word of the program is on any of them."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from babel.messages.pofile import read_po
from textual.screen import Screen
from textual.widgets import OptionList

from bindertui.i18n import LOCALE_DIR
from bindertui.model.enums import Audience, NoteKind, PartnerKind
from bindertui.model.schema import FILE_TYPES as DECLARED
from bindertui.services.editing.forms import Form
from bindertui.tui import screens
from bindertui.tui.screens.browse import BrowseScreen
from bindertui.tui.screens.conflict import ConflictScreen
from bindertui.tui.screens.dialogs import BookmarksDialog, ChoiceDialog, ConfirmDialog, HelpScreen, TextPromptDialog
from bindertui.tui.screens.edit import EditScreen
from bindertui.tui.screens.history import HistoryScreen
from bindertui.tui.screens.library import LibraryScreen, LoadingScreen
from bindertui.tui.screens.palette import PaletteScreen
from bindertui.tui.screens.picker import ReferencePicker
from bindertui.tui.screens.replace import ReplacementList, ReplaceScreen
from bindertui.tui.screens.review import ReviewScreen
from bindertui.tui.screens.tour import TourScreen
from tests.conftest import WriteBinder
from tests.repositories import Repository, own_git
from tests.tui.binders import FILES
from tests.tui.conftest import THREE_PANES, Open, Session
from tests.tui.editing import edit
from tests.tui.test_library import COVER

_BOTH = re.compile(r"\{en: (?:\"[^\"]*\"|[^,{}]*), fr: (\"[^\"]*\"|[^{}]*)\}")
_WORD = re.compile(r"[^\W\d_]{3,}")
FRENCH = {name: _BOTH.sub(r"{en: \1, fr: \1}", text) for name, text in FILES.items()}
"""The small binder with French texts in both languages, so that every English word is one of the program's."""


def words(text: str) -> set[str]:
    """Return the words of a text, without literals and values."""
    literals = r"`[^`]*`|\{[^}]*\}|[\w-]+\.yaml|\w+#[\w.]+|\bbindertui [a-z]+"
    return {word.casefold() for word in _WORD.findall(re.sub(literals, " ", text))}


def english_words() -> set[str]:
    """Return the words of the English messages that no French message contains."""
    with (LOCALE_DIR / "fr" / "LC_MESSAGES" / "bindertui.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    english = "\n".join(form for message in messages for form in _forms(message.id))
    french = "\n".join(form for message in messages for form in _forms(message.string))
    codes = [kind for kinds in (Audience, NoteKind, PartnerKind) for kind in kinds]
    typed = "\n".join(["sections partners agreements", *codes, *FRENCH, *FRENCH.values()])
    return words(english) - words(french) - words(typed) - {str(kind) for kind in DECLARED} - {"error", "warning"}


def _forms(form: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [form] if isinstance(form, str) else list(form or ())


ENGLISH = english_words()


class Walk:
    """A walk through the app that reads the screen at each stop."""

    def __init__(self, session: Session, folder: Path) -> None:
        self.session = session
        self.names = words(str(folder))
        self.seen: set[type[Screen[Any]]] = set()

    async def press(self, *keys: str) -> None:
        """Press keys one after another, and read the screen after each."""
        for key in keys:
            await self.session.press(key)
            self.read()

    async def wait_until(self, holds: Callable[[], object]) -> None:
        """Wait until a condition holds, and read the screen."""
        await self.session.settle_when(holds)
        self.read()

    async def reach(self, screen: type[Screen[Any]]) -> None:
        """Wait for a screen, and read it."""
        await self.wait_until(lambda: isinstance(self.session.app.screen, screen))

    def read(self) -> None:
        """Check that no English word of the program is on the screen or in a message."""
        self.seen.add(type(self.session.app.screen))
        shown = f"{self.session.screen()}\n{self.session.said()}"
        assert words(shown) & ENGLISH - self.names == set(), shown


Walked = Callable[..., AbstractAsyncContextManager[Walk]]
"""Opens a binder in French, and reads the first screen."""


@pytest.fixture
def walk(open_app: Open, binder: Path) -> Walked:
    """Opens the French binder and reads the first screen."""

    @asynccontextmanager
    async def walked(
        folder: Path | None = None, at: str = "context", *, read_only: bool = False
    ) -> AsyncIterator[Walk]:
        async with open_app(folder or binder, THREE_PANES, at=at, language="fr", read_only=read_only) as session:
            walk = Walk(session, folder or binder)
            walk.read()
            yield walk

    return walked


@pytest.fixture
def binder(write_binder: WriteBinder) -> Path:
    """The small binder in French."""
    return write_binder(FRENCH, "cahier")


def test_the_words_that_are_looked_for_are_english() -> None:
    """Names of keys and common words are among them; words of both languages are not."""
    assert {"the", "search", "nothing", "saved", "press", "close"} <= ENGLISH
    assert {"section", "figure", "les", "fiche"}.isdisjoint(ENGLISH)


async def test_reading_and_searching(walk: Walked) -> None:
    """The panes, the search with its problems and completions, and every dialog of the reader."""
    async with walk() as on:
        await on.session.indexed()
        await on.press("question_mark", "end", "escape", "colon", "escape")
        await on.press("b", "apostrophe", "escape", "b", "left_square_bracket", "right_square_bracket")
        await on.press("y", "n", "T", "z", "Z", "p", "p", "d", "o", "ctrl+c")
        await on.press("h", "escape", "f", *"zzz", "escape", "escape", "slash", *"typ", "escape")
        for query in ("réfugiés", "zzzz", "kind:partnr x", "colour:red", "(x", '"x', "édition:x", "type:", "is:"):
            await on.press("slash")
            await on.session.type(query)
            on.read()
            await on.press("escape", "escape")
        for place in ("binder", "partners", "agreements", "glossary", "sources", "unhcr", "pact", "norway"):
            on.session.browse.go(on.session.browse.here.parse(place))
            await on.session.settle()
            on.read()
        assert on.seen >= {BrowseScreen, HelpScreen, PaletteScreen, BookmarksDialog, HistoryScreen}
    async with walk(read_only=True) as on:
        await on.press("e", "plus")


async def test_what_cannot_be_read(walk: Walked, write_binder: WriteBinder) -> None:
    """The problems of broken files are French, in the text and in the message."""
    broken = {**FRENCH, "sections/abime.yaml": "title: [\n", "partners/dechire.yaml": "kind: x\n"}
    async with walk(write_binder(broken, "perdu"), at="abime") as on:
        on.session.browse.go(on.session.browse.here.parse("dechire"))
        await on.session.settle()
        on.read()


async def test_editing(walk: Walked, binder: Path) -> None:
    """Every part with its fields, choices, references, problems, changes, and the question when leaving."""
    for place in ("binder", "context", "unhcr", "pact", "glossary", "sources"):
        async with walk(at=place) as on:
            editing = await edit(on.session, binder / "binder.yaml")
            form = editing.screen.draft.form
            assert isinstance(form, Form)
            for part in form.parts:
                editing.parts.focus()
                await editing.screen.go(part.path)
                await editing.settle()
                on.read()
    async with walk(at="context#body.0.text") as on:
        editing = await edit(on.session, binder / "sections" / "context.yaml")
        await on.press("question_mark", "escape", "colon", "escape", "equals_sign", "exclamation_mark", "u", "U")
        await on.press("a")
        await on.reach(ChoiceDialog)
        await on.press("escape", "E", "K")
        editing.field(("body", 0, "sources")).focus_box()
        await on.press("enter")
        await on.reach(ReferencePicker)
        await on.press("escape")
        await editing.replace(("body", 0, "as_of"), "", "", "x")
        on.read()
        await on.press("escape", "exclamation_mark")
        await on.reach(ChoiceDialog)
        await on.press("escape", "s", "escape", "u", "d", "equals_sign")
        await on.reach(ReviewScreen)
        await on.press("escape", "q")
        await on.reach(ChoiceDialog)
        await on.session.press("escape")
        await editing.save()
        await on.wait_until(lambda: not editing.screen.draft.current.is_changed)
        assert on.seen >= {EditScreen, ReferencePicker, ReviewScreen}


async def test_a_conflict(walk: Walked, binder: Path) -> None:
    """A conflict is shown in French."""
    file = binder / "partners" / "unhcr.yaml"
    async with walk(at="unhcr#summary") as on:
        editing = await edit(on.session, file)
        await editing.replace(("summary",), "fr", "gens", "personnes")
        file.write_text(editing.before.replace("protège les gens", "protège chacun"))
        await on.session.press("ctrl+s")
        await on.reach(ConflictScreen)


async def test_changing_which_entries_there_are(walk: Walked) -> None:
    """New, renamed and deleted entries, and replacing in all of them."""
    async with walk(at="norway") as on:
        await on.session.press("plus")
        await on.reach(ChoiceDialog)
        for _ in range(2):
            on.session.app.screen.query_one(OptionList).highlighted = 1
            await on.session.press("enter")
            await on.session.settle()
            on.read()
        await on.reach(TextPromptDialog)
        await on.press("escape", "D")
        await on.reach(ChoiceDialog)
        await on.press("escape", "i")
        await on.reach(TextPromptDialog)
        await on.session.type("x")
        await on.session.press("enter")
        await on.reach(ReviewScreen)
        await on.press("escape", "R")
        await on.reach(ReplaceScreen)
        await on.session.type("réfugiés")
        await on.press("enter")
        found = on.session.app.screen.query_one(ReplacementList)
        await on.wait_until(lambda: found.replacements)
        await on.press("down", "s")
        await on.reach(ReviewScreen)
        await on.session.press("s")
        await on.reach(ChoiceDialog)


async def test_versions(walk: Walked, binder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The versions of an entry, the diff, and the question before restoring one."""
    own_git(tmp_path, monkeypatch)
    made = Repository.made(binder)
    made.commit_all("début")
    path = binder / "sections/context.yaml"
    path.write_text(path.read_text().replace("Mots profonds", "Autres mots"))
    made.commit_all("suite")
    async with walk(binder) as on:
        await on.session.press("h")
        await on.wait_until(lambda: "→" in on.session.screen())
        await on.press("w", "space", "down", "r")
        await on.reach(ConfirmDialog)


async def test_a_library(open_app: Open, write_binder: WriteBinder) -> None:
    """The list of binders, and a search of all of them."""
    for name, year in (("un", "2021-06"), ("deux", "2019-11")):
        cover = COVER.format(name=name, title=name, audience="minister", edition=year, sections="context, second")
        write_binder({**FRENCH, "binder.yaml": _BOTH.sub(r"{en: \1, fr: \1}", cover)}, f"library/{name}")
    folder = write_binder({**FRENCH}, "library/trois").parent
    async with open_app(folder, THREE_PANES, language="fr") as session:
        on = Walk(session, folder)
        await on.reach(LibraryScreen)
        await on.press("question_mark", "escape", "slash", *"agence")
        await on.session.app.push_screen(LoadingScreen("fr"))
        await on.reach(LoadingScreen)


async def test_the_tour(walk: Walked) -> None:
    """Its front page, its answer to an edit, its help, and a section."""
    async with walk() as on:
        await on.press("t")
        await on.reach(TourScreen)
        await on.press("e", "question_mark", "escape", "enter", "t")


def test_no_screen_is_left_out() -> None:
    """Every screen that can be on the terminal is walked through above."""
    found = {
        value
        for module in iter_modules(screens.__path__)
        for value in vars(import_module(f"{screens.__name__}.{module.name}")).values()
        if isinstance(value, type) and issubclass(value, Screen) and value.__module__.startswith(screens.__name__)
    }
    # The tour is shown by a subclass of the reader screen, and both are.
    shown = {one for one in found if not any(issubclass(other, one) for other in found - {one})} | {BrowseScreen}
    assert shown == {
        TourScreen,
        *(ConfirmDialog, BookmarksDialog, BrowseScreen, ChoiceDialog, EditScreen, HelpScreen, HistoryScreen),
        *(LibraryScreen, ConflictScreen, LoadingScreen, PaletteScreen, ReferencePicker, TextPromptDialog),
        *(ReplaceScreen, ReviewScreen),
    }
