"""Search one binder or a whole library, and keep the indexes up to date."""

import sys
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import chain
from threading import Event, Lock, RLock
from time import monotonic, sleep
from typing import TYPE_CHECKING, TypeVar

from attrs import evolve, field

from bindertui._frozen import frozen
from bindertui.model.address import Address
from bindertui.model.progress import Progress
from bindertui.search.index import Index, IndexStore, index_folder, remove_index
from bindertui.search.matcher import Matcher
from bindertui.search.parser import parse
from bindertui.search.query import Query, QueryProblem
from bindertui.search.results import Hits
from bindertui.services.library import Snapshot

if TYPE_CHECKING:
    from bindertui.search.completion import Completion
    from bindertui.services.completion import Completer

T = TypeVar("T")

PAGE_SIZE = 20
"""Hits to load at once while a query is being typed: about one screen."""
_BUSY_INTERVAL = 0.2
"""Seconds between two checks of an index that another process is updating."""
_REOPEN_INTERVAL = 0.5
"""Seconds after which the commits of the indexing process are loaded."""
_MAX_FILES_HERE = 20
"""The most files to index in this process; more would slow down key presses."""
_WORKER = "bindertui.services.index_worker"
"""The module to run in the indexing process."""


@frozen
class SearchResult:
    """The result of a search in the app.

    Attributes:
        text: the query as typed.
        hits: the best hits.
        query: the parsed query.
        matcher: finds the matches in any text; None for an empty query.
    """

    text: str = ""
    hits: Hits = field(factory=Hits)
    query: Query | None = None
    matcher: Matcher | None = None


