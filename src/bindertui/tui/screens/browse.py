"""The screen a binder is read on: outline, text, details, search."""

import asyncio
from typing import ClassVar, Literal

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.containers import Vertical
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from bindertui.document.flow import AnyLine, Flow, Heading, Run
from bindertui.document.folding import headings_above
from bindertui.document.marking import Lighter, text_of
from bindertui.model.address import Address
from bindertui.model.binder import BINDER, Binder
from bindertui.model.text import one_line
from bindertui.services.bookmarks import Bookmarks
from bindertui.services.finding import Finder, Found
from bindertui.services.library import Snapshot
from bindertui.services.reading import beside, document, line_at, peek, subject
from bindertui.settings import Settings
from bindertui.tui.commands import bindings
from bindertui.tui.messages import Chosen, Previewed
from bindertui.tui.palette import offers, over
from bindertui.tui.screens.bookmarks import BookmarksScreen
from bindertui.tui.screens.help import HelpScreen
from bindertui.tui.themes import THEMES
from bindertui.tui.trail import Trail
from bindertui.tui.widgets.bars import KeyBar, StatusBar
from bindertui.tui.widgets.flow_view import FlowView
from bindertui.tui.widgets.outline import Outline
from bindertui.tui.widgets.panes import Panes
from bindertui.tui.widgets.results import Results
from bindertui.tui.widgets.search_bar import SearchBar
from bindertui.tui.words import say


