"""Words: cut, folded and stemmed alike by the engine, in texts, and here, in queries."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bindertui.search.analysis import (
    build_analyzer,
    first_letters,
    fold_word,
    split_words,
    stem,
    to_engine_text,
    tokenize_numbers,
)

PIECES = ("l’", "qu'", "jusqu’", "’s", "1 234", "20,593", "20\u202f593", " ", "Canada", "É", "œ", "\u0301", "\u00ad")
FRENCH = st.text("aéÉçœŒÎsSlLdqQuU’'ʼ-–—«» \u00a0\u202f_.,;:!?()1290%$\u0301\u00adß²ﬁ…", max_size=30) | st.lists(
    st.sampled_from(PIECES), max_size=12
).map("".join)


@given(st.text() | FRENCH, st.sampled_from(["", "en", "fr"]))
@example("\N{LATIN LETTER SMALL CAPITAL R}ɢ", "")
@example("a\u00ad\u0301’s l’É_É", "fr")
def test_the_engine_finds_the_words_that_queries_are_made_of(text: str, language: str) -> None:
    """What the engine makes of any text is its words as they are cut here, then its numbers without their gaps."""
    expected = [*split_words(text), *(number.word for number in tokenize_numbers(text))]
    assert build_analyzer(language).analyze(to_engine_text(text)) == [stem(word, language) for word in expected]


@given(st.text() | FRENCH)
def test_initials_are_of_every_word(text: str) -> None:
    """Each word's first letter can be looked for, and no other letter."""
    found = set(build_analyzer().analyze(first_letters(to_engine_text(text))))
    assert found == {word[0] for word in [*split_words(text), *(number.word for number in tokenize_numbers(text))]}


@given(st.text())
def test_a_folded_word_is_folded(word: str) -> None:
    """Folding a second time changes nothing, and what is left is small letters and digits."""
    folded = fold_word(word)
    assert fold_word(folded) == folded == folded.lower()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’immigration d’aujourd’hui", ["immigration", "aujourd", "hui"]),
        ("qu’elle, jusqu’à l'été", ["elle", "a", "ete"]),
        ("Canada’s minister’s", ["canada", "minister"]),
        ("Canada–Québec", ["canada", "quebec"]),
        ("Œuvre ﬁnie", ["oeuvre", "finie"]),
        ("É.-U., U.S.", ["e", "u", "u", "s"]),
        ("entry/exit_date", ["entry", "exit", "date"]),
    ],
)
def test_how_words_are_cut(text: str, expected: list[str]) -> None:
    """Elided articles and possessives are no words, dashes and underscores part, accents and ligatures fold."""
    assert split_words(text) == expected
