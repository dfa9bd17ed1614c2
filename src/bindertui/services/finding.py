"""Finding passages in a snapshot."""

from threading import Lock

from attrs import field, frozen

from bindertui.model.address import Address
from bindertui.search.hits import Hits
from bindertui.search.index import Index
from bindertui.search.matching import Matcher
from bindertui.search.parser import parse
from bindertui.search.query import Query
from bindertui.search.shelf import shelved
from bindertui.services.library import Snapshot


@frozen
class Found:
    """What a search in the app found.

    Attributes:
        text: the query as it was typed.
        hits: the best hits.
        query: as it was understood.
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

    @property
    def index(self) -> Index:
        """The snapshot's index; the first to ask for it builds it, and others wait."""
        with self._building:
            if self._index is None:
                self._index = shelved(self._snapshot.binder, self._snapshot.index_folder)
        return self._index

    def prepare(self) -> None:
        """Build the index, or open it where it is kept, so that the first search need not wait."""
        self.index  # noqa: B018 - asking for it builds it

    def typed(self, text: str, language: str, limit: int = 100) -> Found:
        """What a query finds while it is being typed: its last word may be unfinished."""
        query = parse(text, typing=True)
        if query.node is None:
            return Found(text, Hits(problems=query.problems))
        hits = self.index.search(query, language, limit)
        return Found(text, hits, query, self.index.matcher(query))

    def in_reading_order(self, found: Found, language: str) -> tuple[Address, ...]:
        """Every place a search found, from the front of the binder to its back."""
        return self.index.in_reading_order(found.query, language) if found.query else ()


def find(snapshot: Snapshot, text: str, language: str, limit: int = 20) -> Hits:
    """The best passages for a whole query; a bad query gives problems, never an exception."""
    query = parse(text, typing=False)
    if query.node is None:
        return Hits(problems=query.problems)
    return Finder(snapshot).index.search(query, language, limit)
