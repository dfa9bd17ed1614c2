"""Query compilation: turn a plan into a query of the search engine (Tantivy).

Problem: each language of a binder has its own index fields (exact words, stems, first letters), and a passage matches
if one of its languages has all the words. The engine has no notion of this, and its own query parser would interpret
the text of a user.

Approach: build engine queries from values. A plan becomes a disjunction over the languages, of which the best score
counts (`disjunction_max`); in each language, all term sets must match in the fields of that language. The reader's
language scores highest. Filters are the same in every language and add nothing to the score.

Invariants:
- No text of a user reaches the engine's parser, so no query is a syntax error.
- Exclusions apply in all languages: a passage with an excluded word in French is not found in English either.
- A boolean query with exclusions only matches nothing in Tantivy, so such queries also get "match all documents".
- Prefixes of one letter use the field of first letters: to enumerate all words with one prefix letter is too slow for
  search as you type.
"""

from tantivy import FieldType, Occur, Searcher
from tantivy import Query as Clause

from bindertui._frozen import frozen
from bindertui.model.text import NEUTRAL
from bindertui.search.analysis import stem
from bindertui.search.planner import (
    MAX_FUZZY_LENGTH,
    AllOf,
    AnyOf,
    Exclude,
    MatchMode,
    PlanNode,
    TermSet,
    WordForm,
    max_edits,
)
from bindertui.search.query import Filter
from bindertui.search.schema import DATE_FIELDS, TAGS, IndexSchema, date_number, tag

EXACT_BOOST, STEM_BOOST, SYNONYM_BOOST, PREFIX_BOOST, FUZZY_BOOST, OTHER_LANGUAGE_BOOST, ADJACENT_BOOST = (
    4.0,
    1.0,
    6.0,
    0.5,
    0.2,
    0.4,
    2.0,
)
"""Score factors of the kinds of matches."""

_MAX_PREFIX_EXPANSIONS = 1_000
"""The most expansions of the last word of a phrase; beyond, only its first letter is compared, at any position."""


