"""Blocks of a body to lines of the flow."""

from collections.abc import Iterator

from attrs import evolve

from bindertui.document.flow import AnyLine, Chart, Grid, Passage, Plot, Run, Tone
from bindertui.document.runs import Scribe
from bindertui.document.words import labelled, word
from bindertui.model.address import Address
from bindertui.model.blocks import Block, Figure, Note, Paragraph, Point, Points, Series, Table
from bindertui.model.text import Text
from bindertui.speech import number_text

BULLETS = ("•", "◦", "▪")
"""The markers of points, by how deep they nest; deeper ones repeat the last."""


def body_lines(blocks: tuple[Block, ...], address: Address, scribe: Scribe) -> Iterator[AnyLine]:
    """The lines of an entry's body; `address` is that of the entry."""
    for position, block in enumerate(blocks):
        yield from _block(block, address / "body" / position, scribe)


def figure_lines(blocks: tuple[Block, ...], address: Address, scribe: Scribe) -> Iterator[Chart]:
    """The figures of an entry's body, their captions leading to them; `address` is that of the entry."""
    for position, block in enumerate(blocks):
        if isinstance(block, Figure):
            line = _chart(block, address / "body" / position, scribe)
            caption = line.caption or (Run(scribe.name(address.entry), strong=True),)
            yield evolve(line, caption=tuple(run._replace(to=line.address, url=None) for run in caption))


def _block(block: Block, address: Address, scribe: Scribe) -> Iterator[AnyLine]:
    match block:
        case Paragraph():
            runs = (*scribe.text(block.text), *scribe.marks(block.sources, block.as_of))
            yield Passage(address=address / "text", language=_language(block.text, scribe), runs=runs)
        case Points():
            yield from _points(block.points, address / "points", 1, scribe)
            if marks := scribe.marks(block.sources, block.as_of):
                yield Passage(address=address, runs=marks[1:], indent=1)
        case Table():
            yield _grid(block, address, scribe)
        case Figure():
            yield _chart(block, address, scribe)
        case Note():
            note = block.note
            label = labelled(word(note.kind, scribe.language), scribe.language)
            runs = (Run(label, strong=True), *scribe.text(note.text), *scribe.marks(block.sources, block.as_of))
            language = _language(note.text, scribe)
            yield Passage(address=address / "note" / "text", language=language, runs=runs, note=note.kind)
        case _:
            ground = Run(f" {scribe.bare(Text.plain(block.withheld.provision))}", Tone.QUIET)
            withheld = Run(word("redacted", scribe.language), Tone.WITHHELD, strong=True)
            runs = (withheld, ground, *scribe.marks(block.sources, block.as_of))
            yield Passage(address=address / "withheld", runs=runs)


def _points(points: tuple[Point, ...], address: Address, indent: int, scribe: Scribe) -> Iterator[AnyLine]:
    marker = BULLETS[min(indent, len(BULLETS)) - 1]
    for position, point in enumerate(points):
        at = address / position
        runs = (*scribe.text(point.text), *scribe.marks(point.sources, point.as_of))
        language = _language(point.text, scribe)
        yield Passage(address=at / "text", language=language, runs=runs, indent=indent, marker=marker)
        yield from _points(point.points, at / "points", indent + 1, scribe)


def _grid(block: Table, address: Address, scribe: Scribe) -> Grid:
    table = block.table
    return Grid(
        address=address / "table",
        language=scribe.language,
        caption=scribe.text(table.caption, strong=True) if table.caption else (),
        columns=tuple(scribe.text(column, strong=True) for column in table.columns),
        rows=tuple(tuple(scribe.text(cell) for cell in row) for row in table.rows),
        notes=scribe.marks(block.sources, block.as_of)[1:],
    )


def _chart(block: Figure, address: Address, scribe: Scribe) -> Chart:
    figure = block.figure
    return Chart(
        address=address / "figure",
        language=scribe.language,
        caption=scribe.text(figure.caption, strong=True) if figure.caption else (),
        unit=scribe.text(figure.unit, tone=Tone.QUIET) if figure.unit else (),
        axis=tuple(scribe.text(place) for place in figure.x),
        plots=tuple(_plot(series, scribe) for series in figure.series),
        notes=scribe.marks(block.sources, block.as_of)[1:],
    )


def _plot(series: Series, scribe: Scribe) -> Plot:
    shown = tuple("–" if value is None else number_text(value, scribe.language) for value in series.values)
    return Plot(scribe.text(series.label), series.values, shown)


def _language(text: Text, scribe: Scribe) -> str:
    return text.spoken(scribe.language)
