"""Dates, numbers and labels in each language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.document.labels import format_date, label_for, with_colon
from bindertui.i18n import format_number
from tests.document.samples import NBSP


@pytest.mark.parametrize(
    ("date", "english", "french"),
    [
        ("2019", "2019", "2019"),
        ("2019-11", f"November{NBSP}2019", f"novembre{NBSP}2019"),
        ("2019-11-20", f"20{NBSP}November{NBSP}2019", f"20{NBSP}novembre{NBSP}2019"),
        ("2019-08-01", f"1{NBSP}August{NBSP}2019", f"1er{NBSP}août{NBSP}2019"),
        ("2004-12-29", f"29{NBSP}December{NBSP}2004", f"29{NBSP}décembre{NBSP}2004"),
    ],
)
def test_dates_are_written_out(date: str, english: str, french: str) -> None:
    """Dates are written out, with no-break spaces."""
    assert format_date(date, "en") == english
    assert format_date(date, "fr") == french


@given(st.one_of(st.text(max_size=12), st.from_regex(r"[0-9]{1,5}(-[0-9]{1,3}){0,3}", fullmatch=True)))
def test_any_text_is_accepted_as_a_date(date: str) -> None:
    """Any text is accepted as a date; one that is not a date is returned unchanged."""
    assert isinstance(format_date(date, "fr"), str)
    if not any(character.isdigit() for character in date):
        assert format_date(date, "en") == date


@pytest.mark.parametrize("date", ["2019-13", "2019-00-10", "soon", "", "²019", "2019-1²"])
def test_a_text_that_is_not_a_date_is_unchanged(date: str) -> None:
    """Impossible months, words and foreign digits are returned unchanged."""
    assert format_date(date, "en") == date


@pytest.mark.parametrize(
    ("number", "english", "french"),
    [
        (20593, "20,593", f"20{NBSP}593"),
        (20593.5, "20,593.5", f"20{NBSP}593,5"),
        (-1234567.25, "-1,234,567.25", f"-1{NBSP}234{NBSP}567,25"),
        (0, "0", "0"),
    ],
)
def test_number_separators_depend_on_the_language(number: float, english: str, french: str) -> None:
    """English groups digits with commas; French uses no-break spaces and a decimal comma."""
    assert format_number(number, "en") == english
    assert format_number(number, "fr") == french


@pytest.mark.parametrize("number", [9_876_543_210.25, 123_456_789_012, 10**20])
def test_large_numbers_keep_their_digits(number: float) -> None:
    """A large number is written out, never rounded to a power of ten."""
    text = format_number(number, "en")
    assert "e" not in text
    assert float(text.replace(",", "")) == number


def test_colons_depend_on_the_language() -> None:
    """French writes a no-break space before a colon."""
    assert with_colon(label_for("signed", "en"), "en") == "Signed: "
    assert with_colon(label_for("signed", "fr"), "fr") == f"Signature{NBSP}: "


def test_labels_fall_back_to_english() -> None:
    """Labels fall back to English for a binder in another language."""
    assert label_for("redacted", "de") == "[Redacted]"
    assert format_date("2019-11", "de") == f"November{NBSP}2019"
