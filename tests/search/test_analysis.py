"""Analysis: the engine splits, folds and stems texts in the same way as we do queries."""

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
def test_the_engine_and_queries_see_the_same_words(text: str, language: str) -> None:
    """The engine's tokens of any text are its words as split here, followed by its grouped numbers."""
    expected = [*split_words(text), *(number.word for number in tokenize_numbers(text))]
    assert build_analyzer(language).analyze(to_engine_text(text)) == [stem(word, language) for word in expected]


@given(st.text() | FRENCH)
def test_first_letters_of_every_word(text: str) -> None:
    """The first letter of each word is indexed, and no other letter."""
    found = set(build_analyzer().analyze(first_letters(to_engine_text(text))))
    assert found == {word[0] for word in [*split_words(text), *(number.word for number in tokenize_numbers(text))]}


@given(st.text())
def test_folding_is_idempotent(word: str) -> None:
    """Folding twice changes nothing, and the result has only small letters and digits."""
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
def test_words_are_split_and_folded(text: str, expected: list[str]) -> None:
    """Elisions and possessives are not words, dashes and underscores separate, accents and ligatures are folded."""
    assert split_words(text) == expected
