"""The outline of a binder: its cover, index pages and one item per entry, usable without loading any entry."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Union

from bindertui._frozen import frozen
from bindertui.model.enums import Audience, EntryKind, PartnerKind
from bindertui.model.fields import FieldRole, content_field
from bindertui.model.text import Text

if TYPE_CHECKING:
    from bindertui.model.entries import Agreement, Partner, Section, Source, Term
    from bindertui.model.problems import Problem

Entry = Union["Section", "Partner", "Agreement"]


AnyEntry = Union[Entry, "IndexPage", "Cover", "BrokenEntry"]


FileContent = Union[Entry, "Cover", "BrokenEntry", tuple["Term", ...], Mapping[str, "Source"]]
"""The content of a file."""


_INDEX_TITLES = {
    "partners": Text.of({"en": "Partners", "fr": "Partenaires"}),
    "agreements": Text.of({"en": "Agreements", "fr": "Accords"}),
    "glossary": Text.of({"en": "Glossary", "fr": "Glossaire"}),
    "sources": Text.of({"en": "Sources", "fr": "Sources"}),
}


BINDER, PARTNERS, AGREEMENTS, GLOSSARY, SOURCES = "binder", "partners", "agreements", "glossary", "sources"


INDEX_PAGES = (PARTNERS, AGREEMENTS, GLOSSARY, SOURCES)


RESERVED_IDS = (BINDER, *INDEX_PAGES)
"""Ids that exist in every binder: the cover and the index pages."""


@frozen
class Cover:
    """The content of binder.yaml: title, edition, languages and the order of sections."""

    id: str = content_field(FieldRole.ID, "The binder's id.")
    title: Text = content_field(FieldRole.PROSE, "The binder's title.")
    edition: str = content_field(FieldRole.DATE, "When this edition was made: YYYY, YYYY-MM or YYYY-MM-DD.")
    languages: tuple[str, ...] = content_field(FieldRole.CODE, "Language codes; the first is the default.")
    sections: tuple[str, ...] = content_field(FieldRole.ENTRY, "Ids of the top sections, in reading order.")
    department: Text | None = content_field(FieldRole.PROSE, "The department that wrote it.", default=None)
    audience: Audience = content_field(
        FieldRole.CHOICE, "Who the binder is for.", default=Audience.OTHER, choices=Audience
    )
    source: str | None = content_field(FieldRole.SOURCE, "Key of the source of the binder as published.", default=None)


@frozen
class BrokenEntry:
    """An entry whose file cannot be read.

    Attributes:
        id: the id the entry would have.
        kind: the kind the entry would have.
        problems: the problems in the file.
    """

    id: str
    kind: EntryKind
    problems: "tuple[Problem, ...]"

    @property
    def title(self) -> Text:
        """The id, because the title is not known."""
        return Text.plain(self.id)


@frozen
class IndexPage:
    """A list that exists in every binder: of its partners, agreements, terms or sources."""

    id: str

    @property
    def title(self) -> Text:
        """The title of the list."""
        return _INDEX_TITLES[self.id]


@frozen
class OutlineItem:
    """An entry in the outline, with the fields that lists show.

    Attributes:
        depth: the nesting level; 0 at the top.
        parent: the id of the entry above it.
        summary: the summary of a top section, partner or agreement; None for nested sections.
        partner_kind: the kind of a partner.
        is_broken: whether its file cannot be read.
    """

    id: str
    kind: EntryKind
    title: Text
    depth: int = 0
    parent: str | None = None
    acronym: Text | None = None
    summary: Text | None = None
    partner_kind: PartnerKind | None = None
    is_broken: bool = False
