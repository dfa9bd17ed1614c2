"""Where the words of a query match in a text that is shown."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bindertui.search.analysis import Token, number_tokens, stem, tokens
from bindertui.search.planner import (
    AllOf,
    AnyOf,
    Exclude,
    Knows,
    MatchMode,
    Part,
    TermSet,
    WordForm,
    allowed_edits,
    plan_query,
    terms_of,
)
from bindertui.search.query import Filter, Query
from bindertui.search.synonyms import Synonyms

Span = tuple[int, int]
"""A stretch of a text: its first character and the one after its last."""


class Match(NamedTuple):
    """A place in a text that answers a part of a query."""

    start: int
    end: int
    want: TermSet
    form: WordForm


class Matcher:
    """Tells where a query matches in any text; made once for a query."""

    def __init__(self, query: Query, synonyms: Synonyms, knows: Knows | None = None, first: str = "en") -> None:
        """Prepare a query.

        Args:
            query: as it was read.
            synonyms: the names that mean the same.
            knows: tells which words exist, so that others are taken for misspellings.
            first: the language whose stems a text without a language is compared by.
        """
        self.plan = plan_query(query, synonyms, knows)
        self.wants = tuple(terms_of(self.plan))
        self._first = first

    def spans(self, text: str, language: str) -> tuple[Span, ...]:
        """Where the query's words match, in order, none overlapping another.

        Args:
            text: as it is shown.
            language: what it is written in; `NEUTRAL` when it does not say.
        """
        return self.reading(text, language).spans() if self.wants else ()

    def reading(self, text: str, language: str) -> "TextReader":
        """A text held against the query."""
        return TextReader(self, text, language or self._first)


class TextReader:
    """A text held against a query, its words cut once for all that is asked of it."""

    def __init__(self, matcher: Matcher, text: str, language: str) -> None:
        """Cut a text into words."""
        self.text = text
        self._matcher = matcher
        self._language = language
        self._tokens, self._numbers = _cut(text)
        self._found: dict[TermSet, tuple[Match, ...]] = {}

    def spans(self) -> tuple[Span, ...]:
        """Where the query's words match, in order, none overlapping another."""
        spans: list[Span] = []
        for match in sorted(self.matches(), key=lambda match: (match.start, -match.end)):
            if not spans or match.start >= spans[-1][1]:
                spans.append((match.start, match.end))
        return tuple(spans)

    def matches(self) -> list[Match]:
        """Every place that answers a part of the query, part by part."""
        return [match for want in self._matcher.wants for match in self._answering(want)]

    def answered(self) -> int:
        """How many parts of the query the text answers."""
        return sum(1 for want in self._matcher.wants if self._answering(want))

    def answers(self, *, literally: bool = False) -> bool:
        """Whether the text answers all the words of the query; filters and exclusions are not looked at.

        Args:
            literally: whether other names and guesses do not count.
        """
        plan = self._matcher.plan
        return plan is None or self._holds(plan, literally=literally)

    def excluded(self) -> bool:
        """Whether the text has the words that the query leaves out."""
        plan = self._matcher.plan
        left_out = (
            part.part for part in (plan.parts if isinstance(plan, AllOf) else (plan,)) if isinstance(part, Exclude)
        )
        return any(self._holds(part, literally=False) for part in left_out if any(True for _ in terms_of(part)))

    def _holds(self, part: Part, *, literally: bool) -> bool:
        match part:
            case TermSet():
                return any(not literally or match.form.literal for match in self._answering(part))
            case AllOf():
                return all(self._holds(child, literally=literally) for child in part.parts)
            case AnyOf():
                # Whether a filter among them holds is not for a text to say; what has words is.
                worded = [child for child in part.parts if any(True for _ in terms_of(child))]
                return not worded or any(self._holds(child, literally=literally) for child in worded)
            case Exclude() | Filter():
                # Whatever was found is as these ask, in whichever language it is shown.
                return True

    def _answering(self, want: TermSet) -> tuple[Match, ...]:
        if want not in self._found:
            self._found[want] = tuple(
                Match(start, end, want, form)
                for form in want.forms
                for start, end in (self._single(form) if len(form.words) == 1 else self._phrase(form))
            )
        return self._found[want]

    def _single(self, form: WordForm) -> Iterator[Span]:
        word, how = form.words[0], form.how
        stemmed = stem(word, self._language) if how > MatchMode.EXACT else ""
        for token in self._tokens:
            if token.word == word or (how > MatchMode.EXACT and self._alike(token.word, word, stemmed, how)):
                yield token.start, token.end
        for number in self._numbers:
            if number.word == word or (how is MatchMode.PREFIX and number.word.startswith(word)):
                yield number.start, number.end

    def _alike(self, token: str, word: str, stemmed: str, how: MatchMode) -> bool:
        if how >= MatchMode.FUZZY:
            return is_fuzzy_match(word, token, allowed_edits(word), how is MatchMode.FUZZY_PREFIX)
        return (how is MatchMode.PREFIX and token.startswith(word)) or stem(token, self._language) == stemmed

    def _phrase(self, form: WordForm) -> Iterator[Span]:
        *exact, last = form.words
        for start in range(len(self._tokens) - len(exact)):
            end = self._tokens[start + len(exact)]
            if (
                self._tokens[start].word == exact[0]
                and all(token.word == word for token, word in zip(self._tokens[start:], exact, strict=False))
                and (end.word == last or (form.how is MatchMode.PREFIX and end.word.startswith(last)))
            ):
                yield self._tokens[start].start, end.end


@lru_cache(maxsize=1 << 9)
def _cut(text: str) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """The words and the grouped numbers of a text; from one key to the next, much the same texts are found."""
    return tuple(tokens(text)), tuple(number_tokens(text))


@lru_cache(maxsize=1 << 14)
def is_fuzzy_match(word: str, token: str, most: int, prefix: bool = False) -> bool:  # noqa: FBT001, FBT002 - cached by position
    """Whether a word becomes another by at most so many letters added, left out, changed or swapped.

    Args:
        word: as it was typed.
        token: as it is in the text.
        most: how many letters may differ.
        prefix: whether the start of `token` will do.
    """
    if len(token) < len(word) - most or (not prefix and len(token) > len(word) + most):
        return False
    token = token[: len(word) + most]
    older: list[int] = []
    old = list(range(len(token) + 1))
    for i, letter in enumerate(word, 1):
        row = [i]
        for j, other in enumerate(token, 1):
            cost = min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == token[j - 2] and word[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return False
        older, old = old, row
    return (min(old) if prefix else old[-1]) <= most
