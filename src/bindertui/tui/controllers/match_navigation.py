"""Searching while reading: in the binder or in the open entry, previewed, gone to, stepped through, and left again."""

from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.events import DescendantFocus
from textual.reactive import reactive

from bindertui.document.flow import Flow
from bindertui.document.highlight import Lighter
from bindertui.document.inline import format_date, label_for, with_colon
from bindertui.i18n import gettext
from bindertui.model.address import Address
from bindertui.model.outline import BINDER
from bindertui.model.text import single_line
from bindertui.services.access import User
from bindertui.services.library import Snapshot
from bindertui.settings import Settings
from bindertui.tui.bindings import display_key
from bindertui.tui.controllers.reading import ReadingScreen
from bindertui.tui.controllers.search import SEARCH
from bindertui.tui.messages import Chosen, Previewed, ScopeToggled
from bindertui.tui.widgets.search_bar import Scope, SearchBar

if TYPE_CHECKING:
    from bindertui.services.document_search import DocumentMatches, DocumentSearch, MatchCursor, MatchList
    from bindertui.services.search import Finder, SearchResult


class SearchingScreen(ReadingScreen):
    """What was found, and where among it the reader is."""

    _finder: "Finder | None"

    lighter: reactive[Lighter | None] = reactive(None)
    around: reactive[frozenset[str]] = reactive(frozenset)

    def __init__(self, snapshot: Snapshot, settings: Settings, *, who: User) -> None:
        super().__init__(snapshot, settings, who=who)
        self._origin = Address(BINDER)
        self._matches: MatchList | None = None
        self._match: int | None = None
        self._seen: MatchCursor | None = None
        self._in_document: DocumentSearch | None = None
        self._within: DocumentMatches | None = None
        self.found_by: str | None = None
        """The query that has led here, to go on with at the start."""

    # Beginning, and changing one's mind

    @work(exclusive=True, group="find")
    async def take_up(self, text: str) -> None:
        """Go on with a query that has led here: its matches are lit, and can be stepped through."""
        with self.bar.prevent(SearchBar.Changed):
            self.bar.value = text
        self.prepare()
        await self._searchable.wait()
        assert self._finder is not None
        found = await self._finding.answer(partial(self._finder.typed, text, self.language))
        self.found, self.understood = found, found.query
        self._light()
        self._put_in_order()

    def action_search(self) -> None:
        """Type a query for the whole binder; Esc comes back to here."""
        self._begin(Scope.BINDER)

    def action_find_here(self) -> None:
        """Type a query for the entry that is open; Esc comes back to here."""
        self._begin(Scope.ENTRY)

    def _begin(self, scope: Scope) -> None:
        if not self.asking:
            self._origin = self.here
            self.around = frozenset(line.address.entry for line in self.flow.lines) if self.flow else frozenset()
        self.asking = True
        self.set_focus(self.bar)
        self._look_through(scope)

    @on(ScopeToggled)
    def _toggled(self) -> None:
        self._begin(Scope.BINDER if self.scope is Scope.ENTRY else Scope.ENTRY)

    def _look_through(self, scope: Scope) -> None:
        self.scope = scope
        self.offers = None
        self.asked(self.bar.value)

    def watch_scope(self) -> None:
        """Ask for what is searched."""
        self.watch_language()

    def asked(self, text: str) -> None:
        """Search for what is typed now, where the reader wants it."""
        if self.scope is Scope.ENTRY:
            self.searching = False
            self._panes.pane = "text"
            self._find_here(text)
        else:
            super().asked(text)

    # Answers

    def asides(self) -> list[str]:
        """Of which edition the passages are."""
        date = single_line(format_date(self._snapshot.binder.cover.edition, self.language))
        return [with_colon(label_for("edition", self.language), self.language) + date]

    def answered(self, found: "SearchResult") -> None:
        """Show the results; the text is lit when one of them is looked at."""
        self._matches = self._within = None
        self._match = None
        if found.matcher is None:
            self._light()
        elif self.searching and self._wanted is None:
            self._panes.pane = "results"
        self._tell_place()

    @work(exclusive=True, group="find")
    async def _find_here(self, text: str) -> None:
        """Search in the open document, off the event loop; the reader sees the first match from where they were."""
        if self.flow is None:
            return
        if self._in_document is None:
            from bindertui.services.document_search import DocumentSearch  # noqa: PLC0415 - not before the first search

            self._in_document = DocumentSearch(self._snapshot.binder)
        within = await self._finding.answer(partial(self._in_document.find, self.flow, text))
        self._within, self.understood = within, within.query
        self._matches, self._match = self._in_order(within.places), None
        self._light()
        self.said = tuple(self._said_here(within))
        if self.asking:
            self._preview_from(self._origin)
        self._tell_place()
        wanted, self._wanted = self._wanted, None
        if wanted == text:
            self.accept_best()
        if wanted is not None:
            await self.bar.go_on()

    def _said_here(self, within: "DocumentMatches") -> list[str]:
        text = within.query.text
        if not text.strip():
            return [gettext("/ searches the whole binder", self.language)]
        if not within.places:
            return [gettext("Nothing in this entry for “{text}”", self.language, text=text)]
        from bindertui.tui.widgets.search_bar import count_text  # noqa: PLC0415 - not before the first search

        return [
            gettext("{passages} in this entry", self.language, passages=count_text(len(within.places), self.language))
        ]

    def _preview_from(self, place: Address) -> None:
        """Show the match at a place or after it; the place itself where nothing matches."""
        seen = self._seen_from_here()
        if seen is None:
            self.show(place)
            return
        number = seen.number(place, None)
        self._match = seen.stepped(place, None, 1) if number is None else number
        self.show(seen.matches.places[self._match])

    def watch_flow(self, flow: Flow | None) -> None:
        """Find in another document what was found in the one before."""
        within = self._within
        if within and flow and within.matcher:
            shown = (flow.entry, flow.language, flow.beside)
            if shown != (within.entry, within.language, within.beside):
                self._find_here(within.query.text)

    def indexed(self) -> None:
        """Search once more, and count anew the matches of a query that led somewhere before the index was whole."""
        super().indexed()
        if self._matches and not self.searching and not self._within:
            self._matches = None
            self._put_in_order()

    def _light(self) -> None:
        """Light the matches in the text: of a query for the binder that is still typed, only the results are lit."""
        answer = self._within or self.found
        self.lighter = answer.matcher.spans if answer and answer.matcher else None

    # Choosing

    @on(Previewed)
    def _preview(self, event: Previewed) -> None:
        self._light()
        self.show(event.address)

    @on(Chosen)
    def _chosen(self, event: Chosen) -> None:
        if self.searching:
            self._accept(event.address)
        else:
            self.go(event.address)

    def accept_best(self) -> None:
        """Go to the best hit, or stay at the match in the entry that is shown."""
        if self.scope is Scope.ENTRY:
            if self._matches and self._matches.places:
                self._stay()
        elif self.found and self.found.hits.hits:
            self._accept(self.found.hits.hits[0].address)

    def _accept(self, address: Address) -> None:
        """End the search at a hit; its matches stay lit, and back leads to where the search began."""
        self.remember()
        self.end()
        self._light()
        self._trail = self._trail.left(self._origin)
        self.go(address, remember=False)
        # The text will say so, too; another search may begin here before that.
        self.here = address
        self._put_in_order(address)

    def _stay(self) -> None:
        """End the search in the entry where it stands."""
        self.remember()
        self.end()
        if self.here != self._origin:
            self._trail = self._trail.left(self._origin)
        self._panes.enter("text")

    @on(SearchBar.Left)
    def _left_bar(self, event: SearchBar.Left) -> None:
        if not event.to_results:
            self._give_up()
        elif self.searching:
            self._panes.enter("results")
        elif self._matches and self._matches.places:
            self._stay()
        else:
            self.end()
            self._panes.enter("text")

    def on_results_left_up(self) -> None:
        """Go back to the bar."""
        self.set_focus(self.bar)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Who clicks into the text is done with a bar that shows no results."""
        if self.asking and not self.searching and event.widget is self.focused and event.widget is not self.bar:
            self.end()

    def _give_up(self) -> None:
        """End the search where it began; the next one is of the binder again."""
        self.forget()
        self._matches = self._within = None
        self._light()
        self.scope = Scope.BINDER
        self.go(self._origin, remember=False)
        self._tell_place()

    def action_escape(self) -> None:
        """Close the peek, or end the search; never lose anything."""
        if self.peeked is not None:
            self.close_peek()
        elif self.asking:
            self._give_up()
        elif self.understood and self.understood.text:
            self._trail = self._trail.left(self.here)
            self._give_up()
        else:
            self._panes.enter("text")

    # Stepping

    @work(exclusive=True, group="order")
    async def _put_in_order(self, chosen: Address | None = None, step: int = 0) -> None:
        """Learn where all the hits are, off the event loop, and say which is the one that was chosen."""
        found = self.found
        if found is None or self._finder is None:
            return
        if self._matches is None:
            ordered = partial(self._finder.in_reading_order, found, self.language)
            places = await self._finding.answer(ordered)
            if self.found is not found or self._within:
                return
            self._matches = self._in_order(places)
        places = self._matches.places
        self._match = places.index(chosen) if chosen in places else None
        self._tell_place()
        if step and places:
            self._step_to(step)

    def action_next_match(self, step: int) -> None:
        """Go to the next or the previous match from here, in reading order."""
        if self._matches and self._matches.places:
            self._step_to(step)
        elif self._matches is None and self.found and self.found.hits.total:
            self._put_in_order(None, step)
        else:
            key = display_key(self, "search", self.language)
            self.tell(gettext("Press {key} to search first.", self.language, key=key))

    def _step_to(self, step: int) -> None:
        if (seen := self._seen_from_here()) is None:
            return
        self._light()
        before = seen.number(self.here, self._match)
        self._match = seen.stepped(self.here, self._match, step)
        if before is not None and (self._match - before) * step <= 0 and len(seen.matches.places) > 1:
            self.tell(
                gettext("From the first match again", self.language)
                if step > 0
                else gettext("From the last match again", self.language)
            )
        self.go(seen.matches.places[self._match], remember=False)
        self._tell_place()

    @on(SearchBar.Stepped)
    def _stepped(self, event: SearchBar.Stepped) -> None:
        if (seen := self._seen_from_here()) is not None:
            self._match = seen.stepped(self.here, self._match, event.step)
            self.show(seen.matches.places[self._match])
            self._tell_place()

    def _in_order(self, places: tuple[Address, ...]) -> "MatchList":
        from bindertui.services.document_search import MatchList  # noqa: PLC0415 - not before the first search

        return MatchList(self._snapshot.binder, places)

    def _seen_from_here(self) -> "MatchCursor | None":
        """The matches as seen from the open document; None without any."""
        if self._matches is None or not self._matches.places or self.flow is None:
            return None
        if self._seen is None or self._seen.matches is not self._matches or self._seen.flow is not self.flow:
            self._seen = self._matches.in_document(self.flow)
        return self._seen

    def counted(self) -> str:
        """Which of the matches the reader is at, as `3/17`; a dash for the number between two of them."""
        if (seen := self._seen_from_here()) is None:
            return ""
        number = seen.number(self.here, self._match)
        return f"{'–' if number is None else number + 1}/{len(seen.matches.places)}"

    def watch_language(self) -> None:
        """Ask, and search, in the reader's language."""
        self.bar.placeholder = (
            gettext("Find in the entry that is open", self.language)
            if self.scope is Scope.ENTRY
            else SEARCH.read(self.language)
        )
        if self.searching:
            self.find(self.bar.value)
