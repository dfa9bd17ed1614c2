"""The outline of a binder: its cover, its lists, and one item per entry, readable without the entries themselves."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Union

from bindertui._frozen import frozen
from bindertui.model.enums import Audience, EntryKind, PartnerKind
from bindertui.model.fields import Role, content_field
from bindertui.model.text import Text

if TYPE_CHECKING:
    from bindertui.model.entries import Agreement, Partner, Section, Source, Term
    from bindertui.model.problems import Problem

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

    id: str = content_field(Role.ID, "The binder's id.")
    title: Text = content_field(Role.PROSE, "The binder's title.")
    edition: str = content_field(Role.DATE, "When this edition was made: YYYY, YYYY-MM or YYYY-MM-DD.")
    languages: tuple[str, ...] = content_field(Role.CODE, "Language codes; the first is the default.")
    sections: tuple[str, ...] = content_field(Role.ENTRY, "Ids of the top sections, in reading order.")
    department: Text | None = content_field(Role.PROSE, "The department that wrote it.", default=None)
    audience: Audience = content_field(Role.CHOICE, "Whom it is written for.", default=Audience.OTHER, choices=Audience)
    source: str | None = content_field(Role.SOURCE, "Key of the source of the binder as published.", default=None)


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
