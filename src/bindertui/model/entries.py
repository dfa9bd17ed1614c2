"""The entries of a binder (sections, partners, agreements, terms, sources) and the blocks of their bodies.

Each class mirrors its YAML; a block has its own key besides `sources` and `as_of`.
"""

from bindertui._frozen import frozen
from bindertui.model.enums import NoteKind, PartnerKind
from bindertui.model.fields import FieldRole, content_field
from bindertui.model.text import Text


def _sources() -> tuple[str, ...]:
    keys: tuple[str, ...] = content_field(
        FieldRole.SOURCE, "Sources that support this: keys from sources.yaml.", default=()
    )
    return keys


def _as_of() -> str | None:
    date: str | None = content_field(
        FieldRole.DATE, "The date of the statement: YYYY, YYYY-MM or YYYY-MM-DD.", default=None
    )
    return date


@frozen
class Paragraph:
    """A paragraph."""

    text: Text = content_field(FieldRole.PROSE, "The paragraph, in each language.")
    sources: tuple[str, ...] = _sources()
    as_of: str | None = _as_of()


@frozen
class Point:
    """A point of a list, which may have nested points."""

    text: Text = content_field(FieldRole.PROSE, "The point, in each language.")
    sources: tuple[str, ...] = _sources()
    as_of: str | None = _as_of()
    points: tuple["Point", ...] = content_field(FieldRole.NESTED, "Points nested in this one.", default=())


@frozen
class Points:
    """A list of points."""

    points: tuple[Point, ...] = content_field(FieldRole.NESTED, "The points, in order.")
    sources: tuple[str, ...] = _sources()
    as_of: str | None = _as_of()


@frozen
class TableData:
    """The content of a table."""

    columns: tuple[Text, ...] = content_field(FieldRole.NEUTRAL, "The column headings.")
    rows: tuple[tuple[Text, ...], ...] = content_field(FieldRole.NEUTRAL, "The rows; each has a cell per column.")
    caption: Text | None = content_field(FieldRole.PROSE, "The caption of the table.", default=None)


@frozen
class Table:
    """A table."""

    table: TableData = content_field(FieldRole.NESTED, "The table's caption, columns and rows.")
    sources: tuple[str, ...] = _sources()
    as_of: str | None = _as_of()


@frozen
class Series:
    """One series of a figure."""

    label: Text = content_field(FieldRole.PROSE, "The label of the series.")
    values: tuple[float | None, ...] = content_field(
        FieldRole.NESTED, "One number for each position on the x axis; empty if unknown."
    )


@frozen
class FigureData:
    """The content of a figure."""

    x: tuple[Text, ...] = content_field(FieldRole.NEUTRAL, "The positions on the x axis, as text: years, names.")
    series: tuple[Series, ...] = content_field(
        FieldRole.NESTED, "The series, each with one value per position on the x axis."
    )
    caption: Text | None = content_field(FieldRole.PROSE, "The caption of the figure.", default=None)
    unit: Text | None = content_field(FieldRole.PROSE, "The unit of the values.", default=None)


@frozen
class Figure:
    """A chart."""

    figure: FigureData = content_field(FieldRole.NESTED, "The figure's caption, unit, x axis and series.")
    sources: tuple[str, ...] = _sources()
    as_of: str | None = _as_of()


@frozen
class NoteData:
    """The content of a note."""

    kind: NoteKind = content_field(
        FieldRole.CHOICE,
        "aftermath: later developments; caution: how to read the content; takeaway: a key message.",
        choices=NoteKind,
    )
    text: Text = content_field(FieldRole.PROSE, "The note, in each language.")


@frozen
class Note:
    """A note, such as a caution or a key takeaway."""

    note: NoteData = content_field(FieldRole.NESTED, "The note's kind and text.")
    sources: tuple[str, ...] = _sources()
    as_of: str | None = _as_of()


@frozen
class WithheldData:
    """The legal ground of a redaction."""

    provision: str = content_field(FieldRole.CODE, "The legal provision, as in ATIA 21(1)(a).")


@frozen
class Withheld:
    """A redacted passage: its legal ground, but not its length."""

    withheld: WithheldData = content_field(FieldRole.NESTED, "The legal ground.")
    sources: tuple[str, ...] = _sources()
    as_of: str | None = _as_of()


Block = Paragraph | Points | Table | Figure | Note | Withheld

BLOCKS: dict[str, type[Block]] = {
    "text": Paragraph,
    "points": Points,
    "table": Table,
    "figure": Figure,
    "note": Note,
    "withheld": Withheld,
}
"""The block classes by their key."""


def _id() -> str:
    identifier: str = content_field(
        FieldRole.ID, "The id: lower-case letters, digits and hyphens, unique in the binder."
    )
    return identifier


def _entry_sources() -> tuple[str, ...]:
    keys: tuple[str, ...] = content_field(
        FieldRole.SOURCE, "Sources for everything outside the body: keys from sources.yaml.", default=()
    )
    return keys


