"""Synonyms: the names of one thing in a binder, and the spellings of one date.

The glossary, the partners and the agreements of a binder give names, acronyms and translations of the same thing; a
query for one of them also finds the others. Dates match in figures and in words.
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

MAX_DATE_WORDS = 3
"""The number of words in a complete date."""

_MONTH_NUMBERS = {fold_word(name): number for names in MONTHS.values() for number, name in enumerate(names, 1)}


def date_spellings(words: Sequence[str]) -> Iterator[str]:
    """Yield the spellings of a date, in figures and in words, in every language; nothing if the words are not a date.

    Args:
        words: folded, as in `5 decembre 2002`, `december 5 2002`, `2002 12 05`, `december 2002` or `2002 12`.
    """
    match tuple(words):
        case (year, month, day) if _is_year(year):
            yield from _day_spellings(year, _parse_number(month, 12), _parse_number(day, 31))
        case (day, month, year) if month in _MONTH_NUMBERS and _is_year(year):
            yield from _day_spellings(year, _MONTH_NUMBERS[month], _parse_number(day.removesuffix("er"), 31))
        case (month, day, year) if month in _MONTH_NUMBERS and _is_year(year):
            yield from _day_spellings(year, _MONTH_NUMBERS[month], _parse_number(day, 31))
        case (month, year) if month in _MONTH_NUMBERS and _is_year(year):
            yield from _month_spellings(year, _MONTH_NUMBERS[month])
        case (year, month) if _is_year(year) and len(month) == 2:
            yield from _month_spellings(year, _parse_number(month, 12))
        case _:
            pass


def _day_spellings(year: str, month: int, day: int) -> Iterator[str]:
    if month and day:
        yield f"{year}-{month:02}-{day:02}"
        for names in MONTHS.values():
            yield f"{day} {names[month - 1]} {year}"
        yield f"{MONTHS['en'][month - 1]} {day}, {year}"
        if day == 1:
            yield f"1er {MONTHS['fr'][month - 1]} {year}"


def _month_spellings(year: str, month: int) -> Iterator[str]:
    if month:
        yield f"{year}-{month:02}"
        for names in MONTHS.values():
            yield f"{names[month - 1]} {year}"


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isascii() and word.isdigit()


def _parse_number(word: str, most: int) -> int:
    """Return a word as a number; 0 if it is not a number or greater than `most`."""
    return int(word) if len(word) <= 2 and word.isascii() and word.isdigit() and int(word) <= most else 0


_MAX_NAME_WORDS = 14
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}")
_EXPLAINED = re.compile(r"([^()]+\S) \(([^()]*[^\W\d_][^()]*)\)")
_FULL_NAME_END = re.compile(r"[.;:,(\n]|\s[–—-]\s")


@frozen
class SynonymName:
    """One name of a thing.

    Attributes:
        words: folded.
        text: as written.
    """

    words: tuple[str, ...]
    text: str = field(eq=False)


@frozen
class Synonyms:
    """The names of everything that has more than one name.

    Attributes:
        by_words: by the folded words of a name, the other names of the same thing.
        max_words: the number of words in the longest name.
    """

    by_words: Mapping[tuple[str, ...], tuple[SynonymName, ...]] = {}
    max_words: int = 0

    @classmethod
    def from_binder(cls, binder: Binder) -> "Synonyms":
        """Collect the names in the glossary, the partners and the agreements of a binder."""
        others: dict[tuple[str, ...], dict[SynonymName, None]] = {}
        for names in _name_groups(binder):
            for name in names:
                others.setdefault(name.words, {}).update(dict.fromkeys(other for other in names if other != name))
        return cls({key: tuple(found) for key, found in others.items() if found}, max(map(len, others), default=0))

    @classmethod
    def from_json(cls, written: str) -> "Synonyms":
        """Parse the output of `to_json`.

        Raises:
            ValueError, TypeError: the text is something else.
        """
        longest, others = json.loads(written)
        names = {tuple(key): tuple(SynonymName(tuple(name), shown) for name, shown in found) for key, found in others}
        return cls(names, longest)

    def to_json(self) -> str:
        """Return the synonyms as JSON."""
        others = [(key, [(name.words, name.text) for name in found]) for key, found in self.by_words.items()]
        return json.dumps((self.max_words, others))


def _name_groups(binder: Binder) -> Iterator[list[SynonymName]]:
    for term in binder.terms:
        yield _to_names(_term_names(term))
    for place in (*binder.children(PARTNERS), *binder.children(AGREEMENTS)):
        if not place.is_broken:
            yield _to_names(text for named in (place.title, place.acronym) if named for _, text in named.originals)


def _to_names(texts: Iterable[str]) -> list[SynonymName]:
    named = (
        SynonymName(tuple(split_words(text)), single_line(text))
        for written in texts
        for text in _name_variants(written)
    )
    return list(dict.fromkeys(name for name in named if 0 < len(name.words) <= _MAX_NAME_WORDS))


def _name_variants(text: str) -> Iterator[str]:
    """Yield a name as written, without its dots, and split at its parentheses."""
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
    """Return the full name of an acronym: its meaning begins with it."""
    return _FULL_NAME_END.split(meaning.in_language(language).lstrip(), maxsplit=1)[0].rstrip()
