"""The screen a binder is read on: outline, text, details, search."""

import asyncio
from collections.abc import Callable
from functools import partial
from inspect import isawaitable
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.reactive import reactive
from textual.widget import Widget

from bindertui.document.marking import Lighter
from bindertui.model.address import Address
from bindertui.model.binder import BINDER
from bindertui.model.text import one_line
from bindertui.services.library import Snapshot
from bindertui.settings import Settings
from bindertui.tui.background import in_background
from bindertui.tui.commands import bindings
from bindertui.tui.messages import Chosen, Previewed
from bindertui.tui.screens.writing import WritingScreen
from bindertui.tui.themes import THEMES
from bindertui.tui.widgets.bars import KeyBar, StatusBar
from bindertui.tui.widgets.flow_view import FlowView
from bindertui.tui.widgets.outline import Outline
from bindertui.tui.widgets.panes import Panes
from bindertui.tui.widgets.results import Results
from bindertui.tui.widgets.search_bar import SearchBar
from bindertui.tui.words import say

if TYPE_CHECKING:
    from bindertui.services.finding import Finder, Found
    from bindertui.services.restoring import Restore

_IDLE = 0.5
"""Seconds after the first frame before work that nobody waits for begins."""


class BrowseScreen(WritingScreen):
    """Everything a reader does: reading, and searching; the widgets show the state and say what the user did."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(), Binding("escape", "escape", show=False)]

    found: reactive["Found | None"] = reactive(None)
    lighter: reactive[Lighter | None] = reactive(None)
    searching: reactive[bool] = reactive(default=False)

    def __init__(
        self, snapshot: Snapshot, settings: Settings, *, at: Address | None, find: str | None, read_only: bool
    ) -> None:
        """Prepare to read a binder.

        Args:
            snapshot: the binder.
            settings: the settings of the run.
            at: the place to open at; None opens the front page.
            find: what to search for at once.
            read_only: whether nothing may be changed.
        """
        super().__init__(snapshot, settings, read_only=read_only)
        self.restore: Restore | None = None
        self._start = (at or Address(BINDER), find)
        self._origin = Address(BINDER)
        self._order: tuple[Address, ...] = ()
        self._match: int | None = None
        self._wanted: str | None = None
        self._finder: Finder | None = None
        self._preparing = False
        self._searchable = asyncio.Event()

    def compose(self) -> ComposeResult:
        """The bars, and the panes between them."""
        yield SearchBar(id="search")
        with Panes(id="panes").data_bind(BrowseScreen.searching):
            yield Outline(id="outline").data_bind(BrowseScreen.binder, BrowseScreen.language, BrowseScreen.reading)
            yield Results(id="results").data_bind(BrowseScreen.found, BrowseScreen.language)
            with Vertical(id="reading"):
                yield FlowView(id="text").data_bind(
                    BrowseScreen.flow, BrowseScreen.place, BrowseScreen.folded, BrowseScreen.lighter
                )
                yield FlowView(id="peek").data_bind(flow=BrowseScreen.peeked)
            yield FlowView(id="details").data_bind(BrowseScreen.lighter, BrowseScreen.folded, flow=BrowseScreen.aside)
        yield StatusBar(id="status").data_bind(BrowseScreen.crumbs, BrowseScreen.state)
        yield KeyBar(id="keys").data_bind(BrowseScreen.language)

    def on_mount(self) -> None:
        """Open at the place, and search for the words, that the app was started with."""
        self.watch_language()
        at, find = self._start
        self.go(at, remember=False)
        if broken := [one_line(entry.id) for entry in self._snapshot.binder.broken]:
            key = "broken.one" if len(broken) == 1 else "broken"
            self.tell(say(key, self.language).format(len(broken), ", ".join(broken[:3])), severity="warning")
        # Ready before the first key of the first search.
        self.set_timer(_IDLE, self._prepare)
        if find:
            self.action_search()
            self.query_one(SearchBar).value = find

    def _prepare(self) -> None:
        """Keep a copy of the binder and its index, once, and go on with those."""
        if not self._preparing:
            self._preparing = True
            in_background(self.app, partial(_prepared, self._snapshot), partial(self._ready, self._snapshot))

    def _ready(self, snapshot: Snapshot, prepared: "tuple[Snapshot, Finder]") -> None:
        if snapshot is not self._snapshot:
            # The binder has changed meanwhile.
            return
        self._snapshot, self._finder = prepared
        self.binder = self._snapshot.binder
        self._searchable.set()

    @on(Chosen)
    def _chosen(self, event: Chosen) -> None:
        if self.searching:
            self._accept(event.address)
        else:
            self.go(event.address)

    # Searching

    def action_search(self) -> None:
        """Type a query; Esc comes back to here."""
        if not self.searching:
            self._origin = self.here
        self.set_focus(self.query_one(SearchBar))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action may run; in the bar the key of the search is a letter of the query."""
        return action != "search" or not isinstance(self.focused, SearchBar)

    @on(SearchBar.Searched)
    def _searched(self, event: SearchBar.Searched) -> None:
        self.searching = bool(event.text.strip())
        self._find(event.text)

    @work(exclusive=True, group="find")
    async def _find(self, text: str) -> None:
        """Search off the event loop; a newer query makes this one's answer vanish."""
        if self._finder is None:
            self._prepare()
            self._panes.pane = "results"
            await self._searchable.wait()
        assert self._finder is not None
        found = await asyncio.to_thread(self._finder.typed, text, self.language)
        self.found = found
        if found.matcher is None:
            self._light()
        self._match, self._order = None, ()
        if self._wanted == text:
            # Enter came before the answer.
            self._accept_best()
        elif self.searching:
            self._panes.pane = "results"
        self._wanted = None

    @on(SearchBar.Accepted)
    def _best(self, event: SearchBar.Accepted) -> None:
        answered = self.found is not None and self.found.text == event.text
        self._wanted = None if answered else event.text
        if answered:
            self._accept_best()

    def _accept_best(self) -> None:
        if self.found and self.found.hits.hits:
            self._accept(self.found.hits.hits[0].address)

    @on(SearchBar.Left)
    def _left_bar(self, event: SearchBar.Left) -> None:
        if event.to_results and self.searching:
            self._panes.enter("results")
        elif event.to_results:
            self._panes.enter("text")
        else:
            self._give_up()

    @on(Previewed)
    def _preview(self, event: Previewed) -> None:
        self._light()
        self.show(event.address)

    def _light(self) -> None:
        """Light the matches in the text: of a query that is still being typed, only those in the results are."""
        self.lighter = self.found.matcher.spans if self.found and self.found.matcher else None

    def _accept(self, address: Address) -> None:
        """End the search at a hit; its matches stay lit, and back leads to where the search began."""
        self.searching = False
        self._light()
        self._put_in_order()
        self._match = next((at for at, place in enumerate(self._order) if address in {place, place.whole}), None)
        self._trail = self._trail.left(self._origin)
        self.go(address, remember=False)

    def _give_up(self) -> None:
        """End the search where it began."""
        bar = self.query_one(SearchBar)
        with bar.prevent(SearchBar.Changed):
            bar.value = ""
        self._find("")
        self.searching = False
        self._match, self._order = None, ()
        self.go(self._origin, remember=False)

    def _put_in_order(self) -> None:
        if self.found is not None and self._finder is not None:
            self._order = self._finder.in_reading_order(self.found, self.language)

    def action_next_match(self, step: int) -> None:
        """Go to the next or the previous passage found, in reading order."""
        if not self._order:
            self._put_in_order()
        if not self._order:
            self.tell(say("search.first", self.language))
            return
        self._light()
        before = -1 if step > 0 else 0
        self._match = ((before if self._match is None else self._match) + step) % len(self._order)
        self.go(self._order[self._match], remember=False)

    def action_escape(self) -> None:
        """Close the peek, or end the search; never lose anything."""
        if self.peeked is not None:
            self.peeked = None
            self.query_one("#peek", Widget).display = False
        elif self.searching:
            self._give_up()
        elif self.found and self.found.text:
            self._trail = self._trail.left(self.here)
            self._give_up()
        else:
            self._panes.enter("text")

    # The other commands

    def action_next_pane(self, step: int) -> None:
        """Go to the next pane, and round."""
        self._panes.step(step)
        self._look_aside()

    def action_details(self) -> None:
        """Show or hide the details; where one pane fills the screen, go there and back."""
        self._panes.toggle_details()
        self._look_aside()

    def watch_language(self) -> None:
        """Ask, and search, in the reader's language."""
        bar = self.query_one(SearchBar)
        bar.placeholder = say("search", self.language)
        if self.searching:
            self._find(bar.value)

    def counted(self) -> str:
        """Which of the matches the reader is at."""
        return f"{self._match + 1}/{len(self._order)}" if self._match is not None else ""

    def renew(self, snapshot: Snapshot) -> None:
        """Show the binder as it stands now, in the same place."""
        self._finder = None
        self._preparing = False
        self._searchable.clear()
        super().renew(snapshot)
        self._prepare()

    def action_history(self) -> None:
        """Show the versions of the entry the cursor is in."""
        from bindertui.services.history import EntryHistory  # noqa: PLC0415 - not before it is asked for
        from bindertui.tui.screens.history import HistoryScreen  # noqa: PLC0415

        place = self._snapshot.binder.place(self.here.entry)
        if place is not None:
            read = partial(EntryHistory.of, self._snapshot, self.here.whole, self._settings)
            title = one_line(place.title.read(self.language))
            restore = None if self._read_only else self.restore
            self.app.push_screen(HistoryScreen(read, title, self.language, restore=restore))

    def action_palette(self) -> None:
        """Offer the commands and the entries by name."""
        from bindertui.tui.palette import offers  # noqa: PLC0415 - not before it is asked for
        from bindertui.tui.screens.palette import PaletteScreen  # noqa: PLC0415

        at_hand = offers(self._snapshot.binder, self.language, self.run_action, self.go)
        self.app.push_screen(PaletteScreen(at_hand, say("palette", self.language)), self._do)

    async def _do(self, chosen: Callable[[], object] | None) -> None:
        if chosen is not None and isawaitable(doing := chosen()):
            await doing

    def action_theme(self) -> None:
        """Take the next theme."""
        names = [theme.name for theme in THEMES]
        self.app.theme = names[(names.index(self.app.theme) + 1) % len(names)]

    def action_help(self) -> None:
        """Show every key."""
        from bindertui.tui.screens.help import HelpScreen  # noqa: PLC0415 - not before it is asked for

        self.app.push_screen(HelpScreen(self.language))

    def action_quit(self) -> None:
        """Leave the app."""
        self.app.exit()

    @on(KeyBar.Pressed)
    async def _pressed(self, event: KeyBar.Pressed) -> None:
        target = self.focused if event.command.here and self.focused else self
        await target.run_action(event.command.action)


def _prepared(snapshot: Snapshot) -> "tuple[Snapshot, Finder]":
    from bindertui.services.finding import Finder  # noqa: PLC0415 - the first frame comes before the first search

    snapshot.keep()
    kept = snapshot.kept()
    finder = Finder(kept)
    finder.prepare(apart=True)
    return kept, finder
