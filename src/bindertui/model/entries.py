"""The blocks of a body: text, points, table, figure, note and withheld passages.

Each class mirrors its YAML: the block's own key beside `sources` and `as_of`.

The entries of a binder: sections, partners, agreements, glossary terms and sources.
"""

from bindertui._frozen import frozen
from bindertui.model.enums import NoteKind, PartnerKind
from bindertui.model.fields import Role, content_field
from bindertui.model.text import Text


def _sources() -> tuple[str, ...]:
    keys: tuple[str, ...] = content_field(
        Role.SOURCE, "Keys of the sources that bear this out, from sources.yaml.", default=()
    )
    return keys


def _as_of() -> str | None:
    date: str | None = content_field(
        Role.DATE, "The date the statement holds for: YYYY, YYYY-MM or YYYY-MM-DD.", default=None
    )
    return date


@frozen
class Paragraph:
    """A paragraph of running text."""

    text: Text = content_field(Role.PROSE, "The paragraph, in each language.")
    sources: tuple[str, ...] = _sources()
    as_of: str | None = _as_of()


@frozen
class Point:
    """One point of a list; points nest."""

    text: Text = content_field(Role.PROSE, "The point, in each language.")
    sources: tuple[str, ...] = _sources()
    as_of: str | None = _as_of()
    points: tuple["Point", ...] = content_field(Role.NEST, "Points below this one.", default=())


@frozen
class Points:
    """A list of points."""

    points: tuple[Point, ...] = content_field(Role.NEST, "The points, in order.")
    sources: tuple[str, ...] = _sources()
    as_of: str | None = _as_of()


@frozen
class TableData:
    """The content of a table."""

    columns: tuple[Text, ...] = content_field(Role.NEUTRAL, "The column headings.")
    rows: tuple[tuple[Text, ...], ...] = content_field(Role.NEUTRAL, "The rows; each has a cell per column.")
    caption: Text | None = content_field(Role.PROSE, "What the table shows.", default=None)


@frozen
class Table:
    """A table."""

    table: TableData = content_field(Role.NEST, "The table's caption, columns and rows.")
    sources: tuple[str, ...] = _sources()
    as_of: str | None = _as_of()


@frozen
class Series:
    """One series of a figure."""

    label: Text = content_field(Role.PROSE, "What the series counts.")
    values: tuple[float | None, ...] = content_field(
        Role.NEST, "One number for each place on the x axis; empty where none is known."
    )


@frozen
class FigureData:
    """The numbers of a figure."""

    x: tuple[Text, ...] = content_field(Role.NEUTRAL, "The places on the x axis, as text: years, names.")
    series: tuple[Series, ...] = content_field(Role.NEST, "The series; each has a value per place on the x axis.")
    caption: Text | None = content_field(Role.PROSE, "What the figure shows.", default=None)
    unit: Text | None = content_field(Role.PROSE, "What is counted.", default=None)


@frozen
class Figure:
    """Numbers to look at."""

    figure: FigureData = content_field(Role.NEST, "The figure's caption, unit, x axis and series.")
    sources: tuple[str, ...] = _sources()
    as_of: str | None = _as_of()


@frozen
class NoteData:
    """The content of a note."""

    kind: NoteKind = content_field(
        Role.CHOICE,
        "aftermath: what came later; caution: how to read it; takeaway: what to remember.",
        choices=NoteKind,
    )
    text: Text = content_field(Role.PROSE, "The note, in each language.")


@frozen
class Note:
    """A passage set apart."""

    note: NoteData = content_field(Role.NEST, "The note's kind and text.")
    sources: tuple[str, ...] = _sources()
    as_of: str | None = _as_of()


@frozen
class WithheldData:
    """The legal ground of a redaction."""

    provision: str = content_field(Role.CODE, "The provision it is withheld under, as in ATIA 21(1)(a).")


@frozen
class Withheld:
    """A passage withheld from release: the fact of it and its legal ground, never its length."""

    withheld: WithheldData = content_field(Role.NEST, "The legal ground.")
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
"""The block classes by the key that tells them apart."""


def _id() -> str:
    identifier: str = content_field(Role.ID, "The id: lower-case letters, digits and hyphens, unique in the binder.")
    return identifier


def _entry_sources() -> tuple[str, ...]:
    keys: tuple[str, ...] = content_field(
        Role.SOURCE, "Keys of the sources for what stands outside the body, from sources.yaml.", default=()
    )
    return keys


