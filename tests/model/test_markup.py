"""Inline markup, and text that is not markup."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bindertui.model.markup import Span, linked_entries, parse_markup


def test_each_kind_of_markup_becomes_a_styled_span() -> None:
    """Strong, emphasis, web links, entry links and plain text become spans."""
    text = "a **b** c *d* e [f](https://g.ca/h?i=1) j [[k-2]] l [[m|n o]]."
    assert parse_markup(text) == (
        Span("a "),
        Span("b", strong=True),
        Span(" c "),
        Span("d", emphasis=True),
        Span(" e "),
        Span("f", url="https://g.ca/h?i=1"),
        Span(" j "),
        Span("", entry="k-2"),
        Span(" l "),
        Span("n o", entry="m"),
        Span("."),
    )


def test_markup_nests() -> None:
    """Emphasis and links inside strong text have both styles."""
    assert parse_markup("**a *b* [[c|d]]** *[e](https://f.ca)*") == (
        Span("a ", strong=True),
        Span("b", strong=True, emphasis=True),
        Span(" ", strong=True),
        Span("d", strong=True, entry="c"),
        Span(" "),
        Span("e", emphasis=True, url="https://f.ca"),
    )


def test_a_link_keeps_balanced_parentheses() -> None:
    """A web address may contain balanced parentheses; the first unbalanced one ends it."""
    assert parse_markup("[a](https://b.ca/c_(d)) e") == (Span("a", url="https://b.ca/c_(d)"), Span(" e"))


@pytest.mark.parametrize(
    "text",
    [
        "[Redacted]",
        "[Caviardé]",
        "[ * ]",
        "[15(1)]",
        "[/x]",
        "[bold]x[/bold]",
        "[@click=app.quit]x[/]",
        "[link=https://example.org]x[/link]",
        "[x](javascript:alert)",
        "[x](file:///etc/passwd)",
        "[x](https://a.ca b)",
        "[[Not An Id]]",
        "[[a--b]]",
        "[[a|]]",
        "[[]]",
        "[]()",
        "2 * 3 * 4",
        "2 ** 3 ** 4",
        "a* b *c",
        "**open",
        "*open",
        "open**",
        "****",
        "* *",
        "**\n**",
        "*a\nb*",
        "[open",
        "[open](https://a.ca",
        "[[open",
        "",
    ],
)
def test_anything_else_is_literal(text: str) -> None:
    """Brackets, stars and unclosed markers that are not markup stay unchanged, in one plain span."""
    assert parse_markup(text) == ((Span(text),) if text else ())


def test_entries_linked_finds_links_at_every_depth() -> None:
    """Linked ids are listed in order, also those inside strong and emphasis."""
    assert list(linked_entries("[[a]] **b [[c|d]]** *[[e]]* [[Not]] [f](https://g.ca)")) == ["a", "c", "e"]


_PIECES = st.sampled_from(
    ["*", "**", "[", "]", "[[", "]]", "(", ")", "|", " ", "\n", "a", "b-1", "É", "https://a.ca", "](https://a.ca)"]
)


@given(st.lists(_PIECES, max_size=30).map("".join) | st.text())
@example("***a***")
@example("**a*")
@example("*a**b*")
def test_spans_show_every_character_that_is_not_markup(text: str) -> None:
    """Spans written back as markup give the original text except for stars, which vanish only in pairs."""
    shown = parse_markup(text)
    written = "".join(map(_written, shown))
    assert written.replace("*", "") == text.replace("*", "")
    assert (text.count("*") - written.count("*")) % 2 == 0
    assert all(span.text or span.entry for span in shown)


def _written(span: Span) -> str:
    if span.entry:
        return f"[[{span.entry}|{span.text}]]" if span.text else f"[[{span.entry}]]"
    return f"[{span.text}]({span.url})" if span.url else span.text


@given(st.text(alphabet=st.characters(exclude_characters="*[")))
def test_text_without_stars_and_brackets_is_one_span(text: str) -> None:
    """Text without stars and opening brackets is one span."""
    assert parse_markup(text) == ((Span(text),) if text else ())


@pytest.mark.parametrize("piece", ["*a ", "**a ", "[", "[[a|", "[a](https://", "[a](https://()", "**a*", "*a* **"])
def test_hostile_repetition_is_parsed_fast(piece: str) -> None:
    """Tens of thousands of unclosed markers cause neither recursion errors nor catastrophic backtracking."""
    text = piece * 20_000
    assert len("".join(map(_written, parse_markup(text))).replace("*", "")) == len(text.replace("*", ""))
