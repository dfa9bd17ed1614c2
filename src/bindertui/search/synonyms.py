"""Dates as they may be written: what stands in a text in figures is shown, and asked for, in words.

Names that mean the same: what the glossary, the partners and the agreements of a binder are called.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import field

from bindertui._frozen import frozen
from bindertui.i18n import MONTHS
from bindertui.model.binder import Binder
from bindertui.model.outline import AGREEMENTS, PARTNERS
from bindertui.model.text import Text, single_line
from bindertui.search.analysis import fold_word, split_words

if TYPE_CHECKING:
    from bindertui.model.entries import Term

LONGEST = 3
"""Words of a whole date."""

_NUMBERS = {fold_word(name): number for names in MONTHS.values() for number, name in enumerate(names, 1)}


def date_spellings(words: Sequence[str]) -> Iterator[str]:
    """All ways to write a date, in figures and in the languages that months have names in; none if it is no date.

    Args:
        words: folded, as in `5 decembre 2002`, `december 5 2002`, `2002 12 05`, `december 2002` or `2002 12`.
    """
    match tuple(words):
        case (year, month, day) if _is_year(year):
            yield from _days(year, _figures(month, 12), _figures(day, 31))
        case (day, month, year) if month in _NUMBERS and _is_year(year):
            yield from _days(year, _NUMBERS[month], _figures(day.removesuffix("er"), 31))
        case (month, day, year) if month in _NUMBERS and _is_year(year):
            yield from _days(year, _NUMBERS[month], _figures(day, 31))
        case (month, year) if month in _NUMBERS and _is_year(year):
            yield from _months(year, _NUMBERS[month])
        case (year, month) if _is_year(year) and len(month) == 2:
            yield from _months(year, _figures(month, 12))
        case _:
            pass


def _days(year: str, month: int, day: int) -> Iterator[str]:
    if month and day:
        yield f"{year}-{month:02}-{day:02}"
        for names in MONTHS.values():
            yield f"{day} {names[month - 1]} {year}"
        yield f"{MONTHS['en'][month - 1]} {day}, {year}"
        if day == 1:
            yield f"1er {MONTHS['fr'][month - 1]} {year}"


def _months(year: str, month: int) -> Iterator[str]:
    if month:
        yield f"{year}-{month:02}"
        for names in MONTHS.values():
            yield f"{names[month - 1]} {year}"


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isascii() and word.isdigit()


def _figures(word: str, most: int) -> int:
    """The number that a word gives; 0 if it is none, or greater than it may be."""
    return int(word) if len(word) <= 2 and word.isascii() and word.isdigit() and int(word) <= most else 0


_LONGEST_NAME = 14
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}")
_EXPLAINED = re.compile(r"([^()]+\S) \(([^()]*[^\W\d_][^()]*)\)")
_FULL_NAME_END = re.compile(r"[.;:,(\n]|\s[–—-]\s")


@frozen
class SynonymName:
    """One name of something.

    Attributes:
        words: folded.
        shown: as it is written.
    """

    words: tuple[str, ...]
    shown: str = field(eq=False)


@frozen
class Synonyms:
    """The other names of everything that has several.

    Attributes:
        others: by the words of a name, the other names of what it names.
        longest: the number of words in the longest name.
    """

    others: Mapping[tuple[str, ...], tuple[SynonymName, ...]] = {}
    longest: int = 0

    @classmethod
    def of(cls, binder: Binder) -> "Synonyms":
        """The names a binder's glossary, partners and agreements give."""
        others: dict[tuple[str, ...], dict[SynonymName, None]] = {}
        for names in _groups(binder):
            for name in names:
                others.setdefault(name.words, {}).update(dict.fromkeys(other for other in names if other != name))
        return cls({key: tuple(found) for key, found in others.items() if found}, max(map(len, others), default=0))

    @classmethod
    def read(cls, written: str) -> "Synonyms":
        """What `written` made a text of.

        Raises:
            ValueError, TypeError: the text is something else.
        """
        longest, others = json.loads(written)
        names = {tuple(key): tuple(SynonymName(tuple(name), shown) for name, shown in found) for key, found in others}
        return cls(names, longest)

    def written(self) -> str:
        """These as a text."""
        others = [(key, [(name.words, name.shown) for name in found]) for key, found in self.others.items()]
        return json.dumps((self.longest, others))


def _groups(binder: Binder) -> Iterator[list[SynonymName]]:
    for term in binder.terms:
        yield _names(_term_names(term))
    for place in (*binder.children(PARTNERS), *binder.children(AGREEMENTS)):
        if not place.broken:
            yield _names(text for named in (place.title, place.acronym) if named for _, text in named.originals)


def _names(texts: Iterable[str]) -> list[SynonymName]:
    named = (
        SynonymName(tuple(split_words(text)), single_line(text)) for written in texts for text in _variants(written)
    )
    return list(dict.fromkeys(name for name in named if 0 < len(name.words) <= _LONGEST_NAME))


def _variants(text: str) -> Iterator[str]:
    """A name as it is written, without its dots, and without or by what stands after it in parentheses."""
    yield text
    if _DOTTED.fullmatch(text):
        yield text.replace(".", "")
    elif explained := _EXPLAINED.fullmatch(text):
        yield from explained.groups()


def _term_names(term: "Term") -> Iterator[str]:
    for language, text in term.term.originals:
        yield text
        if _is_acronym(text):
            yield _full_name(term.meaning, language)


def _is_acronym(text: str) -> bool:
    return " " not in text.strip() and sum(map(str.isupper, text)) > 1


def _full_name(meaning: Text, language: str) -> str:
    """What an acronym stands for: its meaning begins with it."""
    return _FULL_NAME_END.split(meaning.read(language).lstrip(), maxsplit=1)[0].rstrip()
