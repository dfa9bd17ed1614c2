"""Dates as they may be written: what stands in a text in figures is shown, and asked for, in words."""

from collections.abc import Iterator, Sequence

from bindertui.model.months import MONTHS
from bindertui.search.words import fold

LONGEST = 3
"""Words of a whole date."""

_NUMBERS = {fold(name): number for names in MONTHS.values() for number, name in enumerate(names, 1)}


def spellings(words: Sequence[str]) -> Iterator[str]:
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
