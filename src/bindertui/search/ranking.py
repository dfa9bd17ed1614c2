"""Asking the index: passages with all the words and, where these are few, entries that have them between several."""

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
from bindertui.search.matcher import Matcher, TextReader
from bindertui.search.planner import AllOf, AnyOf, Exclude, Part
from bindertui.search.query import All, Filter, Query, Word, parts
from bindertui.search.results import Hit, Hits, explain_match, make_snippet
from bindertui.search.schema import IndexSchema, StoredPassage

_FEW = 5
"""Passages with all the words; up to so many, entries that have them between their passages are looked for as well."""
_TOGETHER = 4.0
"""How much more a passage counts that has all the words than an entry that has them between its passages."""
_Found = tuple[float, DocAddress]


@frozen
class Ranking:
    """One query put to an index by a reader of one language.

    Attributes:
        plan: what is looked for.
        languages: whose texts may answer, the reader's first.
    """

    searcher: Searcher
    layout: IndexSchema
    query: Query
    matcher: Matcher
    reader: str
    plan: Part | None = field(init=False)
    languages: tuple[str, ...] = field(init=False)

    @plan.default
    def _plan(self) -> Part | None:
        return _in_other_languages(self.matcher.plan, self.layout.languages)

    @languages.default
    def _languages(self) -> tuple[str, ...]:
        asked = _asked_language(self.plan)
        if asked in self.layout.languages:
            return (asked, NEUTRAL)
        return tuple(dict.fromkeys((self.reader, NEUTRAL, *self.layout.languages)))

    def page(self, limit: int, offset: int) -> Hits:
        """One page of hits, the best first."""
        plan, problems = self.plan, self.query.problems
        if plan is None or limit <= 0:
            return Hits(problems=problems)
        found, total = self._ranked(self._clause(plan), limit, offset)
        scattered = partial = False
        if total <= _FEW and len(self.matcher.wants) > 1:
            more = self._with_scattered(plan)
            scattered = len(more) > total == 0
            if not more:
                more = self._nearest(plan)
                partial = bool(more)
            found, total = more[offset : offset + limit], len(more)
        hits = tuple(self._hit(score, document) for score, document in found)
        return Hits(hits, total, problems, scattered, partial)

    def in_reading_order(self, limit: int) -> tuple[Address, ...]:
        """The places of all hits, in the order of the binder."""
        plan = self.plan
        if plan is None or limit <= 0:
            return ()
        found = self._ordered(self._clause(plan), max(limit, _FEW + 1))
        if len(found) <= _FEW and len(self.matcher.wants) > 1:
            more = [document for _, document in self._with_scattered(plan) or self._nearest(plan)]
            ordered = sorted(zip(self._numbers("order", more), more, strict=True), key=lambda each: each[0])
            return self._read([document for _, document in ordered[:limit]])
        if _is_mixed(plan):
            return self._read(found[:limit])
        # Two searches tell which texts answer in the reader's own language sooner than reading them does.
        own = self.languages[: self.languages.index(NEUTRAL) + 1]
        answering = QueryCompiler(self.searcher, self.layout, own).clause(plan)
        in_own = {(place.segment_ord, place.doc) for place in self._ordered(answering, limit)}
        places = ((document, (document.segment_ord, document.doc) in in_own) for document in found[:limit])
        return tuple(self._place(document, answers) for document, answers in places)

    def _read(self, documents: list[DocAddress]) -> tuple[Address, ...]:
        """The places of texts, their languages as reading them tells."""
        return tuple(shown.address(self._speaking(shown)[0]) for shown in map(self._shown, documents))

    def _place(self, document: DocAddress, in_own: bool) -> Address:  # noqa: FBT001 - private
        shown = self._shown(document)
        spoken = [language for language, _ in self._preferred(shown)]
        others = [language for language in spoken if language not in {self.languages[0], NEUTRAL}]
        return shown.address(spoken[0] if in_own or not others else others[0])

    def _clause(self, plan: Part) -> Clause:
        return QueryCompiler(self.searcher, self.layout, self.languages).clause(plan)

    def _with_scattered(self, plan: Part) -> list[_Found]:
        """The few passages that have all the words, and of each other entry that has them its best one."""
        whole, _ = self._ranked(self._clause(plan), _FEW, 0)
        units = set(self._numbers("unit", [document for _, document in whole]))
        entries = self._gathering().entries(plan, quickly=bool(whole))
        found = [(_TOGETHER * score, document) for score, document in whole]
        found += [(entry.score, entry.best()) for entry in entries if entry.unit not in units]
        return sorted(found, key=lambda each: -each[0])

    def _nearest(self, plan: Part) -> list[_Found]:
        """The best passage of each entry that has the most words; none where the query is more than plain words."""
        if not all(isinstance(part, All | Word | Filter) for part in parts(self.query.node)):
            return []
        return [(entry.score, entry.best()) for entry in self._gathering().nearest(plan)]

    def _gathering(self) -> EntrySearch:
        return EntrySearch(self.searcher, self.layout, self.languages)

    def _numbers(self, field: str, documents: list[DocAddress]) -> list[int]:
        numbers: Any = self.searcher.fast_field_values(field, documents) if documents else []
        return [int(number) for number in numbers]

    def _ranked(self, clause: Clause, limit: int, offset: int) -> tuple[list[_Found], int]:
        # The stubs of the engine leave out the count.
        # The engine makes room for as many hits as it is asked for, whether or not there are that many.
        room = max(self.searcher.num_docs, 1)
        limit, offset = min(limit, room), min(offset, room)
        result: Any = self.searcher.search(clause, limit, offset=offset, weight_by_field="weight")
        order = self._numbers("order", [document for _, document in result.hits])
        # Of equal scores the engine puts first what was written first, which an update is not.
        found = sorted(zip(result.hits, order, strict=True), key=lambda hit: (-hit[0][0], hit[1]))
        return [hit for hit, _ in found], result.count

    def _ordered(self, clause: Clause, limit: int) -> list[DocAddress]:
        result = self.searcher.search(clause, limit, count=False, order_by_field="order", order=Order.Asc)
        return [document for _, document in result.hits]

    def _shown(self, document: DocAddress) -> StoredPassage:
        stored: Any = self.searcher.doc(document).get_first("shown")
        return StoredPassage.read(bytes(stored))

    def _hit(self, score: float, document: DocAddress) -> Hit:
        shown = self._shown(document)
        language, reading = self._speaking(shown)
        cut, spans = make_snippet(reading.text, reading.spans())
        return Hit(
            shown.address(language),
            shown.place.entry,
            shown.kind,
            shown.title,
            language,
            cut,
            spans,
            score,
            explain_match(reading),
        )

    def _speaking(self, shown: StoredPassage) -> tuple[str, TextReader]:
        """The original to show: the reader's if it answers, else one that does."""
        readings = []
        for language, text in self._preferred(shown):
            reading = self.matcher.reading(text, language)
            if reading.answers():
                return language, reading
            readings.append((language, reading))
        # Of a scattered hit no text has all the words: the one with the most will do.
        return max(readings, key=lambda spoken: spoken[1].answered())

    def _preferred(self, shown: StoredPassage) -> Iterator[tuple[str, str]]:
        by_language = dict(shown.text.originals)
        for language in dict.fromkeys((*self.languages, *by_language)):
            if language in by_language:
                yield language, by_language[language]


