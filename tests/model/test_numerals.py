"""Numbers in English and French texts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.model.numerals import StatedNumbers, numbers_in

SAME = {
    "groups of digits": ("20,593 people", "20\u00a0593 personnes"),
    "narrow groups": ("1,234,567", "1\u202f234\u202f567"),
    "decimals": ("1,234.5", "1\u00a0234,5"),
    "a section keeps its point": ("Part 19.1, section 315.36", "partie 19.1, article 315.36"),
    "percentages": ("45% and 4.4 percent", "45\u00a0% et 4,4 pour cent"),
    "millions": ("$50.4 million", "50,4\u00a0millions de dollars"),
    "billions": ("$8.5 billion", "8,5\u00a0milliards de dollars"),
    "a million": ("more than a million", "plus d’un million"),
    "words": ("two programs, eleven cities, twenty-five years", "deux programmes, onze villes, vingt-cinq ans"),
    "words for digits": ("eight million checks", "8\u00a0millions de vérifications"),
    "French tens": ("75 or 92 cases", "soixante-quinze ou quatre-vingt-douze cas"),
    "dates": ("on 1 May 2007 and in December", "le 1er mai 2007 et en décembre"),
    "ranges of years": ("in 2018–19", "en 2018-2019"),
    "times": ("at 00:01", "à 0\u00a0h\u00a001"),
    "ordinals in digits": ("the 24th meeting", "la 24e réunion"),
    "both": ("both languages", "les deux langues"),
    "every other": ("every other year", "une année sur deux"),
    "neuf": ("nine provinces", "neuf provinces"),
    "about fifty": ("some 50 providers", "une cinquantaine de fournisseurs"),
    "a name with a number": ("Migration Five", "le M5"),
    "March without a day": ("the editions of March and May", "les éditions de mars et de mai"),
    "a citation": ("2020 FC 770, s. 101(1)(c.1)", "2020 CF 770, al. 101(1)c.1)"),
}


@pytest.mark.parametrize(("english", "french"), SAME.values(), ids=SAME.keys())
def test_the_same_numbers_are_the_same_in_both_languages(english: str, french: str) -> None:
    """Equal numbers in English and French are recognised as equal."""
    one, other = read(english, "en"), read(french, "fr")
    assert (one.missing_from(other), other.missing_from(one)) == ([], [])


DIFFERENT = {
    "digits": ("20,593", "20\u00a0539", ["20,593"], ["20\u00a0539"]),
    "an English comma in French": ("1,234", "1,234", ["1,234"], ["1,234"]),
    "a percentage that is a number": ("45%", "45", ["45%"], ["45"]),
    "millions that are billions": ("8.5 billion", "8,5\u00a0millions", ["8.5 billion"], ["8,5\u00a0millions"]),
    "words": ("two ways", "trois voies", ["two"], ["trois"]),
    "months": ("in May 2007", "en mars 2007", ["May"], ["mars"]),
    "years": ("in 2018–19", "en 2018-2020", ["2019"], ["2020"]),
    "neuf that is new": ("a new plan", "un plan neuf de 2019", [], ["2019"]),
}


@pytest.mark.parametrize(
    ("english", "french", "lacking", "lacking_in_english"), DIFFERENT.values(), ids=DIFFERENT.keys()
)
def test_numbers_that_differ_are_named_as_written(
    english: str, french: str, lacking: list[str], lacking_in_english: list[str]
) -> None:
    """A number that only one language has is reported as written."""
    one, other = read(english, "en"), read(french, "fr")
    assert (one.missing_from(other), other.missing_from(one)) == (lacking, lacking_in_english)


def test_other_words_are_not_numbers() -> None:
    """The verbs may and march, articles, and parts of longer words are not numbers."""
    for text in ("It may march on, one by one.", "the tense of a sentence", "often, weighty, sixes"):
        assert read(text, "en").stated == {}
    for text in ("un et une", "septembriseur, sixième, deuxième, tiers"):
        assert read(text, "fr").stated == {}


def test_other_languages_are_not_read() -> None:
    """Numbers in other languages are not read."""
    assert numbers_in("1 2 3", "iu") is None


@given(st.text(), st.sampled_from(("en", "fr")))
def test_any_text_has_numbers_that_agree_with_themselves(text: str, language: str) -> None:
    """Any text can be read, and has the same numbers as itself."""
    found = read(text, language)
    assert found.missing_from(found) == []


@given(st.integers(0, 10**12))
def test_any_number_is_read_alike_however_it_is_grouped(number: int) -> None:
    """A number is the same with and without digit grouping."""
    grouped = f"{number:,}"
    ways = ((grouped, "en"), (str(number), "en"), (grouped.replace(",", "\u00a0"), "fr"), (str(number), "fr"))
    assert {tuple(read(text, language).stated) for text, language in ways} == {(("", Decimal(number)),)}


def read(text: str, language: str) -> StatedNumbers:
    """Return the numbers of a text in a supported language."""
    found = numbers_in(text, language)
    assert found is not None
    return found
