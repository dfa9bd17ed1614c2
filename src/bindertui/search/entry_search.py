"""Entries that have all the words of a query, though no single passage of theirs has."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from attrs import evolve, field
from tantivy import DocAddress, Occur, Searcher
from tantivy import Query as Clause

from bindertui._frozen import frozen
from bindertui.search.compiler import QueryCompiler
from bindertui.search.planner import AllOf, AnyOf, Exclude, Part, TermSet
from bindertui.search.query import Filter
from bindertui.search.schema import IndexSchema

_MOST = 5_000
"""Passages that are gathered of one want where entries must have all: of words so common, the best entries will do."""
_QUICKLY = 1_000
"""Passages of one want that are gathered where it must not take long."""
_LISTED = 1_000
"""Entries a search may be confined to by a list of them; with more, what it finds is sifted afterwards."""

_ASKED = 8
"""Parts of a plan that are looked for one by one; questions seldom have more."""


@frozen
class EntryMatch:
    """An entry that has all the words.

    Attributes:
        unit: the place of its first passage in reading order.
        score: of its best passage for each want, added up.
        passages: those that answer some want, once for each.
    """

    unit: int
    score: float
    passages: tuple[DocAddress, ...]

    def best(self) -> DocAddress:
        """The passage that answers the most wants; of several the first."""
        counted = Counter((place.segment_ord, place.doc) for place in self.passages)
        most = max(counted.values())
        return min(
            (place for place in self.passages if counted[place.segment_ord, place.doc] == most),
            key=lambda place: (place.segment_ord, place.doc),
        )

    def together(self, other: "EntryMatch") -> "EntryMatch":
        """This entry answering what `other` says it answers, too."""
        return EntryMatch(self.unit, self.score + other.score, (*self.passages, *other.passages))


_Entries = dict[int, EntryMatch]


@frozen
class EntrySearch:
    """Gathers entries from passages.

    Attributes:
        languages: whose texts may answer, the reader's first.
        most: passages of one want that are gathered, the best first.
    """

    searcher: Searcher
    layout: IndexSchema
    languages: tuple[str, ...]
    most: int = _MOST
    _counts: dict[Part, int] = field(factory=dict, init=False, eq=False, repr=False)

    def entries(self, plan: Part, *, quickly: bool = False) -> list[EntryMatch]:
        """The entries that answer a plan, the best first.

        Args:
            plan: the plan.
            quickly: whether to find none where even the rarest word is so common that it would take long.
        """
        parts = plan.parts if isinstance(plan, AllOf) else (plan,)
        filters = [part for part in parts if isinstance(part, Filter)]
        worded = AllOf(tuple(part for part in parts if not isinstance(part, Filter)))
        if quickly and self._count(worded) > _QUICKLY:
            return []
        found = self._answering(worded, None, filters)
        return sorted(found.values(), key=lambda entry: (-entry.score, entry.unit))

    def nearest(self, plan: Part) -> list[EntryMatch]:
        """The entries that have the most words of a plan, at least two and half of all, the best first."""
        parts = plan.parts if isinstance(plan, AllOf) else (plan,)
        filters = [part for part in parts if isinstance(part, Filter)]
        worded = [part for part in parts if not isinstance(part, Filter)][:_ASKED]
        found: _Entries = {}
        words = Counter[int]()
        few = evolve(self, most=_QUICKLY)
        for part in worded:
            answering = few._answering(part, None, filters)  # noqa: SLF001 - itself, asked for less
            found = _joined((found, answering))
            words.update(dict.fromkeys(answering, _size(part)))
        most = max(words.values(), default=0)
        if most < 2 or 2 * most < sum(map(_size, worded)):
            return []
        nearest = (found[unit] for unit, count in words.items() if count == most)
        return sorted(nearest, key=lambda entry: (-entry.score, entry.unit))

    def _answering(self, part: Part, among: _Entries | None, filters: Sequence[Filter]) -> _Entries:
        match part:
            case AllOf():
                return self._all(part.parts, among, filters)
            case AnyOf():
                return _joined(self._answering(child, among, filters) for child in part.parts)
            case Exclude():
                excluded = self._answering(part.part, among, filters)
                return {unit: entry for unit, entry in (among or {}).items() if unit not in excluded}
            case TermSet() | Filter():
                return self._passages(self._clause(part), among, filters)

    def _all(self, parts: Iterable[Part], among: _Entries | None, filters: Sequence[Filter]) -> _Entries:
        """The entries that answer every part; the rarest first, so that the others are looked for in few."""
        found = among
        for part in sorted(parts, key=lambda part: (isinstance(part, Exclude), self._count(part))):
            answering = self._answering(part, found, filters)
            if found is None or isinstance(part, Exclude):
                found = answering
            else:
                found = {unit: found[unit].together(entry) for unit, entry in answering.items() if unit in found}
        return found or {}

    def _count(self, part: Part) -> int:
        if isinstance(part, AllOf):
            return min((self._count(child) for child in part.parts if not isinstance(child, Exclude)), default=0)
        if isinstance(part, AnyOf):
            return sum(map(self._count, part.parts))
        if part not in self._counts:
            result: Any = self.searcher.search(self._clause(part), 1)
            self._counts[part] = int(result.count)
        return self._counts[part]

    def _clause(self, part: Part) -> Clause:
        """What finds the passages that answer a part in their words or, of a want, in the label they stand under."""
        clause = QueryCompiler(self.searcher, self.layout, self.languages).clause(part)
        words = [form.words[0] for form in part.forms if len(form.words) == 1] if isinstance(part, TermSet) else []
        labels = [Clause.const_score_query(Clause.term_query(self.layout.schema, "label", word), 1.0) for word in words]
        return Clause.boolean_query([(Occur.Should, each) for each in (clause, *labels)])

    def _passages(self, clause: Clause, among: _Entries | None, filters: Sequence[Filter]) -> _Entries:
        must = [
            clause,
            *(
                self._confined(QueryCompiler(self.searcher, self.layout, self.languages).clause(each))
                for each in filters
            ),
        ]
        if among is not None and len(among) <= _LISTED:
            must.append(self._confined(Clause.term_set_query(self.layout.schema, "unit", list(among))))
        whole = Clause.boolean_query([(Occur.Must, each) for each in must])
        hits = self.searcher.search(whole, self.most, count=False, weight_by_field="weight").hits
        places = [place for _, place in hits]
        found: _Entries = {}
        for unit, (score, place) in zip(self._units(places), hits, strict=True):
            if unit in found:
                found[unit] = EntryMatch(unit, found[unit].score, (*found[unit].passages, place))
            elif among is None or unit in among:
                found[unit] = EntryMatch(unit, score, (place,))
        return found

    def _units(self, places: list[DocAddress]) -> list[int]:
        units: Any = self.searcher.fast_field_values("unit", places) if places else []
        return [int(unit) for unit in units]

    @staticmethod
    def _confined(clause: Clause) -> Clause:
        return Clause.const_score_query(clause, 0.0)


def _size(part: Part) -> int:
    """How many words of a query a part stands for."""
    if isinstance(part, AllOf):
        return sum(map(_size, part.parts))
    # Of what has other names, the first alternative is what was typed.
    return _size(part.parts[0]) if isinstance(part, AnyOf) else 1


def _joined(answers: Iterable[_Entries]) -> _Entries:
    """The entries of several answers; one that stands in several counts as often."""
    found: _Entries = {}
    for answer in answers:
        for unit, entry in answer.items():
            found[unit] = found[unit].together(entry) if unit in found else entry
    return found
