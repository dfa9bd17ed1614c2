"""The index of passages: built once, asked on every key."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tantivy import Index as Store

from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.text import NEUTRAL
from bindertui.search.hits import Hits
from bindertui.search.matching import Matcher
from bindertui.search.query import Query
from bindertui.search.ranking import Ranking
from bindertui.search.schema import FILTERS, PASSAGE, Layout
from bindertui.search.synonyms import Synonyms
from bindertui.search.words import stem, storable

if TYPE_CHECKING:
    from bindertui.search.passages import Passage

_MEMORY = 64_000_000
"""Bytes the writer may gather before it writes a segment; fewer segments answer faster."""


class Index:
    """Finds passages; it never changes, and threads may share it."""

    def __init__(
        self,
        found: "Iterable[Passage]",
        languages: Sequence[str],
        synonyms: Synonyms | None = None,
        directory: Path | None = None,
    ) -> None:
        """Build an index.

        Args:
            found: the passages, in reading order.
            languages: the codes of their languages, the default first.
            synonyms: the names that mean the same.
            directory: an empty folder to keep it in, or one that keeps it already: then `found` is not asked.
                None keeps it in memory.

        Raises:
            ValueError: the folder holds something else, or cannot be written.
        """
        self.synonyms = synonyms or Synonyms()
        self._layout = Layout(
            tuple(dict.fromkeys(language for language in languages if language != NEUTRAL)) or ("en",)
        )
        kept = directory is not None and (directory / "meta.json").exists()
        store = Store(self._layout.schema, str(directory) if directory else None)
        self._layout.register(store)
        if not kept:
            self._fill(store, found)
        store.reload()
        self._searcher = store.searcher()

    def _fill(self, store: Store, found: "Iterable[Passage]") -> None:
        from bindertui.search.documents import documents  # noqa: PLC0415 - an index that was kept is only asked

        # One thread, so that documents lie in reading order and equal scores come out in it.
        writer = store.writer(heap_size=_MEMORY, num_threads=1)
        for document in documents(self._layout, found):
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    @classmethod
    def of(cls, binder: Binder, directory: Path | None = None) -> "Index":
        """The index of one binder: in memory, or kept in a folder as the constructor says."""
        from bindertui.search.passages import passages  # noqa: PLC0415 - as in `_fill`

        return cls(passages(binder), binder.languages, Synonyms.of(binder), directory)

    def matcher(self, query: Query) -> Matcher:
        """What lights a query's matches in any text that is shown."""
        return Matcher(query, self.synonyms, self._knows, self._layout.languages[0])

    def search(self, query: Query, language: str, limit: int = 20, offset: int = 0) -> Hits:
        """One page of the passages that answer a query, the best first.

        Args:
            query: as `parser.parse` reads it.
            language: the reader's; a text that does not answer in it may answer in another.
            limit: the most hits to return.
            offset: how many to pass over.
        """
        return self._ranking(query, language).page(limit, offset)

    def in_reading_order(self, query: Query, language: str, limit: int = 10_000) -> tuple[Address, ...]:
        """The places a search finds, from the front of the binder to its back; the first `limit` of them."""
        return self._ranking(query, language).in_reading_order(limit)

    def values(self, field: str, prefix: str, limit: int = 20) -> tuple[str, ...]:
        """The values of a field of the query language that begin so, for completion; none of an unknown field."""
        if field not in FILTERS:
            return ()
        found = self._searcher.terms_with_prefix(FILTERS[field], storable(prefix.casefold()), limit=limit)
        return tuple(value for value, _ in found)

    def _ranking(self, query: Query, language: str) -> Ranking:
        return Ranking(self._searcher, self._layout, query, self.matcher(query), language)

    def _knows(self, word: str, prefix: bool) -> bool:  # noqa: FBT001 - the shape of `plan.Knows`
        """Whether some passage has a word, a word of its stem, or with `prefix` one that begins so."""
        for language in (*self._layout.languages, NEUTRAL):
            exact = self._layout.exact(language, PASSAGE)
            if prefix and self._searcher.terms_with_prefix(exact, word, limit=1):
                return True
            stemmed = stem(word, language or self._layout.languages[0])
            if self._searcher.doc_freq(exact, word) or self._searcher.doc_freq(
                self._layout.stem(language, PASSAGE), stemmed
            ):
                return True
        return False
