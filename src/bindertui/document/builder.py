"""A document in two languages at once: each line with the same line in the other language.

Blocks of a body to lines of the flow.

Entries to flows.
"""

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import evolve

from bindertui.document.flow import AnyLine, Chart, Flow, Grid, Heading, Passage, Plot, Run, Runs, Tone
from bindertui.document.index_pages import ReaderStatus, render_front_page, render_index
from bindertui.document.inline import InlineRenderer, join_runs, label_for, with_colon
from bindertui.errors import NotFoundError
from bindertui.i18n import format_number, lazy_gettext
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.entries import Block, Figure, Note, Paragraph, Point, Points, Series, Table
from bindertui.model.outline import BINDER, AnyEntry, Broken, Cover, Index
from bindertui.model.text import Text, single_line

if TYPE_CHECKING:
    from bindertui.model.entries import Agreement, Event, Partner, Section


def pair_languages(flow: Flow, other: Flow) -> Flow:
    """A document whose lines have their twins in another language, found by what they show.

    Args:
        flow: the document in the reader's language; its order counts.
        other: the same document in the other one.
    """
    waiting: dict[tuple[type, Address], deque[AnyLine]] = {}
    for line in other.lines:
        waiting.setdefault((type(line), line.address), deque()).append(line)
    lines = []
    for line in flow.lines:
        twins = waiting.get((type(line), line.address))
        lines.append(_paired(line, twins.popleft(), flow, other) if twins else line)
    return evolve(flow, beside=other.language, lines=tuple(lines))


def _paired(line: AnyLine, twin: AnyLine, flow: Flow, other: Flow) -> AnyLine:
    return evolve(
        _languages_used(line, flow.language),
        twin=evolve(_languages_used(twin, other.language), language=other.language),
    )


def _languages_used(line: AnyLine, language: str) -> AnyLine:
    """The line, or that it is missing: what stands for it in another language stands on the other side already."""
    if line.language in {"", language} or not isinstance(line, Heading | Passage):
        return line
    return evolve(line, runs=(Run(label_for("absent", language), Tone.QUIET),), language=language)


BULLETS = ("•", "◦", "▪")
"""The markers of points, by how deep they nest; deeper ones repeat the last."""


def render_body(blocks: tuple[Block, ...], address: Address, scribe: InlineRenderer) -> Iterator[AnyLine]:
    """The lines of an entry's body; `address` is that of the entry."""
    for position, block in enumerate(blocks):
        yield from _block(block, address / "body" / position, scribe)


def render_figure(blocks: tuple[Block, ...], address: Address, scribe: InlineRenderer) -> Iterator[Chart]:
    """The figures of an entry's body, their captions leading to them; `address` is that of the entry."""
    for position, block in enumerate(blocks):
        if isinstance(block, Figure):
            line = _chart(block, address / "body" / position, scribe)
            caption = line.caption or (Run(scribe.name(address.entry), strong=True),)
            yield evolve(line, caption=tuple(run._replace(to=line.address, url=None) for run in caption))


def _block(block: Block, address: Address, scribe: InlineRenderer) -> Iterator[AnyLine]:
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
            label = with_colon(label_for(note.kind, scribe.language), scribe.language)
            runs = (Run(label, strong=True), *scribe.text(note.text), *scribe.marks(block.sources, block.as_of))
            language = _language(note.text, scribe)
            yield Passage(address=address / "note" / "text", language=language, runs=runs, note=note.kind)
        case _:
            ground = Run(f" {scribe.bare(Text.plain(block.withheld.provision))}", Tone.QUIET)
            withheld = Run(label_for("redacted", scribe.language), Tone.WITHHELD, strong=True)
            runs = (withheld, ground, *scribe.marks(block.sources, block.as_of))
            yield Passage(address=address / "withheld", runs=runs)


def _points(points: tuple[Point, ...], address: Address, indent: int, scribe: InlineRenderer) -> Iterator[AnyLine]:
    marker = BULLETS[min(indent, len(BULLETS)) - 1]
    for position, point in enumerate(points):
        at = address / position
        runs = (*scribe.text(point.text), *scribe.marks(point.sources, point.as_of))
        language = _language(point.text, scribe)
        yield Passage(address=at / "text", language=language, runs=runs, indent=indent, marker=marker)
        yield from _points(point.points, at / "points", indent + 1, scribe)


