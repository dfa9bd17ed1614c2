"""Query planning: turn the syntax tree of a query into the terms that the index has to match.

Problem: users type words, not index terms. A word may be inflected, misspelled, incomplete or an acronym; a run of
words may be a name with synonyms or a date; the words of a question ("who leads the …") should not all have to match.

Approach: the plan is a tree of `AllOf`, `AnyOf` and `Exclude` nodes. Its leaves are filters, which pass through
unchanged, and `TermSet`s: one part of the query with every form of it that matches. `_Planner` walks the syntax tree
once. In each run of plain words it replaces the longest sequence that has synonyms by "these words, or one of the
synonyms". It adds fuzzy forms only for words that are in no text of the index.

Invariants:
- The plan does not depend on the reader's language. `search.compiler` turns it into an engine query, and
  `search.matcher` finds its matches in a text; both use the same forms, so every hit can be highlighted.
- Exclusions match literally: without synonyms, prefixes or misspellings. A name that the query excludes is not brought
  back as a synonym.
- Stop words are optional, unless the query has no other word or they are in capitals (US, WHO).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from itertools import groupby
from typing import NamedTuple

import attrs

from bindertui._frozen import frozen
from bindertui.search import synonyms
from bindertui.search.analysis import STOP_WORDS, split_words
from bindertui.search.query import All, Any, Filter, Fuzzy, Not, Phrase, Query, QueryNode, Word
from bindertui.search.query import iter_nodes as query_parts
from bindertui.search.synonyms import Synonyms

_GROUPED_NUMBER = re.compile(r"[0-9]{1,3}(?:[,\u00a0\u2009\u202f][0-9]{3})+")
_MIN_FUZZY_LENGTH = 4
MAX_FUZZY_LENGTH = 64
"""Letters of the longest word that is matched as a prefix or as a misspelling."""

WordLookup = Callable[[str, bool], bool]
"""Return whether a word is in the index; with True, whether a word begins with it."""


class MatchMode(IntEnum):
    """How closely a word of a text must match a word of a query; each mode includes the modes before it."""

    EXACT = 0
    STEM = 1
    PREFIX = 2
    FUZZY = 3
    FUZZY_PREFIX = 4


@attrs.frozen(cache_hash=True)
class WordForm:
    """A sequence of words that matches a part of a query.

    Attributes:
        words: folded; several must be adjacent.
        mode: how closely the last word must match; the words before it match exactly.
        synonym: the name in writing, if it is a synonym of the words typed.
    """

    words: tuple[str, ...]
    mode: MatchMode
    synonym: str = ""

    @property
    def is_literal(self) -> bool:
        """Whether it is the typed text itself, neither a synonym nor a misspelling."""
        return not self.synonym and self.mode < MatchMode.FUZZY


@attrs.frozen(cache_hash=True)
class TermSet:
    """A part of a query and the forms of it that match; one is enough.

    Attributes:
        typed: the part as typed.
        forms: the forms that match.
    """

    typed: str
    forms: tuple[WordForm, ...]


@frozen
class AllOf:
    """Nodes that must all match."""

    parts: tuple["PlanNode", ...]


@frozen
class AnyOf:
    """Nodes of which one must match."""

    parts: tuple["PlanNode", ...]


@frozen
class Exclude:
    """A node that must not match."""

    part: "PlanNode"


PlanNode = TermSet | AllOf | AnyOf | Exclude | Filter


def plan_query(query: Query, synonyms: Synonyms, word_exists: WordLookup | None = None) -> PlanNode | None:
    """Return the plan of a query; None if the query is empty.

    Args:
        query: the parsed query.
        synonyms: the synonyms of the binder.
        word_exists: looks words up in the index, to find misspellings; without it, no word is treated as misspelled.
    """
    if query.node is None:
        return None
    excluded = frozenset(tuple(split_words(part.text)) for part in _excluded_words(query.node))
    return _Planner(synonyms, word_exists, excluded).plan(query.node)


def _excluded_words(node: QueryNode) -> Iterator[Word | Phrase]:
    """Yield the words and phrases that a query excludes."""
    if isinstance(node, Not):
        yield from (part for part in query_parts(node) if isinstance(part, Word | Phrase))
    elif isinstance(node, All | Any):
        for child in node.nodes:
            yield from _excluded_words(child)


def iter_term_sets(part: PlanNode | None) -> Iterator[TermSet]:
    """Yield every term set of a plan that a match can come from; those inside exclusions are skipped."""
    if isinstance(part, TermSet):
        yield part
    elif isinstance(part, AllOf | AnyOf):
        for child in part.parts:
            yield from iter_term_sets(child)


def max_edits(word: str) -> int:
    """Return how many letters of a word may be wrong in a fuzzy match."""
    return 1 if len(word) < 2 * _MIN_FUZZY_LENGTH else 2


class _TypedWord(NamedTuple):
    """A word of the query, split from the text that was typed.

    Attributes:
        word: folded.
        prefix: whether it may be incomplete.
        shown: the text it was split from.
        optional: whether it is a stop word.
    """

    word: str
    prefix: bool
    shown: str
    optional: bool


@frozen
class _Planner:
    """Plans the nodes of one query.

    Attributes:
        synonyms: the synonyms of the binder.
        word_exists: see `plan_query`.
        excluded: the words that the query excludes.
    """

    synonyms: Synonyms
    word_exists: WordLookup | None
    excluded: frozenset[tuple[str, ...]] = frozenset()

    def plan(self, node: QueryNode) -> PlanNode:  # noqa: PLR0911 - one return for each class of node
        """Return the plan of one node."""
        match node:
            case Filter():
                return node
            case Word():
                return self._plan_phrase(node) if _is_compound_number(node) else self._plan_all((node,))
            case Phrase():
                return self._plan_phrase(node)
            case Fuzzy():
                return _all_of(self._plan_fuzzy(word, node.text) for word in split_words(node.text))
            case Not():
                # Exclusions match literally: no synonyms, no misspellings.
                return Exclude(_Planner(Synonyms(), None).plan(node.node))
            case Any():
                return AnyOf(tuple(self.plan(child) for child in node.nodes))
            case All():
                return self._plan_all(node.nodes)

    def _plan_phrase(self, phrase: Phrase | Word) -> TermSet:
        cut = tuple(split_words(phrase.text))
        begun = (WordForm(cut, MatchMode.PREFIX),) if phrase.prefix else ()
        return TermSet(phrase.text, (WordForm(cut, MatchMode.EXACT), *begun, *self._synonym_forms(cut)))

    def _plan_fuzzy(self, word: str, typed: str) -> TermSet:
        guess = (WordForm((word,), MatchMode.FUZZY),) if 2 < len(word) <= MAX_FUZZY_LENGTH else ()
        return TermSet(typed, (WordForm((word,), MatchMode.STEM), *guess))

    def _plan_all(self, nodes: Iterable[QueryNode]) -> PlanNode:
        """Plan nodes that must all match; stop words count only if there is nothing else."""
        parts: list[tuple[PlanNode, bool]] = []
        for is_word, run in groupby(nodes, lambda node: isinstance(node, Word) and not _is_compound_number(node)):
            if is_word:
                parts += self._plan_words(
                    [typed for node in run if isinstance(node, Word) for typed in _split_word(node)]
                )
            else:
                parts += [(self.plan(node), False) for node in run]
        if any(not optional and not isinstance(part, Filter | Exclude) for part, optional in parts):
            parts = [(part, False) for part, optional in parts if not optional]
        return _all_of(part for part, _ in parts)

    def _plan_words(self, run: list[_TypedWord]) -> Iterator[tuple[PlanNode, bool]]:
        """Yield the plans of a run of words, each with whether it is optional; longer names are replaced first."""
        start = 0
        while start < len(run):
            end, names = self._longest_synonym(run, start)
            literal = [(self._plan_word(typed), typed.optional) for typed in run[start:end]]
            if not names:
                yield from literal
            else:
                typed = " ".join(dict.fromkeys(typed.shown for typed in run[start:end]))
                others = TermSet(typed, names)
                kept = [part for part, optional in literal if not optional] or [part for part, _ in literal]
                yield AnyOf((_all_of(kept), others)), False
            start = end

    def _longest_synonym(self, run: list[_TypedWord], start: int) -> tuple[int, tuple[WordForm, ...]]:
        for end in range(min(len(run), start + max(self.synonyms.max_words, synonyms.MAX_DATE_WORDS)), start, -1):
            if end == start + 1 and run[start].optional:
                break
            if names := self._synonym_forms(tuple(typed.word for typed in run[start:end])):
                return end, names
        return start + 1, ()

    def _synonym_forms(self, named: tuple[str, ...]) -> tuple[WordForm, ...]:
        if named in self.excluded:
            return ()
        names = {other.words: other.text for other in self.synonyms.by_words.get(named, ())}
        names |= {tuple(split_words(spelt)): spelt for spelt in synonyms.date_spellings(named)}
        return tuple(WordForm(other, MatchMode.EXACT, shown) for other, shown in names.items() if other != named)

    def _plan_word(self, typed: _TypedWord) -> TermSet:
        word, prefix = typed.word, typed.prefix
        forms = [WordForm((word,), MatchMode.PREFIX if prefix else MatchMode.STEM)]
        if _GROUPED_NUMBER.fullmatch(typed.shown):
            forms.append(WordForm(tuple(split_words(typed.shown)), MatchMode.EXACT))
        elif (
            self.word_exists
            and _MIN_FUZZY_LENGTH <= len(word) <= MAX_FUZZY_LENGTH
            and not word.isdigit()
            and not self.word_exists(word, prefix)
        ):
            forms.append(WordForm((word,), MatchMode.FUZZY_PREFIX if prefix else MatchMode.FUZZY))
        return TermSet(typed.shown, tuple(forms))


def _is_compound_number(node: Word) -> bool:
    """Return whether a word is a number of several parts, which mean little separately: 21(1)(a), 2019-11."""
    return (
        any(map(str.isdigit, node.text))
        and not _GROUPED_NUMBER.fullmatch(node.text)
        and len(split_words(node.text)) > 1
    )


def _split_word(node: Word) -> Iterator[_TypedWord]:
    """Yield the words in a typed word: `Canada–Québec` has two."""
    if _GROUPED_NUMBER.fullmatch(node.text):
        yield _TypedWord("".join(split_words(node.text)), prefix=False, shown=node.text, optional=False)
        return
    cut = split_words(node.text)
    for position, word in enumerate(cut):
        # A stop word in capitals is an acronym: US, WHO.
        optional = word in STOP_WORDS and not (len(word) > 1 and node.text.isupper())
        yield _TypedWord(word, node.prefix and position == len(cut) - 1, node.text, optional)


def _all_of(parts: Iterable[PlanNode]) -> PlanNode:
    found = tuple(parts)
    return found[0] if len(found) == 1 else AllOf(found)
