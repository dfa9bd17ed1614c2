"""The screen a binder is read on: outline, text, details, search.

The screen lays the widgets out, holds the state they are bound to, and passes commands and messages to its controllers.
"""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from attrs import evolve
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import DescendantFocus
from textual.reactive import reactive
from textual.widget import Widget

from bindertui.document.flow import Flow
from bindertui.document.front_page import RESUME_LINE
from bindertui.document.highlight import SpanFinder
from bindertui.document.labels import format_date, label_for, with_colon
from bindertui.i18n import gettext, ngettext
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.outline import BINDER
from bindertui.model.text import single_line
from bindertui.services.access import User
from bindertui.services.library import Snapshot
from bindertui.services.live import LiveBinder
from bindertui.settings import Settings
from bindertui.tui.bindings import app_keymap, command_bindings
from bindertui.tui.commands import COMMANDS, READING, Command
from bindertui.tui.controllers.edit import EditController
from bindertui.tui.controllers.match_navigation import MatchNavigation
from bindertui.tui.controllers.reading import ReadingController
from bindertui.tui.controllers.search import SearchController
from bindertui.tui.messages import AddressChosen, AddressHighlighted, LibraryRequested, ScopeToggled, TourRequested
from bindertui.tui.screens.base import SearchScreen
from bindertui.tui.threads import run_in_thread
from bindertui.tui.widgets.bars import KeyBar, StatusBar
from bindertui.tui.widgets.flow_view import FlowView
from bindertui.tui.widgets.panes import CoveringStack, Panes
from bindertui.tui.widgets.search_bar import Scope, SearchBar

if TYPE_CHECKING:
    from bindertui.document.acronym_glossary import AcronymGlossary
    from bindertui.services.editing.session import SaveListener
    from bindertui.services.search import Finder, SearchResult

_IDLE = 0.5
"""Seconds after the first frame before the search is prepared."""
_SAVE_INTERVAL = 30.0
"""Seconds between two saves of the reading progress; a session that is killed loses no more."""