def _grid(block: Table, address: Address, scribe: InlineRenderer) -> Grid:
    table = block.table
    return Grid(
        address=address / "table",
        language=scribe.language,
        caption=scribe.text(table.caption, strong=True) if table.caption else (),
        columns=tuple(scribe.text(column, strong=True) for column in table.columns),
        rows=tuple(tuple(scribe.text(cell) for cell in row) for row in table.rows),
        notes=scribe.marks(block.sources, block.as_of)[1:],
    )


def _chart(block: Figure, address: Address, scribe: InlineRenderer) -> Chart:
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


def _plot(series: Series, scribe: InlineRenderer) -> Plot:
    shown = tuple("–" if value is None else format_number(value, scribe.language) for value in series.values)
    return Plot(scribe.text(series.label), series.values, shown)


def _language(text: Text, scribe: InlineRenderer) -> str:
    return text.spoken(scribe.language)


def build_flow(binder: Binder, identifier: str, language: str, visit: ReaderStatus | None = None) -> Flow:
    """What an entry shows to readers of a language; `NotFoundError` if the binder has no such entry.

    What is known of one reader in particular, their `visit`, is told on the front page.
    """
    entry = binder.entry(identifier)
    if entry is None:
        raise NotFoundError(
            lazy_gettext(
                "There is no entry {address!r} in the binder {binder}.", address=identifier, binder=binder.cover.id
            )
        )
    scribe = InlineRenderer(binder, language)
    return Flow(identifier, scribe.name(identifier), language, tuple(render_entry(entry, identifier, scribe, visit)))


def render_entry(
    entry: AnyEntry, identifier: str, scribe: InlineRenderer, visit: ReaderStatus | None = None
) -> Iterator[AnyLine]:
    """The lines of an entry, heading first."""
    address = Address(identifier)
    match entry:
        case Index():
            yield Heading(address=address, runs=scribe.text(entry.title))
            yield from render_index(identifier, scribe)
        case Cover():
            yield Heading(address=Address(BINDER), runs=scribe.text(entry.title))
            yield from render_front_page(scribe, visit)
        case Broken():
            yield Heading(address=address, runs=(Run(single_line(entry.id)),))
            yield Passage(address=address, runs=(Run(label_for("broken", scribe.language), Tone.PROBLEM),))
            for problem in entry.problems:
                yield Passage(address=address, runs=(Run(problem.words(scribe.language)),), indent=1, marker="•")
        case _:
            yield from _written(entry, address, scribe)


def _written(entry: "Section | Partner | Agreement", address: Address, scribe: InlineRenderer) -> Iterator[AnyLine]:
    from bindertui.model.entries import Partner, Section  # noqa: PLC0415 - the front page, which comes first, has none

    match entry:
        case Section():
            yield from _section(entry, 0, scribe)
        case Partner():
            yield Heading(address=address, runs=heading_line(entry.name, entry.acronym, scribe))
            yield from render_partner(entry, scribe)
        case _:
            yield Heading(address=address, runs=heading_line(entry.title, entry.acronym, scribe))
            yield from _agreement(entry, scribe)


def _section(section: "Section", depth: int, scribe: InlineRenderer) -> Iterator[AnyLine]:

    address = Address(section.id)
    yield Heading(
        address=address, runs=scribe.text(section.title), depth=depth, language=section.title.spoken(scribe.language)
    )
    yield from _lead(section.summary, section.sources, address, scribe)
    if section.partners:
        links = join_runs(((scribe.link(partner),) for partner in section.partners), " · ")
        label = Run(with_colon(label_for("partners", scribe.language), scribe.language), Tone.QUIET)
        yield Passage(address=address / "partners", runs=(label, *links))
    yield from render_body(section.body, address, scribe)
    for nested in section.sections:
        yield from _section(nested, depth + 1, scribe)


def heading_line(name: Text, acronym: Text | None, scribe: InlineRenderer) -> Runs:
    """A name with its acronym in parentheses."""
    return (*scribe.text(name), *scribe.acronym(acronym, name))


