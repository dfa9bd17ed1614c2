"""Typography checks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.model.typography import typography_errors

CORRECT = {
    "punctuation": ("Voir\u00a0: l’un\u202f; l’autre\u202f? Oui\u202f!", "fr"),
    "regular spaces before ; too": ("l’un\u00a0; l’autre\u00a0?!", "fr"),
    "guillemets": ("le «\u00a0tiers pays sûr\u00a0», dit-on", "fr"),
    "quotation in a quotation": ("«\u00a0le “\u202fpays\u202f” sûr\u00a0»", "fr"),
    "numbers": ("20\u00a0593 cas, 4,4\u202f% et 50,4\u00a0millions de dollars, 300\u00a0000\u00a0$", "fr"),
    "colons inside words": ("à 10:30, voir https://example.org", "fr"),
    "a mark alone in parentheses": ("(?)", "fr"),
    "a year before a number": ("En 2017, 250 personnes", "fr"),
    "English": ("Yes: “well”; no? 45% of $5, it’s 20,593!", "en"),
    "feet and inches": ("6' 2\" tall", "en"),
}


@pytest.mark.parametrize(("text", "language"), CORRECT.values(), ids=CORRECT.keys())
def test_correct_texts_have_no_errors(text: str, language: str) -> None:
    """Correct texts have no findings; wide and narrow no-break spaces are both accepted."""
    assert list(typography_errors(text, language)) == []


ERRORS = {
    "no space before a colon": ("Voir: ici", "fr", "missing before : in"),
    "a plain space before a question mark": ("Vraiment ?", "fr", "missing before ? in"),
    "no space before a semicolon": ("l’un; l’autre", "fr", "missing before ; in"),
    "no space in guillemets": ("le «mot\u00a0»", "fr", "inside the guillemets"),
    "a plain space in guillemets": ("le «\u00a0mot »", "fr", "inside the guillemets"),
    "percent without a space": ("45% des cas", "fr", "missing before % in"),
    "percent with a plain space": ("45 % des cas", "fr", "missing before % in"),
    "a plain space in a number": ("20 593 cas", "fr", "Number not grouped as in French in '20 593 cas"),
    "a comma in a number": ("20,593 cas", "fr", "Number not grouped"),
    "a plain space before millions": ("50,4 millions", "fr", "after the number"),
    "dollars first": ("$50", "fr", "Dollar sign before the amount"),
    "a plain space before dollars": ("50 $", "fr", "missing before $ in"),
    "English quotation marks": ("le “mot” juste", "fr", "In French, use «"),
    "straight quotation marks": ('the "new" normal', "en", "Straight quotation mark"),
    "a straight apostrophe": ("l'accord", "fr", "Straight apostrophe"),
}


@pytest.mark.parametrize(("text", "language", "words"), ERRORS.values(), ids=ERRORS.keys())
def test_each_error_is_reported(text: str, language: str, words: str) -> None:
    """Each kind of error gives one message with the text around it."""
    found = list(typography_errors(f"{text} {text}", language))
    assert sum(words in str(message) for message in found) == 1, found


@given(st.text(), st.sampled_from(("en", "fr", "iu")))
def test_any_text_can_be_checked(text: str, language: str) -> None:
    """Messages about any text are full sentences on one line."""
    for message in map(str, typography_errors(text, language)):
        assert message.endswith(".")
        assert "\n" not in message
