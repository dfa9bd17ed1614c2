"""Finding passages in a snapshot.

Finding passages in several binders at once.
"""

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
from bindertui.search.completion import Completion
from bindertui.search.index import Index, IndexStore, discard_index, index_folder
from bindertui.search.indexer import BusyError, Progress
from bindertui.search.matcher import Matcher
from bindertui.search.parser import parse
from bindertui.search.query import Query, QueryProblem
from bindertui.search.results import Hits
from bindertui.services.completion import MOST
from bindertui.services.library import Snapshot

if TYPE_CHECKING:
    from bindertui.services.completion import Completer

T = TypeVar("T")

PAGE = 20
"""Hits that are fetched at once while a query is typed: about what a screen shows."""
_WAIT = 0.2
"""Seconds between two looks at an index that another process is bringing up to date."""
_REREAD = 0.5
"""Seconds after which what another process has indexed meanwhile is searched, too."""
_FEW = 20
"""Files that are indexed in this process; more take so long that the keys would feel it."""
_WORKER = "bindertui.services.index_worker"
"""The module that indexes in a process of its own; it imports this one."""


@frozen
class SearchResult:
    """What a search in the app found.

    Attributes:
        text: the query as it was typed.
        hits: the best hits.
        query: as it was understood, and what of it was not.
        matcher: lights the matches in any text that is shown; None for an empty query.
    """

    text: str = ""
    hits: Hits = field(factory=Hits)
    query: Query | None = None
    matcher: Matcher | None = None


