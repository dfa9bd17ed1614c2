"""The interface of a binder: its cover, outline, entries, files and mentions."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from bindertui.model.fields import FieldValue, iter_fields
from bindertui.model.outline import (
    BINDER,
    GLOSSARY,
    SOURCES,
    AnyEntry,
    BrokenEntry,
    Cover,
    Entry,
    FileContent,
    IndexPage,
    OutlineItem,
)

if TYPE_CHECKING:
    from bindertui.model.entries import Source, Term
    from bindertui.model.enums import EntryKind
    from bindertui.model.mentions import Mention
    from bindertui.model.summary import SectionSummary


class Binder(ABC):
    """One edition of a binder; immutable.

    Attributes:
        cover: the content of binder.yaml.
        terms: the glossary, in the order of the file.
        sources: the sources by key, such as S01.
        broken: the files that could not be read, glossary and sources included.
    """

    cover: Cover
    terms: "tuple[Term, ...]"
    sources: "Mapping[str, Source]"
    broken: tuple[BrokenEntry, ...]

    @abstractmethod
    def outline(self) -> Sequence[OutlineItem]:
        """Return every entry in reading order, including duplicates of an id."""

    @abstractmethod
    def entry(self, identifier: str) -> "AnyEntry | None":
        """Return the first entry with this id, or None."""

    @abstractmethod
    def mentions(self, identifier: str) -> "Sequence[Mention]":
        """Return the mentions of an entry, in reading order."""

    @abstractmethod
    def files(self) -> Mapping[str, str]:
        """Return the digest of each content file by its path in the binder, such as `sections/context.yaml`.

        Files are in reading order. A binder changes by file: if the digest of a file is the same in two states of a
        binder, so is its content. An unknown digest is empty.
        """

    @abstractmethod
    def file_content(self, file: str) -> FileContent:
        """Return the content of a file, given its path in the binder.

        Raises:
            KeyError: the binder has no such file.
        """

    @abstractmethod
    def summaries(self) -> "Mapping[str, SectionSummary]":
        """Return the summaries of the top sections that can be read, by id."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The binder's languages; the first is the default."""
        return self.cover.languages

    def outline_item(self, identifier: str) -> OutlineItem | None:
        """Return the outline item of the first entry with this id, or None."""
        return self._items_by_id.get(identifier)

    def parents(self, identifier: str) -> tuple[str, ...]:
        """Return the ids of the entries above an entry, outermost first."""
        item = self.outline_item(identifier)
        return (*self.parents(item.parent), item.parent) if item and item.parent else ()

    def children(self, identifier: str | None) -> Iterator[OutlineItem]:
        """Return the items directly below an entry, or at the top level, in reading order."""
        return (item for item in self.outline() if item.parent == identifier)

    def ids(self, kind: "EntryKind") -> list[str]:
        """Return the ids of all entries of a kind, in reading order."""
        return [item.id for item in self.outline() if item.kind is kind]

    def entries(self) -> Iterator[Entry]:
        """Yield every section (nested ones too), partner and agreement that can be read, in reading order."""
        for identifier in dict.fromkeys(item.id for item in self.outline()):
            entry = self.entry(identifier)
            if entry is not None and not isinstance(entry, IndexPage | Cover | BrokenEntry):
                yield entry

    @cached_property
    def _items_by_id(self) -> dict[str, OutlineItem]:
        items: dict[str, OutlineItem] = {}
        for item in self.outline():
            items.setdefault(item.id, item)
        return items

    def iter_fields(self) -> "Iterator[tuple[str, FieldValue]]":
        """Yield every field value that can be read, with the id of the entry or index page its path starts from."""
        for field in iter_fields(self.cover):
            yield BINDER, field
        for entry in self.entries():
            for field in iter_fields(entry, without=("id", "sections")):
                yield entry.id, field
        for position, term in enumerate(self.terms):
            for field in iter_fields(term, (position,)):
                yield GLOSSARY, field
        for key, source in self.sources.items():
            for field in iter_fields(source, (key,)):
                yield SOURCES, field