class BrowseScreen(SearchScreen):
    """Reading and searching one binder.

    Attributes:
        reading: the address, the history, bookmarks, progress.
        search: the queries.
        matches: the matches of a search in the text.
        editing: the editor, unsaved drafts, other sessions.
    """

    BLANK = True
    AUTO_FOCUS = "#text"
    BINDINGS: ClassVar[list[BindingType]] = [*command_bindings(), Binding("escape", "escape", show=False)]

    # Set by `ReadingController`; see `ReadingHost`.
    binder: reactive[Binder | None] = reactive(None)
    flow: reactive[Flow | None] = reactive(None)
    target: reactive[Address | None] = reactive(None, always_update=True)
    here: reactive[Address] = reactive(Address(BINDER))
    current_entry: reactive[str] = reactive("")
    bilingual: reactive[bool] = reactive(default=False)
    folded: reactive[frozenset[Address]] = reactive(frozenset)
    details: reactive[Flow | None] = reactive(None)
    preview: reactive[Flow | None] = reactive(None)
    breadcrumbs: reactive[tuple[str, ...]] = reactive(())
    status: reactive[tuple[str, ...]] = reactive(())
    glossary: "reactive[AcronymGlossary | None]" = reactive(None)
    acronyms: reactive[tuple[tuple[str, str], ...]] = reactive(())
    # Set by `MatchNavigation`; see `MatchHost`.
    highlighter: reactive[SpanFinder | None] = reactive(None)
    open_entries: reactive[frozenset[str]] = reactive(frozenset)
    match_position: reactive[str] = reactive("")
    # Set by `EditController`; see `EditHost`.
    other_editors: reactive[str] = reactive("")

    def __init__(  # noqa: PLR0913 - how a session was started
        self,
        live_binder: LiveBinder,
        settings: Settings,
        *,
        at: Address | None,
        user: User,
        on_save_attempt: "SaveListener",
        find: str | None = None,
        found_by: str | None = None,
    ) -> None:
        """Prepare to read a binder.

        Args:
            live_binder: the binder and its changes.
            settings: the settings of the run.
            at: where to open; None opens the front page.
            user: the reader, who may be allowed to edit.
            on_save_attempt: called after each attempt to save, from other threads.
            find: a query to start with.
            found_by: the query that has led here, to continue with.
        """
        super().__init__()
        snapshot = live_binder.snapshot
        self._settings = settings
        self._start = evolve(at, binder=None) if at else Address(BINDER)
        self._find = find
        self._found_by = found_by
        self._is_preparing_search = False
        self.editing = EditController(self, live_binder, settings, user, on_save_attempt)
        self.search: SearchController[Finder] = SearchController(self, settings.state_folder, snapshot.binder.cover.id)
        self.reading = ReadingController(self, snapshot, settings.state_folder, read_only=self.editing.read_only)
        self.matches = MatchNavigation(self, self.search, self.reading)
        self.set_reactive(BrowseScreen.earlier_queries, self.search.earlier_queries)
        self.set_reactive(BrowseScreen.binder, snapshot.binder)
        self.set_reactive(BrowseScreen.language, snapshot.choose_language(settings.language))

    # Layout

    def compose(self) -> ComposeResult:
        """Lay out the bars, and the panes between them."""
        yield from self.compose_search_bar()
        makers = {"outline": _make_outline, "results": _make_results, "details": _make_details, "peek": _make_preview}
        panes = Panes(makers, id="panes")
        with panes.data_bind(BrowseScreen.results_open, BrowseScreen.bilingual), CoveringStack(id="reading"):
            yield FlowView(id="text").data_bind(
                BrowseScreen.flow,
                BrowseScreen.target,
                BrowseScreen.folded,
                BrowseScreen.highlighter,
                BrowseScreen.glossary,
            )
        yield StatusBar(id="status").data_bind(
            BrowseScreen.breadcrumbs,
            BrowseScreen.acronyms,
            BrowseScreen.other_editors,
            BrowseScreen.match_position,
            BrowseScreen.status,
            BrowseScreen.index_progress,
            BrowseScreen.index_in_memory,
            BrowseScreen.language,
        )
        yield KeyBar(self.commands, id="keys").data_bind(BrowseScreen.language)

    def on_mount(self) -> None:
        """Open at the address, and search for the words, that the app was started with."""
        # On the front page, Enter resumes reading.
        self.go(RESUME_LINE if self._start == Address(BINDER) else self._start, remember=False)
        if names := [single_line(entry.id) for entry in self.snapshot.binder.broken]:
            self.report(_broken_files_message(names, self.language), "warning")
        # Ready before the first key of the first search.
        self.set_timer(_IDLE, self.prepare_search)
        if self._find:
            self.action_search()
            self.start_search(self._find)
        elif self._found_by:
            self.matches.resume(self._found_by)
        self.editing.start()
        self.watch(self._text, "scroll_y", self.reading.update_details_at_rest, init=False)
        self.set_interval(_SAVE_INTERVAL, self.reading.save_progress)

    async def on_unmount(self) -> None:
        """Save the reading progress, and leave unsaved drafts to the next session."""
        await self.editing.close()
        self.reading.save_progress()

    def on_resize(self) -> None:
        """Fill the details where there is room for them now."""
        self.reading.update_details()

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands of the user; a reader is offered no commands that edit."""
        return READING if self.editing.read_only else COMMANDS

    @property
    def _panes(self) -> Panes:
        return self.query_one(Panes)

    @property
    def _text(self) -> FlowView:
        return self.query_one("#text", FlowView)

    # Interface for the controllers

    @property
    def snapshot(self) -> Snapshot:
        """The binder as it is shown."""
        return self.reading.snapshot

    def go(self, address: Address, *, remember: bool = True) -> None:
        """Go to an address."""
        self.reading.go(address, remember=remember)

    def renew(self, snapshot: Snapshot) -> None:
        """Show a newer version of the binder; until it is indexed, the version before is searched."""
        self.reading.renew(snapshot)
        self._is_preparing_search = False
        self.prepare_search()

    def read_only_message(self) -> str:
        """Return why nothing can be edited here."""
        return gettext(
            "This session is read-only: you cannot edit this binder, or you started with --read-only.", self.language
        )

    def enter_pane(self, pane: str) -> None:
        """Show a pane and give it the focus."""
        self._panes.enter(pane)

    def show_pane(self, pane: str) -> None:
        """Show a pane, leaving the focus where it is."""
        self._panes.pane = pane

    @property
    def is_details_visible(self) -> bool:
        """Whether the details pane is on the screen."""
        return "details" in self._panes.visible_panes()

    def show_preview(self, *, visible: bool) -> None:
        """Show or hide the pane below the text."""
        self._panes.show_preview(visible=visible)

    def finished_entries(self) -> Iterable[str]:
        """Return the ids of the entries whose last line is on the screen."""
        return (line.address.entry for line in self._text.finished_lines())

    @property
    def result_note(self) -> str:
        """The edition that the results are from."""
        date = single_line(format_date(self.snapshot.binder.cover.edition, self.language))
        return with_colon(label_for("edition", self.language), self.language) + date

    def prepare_search(self) -> None:
        """Store the binder and its index in the cache, once, and continue with those."""
        if not self._is_preparing_search:
            self._is_preparing_search = True
            read = self.editing.live_binder.snapshot_and_finder
            run_in_thread(self.app, read, partial(self._use_cached, self.snapshot))

    def _use_cached(self, snapshot: Snapshot, cached: "tuple[Snapshot, Finder]") -> None:
        if snapshot is not self.snapshot:
            # The binder has changed meanwhile.
            return
        if self.search.finder is not None:
            self.search.finder.cancel_indexing()
        cached_snapshot, finder = cached
        self.reading.use_snapshot(cached_snapshot)
        self.search.use_finder(finder)

    def show_result(self, result: "SearchResult", *, accepted: bool) -> None:
        """Show a new result."""
        self.matches.show_result(result, accepted=accepted)

    def open_best_match(self) -> None:
        """Go to the best match."""
        self.matches.open_best()

    def show_indexed(self) -> None:
        """Count the matches again."""
        self.matches.show_indexed()

    # Messages of the widgets

    @on(FlowView.Moved, "#text")
    def _move_cursor(self, event: FlowView.Moved) -> None:
        self.reading.move_cursor(event.line, event.link)
        self.matches.show_position()

    @on(FlowView.Folded)
    def _fold(self, event: FlowView.Folded) -> None:
        self.folded = event.folded

    @on(FlowView.Peeked)
    def _open_preview(self, event: FlowView.Peeked) -> None:
        self.reading.open_preview(event.run)

    @on(AddressHighlighted)
    def _preview_result(self, event: AddressHighlighted) -> None:
        self.matches.preview(event.address)

    @on(AddressChosen)
    def _open_address(self, event: AddressChosen) -> None:
        if self.results_open:
            self.matches.open(event.address)
        else:
            self.go(event.address)

    @on(ScopeToggled)
    def _toggle_scope(self) -> None:
        self.matches.toggle_scope()

    @on(SearchBar.Left)
    def _leave_bar(self, event: SearchBar.Left) -> None:
        self.matches.leave_bar(to_results=event.to_results)

    @on(SearchBar.MatchStepped)
    def _step_from_bar(self, event: SearchBar.MatchStepped) -> None:
        self.matches.step_from_bar(event.step)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Close a bar that shows no results when the user clicks into the text."""
        moved_away = event.widget is self.focused and not self.is_typing
        if self.search_open and not self.results_open and moved_away:
            self.search.close()

    def watch_flow(self, flow: Flow | None) -> None:
        """Search the new document, and look who edits it."""
        self.matches.follow_flow(flow)
        self.editing.show_presence()

    # Reading commands

    def action_fold_here(self) -> None:
        """Fold or unfold the part the cursor is in."""
        self._text.action_fold()

    def action_fold_all(self) -> None:
        """Fold every part of the document, or unfold all if all are folded."""
        self.reading.fold_all()

    def action_back(self) -> None:
        """Go back."""
        self.reading.back()

    def action_forward(self) -> None:
        """Go forward again."""
        self.reading.forward()

    def action_go_on(self) -> None:
        """Resume reading, or begin with the first section."""
        self.reading.resume()

    def action_language(self) -> None:
        """Show the next language of the binder at the same address."""
        self.reading.switch_language()

    def action_both(self) -> None:
        """Show two languages side by side, or one again."""
        self.reading.toggle_bilingual()

    def action_copy(self) -> None:
        """Send the selection, or the line under the cursor, to the terminal's clipboard."""
        self.reading.copy()

    def action_bookmark(self) -> None:
        """Set or remove a bookmark on this line."""
        self.reading.toggle_bookmark()

    def action_bookmarks(self) -> None:
        """Choose a bookmark to go to."""
        self.reading.choose_bookmark()

    def action_next_pane(self, step: int) -> None:
        """Go to the next pane; after the last one, to the first."""
        self._panes.step(step)
        self.reading.update_details()

    def action_details(self) -> None:
        """Show or hide the details; where one pane fills the screen, go there and back."""
        self._panes.toggle_details()
        self.reading.update_details()

    # Search commands

    def action_search(self) -> None:
        """Search the whole binder; Esc comes back to here."""
        self.matches.begin(Scope.BINDER)

    def action_find_here(self) -> None:
        """Search the open entry; Esc comes back to here."""
        self.matches.begin(Scope.ENTRY)

    def action_next_match(self, step: int) -> None:
        """Go to the next or the previous match, in reading order."""
        self.matches.step(step)

    def action_escape(self) -> None:
        """Close the preview, or end the search; never lose anything."""
        if self.preview is not None:
            self.reading.close_preview()
        elif self.search_open:
            self.matches.cancel()
        elif self.parsed_query and self.parsed_query.text:
            self.reading.leave(self.here)
            self.matches.cancel()
        else:
            self.enter_pane("text")

    # Edit commands

    def action_edit(self) -> None:
        """Edit the field or the entry under the cursor."""
        self.editing.edit(self.reading.edit_address)

    def action_new_entry(self) -> None:
        """Add a section, a partner or an agreement."""
        if (editor := self.editing.editor()) is not None:
            editor.add_entry()

    def action_rename(self) -> None:
        """Give the entry another id."""
        if (editor := self.editing.editor()) is not None:
            editor.rename_entry()

    def action_delete(self) -> None:
        """Delete the entry."""
        if (editor := self.editing.editor()) is not None:
            editor.delete_entry()

    def action_replace(self) -> None:
        """Replace a text across the binder."""
        if (editor := self.editing.editor()) is not None:
            editor.replace_text()

    def action_drafts(self) -> None:
        """List the unsaved drafts, to continue one."""
        self.editing.choose_draft()

    # Commands that open other screens

    def action_history(self) -> None:
        """Show the versions of the entry under the cursor."""
        from bindertui.services.history import EntryHistory  # noqa: PLC0415 - not before it is asked for
        from bindertui.tui.screens.history import HistoryScreen  # noqa: PLC0415

        item = self.snapshot.binder.outline_item(self.here.entry)
        if item is not None:
            read = partial(EntryHistory.open, self.snapshot, self.here.entry_address, self._settings)
            title = single_line(item.title.in_language(self.language))
            self.app.push_screen(HistoryScreen(read, title, self.language, restore=self.editing.restore()))

    def action_palette(self) -> None:
        """Offer the commands and the entries by name."""
        from bindertui.tui.screens.palette import palette_items  # noqa: PLC0415 - not before it is asked for

        commands = app_keymap(self).applied(self.commands)
        items = palette_items(self.snapshot.binder, commands, self.language, self.run_action, self.go)
        self.open_palette(items, gettext("Commands and entries", self.language))

    def action_tour(self) -> None:
        """Open the tour above this binder; closing it shows the binder again as it was left."""
        self.post_message(TourRequested(self, self.language))

    def action_library(self) -> None:
        """Go to the list of binders."""
        here = evolve(self.here, binder=self.snapshot.binder.cover.id)
        self.post_message(LibraryRequested(here, self.language))


def _broken_files_message(names: list[str], language: str) -> str:
    return ngettext(
        "A file has problems: {names}. Run `bindertui check` for details.",
        "{count} files have problems: {names}. Run `bindertui check` for details.",
        len(names),
        language,
        names=", ".join(names[:3]),
    )


# Widgets that `Panes` makes when they are first shown, bound to the screen's state.


def _make_outline() -> Widget:
    from bindertui.tui.widgets.outline import Outline  # noqa: PLC0415 - not before it is shown

    return Outline(id="outline").data_bind(BrowseScreen.binder, BrowseScreen.language, BrowseScreen.current_entry)


def _make_results() -> Widget:
    from bindertui.tui.widgets.search_results import SearchResults  # noqa: PLC0415 - as in `_make_outline`

    return SearchResults(id="results").data_bind(BrowseScreen.result, BrowseScreen.language, BrowseScreen.open_entries)


def _make_details() -> Widget:
    return FlowView(id="details", chart_style="sparkline").data_bind(
        BrowseScreen.highlighter, BrowseScreen.folded, BrowseScreen.glossary, flow=BrowseScreen.details
    )


def _make_preview() -> Widget:
    return FlowView(id="peek").data_bind(flow=BrowseScreen.preview)
