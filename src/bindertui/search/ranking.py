"""Asking the index: passages that have all the words first, else entries that have them between their passages."""

from collections.abc import Iterator
from typing import Any

from attrs import field, frozen
from tantivy import DocAddress, Order, Searcher
from tantivy import Query as Clause

from bindertui.model.address import Address
from bindertui.model.text import NEUTRAL
from bindertui.search.clauses import Clauses
from bindertui.search.documents import Shown
from bindertui.search.hits import Hit, Hits, snippet, why
from bindertui.search.matching import Matcher, Reading
from bindertui.search.plan import Every, Part
from bindertui.search.query import Filter, Query
from bindertui.search.scattered import Gathered, Gathering
from bindertui.search.schema import Layout

_Found = tuple[float, DocAddress]


@frozen
class Ranking:
    """One query put to an index by a reader of one language.

    Attributes:
        languages: whose texts may answer, the reader's first.
    """

    searcher: Searcher
    layout: Layout
    query: Query
    matcher: Matcher
    reader: str
    languages: tuple[str, ...] = field(init=False)

    @languages.default
    def _languages(self) -> tuple[str, ...]:
        asked = _asked_language(self.matcher.plan)
        if asked in self.layout.languages:
            return (asked, NEUTRAL)
        return tuple(dict.fromkeys((self.reader, NEUTRAL, *self.layout.languages)))

    def page(self, limit: int, offset: int) -> Hits:
        """One page of hits, the best first."""
        plan, problems = self.matcher.plan, self.query.problems
        if plan is None or limit <= 0:
            return Hits(problems=problems)
        found, total = self._ranked(self._clause(plan), limit, offset)
        scattered = not total and len(self.matcher.wants) > 1
        if scattered:
            entries = self._scattered(plan)
            total = len(entries)
            found = [(entry.score, entry.best()) for entry in entries[offset : offset + limit]]
        return Hits(
            tuple(self._hit(score, document) for score, document in found), total, problems, scattered and total > 0
        )

    def in_reading_order(self, limit: int) -> tuple[Address, ...]:
        """The places of all hits, in the order of the binder."""
        plan = self.matcher.plan
        if plan is None or limit <= 0:
            return ()
        found = self._ordered(self._clause(plan), limit)
        if not found and len(self.matcher.wants) > 1:
            entries = sorted(self._scattered(plan), key=lambda entry: entry.unit)
            best = [self._shown(entry.best()) for entry in entries[:limit]]
            return tuple(shown.address(self._speaking(shown)[0]) for shown in best)
        # Two searches tell which texts answer in the reader's own language sooner than reading them does.
        own = self.languages[: self.languages.index(NEUTRAL) + 1]
        answering = Clauses(self.layout).clause(plan, own)
        in_own = {(place.segment_ord, place.doc) for place in self._ordered(answering, limit)}
        return tuple(self._place(document, (document.segment_ord, document.doc) in in_own) for document in found)

    def _place(self, document: DocAddress, in_own: bool) -> Address:  # noqa: FBT001 - private
        shown = self._shown(document)
        spoken = [language for language, _ in self._preferred(shown)]
        others = [language for language in spoken if language not in {self.languages[0], NEUTRAL}]
        return shown.address(spoken[0] if in_own or not others else others[0])

    def _clause(self, plan: Part) -> Clause:
        return Clauses(self.layout).clause(plan, self.languages)

    def _scattered(self, plan: Part) -> list[Gathered]:
        return Gathering(self.searcher, self.layout, self.languages).entries(plan)

    def _ranked(self, clause: Clause, limit: int, offset: int) -> tuple[list[_Found], int]:
        # The stubs of the engine leave out the count.
        # The engine makes room for as many hits as it is asked for, whether or not there are that many.
        room = max(self.searcher.num_docs, 1)
        limit, offset = min(limit, room), min(offset, room)
        result: Any = self.searcher.search(clause, limit, offset=offset, weight_by_field="weight")
        return list(result.hits), result.count

    def _ordered(self, clause: Clause, limit: int) -> list[DocAddress]:
        result = self.searcher.search(clause, limit, count=False, order_by_field="order", order=Order.Asc)
        return [document for _, document in result.hits]

    def _shown(self, document: DocAddress) -> Shown:
        stored: Any = self.searcher.doc(document).get_first("shown")
        return Shown.read(bytes(stored))

    def _hit(self, score: float, document: DocAddress) -> Hit:
        shown = self._shown(document)
        language, reading = self._speaking(shown)
        cut, spans = snippet(reading.text, reading.spans())
        return Hit(
            shown.address(language),
            shown.place.entry,
            shown.kind,
            shown.title,
            language,
            cut,
            spans,
            score,
            why(reading),
        )

    def _speaking(self, shown: Shown) -> tuple[str, Reading]:
        """The original to show: the reader's if it answers, else one that does."""
        readings = []
        for language, text in self._preferred(shown):
            reading = self.matcher.reading(text, language)
            if reading.answers():
                return language, reading
            readings.append((language, reading))
        # Of a scattered hit no text has all the words: the one with the most will do.
        return max(readings, key=lambda spoken: spoken[1].answered())

    def _preferred(self, shown: Shown) -> Iterator[tuple[str, str]]:
        by_language = {language: text for language, text, _ in shown.originals}
        for language in dict.fromkeys((*self.languages, *by_language)):
            if language in by_language:
                yield language, by_language[language]


def _asked_language(plan: Part | None) -> str | None:
    """The one language that a query as a whole asks for."""
    for part in plan.parts if isinstance(plan, Every) else (plan,):
        if isinstance(part, Filter) and part.field == "lang" and len(part.values) == 1:
            return part.values[0]
    return None
