"""What the months are called.

What the program says, in the reader's language: English in the code, other languages in catalogs of gettext.

Where the language is known, `say` gives the words at once. What is made where nobody knows it yet (an error, a problem
in a file, the name of a command) is a `Wording`: it is read when somebody is told of it.
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
"""The twelve names, by language."""

LANGUAGES = ("en", "fr")
"""The languages the program speaks; the first is that of the code, and the default."""

LOCALE_DIR = Path(__file__).parent / "locale"
"""Where the catalogs lie."""

_FRENCH = {ord(","): "\u00a0", ord("."): ","}


@frozen
class LazyString:
    """Something that the program says, in no language yet.

    Attributes:
        english: the words, with a `{name}` for each value.
        values: the values by name; one that has several languages (a wording, a text) is read in the same.
        many: the words for a number of things, where `english` is for one.
        context: tells it from the same English words that other languages say otherwise.
    """

    english: str
    values: tuple[tuple[str, Any], ...] = ()
    many: str | None = None
    context: str | None = None

    def read(self, language: str) -> str:
        """The words in a language; in English where the program does not speak it."""
        catalog = _catalog(language) if language in LANGUAGES[1:] else None
        values = dict(self.values)
        if self.many is not None:
            count = values["count"]
            words = catalog.ngettext(self.english, self.many, count) if catalog else self._counted(count)
            values["count"] = format_number(count, language)
        elif catalog is None or not self.english:
            # To nothing, gettext answers with what the catalog says of itself.
            words = self.english
        elif self.context is None:
            words = catalog.gettext(self.english)
        else:
            words = catalog.pgettext(self.context, self.english)
        if not values:
            return words
        return words.format_map({name: _read(value, language) for name, value in values.items()})

    def filled(self, **values: Any) -> "LazyString":
        """The same words with values."""
        return evolve(self, values=tuple(values.items()))

    def _counted(self, count: int) -> str:
        assert self.many is not None
        return self.english if count == 1 else self.many

    def __str__(self) -> str:
        return self.read(LANGUAGES[0])


def lazy_gettext(english: str, /, **values: Any) -> LazyString:
    """Words for later, with a value for each `{name}` in them."""
    return LazyString(english, tuple(values.items()))


def lazy_ngettext(one: str, many: str, /, count: int, **values: Any) -> LazyString:
    """Words for later that depend on a number; it stands at `{count}`."""
    return LazyString(one, (("count", count), *values.items()), many)


def lazy_pgettext(context: str, english: str, /, **values: Any) -> LazyString:
    """Words for later that other languages say otherwise in another context."""
    return LazyString(english, tuple(values.items()), context=context)


def gettext(english: str, language: str, /, **values: Any) -> str:
    """Words in a language, with a value for each `{name}` in them."""
    return lazy_gettext(english, **values).read(language)


def ngettext(one: str, many: str, count: int, language: str, /, **values: Any) -> str:
    """Words in a language that depend on a number; it stands at `{count}`."""
    return lazy_ngettext(one, many, count, **values).read(language)


def pgettext(context: str, english: str, language: str, /, **values: Any) -> str:
    """Words in a language that it says otherwise in another context."""
    return lazy_pgettext(context, english, **values).read(language)


def join_and(names: Sequence[str]) -> LazyString:
    """Names in a row, as `a, b and c`."""
    return _in_a_row(lazy_gettext("{names} and {last}"), names)


def join_or(names: Sequence[str]) -> LazyString:
    """Names to choose from, as `a, b or c`."""
    return _in_a_row(lazy_gettext("{names} or {last}"), names)


def join_lines(several: Sequence[LazyString]) -> LazyString:
    """Words of which each stands on a line of its own."""
    names = [f"line{number}" for number in range(len(several))]
    return LazyString("\n".join(f"{{{name}}}" for name in names), tuple(zip(names, several, strict=True)))


def _in_a_row(several: LazyString, names: Sequence[str]) -> LazyString:
    *most, last = names
    return several.filled(names=", ".join(most), last=last) if most else lazy_gettext("{name}", name=last)


def format_number(number: float, language: str) -> str:
    """A number with the digit groups and the decimal sign of the language: 20,593.5 or 20 593,5; no digit is lost."""
    text = f"{number:,}"
    return text.translate(_FRENCH) if language == "fr" else text


def _read(value: Any, language: str) -> Any:
    read = getattr(value, "read", None)
    return read(language) if read else value


@cache
def _catalog(language: str) -> "GNUTranslations":
    from gettext import translation  # noqa: PLC0415 - English is spoken without

    return translation("bindertui", LOCALE_DIR, [language])