class Finder:
    """Searches one snapshot; threads may share it.

    What is indexed so far answers at once; `prepare` brings the index up to date.

    Attributes:
        in_memory: whether the index could not be kept, so that the next start has to build it again.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        """Prepare to search a snapshot; nothing is opened before it is needed."""
        self.in_memory = False
        self._snapshot = snapshot
        self._shelf: IndexStore | None = None
        self._opening = RLock()
        self._updating = Lock()
        self._superseded = Event()

    def prepare(self, progress: "Progress | None" = None, *, apart: bool = False) -> None:
        """Bring the index up to date; what is indexed so far can be searched meanwhile.

        Args:
            progress: told how many files are indexed, and of how many.
            apart: whether another process may do it where it is much, so that this one's threads do not wait for it.
        """
        with self._updating:
            try:
                self._update(self._opened(), progress, apart=apart)
            except (OSError, ValueError):
                # The cache cannot be written, the disk is full, or what lies there is no index.
                shelf = IndexStore(self._snapshot.binder, None)
                shelf.update(shelf.changes(), progress)
                self._shelf, self.in_memory = shelf, True

    def supersede(self) -> None:
        """Update the index no more: there is a newer snapshot, whose files it must not be taken back from."""
        self._superseded.set()

    def typed(self, text: str, language: str, limit: int = PAGE) -> SearchResult:
        """What a query finds while it is being typed: its last word may be unfinished."""
        query = parse(text, typing=True)
        if query.node is None:
            return SearchResult(text, Hits(problems=query.problems), query)

        def search(index: Index) -> SearchResult:
            checked = index.checked(query)
            matcher = index.matcher(checked)
            return SearchResult(text, index.search(checked, language, limit, matcher=matcher), checked, matcher)

        return self._asked(search)

    def more(self, found: SearchResult, language: str, limit: int = PAGE) -> Hits:
        """The hits that come after those of a search."""
        query = found.query
        if query is None:
            return Hits()
        return self._asked(lambda index: index.search(query, language, limit, len(found.hits.hits), found.matcher))

    def found(self, text: str, language: str, limit: int, offset: int = 0) -> Hits:
        """The best passages for a whole query, after the first `offset` of them."""
        query = parse(text, typing=False)
        if query.node is None:
            return Hits(problems=query.problems)
        return self._asked(lambda index: index.search(index.checked(query), language, limit, offset))

    def completions(self, text: str, cursor: int, language: str) -> "tuple[Completion, ...]":
        """What may take the place of what is being written at the cursor; no index is waited for."""
        shelf = self._shelf
        return self._completer.completions(text, cursor, language, shelf.index.values if shelf else None)

    @cached_property
    def _completer(self) -> "Completer":
        from bindertui.services.completion import Completer  # noqa: PLC0415 - the verb completes nothing

        return Completer(self._snapshot.binder)

    def in_reading_order(self, found: SearchResult, language: str) -> tuple[Address, ...]:
        """Every place a search found, from the front of the binder to its back."""
        query = found.query
        return self._asked(lambda index: index.in_reading_order(query, language)) if query else ()

    def _opened(self) -> IndexStore:
        with self._opening:
            if self._shelf is None:
                self._shelf = self._open()
            return self._shelf

    def _open(self) -> IndexStore:
        binder, parent = self._snapshot.binder, self._snapshot.index_folder
        if parent is not None:
            folder = index_folder(binder, parent)
            state = self._snapshot.state.hex() if self._snapshot.state else None
            for _ in range(2):
                try:
                    return IndexStore(binder, folder, state)
                except (OSError, ValueError):
                    discard_index(folder)
        self.in_memory = parent is not None
        return IndexStore(binder, None)

    def _update(self, shelf: IndexStore, progress: "Progress | None", *, apart: bool) -> None:
        while not (shelf.current or self._superseded.is_set()):
            changes = shelf.changes()
            try:
                if apart and len(changes.written) > _FEW:
                    if self._update_apart(shelf, progress):
                        # It is of the files as they are now; of newer ones there will be another snapshot.
                        return
                    apart = False
                    continue
                shelf.update(changes, progress)
            except BusyError:
                sleep(_WAIT)
                shelf.reread()
                continue
            shelf.mark()
            return

    def _update_apart(self, shelf: IndexStore, progress: "Progress | None") -> bool:
        """Have another process do it, searching what it has done so far; False if that cannot be."""
        arguments = self._snapshot.repository.arguments()
        if arguments is None or shelf.folder is None:
            return False
        reread = monotonic()

        def tell(done: int, total: int) -> None:
            nonlocal reread
            if monotonic() - reread > _REREAD:
                shelf.reread()
                reread = monotonic()
            if progress is not None:
                progress(done, total)

        done = _index_in_subprocess(arguments, tell)
        shelf.reread()
        return done

    def _asked(self, ask: Callable[[Index], T]) -> T:
        """What the index answers; one whose files turn out to be damaged is thrown away and built anew."""
        shelf = self._opened()
        try:
            return ask(shelf.index)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:
            # The engine panics over damaged files, which is no Exception; any other failure fails again below.
            if shelf.folder is None or not shelf.folder.exists():
                raise
            discard_index(shelf.folder)
            with self._opening:
                self._shelf = None
            self.prepare()
            return ask(self._opened().index)


class LibraryFinder:
    """Searches every binder of a library; hits name the binder they are in. Threads may share it."""

    def __init__(self, finders: Sequence[tuple[str, Finder]]) -> None:
        """Prepare to search.

        Args:
            finders: each binder's id and its finder, the newest edition first.
        """
        self._finders = tuple(finders)

    @property
    def in_memory(self) -> bool:
        """Whether some index could not be kept."""
        return any(finder.in_memory for _, finder in self._finders)

    def prepare(self, progress: Progress | None = None, *, apart: bool = False) -> None:
        """Bring every index up to date, as `Finder.prepare` does; `progress` is told of one binder after another."""
        for _, finder in self._finders:
            finder.prepare(progress, apart=apart)

    def typed(self, text: str, language: str, limit: int = PAGE) -> SearchResult:
        """What a query finds while it is being typed, the best of all binders first."""
        found = [(binder, finder.typed(text, language, limit)) for binder, finder in self._finders]
        hits = _merged([(binder, each.hits) for binder, each in found], limit)
        first = found[0][1]
        query = evolve(first.query, problems=hits.problems) if first.query else None
        return evolve(first, hits=hits, query=query)

    def more(self, found: SearchResult, language: str, limit: int = PAGE) -> Hits:
        """The hits that come after those of a search."""
        known = len(found.hits.hits)
        longer = self.typed(found.text, language, known + limit).hits
        return evolve(longer, hits=longer.hits[known:])

    def found(self, text: str, language: str, limit: int, offset: int = 0) -> Hits:
        """The best passages for a whole query, after the first `offset` of them."""
        most = offset + limit
        hits = _merged([(binder, finder.found(text, language, most)) for binder, finder in self._finders], most)
        return evolve(hits, hits=hits.hits[offset:])

    def completions(self, text: str, cursor: int, language: str) -> tuple[Completion, ...]:
        """What may take the place of what is being written at the cursor, each once."""
        offered = chain.from_iterable(finder.completions(text, cursor, language) for _, finder in self._finders)
        return tuple({completion.text: completion for completion in reversed(list(offered))}.values())[::-1][:MOST]


def _shared(found: Sequence[Hits]) -> tuple[QueryProblem, ...]:
    """What no binder could make sense of: what one of them has no value for, another may have."""
    first, *others = found
    everywhere = [{problem.extent for problem in hits.problems} for hits in others]
    return tuple(problem for problem in first.problems if all(problem.extent in extents for extents in everywhere))


def _merged(found: Sequence[tuple[str, Hits]], limit: int) -> Hits:
    """The best hits of several binders, their binder in their addresses."""
    # Beside passages that have all the words, entries that only have them scattered, or most of them, say little.
    whole = [each for each in found if each[1].total and not each[1].scattered and not each[1].partial]
    kept = whole or [each for each in found if each[1].total]
    named = (evolve(hit, address=evolve(hit.address, binder=binder)) for binder, hits in kept for hit in hits.hits)
    return Hits(
        tuple(sorted(named, key=lambda hit: -hit.score)[:limit]),
        sum(hits.total for _, hits in kept),
        _shared([hits for _, hits in found]),
        scattered=not whole and any(hits.scattered for _, hits in kept),
        partial=not whole and all(hits.partial for _, hits in kept) and bool(kept),
    )


def _index_in_subprocess(arguments: Sequence[str], progress: Progress) -> bool:
    """Have another process bring the index of a binder up to date, and wait for it.

    Args:
        arguments: what `main` is called with.
        progress: told how many entries are indexed, and of how many.

    Returns:
        Whether it did; there may be no other process to be had.
    """
    import subprocess  # noqa: PLC0415 - most searches need no other process

    # -P: the folder somebody happens to stand in is no place to import from.
    command = (sys.executable, "-P", "-m", _WORKER, *arguments)
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
