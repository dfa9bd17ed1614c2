"""Ranking: turn a query into one page of hits, with the language and the snippet to show for each."""

from collections.abc import Iterator
from typing import Any

from attrs import evolve, field
from tantivy import DocAddress, Order, Searcher
from tantivy import Query as Clause

from bindertui._frozen import frozen
from bindertui.model.address import Address
from bindertui.model.text import NEUTRAL
from bindertui.search.compiler import QueryCompiler
from bindertui.search.entry_search import EntrySearch
from bindertui.search.matcher import Matcher, TextMatches
from bindertui.search.planner import AllOf, AnyOf, Exclude, PlanNode
from bindertui.search.query import All, Filter, Query, Word, iter_nodes
from bindertui.search.results import Hit, Hits, explain_match, make_snippet
from bindertui.search.schema import IndexSchema, StoredPassage

_FEW_HITS = 5
"""If no more passages have all the words, entries that have them in several passages are added."""
_SAME_PASSAGE_BOOST = 4.0
"""Score factor of a passage with all the words over an entry that has them in several passages."""
_ScoredDocument = tuple[float, DocAddress]


@frozen
class Ranking:
    """The search for one query, for a reader of one language.

    Attributes:
        searcher: the index.
        schema: its fields.
        query: the parsed query.
        matcher: its matcher.
        language: the reader's language.
        plan: the plan of the query.
        languages: the languages that may match, the reader's first.
    """

    searcher: Searcher
    schema: IndexSchema
    query: Query
    matcher: Matcher
    language: str
    plan: PlanNode | None = field(init=False)
    languages: tuple[str, ...] = field(init=False)

    @plan.default
    def _plan(self) -> PlanNode | None:
        return _invert_language_filters(self.matcher.plan, self.schema.languages)

    @languages.default
    def _languages(self) -> tuple[str, ...]:
        asked = _only_language(self.plan)
        if asked in self.schema.languages:
            return (asked, NEUTRAL)
        return tuple(dict.fromkeys((self.language, NEUTRAL, *self.schema.languages)))

    def page(self, limit: int, offset: int) -> Hits:
        """Return one page of hits, the best first."""
        plan, problems = self.plan, self.query.problems
        if plan is None or limit <= 0:
            return Hits(problems=problems)
        found, total = self._search(self._compile(plan), limit, offset)
        is_scattered = is_partial = False
        if total <= _FEW_HITS and len(self.matcher.term_sets) > 1:
            more = self._search_entries(plan)
            is_scattered = len(more) > total == 0
            if not more:
                more = self._search_partial(plan)
                is_partial = bool(more)
            found, total = more[offset : offset + limit], len(more)
        hits = tuple(self._make_hit(score, document) for score, document in found)
        return Hits(hits, total, problems, is_scattered, is_partial)

    def list_addresses(self, limit: int) -> tuple[Address, ...]:
        """Return the addresses of all hits in reading order."""
        plan = self.plan
        if plan is None or limit <= 0:
            return ()
        found = self._search_in_order(self._compile(plan), max(limit, _FEW_HITS + 1))
        if len(found) <= _FEW_HITS and len(self.matcher.term_sets) > 1:
            more = [document for _, document in self._search_entries(plan) or self._search_partial(plan)]
            ordered = sorted(zip(self._fast_values("order", more), more, strict=True), key=lambda each: each[0])
            return self._addresses([document for _, document in ordered[:limit]])
        if _has_nested_filters(plan):
            return self._addresses(found[:limit])
        # A second search finds which hits match in the reader's language; that is faster than reading their texts.
        own = self.languages[: self.languages.index(NEUTRAL) + 1]
        matching = QueryCompiler(self.searcher, self.schema, own).compile(plan)
        in_own = {(other.segment_ord, other.doc) for other in self._search_in_order(matching, limit)}
        flagged = ((document, (document.segment_ord, document.doc) in in_own) for document in found[:limit])
        return tuple(self._address(document, answers) for document, answers in flagged)

    def _addresses(self, documents: list[DocAddress]) -> tuple[Address, ...]:
        """Return the addresses of documents, with the language in which each text matches."""
        return tuple(stored.address(self._matching_original(stored)[0]) for stored in map(self._stored, documents))

    def _address(self, document: DocAddress, in_own: bool) -> Address:  # noqa: FBT001 - private
        stored = self._stored(document)
        languages = [language for language, _ in self._originals(stored)]
        others = [language for language in languages if language not in {self.languages[0], NEUTRAL}]
        return stored.address(languages[0] if in_own or not others else others[0])

    def _compile(self, plan: PlanNode) -> Clause:
        return QueryCompiler(self.searcher, self.schema, self.languages).compile(plan)

    def _search_entries(self, plan: PlanNode) -> list[_ScoredDocument]:
        """Return the few passages that have all the words, and the best passage of each other entry that has them."""
        whole, _ = self._search(self._compile(plan), _FEW_HITS, 0)
        units = set(self._fast_values("unit", [document for _, document in whole]))
        entries = self._entry_search().find(plan, only_if_fast=bool(whole))
        found = [(_SAME_PASSAGE_BOOST * score, document) for score, document in whole]
        found += [(entry.score, entry.best_passage()) for entry in entries if entry.order not in units]
        return sorted(found, key=lambda each: -each[0])

    def _search_partial(self, plan: PlanNode) -> list[_ScoredDocument]:
        """Return the best passage of each entry with the most words; none for phrases, exclusions and OR."""
        if not all(isinstance(part, All | Word | Filter) for part in iter_nodes(self.query.node)):
            return []
        return [(entry.score, entry.best_passage()) for entry in self._entry_search().find_partial(plan)]

    def _entry_search(self) -> EntrySearch:
        return EntrySearch(self.searcher, self.schema, self.languages)

    def _fast_values(self, field: str, documents: list[DocAddress]) -> list[int]:
        numbers: Any = self.searcher.fast_field_values(field, documents) if documents else []
        return [int(number) for number in numbers]

    def _search(self, clause: Clause, limit: int, offset: int) -> tuple[list[_ScoredDocument], int]:
        # The type stubs of the engine lack the count.
        # The engine allocates memory for `limit` hits, even if there are fewer.
        room = max(self.searcher.num_docs, 1)
        limit, offset = min(limit, room), min(offset, room)
        result: Any = self.searcher.search(clause, limit, offset=offset, weight_by_field="weight")
        order = self._fast_values("order", [document for _, document in result.hits])
        # The engine sorts equal scores by the time of indexing; reading order is wanted.
        found = sorted(zip(result.hits, order, strict=True), key=lambda hit: (-hit[0][0], hit[1]))
        return [hit for hit, _ in found], result.count

    def _search_in_order(self, clause: Clause, limit: int) -> list[DocAddress]:
        result = self.searcher.search(clause, limit, count=False, order_by_field="order", order=Order.Asc)
        return [document for _, document in result.hits]

    def _stored(self, document: DocAddress) -> StoredPassage:
        stored: Any = self.searcher.doc(document).get_first("shown")
        return StoredPassage.decode(bytes(stored))

    def _make_hit(self, score: float, document: DocAddress) -> Hit:
        stored = self._stored(document)
        language, text_matches = self._matching_original(stored)
        cut, spans = make_snippet(text_matches.text, text_matches.spans())
        return Hit(
            stored.address(language),
            stored.place.entry,
            stored.kind,
            stored.title,
            language,
            cut,
            spans,
            score,
            explain_match(text_matches),
        )

    def _matching_original(self, stored: StoredPassage) -> tuple[str, TextMatches]:
        """Return the original to show: the reader's language if it matches, else one that does."""
        candidates = []
        for language, text in self._originals(stored):
            text_matches = self.matcher.match_text(text, language)
            if text_matches.is_match():
                return language, text_matches
            candidates.append((language, text_matches))
        # No text of a scattered hit has all the words: take the one with the most.
        return max(candidates, key=lambda candidate: candidate[1].count_matched())

    def _originals(self, stored: StoredPassage) -> Iterator[tuple[str, str]]:
        by_language = dict(stored.text.originals)
        for language in dict.fromkeys((*self.languages, *by_language)):
            if language in by_language:
                yield language, by_language[language]


