"""A binder as a whole: its cover, its entries, and how they refer to each other."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property

from attrs import frozen

from bindertui.model.entries import Agreement, Partner, Section, Source, Term
from bindertui.model.fields import Role, declared
from bindertui.model.problems import Problem
from bindertui.model.text import Text

_INDEX_TITLES = {
    "partners": Text.of({"en": "Partners", "fr": "Partenaires"}),
    "agreements": Text.of({"en": "Agreements", "fr": "Accords"}),
    "glossary": Text.of({"en": "Glossary", "fr": "Glossaire"}),
    "sources": Text.of({"en": "Sources", "fr": "Sources"}),
}


class Audience(StrEnum):
    """Whom an edition is written for."""

    MINISTER = "minister"
    DEPUTY_MINISTER = "deputy-minister"
    COMMITTEE = "committee"
    OTHER = "other"


class EntryKind(StrEnum):
    """The kinds of entries, as verbs and outlines name them."""

    BINDER = "binder"
    SECTION = "section"
    PARTNER = "partner"
    AGREEMENT = "agreement"
    TERM = "term"
    SOURCE = "source"
    INDEX = "index"


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
    problems: tuple[Problem, ...]

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


Entry = Section | Partner | Agreement
_KINDS: dict[type, EntryKind] = {
    Section: EntryKind.SECTION,
    Partner: EntryKind.PARTNER,
    Agreement: EntryKind.AGREEMENT,
    Index: EntryKind.INDEX,
    Cover: EntryKind.BINDER,
}
AnyEntry = Entry | Index | Cover | Broken


@frozen
class Place:
    """Where an entry stands in the outline.

    Attributes:
        depth: how deep it is nested; 0 at the top.
        parent: the id of the entry above it.
    """

    id: str
    entry: AnyEntry
    depth: int
    parent: str | None = None

    @property
    def kind(self) -> EntryKind:
        """What the entry is, or what a broken one would be."""
        return self.entry.kind if isinstance(self.entry, Broken) else _KINDS[type(self.entry)]

    @property
    def title(self) -> Text:
        """The heading the outline shows."""
        return self.entry.title


@frozen
class Binder:
    """One edition of a binder: an immutable value.

    Attributes:
        sections: the top sections, in reading order.
        sources: by key, as [S01].
        broken: every file that could not be read, glossary and sources included.
    """

    cover: Cover
    sections: tuple[Section | Broken, ...] = ()
    partners: tuple[Partner | Broken, ...] = ()
    agreements: tuple[Agreement | Broken, ...] = ()
    terms: tuple[Term, ...] = ()
    sources: Mapping[str, Source] = {}
    broken: tuple[Broken, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """The binder's languages; the first is the default."""
        return self.cover.languages

    def entry(self, identifier: str) -> AnyEntry | None:
        """The entry with this id, or None."""
        place = self._places.get(identifier)
        return place.entry if place else None

    def place(self, identifier: str) -> Place | None:
        """Where the entry with this id stands, or None."""
        return self._places.get(identifier)

    def parents(self, identifier: str) -> tuple[str, ...]:
        """The ids of the entries above an entry, outermost first."""
        place = self._places.get(identifier)
        return (*self.parents(place.parent), place.parent) if place and place.parent else ()

    def entries(self) -> Iterator[Entry]:
        """Every section (nested ones too), partner and agreement that can be read, in reading order."""
        for place in self._places.values():
            if isinstance(place.entry, Section | Partner | Agreement):
                yield place.entry

    def outline(self) -> Iterator[Place]:
        """Every entry in reading order, two with the same id included."""
        yield Place(BINDER, self.cover, 0)
        yield from _nested(self.sections, 0, None)
        for index, listed in ((PARTNERS, self.partners), (AGREEMENTS, self.agreements), (GLOSSARY, ()), (SOURCES, ())):
            yield Place(index, Index(index), 0)
            for entry in listed:
                yield Place(entry.id, entry, 1, index)

    @cached_property
    def _places(self) -> dict[str, Place]:
        places: dict[str, Place] = {}
        for place in self.outline():
            places.setdefault(place.id, place)
        return places


def _nested(sections: tuple[Section | Broken, ...], depth: int, parent: str | None) -> Iterator[Place]:
    for section in sections:
        yield Place(section.id, section, depth, parent)
        if isinstance(section, Section):
            yield from _nested(section.sections, depth + 1, section.id)
