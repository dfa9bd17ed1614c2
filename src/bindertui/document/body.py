"""The body of an entry: its blocks (paragraphs, points, tables, figures, notes) as lines of a flow.

A module of its own because it needs the classes of blocks, which the first frame does without.
"""

from collections.abc import Iterator

from attrs import evolve

from bindertui.document.flow import AnyLine, Chart, ChartSeries, Grid, Passage, Run, Tone
from bindertui.document.inline import InlineRenderer
from bindertui.document.labels import label_for, with_colon
from bindertui.i18n import format_number
from bindertui.model.address import Address
from bindertui.model.entries import Block, Figure, Note, Paragraph, Point, Points, Series, Table
from bindertui.model.text import Text

BULLETS = ("•", "◦", "▪")
"""The bullets of nested points, by level; deeper levels repeat the last."""


def render_body(blocks: tuple[Block, ...], address: Address, renderer: InlineRenderer) -> Iterator[AnyLine]:
    """Yield the lines of a body; `address` is that of the entry."""
    for position, block in enumerate(blocks):
        yield from _block(block, address / "body" / position, renderer)


def render_figures(blocks: tuple[Block, ...], address: Address, renderer: InlineRenderer) -> Iterator[Chart]:
    """Yield the figures of a body, with captions that link to them; `address` is that of the entry."""
    for position, block in enumerate(blocks):
        if isinstance(block, Figure):
            line = _chart(block, address / "body" / position, renderer)
            caption = line.caption or (Run(renderer.entry_name(address.entry), strong=True),)
            yield evolve(line, caption=tuple(run._replace(target=line.address, url=None) for run in caption))


def _block(block: Block, address: Address, renderer: InlineRenderer) -> Iterator[AnyLine]:
    match block:
        case Paragraph():
            runs = (*renderer.render(block.text), *renderer.citations(block.sources, block.as_of))
            yield Passage(address=address / "text", language=_language(block.text, renderer), runs=runs)
        case Points():
            yield from _points(block.points, address / "points", 1, renderer)
            if marks := renderer.citations(block.sources, block.as_of):
                yield Passage(address=address, runs=marks[1:], indent=1)
        case Table():
            yield _grid(block, address, renderer)
        case Figure():
            yield _chart(block, address, renderer)
        case Note():
            note = block.note
            label = with_colon(label_for(note.kind, renderer.language), renderer.language)
            runs = (
                Run(label, strong=True),
                *renderer.render(note.text),
                *renderer.citations(block.sources, block.as_of),
            )
            language = _language(note.text, renderer)
            yield Passage(address=address / "note" / "text", language=language, runs=runs, note=note.kind)
        case _:
            ground = Run(f" {renderer.plain(Text.plain(block.withheld.provision))}", Tone.QUIET)
            withheld = Run(label_for("redacted", renderer.language), Tone.WITHHELD, strong=True)
            runs = (withheld, ground, *renderer.citations(block.sources, block.as_of))
            yield Passage(address=address / "withheld", runs=runs)


def _points(points: tuple[Point, ...], address: Address, indent: int, renderer: InlineRenderer) -> Iterator[AnyLine]:
    marker = BULLETS[min(indent, len(BULLETS)) - 1]
    for position, point in enumerate(points):
        at = address / position
        runs = (*renderer.render(point.text), *renderer.citations(point.sources, point.as_of))
        language = _language(point.text, renderer)
        yield Passage(address=at / "text", language=language, runs=runs, indent=indent, marker=marker)
        yield from _points(point.points, at / "points", indent + 1, renderer)


def _grid(block: Table, address: Address, renderer: InlineRenderer) -> Grid:
    table = block.table
    return Grid(
        address=address / "table",
        language=renderer.language,
        caption=renderer.render(table.caption, strong=True) if table.caption else (),
        columns=tuple(renderer.render(column, strong=True) for column in table.columns),
        rows=tuple(tuple(renderer.render(cell) for cell in row) for row in table.rows),
        notes=renderer.citations(block.sources, block.as_of)[1:],
    )


def _chart(block: Figure, address: Address, renderer: InlineRenderer) -> Chart:
    figure = block.figure
    return Chart(
        address=address / "figure",
        language=renderer.language,
        caption=renderer.render(figure.caption, strong=True) if figure.caption else (),
        unit=renderer.render(figure.unit, tone=Tone.QUIET) if figure.unit else (),
        axis=tuple(renderer.render(place) for place in figure.x),
        series=tuple(_chart_series(series, renderer) for series in figure.series),
        notes=renderer.citations(block.sources, block.as_of)[1:],
    )


def _chart_series(series: Series, renderer: InlineRenderer) -> ChartSeries:
    shown = tuple("–" if value is None else format_number(value, renderer.language) for value in series.values)
    return ChartSeries(renderer.render(series.label), series.values, shown)


def _language(text: Text, renderer: InlineRenderer) -> str:
    return text.shown_language(renderer.language)