@frozen
class Section:
    """A section, which may have nested sections."""

    id: str = _id()
    title: Text = content_field(FieldRole.PROSE, "The heading.")
    summary: Text | None = content_field(FieldRole.PROSE, "The main message, in a sentence or two.", default=None)
    partners: tuple[str, ...] = content_field(
        FieldRole.PARTNER, "Ids of the partners the section is about.", default=()
    )
    sources: tuple[str, ...] = _entry_sources()
    body: tuple[Block, ...] = content_field(FieldRole.NESTED, "The blocks, in order.", default=())
    sections: tuple["Section", ...] = content_field(FieldRole.NESTED, "Sections nested in this one.", default=())


@frozen
class Fact:
    """A fact: a label and a value."""

    label: Text = content_field(FieldRole.PROSE, "The label of the value.")
    value: Text = content_field(FieldRole.NEUTRAL, "The value, with its unit.")
    as_of: str | None = content_field(
        FieldRole.DATE, "The date of the value: YYYY, YYYY-MM or YYYY-MM-DD.", default=None
    )
    sources: tuple[str, ...] = content_field(FieldRole.SOURCE, "Sources that support this.", default=())


@frozen
class Event:
    """An event of the timeline."""

    date: str = content_field(FieldRole.DATE, "When: YYYY, YYYY-MM or YYYY-MM-DD.")
    text: Text = content_field(FieldRole.PROSE, "What happened.")
    sources: tuple[str, ...] = content_field(FieldRole.SOURCE, "Sources that support this.", default=())


@frozen
class Link:
    """A link to the web."""

    label: Text = content_field(FieldRole.PROSE, "The text of the link.")
    url: Text = content_field(FieldRole.URL, "The address on the web, https://….")


@frozen
class Partner:
    """A province, territory, country, organization, forum or program the department works with."""

    id: str = _id()
    kind: PartnerKind = content_field(FieldRole.CHOICE, "The kind of partner.", choices=PartnerKind)
    name: Text = content_field(FieldRole.PROSE, "The full name.")
    acronym: Text | None = content_field(FieldRole.NEUTRAL, "The acronym, by language.", default=None)
    summary: Text | None = content_field(
        FieldRole.PROSE, "A description of the partner, in a sentence or two.", default=None
    )
    role: Text | None = content_field(FieldRole.PROSE, "The role of Canada or the department.", default=None)
    lead: Text | None = content_field(FieldRole.PROSE, "Who leads on each side.", default=None)
    sources: tuple[str, ...] = _entry_sources()
    members: tuple[str | Text, ...] = content_field(
        FieldRole.PARTNER, "Members: ids of partners, or names by language.", default=()
    )
    agreements: tuple[str, ...] = content_field(
        FieldRole.AGREEMENT, "Agreements the partner is part of: their ids.", default=()
    )
    facts: tuple[Fact, ...] = content_field(FieldRole.NESTED, "Facts at a glance.", default=())
    events: tuple[Event, ...] = content_field(FieldRole.NESTED, "The timeline.", default=())
    links: tuple[Link, ...] = content_field(FieldRole.NESTED, "Links to more information.", default=())

    @property
    def title(self) -> Text:
        """The name, so that every entry has a title."""
        return self.name


@frozen
class Agreement:
    """An agreement between partners."""

    id: str = _id()
    title: Text = content_field(FieldRole.PROSE, "The official title.")
    acronym: Text | None = content_field(FieldRole.NEUTRAL, "The acronym, by language.", default=None)
    parties: tuple[str | Text, ...] = content_field(
        FieldRole.PARTNER, "Parties: ids of partners, or names by language.", default=()
    )
    signed: str | None = content_field(FieldRole.DATE, "When it was signed.", default=None)
    in_force: str | None = content_field(FieldRole.DATE, "When it came into force.", default=None)
    ended: str | None = content_field(FieldRole.DATE, "When it ended.", default=None)
    status: Text | None = content_field(FieldRole.PROSE, "The current status.", default=None)
    citation: Text | None = content_field(FieldRole.NEUTRAL, "The legal citation.", default=None)
    summary: Text | None = content_field(
        FieldRole.PROSE, "A description of the agreement, in a sentence or two.", default=None
    )
    sources: tuple[str, ...] = _entry_sources()
    body: tuple[Block, ...] = content_field(FieldRole.NESTED, "The blocks, in order.", default=())
    events: tuple[Event, ...] = content_field(FieldRole.NESTED, "The timeline.", default=())


@frozen
class Term:
    """A term of the glossary."""

    term: Text = content_field(FieldRole.NEUTRAL, "The term or acronym, by language.")
    meaning: Text = content_field(FieldRole.PROSE, "The meaning; for an acronym, its full name first.")
    entry: str | None = content_field(FieldRole.ENTRY, "The id of the entry with more information.", default=None)
    sources: tuple[str, ...] = _entry_sources()


@frozen
class Source:
    """A published source."""

    title: Text = content_field(FieldRole.NEUTRAL, "The title or a description of the document.")
    publisher: Text | None = content_field(FieldRole.NEUTRAL, "Who published it.", default=None)
    url: Text | None = content_field(FieldRole.URL, "Where it was published, https://….", default=None)
    date: str | None = content_field(FieldRole.DATE, "When it was published.", default=None)