class BrowseScreen(Screen[None]):
    """Everything a reader does; the state is here, the widgets show it and say what the user did."""

    CSS_PATH = "browse.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(), Binding("escape", "escape", show=False)]

    binder: reactive[Binder | None] = reactive(None)
    language: reactive[str] = reactive("en")
    flow: reactive[Flow | None] = reactive(None)
    place: reactive[Address | None] = reactive(None, always_update=True)
    here: reactive[Address] = reactive(Address(BINDER))
    reading: reactive[str] = reactive("")
    folded: reactive[frozenset[Address]] = reactive(frozenset)
    found: reactive[Found] = reactive(Found)
    lighter: reactive[Lighter | None] = reactive(None)
    aside: reactive[Flow | None] = reactive(None)
    peeked: reactive[Flow | None] = reactive(None)
    searching: reactive[bool] = reactive(default=False)
    crumbs: reactive[tuple[str, ...]] = reactive(())
    state: reactive[tuple[str, ...]] = reactive(())
    bookmarks: reactive[Bookmarks | None] = reactive(None)

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
        super().__init__()
        self._snapshot = snapshot
        self._finder = Finder(snapshot)
        self._start = (at or Address(BINDER), find)
        self._read_only = read_only
        self._trail = Trail()
        self._origin = Address(BINDER)
        self._order: tuple[Address, ...] = ()
        self._match: int | None = None
        self._line: AnyLine | None = None
        self._link: Run | None = None
        self.set_reactive(BrowseScreen.binder, snapshot.binder)
        self.set_reactive(BrowseScreen.language, snapshot.spoken(settings.language))
        self.set_reactive(BrowseScreen.bookmarks, Bookmarks.load(settings.state, snapshot.binder))

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
            yield FlowView(id="details").data_bind(BrowseScreen.lighter, flow=BrowseScreen.aside)
        yield StatusBar(id="status").data_bind(BrowseScreen.crumbs, BrowseScreen.state)
        yield KeyBar(id="keys").data_bind(BrowseScreen.language)

    @property
    def _panes(self) -> Panes:
        return self.query_one(Panes)

    def on_resize(self) -> None:
        """Fill the details where there is now room for them."""
        self._look_aside()

    def on_mount(self) -> None:
        """Open at the place, and search for the words, that the app was started with."""
        self._say_search()
        at, find = self._start
        self.go(at, remember=False)
        if broken := len(self._snapshot.binder.broken):
            self._notify(say("broken", self.language).format(broken), severity="warning")
        if find:
            self.action_search()
            self.query_one(SearchBar).value = find

    # Reading

    def go(self, address: Address, *, remember: bool = True) -> None:
        """Go to a place, unfolding what hides it; back leads to where the reader is now."""
        if self._snapshot.binder.entry(address.entry) is None:
            return
        if remember and address != self.here:
            self._trail = self._trail.left(self.here)
        self._show(address)
        self._panes.enter("text")

    def _show(self, address: Address) -> None:
        flow = document(self._snapshot, address, self.language)
        if flow != self.flow:
            self.flow = flow
        line = line_at(flow.lines, address)
        if line is not None:
            self.folded -= frozenset(headings_above(flow.lines, line))
        self.place = address

    @on(FlowView.Moved, "#text")
    def _read(self, event: FlowView.Moved) -> None:
        self._line, self._link = event.line, event.link
        self.here = event.line.address
        self.peeked = None
        self.query_one("#peek", Widget).display = False
        self._look_aside()
        self._tell_place()

    def _tell_place(self) -> None:
        binder, entry = self._snapshot.binder, self.here.entry
        self.reading = entry
        titles = (*binder.parents(entry), entry) if binder.place(entry) else ()
        self.crumbs = tuple(
            one_line(place.title.read(self.language)) for name in titles if (place := binder.place(name))
        )
        matches = f"{self._match + 1}/{len(self._order)}" if self._match is not None else ""
        locked = say("read_only", self.language) if self._read_only else ""
        marked = "★" if self.bookmarks and self.here in self.bookmarks.places else ""
        self.state = tuple(filter(None, (matches, marked, locked, self.language.upper())))

    def _look_aside(self) -> None:
        if "details" in self._panes.shown() and self.flow is not None:
            link = self._link.to if self._link else None
            of = subject(self._snapshot, self._line, link, self.flow.entry)
            sources = [run.source for run in getattr(self._line, "runs", ()) if run.source]
            self.aside = beside(self._snapshot, of, self.language, sources)

    @on(FlowView.Folded)
    def _fold(self, event: FlowView.Folded) -> None:
        self.folded = event.folded

    @on(FlowView.Peeked)
    def _peek(self, event: FlowView.Peeked) -> None:
        self.peeked = peek(self._snapshot, event.run, self.language)
        self.query_one("#peek", Widget).display = True

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
        self.query_one(SearchBar).focus()

    @on(SearchBar.Searched)
    def _searched(self, event: SearchBar.Searched) -> None:
        self.searching = bool(event.text.strip())
        self._find(event.text)

    @work(exclusive=True, group="find")
    async def _find(self, text: str) -> None:
        """Search off the event loop; a newer query makes this one's answer vanish."""
        found = await asyncio.to_thread(self._finder.typed, text, self.language)
        self.found = found
        self.lighter = found.matcher.spans if found.matcher else None
        self._match, self._order = None, ()
        if self.searching:
            self._panes.pane = "results"

    @on(SearchBar.Accepted)
    def _best(self) -> None:
        if self.found.hits.hits:
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
        self._show(event.address)

    def _accept(self, address: Address) -> None:
        """End the search at a hit; its matches stay lit, and back leads to where the search began."""
        self.searching = False
        self._order = self._finder.in_reading_order(self.found, self.language)
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
        self.go(self._origin, remember=False)

    def action_next_match(self, step: int) -> None:
        """Go to the next or the previous passage found, in reading order."""
        if not self._order:
            self._order = self._finder.in_reading_order(self.found, self.language)
        if not self._order:
            self._notify(say("search.first", self.language))
            return
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
        elif self.found.text:
            self._origin = self.here
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

    def action_fold_here(self) -> None:
        """Fold or unfold the part the cursor is in."""
        self.query_one("#text", FlowView).action_fold()

    def action_fold_all(self) -> None:
        """Fold every part of the document, or unfold every one if all are folded."""
        lines = self.flow.lines if self.flow else ()
        parts = frozenset(line.address for line in lines if isinstance(line, Heading) and line.depth)
        self.folded = self.folded - parts if parts <= self.folded else self.folded | parts

    def action_back(self) -> None:
        """Go back."""
        self._step(self._trail.stepped_back(self.here), "nowhere.back")

    def action_forward(self) -> None:
        """Go forward again."""
        self._step(self._trail.stepped_forward(self.here), "nowhere.forward")

    def _step(self, step: tuple[Trail, Address] | None, nowhere: str) -> None:
        if step is None:
            self._notify(say(nowhere, self.language))
        else:
            self._trail, address = step
            self.go(address, remember=False)

    def action_language(self) -> None:
        """Read the next language of the binder, in the same place."""
        languages = self._snapshot.binder.languages
        if len(languages) < 2:
            self._notify(say("language.one", self.language))
            return
        self.language = languages[(languages.index(self.language) + 1) % len(languages)]
        self._say_search()
        self._show(self.here)
        if self.searching:
            self._find(self.found.text)

    def _say_search(self) -> None:
        self.query_one(SearchBar).placeholder = say("search", self.language)

    def action_copy(self) -> None:
        """Send the selection, or the line under the cursor, to the terminal."""
        text = self.get_selected_text() or (text_of(self._line) if self._line else "")
        if text:
            self.app.copy_to_clipboard(text)
        self._notify(say("copied" if text else "copied.nothing", self.language).format(len(text)))

    def action_bookmark(self) -> None:
        """Set or remove a bookmark on this line."""
        assert self.bookmarks is not None
        self.bookmarks = self.bookmarks.toggled(self.here)
        try:
            self.bookmarks.save()
        except OSError:
            self._notify(say("bookmarks.unsaved", self.language).format(self.bookmarks.file.parent), severity="warning")
        else:
            key = "bookmarks.added" if self.here in self.bookmarks.places else "bookmarks.gone"
            self._notify(say(key, self.language))
        self._tell_place()

    def action_bookmarks(self) -> None:
        """Choose a bookmark to go to."""
        places = tuple((place, self._described(place)) for place in (self.bookmarks.places if self.bookmarks else ()))
        if not places:
            self._notify(say("bookmarks.none", self.language))
            return
        self.app.push_screen(BookmarksScreen(places, self.language), self._go_if)

    def _go_if(self, address: Address | None) -> None:
        if address is not None:
            self.go(address)

    def _described(self, place: Address) -> str:
        """A bookmark as it is listed: its entry's title, and the line."""
        found = self._snapshot.binder.place(place.entry)
        if found is None:
            return str(place)
        flow = document(self._snapshot, place, self.language)
        line = line_at(flow.lines, place)
        title = one_line(found.title.read(self.language))
        text = text_of(flow.lines[line]) if line is not None and place.path else ""
        return f"{title} — {text}" if text else title

    def action_palette(self) -> None:
        """Offer the commands and the entries by name."""
        at_hand = offers(self._snapshot.binder, self.language, self.run_action, self.go)
        self.app.push_screen(CommandPalette(providers=[over(at_hand)], placeholder=say("palette", self.language)))

    def action_theme(self) -> None:
        """Take the next theme."""
        names = [theme.name for theme in THEMES]
        self.app.theme = names[(names.index(self.app.theme) + 1) % len(names)]

    def action_help(self) -> None:
        """Show every key."""
        self.app.push_screen(HelpScreen(self.language))

    def action_quit(self) -> None:
        """Leave the app."""
        self.app.exit()

    @on(KeyBar.Pressed)
    async def _pressed(self, event: KeyBar.Pressed) -> None:
        target = self.focused if event.command.here and self.focused else self
        await target.run_action(event.command.action)

    def _notify(self, message: str, severity: Literal["information", "warning"] = "information") -> None:
        self.notify(message, severity=severity, markup=False, timeout=4)
