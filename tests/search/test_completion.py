"""Completing a query: what is offered where, and what taking it makes of the query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.search.completion import complete, find_placeholder
from bindertui.search.fields import FIELDS
from bindertui.search.parser import parse
from tests.search.test_parser import ANY_TEXT


def shown(text: str, language: str = "en") -> list[str]:
    """What is offered at the end of a text."""
    at = find_placeholder(text, len(text))
    return [completion.label for completion in complete(at, language)] if at else []


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("ki", "en", ["kind:"]),
        ("refugees pa", "en", ["partner:"]),
        ("refugees pa", "fr", ["partenaire:"]),
        ("(so", "en", ["source:"]),
        ("-ed", "fr", ["édition:"]),
        ("éd", "en", ["edition:"]),
        ("da", "fr", ["dans:", "date:"]),
        ("ki", "fr", ["kind:"]),
        ("k", "en", []),
        ("", "en", []),
        ("refugees ", "en", []),
        ('"pa', "en", []),
        ("refugees", "en", []),
    ],
)
def test_names_of_fields(text: str, language: str, names: list[str]) -> None:
    """From the second letter on, in the reader's language or in the one that is being typed."""
    assert shown(text, language) == names


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("kind:", "en", ["section", "partner", "agreement", "term", "source", "binder"]),
        ("type:pa", "fr", ["partenaire"]),
        ("kind:acc", "en", ["accord"]),
        ("-is:ta", "en", ["table", "takeaway"]),
        ("est:mise", "fr", ["mise-en-garde"]),
        ("kind:zz", "en", []),
        ("kind:partner", "en", []),
        ("colour:r", "en", []),
    ],
)
def test_values_of_fields(text: str, language: str, values: list[str]) -> None:
    """Where a field has a few values they are offered; one that is written out already is not."""
    assert shown(text, language) == values


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_offered_is_understood(language: str) -> None:
    """Every name and every value that is offered is one that queries know, and each says what it finds."""
    for field in FIELDS.values():
        word = field.label.in_language(language)
        assert f"{word}:" in shown(word[:2], language)
        for choice in field.choices:
            query = parse(f"{word}:{choice.label.in_language(language)}", typing=False)
            assert not query.problems
            assert choice.help.in_language(language)


@pytest.mark.parametrize(
    ("text", "cursor", "after"),
    [
        ("ki", 2, "kind:|"),
        ("a -ki b", 5, "a -kind:| b"),
        ("kind:pa", 7, "kind:partner |"),
        ("kind:pa x", 7, "kind:partner |x"),
        ('kind:"pa', 8, "kind:partner |"),
        ("(kind:pa)", 8, "(kind:partner |)"),
        ("kind:paxyz", 7, "kind:partner |"),
    ],
)
def test_taking_one(text: str, cursor: int, after: str) -> None:
    """The whole word at the cursor is replaced; the cursor stands behind it, a space there already is used."""
    at = find_placeholder(text, cursor)
    assert at is not None
    made, stands = complete(at, "en")[0].apply(text)
    assert f"{made[:stands]}|{made[stands:]}" == after


@pytest.mark.parametrize(
    ("text", "typed"), [("asof:>20", "20"), ("edition:2019", "2019"), ('in:"us-', "us-"), ("in:", "")]
)
def test_values_that_the_binder_decides(text: str, typed: str) -> None:
    """What is typed of a value is told without its operator and without quotes."""
    at = find_placeholder(text, len(text))
    assert at is not None
    assert at.field is not None
    assert at.typed == typed


@given(ANY_TEXT, st.integers(-2, 70), st.sampled_from(["en", "fr", "de"]))
def test_no_text_raises(text: str, cursor: int, language: str) -> None:
    """Whatever the text and wherever the cursor, what would be replaced lies inside the text."""
    at = find_placeholder(text, cursor)
    if at is not None:
        start, end = at.extent
        assert 0 <= start <= end <= len(text)
        assert start <= cursor <= end
        for completion in complete(at, language):
            made, stands = completion.apply(text)
            assert 0 <= stands <= len(made)
