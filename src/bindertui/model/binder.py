"""A binder as a whole: its cover, its entries, and how they refer to each other."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Union

from bindertui.model.fields import Role, declared
from bindertui.model.kinds import Audience, EntryKind, PartnerKind
from bindertui.model.text import Text
from bindertui.values import frozen

if TYPE_CHECKING:
    from bindertui.model.entries import Agreement, Partner, Section, Source, Term
    from bindertui.model.gist import Gist
    from bindertui.model.mentions import Mention
    from bindertui.model.problems import Problem

# Unions of names: the classes need not be there before an entry is read, and yet `AnyEntry | None` can be written.
Entry = Union["Section", "Partner", "Agreement"]
AnyEntry = Union[Entry, "Index", "Cover", "Broken"]
Held = Union[Entry, "Cover", "Broken", tuple["Term", ...], Mapping[str, "Source"]]
"""What a content file holds."""

_INDEX_TITLES = {
    "partners": Text.of({"en": "Partners", "fr": "Partenaires"}),
    "agreements": Text.of({"en": "Agreements", "fr": "Accords"}),
    "glossary": Text.of({"en": "Glossary", "fr": "Glossaire"}),
    "sources": Text.of({"en": "Sources", "fr": "Sources"}),
}


BINDER, PARTNERS, AGREEMENTS, GLOSSARY, SOURCES = "binder", "partners", "agreements", "glossary", "sources"
INDEXES = (PARTNERS, AGREEMENTS, GLOSSARY, SOURCES)
RESERVED_IDS = (BINDER, *INDEXES)
"""Ids every binder has: its cover, and the lists of its partners, agreements, terms and sources."""


@frozen
class Cover:
    """What binder.yaml says of the edition."""

    id: str = declared(Role.ID, "The binder's id.")
    title: Text = declared(Role.PROSE, "The binder's title.")
    edition: str = declared(Role.DATE, "When this edition was made: YYYY, YYYY-MM or YYYY-MM-DD.")
    languages: tuple[str, ...] = declared(Role.CODE, "Language codes; the first is the default.")
    sections: tuple[str, ...] = declared(Role.ENTRY, "Ids of the top sections, in reading order.")
    department: Text | None = declared(Role.PROSE, "The department that wrote it.", default=None)
    audience: Audience = declared(Role.CHOICE, "Whom it is written for.", default=Audience.OTHER, choices=Audience)
    source: str | None = declared(Role.SOURCE, "Key of the source of the binder as published.", default=None)


@frozen
class Broken:
    """An entry whose file cannot be read, in the place the entry would have.

    Attributes:
        id: the id the entry would have.
        kind: the kind the entry would have.
        problems: what is wrong with the file.
    """

    id: str
    kind: EntryKind
    problems: "tuple[Problem, ...]"

    @property
    def title(self) -> Text:
        """The id, for want of a title."""
        return Text.plain(self.id)


@frozen
class Index:
    """A list that every binder has: of its partners, agreements, terms or sources."""

    id: str

    @property
    def title(self) -> Text:
        """The list's name."""
        return _INDEX_TITLES[self.id]


@frozen
class Place:
    """Where an entry stands in the outline, and what lists say of it.

    Attributes:
        depth: how deep it is nested; 0 at the top.
        parent: the id of the entry above it.
        summary: of what lists show: top sections, partners and agreements.
        partner: what a partner is.
        broken: whether its file cannot be read.
    """

    id: str
    kind: EntryKind
    title: Text
    depth: int = 0
    parent: str | None = None
    acronym: Text | None = None
    summary: Text | None = None
    partner: PartnerKind | None = None
    broken: bool = False


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
    def gists(self) -> "Mapping[str, Gist]":
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
