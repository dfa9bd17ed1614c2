"""The numbers that a text states in English or French, in digits and in words, as values that can be compared."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from attrs import frozen

Value = tuple[str, Decimal]
"""What is counted (nothing, `%` or `month`) and how much of it."""

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
"""Months of English that are sure to be meant only beside a number: *May 2019*, *8 March*."""
_ECHOES = {
    "en": {"both": 2, "either": 2, "neither": 2, "twice": 2, "pair": 2, "double": 2, "dozen": 12, "none": 0, "zero": 0},
    "fr": {
        "double": 2,
        "l’un": 2,
        "l’une": 2,
        "neuf": 9,
        "zéro": 0,
        "aucun": 0,
        "aucune": 0,
        "dizaine": 10,
        "douzaine": 12,
        "vingtaine": 20,
        "trentaine": 30,
        "cinquantaine": 50,
        "soixantaine": 60,
    },
}
"""Words that answer for a number in the other language and ask for no answer themselves: *neuf* is nine, and new."""

_SCALES = {"million": 10**6, "billion": 10**9, "milliard": 10**9}

_SPACE = "[ \u00a0\u202f]"
_DIGITS = {
    "en": r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?",
    "fr": rf"[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+(?![0-9])(?:,[0-9]+)?|[0-9]+(?:[.,][0-9]+)?",
}
_TAIL = re.compile(
    rf"(?:{_SPACE}?(?P<scale>{'|'.join(_SCALES)})s?(?!\w))?(?P<percent>{_SPACE}?(?:%|per{_SPACE}?cent|pour{_SPACE}cent)(?!\w))?",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?<![0-9])([0-9]{2})([0-9]{2})([–-])([0-9]{2})(?![0-9])")


def _words(language: str) -> dict[str, int]:
    """The names of numbers from two on, as far as hyphens join them; French counts nineteen past sixty and eighty."""
    units = {name: value for value, name in enumerate(_UNITS[language].split(), 2)}
    tens = _TENS[language]
    joined = {
        f"{ten}-{unit}": value + more
        for ten, value in tens.items()
        for unit, more in units.items()
        if more < 10 or ten in {"soixante", "quatre-vingt"}
    }
    return {**units, **tens, **joined, "quatre-vingts": 80}


_WORDS = {language: _words(language) for language in _UNITS}


def _pattern(language: str) -> re.Pattern[str]:
    def standing_alone(*words: str) -> str:
        return rf"(?<![\w-])(?:{'|'.join(sorted(words, key=len, reverse=True))})(?!\w)"

    return re.compile(
        rf"(?P<month>{standing_alone(*_MONTHS[language].split())})|(?P<echo>{standing_alone(*_ECHOES[language])})"
        rf"|(?P<digits>{_DIGITS[language]})|(?P<word>{standing_alone(*_WORDS[language])})"
        rf"|(?P<scale>{standing_alone(*_SCALES)})",
        re.IGNORECASE,
    )


_PATTERNS = {language: _pattern(language) for language in _UNITS}


@frozen
class Numbers:
    """What a text states in numbers.

    Attributes:
        stated: each value as it is written; another language is expected to state it too.
        echoed: values of words that may or may not stand for a number, as *both* for two.
    """

    stated: Mapping[Value, str]
    echoed: frozenset[Value] = frozenset()

    def lacking_in(self, other: "Numbers") -> list[str]:
        """What is stated here and not there, as it is written here."""
        return [as_written for value, as_written in self.stated.items() if not other.answers(value)]

    def answers(self, value: Value) -> bool:
        """Whether a value is stated here, or may be meant by a word here."""
        return value in self.stated or value in self.echoed


def numbers(text: str, language: str) -> Numbers | None:
    """The numbers in a text without markup; None in a language whose numbers cannot be read here."""
    if language not in _PATTERNS:
        return None
    stated: dict[Value, str] = {}
    echoed: set[Value] = set()
    for value, as_written in _read(_YEARS.sub(r"\1\2\3\1\4", text), language):
        if as_written:
            stated.setdefault(value, as_written)
        else:
            echoed.add(value)
    return Numbers(stated, frozenset(echoed))


def _read(text: str, language: str) -> Iterator[tuple[Value, str]]:
    """Each value with the words that state it, or with none where they may mean something else."""
    end = 0
    while match := _PATTERNS[language].search(text, end):
        end, found = match.end(), match.group().lower()
        if match["echo"]:
            yield ("", Decimal(_ECHOES[language][found])), ""
        elif not match["month"]:
            tail = None if match["scale"] else _TAIL.match(text, end)
            end = tail.end() if tail else end
            yield _value(match, tail, language), text[match.start() : end]
        elif language != "en" or match.group()[0].isupper():
            sure = found not in _ALSO_VERBS or _beside_number(text, match)
            yield ("month", Decimal(_MONTHS[language].split().index(found) + 1)), match.group() if sure else ""


def _value(match: re.Match[str], tail: re.Match[str] | None, language: str) -> Value:
    found = match.group().lower()
    if match["digits"]:
        plain = re.sub(_SPACE, "", found).replace(",", ".") if language == "fr" else found.replace(",", "")
        amount = Decimal(plain)
    else:
        amount = Decimal(_WORDS[language][found] if match["word"] else _SCALES[found])
    if tail and tail["scale"]:
        amount *= _SCALES[tail["scale"].lower()]
    return ("%" if tail and tail["percent"] else "", amount)


def _beside_number(text: str, match: re.Match[str]) -> bool:
    beside = text[max(match.start() - 3, 0) : match.start()] + text[match.end() : match.end() + 3]
    return any(character in "0123456789" for character in beside)
