"""Query completion: which completions are offered, and how they change the query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.search.completion import complete, find_placeholder
from bindertui.search.fields import FIELDS
from bindertui.search.parser import parse
from tests.search.test_parser import ANY_TEXT


def offered(text: str, language: str = "en") -> list[str]:
    """Return the completions at the end of a text."""
    placeholder = find_placeholder(text, len(text))
    return [completion.label for completion in complete(placeholder, language)] if placeholder else []


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
def test_field_names_are_completed(text: str, language: str, names: list[str]) -> None:
    """They are offered from the second letter on, in the reader's language or in the one being typed."""
    assert offered(text, language) == names


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
def test_field_values_are_completed(text: str, language: str, values: list[str]) -> None:
    """Fixed values of a field are offered, unless the value is complete already."""
    assert offered(text, language) == values


@pytest.mark.parametrize("language", ["en", "fr"])
def test_completions_are_valid_queries(language: str) -> None:
    """Every name and value that is offered is understood in queries, and has a help text."""
    for field in FIELDS.values():
        word = field.label.in_language(language)
        assert f"{word}:" in offered(word[:2], language)
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
def test_applying_a_completion(text: str, cursor: int, after: str) -> None:
    """The whole word at the cursor is replaced; the cursor moves after it and uses an existing space."""
    placeholder = find_placeholder(text, cursor)
    assert placeholder is not None
    completed, cursor_after = complete(placeholder, "en")[0].apply(text)
    assert f"{completed[:cursor_after]}|{completed[cursor_after:]}" == after


@pytest.mark.parametrize(
    ("text", "typed"), [("asof:>20", "20"), ("edition:2019", "2019"), ('in:"us-', "us-"), ("in:", "")]
)
def test_the_typed_part_of_a_value(text: str, typed: str) -> None:
    """The typed part excludes the operator and quotation marks."""
    placeholder = find_placeholder(text, len(text))
    assert placeholder is not None
    assert placeholder.field is not None
    assert placeholder.typed == typed


@given(ANY_TEXT, st.integers(-2, 70), st.sampled_from(["en", "fr", "de"]))
def test_no_text_raises(text: str, cursor: int, language: str) -> None:
    """For any text and cursor, the range to replace is inside the text."""
    placeholder = find_placeholder(text, cursor)
    if placeholder is not None:
        start, end = placeholder.extent
        assert 0 <= start <= end <= len(text)
        assert start <= cursor <= end
        for completion in complete(placeholder, language):
            completed, cursor_after = completion.apply(text)
            assert 0 <= cursor_after <= len(completed)
