"""What stands beside the text: a partner or an agreement, every place that mentions it, and the sources of a line.

The acronym lens: what the acronyms of a line mean, in the reader's language.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from bindertui._frozen import frozen
from bindertui.document.builder import heading_line, render_entry
from bindertui.document.flow import AnyLine, Heading, Passage, Run, Tone, sides
from bindertui.document.highlight import searchable_texts
from bindertui.document.index_pages import render_source
from bindertui.document.inline import InlineRenderer, label_for
from bindertui.document.wrapping import cell_width
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.outline import AGREEMENTS, GLOSSARY, PARTNERS
from bindertui.model.text import NEUTRAL, Text

if TYPE_CHECKING:
    from bindertui.model.mentions import Mention

_SNIPPET = 90


def source_details(sources: Sequence[str], scribe: InlineRenderer) -> Iterator[AnyLine]:
    """What the source marks of a line stand for."""
    for key in dict.fromkeys(sources):
        if line := render_source(key, scribe):
            yield line


def entry_details(subject: str, mentions: "Sequence[Mention]", scribe: InlineRenderer) -> Iterator[AnyLine]:
    """A partner or an agreement, whole, and who mentions it; of a section, its figures, and its partners in short."""
    from bindertui.document.builder import render_figure  # noqa: PLC0415 - as below
    from bindertui.model.entries import Agreement, Partner, Section  # noqa: PLC0415 - the first frame has no details

    entry = scribe.binder.entry(subject)
    if isinstance(entry, Partner | Agreement):
        yield from render_entry(entry, subject, scribe)
        yield from mention_details(mentions, Address(subject), scribe)
    elif isinstance(entry, Section):
        yield from render_figure(entry.body, Address(subject), scribe)
        for identifier in entry.partners:
            partner = scribe.binder.entry(identifier)
            if isinstance(partner, Partner):
                name = "".join(run.text for run in heading_line(partner.name, partner.acronym, scribe))
                address = Address(identifier)
                yield Heading(address=address, runs=(Run(name, to=address),), depth=1)
                for text in (partner.summary, partner.role):
                    if text is not None:
                        yield Passage(address=address, runs=scribe.text(text))


def mention_details(mentions: "Sequence[Mention]", address: Address, scribe: InlineRenderer) -> Iterator[AnyLine]:
    """The places that mention an entry, under the title of the entry each stands in."""
    yield Heading(address=address / "mentions", runs=(Run(label_for("mentions", scribe.language)),), depth=1)
    if not mentions:
        yield Passage(address=address, runs=(Run(label_for("mentions.none", scribe.language), Tone.QUIET),))
    entry = ""
    for mention in mentions:
        if mention.address.entry != entry:
            entry = mention.address.entry
            yield Passage(
                address=mention.address, runs=(Run(scribe.name(entry), strong=True, to=mention.address.whole),)
            )
        if mention.text is not None and mention.address.path != ("title",):
            shown = scribe.bare(mention.text)
            if len(shown) > _SNIPPET:
                shown = shown[:_SNIPPET].rsplit(" ", 1)[0] + " …"
            yield Passage(address=mention.address, runs=(Run(shown, to=mention.address),), indent=1, marker="•")


_ALONE = re.compile(r"[^\W\d_a-z]{2,8}")
"""A text that is one word in capitals."""


@frozen
class AcronymMeaning:
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
class AcronymLine:
    """An acronym that stands in a line, and what it means."""

    acronym: str
    meaning: AcronymMeaning


class AcronymGlossary:
    """Explains the acronyms of a binder to readers of one language."""

    def __init__(self, binder: Binder, language: str) -> None:
        """Prepare; nothing is looked up before a line is asked about."""
        self._scribe = InlineRenderer(binder, language)

    def is_for(self, binder: Binder, language: str) -> bool:
        """Whether it explains just this binder to readers of this language."""
        return self._scribe.binder is binder and self._scribe.language == language

    def of_line(self, line: AnyLine) -> tuple[AcronymLine, ...]:
        """The acronyms of a line that mean something, each once, in order; not what the line itself explains."""
        here = line.address
        found: dict[str, AcronymLine] = {}
        for side in sides(line):
            for text in searchable_texts(side):
                for acronym, _, _ in _acronyms(text):
                    meaning = self._meaning(acronym, side.language)
                    if meaning and here != meaning.to and not _within(here, meaning.explained):
                        found.setdefault(acronym, AcronymLine(acronym, meaning))
        return tuple(found.values())

    def at(self, text: str, cell: int) -> str | None:
        """What the acronym on a cell of a row of text means, with the acronym; None where there is none."""
        for acronym, start, end in _acronyms(text):
            if cell_width(text[:start]) <= cell < cell_width(text[:end]):
                meaning = self._meaning(acronym, self._scribe.language)
                return f"{acronym} — {self._scribe.bare(meaning.text)}" if meaning else None
        return None

    def short(self, explained: AcronymLine) -> str:
        """The meaning in the fewest words: its first sentence."""
        return self._scribe.bare(explained.meaning.text).partition(". ")[0].removesuffix(".")

    def lines(self, explained: tuple[AcronymLine, ...]) -> Iterator[AnyLine]:
        """The acronyms as lines, each with its whole meaning and a link to where there is more."""
        for one in explained:
            name = Run(one.acronym, strong=True, to=one.meaning.to)
            runs = (name, Run(" — ", Tone.QUIET), *self._scribe.text(one.meaning.text))
            yield Passage(address=one.meaning.explained, runs=runs)

    def _meaning(self, acronym: str, language: str) -> AcronymMeaning | None:
        """What an acronym means in a text of a language: as it is written in that one, else in any."""
        return self._known.get((language, acronym)) or self._known.get((NEUTRAL, acronym))

    @cached_property
    def _known(self) -> dict[tuple[str, str], AcronymMeaning]:
        """Every acronym by the language it belongs to, and once more by none; what is surest comes first."""
        known: dict[tuple[str, str], AcronymMeaning] = {}
        for name, meaning in sorted(self._names(), key=lambda named: not _is_acronym(named[0])):
            for language, original in name.originals:
                spoken = (language,) if language != NEUTRAL else self._scribe.binder.languages
                for acronym, _, _ in _acronyms(original):
                    for key in (*spoken, NEUTRAL):
                        known.setdefault((key, acronym), meaning)
        return known

    def _names(self) -> Iterator[tuple[Text, AcronymMeaning]]:
        """Every name that may be an acronym, or have one in it."""
        binder = self._scribe.binder
        for position, term in enumerate(binder.terms):
            at = Address(GLOSSARY) / position
            more = Address(term.entry) if term.entry and binder.place(term.entry) else at
            yield term.term, AcronymMeaning(at, more, term.meaning)
        for listed in (PARTNERS, AGREEMENTS):
            for place in binder.children(listed):
                if place.acronym is not None:
                    yield place.acronym, AcronymMeaning(Address(place.id), Address(place.id), place.title)


def _acronyms(text: str) -> Iterator[tuple[str, int, int]]:
    """The acronyms in a text, each with where it begins and ends."""
    from bindertui.model.acronyms import acronyms_in  # noqa: PLC0415 - it knows entries, which the first frame need not

    if _ALONE.fullmatch(text):
        # In a cell of a table, say: it is not there that a text is only loud.
        return iter([(text, 0, len(text))])
    return ((match.group(), *match.span()) for match in acronyms_in(text))


def _is_acronym(name: Text) -> bool:
    """Whether a name is nothing but an acronym in some language."""
    return any(original.isupper() for _, original in name.originals)


def _within(place: Address, outer: Address) -> bool:
    return place.entry == outer.entry and place.path[: len(outer.path)] == outer.path
