"""Match highlighting: find the matches of a query in a text that is shown.

Problem: the engine says which passages match, not where, and only for indexed text. Highlights are needed in snippets,
in the text on screen, in titles and in a draft, at the exact character positions of the text as shown.

Approach: match the same plan that the engine ran, with the same folding and stemming (`search.analysis`), directly
against the text. `Matcher` holds the plan of a query; `TextMatches` tokenizes one text and caches what each term set
matches in it. Edit distances are computed with the engine's rules (optimal string alignment).

Invariants:
- Every text that the engine finds by its words has a match here, so a hit is never shown without highlights.
- Spans are sorted, do not overlap, and are positions in the text as given.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bindertui.search.analysis import Token, stem, tokenize, tokenize_numbers
from bindertui.search.planner import (
    AllOf,
    AnyOf,
    Exclude,
    MatchMode,
    PlanNode,
    TermSet,
    WordForm,
    WordLookup,
    iter_term_sets,
    max_edits,
    plan_query,
)
from bindertui.search.query import Filter, Query
from bindertui.search.synonyms import Synonyms

Span = tuple[int, int]
"""A range in a text: the index of its first character and the one after its last."""


class Match(NamedTuple):
    """A range of a text that matches a part of a query."""

    start: int
    end: int
    term_set: TermSet
    form: WordForm


class Matcher:
    """Finds the matches of one query in texts."""

    def __init__(
        self, query: Query, synonyms: Synonyms, word_exists: WordLookup | None = None, default_language: str = "en"
    ) -> None:
        """Plan a query.

        Args:
            query: the parsed query.
            synonyms: the synonyms of the binder.
            word_exists: looks words up in the index, to find misspellings.
            default_language: the language to stem texts without a language by.
        """
        self.plan = plan_query(query, synonyms, word_exists)
        self.term_sets = tuple(iter_term_sets(self.plan))
        self._default_language = default_language

    def find_spans(self, text: str, language: str) -> tuple[Span, ...]:
        """Return the matches in a text, sorted and without overlaps.

        Args:
            text: the text as shown.
            language: its language; `NEUTRAL` if it has none.
        """
        return self.match_text(text, language).spans() if self.term_sets else ()

    def match_text(self, text: str, language: str) -> "TextMatches":
        """Return the matches of the query in a text."""
        return TextMatches(self, text, language or self._default_language)


class TextMatches:
    """The matches of a query in one text, computed on demand."""

    def __init__(self, matcher: Matcher, text: str, language: str) -> None:
        """Tokenize the text."""
        self.text = text
        self._matcher = matcher
        self._language = language
        self._tokens, self._numbers = _tokenize(text)
        self._found: dict[TermSet, tuple[Match, ...]] = {}

    def spans(self) -> tuple[Span, ...]:
        """Return the matches, sorted and without overlaps."""
        spans: list[Span] = []
        for match in sorted(self.matches(), key=lambda match: (match.start, -match.end)):
            if not spans or match.start >= spans[-1][1]:
                spans.append((match.start, match.end))
        return tuple(spans)

    def matches(self) -> list[Match]:
        """Return all matches, term set by term set."""
        return [match for want in self._matcher.term_sets for match in self._find(want)]

    def count_matched(self) -> int:
        """Return how many term sets of the query match."""
        return sum(1 for want in self._matcher.term_sets if self._find(want))

    def is_match(self, *, literally: bool = False) -> bool:
        """Return whether the text matches all words of the query; filters and exclusions are ignored.

        Args:
            literally: whether to ignore synonyms and misspellings.
        """
        plan = self._matcher.plan
        return plan is None or self._satisfies(plan, literally=literally)

    def has_excluded(self) -> bool:
        """Return whether the text has words that the query excludes."""
        plan = self._matcher.plan
        left_out = (
            part.part for part in (plan.parts if isinstance(plan, AllOf) else (plan,)) if isinstance(part, Exclude)
        )
        return any(
            self._satisfies(part, literally=False) for part in left_out if any(True for _ in iter_term_sets(part))
        )

    def _satisfies(self, part: PlanNode, *, literally: bool) -> bool:
        match part:
            case TermSet():
                return any(not literally or match.form.is_literal for match in self._find(part))
            case AllOf():
                return all(self._satisfies(child, literally=literally) for child in part.parts)
            case AnyOf():
                # Filters do not depend on the text; only nodes with words count.
                worded = [child for child in part.parts if any(True for _ in iter_term_sets(child))]
                return not worded or any(self._satisfies(child, literally=literally) for child in worded)
            case Exclude() | Filter():
                # The engine has applied these already.
                return True

    def _find(self, want: TermSet) -> tuple[Match, ...]:
        if want not in self._found:
            self._found[want] = tuple(
                Match(start, end, want, form)
                for form in want.forms
                for start, end in (self._find_word(form) if len(form.words) == 1 else self._find_phrase(form))
            )
        return self._found[want]

    def _find_word(self, form: WordForm) -> Iterator[Span]:
        word, how = form.words[0], form.mode
        stemmed = stem(word, self._language) if how > MatchMode.EXACT else ""
        for token in self._tokens:
            if token.word == word or (how > MatchMode.EXACT and self._is_similar(token.word, word, stemmed, how)):
                yield token.start, token.end
        for number in self._numbers:
            if number.word == word or (how is MatchMode.PREFIX and number.word.startswith(word)):
                yield number.start, number.end

    def _is_similar(self, token: str, word: str, stemmed: str, how: MatchMode) -> bool:
        if how >= MatchMode.FUZZY:
            return is_fuzzy_match(word, token, max_edits(word), how is MatchMode.FUZZY_PREFIX)
        return (how is MatchMode.PREFIX and token.startswith(word)) or stem(token, self._language) == stemmed

    def _find_phrase(self, form: WordForm) -> Iterator[Span]:
        *exact, last = form.words
        for start in range(len(self._tokens) - len(exact)):
            end = self._tokens[start + len(exact)]
            if (
                self._tokens[start].word == exact[0]
                and all(token.word == word for token, word in zip(self._tokens[start:], exact, strict=False))
                and (end.word == last or (form.mode is MatchMode.PREFIX and end.word.startswith(last)))
            ):
                yield self._tokens[start].start, end.end


@lru_cache(maxsize=1 << 9)
def _tokenize(text: str) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Return the words and the grouped numbers of a text; cached, since consecutive searches show similar texts."""
    return tuple(tokenize(text)), tuple(tokenize_numbers(text))


@lru_cache(maxsize=1 << 14)
def is_fuzzy_match(word: str, token: str, max_edits: int, prefix: bool = False) -> bool:  # noqa: FBT001, FBT002 - cached by position
    """Return whether two words differ by at most `max_edits` insertions, deletions, substitutions or swaps.

    Args:
        word: the word typed.
        token: the word in the text.
        max_edits: the allowed edit distance.
        prefix: whether a beginning of `token` is enough.
    """
    if len(token) < len(word) - max_edits or (not prefix and len(token) > len(word) + max_edits):
        return False
    token = token[: len(word) + max_edits]
    older: list[int] = []
    old = list(range(len(token) + 1))
    for i, letter in enumerate(word, 1):
        row = [i]
        for j, other in enumerate(token, 1):
            cost = min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == token[j - 2] and word[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > max_edits:
            return False
        older, old = old, row
    return (min(old) if prefix else old[-1]) <= max_edits
