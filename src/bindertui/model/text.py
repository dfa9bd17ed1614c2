"""Bilingual text, and text that is safe to put on a terminal.

What languages are called.
"""

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
    """One text in one or more languages; each is an original, none is the translation of another.

    Attributes:
        originals: (language, text) pairs in the order they are written; `NEUTRAL` marks a plain string.
    """

    originals: tuple[tuple[str, str], ...]

    @classmethod
    def plain(cls, text: str) -> Self:
        """A text written without a language."""
        return cls(((NEUTRAL, text),))

    @classmethod
    def of(cls, by_language: Mapping[str, str]) -> Self:
        """A text from a mapping of language codes to originals."""
        return cls(tuple(by_language.items()))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages the text is written in; empty for a plain string."""
        return tuple(language for language, _ in self.originals if language != NEUTRAL)

    def original(self, language: str) -> str | None:
        """The text in exactly this language, or None."""
        return next((text for code, text in self.originals if code == language), None)

    def spoken(self, language: str) -> str:
        """The language a reader of `language` is shown: theirs where the text has it, else the first written."""
        codes = [code for code, _ in self.originals]
        return language if language in codes or not codes else codes[0]

    def read(self, language: str) -> str:
        """The text for a reader of `language`; another language's original where theirs is missing."""
        # In one go, not by `spoken` and `original`: a list reads a thousand texts before there is anything to be seen.
        for code, text in self.originals:
            if code == language:
                return text
        return self.originals[0][1] if self.originals else ""


_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def control_characters(text: str) -> re.Match[str] | None:
    """The first character that must not reach a terminal as it is: a control, bidi or invisible one."""
    return _UNSHOWABLE.search(text)


def escape_controls(character: str) -> str:
    r"""A visible stand-in for one character, as `\x1b` or `\u202e`."""
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def visible_text(text: str) -> str:
    """The text with every unshowable character visibly escaped; tabs become a space, line breaks stay."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSHOWABLE.sub(lambda match: escape_controls(match.group()), text.replace("\t", " "))


def single_line(text: str) -> str:
    """Showable text on a single line, for titles, labels and status lines."""
    return " ".join(visible_text(text).split("\n")) if "\n" in text else visible_text(text)


def fold_text(text: str) -> str:
    """The text without case and accents, for comparing: `Québec` and `quebec` fold alike."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


_NAMES = {"en": lazy_gettext("English"), "fr": lazy_gettext("French"), NEUTRAL: lazy_gettext("Every language")}


def language_name(code: str, language: str) -> str:
    """What a language is called; its code where the program has no name for it."""
    return _NAMES[code].read(language) if code in _NAMES else code
