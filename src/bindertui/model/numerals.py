"""Parser for the numbers in English and French texts, in digits and words, as comparable values."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from bindertui._frozen import frozen

Quantity = tuple[str, Decimal]
"""A unit (none, `%` or `month`) and an amount."""

_UNITS = {
    "en": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit"
    " dix-neuf",
}
_TENS = {
    "en": {
        "twenty": 20,
        "thirty": 30,
        "forty": 40,
        "fifty": 50,
        "sixty": 60,
        "seventy": 70,
        "eighty": 80,
        "ninety": 90,
    },
    "fr": {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "quatre-vingt": 80},
}
_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
_ALSO_VERBS = ("may", "march")
"""English months that count as such only next to a number: *May 2019*, *8 March*."""
_IMPLIED = {
    "en": {
        **dict.fromkeys(("both", "either", "neither", "every other", "half", "twice", "pair", "double"), 2),
        "dozen": 12,
        "none": 0,
        "zero": 0,
    },
    "fr": {
        **dict.fromkeys(("double", "l’un", "l’une"), 2),
        **dict.fromkeys(("zéro", "aucun", "aucune"), 0),
        "neuf": 9,
        "dizaine": 10,
        "douzaine": 12,
        "vingtaine": 20,
        "trentaine": 30,
        "cinquantaine": 50,
    },
}
"""Words that may mean a number but need no number in the other language: *neuf* is nine, or new."""

_SCALES = {"million": 10**6, "billion": 10**9, "milliard": 10**9}

_SPACE = "[ \u00a0\u202f]"
_DIGITS = {
    "en": r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?",
    "fr": rf"[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+(?![0-9])(?:,[0-9]+)?|[0-9]+(?:[.,][0-9]+)?",
}
_TAIL = re.compile(
    rf"(?:{_SPACE}?(?P<scale>{'|'.join(_SCALES)})s?(?!\w))?"
    rf"(?P<percent>{_SPACE}?(?:%|per{_SPACE}?cent|pour{_SPACE}cent)(?!\w))?"
)
_YEARS = re.compile(r"(?<![0-9])([0-9]{2})([0-9]{2})([–-])([0-9]{2})(?![0-9])")


def _words(language: str) -> dict[str, int]:
    """Return the number words from two to ninety-nine; French counts up to nineteen past sixty and eighty."""
    units = {name: value for value, name in enumerate(_UNITS[language].split(), 2)}
    tens = _TENS[language]
    joined = {
        f"{ten}-{unit}": value + more
        for ten, value in tens.items()
        for unit, more in units.items()
        if more < 10 or ten in {"soixante", "quatre-vingt"}
    }
    return {**units, **tens, **joined, "quatre-vingts": 80}


def _names(language: str) -> dict[str, tuple[Quantity, bool]]:
    """Return the words that may be numbers or months, each with its value and whether it certainly is one."""
    sure = _words(language) | _SCALES
    months = {name: ("month", Decimal(number)) for number, name in enumerate(_MONTHS[language].split(), 1)}
    return {
        **{name: (("", Decimal(value)), True) for name, value in sure.items()},
        **{name: (("", Decimal(value)), False) for name, value in _IMPLIED[language].items()},
        **{name: (month, True) for name, month in months.items()},
    }


_NAMES = {language: _names(language) for language in _UNITS}
_PATTERNS = {
    language: re.compile(
        rf"(?P<digits>{_DIGITS[language]})|(?<![\w-])(?P<name>{'|'.join(sorted(names, key=len, reverse=True))})(?!\w)"
    )
    for language, names in _NAMES.items()
}


@frozen
class StatedNumbers:
    """The numbers in a text.

    Attributes:
        stated: each value with its text; other languages should state it too.
        implied: values of words that may mean a number, such as *both* for two.
    """

    stated: Mapping[Quantity, str]
    implied: frozenset[Quantity] = frozenset()

    def missing_from(self, other: "StatedNumbers") -> list[str]:
        """Return the texts of the values stated here that the other text does not have."""
        return [text for value, text in self.stated.items() if not other.may_state(value)]

    def may_state(self, value: Quantity) -> bool:
        """Return whether a value is stated or implied."""
        return value in self.stated or value in self.implied


def numbers_in(text: str, language: str) -> StatedNumbers | None:
    """Return the numbers in a text without markup; None if the language is not supported."""
    if language not in _PATTERNS:
        return None
    stated: dict[Quantity, str] = {}
    echoed: set[Quantity] = set()
    for value, words in _iter_numbers(_YEARS.sub(r"\1\2\3\1\4", text), language):
        if words:
            stated.setdefault(value, words)
        else:
            echoed.add(value)
    return StatedNumbers(stated, frozenset(echoed))


def _iter_numbers(text: str, language: str) -> Iterator[tuple[Quantity, str]]:
    """Yield each value with its text, or with no text if it is only implied."""
    small = text.lower()
    if len(small) != len(text):
        text = small  # A few letters change their length with their case.
    end = 0
    while match := _PATTERNS[language].search(small, end):
        end = match.end()
        if match["digits"]:
            value, is_sure = ("", _amount(match["digits"], language)), True
        else:
            value, is_sure = _NAMES[language][match["name"]]
        if value[0] == "month":
            if language == "en" and text[match.start()].islower():
                continue
            is_sure = match["name"] not in _ALSO_VERBS or _is_beside_number(small, match)
        elif is_sure and match["name"] not in _SCALES and (tail := _TAIL.match(small, end)):
            end = tail.end()
            value = ("%" if tail["percent"] else "", value[1] * _SCALES.get(tail["scale"], 1))
        yield value, text[match.start() : end] if is_sure else ""


def _amount(digits: str, language: str) -> Decimal:
    plain = re.sub(_SPACE, "", digits).replace(",", ".") if language == "fr" else digits.replace(",", "")
    return Decimal(plain)


def _is_beside_number(text: str, match: re.Match[str]) -> bool:
    beside = text[max(match.start() - 3, 0) : match.start()] + text[match.end() : match.end() + 3]
    return any(character in "0123456789" for character in beside)
