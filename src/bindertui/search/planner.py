"""What a query comes to once its words are cut, its synonyms known and its misspellings guessed."""

import re
from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from itertools import groupby
from typing import NamedTuple

import attrs

from bindertui._frozen import frozen
from bindertui.search import synonyms
from bindertui.search.analysis import STOP_WORDS, split_words
from bindertui.search.query import All, Any, Filter, Fuzzy, Node, Not, Phrase, Query, Word
from bindertui.search.query import parts as query_parts
from bindertui.search.synonyms import Synonyms

_GROUPED_NUMBER = re.compile(r"[0-9]{1,3}(?:[,\u00a0\u2009\u202f][0-9]{3})+")
_SHORTEST_GUESS = 4
LONGEST_GUESS = 64
"""Letters of the longest word that is taken for the start of another or for a misspelling."""

Knows = Callable[[str, bool], bool]
"""Whether any text has a word, or with True a word that starts so."""


class MatchMode(IntEnum):
    """How a word of a text may answer a word of a query, the closest first; each takes in those before it."""

    EXACT = 0
    STEM = 1
    PREFIX = 2
    FUZZY = 3
    FUZZY_PREFIX = 4


@attrs.frozen(cache_hash=True)
class WordForm:
    """Words that answer a part of a query.

    Attributes:
        words: folded; several must stand side by side.
        how: how the last of them may be answered; the others exactly.
        name: what it is called, when it is another name for what was typed.
    """

    words: tuple[str, ...]
    how: MatchMode
    name: str = ""

    @property
    def literal(self) -> bool:
        """Whether it is what was typed, neither another name for it nor a guess."""
        return not self.name and self.how < MatchMode.FUZZY


@attrs.frozen(cache_hash=True)
class TermSet:
    """A part of a query that one of several forms must answer.

    Attributes:
        typed: as the reader wrote it.
    """

    typed: str
    forms: tuple[WordForm, ...]


@frozen
class AllOf:
    """Parts that must match together."""

    parts: tuple["Part", ...]


@frozen
class AnyOf:
    """Parts of which one must match."""

    parts: tuple["Part", ...]


@frozen
class Exclude:
    """A part that must not match."""

    part: "Part"


Part = TermSet | AllOf | AnyOf | Exclude | Filter


def plan_query(query: Query, synonyms: Synonyms, knows: Knows | None = None) -> Part | None:
    """What to look for; None when the query asks for nothing.

    Args:
        query: as it was read.
        synonyms: the names that mean the same.
        knows: tells which words exist, so that others are taken for misspellings; None takes every word as it is.
    """
    if query.node is None:
        return None
    left_out = frozenset(tuple(split_words(part.text)) for part in _left_out(query.node))
    return _Planning(synonyms, knows, left_out).part(query.node)


def _left_out(node: Node) -> Iterator[Word | Phrase]:
    """The words and phrases that a query leaves out."""
    if isinstance(node, Not):
        yield from (part for part in query_parts(node) if isinstance(part, Word | Phrase))
    elif isinstance(node, All | Any):
        for child in node.nodes:
            yield from _left_out(child)


def terms_of(part: Part | None) -> Iterator[TermSet]:
    """Every want that a match can answer; what must not match is no such thing."""
    if isinstance(part, TermSet):
        yield part
    elif isinstance(part, AllOf | AnyOf):
        for child in part.parts:
            yield from terms_of(child)


def allowed_edits(word: str) -> int:
    """How many letters of a word may be wrong when it is guessed at."""
    return 1 if len(word) < 2 * _SHORTEST_GUESS else 2


class _Typed(NamedTuple):
    """A word as it was cut from what was typed."""

    word: str
    prefix: bool
    shown: str
    optional: bool


