"""A plan as a query of the index, built from values: nothing a reader types is ever parsed by the engine."""

from tantivy import FieldType, Occur, Searcher
from tantivy import Query as Clause

from bindertui._frozen import frozen
from bindertui.model.text import NEUTRAL
from bindertui.search.analysis import stem
from bindertui.search.planner import (
    LONGEST_GUESS,
    AllOf,
    AnyOf,
    Exclude,
    MatchMode,
    Part,
    TermSet,
    WordForm,
    allowed_edits,
)
from bindertui.search.query import Filter
from bindertui.search.schema import DAYS, TAGS, IndexSchema, day, tag

EXACT, STEMMED, SYNONYM, PREFIXED, GUESSED, OTHER_LANGUAGE, SIDE_BY_SIDE = 4.0, 1.0, 6.0, 0.5, 0.2, 0.4, 2.0
"""How much each kind of match counts."""

_MOST_ENDS = 1_000
"""Words that the last of a phrase may be the start of; where more begin so, its first letter will do, anywhere."""


@frozen
class QueryCompiler:
    """Makes clauses for the fields of an index.

    Attributes:
        languages: whose texts may answer, the reader's first.
    """

    searcher: Searcher
    layout: IndexSchema
    languages: tuple[str, ...]

    def clause(self, part: Part) -> Clause:
        """What finds the documents that answer a plan."""
        parts = part.parts if isinstance(part, AllOf) else (part,)
        worded = tuple(child for child in parts if _has_words(child) and not isinstance(child, Exclude))
        clauses = [] if any(map(_positive, worded)) else [(Occur.Must, Clause.all_query())]
        for child in parts:
            if isinstance(child, Exclude):
                clauses.append((Occur.MustNot, self._excluded(child)))
            elif child not in worded:
                clauses.append((Occur.Must, Clause.const_score_query(self._part(child, NEUTRAL), 0.0)))
        if worded:
            together = worded[0] if len(worded) == 1 else AllOf(worded)
            clauses.append((Occur.Must, self._in_any(together)))
        whole = Clause.boolean_query(clauses)
        return whole if worded else Clause.const_score_query(whole, 1.0)

    def _excluded(self, part: Exclude) -> Clause:
        """What must not be: what is excluded in one language is not let in by the other."""
        languages = self.languages if _has_words(part) else self.languages[:1]
        return _any([self._part(part.part, language) for language in languages])

    def _in_any(self, part: Part) -> Clause:
        reader = self.languages[0]
        return Clause.disjunction_max_query(
            [
                self._worded(part, language)
                if language in {reader, NEUTRAL}
                else Clause.boost_query(self._worded(part, language), OTHER_LANGUAGE)
                for language in self.languages
            ]
        )

    def _worded(self, part: Part, language: str) -> Clause:
        """The words, the more if they stand side by side."""
        clause = self._part(part, language)
        row = _row(part)
        if len(row) < 2:
            return clause
        beside = Clause.phrase_query(self.layout.schema, self.layout.exact(language), list(row))
        return Clause.boolean_query([(Occur.Must, clause), (Occur.Should, Clause.boost_query(beside, SIDE_BY_SIDE))])

    def _part(self, part: Part, language: str) -> Clause:
        match part:
            case TermSet():
                return _any([self._form(form, language) for form in part.forms])
            case Filter():
                return self._filter(part)
            case AnyOf():
                return _any([self._part(child, language) for child in part.parts])
            case Exclude():
                return Clause.boolean_query([(Occur.Must, Clause.all_query()), (Occur.MustNot, self._excluded(part))])
            case AllOf():
                clauses = [
                    (Occur.MustNot, self._excluded(child))
                    if isinstance(child, Exclude)
                    else (Occur.Must, self._part(child, language))
                    for child in part.parts
                ]
                if all(isinstance(child, Exclude) for child in part.parts):
                    clauses.append((Occur.Must, Clause.all_query()))
                return Clause.boolean_query(clauses)

    def _form(self, form: WordForm, language: str) -> Clause:
        words, exact = form.words, self.layout.exact(language)
        if form.name:
            return Clause.const_score_query(self._phrase(words, language), SYNONYM)
        if len(words) > 1:
            return Clause.boost_query(self._phrase(words, language, prefix=form.how is MatchMode.PREFIX), EXACT)
        word = words[0]
        ways = [Clause.boost_query(self._term(exact, word), EXACT)]
        started = form.how is MatchMode.PREFIX and len(word) == 1
        if started:
            # So many words begin with one letter that to gather them takes longer than a key may.
            ways.append(Clause.const_score_query(self._term(self.layout.initial(language), word), PREFIXED))
        elif form.how in {MatchMode.STEM, MatchMode.PREFIX}:
            # A text without a language is stemmed as the first language is.
            stemmed = stem(word, language or self.layout.languages[0])
            ways.append(Clause.boost_query(self._term(self.layout.stem(language), stemmed), STEMMED))
        if form.how is MatchMode.PREFIX and not started and len(word) <= LONGEST_GUESS:
            ways.append(Clause.const_score_query(self._near(exact, word, 0, prefix=True), PREFIXED))
        if form.how >= MatchMode.FUZZY:
            guess = self._near(exact, word, allowed_edits(word), prefix=form.how is MatchMode.FUZZY_PREFIX)
            ways.append(Clause.const_score_query(guess, GUESSED))
        return _any(ways)

    def _phrase(self, words: tuple[str, ...], language: str, *, prefix: bool = False) -> Clause:
        """Words side by side."""
        exact = self.layout.exact(language)
        *whole, last = words
        begun = prefix and len(last) <= LONGEST_GUESS
        if not whole:
            return self._near(exact, last, 0, prefix=True) if begun else self._term(exact, last)
        if not begun:
            return Clause.phrase_query(self.layout.schema, exact, list(words))
        if len(self.searcher.terms_with_prefix(exact, last, limit=_MOST_ENDS + 1)) <= _MOST_ENDS:
            # The engine's own query for this looks no further than the first fifty words that begin so.
            return Clause.regex_phrase_query(self.layout.schema, exact, [*whole, f"{last}.*"])
        initial = Clause.const_score_query(self._term(self.layout.initial(language), last[0]), 0.0)
        return Clause.boolean_query([(Occur.Must, self._phrase(tuple(whole), language)), (Occur.Must, initial)])

    def _near(self, field: str, word: str, most: int, *, prefix: bool) -> Clause:
        """Words at most so many letters from another, or that begin so."""
        return Clause.fuzzy_term_query(
            self.layout.schema, field, word, most, transposition_cost_one=True, prefix=prefix
        )

    def _filter(self, wanted: Filter) -> Clause:
        if wanted.operator != "=":
            return self._dated(wanted)
        tags = [tag(wanted.field, value) for value in wanted.values]
        if wanted.prefix and all(len(value) <= LONGEST_GUESS for value in wanted.values):
            return _any([self._near(TAGS, begun, 0, prefix=True) for begun in tags])
        return _any([self._term(TAGS, whole) for whole in tags])

    def _dated(self, wanted: Filter) -> Clause:
        earliest, latest = day(wanted.values[0]), day(wanted.values[0], "9")
        lower, upper = {
            "<": (0, (earliest or 0) - 1),
            "<=": (0, latest),
            ">": ((latest or 0) + 1, None),
            ">=": (earliest, None),
        }[wanted.operator]
        return Clause.range_query(self.layout.schema, DAYS[wanted.field], FieldType.Unsigned, lower, upper)

    def _term(self, field: str, value: str) -> Clause:
        return Clause.term_query(self.layout.schema, field, value)


def _any(clauses: list[Clause]) -> Clause:
    return clauses[0] if len(clauses) == 1 else Clause.boolean_query([(Occur.Should, clause) for clause in clauses])


def _has_words(part: Part) -> bool:
    """Whether a part asks for words, wanted or not, so that it depends on the language."""
    if isinstance(part, Exclude):
        return _has_words(part.part)
    return isinstance(part, TermSet) or (isinstance(part, AllOf | AnyOf) and any(map(_has_words, part.parts)))


def _positive(part: Part) -> bool:
    """Whether only documents that have some word can answer a part."""
    match part:
        case TermSet():
            return True
        case AllOf():
            return any(map(_positive, part.parts))
        case AnyOf():
            return all(map(_positive, part.parts))
        case _:
            return False


def _row(part: Part) -> tuple[str, ...]:
    """The single words of a query that asks for several, in their order."""
    parts = part.parts if isinstance(part, AllOf) else ()
    forms = [child.forms[0] for child in parts if isinstance(child, TermSet)]
    return tuple(form.words[0] for form in forms if len(form.words) == 1)[:4]