def _is_mixed(plan: Part) -> bool:
    """Whether filters or exclusions stand deeper than at the top, so that an answer says nothing of words."""
    for part in plan.parts if isinstance(plan, AllOf) else (plan,):
        if isinstance(part, Exclude):
            if _has(part.part, (Exclude,)):
                return True
        elif not isinstance(part, Filter) and _has(part, (Filter, Exclude)):
            return True
    return False


def _has(part: Part, kinds: tuple[type[Filter | Exclude], ...]) -> bool:
    inner = part.parts if isinstance(part, AllOf | AnyOf) else (part.part,) if isinstance(part, Exclude) else ()
    return isinstance(part, kinds) or any(_has(child, kinds) for child in inner)


def _in_other_languages(plan: Part | None, languages: tuple[str, ...]) -> Part | None:
    """A plan that leaves out a language, as one that asks for the others: a passage is there in all of them."""

    def turned(part: Part) -> Part:
        left_out = part.part if isinstance(part, Exclude) else None
        if not isinstance(left_out, Filter) or left_out.field != "lang":
            return part
        others = tuple(language for language in languages if language not in left_out.values)
        return evolve(left_out, values=others) if others else part

    if isinstance(plan, AllOf):
        return AllOf(tuple(map(turned, plan.parts)))
    return turned(plan) if plan else None


def _asked_language(plan: Part | None) -> str | None:
    """The one language that a query as a whole asks for."""
    for part in plan.parts if isinstance(plan, AllOf) else (plan,):
        if isinstance(part, Filter) and part.field == "lang" and len(part.values) == 1:
            return part.values[0]
    return None
