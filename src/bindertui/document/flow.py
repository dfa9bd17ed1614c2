"""The flow: the lines of a document, independent of the medium and its width; which of them folding hides."""

from enum import Enum, auto
from typing import NamedTuple

from attrs import field

from bindertui._frozen import frozen
from bindertui.model.address import Address
from bindertui.model.enums import NoteKind


class Tone(Enum):
    """The role of a run of text, beyond emphasis; each medium decides how that looks."""

    TEXT = auto()
    QUIET = auto()
    """Labels, dates, hints."""
    SOURCE = auto()
    """A source mark, such as [S01]."""
    WITHHELD = auto()
    PROBLEM = auto()
    BAR = auto()
    """A bar of a chart, or its first line."""
    SECOND = auto()
    THIRD = auto()
    FOURTH = auto()
    """The other lines of a chart."""
    ADDED = auto()
    """In a diff: words that only the second text has."""
    REMOVED = auto()
    """In a diff: words that only the first text has."""


class Run(NamedTuple):
    """Text in one style.

    Attributes:
        text: the text; safe for a terminal, without line breaks.
        target: the address it links to.
        url: the web page it links to.
        source: the key of the source it cites.
        highlighted: whether it matches the search.
        selected: whether it is the selected link.
    """

    text: str
    tone: Tone = Tone.TEXT
    strong: bool = False
    emphasis: bool = False
    target: Address | None = None
    url: str | None = None
    source: str | None = None
    highlighted: bool = False
    selected: bool = False

    @property
    def is_link(self) -> bool:
        """Whether it links to an entry, a web page or a source."""
        return bool(self.target or self.url or self.source)


Runs = tuple[Run, ...]


@frozen(kw_only=True)
class Line:
    """A line of the flow: a heading, a paragraph, a list item, a table or a chart.

    Attributes:
        address: the address of its content.
        language: the language of its text; "" if it has none.
        counterpart: the same line in a second language.
    """

    address: Address
    language: str = ""
    counterpart: "AnyLine | None" = None


@frozen(kw_only=True)
class Heading(Line):
    """The heading of an entry or of a part of one; it folds the lines below it, up to the next heading of its depth.

    Attributes:
        depth: how many headings are above it; 0 for the title of the document.
    """

    runs: Runs
    depth: int = 0


@frozen(kw_only=True)
class Passage(Line):
    """A paragraph or a list item.

    Attributes:
        indent: the level in a list; 0 outside of lists.
        marker: the bullet of a list item.
        note: the kind of note it is, if it is one.
    """

    runs: Runs
    indent: int = 0
    marker: str = ""
    note: NoteKind | None = None


@frozen(kw_only=True)
class Grid(Line):
    """A table.

    Attributes:
        caption: the text above the table; may be empty.
        notes: the source marks and the date below it.
    """

    caption: Runs
    columns: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    notes: Runs = ()


@frozen
class ChartSeries:
    """One series of a chart: its label, its values and the text of each."""

    label: Runs
    values: tuple[float | None, ...]
    shown: tuple[str, ...]


@frozen(kw_only=True)
class Chart(Line):
    """A chart: one or more series of numbers along an axis."""

    caption: Runs
    unit: Runs
    axis: tuple[Runs, ...]
    series: tuple[ChartSeries, ...]
    notes: Runs = ()


AnyLine = Heading | Passage | Grid | Chart


@frozen
class Flow:
    """A document: the lines of an entry.

    Attributes:
        entry: the id of the entry.
        title: its title, on one line.
        language: the reader's language.
        second_language: the language of the counterparts of its lines; "" if they have none.
    """

    entry: str
    title: str
    language: str
    lines: tuple[AnyLine, ...] = field(default=())
    second_language: str = ""


def language_versions(line: AnyLine) -> tuple[AnyLine, ...]:
    """Return the line, followed by its counterpart if it has one."""
    return (line, line.counterpart) if line.counterpart is not None else (line,)


def is_tight(before: AnyLine, line: AnyLine) -> bool:
    """Return whether no blank row separates two lines: items of the same list."""
    return isinstance(before, Passage) and isinstance(line, Passage) and before.indent > 0 and line.indent > 0


def visible_lines(lines: tuple[AnyLine, ...], folded: frozenset[Address]) -> list[int]:
    """Return the positions of the lines that no folded heading hides."""
    shown = []
    hidden_below: int | None = None
    for position, line in enumerate(lines):
        if isinstance(line, Heading) and hidden_below is not None and line.depth <= hidden_below:
            hidden_below = None
        if hidden_below is None:
            shown.append(position)
            if isinstance(line, Heading) and line.address in folded:
                hidden_below = line.depth
    return shown


def headings_above(lines: tuple[AnyLine, ...], position: int) -> list[Address]:
    """Return the addresses of the headings above a line, innermost first."""
    found: list[Address] = []
    here = lines[position]
    depth = here.depth if isinstance(here, Heading) else None
    for line in reversed(lines[:position]):
        if isinstance(line, Heading) and (depth is None or line.depth < depth):
            found.append(line.address)
            depth = line.depth
    return found
