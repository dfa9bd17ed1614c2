"""The matches of a search in the text: highlighted, stepped through with n and N, and found in the open entry alone."""

from functools import partial
from typing import TYPE_CHECKING, Protocol

from bindertui.document.flow import Flow
from bindertui.document.highlight import SpanFinder
from bindertui.i18n import gettext
from bindertui.model.address import Address
from bindertui.model.outline import BINDER
from bindertui.tui.bindings import display_key
from bindertui.tui.controllers.reading import ReadingController
from bindertui.tui.controllers.search import SearchController, SearchHost
from bindertui.tui.widgets.search_bar import Scope

if TYPE_CHECKING:
    from bindertui.services.document_search import DocumentMatches, DocumentSearch, MatchCursor, MatchList
    from bindertui.services.search import Finder, SearchResult


class MatchHost(SearchHost, Protocol):
    """The screen a binder is read and searched on; its widgets show these attributes, which the controller sets.

    Attributes:
        flow: the open document.
        here: the address under the cursor.
        highlighter: finds the matches in a text.
        open_entries: the ids of the entries in the document that was open when the search began.
        match_position: which match the cursor is at, as `3/17`; empty without matches.
    """

    flow: Flow | None
    here: Address
    highlighter: SpanFinder | None
    open_entries: frozenset[str]
    match_position: str

    def focus_search_bar(self) -> None:
        """Give the search bar the focus."""

    def show_pane(self, pane: str) -> None:
        """Show a pane, leaving the focus where it is."""

    def enter_pane(self, pane: str) -> None:
        """Show a pane and give it the focus."""


