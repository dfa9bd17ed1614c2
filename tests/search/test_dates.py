"""Dates are found in every spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.model.entries import Agreement
from bindertui.model.in_memory import InMemoryBinder
from bindertui.search.analysis import split_words
from bindertui.search.index import Index
from bindertui.search.parser import parse
from bindertui.search.synonyms import date_spellings
from tests.builders import cover, en_fr
from tests.search.binders import paragraphs

WHOLE = ("2002-12-05", "5 December 2002", "December 5, 2002", "5 décembre 2002", "le 5 DECEMBRE 2002")


def find(binder: InMemoryBinder, text: str, language: str = "en", *, typing: bool = False) -> list[str]:
    """Return the addresses of the hits."""
    return [str(hit.address) for hit in Index.build(binder).search(parse(text, typing=typing), language).hits]


@pytest.mark.parametrize("typing", [True, False])
@pytest.mark.parametrize("query", WHOLE)
def test_a_date_is_found_however_it_is_written(query: str, typing: bool) -> None:
    """Figures, English and French words find each other; another day is not found."""
    binder = paragraphs(*WHOLE, "On 6 December 2002")
    assert set(find(binder, query, typing=typing)) == {f"one#body.{n}.text" for n in range(len(WHOLE))}


def test_a_date_in_figures_is_found_as_it_is_shown() -> None:
    """A date of an entry is stored in figures, shown in words, and found by these words in the reader's language."""
    agreement = Agreement("stca", en_fr("Agreement", "Entente"), signed="2002-12-05", in_force="1991-04-01")
    binder = InMemoryBinder(cover(), agreements=(agreement,))
    hit = Index.build(binder).search(parse("5 décembre 2002", typing=False), "fr").hits[0]
    assert (str(hit.address), str(hit.reason)) == ("stca#signed", "5 décembre 2002 → “2002-12-05”")
    assert find(binder, "1er avril 1991", "fr") == find(binder, "April 1991") == ["stca#in_force"]


def test_a_month_finds_its_days() -> None:
    """A month in words finds its days in figures."""
    binder = paragraphs("2019-07-29", "2019-08-01", "July 2019")
    assert set(find(binder, "juillet 2019")) == {"one#body.0.text", "one#body.2.text"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2019",
        "december",
        "5 december",
        "32 december 2019",
        "0 mai 2019",
        "2019 13",
        "2019 1",
        "12 2019",
        "1er 2019",
    ],
)
def test_words_that_are_not_dates(text: str) -> None:
    """A year alone, a day without a year and impossible numbers are ordinary words."""
    assert list(date_spellings(split_words(text))) == []


@given(st.lists(st.text("0123456789", max_size=4) | st.sampled_from(["mai", "may", "1er", "²"]), max_size=4))
def test_every_spelling_is_the_same_date(row: list[str]) -> None:
    """All spellings of a date have the same set of spellings."""
    every = list(date_spellings(row))
    for spelling in every:
        assert set(date_spellings(split_words(spelling))) == set(every)
