"""A binder with all its entries in memory, as loaded from its files."""

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
    BrokenEntry,
    Cover,
    Entry,
    FileContent,
    IndexPage,
    OutlineItem,
)
from bindertui.model.summary import SectionSummary, summarize

COVER_FILE, GLOSSARY_FILE, SOURCES_FILE = "binder.yaml", "glossary.yaml", "sources.yaml"


@frozen
class OutlineSegment:
    """A segment of the outline: the items of one file, or an index page.

    Attributes:
        file: the path of the file in the binder; None for an index page.
        items: the outline items in reading order, each with its entry.
    """

    file: str | None
    items: tuple[tuple[OutlineItem, AnyEntry], ...]

    @property
    def outline(self) -> tuple[OutlineItem, ...]:
        """The outline items without their entries."""
        return tuple(item for item, _ in self.items)


@frozen(slots=False)
class InMemoryBinder(Binder):
    """A binder with all its entries in memory.

    Attributes:
        sections: the top sections, in reading order.
        digests: the digests of the files, by path in the binder.
    """

    cover: Cover
    sections: tuple[Section | BrokenEntry, ...] = ()
    partners: tuple[Partner | BrokenEntry, ...] = ()
    agreements: tuple[Agreement | BrokenEntry, ...] = ()
    terms: tuple[Term, ...] = ()
    sources: Mapping[str, Source] = {}
    broken: tuple[BrokenEntry, ...] = ()
    digests: Mapping[str, str] = {}

    def outline(self) -> Sequence[OutlineItem]:
        """Return every entry in reading order, including duplicates of an id."""
        return [item for segment in self.segments for item, _ in segment.items]

    def entry(self, identifier: str) -> "AnyEntry | None":
        """Return the first entry with this id, or None."""
        return self._by_id.get(identifier)

    def mentions(self, identifier: str) -> Sequence[Mention]:
        """Return the mentions of an entry, in reading order."""
        return self.all_mentions.get(identifier, ())

    def files(self) -> Mapping[str, str]:
        """Return the digest of each content file by its path in the binder, in reading order."""
        return {file: self.digests.get(file, "") for file in self._contents}

    def file_content(self, file: str) -> FileContent:
        """Return the content of a file; `KeyError` if the binder has no such file."""
        return self._contents[file]

    def summaries(self) -> Mapping[str, SectionSummary]:
        """Return the summaries of the top sections that can be read, by id."""
        return self._summaries

    @cached_property
    def _summaries(self) -> dict[str, SectionSummary]:
        return {
            section.id: summarize(section, self.languages) for section in self.sections if isinstance(section, Section)
        }

    @cached_property
    def segments(self) -> tuple[OutlineSegment, ...]:
        """The outline, segment by segment."""
        return tuple(self._iter_segments())

    @cached_property
    def all_mentions(self) -> Mapping[str, Sequence[Mention]]:
        """Every mention, by the id of the mentioned entry."""
        names = NameIndex.of(self.outline())
        mentions: dict[str, list[Mention]] = {}
        for segment in self.segments:
            for mention in find_mentions((entry for _, entry in segment.items), names):
                mentions.setdefault(mention.target, []).append(mention)
        return mentions

    @cached_property
    def _by_id(self) -> dict[str, AnyEntry]:
        entries: dict[str, AnyEntry] = {}
        for segment in self.segments:
            for item, entry in segment.items:
                entries.setdefault(item.id, entry)
        return entries

    @cached_property
    def _contents(self) -> dict[str, FileContent]:
        lists: dict[str | None, FileContent] = {GLOSSARY_FILE: self.terms, SOURCES_FILE: self.sources}
        unread = {broken_file(entry): entry for entry in self.broken}
        content: dict[str, FileContent] = {}
        for segment in self.segments:
            if segment.file is not None:
                entry = segment.items[0][1] if segment.items else unread.get(segment.file, lists[segment.file])
                assert not isinstance(entry, IndexPage), "a list of all has no file"
                content[segment.file] = entry
        return content

    def _iter_segments(self) -> Iterator[OutlineSegment]:
        yield file_segment(COVER_FILE, self.cover)
        for section in self.sections:
            yield file_segment(f"sections/{section.id}.yaml", section)
        for name, entries in ((PARTNERS, self.partners), (AGREEMENTS, self.agreements)):
            yield index_segment(name)
            for entry in entries:
                yield file_segment(f"{name}/{entry.id}.yaml", entry)
        yield from (index_segment(GLOSSARY), index_segment(SOURCES))
        unread = {broken_file(entry) for entry in self.broken}
        for file, content in ((GLOSSARY_FILE, self.terms), (SOURCES_FILE, self.sources)):
            if content or file in unread or file in self.digests:
                yield OutlineSegment(file, ())


def index_segment(name: str) -> OutlineSegment:
    """Return the segment of an index page, without the entries it lists."""
    index = IndexPage(name)
    return OutlineSegment(None, ((OutlineItem(name, EntryKind.INDEX, index.title), index),))


def file_segment(file: str, content: FileContent) -> OutlineSegment:
    """Return the segment of a file; empty for the glossary and the sources."""
    if isinstance(content, Cover):
        return OutlineSegment(file, ((OutlineItem(BINDER, EntryKind.BINDER, content.title), content),))
    if isinstance(content, Section):
        return OutlineSegment(file, tuple(_nested(content, 0, None)))
    if isinstance(content, Partner | Agreement):
        return OutlineSegment(
            file, ((_outline_item(content, 1, PARTNERS if isinstance(content, Partner) else AGREEMENTS), content),)
        )
    if isinstance(content, BrokenEntry) and content.kind in _PARENT_PAGES:
        parent = _PARENT_PAGES[content.kind]
        return OutlineSegment(file, ((_outline_item(content, 0 if parent is None else 1, parent), content),))
    return OutlineSegment(file, ())


_PARENT_PAGES = {EntryKind.SECTION: None, EntryKind.PARTNER: PARTNERS, EntryKind.AGREEMENT: AGREEMENTS}
"""The index page above the entries of each kind."""


def broken_file(entry: BrokenEntry) -> str:
    """Return the path in the binder of a file that cannot be read."""
    folders = {EntryKind.SECTION: "sections/", EntryKind.PARTNER: "partners/", EntryKind.AGREEMENT: "agreements/"}
    return f"{folders.get(entry.kind, '')}{entry.id}.yaml"


def _nested(
    section: Section | BrokenEntry, depth: int, parent: str | None
) -> Iterator[tuple[OutlineItem, Section | BrokenEntry]]:
    yield _outline_item(section, depth, parent), section
    if isinstance(section, Section):
        for nested in section.sections:
            yield from _nested(nested, depth + 1, section.id)


def _outline_item(entry: "Entry | BrokenEntry", depth: int, parent: str | None) -> OutlineItem:
    if isinstance(entry, BrokenEntry):
        return OutlineItem(entry.id, entry.kind, entry.title, depth, parent, is_broken=True)
    if isinstance(entry, Section):
        # Nested sections appear in no list, so their summaries are not needed.
        summary = entry.summary if depth == 0 else None
        return OutlineItem(entry.id, EntryKind.SECTION, entry.title, depth, parent, summary=summary)
    kind = EntryKind.PARTNER if isinstance(entry, Partner) else EntryKind.AGREEMENT
    partner = entry.kind if isinstance(entry, Partner) else None
    return OutlineItem(entry.id, kind, entry.title, depth, parent, entry.acronym, entry.summary, partner)