class Finder:
    """Searches one snapshot; safe to share between threads.

    Searches use the files indexed so far; `prepare` brings the index up to date.

    Attributes:
        in_memory: whether the index could not be stored, so that the next start has to build it again.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        """Prepare to search a snapshot; the index is opened when it is first needed."""
        self.in_memory = False
        self._snapshot = snapshot
        self._store: IndexStore | None = None
        self._open_lock = RLock()
        self._update_lock = Lock()
        self._cancelled = Event()

    def prepare(self, progress: "Progress | None" = None, *, in_subprocess: bool = False) -> None:
        """Bring the index up to date; searches meanwhile use the files indexed so far.

        Args:
            progress: called with the number of indexed files and of all files to index.
            in_subprocess: whether a large update may run in another process, so that this one's threads stay free.
        """
        with self._update_lock:
            try:
                self._update(self._open_store(), progress, in_subprocess=in_subprocess)
            except (OSError, ValueError):
                # The cache cannot be written, the disk is full, or the folder is no index.
                store = IndexStore(self._snapshot.binder, None)
                store.update(store.find_changes(), progress)
                self._store, self.in_memory = store, True

    def cancel_indexing(self) -> None:
        """Stop updating the index: a newer snapshot exists, and its files must not be replaced by older ones."""
        self._cancelled.set()

    def search_as_you_type(self, text: str, language: str, limit: int = PAGE_SIZE) -> SearchResult:
        """Search for a query that is still being typed: its last word may be incomplete."""
        query = parse(text, typing=True)
        if query.node is None:
            return SearchResult(text, Hits(problems=query.problems), query)

        def search(index: Index) -> SearchResult:
            checked = index.check_values(query)
            matcher = index.make_matcher(checked)
            return SearchResult(text, index.search(checked, language, limit, matcher=matcher), checked, matcher)

        return self._query(search)

    def next_hits(self, found: SearchResult, language: str, limit: int = PAGE_SIZE) -> Hits:
        """Return the hits that follow those of a result."""
        query = found.query
        if query is None:
            return Hits()
        return self._query(lambda index: index.search(query, language, limit, len(found.hits.hits), found.matcher))

    def search(self, text: str, language: str, limit: int, offset: int = 0) -> Hits:
        """Search for a complete query, and return the best hits after the first `offset`."""
        query = parse(text, typing=False)
        if query.node is None:
            return Hits(problems=query.problems)
        return self._query(lambda index: index.search(index.check_values(query), language, limit, offset))

    def complete(self, text: str, cursor: int, language: str) -> "tuple[Completion, ...]":
        """Return completions for the part of a query at the cursor, without waiting for the index."""
        store = self._store
        return self._completer.complete(text, cursor, language, store.index.field_values if store else None)

    @cached_property
    def _completer(self) -> "Completer":
        from bindertui.services.completion import Completer  # noqa: PLC0415 - lazy: the verb completes nothing

        return Completer(self._snapshot.binder)

    def list_addresses(self, found: SearchResult, language: str) -> tuple[Address, ...]:
        """Return the addresses of all hits of a result, in reading order."""
        query = found.query
        return self._query(lambda index: index.list_addresses(query, language)) if query else ()

    def _open_store(self) -> IndexStore:
        with self._open_lock:
            if self._store is None:
                self._store = self._load_store()
            return self._store

    def _load_store(self) -> IndexStore:
        binder, parent = self._snapshot.binder, self._snapshot.index_folder
        if parent is not None:
            folder = index_folder(binder, parent)
            state = self._snapshot.state.hex() if self._snapshot.state else None
            for _ in range(2):
                try:
                    return IndexStore(binder, folder, state)
                except (OSError, ValueError):
                    remove_index(folder)
        self.in_memory = parent is not None
        return IndexStore(binder, None)

    def _update(self, store: IndexStore, progress: "Progress | None", *, in_subprocess: bool) -> None:
        if store.is_current:
            return
        # Lazy: an index that is up to date is only searched.
        from bindertui.search.indexer import BusyError  # noqa: PLC0415

        while not (store.is_current or self._cancelled.is_set()):
            changes = store.find_changes()
            try:
                if in_subprocess and len(changes.to_index) > _MAX_FILES_HERE:
                    if self._update_in_subprocess(store, progress):
                        # The index has the files of now; if they are newer than this snapshot, another will follow.
                        return
                    in_subprocess = False
                    continue
                store.update(changes, progress)
            except BusyError:
                sleep(_BUSY_INTERVAL)
                store.reopen()
                continue
            store.mark_current()
            return

    def _update_in_subprocess(self, store: IndexStore, progress: "Progress | None") -> bool:
        """Run the update in another process and load its commits; return False if it cannot be run."""
        token = self._snapshot.repository.subprocess_token()
        if token is None or store.folder is None:
            return False
        reread = monotonic()

        def report(done: int, total: int) -> None:
            nonlocal reread
            if monotonic() - reread > _REOPEN_INTERVAL:
                store.reopen()
                reread = monotonic()
            if progress is not None:
                progress(done, total)

        done = _index_in_subprocess(token, report)
        store.reopen()
        return done

    def _query(self, query: Callable[[Index], T]) -> T:
        """Query the index; if its files turn out to be damaged, delete it, build it again and repeat the query."""
        store = self._open_store()
        try:
            return query(store.index)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:
            # The engine's panics over damaged files are no `Exception`s; any other error is raised again below.
            if store.folder is None or not store.folder.exists():
                raise
            remove_index(store.folder)
            with self._open_lock:
                self._store = None
            self.prepare()
            return query(self._open_store().index)


class LibraryFinder:
    """Searches every binder of a library; the addresses of hits name their binder. Safe to share between threads."""

    def __init__(self, finders: Sequence[tuple[str, Finder]]) -> None:
        """Prepare to search.

        Args:
            finders: the id of each binder and its finder, the newest edition first.
        """
        self._finders = tuple(finders)

    @property
    def in_memory(self) -> bool:
        """Whether an index could not be stored."""
        return any(finder.in_memory for _, finder in self._finders)

    def prepare(self, progress: Progress | None = None, *, in_subprocess: bool = False) -> None:
        """Bring every index up to date, one after another; see `Finder.prepare`."""
        for _, finder in self._finders:
            finder.prepare(progress, in_subprocess=in_subprocess)

    def search_as_you_type(self, text: str, language: str, limit: int = PAGE_SIZE) -> SearchResult:
        """Search for a query that is still being typed, in all binders, the best hits first."""
        found = [(binder, finder.search_as_you_type(text, language, limit)) for binder, finder in self._finders]
        hits = _merge_hits([(binder, each.hits) for binder, each in found], limit)
        first = found[0][1]
        query = evolve(first.query, problems=hits.problems) if first.query else None
        return evolve(first, hits=hits, query=query)

    def next_hits(self, found: SearchResult, language: str, limit: int = PAGE_SIZE) -> Hits:
        """Return the hits that follow those of a result."""
        known = len(found.hits.hits)
        longer = self.search_as_you_type(found.text, language, known + limit).hits
        return evolve(longer, hits=longer.hits[known:])

    def search(self, text: str, language: str, limit: int, offset: int = 0) -> Hits:
        """Search for a complete query, and return the best hits after the first `offset`."""
        most = offset + limit
        hits = _merge_hits([(binder, finder.search(text, language, most)) for binder, finder in self._finders], most)
        return evolve(hits, hits=hits.hits[offset:])

    def complete(self, text: str, cursor: int, language: str) -> "tuple[Completion, ...]":
        """Return completions for the part of a query at the cursor, without duplicates."""
        # Lazy: the verb completes nothing.
        from bindertui.services.completion import MAX_COMPLETIONS  # noqa: PLC0415

        offered = chain.from_iterable(finder.complete(text, cursor, language) for _, finder in self._finders)
        return tuple({completion.text: completion for completion in reversed(list(offered))}.values())[::-1][
            :MAX_COMPLETIONS
        ]


def _common_problems(found: Sequence[Hits]) -> tuple[QueryProblem, ...]:
    """Return the problems that all binders report: a value that one binder lacks, another may have."""
    first, *others = found
    everywhere = [{problem.extent for problem in hits.problems} for hits in others]
    return tuple(problem for problem in first.problems if all(problem.extent in extents for extents in everywhere))


def _merge_hits(found: Sequence[tuple[str, Hits]], limit: int) -> Hits:
    """Merge the hits of several binders, best first, with the binder in their addresses."""
    # If a binder has passages with all the words, drop binders that only have scattered or partial matches.
    whole = [each for each in found if each[1].total and not each[1].scattered and not each[1].partial]
    kept = whole or [each for each in found if each[1].total]
    named = (evolve(hit, address=evolve(hit.address, binder=binder)) for binder, hits in kept for hit in hits.hits)
    return Hits(
        tuple(sorted(named, key=lambda hit: -hit.score)[:limit]),
        sum(hits.total for _, hits in kept),
        _common_problems([hits for _, hits in found]),
        scattered=not whole and any(hits.scattered for _, hits in kept),
        partial=not whole and all(hits.partial for _, hits in kept) and bool(kept),
    )


def _index_in_subprocess(token: str, progress: Progress) -> bool:
    """Update the index of a binder in another process, and wait for it.

    Args:
        token: the token of the binder's repository.
        progress: called with the number of indexed files and of all files to index.

    Returns:
        Whether it succeeded; it may be impossible to start a process.
    """
    import subprocess  # noqa: PLC0415 - lazy: most searches need no other process

    # -P: do not import from the current folder.
    command = (sys.executable, "-P", "-m", _WORKER, token)
    try:
        with subprocess.Popen(  # noqa: S603 - this program again, and no shell
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="ascii"
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                done, _, total = line.partition(" ")
                progress(int(done), int(total))
    except (OSError, ValueError):
        return False
    return process.returncode == 0
