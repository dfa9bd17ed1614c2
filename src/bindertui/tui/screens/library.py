"""The screen of a library with several binders: read one, or search them all."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from attrs import evolve
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import reactive

from bindertui.model.address import Address
from bindertui.model.binder import BINDER, Cover
from bindertui.model.text import one_line
from bindertui.services.events import Published
from bindertui.services.library import Snapshot
from bindertui.settings import Settings
from bindertui.speech import say
from bindertui.tui.background import in_background
from bindertui.tui.bindings import bindings
from bindertui.tui.commands import COMMANDS
from bindertui.tui.keyed import keymap_of
from bindertui.tui.messages import BinderChosen, Chosen
from bindertui.tui.screens.querying import SEARCH, QueryScreen
from bindertui.tui.widgets.bars import KeyBar, StatusBar
from bindertui.tui.widgets.binder_list import BinderList, edition
from bindertui.tui.widgets.lines import cropped
from bindertui.tui.widgets.results import Results
from bindertui.tui.widgets.scope import Scope
from bindertui.tui.widgets.search_bar import SearchBar

if TYPE_CHECKING:
    from bindertui.services.finding_all import LibraryFinder

_TITLE = 40
"""Cells that a binder's title takes above a hit, at most."""
_ACTIONS = {"search", "language", "theme", "palette", "help", "quit", "open"}
_COMMANDS = tuple(command for command in COMMANDS if command.action in _ACTIONS)
_SEARCHES = "library"
"""What earlier queries put to several binders are kept under."""


class LibraryScreen(QueryScreen):
    """The binders, newest first; while there is a query, what is found in any of them."""

    CSS_PATH = "library.tcss"
    AUTO_FOCUS = "#binders"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(_COMMANDS), Binding("escape", "escape", show=False)]

    snapshots: reactive[tuple[Snapshot, ...]] = reactive(())
    crumbs: reactive[tuple[str, ...]] = reactive(())
    state: reactive[tuple[str, ...]] = reactive(())
    editions: reactive[dict[str, str]] = reactive(dict)

    def __init__(self, published: tuple[Published, ...], settings: Settings, *, find: str | None = None) -> None:
        """Prepare the list.

        Args:
            published: the binders, the newest edition first.
            settings: the settings of the run.
            find: what to search for at once.
        """
        super().__init__(settings.state, _SEARCHES)
        self._find = find
        self._published = published
        self._left: dict[str, Address] = {}
        self._preparing = False
        self.set_reactive(LibraryScreen.snapshots, tuple(one.snapshot for one in published))
        self.set_reactive(LibraryScreen.language, settings.language)
        self.set_reactive(LibraryScreen.scope, Scope.LIBRARY)

    def compose(self) -> ComposeResult:
        """The bars, and between them the binders or the results."""
        yield from self.compose_bar()
        yield BinderList(id="binders").data_bind(LibraryScreen.snapshots, LibraryScreen.language)
        yield Results(id="results").data_bind(LibraryScreen.found, LibraryScreen.language, LibraryScreen.editions)
        yield StatusBar(id="status").data_bind(
            LibraryScreen.crumbs,
            LibraryScreen.state,
            LibraryScreen.progress,
            LibraryScreen.unkept,
            LibraryScreen.language,
        )
        yield KeyBar(_COMMANDS, id="keys").data_bind(LibraryScreen.language)

    def on_mount(self) -> None:
        """Offer the binders, and search for what the app was started with."""
        self.watch_language()
        self.watch_searching()
        self.set_focus(self.query_one(BinderList))
        if self._find:
            self.action_search()
            self.bar.value = self._find

    def watch_language(self) -> None:
        """Speak the reader's language."""
        language = self.language
        self.bar.placeholder = SEARCH.read(language)
        self.crumbs = (say("Binders", language),)
        self.state = (language.upper(),)
        covers = [snapshot.binder.cover for snapshot in self.snapshots]
        alike = len({cover.edition for cover in covers}) < len(covers)
        self.editions = {cover.id: _told_apart(cover, language, alike=alike) for cover in covers}
        if self.searching:
            self.find(self.bar.value)

    def watch_searching(self) -> None:
        """The results stand in the place of the binders."""
        self.query_one(Results).display = self.searching
        self.query_one(BinderList).display = not self.searching

    def returned(self, here: Address) -> None:
        """Take up again after a binder was read.

        Args:
            here: where in it the reader was, to open it there the next time.
        """
        if here.binder is not None:
            self._left[here.binder] = evolve(here, binder=None)

    # Choosing

    @on(BinderList.Opened)
    def _opened(self, event: BinderList.Opened) -> None:
        self._take(event.snapshot)

    def _take(self, snapshot: Snapshot) -> None:
        """Read a binder, from where the reader has left it."""
        identifier = snapshot.binder.cover.id
        self.post_message(BinderChosen(snapshot, self._left.get(identifier, Address(BINDER))))

    @on(Chosen)
    def _chosen(self, event: Chosen) -> None:
        self.remember()
        for snapshot in self.snapshots:
            if snapshot.binder.cover.id == event.address.binder:
                self.post_message(BinderChosen(snapshot, evolve(event.address, binder=None), self.bar.value))
                return

    def accept_best(self) -> None:
        """Read the binder with the best hit."""
        if self.found and self.found.hits.hits:
            self.post_message(Chosen(self.found.hits.hits[0].address))

    # Searching

    def prepare(self) -> None:
        """Open every binder's index, once."""
        if not self._preparing:
            self._preparing = True
            in_background(self.app, partial(_finder, self._published), self._ready)

    def _ready(self, finder: "LibraryFinder") -> None:
        self._finder = finder
        self._searchable.set()
        self.index()

    def action_search(self) -> None:
        """Type a query for every binder."""
        self.asking = True
        self.set_focus(self.bar)
        self.asked(self.bar.value)

    @on(SearchBar.Left)
    def _left_bar(self, event: SearchBar.Left) -> None:
        if event.to_results and self.searching:
            self.set_focus(self.query_one(Results))
        else:
            self.action_escape()

    @on(Results.LeftUp)
    def _up_to_bar(self) -> None:
        self.set_focus(self.bar)

    def action_escape(self) -> None:
        """End the search."""
        self.forget()
        self.set_focus(self.query_one(BinderList))

    # The other commands

    def action_language(self) -> None:
        """Read the other official language."""
        self.language = "fr" if self.language == "en" else "en"

    def action_palette(self) -> None:
        """Offer the commands and the binders by name."""
        from bindertui.tui.palette import Offer, command_offer  # noqa: PLC0415 - not before it is asked for

        language = self.language
        commands = keymap_of(self).applied(_COMMANDS)
        offers = [command_offer(one, language, self.run_action) for one in commands if not one.here]
        for snapshot in self.snapshots:
            cover = snapshot.binder.cover
            offers.append(
                Offer(one_line(cover.title.read(language)), one_line(cover.id), partial(self._take, snapshot))
            )
        self.offer(offers, say("Commands and binders", language))


def _told_apart(cover: Cover, language: str, *, alike: bool) -> str:
    """What tells a binder from the others: its edition, and its title where several are of the same edition."""
    date = edition(cover.edition, language)
    return f"{date} · {cropped(one_line(cover.title.read(language)), _TITLE)}" if alike else date


def _finder(published: tuple[Published, ...]) -> "LibraryFinder":
    from bindertui.services.finding_all import LibraryFinder  # noqa: PLC0415 - the first frame comes before that

    searchable = [one.searchable() for one in published]
    return LibraryFinder([(snapshot.binder.cover.id, finder) for snapshot, finder in searchable])
