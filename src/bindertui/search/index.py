"""The index of passages: built once, asked on every key."""

from attrs import evolve
from tantivy import Index as Store

from bindertui.errors import nearest
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.text import NEUTRAL
from bindertui.search import misreadings
from bindertui.search.fields import FIELDS
from bindertui.search.hits import Hits
from bindertui.search.matching import Matcher
from bindertui.search.query import Filter, Query, QueryProblem, parts
from bindertui.search.ranking import Ranking
from bindertui.search.schema import FILTERS, TAGS, Layout, tag, tag_value
from bindertui.search.synonyms import Synonyms
from bindertui.search.words import stem

_MOST_COMPARED = 2_000
"""Values that one that is not known is compared with, to say which may be meant."""


class Index:
    """Finds passages; it never changes, and threads may share it."""

    def __init__(self, layout: Layout, store: Store, synonyms: Synonyms) -> None:
        """What a store holds now.

        Args:
            layout: its fields.
            store: what holds it; what is written to it later is for a later index.
            synonyms: the names that mean the same.
        """
        self.layout = layout
        self.store = store
        self.synonyms = synonyms
        store.reload()
        self._searcher = store.searcher()

    @classmethod
    def of(cls, binder: Binder) -> "Index":
        """The index of one binder, in memory."""
        from bindertui.search.upkeep import Ledger, changes, write  # noqa: PLC0415 - most are kept, and only asked

        layout = Layout(binder.languages)
        store = layout.store()
        write(store, layout, changes(binder, Ledger()), Ledger())
        return cls(layout, store, Synonyms.of(binder))

    def renewed(self) -> "Index":
        """The index of what the store holds by now."""
        return Index(self.layout, self.store, self.synonyms)

    def matcher(self, query: Query) -> Matcher:
        """What lights a query's matches in any text that is shown."""
        return Matcher(query, self.synonyms, self._knows, self.layout.languages[0])

    def search(
        self, query: Query, language: str, limit: int = 20, offset: int = 0, matcher: Matcher | None = None
    ) -> Hits:
        """One page of the passages that answer a query, the best first.

        Args:
            query: as `parser.parse` reads it.
            language: the reader's; a text that does not answer in it may answer in another.
            limit: the most hits to return.
            offset: how many to pass over.
            matcher: the query's, if it has been made already.
        """
        return self._ranking(query, language, matcher).page(limit, offset)

    def in_reading_order(self, query: Query, language: str, limit: int = 10_000) -> tuple[Address, ...]:
        """The places a search finds, from the front of the binder to its back; the first `limit` of them."""
        return self._ranking(query, language).in_reading_order(limit)

    def checked(self, query: Query) -> Query:
        """A query, with a problem where it asks for a value of a field that nothing here has."""
        asked = (part for part in parts(query.node) if isinstance(part, Filter))
        unknown = tuple(self._unknown(part) for part in asked if not self._has(part))
        return evolve(query, problems=(*query.problems, *unknown)) if unknown else query

    def _has(self, wanted: Filter) -> bool:
        """Whether a filter names something; what is compared, or chosen from a few, is as it was read."""
        spec = FIELDS[wanted.field]
        if spec.dated or spec.choices:
            return True
        if wanted.prefix:
            return any(self.values(wanted.field, value, 1) for value in wanted.values)
        return any(self._searcher.doc_freq(TAGS, tag(wanted.field, value)) for value in wanted.values)

    def _unknown(self, wanted: Filter) -> QueryProblem:
        value = wanted.values[0]
        close = nearest(value, self.values(wanted.field, "", _MOST_COMPARED))
        return QueryProblem(wanted.extent, misreadings.no_value(FIELDS[wanted.field], value, close))

    def values(self, field: str, prefix: str, limit: int = 20) -> tuple[str, ...]:
        """The values of a field of the query language that begin so, for completion; none of an unknown field."""
        if field not in FILTERS:
            return ()
        found = self._searcher.terms_with_prefix(TAGS, tag(field, prefix.casefold()), limit=limit)
        return tuple(tag_value(term) for term, _ in found)

    def _ranking(self, query: Query, language: str, matcher: Matcher | None = None) -> Ranking:
        return Ranking(self._searcher, self.layout, query, matcher or self.matcher(query), language)

    def _knows(self, word: str, prefix: bool) -> bool:  # noqa: FBT001 - the shape of `plan.Knows`
        """Whether some passage has a word, a word of its stem, or with `prefix` one that begins so."""
        for language in (*self.layout.languages, NEUTRAL):
            exact = self.layout.exact(language)
            if prefix and self._searcher.terms_with_prefix(exact, word, limit=1):
                return True
            stemmed = stem(word, language or self.layout.languages[0])
            if self._searcher.doc_freq(exact, word) or self._searcher.doc_freq(self.layout.stem(language), stemmed):
                return True
        return False