@frozen
class _Planning:
    synonyms: Synonyms
    knows: Knows | None
    left_out: frozenset[tuple[str, ...]] = frozenset()
    """What is not to be found under another name either."""

    def part(self, node: Node) -> Part:  # noqa: PLR0911 - one for each class of node
        """What one part of a query comes to."""
        match node:
            case Filter():
                return node
            case Word():
                return self._phrase(node) if _is_numbered(node) else self._every((node,))
            case Phrase():
                return self._phrase(node)
            case Fuzzy():
                return _every(self._fuzzy(word, node.text) for word in split_words(node.text))
            case Not():
                # What is excluded is excluded as written: no other names, no guesses.
                return Exclude(_Planning(Synonyms(), None).part(node.node))
            case Any():
                return AnyOf(tuple(self.part(child) for child in node.nodes))
            case All():
                return self._every(node.nodes)

    def _phrase(self, phrase: Phrase | Word) -> TermSet:
        cut = tuple(split_words(phrase.text))
        begun = (WordForm(cut, MatchMode.PREFIX),) if phrase.prefix else ()
        return TermSet(phrase.text, (WordForm(cut, MatchMode.EXACT), *begun, *self._other_names(cut)))

    def _fuzzy(self, word: str, typed: str) -> TermSet:
        guess = (WordForm((word,), MatchMode.FUZZY),) if 2 < len(word) <= LONGEST_GUESS else ()
        return TermSet(typed, (WordForm((word,), MatchMode.STEM), *guess))

    def _every(self, nodes: Iterable[Node]) -> Part:
        """Parts together; the stop words among them count only when there is nothing else."""
        parts: list[tuple[Part, bool]] = []
        for is_word, run in groupby(nodes, lambda node: isinstance(node, Word) and not _is_numbered(node)):
            if is_word:
                parts += self._run([typed for node in run if isinstance(node, Word) for typed in _cut(node)])
            else:
                parts += [(self.part(node), False) for node in run]
        if any(not optional and not isinstance(part, Filter | Exclude) for part, optional in parts):
            parts = [(part, False) for part, optional in parts if not optional]
        return _every(part for part, _ in parts)

    def _run(self, run: list[_Typed]) -> Iterator[tuple[Part, bool]]:
        """The parts that words in a row come to, each with whether it is optional; the longest names first."""
        start = 0
        while start < len(run):
            end, names = self._named(run, start)
            literal = [(self._word(typed), typed.optional) for typed in run[start:end]]
            if not names:
                yield from literal
            else:
                typed = " ".join(dict.fromkeys(typed.shown for typed in run[start:end]))
                others = TermSet(typed, names)
                kept = [part for part, optional in literal if not optional] or [part for part, _ in literal]
                yield AnyOf((_every(kept), others)), False
            start = end

    def _named(self, run: list[_Typed], start: int) -> tuple[int, tuple[WordForm, ...]]:
        for end in range(min(len(run), start + max(self.synonyms.longest, synonyms.LONGEST)), start, -1):
            if end == start + 1 and run[start].optional:
                break
            if names := self._other_names(tuple(typed.word for typed in run[start:end])):
                return end, names
        return start + 1, ()

    def _other_names(self, named: tuple[str, ...]) -> tuple[WordForm, ...]:
        if named in self.left_out:
            return ()
        names = {other.words: other.shown for other in self.synonyms.others.get(named, ())}
        names |= {tuple(split_words(spelt)): spelt for spelt in synonyms.date_spellings(named)}
        return tuple(WordForm(other, MatchMode.EXACT, shown) for other, shown in names.items() if other != named)

    def _word(self, typed: _Typed) -> TermSet:
        word, prefix = typed.word, typed.prefix
        forms = [WordForm((word,), MatchMode.PREFIX if prefix else MatchMode.STEM)]
        if _GROUPED_NUMBER.fullmatch(typed.shown):
            forms.append(WordForm(tuple(split_words(typed.shown)), MatchMode.EXACT))
        elif (
            self.knows
            and _SHORTEST_GUESS <= len(word) <= LONGEST_GUESS
            and not word.isdigit()
            and not self.knows(word, prefix)
        ):
            forms.append(WordForm((word,), MatchMode.FUZZY_PREFIX if prefix else MatchMode.FUZZY))
        return TermSet(typed.shown, tuple(forms))


def _is_numbered(node: Word) -> bool:
    """Whether a word is a number with its parts, which mean little apart: 21(1)(a), 2019-11."""
    return (
        any(map(str.isdigit, node.text))
        and not _GROUPED_NUMBER.fullmatch(node.text)
        and len(split_words(node.text)) > 1
    )


def _cut(node: Word) -> Iterator[_Typed]:
    """The words that one typed word is cut into: `Canada–Québec` into two."""
    if _GROUPED_NUMBER.fullmatch(node.text):
        yield _Typed("".join(split_words(node.text)), prefix=False, shown=node.text, optional=False)
        return
    cut = split_words(node.text)
    for position, word in enumerate(cut):
        # In capitals a stop word is a name: US, WHO.
        optional = word in STOP_WORDS and not (len(word) > 1 and node.text.isupper())
        yield _Typed(word, node.prefix and position == len(cut) - 1, node.text, optional)


def _every(parts: Iterable[Part]) -> Part:
    found = tuple(parts)
    return found[0] if len(found) == 1 else AllOf(found)