def render_partner(partner: "Partner", scribe: InlineRenderer) -> Iterator[AnyLine]:
    """What is known of a partner, below its name."""
    address = Address(partner.id)
    yield Passage(address=address / "kind", runs=(Run(label_for(partner.kind, scribe.language), Tone.QUIET),))
    yield from _lead(partner.summary, partner.sources, address, scribe)
    for name, text in (("role", partner.role), ("lead", partner.lead)):
        if text is not None:
            yield _part(name, address, scribe)
            yield Passage(address=address / name, language=text.spoken(scribe.language), runs=scribe.text(text))
    yield from _listed("members", tuple(scribe.party(member) for member in partner.members), address, scribe)
    agreements = tuple((scribe.link(agreement),) for agreement in partner.agreements)
    yield from _listed("agreements", agreements, address, scribe)
    if partner.facts:
        yield _part("facts", address, scribe)
        for position, fact in enumerate(partner.facts):
            label = Run(with_colon(scribe.bare(fact.label), scribe.language), Tone.QUIET)
            runs = (label, *scribe.text(fact.value, strong=True), *scribe.marks(fact.sources, fact.as_of))
            yield Passage(address=address / "facts" / position, runs=runs, indent=1, marker="•")
    yield from render_events(partner.events, address, scribe)
    if partner.links:
        yield _part("links", address, scribe)
        for position, link in enumerate(partner.links):
            url = single_line(link.url.read(scribe.language))
            runs = (Run(scribe.bare(link.label), url=url), Run(f" {url}", Tone.QUIET))
            yield Passage(address=address / "links" / position, runs=runs, indent=1, marker="•")


def _agreement(agreement: "Agreement", scribe: InlineRenderer) -> Iterator[AnyLine]:

    address = Address(agreement.id)
    yield from _lead(agreement.summary, agreement.sources, address, scribe)
    parties = join_runs((scribe.party(party) for party in agreement.parties), " · ")
    dates = {name: getattr(agreement, name) for name in ("signed", "in_force", "ended")}
    fields: dict[str, Runs] = {
        "parties": parties,
        **{name: (Run(scribe.date(date)),) for name, date in dates.items() if date},
        "status": scribe.text(agreement.status) if agreement.status else (),
        "citation": scribe.text(agreement.citation) if agreement.citation else (),
    }
    for name, runs in fields.items():
        if runs:
            label = Run(with_colon(label_for(name, scribe.language), scribe.language), Tone.QUIET)
            yield Passage(address=address / name, runs=(label, *runs), indent=1, marker="•")
    yield from render_body(agreement.body, address, scribe)
    yield from render_events(agreement.events, address, scribe)


def render_events(events: "tuple[Event, ...]", address: Address, scribe: InlineRenderer) -> Iterator[AnyLine]:
    """A timeline, oldest first."""
    if events:
        yield _part("events", address, scribe)
    for position, event in sorted(enumerate(events), key=lambda numbered: numbered[1].date):
        date = Run(with_colon(scribe.date(event.date), scribe.language), strong=True)
        runs = (date, *scribe.text(event.text), *scribe.marks(event.sources))
        language = event.text.spoken(scribe.language)
        yield Passage(address=address / "events" / position, language=language, runs=runs, indent=1, marker="•")


def _lead(
    summary: Text | None, sources: tuple[str, ...], address: Address, scribe: InlineRenderer
) -> Iterator[AnyLine]:
    marks = scribe.marks(sources)
    if summary is not None:
        runs = (*scribe.text(summary), *marks)
        yield Passage(address=address / "summary", language=summary.spoken(scribe.language), runs=runs)
    elif marks:
        yield Passage(address=address / "sources", runs=marks[1:])


def _listed(name: str, items: tuple[Runs, ...], address: Address, scribe: InlineRenderer) -> Iterator[AnyLine]:
    if items:
        yield _part(name, address, scribe)
    for position, runs in enumerate(items):
        yield Passage(address=address / name / position, runs=runs, indent=1, marker="•")


def _part(name: str, address: Address, scribe: InlineRenderer) -> Heading:
    """The heading of a part of an entry."""
    return Heading(address=address / name, runs=(Run(label_for(name, scribe.language)),), depth=1)
