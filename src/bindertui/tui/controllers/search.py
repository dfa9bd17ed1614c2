"""A screen with a search bar: the query, what completes it, earlier ones, and what is found."""

import asyncio
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from attrs import evolve
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.reactive import reactive

from bindertui.i18n import gettext, lazy_gettext
from bindertui.services.reader_state import SearchHistory
from bindertui.tui.messages import Sought
from bindertui.tui.screens.base import BaseScreen
from bindertui.tui.threads import SingleFlight
from bindertui.tui.widgets.search_bar import Scope, ScopeLabel, SearchBar

if TYPE_CHECKING:
    from bindertui.search.query import Query
    from bindertui.services.search import Finder, LibraryFinder, SearchResult
    from bindertui.tui.widgets.completion_list import CompletionList, Offers

SEARCH = lazy_gettext('Search both languages: words, "a phrase", -not, kind:partner …')
"""Stands in an empty bar."""

_MOMENT = 0.4
"""Seconds of work on the index before it is said how far that is."""
_TICK = 0.1
"""Seconds between two steps of the bar that shows how far the index is."""
_REST = 1.5
"""Seconds without a key after which a query is what was meant."""
_AGAIN = 1.0
"""Seconds after which a query is asked again while the index grows."""


class QueryScreen(BaseScreen):
    """The state of one search, and how a key in the bar becomes an answer.

    A subclass composes `bar` and a `Results`, sets `finder` when there is one, and says what an answer and a choice
    lead to.
    """

    scope: reactive[Scope] = reactive(Scope.BINDER)
    asking: reactive[bool] = reactive(default=False)
    searching: reactive[bool] = reactive(default=False)
    found: reactive["SearchResult | None"] = reactive(None)
    understood: reactive["Query | None"] = reactive(None)
    said: reactive[tuple[str, ...]] = reactive(())
    offers: reactive["Offers | None"] = reactive(None)
    past: reactive[tuple[str, ...]] = reactive(())
    progress: reactive[tuple[int, int] | None] = reactive(None)
    unkept: reactive[bool] = reactive(default=False)

    def __init__(self, state: Path, binder: str) -> None:
        """Prepare to search.

        Args:
            state: the folder for what is kept between runs.
            binder: the id that earlier queries are kept under.
        """
        super().__init__()
        self._finder: Finder | LibraryFinder | None = None
        self._searchable = asyncio.Event()
        self._finding, self._completing, self._saving = SingleFlight(), SingleFlight(), SingleFlight()
        self._wanted: str | None = None
        self._sought = ""
        self._indexing = False
        self._searched_before = False
        self._asked_again = 0.0
        self._searches = SearchHistory.load(state, binder)
        self.set_reactive(QueryScreen.past, self._searches.queries)

    def compose_bar(self) -> ComposeResult:
        """The bar; what is said under it, and the list that opens there, come with the first search."""
        with Horizontal(id="bar"):
            yield ScopeLabel(id="scope").data_bind(QueryScreen.scope, QueryScreen.language)
            yield SearchBar(id="search").data_bind(
                QueryScreen.offers, QueryScreen.scope, QueryScreen.past, QueryScreen.understood
            )

    def watch_asking(self, asking: bool) -> None:  # noqa: FBT001 - as Textual calls it
        """Put under the bar what a search needs there, once."""
        if asking and not self._searched_before:
            from bindertui.tui.widgets.completion_list import CompletionList  # noqa: PLC0415 - not before a search
            from bindertui.tui.widgets.search_bar import SearchStatus  # noqa: PLC0415

            self._searched_before = True
            remark = SearchStatus(id="remark").data_bind(
                QueryScreen.language, QueryScreen.asking, QueryScreen.understood, QueryScreen.said
            )
            self.mount(remark, CompletionList(id="completions").data_bind(QueryScreen.offers), after="#bar")

    @property
    def bar(self) -> SearchBar:
        """The line the query is typed in."""
        return self.query_one(SearchBar)

    # What a subclass does

    def prepare(self) -> None:
        """See that there will be a finder."""
        raise NotImplementedError

    def answered(self, found: "SearchResult") -> None:
        """Show an answer."""

    def accept_best(self) -> None:
        """Go where the answer is best."""
        raise NotImplementedError

    def asides(self) -> list[str]:
        """What else to say of an answer."""
        return []

    def asked(self, text: str) -> None:
        """Search for what is typed now."""
        self.searching = bool(text.strip())
        self.find(text)

    # From a key to an answer

    @on(SearchBar.Searched)
    def _searched(self, event: SearchBar.Searched) -> None:
        self.asking = True
        self.offers = None
        if event.cursor is not None and self.scope is not Scope.ENTRY:
            self._complete(event.text, event.cursor)
        self.asked(event.text)

    @work(exclusive=True, group="find")
    async def find(self, text: str) -> None:
        """Search off the event loop; of the queries that come meanwhile only the newest is asked, and answers."""
        if self._finder is None:
            self.said = (gettext("Preparing the search …", self.language),)
            self.prepare()
            await self._searchable.wait()
        assert self._finder is not None
        from bindertui.tui.widgets.search_results import PAGE  # noqa: PLC0415 - not before a search

        # Asked again, as much is fetched as there was: the list must not shrink under the reader's eyes.
        limit = len(self.found.hits.hits) if self.found and self.found.text == text else 0
        found = await self._finding.answer(partial(self._finder.typed, text, self.language, max(limit, PAGE)))
        self.found, self.understood = found, found.query
        self.said = tuple(self._said(found))
        self.answered(found)
        if text.strip():
            self.set_timer(_REST, partial(self._rest, text))
        # Enter may have come before the answer.
        wanted, self._wanted = self._wanted, None
        if wanted == text:
            self.accept_best()
        if wanted is not None:
            await self.bar.go_on()

    def _rest(self, text: str) -> None:
        """Say what was searched for, once, if it is not what was typed on the way to something else."""
        if self.found is not None and self.found.text == text != self._sought:
            self._sought = text
            self.post_message(Sought(text))

    def _said(self, found: "SearchResult") -> list[str]:
        from bindertui.tui.widgets.search_bar import count_text  # noqa: PLC0415 - not before a search

        if found.matcher is None:
            return [gettext("/ searches this entry alone", self.language)] if self.scope is Scope.BINDER else []
        hits = found.hits
        if not hits.total:
            # What is not indexed yet may still be found.
            if self._indexing:
                return [gettext("Preparing the search …", self.language)]
            return [gettext("Nothing found for “{text}”.", self.language, text=found.text)]
        asides = self.asides()
        if hits.scattered:
            asides = [gettext("No passage has all the words; these entries do.", self.language)]
        elif hits.partial:
            asides = [gettext("No entry has all the words; these have the most.", self.language)]
        return [count_text(hits.total, self.language), *asides]

    @work(exclusive=True, group="more")
    async def on_results_more_wanted(self) -> None:
        """Fetch the next hits of the same answer."""
        from bindertui.tui.widgets.search_results import PAGE  # noqa: PLC0415 - not before a search

        found = self.found
        if found is None or self._finder is None:
            return
        more = await self._finding.answer(partial(self._finder.more, found, self.language, PAGE))
        if self.found is found:
            self.found = evolve(found, hits=evolve(found.hits, hits=(*found.hits.hits, *more.hits)))

    @on(SearchBar.Accepted)
    async def _accepted(self, event: SearchBar.Accepted) -> None:
        answered = self.understood is not None and self.understood.text == event.text
        self._wanted = None if answered else event.text
        if answered:
            self.accept_best()
        if answered or not any(worker.group == "find" and not worker.is_finished for worker in self.workers):
            await self.bar.go_on()

    # The index

    @work(group="index")
    async def index(self) -> None:
        """Bring the index up to date, off the event loop; what it has is searched meanwhile."""
        assert self._finder is not None
        # What is done in a moment is not worth a word.
        told = monotonic() + _MOMENT

        def progress(done: int, total: int) -> None:
            nonlocal told
            if (now := monotonic()) - told > _TICK:
                told = now
                # The loop is gone when the app has ended meanwhile.
                with suppress(RuntimeError):
                    self.app.call_later(self._progressed, done, total)

        self._indexing = True
        await SingleFlight().answer(partial(self._finder.prepare, progress, apart=True))
        self._indexing = False
        self.progress = None
        self.unkept = self._finder.in_memory
        self.indexed()

    def indexed(self) -> None:
        """Search once more, now that the index is whole."""
        self._ask_again()

    def _progressed(self, done: int, total: int) -> None:
        # What was told last may be heard after the end.
        if self._indexing:
            if monotonic() - self._asked_again > _AGAIN:
                self._ask_again()
            self.progress = (done, total)

    def _ask_again(self) -> None:
        """Search what has been indexed meanwhile, too."""
        self._asked_again = monotonic()
        if self.searching:
            self.find(self.bar.value)

    # Completing

    @work(exclusive=True, group="complete")
    async def _complete(self, text: str, cursor: int) -> None:
        await self._searchable.wait()
        assert self._finder is not None
        completions = await self._completing.answer(partial(self._finder.completions, text, cursor, self.language))
        if self.bar.value == text and self.bar.has_focus:
            from bindertui.tui.widgets.completion_list import Offers  # noqa: PLC0415 - not before a search

            self.offers = Offers(text, cursor, completions)

    @on(SearchBar.Highlighted)
    def _highlighted(self, event: SearchBar.Highlighted) -> None:
        self.offers = event.offers

    def on_completion_list_taken(self, event: "CompletionList.Taken") -> None:
        """Put what was clicked into the bar."""
        self.bar.take(event.offers)

    # Earlier queries

    def remember(self) -> None:
        """Keep the query for the next time, without a word if that cannot be."""
        query = self.bar.value
        self._searches = self._searches.added(query)
        if self.past != self._searches.queries:
            self.past = self._searches.queries
            self._save(query)

    @work(group="save")
    async def _save(self, query: str) -> None:
        await self._saving.answer(partial(_kept, self._searches, query))

    def end(self) -> None:
        """Close what the search has opened; what it found stays."""
        self.asking = self.searching = False
        self.offers = None

    def forget(self) -> None:
        """Empty the bar, and forget what was found."""
        with self.bar.prevent(SearchBar.Changed):
            self.bar.value = ""
        self.workers.cancel_group(self, "find")
        self._wanted = None
        self.found = self.understood = None
        self.end()


def _kept(searches: SearchHistory, query: str) -> None:
    try:
        searches.keep(query)
    except OSError:
        # Whoever cannot write there has been told so for what matters more.
        return