@frozen
class QueryCompiler:
    """Compiles plans for the fields of an index.

    Attributes:
        searcher: the index.
        schema: its fields.
        languages: the languages that may match, the reader's first.
    """

    searcher: Searcher
    schema: IndexSchema
    languages: tuple[str, ...]

    def compile(self, part: PlanNode) -> Clause:
        """Return the engine query of a plan."""
        parts = part.parts if isinstance(part, AllOf) else (part,)
        worded = tuple(child for child in parts if _has_words(child) and not isinstance(child, Exclude))
        clauses = [] if any(map(_needs_words, worded)) else [(Occur.Must, Clause.all_query())]
        for child in parts:
            if isinstance(child, Exclude):
                clauses.append((Occur.MustNot, self._compile_exclusion(child)))
            elif child not in worded:
                clauses.append((Occur.Must, Clause.const_score_query(self._compile_node(child, NEUTRAL), 0.0)))
        if worded:
            together = worded[0] if len(worded) == 1 else AllOf(worded)
            clauses.append((Occur.Must, self._any_language(together)))
        whole = Clause.boolean_query(clauses)
        return whole if worded else Clause.const_score_query(whole, 1.0)

    def _compile_exclusion(self, part: Exclude) -> Clause:
        """Compile an exclusion: a match in any language excludes a passage."""
        languages = self.languages if _has_words(part) else self.languages[:1]
        return _any_of([self._compile_node(part.part, language) for language in languages])

    def _any_language(self, part: PlanNode) -> Clause:
        reader = self.languages[0]
        return Clause.disjunction_max_query(
            [
                self._boost_adjacent(part, language)
                if language in {reader, NEUTRAL}
                else Clause.boost_query(self._boost_adjacent(part, language), OTHER_LANGUAGE_BOOST)
                for language in self.languages
            ]
        )

    def _boost_adjacent(self, part: PlanNode, language: str) -> Clause:
        """Compile words so that they score more if they are adjacent."""
        clause = self._compile_node(part, language)
        words = _adjacent_words(part)
        if len(words) < 2:
            return clause
        adjacent = Clause.phrase_query(self.schema.engine_schema, self.schema.exact_field(language), list(words))
        return Clause.boolean_query(
            [(Occur.Must, clause), (Occur.Should, Clause.boost_query(adjacent, ADJACENT_BOOST))]
        )

    def _compile_node(self, part: PlanNode, language: str) -> Clause:
        match part:
            case TermSet():
                return _any_of([self._compile_form(form, language) for form in part.forms])
            case Filter():
                return self._compile_filter(part)
            case AnyOf():
                return _any_of([self._compile_node(child, language) for child in part.parts])
            case Exclude():
                return Clause.boolean_query(
                    [(Occur.Must, Clause.all_query()), (Occur.MustNot, self._compile_exclusion(part))]
                )
            case AllOf():
                clauses = [
                    (Occur.MustNot, self._compile_exclusion(child))
                    if isinstance(child, Exclude)
                    else (Occur.Must, self._compile_node(child, language))
                    for child in part.parts
                ]
                if all(isinstance(child, Exclude) for child in part.parts):
                    clauses.append((Occur.Must, Clause.all_query()))
                return Clause.boolean_query(clauses)

    def _compile_form(self, form: WordForm, language: str) -> Clause:
        words, exact = form.words, self.schema.exact_field(language)
        if form.synonym:
            return Clause.const_score_query(self._phrase_query(words, language), SYNONYM_BOOST)
        if len(words) > 1:
            return Clause.boost_query(
                self._phrase_query(words, language, prefix=form.mode is MatchMode.PREFIX), EXACT_BOOST
            )
        word = words[0]
        alternatives = [Clause.boost_query(self._term_query(exact, word), EXACT_BOOST)]
        is_initial = form.mode is MatchMode.PREFIX and len(word) == 1
        if is_initial:
            # Too many words begin with one letter to enumerate them within a key press.
            alternatives.append(
                Clause.const_score_query(self._term_query(self.schema.initial_field(language), word), PREFIX_BOOST)
            )
        elif form.mode in {MatchMode.STEM, MatchMode.PREFIX}:
            # Texts without a language are stemmed like those of the first language.
            stemmed = stem(word, language or self.schema.languages[0])
            alternatives.append(
                Clause.boost_query(self._term_query(self.schema.stem_field(language), stemmed), STEM_BOOST)
            )
        if form.mode is MatchMode.PREFIX and not is_initial and len(word) <= MAX_FUZZY_LENGTH:
            alternatives.append(Clause.const_score_query(self._fuzzy_query(exact, word, 0, prefix=True), PREFIX_BOOST))
        if form.mode >= MatchMode.FUZZY:
            guess = self._fuzzy_query(exact, word, max_edits(word), prefix=form.mode is MatchMode.FUZZY_PREFIX)
            alternatives.append(Clause.const_score_query(guess, FUZZY_BOOST))
        return _any_of(alternatives)

    def _phrase_query(self, words: tuple[str, ...], language: str, *, prefix: bool = False) -> Clause:
        """Return a query for adjacent words; with `prefix`, the last may be incomplete."""
        exact = self.schema.exact_field(language)
        *whole, last = words
        is_prefix = prefix and len(last) <= MAX_FUZZY_LENGTH
        if not whole:
            return self._fuzzy_query(exact, last, 0, prefix=True) if is_prefix else self._term_query(exact, last)
        if not is_prefix:
            return Clause.phrase_query(self.schema.engine_schema, exact, list(words))
        if (
            len(self.searcher.terms_with_prefix(exact, last, limit=_MAX_PREFIX_EXPANSIONS + 1))
            <= _MAX_PREFIX_EXPANSIONS
        ):
            # The engine's own phrase prefix query considers the first fifty expansions only.
            return Clause.regex_phrase_query(self.schema.engine_schema, exact, [*whole, f"{last}.*"])
        initial = Clause.const_score_query(self._term_query(self.schema.initial_field(language), last[0]), 0.0)
        return Clause.boolean_query([(Occur.Must, self._phrase_query(tuple(whole), language)), (Occur.Must, initial)])

    def _fuzzy_query(self, field: str, word: str, most: int, *, prefix: bool) -> Clause:
        """Return a query for words within `most` edits of a word, or of a beginning of them."""
        return Clause.fuzzy_term_query(
            self.schema.engine_schema, field, word, most, transposition_cost_one=True, prefix=prefix
        )

    def _compile_filter(self, wanted: Filter) -> Clause:
        if wanted.operator != "=":
            return self._date_range(wanted)
        tags = [tag(wanted.field, value) for value in wanted.values]
        if wanted.prefix and all(len(value) <= MAX_FUZZY_LENGTH for value in wanted.values):
            return _any_of([self._fuzzy_query(TAGS, is_prefix, 0, prefix=True) for is_prefix in tags])
        return _any_of([self._term_query(TAGS, whole) for whole in tags])

    def _date_range(self, wanted: Filter) -> Clause:
        earliest, latest = date_number(wanted.values[0]), date_number(wanted.values[0], "9")
        lower, upper = {
            "<": (0, (earliest or 0) - 1),
            "<=": (0, latest),
            ">": ((latest or 0) + 1, None),
            ">=": (earliest, None),
        }[wanted.operator]
        return Clause.range_query(
            self.schema.engine_schema, DATE_FIELDS[wanted.field], FieldType.Unsigned, lower, upper
        )

    def _term_query(self, field: str, value: str) -> Clause:
        return Clause.term_query(self.schema.engine_schema, field, value)


def _any_of(clauses: list[Clause]) -> Clause:
    return clauses[0] if len(clauses) == 1 else Clause.boolean_query([(Occur.Should, clause) for clause in clauses])


def _has_words(part: PlanNode) -> bool:
    """Return whether a node depends on words, and so on the language."""
    if isinstance(part, Exclude):
        return _has_words(part.part)
    return isinstance(part, TermSet) or (isinstance(part, AllOf | AnyOf) and any(map(_has_words, part.parts)))


def _needs_words(part: PlanNode) -> bool:
    """Return whether only documents that have some word can match a node."""
    match part:
        case TermSet():
            return True
        case AllOf():
            return any(map(_needs_words, part.parts))
        case AnyOf():
            return all(map(_needs_words, part.parts))
        case _:
            return False


def _adjacent_words(part: PlanNode) -> tuple[str, ...]:
    """Return the single words of a conjunction, in order, at most four."""
    parts = part.parts if isinstance(part, AllOf) else ()
    forms = [child.forms[0] for child in parts if isinstance(child, TermSet)]
    return tuple(form.words[0] for form in forms if len(form.words) == 1)[:4]
