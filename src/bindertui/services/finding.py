"""Finding passages in a snapshot."""

from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from attrs import evolve, field, frozen

from bindertui.model.address import Address
from bindertui.search.completion import Completion
from bindertui.search.hits import Hits
from bindertui.search.index import Index
from bindertui.search.matching import Matcher
from bindertui.search.parser import parse
from bindertui.search.query import Query
from bindertui.search.shelf import shelved, throw_away
from bindertui.services.completing import Completer
from bindertui.services.library import Snapshot

T = TypeVar("T")


@frozen
class Found:
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
    """Searches one snapshot; its index is built at the first search, and threads may share it afterwards."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._index: Index | None = None
        self._building = Lock()
        self._completer = Completer(snapshot.binder)

    def prepare(self) -> Index:
        """The index, built or opened where it is kept; the first to ask waits for it, so that a search need not."""
        with self._building:
            if self._index is None:
                self._index = shelved(self._snapshot.binder, self._snapshot.index_folder)
            return self._index

    def typed(self, text: str, language: str, limit: int = 100) -> Found:
        """What a query finds while it is being typed: its last word may be unfinished."""
        query = parse(text, typing=True)
        if query.node is None:
            return Found(text, Hits(problems=query.problems), query)
        hits = self._asked(lambda index: index.search(query, language, limit))
        return Found(text, hits, query, self._asked(lambda index: index.matcher(query)))

    def more(self, found: Found, language: str, limit: int = 100) -> Found:
        """The same answer with its next hits behind those it has."""
        query, hits = found.query, found.hits
        if query is None or len(hits.hits) >= hits.total:
            return found
        page = self._asked(lambda index: index.search(query, language, limit, offset=len(hits.hits)))
        return evolve(found, hits=evolve(hits, hits=(*hits.hits, *page.hits)))

    def found(self, text: str, language: str, limit: int) -> Hits:
        """The best passages for a whole query."""
        query = parse(text, typing=False)
        if query.node is None:
            return Hits(problems=query.problems)
        return self._asked(lambda index: index.search(query, language, limit))

    def completions(self, text: str, cursor: int, language: str) -> tuple[Completion, ...]:
        """What may take the place of what is being written at the cursor; no index is waited for."""
        index = self._index
        return self._completer.completions(text, cursor, language, index.values if index else None)

    def in_reading_order(self, found: Found, language: str) -> tuple[Address, ...]:
        """Every place a search found, from the front of the binder to its back."""
        query = found.query
        return self._asked(lambda index: index.in_reading_order(query, language)) if query else ()

    def _asked(self, ask: Callable[[Index], T]) -> T:
        """What the index answers; one whose files turn out to be damaged is thrown away, and built in memory."""
        try:
            return ask(self.prepare())
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:
            # The engine panics over damaged files, which is no Exception; any other failure fails again below.
            folder = self._snapshot.index_folder
            if folder is None or not folder.exists():
                raise
            throw_away(folder)
            with self._building:
                self._index = Index.of(self._snapshot.binder)
            return ask(self._index)


def find(snapshot: Snapshot, text: str, language: str, limit: int = 20) -> Hits:
    """The best passages for a whole query; a bad query gives problems, never an exception."""
    return Finder(snapshot).found(text, language, limit)
