"""The list of the binders of a library, to open one or search all; and the progress while their files are read."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from attrs import evolve
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import ProgressBar, Static

from bindertui.document.flow import Passage, Run, Tone
from bindertui.document.labels import format_date, label_for, with_colon
from bindertui.document.layout import layout_rows
from bindertui.document.wrapping import Row
from bindertui.i18n import gettext, ngettext
from bindertui.model.address import Address
from bindertui.model.enums import EntryKind
from bindertui.model.outline import BINDER, Cover
from bindertui.model.text import single_line
from bindertui.services.library import Snapshot
from bindertui.services.live import LiveBinder
from bindertui.settings import Settings
from bindertui.tui.bindings import app_keymap, command_bindings
from bindertui.tui.commands import COMMANDS
from bindertui.tui.controllers.search import SearchController
from bindertui.tui.messages import AddressChosen, BinderChosen
from bindertui.tui.screens.base import SearchScreen
from bindertui.tui.threads import run_in_thread
from bindertui.tui.widgets.bars import KeyBar, StatusBar
from bindertui.tui.widgets.line_view import LineView, crop_strip
from bindertui.tui.widgets.search_bar import Scope, SearchBar
from bindertui.tui.widgets.search_results import SearchResults

if TYPE_CHECKING:
    from bindertui.services.search import LibraryFinder, SearchResult


class LoadingScreen(Screen[None]):
    """The progress while files are read."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,escape,ctrl+c", "app.quit", show=False)]

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def compose(self) -> ComposeResult:
        """Show a message, the progress bar, and the key that quits."""
        with Vertical(classes="dialog"):
            yield Static(Content(gettext("Reading the binder …", self._language)))
            yield ProgressBar(show_eta=False)
            yield Static(Content(gettext("Press q to quit.", self._language)))

    def progress(self, done: int, total: int) -> None:
        """Show how many files have been read, of how many."""
        self.query_one(ProgressBar).update(progress=done, total=total)


_BETWEEN = " · "


class BinderList(LineView):
    """Each binder by its title, with its edition, department and audience and how many entries it has."""

    snapshots: reactive[tuple[Snapshot, ...]] = reactive(())
    language: reactive[str] = reactive("en")

    class Opened(Message):
        """The user chose a binder."""

        def __init__(self, snapshot: Snapshot) -> None:
            super().__init__()
            self.snapshot = snapshot

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: list[tuple[int, Row]] = []
        self._starts: list[int] = []

    def item_count(self) -> int:
        """Return the number of binders."""
        return len(self._starts)

    def row_count(self) -> int:
        """Return the number of their rows."""
        return len(self._rows)

    def rows_of(self, item: int) -> range:
        """Return the rows of a binder, without the blank row below it."""
        end = self._starts[item + 1] if item + 1 < len(self._starts) else len(self._rows)
        return range(self._starts[item], end - 1)

    def item_at(self, row: int) -> int:
        """Return the binder on a row."""
        return self._rows[row][0]

    def row(self, number: int) -> Row:
        """Return a row of a binder's description."""
        return self._rows[number][1]

    def row_class(self, item: int) -> str | None:
        """Return None: all rows look alike."""
        return None

    def watch_snapshots(self) -> None:
        """Show other binders."""
        self._lay_out()

    def watch_language(self) -> None:
        """Show them in another language."""
        self._lay_out()

    def on_resize(self) -> None:
        """Arrange the rows for another width."""
        self._lay_out()
        self.go(self.cursor)

    def _lay_out(self) -> None:
        self._rows, self._starts = [], []
        for item, snapshot in enumerate(self.snapshots if self.size.width else ()):
            self._starts.append(len(self._rows))
            for runs in self._lines(snapshot):
                line = Passage(address=Address(BINDER), runs=runs)
                self._rows += ((item, row) for row in layout_rows(line, self.text_width))
            self._rows.append((item, ()))
        self.resized()

    def _lines(self, snapshot: Snapshot) -> tuple[Row, Row]:
        cover, language = snapshot.binder.cover, self.language
        entries = sum(place.kind is not EntryKind.INDEX for place in snapshot.binder.outline()) - 1
        said = [
            with_colon(label_for("edition", language), language) + format_edition(cover.edition, language),
            single_line(cover.department.in_language(language)) if cover.department else "",
            label_for(f"audience.{cover.audience.value}", language),
            ngettext("{count} entry", "{count} entries", entries, language),
        ]
        title = (Run(single_line(cover.title.in_language(language)), strong=True),)
        return title, (Run(_BETWEEN.join(filter(None, said)), Tone.QUIET),)

    def action_open(self) -> None:
        """Open the binder under the cursor."""
        if self._starts:
            self.post_message(self.Opened(self.snapshots[self.cursor]))

    def clicked(self, row: int, column: int) -> None:
        """Open the binder that was clicked."""
        self.action_open()


