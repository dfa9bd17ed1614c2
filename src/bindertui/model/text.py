"""Bilingual text, escaping of control characters, and the names of languages."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Self

from bindertui._frozen import frozen
from bindertui.i18n import lazy_gettext

NEUTRAL = ""
"""The language key of a plain string: the binder's first language, or none at all (a number, a name)."""


@frozen
class Text:
    """One text in one or more languages, each of which is an original.

    Attributes:
        originals: (language, text) pairs in the order of the file; the language of a plain string is `NEUTRAL`.
    """

    originals: tuple[tuple[str, str], ...]

    @classmethod
    def plain(cls, text: str) -> Self:
        """Return a text without a language."""
        return cls(((NEUTRAL, text),))

    @classmethod
    def of(cls, by_language: Mapping[str, str]) -> Self:
        """Return a text from a mapping of language codes to originals."""
        return cls(tuple(by_language.items()))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the text; none for a plain string."""
        return tuple(language for language, _ in self.originals if language != NEUTRAL)

    def original(self, language: str) -> str | None:
        """Return the text in exactly this language, or None."""
        return next((text for code, text in self.originals if code == language), None)

    def shown_language(self, language: str) -> str:
        """Return the language that `in_language` uses: the reader's own if the text has it, else the first."""
        codes = [code for code, _ in self.originals]
        return language if language in codes or not codes else codes[0]

    def in_language(self, language: str) -> str:
        """Return the text for a reader of `language`, or its first original if it has no such language."""
        # Not by way of `shown_language` and `original`, because the first frame may need a thousand texts.
        for code, text in self.originals:
            if code == language:
                return text
        return self.originals[0][1] if self.originals else ""


_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def find_control_character(text: str) -> re.Match[str] | None:
    """Find the first character that must not reach a terminal: a control, bidirectional or invisible one."""
    return _UNSAFE.search(text)


def escape_character(character: str) -> str:
    r"""Return the escape sequence of a character, such as `\x1b` or `\u202e`."""
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def visible_text(text: str) -> str:
    """Escape every character that must not reach a terminal; tabs become spaces, line breaks stay."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(lambda match: escape_character(match.group()), text.replace("\t", " "))


def single_line(text: str) -> str:
    """Return `visible_text` on a single line, for titles, labels and status lines."""
    return " ".join(visible_text(text).split("\n")) if "\n" in text else visible_text(text)


def fold_text(text: str) -> str:
    """Return the text without case and accents, for comparisons: `Québec` and `quebec` fold alike."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


_NAMES = {"en": lazy_gettext("English"), "fr": lazy_gettext("French"), NEUTRAL: lazy_gettext("Every language")}


def language_name(code: str, language: str) -> str:
    """Return the name of a language, or its code if the name is not known."""
    return _NAMES[code].in_language(language) if code in _NAMES else code
