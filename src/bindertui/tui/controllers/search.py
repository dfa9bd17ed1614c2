"""Searching from the search bar: the query, its completions, the results, earlier queries and the index.

State flows one way. The bar posts the typed text; the controller runs the query in a thread and sets the reactives of
the screen, which `data_bind` passes down to the bar, the list of completions and the results. Nothing here calls the
bar: to put a text into it, `bar_text` is set.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from attrs import evolve
from textual.worker import Worker

from bindertui.i18n import gettext
from bindertui.services.reader_state import SearchHistory
from bindertui.tui.controllers.host import ScreenHost
from bindertui.tui.messages import QuerySettled
from bindertui.tui.threads import SingleFlight
from bindertui.tui.widgets.key_order import HeldKeys
from bindertui.tui.widgets.search_bar import BarText, Scope

if TYPE_CHECKING:
    from bindertui.search.query import Query
    from bindertui.services.search import Finder, LibraryFinder, SearchResult
    from bindertui.tui.widgets.completion_list import Suggestions

T = TypeVar("T")
F = TypeVar("F", bound="Finder | LibraryFinder")

_PROGRESS_DELAY = 0.4
"""Seconds of indexing before its progress is shown."""
_PROGRESS_INTERVAL = 0.1
"""Seconds between two steps of the progress bar."""
_SETTLE_DELAY = 1.5
"""Seconds without a key after which a query counts as the one that was meant."""
_REPEAT_INTERVAL = 1.0
"""Seconds after which a query is repeated while the index grows."""


class SearchHost(ScreenHost, Protocol):
    """A screen with a search bar; its widgets show these attributes, which the controller sets.

    Attributes:
        scope: the extent of the search.
        search_open: whether the search bar is in use.
        results_open: whether the results are shown.
        bar_text: a text to put into the bar.
        suggestions: the completions of the query.
        earlier_queries: the queries of earlier searches, the newest first.
        parsed_query: the query that was answered last, as it was parsed.
        result: its result.
        notes: remarks on the result, shown below the bar.
        index_progress: how many entries are indexed, of how many; None when the index is up to date.
        index_in_memory: whether the index cannot be stored.
    """

    scope: Scope
    search_open: bool
    results_open: bool
    bar_text: BarText | None
    suggestions: "Suggestions | None"
    earlier_queries: tuple[str, ...]
    parsed_query: "Query | None"
    result: "SearchResult | None"
    notes: tuple[str, ...]
    index_progress: tuple[int, int] | None
    index_in_memory: bool

    @property
    def is_typing(self) -> bool:
        """Return whether the search bar has the focus."""

    @property
    def result_note(self) -> str:
        """Return a remark for after the number of results."""

    def prepare_search(self) -> None:
        """Make a finder in the background, once, and pass it to `SearchController.use_finder`."""

    def show_result(self, result: "SearchResult", *, accepted: bool) -> None:
        """Show a new result; if it is `accepted`, `open_best_match` follows."""

    def open_best_match(self) -> None:
        """Go to the best match."""

    def show_indexed(self) -> None:
        """Update everything that depends on a complete index."""


class SearchController(Generic[F]):
    """Runs the queries of one search bar; a new one replaces those that still wait.

    Attributes:
        finder: searches the binder or the library; None until it is ready.
        ready: set once there is a finder.
        text: the query in the bar.
        held_keys: the keys typed after Enter, until the query is answered.
    """

    def __init__(self, host: SearchHost, state_folder: Path, binder: str) -> None:
        """Load the earlier queries.

        Args:
            host: the screen.
            state_folder: the folder for state between runs.
            binder: the id that earlier queries are stored under.
        """
        self._host = host
        self.finder: F | None = None
        self.ready = asyncio.Event()
        self.text = ""
        self.held_keys = HeldKeys()
        self._queries, self._completions, self._saves = SingleFlight(), SingleFlight(), SingleFlight()
        self._running: Worker[None] | None = None
        self._accepted: str | None = None
        """The query that Enter was pressed on before it was answered."""
        self._scopes: dict[Scope, Callable[[], None]] = {}
        self._settled = ""
        self._indexing = False
        self._repeated_at = 0.0
        self._history = SearchHistory.load(state_folder, binder)

    @property
    def earlier_queries(self) -> tuple[str, ...]:
        """The queries of earlier searches, the newest first."""
        return self._history.queries

    def use_finder(self, finder: F) -> None:
        """Search with a finder from now on, and bring its index up to date."""
        self.finder = finder
        self.ready.set()
        self._host.run_worker(self._index, group="index")

    # Queries

    def type(self, text: str, cursor: int | None) -> None:
        """Complete the text of the bar, and search for it.

        Args:
            text: the query.
            cursor: where in it the cursor is; None if nothing is to be completed.
        """
        host = self._host
        self.text = text
        host.search_open = True
        host.suggestions = None
        if cursor is not None and host.scope is not Scope.ENTRY:
            host.run_worker(partial(self._complete, text, cursor), group="complete", exclusive=True)
        self.search()

    def fill(self, text: str, cursor: int | None = None) -> None:
        """Put a text into the bar."""
        self.text = text
        self._host.bar_text = BarText(text, cursor)

    def search(self) -> None:
        """Run the query in the bar, in the scope that was chosen."""
        self._scopes.get(self._host.scope, self._search_index)()

    def add_scope(self, scope: Scope, search: Callable[[], None]) -> None:
        """Let something else search a scope; it passes a coroutine function to `run`, which ends with `finish`."""
        self._scopes[scope] = search

    def _search_index(self) -> None:
        self._host.results_open = bool(self.text.strip())
        self.run(partial(self._find, self.text))

    def repeat(self) -> None:
        """Run the query again if its results are shown."""
        if self._host.results_open:
            self.run(partial(self._find, self.text))

    def run(self, find: Callable[[], Coroutine[None, None, None]]) -> None:
        """Run a query, in place of any that still runs."""
        self._running = self._host.run_worker(find, group="find", exclusive=True)

    async def in_thread(self, call: Callable[[], T]) -> T:
        """Run a query in a thread; never two at once."""
        return await self._queries.run(call)

    async def wait_for_finder(self) -> F:
        """Wait until there is a finder, and return it."""
        await self.ready.wait()
        assert self.finder is not None
        return self.finder

    async def _find(self, text: str) -> None:
        host = self._host
        if self.finder is None:
            host.notes = (gettext("Preparing the search …", host.language),)
            host.prepare_search()
        finder = await self.wait_for_finder()
        from bindertui.tui.widgets.search_results import PAGE  # noqa: PLC0415 - not before a search

        # A repeated query fetches as many hits as there were: the list must not shrink while it is read.
        limit = len(host.result.hits.hits) if host.result and host.result.text == text else 0
        result = await self.in_thread(partial(finder.search_as_you_type, text, host.language, max(limit, PAGE)))
        host.result, host.parsed_query = result, result.query
        host.notes = tuple(self._notes(result))
        host.show_result(result, accepted=self._accepted is not None)
        if text.strip():
            host.set_timer(_SETTLE_DELAY, partial(self._settle, text))
        await self.finish(text)

    async def finish(self, text: str) -> None:
        """Go to the best match if Enter was pressed meanwhile, and release the keys held since then."""
        accepted, self._accepted = self._accepted, None
        if accepted == text:
            self._host.open_best_match()
        if accepted is not None:
            await self.held_keys.release(self._host.app)

    async def accept(self, text: str) -> None:
        """Go to the best match for a query, once it is known."""
        query = self._host.parsed_query
        answered = query is not None and query.text == text
        self._accepted = None if answered else text
        if answered:
            self._host.open_best_match()
        if answered or self._running is None or self._running.is_finished:
            await self.held_keys.release(self._host.app)

    def _settle(self, text: str) -> None:
        """Report the query, once, unless more was typed since."""
        result = self._host.result
        if result is not None and result.text == text != self._settled:
            self._settled = text
            self._host.post_message(QuerySettled(text))

    def _notes(self, result: "SearchResult") -> list[str]:
        from bindertui.tui.widgets.search_bar import count_text  # noqa: PLC0415 - not before a search

        host, hits, language = self._host, result.hits, self._host.language
        if result.matcher is None:
            return [gettext("/ searches this entry only", language)] if host.scope is Scope.BINDER else []
        if not hits.total:
            # An entry that is not indexed yet may match.
            if self._indexing:
                return [gettext("Preparing the search …", language)]
            return [gettext("Nothing found for “{text}”.", language, text=result.text)]
        note = host.result_note
        if hits.scattered:
            note = gettext("No passage has all your words. Showing entries that do.", language)
        elif hits.partial:
            note = gettext("No entry has all your words. Showing the closest.", language)
        return [count_text(hits.total, language), *([note] if note else [])]

    def load_more(self) -> None:
        """Fetch the next hits of the same result."""
        self._host.run_worker(self._load_more, group="more", exclusive=True)

    async def _load_more(self) -> None:
        from bindertui.tui.widgets.search_results import PAGE  # noqa: PLC0415 - not before a search

        host, result = self._host, self._host.result
        if result is None or self.finder is None:
            return
        more = await self.in_thread(partial(self.finder.next_hits, result, host.language, PAGE))
        if host.result is result:
            host.result = evolve(result, hits=evolve(result.hits, hits=(*result.hits.hits, *more.hits)))

    # The index

    async def _index(self) -> None:
        """Bring the index up to date in a thread; searches use the part that is complete."""
        host, finder = self._host, self.finder
        assert finder is not None
        reported_at = monotonic() + _PROGRESS_DELAY

        def progress(done: int, total: int) -> None:
            nonlocal reported_at
            if (now := monotonic()) - reported_at > _PROGRESS_INTERVAL:
                reported_at = now
                # The event loop is closed if the app has ended meanwhile.
                with suppress(RuntimeError):
                    host.app.call_later(self._show_progress, done, total)

        self._indexing = True
        await SingleFlight().run(partial(finder.prepare, progress, in_subprocess=True))
        self._indexing = False
        host.index_progress = None
        host.index_in_memory = finder.in_memory
        self._repeat_now()
        host.show_indexed()

    def _show_progress(self, done: int, total: int) -> None:
        # The last report may arrive after the end.
        if self._indexing:
            if monotonic() - self._repeated_at > _REPEAT_INTERVAL:
                self._repeat_now()
            self._host.index_progress = (done, total)

    def _repeat_now(self) -> None:
        """Repeat the query, to include newly indexed entries."""
        self._repeated_at = monotonic()
        self.repeat()

    # Completions

    async def _complete(self, text: str, cursor: int) -> None:
        host = self._host
        finder = await self.wait_for_finder()
        completions = await self._completions.run(partial(finder.complete, text, cursor, host.language))
        if self.text == text and host.is_typing:
            from bindertui.tui.widgets.completion_list import Suggestions  # noqa: PLC0415 - not before a search

            host.suggestions = Suggestions(text, cursor, completions)

    # Ending a search

    def remember_query(self) -> None:
        """Add the query to the earlier ones; if they cannot be stored, no message is shown."""
        self._history = self._history.add(self.text)
        if self._host.earlier_queries != self._history.queries:
            self._host.earlier_queries = self._history.queries
            self._host.run_worker(partial(self._save, self.text), group="save")

    async def _save(self, query: str) -> None:
        await self._saves.run(partial(_save_query, self._history, query))

    def close(self) -> None:
        """Close the bar and the results; the result itself stays."""
        self._host.search_open = self._host.results_open = False
        self._host.suggestions = None

    def clear(self) -> None:
        """Empty the bar, drop the result, and close both."""
        self.fill("")
        if self._running is not None:
            self._running.cancel()
        self._accepted = None
        self._host.result = self._host.parsed_query = None
        self.close()


def _save_query(history: SearchHistory, query: str) -> None:
    # A folder that cannot be written is reported where it matters more.
    with suppress(OSError):
        history.save(query)
