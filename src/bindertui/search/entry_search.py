"""Entry search: find entries that have all words of a query in different passages.

Problem: the engine matches passages. A question such as "lead minister Ontario" finds nothing if the name and the role
are in two facts of the same entry.

Approach: evaluate the plan over entries instead of passages. For each term set, ask the engine for the best passages
and group them by entry; then combine the results: intersect them for `AllOf`, unite them for `AnyOf`, subtract them for
`Exclude`. The rarest term set goes first, and the entries it leaves restrict the following searches. If no entry has
all words, `find_partial` returns those with the most.

Invariants:
- Results are deterministic: sorted by score, then by reading order.
- The work is bounded: at most `_MAX_PASSAGES` passages for each term set. For very common words, entries beyond the
  best passages are missed.
- Filters restrict passages, and never add to a score.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from attrs import evolve, field
from tantivy import DocAddress, Occur, Searcher
from tantivy import Query as Clause

from bindertui._frozen import frozen
from bindertui.search.compiler import QueryCompiler
from bindertui.search.planner import AllOf, AnyOf, Exclude, PlanNode, TermSet
from bindertui.search.query import Filter
from bindertui.search.schema import IndexSchema

_MAX_PASSAGES = 5_000
"""Passages to collect for each term set; for words with more matches, the entries of the best ones are enough."""
_MAX_PASSAGES_FAST = 1_000
"""Passages to collect for each term set when the search must be fast."""
_MAX_ENTRY_FILTER = 1_000
"""The most entries that a search is restricted to by the engine; with more, its results are filtered afterwards."""

_MAX_NODES = 8
"""Nodes of a plan that a partial search considers; questions rarely have more."""


@frozen
class EntryMatch:
    """An entry that matches.

    Attributes:
        order: the order of its first passage, which identifies it.
        score: the sum of the scores of its best passage for each term set.
        passages: its matching passages, one for each term set they match.
    """

    order: int
    score: float
    passages: tuple[DocAddress, ...]

    def best_passage(self) -> DocAddress:
        """Return the passage that matches the most term sets; of several the first."""
        counted = Counter((document.segment_ord, document.doc) for document in self.passages)
        most = max(counted.values())
        return min(
            (document for document in self.passages if counted[document.segment_ord, document.doc] == most),
            key=lambda document: (document.segment_ord, document.doc),
        )

    def combine(self, other: "EntryMatch") -> "EntryMatch":
        """Return the match of this entry with the passages and the score of another match added."""
        return EntryMatch(self.order, self.score + other.score, (*self.passages, *other.passages))


_EntryMatches = dict[int, EntryMatch]


@frozen
class EntrySearch:
    """Searches an index entry by entry.

    Attributes:
        searcher: the index.
        schema: its fields.
        languages: the languages that may match, the reader's first.
        limit: passages to collect for each term set, the best first.
    """

    searcher: Searcher
    schema: IndexSchema
    languages: tuple[str, ...]
    limit: int = _MAX_PASSAGES
    _counts: dict[PlanNode, int] = field(factory=dict, init=False, eq=False, repr=False)

    def find(self, plan: PlanNode, *, only_if_fast: bool = False) -> list[EntryMatch]:
        """Return the entries that match a plan, the best first.

        Args:
            plan: the plan.
            only_if_fast: return no entries if even the rarest word has so many matches that the search would take long.
        """
        parts = plan.parts if isinstance(plan, AllOf) else (plan,)
        filters = [part for part in parts if isinstance(part, Filter)]
        word_nodes = AllOf(tuple(part for part in parts if not isinstance(part, Filter)))
        if only_if_fast and self._count(word_nodes) > _MAX_PASSAGES_FAST:
            return []
        found = self._match(word_nodes, None, filters)
        return sorted(found.values(), key=lambda entry: (-entry.score, entry.order))

    def find_partial(self, plan: PlanNode) -> list[EntryMatch]:
        """Return the entries with the most words of a plan, at least two and half of all, the best first."""
        parts = plan.parts if isinstance(plan, AllOf) else (plan,)
        filters = [part for part in parts if isinstance(part, Filter)]
        word_nodes = [part for part in parts if not isinstance(part, Filter)][:_MAX_NODES]
        found: _EntryMatches = {}
        words = Counter[int]()
        few = evolve(self, limit=_MAX_PASSAGES_FAST)
        for part in word_nodes:
            matching = few._match(part, None, filters)  # noqa: SLF001 - another instance of this class
            found = _union((found, matching))
            words.update(dict.fromkeys(matching, _count_words(part)))
        most = max(words.values(), default=0)
        if most < 2 or 2 * most < sum(map(_count_words, word_nodes)):
            return []
        nearest = (found[order] for order, count in words.items() if count == most)
        return sorted(nearest, key=lambda entry: (-entry.score, entry.order))

    def _match(self, part: PlanNode, candidates: _EntryMatches | None, filters: Sequence[Filter]) -> _EntryMatches:
        match part:
            case AllOf():
                return self._match_all(part.parts, candidates, filters)
            case AnyOf():
                return _union(self._match(child, candidates, filters) for child in part.parts)
            case Exclude():
                excluded = self._match(part.part, candidates, filters)
                return {order: entry for order, entry in (candidates or {}).items() if order not in excluded}
            case TermSet() | Filter():
                return self._match_passages(self._compile(part), candidates, filters)

    def _match_all(
        self, parts: Iterable[PlanNode], candidates: _EntryMatches | None, filters: Sequence[Filter]
    ) -> _EntryMatches:
        """Return the entries that match every node; the rarest goes first, to search the others in few entries."""
        found = candidates
        for part in sorted(parts, key=lambda part: (isinstance(part, Exclude), self._count(part))):
            matching = self._match(part, found, filters)
            if found is None or isinstance(part, Exclude):
                found = matching
            else:
                found = {order: found[order].combine(entry) for order, entry in matching.items() if order in found}
        return found or {}

    def _count(self, part: PlanNode) -> int:
        if isinstance(part, AllOf):
            return min((self._count(child) for child in part.parts if not isinstance(child, Exclude)), default=0)
        if isinstance(part, AnyOf):
            return sum(map(self._count, part.parts))
        if part not in self._counts:
            result: Any = self.searcher.search(self._compile(part), 1)
            self._counts[part] = int(result.count)
        return self._counts[part]

    def _compile(self, part: PlanNode) -> Clause:
        """Return the engine query of a node; a term set also matches the label of a passage."""
        clause = QueryCompiler(self.searcher, self.schema, self.languages).compile(part)
        words = [form.words[0] for form in part.forms if len(form.words) == 1] if isinstance(part, TermSet) else []
        labels = [
            Clause.const_score_query(Clause.term_query(self.schema.engine_schema, "label", word), 1.0) for word in words
        ]
        return Clause.boolean_query([(Occur.Should, each) for each in (clause, *labels)])

    def _match_passages(
        self, clause: Clause, candidates: _EntryMatches | None, filters: Sequence[Filter]
    ) -> _EntryMatches:
        must = [
            clause,
            *(
                self._unscored(QueryCompiler(self.searcher, self.schema, self.languages).compile(each))
                for each in filters
            ),
        ]
        if candidates is not None and len(candidates) <= _MAX_ENTRY_FILTER:
            must.append(self._unscored(Clause.term_set_query(self.schema.engine_schema, "unit", list(candidates))))
        whole = Clause.boolean_query([(Occur.Must, each) for each in must])
        hits = self.searcher.search(whole, self.limit, count=False, weight_by_field="weight").hits
        documents = [document for _, document in hits]
        found: _EntryMatches = {}
        for order, (score, document) in zip(self._entry_numbers(documents), hits, strict=True):
            if order in found:
                found[order] = EntryMatch(order, found[order].score, (*found[order].passages, document))
            elif candidates is None or order in candidates:
                found[order] = EntryMatch(order, score, (document,))
        return found

    def _entry_numbers(self, documents: list[DocAddress]) -> list[int]:
        units: Any = self.searcher.fast_field_values("unit", documents) if documents else []
        return [int(order) for order in units]

    @staticmethod
    def _unscored(clause: Clause) -> Clause:
        return Clause.const_score_query(clause, 0.0)


def _count_words(part: PlanNode) -> int:
    """Return the number of query words in a node."""
    if isinstance(part, AllOf):
        return sum(map(_count_words, part.parts))
    # The first alternative is the typed text, the others are synonyms.
    return _count_words(part.parts[0]) if isinstance(part, AnyOf) else 1


def _union(results: Iterable[_EntryMatches]) -> _EntryMatches:
    """Return the entries of several results; the scores of an entry that is in several are added."""
    found: _EntryMatches = {}
    for result in results:
        for order, entry in result.items():
            found[order] = found[order].combine(entry) if order in found else entry
    return found