def _has_nested_filters(plan: PlanNode) -> bool:
    """Return whether filters or exclusions are nested in a plan, so that a match says nothing about words."""
    for part in plan.parts if isinstance(plan, AllOf) else (plan,):
        if isinstance(part, Exclude):
            if _contains(part.part, (Exclude,)):
                return True
        elif not isinstance(part, Filter) and _contains(part, (Filter, Exclude)):
            return True
    return False


def _contains(part: PlanNode, kinds: tuple[type[Filter | Exclude], ...]) -> bool:
    inner = part.parts if isinstance(part, AllOf | AnyOf) else (part.part,) if isinstance(part, Exclude) else ()
    return isinstance(part, kinds) or any(_contains(child, kinds) for child in inner)


def _invert_language_filters(plan: PlanNode | None, languages: tuple[str, ...]) -> PlanNode | None:
    """Replace the exclusion of a language by a filter for the others: a passage has texts in all of them."""

    def turned(part: PlanNode) -> PlanNode:
        left_out = part.part if isinstance(part, Exclude) else None
        if not isinstance(left_out, Filter) or left_out.field != "lang":
            return part
        others = tuple(language for language in languages if language not in left_out.values)
        return evolve(left_out, values=others) if others else part

    if isinstance(plan, AllOf):
        return AllOf(tuple(map(turned, plan.parts)))
    return turned(plan) if plan else None


def _only_language(plan: PlanNode | None) -> str | None:
    """Return the one language that a query as a whole is restricted to."""
    for part in plan.parts if isinstance(plan, AllOf) else (plan,):
        if isinstance(part, Filter) and part.field == "lang" and len(part.values) == 1:
            return part.values[0]
    return None
