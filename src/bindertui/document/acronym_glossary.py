"""The acronyms in a line and their meanings, from the glossary and the names of partners and agreements."""

import re
from collections.abc import Iterator
from functools import cached_property

from bindertui._frozen import frozen
from bindertui.document.flow import AnyLine, Passage, Run, Tone, language_versions
from bindertui.document.highlight import searchable_texts
from bindertui.document.inline import InlineRenderer
from bindertui.document.wrapping import cell_width
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.outline import AGREEMENTS, GLOSSARY, PARTNERS
from bindertui.model.text import NEUTRAL, Text

_LONE_ACRONYM = re.compile(r"[^\W\d_a-z]{2,8}")
"""A text that is a single acronym, such as a table cell."""


@frozen
class AcronymMeaning:
    """The meaning of an acronym.

    Attributes:
        defined_at: the address of the definition: a term of the glossary, a partner or an agreement.
        target: the address to link to for more.
        text: the meaning.
    """

    defined_at: Address
    target: Address
    text: Text


@frozen
class ExplainedAcronym:
    """An acronym in a line, with its meaning."""

    acronym: str
    meaning: AcronymMeaning


class AcronymGlossary:
    """The acronyms of a binder, for readers of one language."""

    def __init__(self, binder: Binder, language: str) -> None:
        """Create a glossary, which is built on the first lookup."""
        self._renderer = InlineRenderer(binder, language)

    def is_for(self, binder: Binder, language: str) -> bool:
        """Return whether the glossary is for this binder and language."""
        return self._renderer.binder is binder and self._renderer.language == language

    def find_in_line(self, line: AnyLine) -> tuple[ExplainedAcronym, ...]:
        """Return the known acronyms of a line, each once, in order; without those that the line itself defines."""
        found: dict[str, ExplainedAcronym] = {}
        for version in language_versions(line):
            for text in searchable_texts(version):
                for acronym, _, _ in _acronyms(text):
                    meaning = self._meaning(acronym, version.language)
                    if meaning and line.address != meaning.target and not _within(line.address, meaning.defined_at):
                        found.setdefault(acronym, ExplainedAcronym(acronym, meaning))
        return tuple(found.values())

    def explain_at_cell(self, text: str, cell: int) -> str | None:
        """Return `ACRONYM — meaning` for the acronym at a cell of a row, or None."""
        for acronym, start, end in _acronyms(text):
            if cell_width(text[:start]) <= cell < cell_width(text[:end]):
                meaning = self._meaning(acronym, self._renderer.language)
                return f"{acronym} — {self._renderer.plain(meaning.text)}" if meaning else None
        return None

    def short_meaning(self, explained: ExplainedAcronym) -> str:
        """Return the first sentence of a meaning."""
        return self._renderer.plain(explained.meaning.text).partition(". ")[0].removesuffix(".")

    def render_lines(self, explained: tuple[ExplainedAcronym, ...]) -> Iterator[AnyLine]:
        """Yield a line for each acronym, with its full meaning and a link."""
        for one in explained:
            name = Run(one.acronym, strong=True, target=one.meaning.target)
            runs = (name, Run(" — ", Tone.QUIET), *self._renderer.render(one.meaning.text))
            yield Passage(address=one.meaning.defined_at, runs=runs)

    def _meaning(self, acronym: str, language: str) -> AcronymMeaning | None:
        """Return the meaning of an acronym in a text of a language; of one from another language as a fallback."""
        return self._known.get((language, acronym)) or self._known.get((NEUTRAL, acronym))

    @cached_property
    def _known(self) -> dict[tuple[str, str], AcronymMeaning]:
        """Every acronym by language, and once more as `NEUTRAL` for lookups from other languages.

        Names that are entirely an acronym win over names that contain one.
        """
        known: dict[tuple[str, str], AcronymMeaning] = {}
        for name, meaning in sorted(self._names(), key=lambda named: not _is_acronym(named[0])):
            for language, original in name.originals:
                languages = (language,) if language != NEUTRAL else self._renderer.binder.languages
                for acronym, _, _ in _acronyms(original):
                    for key in (*languages, NEUTRAL):
                        known.setdefault((key, acronym), meaning)
        return known

    def _names(self) -> Iterator[tuple[Text, AcronymMeaning]]:
        """Yield every name that may be or contain an acronym, with its meaning."""
        binder = self._renderer.binder
        for position, term in enumerate(binder.terms):
            address = Address(GLOSSARY) / position
            target = Address(term.entry) if term.entry and binder.outline_item(term.entry) else address
            yield term.term, AcronymMeaning(address, target, term.meaning)
        for page in (PARTNERS, AGREEMENTS):
            for item in binder.children(page):
                if item.acronym is not None:
                    yield item.acronym, AcronymMeaning(Address(item.id), Address(item.id), item.title)


def _acronyms(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the acronyms in a text, each with its start and end."""
    from bindertui.model.acronyms import acronyms_in  # noqa: PLC0415 - imports the classes of entries, which the first frame does without

    if _LONE_ACRONYM.fullmatch(text):
        # `acronyms_in` ignores texts all in capitals, but one short word, as in a table cell, is an acronym.
        return iter([(text, 0, len(text))])
    return ((match.group(), *match.span()) for match in acronyms_in(text))


def _is_acronym(name: Text) -> bool:
    """Return whether a name is entirely an acronym in some language."""
    return any(original.isupper() for _, original in name.originals)


def _within(address: Address, outer: Address) -> bool:
    return address.entry == outer.entry and address.path[: len(outer.path)] == outer.path