def format_edition(date: str, language: str) -> str:
    """Return an edition's date in words."""
    return single_line(format_date(date, language))


_TITLE = 40
"""Cells of a binder's title above a hit, at most."""
_ACTIONS = {"search", "language", "theme", "palette", "help", "quit", "open"}
_COMMANDS = tuple(command for command in COMMANDS if command.action in _ACTIONS)
_HISTORY_ID = "library"
"""The id that the queries of this screen are stored under."""


class LibraryScreen(SearchScreen):
    """The binders, newest first; while there is a query, its results in all of them.

    Attributes:
        search: the queries.
    """

    CSS_PATH = "library.tcss"
    AUTO_FOCUS = "#binders"
    BINDINGS: ClassVar[list[BindingType]] = [*command_bindings(_COMMANDS), Binding("escape", "escape", show=False)]

    snapshots: reactive[tuple[Snapshot, ...]] = reactive(())
    breadcrumbs: reactive[tuple[str, ...]] = reactive(())
    status: reactive[tuple[str, ...]] = reactive(())
    editions: reactive[dict[str, str]] = reactive(dict)

    def __init__(self, binders: tuple[LiveBinder, ...], settings: Settings, *, find: str | None = None) -> None:
        """Prepare the list.

        Args:
            binders: the binders, the newest edition first.
            settings: the settings of the run.
            find: a query to start with.
        """
        super().__init__()
        self._find = find
        self._binders = binders
        self._left: dict[str, Address] = {}
        """Where the reader left each binder, by its id."""
        self._is_preparing_search = False
        self.search: SearchController[LibraryFinder] = SearchController(self, settings.state_folder, _HISTORY_ID)
        self.set_reactive(LibraryScreen.earlier_queries, self.search.earlier_queries)
        self.set_reactive(LibraryScreen.snapshots, tuple(binder.snapshot for binder in binders))
        self.set_reactive(LibraryScreen.language, settings.language)
        self.set_reactive(LibraryScreen.scope, Scope.LIBRARY)

    def compose(self) -> ComposeResult:
        """Arrange the bars, and between them the binders or the results."""
        yield from self.compose_search_bar()
        yield BinderList(id="binders").data_bind(LibraryScreen.snapshots, LibraryScreen.language)
        yield SearchResults(id="results").data_bind(
            LibraryScreen.result, LibraryScreen.language, LibraryScreen.editions
        )
        yield StatusBar(id="status").data_bind(
            LibraryScreen.breadcrumbs,
            LibraryScreen.status,
            LibraryScreen.index_progress,
            LibraryScreen.index_in_memory,
            LibraryScreen.language,
        )
        yield KeyBar(_COMMANDS, id="keys").data_bind(LibraryScreen.language)

    def on_mount(self) -> None:
        """List the binders, and start the query that the app was started with."""
        self.watch_language()
        self.watch_results_open()
        self.set_focus(self.query_one(BinderList))
        if self._find:
            self.action_search()
            self.start_search(self._find)

    def watch_language(self) -> None:
        """Show everything in the reader's language."""
        super().watch_language()
        language = self.language
        self.breadcrumbs = (gettext("Binders", language),)
        self.status = (language.upper(),)
        covers = [snapshot.binder.cover for snapshot in self.snapshots]
        ambiguous = len({cover.edition for cover in covers}) < len(covers)
        self.editions = {cover.id: _edition_label(cover, language, with_title=ambiguous) for cover in covers}

    def watch_results_open(self) -> None:
        """Show the results in place of the binders."""
        self.query_one(SearchResults).display = self.results_open
        self.query_one(BinderList).display = not self.results_open

    def set_left(self, here: Address) -> None:
        """Remember where the reader left a binder, to open it there the next time."""
        if here.binder is not None:
            self._left[here.binder] = evolve(here, binder=None)

    # Choosing

    @on(BinderList.Opened)
    def _open_binder(self, event: BinderList.Opened) -> None:
        self._open(event.snapshot)

    def _open(self, snapshot: Snapshot) -> None:
        """Read a binder, from where the reader has left it."""
        identifier = snapshot.binder.cover.id
        self.post_message(BinderChosen(snapshot, self._left.get(identifier, Address(BINDER))))

    @on(AddressChosen)
    def _open_address(self, event: AddressChosen) -> None:
        self.search.remember_query()
        for snapshot in self.snapshots:
            if snapshot.binder.cover.id == event.address.binder:
                self.post_message(BinderChosen(snapshot, evolve(event.address, binder=None), self.search.text))
                return

    # Searching

    result_note = ""

    def open_best_match(self) -> None:
        """Read the binder with the best hit."""
        if self.result and self.result.hits.hits:
            self.post_message(AddressChosen(self.result.hits.hits[0].address))

    def prepare_search(self) -> None:
        """Open the index of every binder, once."""
        if not self._is_preparing_search:
            self._is_preparing_search = True
            run_in_thread(self.app, partial(_make_finder, self._binders), self.search.use_finder)

    def show_result(self, result: "SearchResult", *, accepted: bool) -> None:
        """Show nothing else: the list of results is bound to the result."""

    def show_indexed(self) -> None:
        """Show nothing else: the query has been repeated."""

    def action_search(self) -> None:
        """Search every binder."""
        self.search_open = True
        self.focus_search_bar()
        self.search.search()

    @on(SearchBar.Left)
    def _leave_bar(self, event: SearchBar.Left) -> None:
        if event.to_results and self.results_open:
            self.set_focus(self.query_one(SearchResults))
        else:
            self.action_escape()

    def action_escape(self) -> None:
        """End the search."""
        self.search.clear()
        self.set_focus(self.query_one(BinderList))

    # The other commands

    def action_language(self) -> None:
        """Switch to the other official language."""
        self.language = "fr" if self.language == "en" else "en"

    def action_palette(self) -> None:
        """Offer the commands and the binders by name."""
        from bindertui.tui.screens.palette import PaletteItem, command_item  # noqa: PLC0415 - not before it is asked for

        language = self.language
        commands = app_keymap(self).applied(_COMMANDS)
        items = [command_item(one, language, self.run_action) for one in commands if not one.here]
        for snapshot in self.snapshots:
            cover = snapshot.binder.cover
            items.append(
                PaletteItem(
                    single_line(cover.title.in_language(language)), single_line(cover.id), partial(self._open, snapshot)
                )
            )
        self.open_palette(items, gettext("Commands and binders", language))


def _edition_label(cover: Cover, language: str, *, with_title: bool) -> str:
    """Return the edition of a binder, with its title if several binders have the same edition."""
    date = format_edition(cover.edition, language)
    return f"{date} · {crop_strip(single_line(cover.title.in_language(language)), _TITLE)}" if with_title else date


def _make_finder(binders: tuple[LiveBinder, ...]) -> "LibraryFinder":
    from bindertui.services.search import LibraryFinder  # noqa: PLC0415 - not before a search

    searchable = [binder.snapshot_and_finder() for binder in binders]
    return LibraryFinder([(snapshot.binder.cover.id, finder) for snapshot, finder in searchable])
