"""The flow: what an entry shows, line by line, before it is laid out for a medium.

Folding: which lines of a flow are seen when some of its headings are folded.
"""

from enum import Enum, auto
from typing import NamedTuple

from attrs import field

from bindertui._frozen import frozen
from bindertui.model.address import Address
from bindertui.model.enums import NoteKind


class Tone(Enum):
    """What a run of text is, beyond emphasis; each medium decides how that looks."""

    TEXT = auto()
    QUIET = auto()
    """Labels, dates, hints."""
    SOURCE = auto()
    """A mark that names a source."""
    WITHHELD = auto()
    PROBLEM = auto()
    BAR = auto()
    """A bar of a chart, or the first of its lines."""
    SECOND = auto()
    THIRD = auto()
    FOURTH = auto()
    """Other lines of a chart."""
    ADDED = auto()
    """Words that another text does not have."""
    REMOVED = auto()
    """Words that only another text has."""


class Run(NamedTuple):
    """Text in one style.

    Attributes:
        text: what is shown; safe for a terminal, without line breaks.
        to: the place in the library it leads to.
        url: where on the web it leads to.
        source: the key of the source it marks.
        lit: it matches what was searched for.
        chosen: the reader's choice among the links of the line.
    """

    text: str
    tone: Tone = Tone.TEXT
    strong: bool = False
    emphasis: bool = False
    to: Address | None = None
    url: str | None = None
    source: str | None = None
    lit: bool = False
    chosen: bool = False

    @property
    def leads(self) -> bool:
        """Whether the run leads anywhere: an entry, the web or a source."""
        return bool(self.to or self.url or self.source)


Runs = tuple[Run, ...]


@frozen(kw_only=True)
class Line:
    """A line of the flow; a medium may wrap it.

    Attributes:
        address: the place the line shows.
        language: the language of the line's text, "" where it has none.
        twin: the same line in another language, to be read beside it or below it.
    """

    address: Address
    language: str = ""
    twin: "AnyLine | None" = None


@frozen(kw_only=True)
class Heading(Line):
    """The heading of an entry or a part of one; the lines below it, up to the next as shallow, fold away with it.

    Attributes:
        depth: how many headings it stands under.
    """

    runs: Runs
    depth: int = 0


@frozen(kw_only=True)
class Passage(Line):
    """Running text.

    Attributes:
        indent: how deep it stands in a list; 0 outside one.
        marker: what stands before the first line of a list item.
        note: why the passage stands out, if it does.
    """

    runs: Runs
    indent: int = 0
    marker: str = ""
    note: NoteKind | None = None


@frozen(kw_only=True)
class Grid(Line):
    """A table.

    Attributes:
        caption: shown above; may be empty.
        notes: what stands below: source marks, a date.
    """

    caption: Runs
    columns: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    notes: Runs = ()


@frozen
class Plot:
    """One series of a chart: its label, and each value with its text."""

    label: Runs
    values: tuple[float | None, ...]
    shown: tuple[str, ...]


@frozen(kw_only=True)
class Chart(Line):
    """A figure: numbers along an axis, always readable as text."""

    caption: Runs
    unit: Runs
    axis: tuple[Runs, ...]
    plots: tuple[Plot, ...]
    notes: Runs = ()


AnyLine = Heading | Passage | Grid | Chart


@frozen
class Flow:
    """What an entry shows.

    Attributes:
        entry: the id of the entry.
        title: its heading, on one line.
        language: the reader's language.
        beside: the language of the twins of its lines; "" where they have none.
    """

    entry: str
    title: str
    language: str
    lines: tuple[AnyLine, ...] = field(default=())
    beside: str = ""


def sides(line: AnyLine) -> tuple[AnyLine, ...]:
    """The line, and its twin in another language where it has one."""
    return (line, line.twin) if line.twin is not None else (line,)


def tight(before: AnyLine, line: AnyLine) -> bool:
    """Whether two lines stand without a blank one between them: the points of one list."""
    return isinstance(before, Passage) and isinstance(line, Passage) and before.indent > 0 and line.indent > 0


def visible_lines(lines: tuple[AnyLine, ...], folded: frozenset[Address]) -> list[int]:
    """The positions of the lines that no folded heading hides."""
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
    """The headings a line stands under."""
    found: list[Address] = []
    here = lines[position]
    depth = here.depth if isinstance(here, Heading) else None
    for line in reversed(lines[:position]):
        if isinstance(line, Heading) and (depth is None or line.depth < depth):
            found.append(line.address)
            depth = line.depth
    return found
