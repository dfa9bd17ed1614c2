"""Bilingual text, and escaping for terminals."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.model.text import (
    NEUTRAL,
    Text,
    escape_character,
    find_control_character,
    fold_text,
    single_line,
    visible_text,
)

BILINGUAL = Text.of({"en": "border", "fr": "frontière"})


@pytest.mark.parametrize(
    ("text", "language", "expected", "shown_language"),
    [
        (BILINGUAL, "fr", "frontière", "fr"),
        (BILINGUAL, "en", "border", "en"),
        (BILINGUAL, "iu", "border", "en"),
        (Text.of({"fr": "frontière"}), "en", "frontière", "fr"),
        (Text.plain("ATIA"), "fr", "ATIA", NEUTRAL),
        (Text(()), "en", "", "en"),
    ],
)
def test_a_reader_gets_their_language_or_the_first_written(
    text: Text, language: str, expected: str, shown_language: str
) -> None:
    """A text without the reader's language falls back to its first language, and says which that is."""
    assert text.in_language(language) == expected
    assert text.shown_language(language) == shown_language


def test_original_never_falls_back() -> None:
    """`original` returns the text in exactly one language, or None."""
    assert BILINGUAL.original("fr") == "frontière"
    assert BILINGUAL.original("iu") is None
    assert BILINGUAL.languages == ("en", "fr")
    assert Text.plain("x").languages == ()


_INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0\U000e0100"
"""Characters without a width that Unicode does not call format characters."""


def test_no_control_bidi_or_zero_width_character_is_shown() -> None:
    """No code point that controls a terminal, changes the text direction or is invisible survives `visible_text`."""
    for code in range(0x110000):
        character = chr(code)
        if unicodedata.category(character) in _INVISIBLE or character in _BLANK:
            shown = visible_text(f"a{character}b")
            assert shown.isprintable() or character == "\n", f"U+{code:04X}"
            assert character not in shown or character == "\n", f"U+{code:04X}"


@given(st.text())
def test_visible_text_is_safe(text: str) -> None:
    """`visible_text` is idempotent, keeps line breaks, and changes only what it must."""
    shown = visible_text(text)
    assert find_control_character(shown) is None
    assert visible_text(shown) == shown
    assert shown.count("\n") == text.count("\n")
    assert "\n" not in single_line(text)
    if find_control_character(text) is None:
        assert shown == text.replace("\t", " ")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]52;c;eA==\x07", r"\x1b]52;c;eA==\x07"),
        ("\x1b[2J", r"\x1b[2J"),
        ("a\u202eb", r"a\u202eb"),
        ("a\u200bb", r"a\u200bb"),
        ("a\U000e0041b", r"a\U000e0041b"),
        ("a\r\nb\tc", "a\\x0d\nb c"),
        ("Québec — 10\u202f000\u00a0$ « oui » 🇨🇦 e\u0301", "Québec — 10\u202f000\u00a0$ « oui » 🇨🇦 e\u0301"),
    ],
)
def test_hostile_characters_show_escaped_and_ordinary_ones_as_they_are(text: str, shown: str) -> None:
    """Control characters are escaped; accents, French spaces, flags and combining marks stay."""
    assert visible_text(text) == shown


def test_escapes_are_as_long_as_the_character_needs() -> None:
    """Escape sequences have two, four or eight hexadecimal digits."""
    assert [escape_character(character) for character in "\x07\u200b\U000e0001"] == [r"\x07", r"\u200b", r"\U000e0001"]


@pytest.mark.parametrize(
    ("one", "other"), [("Québec", "quebec"), ("ÎLE", "île"), ("œuvre", "Œuvre"), ("STRASSE", "straße")]
)
def test_folding_forgets_case_and_accents(one: str, other: str) -> None:
    """Words that differ only in case or accents fold alike."""
    assert fold_text(one) == fold_text(other)
