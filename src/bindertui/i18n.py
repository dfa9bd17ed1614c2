"""Translation of messages: English in the code, other languages in gettext catalogs.

Where the language is known, `gettext` returns the translated text. Where it is not known yet (an error, a problem in a
file, the name of a command), `lazy_gettext` returns a `LazyString`, which is translated when it is shown.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve

from bindertui._frozen import frozen

if TYPE_CHECKING:
    from gettext import GNUTranslations

MONTHS = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
}
"""The names of the months, by language."""

LANGUAGES = ("en", "fr")
"""The languages of the interface; the first is that of the code, and the default."""

LOCALE_DIR = Path(__file__).parent / "locale"
"""The folder of the catalogs."""

_FRENCH_SEPARATORS = {ord(","): "\u00a0", ord("."): ","}


@frozen
class LazyString:
    """A message that is translated when its language is known.

    Attributes:
        english: the English message, with a `{name}` for each value.
        values: the values by name; a value with several languages (a message, a text) gets that of the message.
        plural: the English plural, if the message depends on a count.
        context: distinguishes equal English messages with different translations.
    """

    english: str
    values: tuple[tuple[str, Any], ...] = ()
    plural: str | None = None
    context: str | None = None

    def in_language(self, language: str) -> str:
        """Return the message in a language, or in English if there is no catalog for it."""
        catalog = _catalog(language) if language in LANGUAGES[1:] else None
        values = dict(self.values)
        if self.plural is not None:
            count = values["count"]
            words = catalog.ngettext(self.english, self.plural, count) if catalog else self._english_for(count)
            values["count"] = format_number(count, language)
        elif catalog is None or not self.english:
            # For an empty message, gettext returns the header of the catalog.
            words = self.english
        elif self.context is None:
            words = catalog.gettext(self.english)
        else:
            words = catalog.pgettext(self.context, self.english)
        if not values:
            return words
        return words.format_map({name: _localized(value, language) for name, value in values.items()})

    def with_values(self, **values: Any) -> "LazyString":
        """Return the message with other values."""
        return evolve(self, values=tuple(values.items()))

    def _english_for(self, count: int) -> str:
        assert self.plural is not None
        return self.english if count == 1 else self.plural

    def __str__(self) -> str:
        return self.in_language(LANGUAGES[0])


def lazy_gettext(english: str, /, **values: Any) -> LazyString:
    """Return a lazy message, with a value for each `{name}` in it."""
    return LazyString(english, tuple(values.items()))


def lazy_ngettext(singular: str, plural: str, /, count: int, **values: Any) -> LazyString:
    """Return a lazy message that depends on `{count}`."""
    return LazyString(singular, (("count", count), *values.items()), plural)


def lazy_pgettext(context: str, english: str, /, **values: Any) -> LazyString:
    """Return a lazy message whose translation depends on the context."""
    return LazyString(english, tuple(values.items()), context=context)


def gettext(english: str, language: str, /, **values: Any) -> str:
    """Translate a message, with a value for each `{name}` in it."""
    return lazy_gettext(english, **values).in_language(language)


def ngettext(singular: str, plural: str, count: int, language: str, /, **values: Any) -> str:
    """Translate a message that depends on `{count}`."""
    return lazy_ngettext(singular, plural, count, **values).in_language(language)


def pgettext(context: str, english: str, language: str, /, **values: Any) -> str:
    """Translate a message whose translation depends on the context."""
    return lazy_pgettext(context, english, **values).in_language(language)


def join_and(names: Sequence[str]) -> LazyString:
    """Join names as `a, b and c`."""
    return _join(lazy_gettext("{names} and {last}"), names)


def join_or(names: Sequence[str]) -> LazyString:
    """Join names as `a, b or c`."""
    return _join(lazy_gettext("{names} or {last}"), names)


def join_lines(messages: Sequence[LazyString]) -> LazyString:
    """Join messages, one per line."""
    names = [f"line{number}" for number in range(len(messages))]
    return LazyString("\n".join(f"{{{name}}}" for name in names), tuple(zip(names, messages, strict=True)))


def _join(template: LazyString, names: Sequence[str]) -> LazyString:
    *most, last = names
    return template.with_values(names=", ".join(most), last=last) if most else lazy_gettext("{name}", name=last)


def format_number(number: float, language: str) -> str:
    """Format a number with the separators of a language, and all of its digits: 20,593.5 or 20 593,5."""
    text = f"{number:,}"
    return text.translate(_FRENCH_SEPARATORS) if language == "fr" else text


def _localized(value: Any, language: str) -> Any:
    read = getattr(value, "in_language", None)
    return read(language) if read else value


@cache
def _catalog(language: str) -> "GNUTranslations":
    from gettext import translation  # noqa: PLC0415 - not needed for English

    return translation("bindertui", LOCALE_DIR, [language])