class MatchNavigation:
    """Begins and ends searches in a binder, and moves between their matches."""

    def __init__(self, host: MatchHost, search: "SearchController[Finder]", reading: ReadingController) -> None:
        """Prepare to navigate.

        Args:
            host: the screen.
            search: runs the queries.
            reading: goes to the matches.
        """
        self._host = host
        self._search = search
        self._reading = reading
        self._origin = Address(BINDER)
        """Where the reader was when the search began."""
        self._matches: MatchList | None = None
        self._current: int | None = None
        self._cursor: MatchCursor | None = None
        self._document_search: DocumentSearch | None = None
        self._in_entry: DocumentMatches | None = None
        search.add_scope(Scope.ENTRY, self._search_entry)

    # Beginning

    def begin(self, scope: Scope) -> None:
        """Open the search bar for the binder or for the open entry; Esc comes back to here."""
        host = self._host
        if not host.search_open:
            self._origin = host.here
            host.open_entries = frozenset(line.address.entry for line in host.flow.lines) if host.flow else frozenset()
        host.search_open = True
        host.focus_search_bar()
        host.scope = scope
        host.suggestions = None
        self._search.search()

    def toggle_scope(self) -> None:
        """Search the open entry instead of the binder, or the other way round."""
        self.begin(Scope.BINDER if self._host.scope is Scope.ENTRY else Scope.ENTRY)

    def _search_entry(self) -> None:
        """Search the open entry; its matches are shown in the text."""
        self._host.results_open = False
        self._host.show_pane("text")
        self._search.run(partial(self._find_in_entry, self._search.text))

    def resume(self, query: str) -> None:
        """Continue with a query that has led to this binder: highlight its matches, and list them for n and N."""
        self._search.fill(query)
        self._search.run(partial(self._resume, query))

    async def _resume(self, query: str) -> None:
        host = self._host
        host.prepare_search()
        finder = await self._search.wait_for_finder()
        result = await self._search.in_thread(partial(finder.search_as_you_type, query, host.language))
        host.result, host.parsed_query = result, result.query
        self.highlight()
        self._order_matches()

    # Results

    def show_result(self, result: "SearchResult", *, accepted: bool) -> None:
        """Forget the matches of the query before; the text is highlighted when a result is looked at."""
        self._matches = self._in_entry = None
        self._current = None
        if result.matcher is None:
            self.highlight()
        elif self._host.results_open and not accepted:
            self._host.show_pane("results")
        self.show_position()

    def show_indexed(self) -> None:
        """Count the matches again, of a query that led somewhere before the index was complete."""
        if self._matches and not self._host.results_open and not self._in_entry:
            self._matches = None
            self._order_matches()

    async def _find_in_entry(self, text: str) -> None:
        """Search the open document in a thread, and show the first match from where the search began."""
        host = self._host
        if host.flow is None:
            return
        if self._document_search is None:
            from bindertui.services.document_search import DocumentSearch  # noqa: PLC0415 - not before a search

            self._document_search = DocumentSearch(self._reading.snapshot.binder)
        found = await self._search.in_thread(partial(self._document_search.find, host.flow, text))
        self._in_entry, host.parsed_query = found, found.query
        self._matches, self._current = self._match_list(found.addresses), None
        self.highlight()
        host.notes = self._entry_notes(found)
        if host.search_open:
            self._show_match_from(self._origin)
        self.show_position()
        await self._search.finish(text)

    def _entry_notes(self, found: "DocumentMatches") -> tuple[str, ...]:
        from bindertui.tui.widgets.search_bar import count_text  # noqa: PLC0415 - not before a search

        language, text = self._host.language, found.query.text
        if not text.strip():
            return (gettext("/ searches the whole binder", language),)
        if not found.addresses:
            return (gettext("Nothing in this entry for “{text}”", language, text=text),)
        passages = count_text(len(found.addresses), language)
        return (gettext("{passages} in this entry", language, passages=passages),)

    def _show_match_from(self, address: Address) -> None:
        """Show the match at an address or the next one after it; the address itself where nothing matches."""
        cursor = self._match_cursor()
        if cursor is None:
            self._reading.show(address)
            return
        number = cursor.match_at(address, None)
        self._current = cursor.next_match(address, None, 1) if number is None else number
        self._reading.show(cursor.matches.addresses[self._current])

    def follow_flow(self, flow: Flow | None) -> None:
        """Repeat a search in the entry when another document is opened."""
        found = self._in_entry
        if found and flow and found.matcher:
            shown = (flow.entry, flow.language, flow.second_language)
            if shown != (found.entry, found.language, found.second_language):
                self._search.run(partial(self._find_in_entry, found.query.text))

    def highlight(self) -> None:
        """Highlight the matches in the text."""
        found = self._in_entry or self._host.result
        self._host.highlighter = found.matcher.find_spans if found and found.matcher else None

    # Choosing

    def preview(self, address: Address) -> None:
        """Show a result without going there."""
        self.highlight()
        self._reading.show(address)

    def open_best(self) -> None:
        """Go to the best hit, or stay at the match in the entry that is shown."""
        result = self._host.result
        if self._host.scope is Scope.ENTRY:
            if self._has_matches:
                self._stay()
        elif result and result.hits.hits:
            self.open(result.hits.hits[0].address)

    def open(self, address: Address) -> None:
        """End the search at a hit; matches stay highlighted, and back leads to where the search began."""
        self._search.remember_query()
        self._search.close()
        self.highlight()
        self._reading.leave(self._origin)
        self._reading.go(address, remember=False)
        # The text will report it, too; another search may begin here before that.
        self._host.here = address
        self._order_matches(address)

    def _stay(self) -> None:
        """End the search in the entry, at the match that is shown."""
        self._search.remember_query()
        self._search.close()
        if self._host.here != self._origin:
            self._reading.leave(self._origin)
        self._host.enter_pane("text")

    def leave_bar(self, *, to_results: bool) -> None:
        """Go from the bar to the results, or give the search up."""
        if not to_results:
            self.cancel()
        elif self._host.results_open:
            self._host.enter_pane("results")
        elif self._has_matches:
            self._stay()
        else:
            self._search.close()
            self._host.enter_pane("text")

    def cancel(self) -> None:
        """End the search where it began; the next one is in the binder again."""
        self._search.clear()
        self._matches = self._in_entry = None
        self.highlight()
        self._host.scope = Scope.BINDER
        self._reading.go(self._origin, remember=False)
        self.show_position()

    # Stepping

    @property
    def _has_matches(self) -> bool:
        return bool(self._matches and self._matches.addresses)

    def _order_matches(self, chosen: Address | None = None, step: int = 0) -> None:
        """List all matches in reading order, in a thread.

        Args:
            chosen: the match that was gone to.
            step: how many matches to go on then.
        """
        self._host.run_worker(partial(self._list_matches, chosen, step), group="order", exclusive=True)

    async def _list_matches(self, chosen: Address | None, step: int) -> None:
        host, result, finder = self._host, self._host.result, self._search.finder
        if result is None or finder is None:
            return
        if self._matches is None:
            addresses = await self._search.in_thread(partial(finder.list_addresses, result, host.language))
            if host.result is not result or self._in_entry:
                return
            self._matches = self._match_list(addresses)
        addresses = self._matches.addresses
        self._current = addresses.index(chosen) if chosen in addresses else None
        self.show_position()
        if step and addresses:
            self._step(step)

    def step(self, step: int) -> None:
        """Go to the next or the previous match from here, in reading order."""
        result, language = self._host.result, self._host.language
        if self._has_matches:
            self._step(step)
        elif self._matches is None and result and result.hits.total:
            self._order_matches(None, step)
        else:
            key = display_key(self._host.app, "search", language)
            self._host.report(gettext("Press {key} to search first.", language, key=key))

    def _step(self, step: int) -> None:
        host = self._host
        if (cursor := self._match_cursor()) is None:
            return
        self.highlight()
        before = cursor.match_at(host.here, self._current)
        self._current = cursor.next_match(host.here, self._current, step)
        if before is not None and (self._current - before) * step <= 0 and len(cursor.matches.addresses) > 1:
            host.report(
                gettext("Back to the first match", host.language)
                if step > 0
                else gettext("Back to the last match", host.language)
            )
        self._reading.go(cursor.matches.addresses[self._current], remember=False)
        self.show_position()

    def step_from_bar(self, step: int) -> None:
        """Show the next or the previous match in the entry; the bar keeps the focus."""
        if (cursor := self._match_cursor()) is not None:
            self._current = cursor.next_match(self._host.here, self._current, step)
            self._reading.show(cursor.matches.addresses[self._current])
            self.show_position()

    def _match_list(self, addresses: tuple[Address, ...]) -> "MatchList":
        from bindertui.services.document_search import MatchList  # noqa: PLC0415 - not before a search

        return MatchList(self._reading.snapshot.binder, addresses)

    def _match_cursor(self) -> "MatchCursor | None":
        """Return the matches as seen from the open document; None without any."""
        matches, flow = self._matches, self._host.flow
        if matches is None or not matches.addresses or flow is None:
            return None
        if self._cursor is None or self._cursor.matches is not matches or self._cursor.flow is not flow:
            self._cursor = matches.in_document(flow)
        return self._cursor

    def show_position(self) -> None:
        """Show which match the cursor is at, as `3/17`, or as `–/17` between two matches."""
        position = ""
        if (cursor := self._match_cursor()) is not None:
            number = cursor.match_at(self._host.here, self._current)
            position = f"{'–' if number is None else number + 1}/{len(cursor.matches.addresses)}"
        self._host.match_position = position
