"""The blocks of a body: text, points, table, figure, note and withheld passages.

Each class mirrors its YAML: the block's own key beside `sources` and `as_of`.
"""

from bindertui.model.fields import Role, declared
from bindertui.model.kinds import NoteKind
from bindertui.model.text import Text
from bindertui.values import frozen


def _sources() -> tuple[str, ...]:
    keys: tuple[str, ...] = declared(
        Role.SOURCE, "Keys of the sources that bear this out, from sources.yaml.", default=()
    )
    return keys


def _as_of() -> str | None:
    date: str | None = declared(
        Role.DATE, "The date the statement holds for: YYYY, YYYY-MM or YYYY-MM-DD.", default=None
    )
    return date


@frozen
class Paragraph:
    """A paragraph of running text."""

    text: Text = declared(Role.PROSE, "The paragraph, in each language.")
    sources: tuple[str, ...] = _sources()
    as_of: str | None = _as_of()


@frozen
class Point:
    """One point of a list; points nest."""

    text: Text = declared(Role.PROSE, "The point, in each language.")
    sources: tuple[str, ...] = _sources()
    as_of: str | None = _as_of()
    points: tuple["Point", ...] = declared(Role.NEST, "Points below this one.", default=())


@frozen
class Points:
    """A list of points."""

    points: tuple[Point, ...] = declared(Role.NEST, "The points, in order.")
    sources: tuple[str, ...] = _sources()
    as_of: str | None = _as_of()


@frozen
class TableData:
    """The content of a table."""

    columns: tuple[Text, ...] = declared(Role.NEUTRAL, "The column headings.")
    rows: tuple[tuple[Text, ...], ...] = declared(Role.NEUTRAL, "The rows; each has a cell per column.")
    caption: Text | None = declared(Role.PROSE, "What the table shows.", default=None)


@frozen
class Table:
    """A table."""

    table: TableData = declared(Role.NEST, "The table's caption, columns and rows.")
    sources: tuple[str, ...] = _sources()
    as_of: str | None = _as_of()


@frozen
class Series:
    """One series of a figure."""

    label: Text = declared(Role.PROSE, "What the series counts.")
    values: tuple[float | None, ...] = declared(
        Role.NEST, "One number for each place on the x axis; empty where none is known."
    )


@frozen
class FigureData:
    """The numbers of a figure."""

    x: tuple[Text, ...] = declared(Role.NEUTRAL, "The places on the x axis, as text: years, names.")
    series: tuple[Series, ...] = declared(Role.NEST, "The series; each has a value per place on the x axis.")
    caption: Text | None = declared(Role.PROSE, "What the figure shows.", default=None)
    unit: Text | None = declared(Role.PROSE, "What is counted.", default=None)


@frozen
class Figure:
    """Numbers to look at."""

    figure: FigureData = declared(Role.NEST, "The figure's caption, unit, x axis and series.")
    sources: tuple[str, ...] = _sources()
    as_of: str | None = _as_of()


@frozen
class NoteData:
    """The content of a note."""

    kind: NoteKind = declared(
        Role.CHOICE,
        "aftermath: what came later; caution: how to read it; takeaway: what to remember.",
        choices=NoteKind,
    )
    text: Text = declared(Role.PROSE, "The note, in each language.")


@frozen
class Note:
    """A passage set apart."""

    note: NoteData = declared(Role.NEST, "The note's kind and text.")
    sources: tuple[str, ...] = _sources()
    as_of: str | None = _as_of()


@frozen
class WithheldData:
    """The legal ground of a redaction."""

    provision: str = declared(Role.CODE, "The provision it is withheld under, as in ATIA 21(1)(a).")


@frozen
class Withheld:
    """A passage withheld from release: the fact of it and its legal ground, never its length."""

    withheld: WithheldData = declared(Role.NEST, "The legal ground.")
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
