"""A binder with all its entries in memory: what comes of reading its files."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from bindertui._frozen import frozen
from bindertui.model.binder import Binder
from bindertui.model.entries import Agreement, Partner, Section, Source, Term
from bindertui.model.enums import EntryKind
from bindertui.model.mentions import Mention, NameIndex, find_mentions
from bindertui.model.outline import (
    AGREEMENTS,
    BINDER,
    GLOSSARY,
    PARTNERS,
    SOURCES,
    AnyEntry,
    Broken,
    Cover,
    Entry,
    Held,
    Index,
    Place,
)
from bindertui.model.summary import SectionSummary, summarize

COVER_FILE, GLOSSARY_FILE, SOURCES_FILE = "binder.yaml", "glossary.yaml", "sources.yaml"


@frozen
class OutlinePart:
    """A stretch of the outline: a top section, partner or agreement with all that is nested in it, a list or the cover.

    Attributes:
        file: the path in the binder of the file that holds it; None for what no file holds.
        walked: its places in reading order, each with its entry.
    """

    file: str | None
    walked: tuple[tuple[Place, AnyEntry], ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """Its places in reading order."""
        return tuple(place for place, _ in self.walked)


@frozen(slots=False)
class InMemoryBinder(Binder):
    """A binder with all its entries in memory.

    Attributes:
        sections: the top sections, in reading order.
        digests: of the files, by their paths in the binder.
    """

    cover: Cover
    sections: tuple[Section | Broken, ...] = ()
    partners: tuple[Partner | Broken, ...] = ()
    agreements: tuple[Agreement | Broken, ...] = ()
    terms: tuple[Term, ...] = ()
    sources: Mapping[str, Source] = {}
    broken: tuple[Broken, ...] = ()
    digests: Mapping[str, str] = {}

    def outline(self) -> Sequence[Place]:
        """Every entry in reading order, two with the same id included."""
        return [place for part in self.parts for place, _ in part.walked]

    def entry(self, identifier: str) -> "AnyEntry | None":
        """The entry with this id, or None; the first of several."""
        return self._by_id.get(identifier)

    def mentions(self, identifier: str) -> Sequence[Mention]:
        """The places that mention an entry, in reading order."""
        return self.all_mentions.get(identifier, ())

    def files(self) -> Mapping[str, str]:
        """The digests of the content files by their paths in the binder, in reading order."""
        return {file: self.digests.get(file, "") for file in self._held}

    def held(self, file: str) -> Held:
        """What a file holds; `KeyError` if the binder has no such file."""
        return self._held[file]

    def gists(self) -> Mapping[str, SectionSummary]:
        """What a front page tells of the top sections that can be read, by their ids."""
        return self._gists

    @cached_property
    def _gists(self) -> dict[str, SectionSummary]:
        return {
            section.id: summarize(section, self.languages) for section in self.sections if isinstance(section, Section)
        }

    @cached_property
    def parts(self) -> tuple[OutlinePart, ...]:
        """The outline, part by part."""
        return tuple(self._parts())

    @cached_property
    def all_mentions(self) -> Mapping[str, Sequence[Mention]]:
        """Every mention, by the id of what is mentioned."""
        names = NameIndex.of(self.outline())
        found: dict[str, list[Mention]] = {}
        for part in self.parts:
            for mention in find_mentions((entry for _, entry in part.walked), names):
                found.setdefault(mention.mentioned, []).append(mention)
        return found

    @cached_property
    def _by_id(self) -> dict[str, AnyEntry]:
        entries: dict[str, AnyEntry] = {}
        for part in self.parts:
            for place, entry in part.walked:
                entries.setdefault(place.id, entry)
        return entries

    @cached_property
    def _held(self) -> dict[str, Held]:
        lists: dict[str | None, Held] = {GLOSSARY_FILE: self.terms, SOURCES_FILE: self.sources}
        unread = {file_of(entry): entry for entry in self.broken}
        held: dict[str, Held] = {}
        for part in self.parts:
            if part.file is not None:
                entry = part.walked[0][1] if part.walked else unread.get(part.file, lists[part.file])
                assert not isinstance(entry, Index), "a list of all has no file"
                held[part.file] = entry
        return held

    def _parts(self) -> Iterator[OutlinePart]:
        yield part_of(COVER_FILE, self.cover)
        for section in self.sections:
            yield part_of(f"sections/{section.id}.yaml", section)
        for name, listed in ((PARTNERS, self.partners), (AGREEMENTS, self.agreements)):
            yield index_part(name)
            for entry in listed:
                yield part_of(f"{name}/{entry.id}.yaml", entry)
        yield from (index_part(GLOSSARY), index_part(SOURCES))
        unread = {file_of(entry) for entry in self.broken}
        for file, held in ((GLOSSARY_FILE, self.terms), (SOURCES_FILE, self.sources)):
            if held or file in unread or file in self.digests:
                yield OutlinePart(file, ())


def index_part(name: str) -> OutlinePart:
    """The part of the outline that is one of the lists every binder has, without what it lists."""
    index = Index(name)
    return OutlinePart(None, ((Place(name, EntryKind.INDEX, index.title), index),))


def part_of(file: str, held: Held) -> OutlinePart:
    """The part of the outline that a file holds; empty for the glossary and the sources."""
    if isinstance(held, Cover):
        return OutlinePart(file, ((Place(BINDER, EntryKind.BINDER, held.title), held),))
    if isinstance(held, Section):
        return OutlinePart(file, tuple(_nested(held, 0, None)))
    if isinstance(held, Partner | Agreement):
        return OutlinePart(file, ((_place(held, 1, PARTNERS if isinstance(held, Partner) else AGREEMENTS), held),))
    if isinstance(held, Broken) and held.kind in _ABOVE:
        above = _ABOVE[held.kind]
        return OutlinePart(file, ((_place(held, 0 if above is None else 1, above), held),))
    return OutlinePart(file, ())


_ABOVE = {EntryKind.SECTION: None, EntryKind.PARTNER: PARTNERS, EntryKind.AGREEMENT: AGREEMENTS}
"""The list that stands above the entries of a kind."""


def file_of(entry: Broken) -> str:
    """The path in the binder of a file that cannot be read."""
    folders = {EntryKind.SECTION: "sections/", EntryKind.PARTNER: "partners/", EntryKind.AGREEMENT: "agreements/"}
    return f"{folders.get(entry.kind, '')}{entry.id}.yaml"


def _nested(section: Section | Broken, depth: int, parent: str | None) -> Iterator[tuple[Place, Section | Broken]]:
    yield _place(section, depth, parent), section
    if isinstance(section, Section):
        for nested in section.sections:
            yield from _nested(nested, depth + 1, section.id)


def _place(entry: "Entry | Broken", depth: int, parent: str | None) -> Place:
    if isinstance(entry, Broken):
        return Place(entry.id, entry.kind, entry.title, depth, parent, broken=True)
    if isinstance(entry, Section):
        # Nested sections are listed nowhere: their summaries stay with them.
        summary = entry.summary if depth == 0 else None
        return Place(entry.id, EntryKind.SECTION, entry.title, depth, parent, summary=summary)
    kind = EntryKind.PARTNER if isinstance(entry, Partner) else EntryKind.AGREEMENT
    partner = entry.kind if isinstance(entry, Partner) else None
    return Place(entry.id, kind, entry.title, depth, parent, entry.acronym, entry.summary, partner)
