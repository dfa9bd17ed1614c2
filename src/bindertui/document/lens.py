"""The acronym lens: what the acronyms of a line mean, in the reader's language."""

import re
from collections.abc import Iterator
from functools import cached_property

from bindertui.document.flow import AnyLine, Passage, Run, Tone, sides
from bindertui.document.marking import texts
from bindertui.document.runs import Scribe
from bindertui.document.wrapping import cells
from bindertui.model.address import Address
from bindertui.model.binder import AGREEMENTS, GLOSSARY, PARTNERS, Binder
from bindertui.model.text import NEUTRAL, Text
from bindertui.values import frozen

_ALONE = re.compile(r"[^\W\d_a-z]{2,8}")
"""A text that is one word in capitals."""


@frozen
class Meaning:
    """What an acronym means.

    Attributes:
        explained: the place that says so: a term of the glossary, a partner or an agreement.
        to: the entry to read more in.
        text: the meaning.
    """

    explained: Address
    to: Address
    text: Text


@frozen
class Explained:
    """An acronym that stands in a line, and what it means."""

    acronym: str
    meaning: Meaning


class Lens:
    """Explains the acronyms of a binder to readers of one language."""

    def __init__(self, binder: Binder, language: str) -> None:
        """Prepare; nothing is looked up before a line is asked about."""
        self._scribe = Scribe(binder, language)

    def is_for(self, binder: Binder, language: str) -> bool:
        """Whether it explains just this binder to readers of this language."""
        return self._scribe.binder is binder and self._scribe.language == language

    def of_line(self, line: AnyLine) -> tuple[Explained, ...]:
        """The acronyms of a line that mean something, each once, in order; not what the line itself explains."""
        here = line.address
        found: dict[str, Explained] = {}
        for side in sides(line):
            for text in texts(side):
                for acronym, _, _ in _acronyms(text):
                    meaning = self._meaning(acronym, side.language)
                    if meaning and here != meaning.to and not _within(here, meaning.explained):
                        found.setdefault(acronym, Explained(acronym, meaning))
        return tuple(found.values())

    def at(self, text: str, cell: int) -> str | None:
        """What the acronym on a cell of a row of text means, with the acronym; None where there is none."""
        for acronym, start, end in _acronyms(text):
            if cells(text[:start]) <= cell < cells(text[:end]):
                meaning = self._meaning(acronym, self._scribe.language)
                return f"{acronym} — {self._scribe.bare(meaning.text)}" if meaning else None
        return None

    def short(self, explained: Explained) -> str:
        """The meaning in the fewest words: its first sentence."""
        return self._scribe.bare(explained.meaning.text).partition(". ")[0].removesuffix(".")

    def lines(self, explained: tuple[Explained, ...]) -> Iterator[AnyLine]:
        """The acronyms as lines, each with its whole meaning and a link to where there is more."""
        for one in explained:
            name = Run(one.acronym, strong=True, to=one.meaning.to)
            runs = (name, Run(" — ", Tone.QUIET), *self._scribe.text(one.meaning.text))
            yield Passage(address=one.meaning.explained, runs=runs)

    def _meaning(self, acronym: str, language: str) -> Meaning | None:
        """What an acronym means in a text of a language: as it is written in that one, else in any."""
        return self._known.get((language, acronym)) or self._known.get((NEUTRAL, acronym))

    @cached_property
    def _known(self) -> dict[tuple[str, str], Meaning]:
        """Every acronym by the language it belongs to, and once more by none; what is surest comes first."""
        known: dict[tuple[str, str], Meaning] = {}
        for name, meaning in sorted(self._names(), key=lambda named: not _is_acronym(named[0])):
            for language, original in name.originals:
                spoken = (language,) if language != NEUTRAL else self._scribe.binder.languages
                for acronym, _, _ in _acronyms(original):
                    for key in (*spoken, NEUTRAL):
                        known.setdefault((key, acronym), meaning)
        return known

    def _names(self) -> Iterator[tuple[Text, Meaning]]:
        """Every name that may be an acronym, or have one in it."""
        binder = self._scribe.binder
        for position, term in enumerate(binder.terms):
            at = Address(GLOSSARY) / position
            more = Address(term.entry) if term.entry and binder.place(term.entry) else at
            yield term.term, Meaning(at, more, term.meaning)
        for listed in (PARTNERS, AGREEMENTS):
            for place in binder.children(listed):
                if place.acronym is not None:
                    yield place.acronym, Meaning(Address(place.id), Address(place.id), place.title)


def _acronyms(text: str) -> Iterator[tuple[str, int, int]]:
    """The acronyms in a text, each with where it begins and ends."""
    from bindertui.model.acronyms import acronyms  # noqa: PLC0415 - it knows entries, which the first frame need not

    if _ALONE.fullmatch(text):
        # In a cell of a table, say: it is not there that a text is only loud.
        return iter([(text, 0, len(text))])
    return ((match.group(), *match.span()) for match in acronyms(text))


def _is_acronym(name: Text) -> bool:
    """Whether a name is nothing but an acronym in some language."""
    return any(original.isupper() for _, original in name.originals)


def _within(place: Address, outer: Address) -> bool:
    return place.entry == outer.entry and place.path[: len(outer.path)] == outer.path