@frozen
class Section:
    """A section of the binder; sections nest."""

    id: str = _id()
    title: Text = content_field(Role.PROSE, "The heading.")
    summary: Text | None = content_field(Role.PROSE, "The lead: what matters, in a sentence or two.", default=None)
    partners: tuple[str, ...] = content_field(Role.PARTNER, "Ids of the partners the section is about.", default=())
    sources: tuple[str, ...] = _entry_sources()
    body: tuple[Block, ...] = content_field(Role.NEST, "The blocks, in order.", default=())
    sections: tuple["Section", ...] = content_field(Role.NEST, "Sections below this one.", default=())


@frozen
class Fact:
    """A fact at a glance: a label and its value."""

    label: Text = content_field(Role.PROSE, "What the value is.")
    value: Text = content_field(Role.NEUTRAL, "The value, with its unit.")
    as_of: str | None = content_field(
        Role.DATE, "The date the value holds for: YYYY, YYYY-MM or YYYY-MM-DD.", default=None
    )
    sources: tuple[str, ...] = content_field(Role.SOURCE, "Keys of the sources that bear it out.", default=())


@frozen
class Event:
    """Something that happened, for the timeline."""

    date: str = content_field(Role.DATE, "When: YYYY, YYYY-MM or YYYY-MM-DD.")
    text: Text = content_field(Role.PROSE, "What happened.")
    sources: tuple[str, ...] = content_field(Role.SOURCE, "Keys of the sources that bear it out.", default=())


@frozen
class Link:
    """A way out to the web."""

    label: Text = content_field(Role.PROSE, "What is found there.")
    url: Text = content_field(Role.URL, "The address on the web, https://….")


@frozen
class Partner:
    """A province, territory, country, organization, forum or program the department works with."""

    id: str = _id()
    kind: PartnerKind = content_field(Role.CHOICE, "What the partner is.", choices=PartnerKind)
    name: Text = content_field(Role.PROSE, "The full name.")
    acronym: Text | None = content_field(Role.NEUTRAL, "The acronym, by language.", default=None)
    summary: Text | None = content_field(Role.PROSE, "What the partner is, in a sentence or two.", default=None)
    role: Text | None = content_field(Role.PROSE, "What Canada or the department does there.", default=None)
    lead: Text | None = content_field(Role.PROSE, "Who leads on either side.", default=None)
    sources: tuple[str, ...] = _entry_sources()
    members: tuple[str | Text, ...] = content_field(
        Role.PARTNER, "Members: ids of partners, or names by language.", default=()
    )
    agreements: tuple[str, ...] = content_field(Role.AGREEMENT, "Ids of the agreements in play.", default=())
    facts: tuple[Fact, ...] = content_field(Role.NEST, "Facts at a glance.", default=())
    events: tuple[Event, ...] = content_field(Role.NEST, "The timeline.", default=())
    links: tuple[Link, ...] = content_field(Role.NEST, "Where to read on.", default=())

    @property
    def title(self) -> Text:
        """The name, under the word every entry has for its heading."""
        return self.name


@frozen
class Agreement:
    """An agreement between partners."""

    id: str = _id()
    title: Text = content_field(Role.PROSE, "The official title.")
    acronym: Text | None = content_field(Role.NEUTRAL, "The acronym, by language.", default=None)
    parties: tuple[str | Text, ...] = content_field(
        Role.PARTNER, "Parties: ids of partners, or names by language.", default=()
    )
    signed: str | None = content_field(Role.DATE, "When it was signed.", default=None)
    in_force: str | None = content_field(Role.DATE, "When it took effect.", default=None)
    ended: str | None = content_field(Role.DATE, "When it ended.", default=None)
    status: Text | None = content_field(Role.PROSE, "Where it stands.", default=None)
    citation: Text | None = content_field(Role.NEUTRAL, "The legal citation.", default=None)
    summary: Text | None = content_field(Role.PROSE, "What it does, in a sentence or two.", default=None)
    sources: tuple[str, ...] = _entry_sources()
    body: tuple[Block, ...] = content_field(Role.NEST, "The blocks, in order.", default=())
    events: tuple[Event, ...] = content_field(Role.NEST, "The timeline.", default=())


@frozen
class Term:
    """A term of the glossary."""

    term: Text = content_field(Role.NEUTRAL, "The term or acronym, by language.")
    meaning: Text = content_field(Role.PROSE, "What it means; for an acronym, its full name first.")
    entry: str | None = content_field(Role.ENTRY, "The id of the entry that says more.", default=None)
    sources: tuple[str, ...] = _entry_sources()


@frozen
class Source:
    """A published source."""

    title: Text = content_field(Role.NEUTRAL, "The title of the document, or what it is.")
    publisher: Text | None = content_field(Role.NEUTRAL, "Who published it.", default=None)
    url: Text | None = content_field(Role.URL, "Where it was published, https://….", default=None)
    date: str | None = content_field(Role.DATE, "When it was published.", default=None)
