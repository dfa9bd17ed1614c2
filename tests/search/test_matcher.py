"""Highlighting matches in any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.search.index import Index
from bindertui.search.matcher import Matcher, is_fuzzy_match
from bindertui.search.parser import parse
from bindertui.search.synonyms import Synonyms
from tests.search.binders import SMALL
from tests.search.test_parser import ANY_TEXT

NAMES = Synonyms.from_binder(SMALL)


def highlighted(query: str, text: str, language: str = "en") -> list[str]:
    """Return the parts of a text that a query highlights."""
    return [text[start:end] for start, end in Matcher(parse(query), NAMES).find_spans(text, language)]


@pytest.mark.parametrize(
    ("query", "text", "language", "expected"),
    [
        ("border", "Border to border", "en", ["Border", "border"]),
        ("refugee", "Refugees and a refugee", "en", ["Refugees", "refugee"]),
        ("réfugié", "des réfugiés", "fr", ["réfugiés"]),
        ("immig", "Immigration", "en", ["Immigration"]),
        ("etps", "Under the Safe Third Country Agreement, the STCA", "en", ["Safe Third Country Agreement", "STCA"]),
        ('"third country"', "A third country, a country", "en", ["third country"]),
        ("quebec", "l’accord Canada–Que\u0301bec", "fr", ["Que\u0301bec"]),
        ("l'asile", "le droit d’asile", "fr", ["asile"]),
        ("20593", "20\N{NARROW NO-BREAK SPACE}593 personnes", "fr", ["20\N{NARROW NO-BREAK SPACE}593"]),
        ("2059", "20,593 people", "en", ["20,593"]),
        ("a OR road", "on the road", "en", ["road"]),
        ("road -on", "on the road", "en", ["road"]),
        ("kind:partner", "a partner", "en", []),
        ("the road", "the road", "en", ["road"]),
        ("~raod", "the road", "en", ["road"]),
        ("", "the road", "en", []),
    ],
)
def test_matches_are_highlighted(query: str, text: str, language: str, expected: list[str]) -> None:
    """Exact words, stems, prefixes, synonyms and fuzzy matches are highlighted, and nothing else."""
    assert highlighted(query, text, language) == expected


def test_the_matcher_of_an_index_highlights_misspellings(small: Index) -> None:
    """The matcher of an index highlights the misspellings that its search corrected."""
    text = "at Roxham Road"
    assert [text[start:end] for start, end in small.make_matcher(parse("roxam")).find_spans(text, "en")] == ["Roxham"]


@given(ANY_TEXT, st.text(), st.sampled_from(["en", "fr", "", "iu"]))
def test_spans_are_inside_the_text_and_do_not_overlap(query: str, text: str, language: str) -> None:
    """Spans are sorted, not empty, inside the text, and do not overlap."""
    end = 0
    for start, stop in Matcher(parse(query), NAMES).find_spans(text, language):
        assert end <= start < stop <= len(text)
        end = stop


@given(st.text("abcd", min_size=1, max_size=8), st.integers(0, 7))
def test_one_letter_off_is_a_misspelling(word: str, position: int) -> None:
    """A word with one letter dropped, added or swapped with its neighbour is one edit away."""
    at = position % len(word)
    swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    for other in (word[:at] + word[at + 1 :], word[:at] + "x" + word[at:], swapped):
        assert is_fuzzy_match(word, other, 1)
    assert not is_fuzzy_match(word, word + "xy", 1)
    assert is_fuzzy_match(word, word + "xyz", 1, prefix=True)
