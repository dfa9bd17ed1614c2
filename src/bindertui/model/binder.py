"""A binder as a whole: its cover, its entries, and how they refer to each other."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from bindertui.model.fields import Leaf, iter_fields
from bindertui.model.outline import (
    BINDER,
    GLOSSARY,
    SOURCES,
    AnyEntry,
    Broken,
    Cover,
    Entry,
    Held,
    Index,
    Place,
)

if TYPE_CHECKING:
    from bindertui.model.entries import Source, Term
    from bindertui.model.mentions import Mention
    from bindertui.model.summary import SectionSummary

# Unions of names: the classes need not be there before an entry is read, and yet `AnyEntry | None` can be written.


class Binder(ABC):
    """One edition of a binder: it never changes.

    Attributes:
        cover: what binder.yaml says.
        terms: the glossary, as it is written.
        sources: by key, as [S01].
        broken: every file that could not be read, glossary and sources included.
    """

    cover: Cover
    terms: "tuple[Term, ...]"
    sources: "Mapping[str, Source]"
    broken: tuple[Broken, ...]

    @abstractmethod
    def outline(self) -> Sequence[Place]:
        """Every entry in reading order, two with the same id included."""

    @abstractmethod
    def entry(self, identifier: str) -> "AnyEntry | None":
        """The entry with this id, or None; the first of several."""

    @abstractmethod
    def mentions(self, identifier: str) -> "Sequence[Mention]":
        """The places that mention an entry, in reading order."""

    @abstractmethod
    def files(self) -> Mapping[str, str]:
        """The content files, in reading order: a digest of each by its path in the binder, as `sections/context.yaml`.

        A file is the unit in which a binder changes: where path and digest are the same in two states of a binder, so
        is what the file holds. The digest is empty where it cannot be told.
        """

    @abstractmethod
    def held(self, file: str) -> Held:
        """What a file holds, by its path in the binder.

        Raises:
            KeyError: the binder has no such file.
        """

    @abstractmethod
    def gists(self) -> "Mapping[str, SectionSummary]":
        """What a front page tells of the top sections that can be read, by their ids."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The binder's languages; the first is the default."""
        return self.cover.languages

    def place(self, identifier: str) -> Place | None:
        """Where the entry with this id stands, or None."""
        return self._places.get(identifier)

    def parents(self, identifier: str) -> tuple[str, ...]:
        """The ids of the entries above an entry, outermost first."""
        place = self.place(identifier)
        return (*self.parents(place.parent), place.parent) if place and place.parent else ()

    def children(self, identifier: str | None) -> Iterator[Place]:
        """The entries right below an entry, or at the top, in reading order."""
        return (place for place in self.outline() if place.parent == identifier)

    def entries(self) -> Iterator[Entry]:
        """Every section (nested ones too), partner and agreement that can be read, in reading order."""
        for identifier in dict.fromkeys(place.id for place in self.outline()):
            entry = self.entry(identifier)
            if entry is not None and not isinstance(entry, Index | Cover | Broken):
                yield entry

    @cached_property
    def _places(self) -> dict[str, Place]:
        places: dict[str, Place] = {}
        for place in self.outline():
            places.setdefault(place.id, place)
        return places

    def iter_fields(self) -> "Iterator[tuple[str, Leaf]]":
        """Yield every leaf that can be read, once, with the id of the entry or list its path starts from."""
        for leaf in iter_fields(self.cover):
            yield BINDER, leaf
        for entry in self.entries():
            for leaf in iter_fields(entry, without=("id", "sections")):
                yield entry.id, leaf
        for position, term in enumerate(self.terms):
            for leaf in iter_fields(term, (position,)):
                yield GLOSSARY, leaf
        for key, source in self.sources.items():
            for leaf in iter_fields(source, (key,)):
                yield SOURCES, leaf
