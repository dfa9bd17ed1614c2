"""Builds documents: the flow of an entry, in one language or with the lines of a second one as counterparts."""

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import evolve

from bindertui.document.flow import AnyLine, Flow, Heading, Passage, Run, Runs, Tone
from bindertui.document.front_page import ReaderStatus, render_front_page
from bindertui.document.index_pages import render_index
from bindertui.document.inline import InlineRenderer, join_runs
from bindertui.document.labels import label_for, with_colon
from bindertui.errors import NotFoundError
from bindertui.i18n import lazy_gettext
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.outline import BINDER, AnyEntry, BrokenEntry, Cover, IndexPage
from bindertui.model.text import Text, single_line

if TYPE_CHECKING:
    from bindertui.model.entries import Agreement, Event, Partner, Section


def pair_languages(flow: Flow, other: Flow) -> Flow:
    """Give the lines of a document their counterparts in a second language, matched by kind and address.

    Args:
        flow: the document in the reader's language, which sets the order.
        other: the same document in the second language.
    """
    unmatched: dict[tuple[type, Address], deque[AnyLine]] = {}
    for line in other.lines:
        unmatched.setdefault((type(line), line.address), deque()).append(line)
    lines = []
    for line in flow.lines:
        counterparts = unmatched.get((type(line), line.address))
        lines.append(_pair(line, counterparts.popleft(), flow, other) if counterparts else line)
    return evolve(flow, second_language=other.language, lines=tuple(lines))


def _pair(line: AnyLine, counterpart: AnyLine, flow: Flow, other: Flow) -> AnyLine:
    return evolve(
        _mark_absent(line, flow.language),
        counterpart=evolve(_mark_absent(counterpart, other.language), language=other.language),
    )


def _mark_absent(line: AnyLine, language: str) -> AnyLine:
    """Return the line, or a note that it is absent: a fallback text is already shown on the other side."""
    if line.language in {"", language} or not isinstance(line, Heading | Passage):
        return line
    return evolve(line, runs=(Run(label_for("absent", language), Tone.QUIET),), language=language)


def build_flow(binder: Binder, identifier: str, language: str, status: ReaderStatus | None = None) -> Flow:
    """Return the document of an entry.

    Args:
        binder: the binder.
        identifier: the id of the entry.
        language: the reader's language.
        status: the reader's progress, for the front page.

    Raises:
        NotFoundError: the binder has no such entry.
    """
    entry = binder.entry(identifier)
    if entry is None:
        raise NotFoundError(
            lazy_gettext(
                "There is no entry {address!r} in the binder {binder}.", address=identifier, binder=binder.cover.id
            )
        )
    renderer = InlineRenderer(binder, language)
    return Flow(
        identifier, renderer.entry_name(identifier), language, tuple(render_entry(entry, identifier, renderer, status))
    )


def render_entry(
    entry: AnyEntry, identifier: str, renderer: InlineRenderer, status: ReaderStatus | None = None
) -> Iterator[AnyLine]:
    """Yield the lines of an entry, heading first."""
    address = Address(identifier)
    match entry:
        case IndexPage():
            yield Heading(address=address, runs=renderer.render(entry.title))
            yield from render_index(identifier, renderer)
        case Cover():
            yield Heading(address=Address(BINDER), runs=renderer.render(entry.title))
            yield from render_front_page(renderer, status)
        case BrokenEntry():
            yield Heading(address=address, runs=(Run(single_line(entry.id)),))
            yield Passage(address=address, runs=(Run(label_for("broken", renderer.language), Tone.PROBLEM),))
            for problem in entry.problems:
                yield Passage(address=address, runs=(Run(problem.describe(renderer.language)),), indent=1, marker="•")
        case _:
            yield from _render_content(entry, address, renderer)


def _render_content(
    entry: "Section | Partner | Agreement", address: Address, renderer: InlineRenderer
) -> Iterator[AnyLine]:
    from bindertui.model.entries import Partner, Section  # noqa: PLC0415 - the first frame shows no entry, only the cover

    match entry:
        case Section():
            yield from _section(entry, 0, renderer)
        case Partner():
            yield Heading(address=address, runs=heading_line(entry.name, entry.acronym, renderer))
            yield from render_partner(entry, renderer)
        case _:
            yield Heading(address=address, runs=heading_line(entry.title, entry.acronym, renderer))
            yield from _agreement(entry, renderer)


def _section(section: "Section", depth: int, renderer: InlineRenderer) -> Iterator[AnyLine]:
    from bindertui.document.body import render_body  # noqa: PLC0415 - as in `_render_content`

    address = Address(section.id)
    yield Heading(
        address=address,
        runs=renderer.render(section.title),
        depth=depth,
        language=section.title.shown_language(renderer.language),
    )
    yield from _lead(section.summary, section.sources, address, renderer)
    if section.partners:
        links = join_runs(((renderer.entry_link(partner),) for partner in section.partners), " · ")
        label = Run(with_colon(label_for("partners", renderer.language), renderer.language), Tone.QUIET)
        yield Passage(address=address / "partners", runs=(label, *links))
    yield from render_body(section.body, address, renderer)
    for nested in section.sections:
        yield from _section(nested, depth + 1, renderer)


def heading_line(name: Text, acronym: Text | None, renderer: InlineRenderer) -> Runs:
    """Return a name with its acronym in parentheses."""
    return (*renderer.render(name), *renderer.acronym_suffix(acronym, name))


def render_partner(partner: "Partner", renderer: InlineRenderer) -> Iterator[AnyLine]:
    """Yield the lines of a partner, below its name."""
    address = Address(partner.id)
    yield Passage(address=address / "kind", runs=(Run(label_for(partner.kind, renderer.language), Tone.QUIET),))
    yield from _lead(partner.summary, partner.sources, address, renderer)
    for name, text in (("role", partner.role), ("lead", partner.lead)):
        if text is not None:
            yield _part_heading(name, address, renderer)
            yield Passage(
                address=address / name, language=text.shown_language(renderer.language), runs=renderer.render(text)
            )
    yield from _labelled_list("members", tuple(renderer.party(member) for member in partner.members), address, renderer)
    agreements = tuple((renderer.entry_link(agreement),) for agreement in partner.agreements)
    yield from _labelled_list("agreements", agreements, address, renderer)
    if partner.facts:
        yield _part_heading("facts", address, renderer)
        for position, fact in enumerate(partner.facts):
            label = Run(with_colon(renderer.plain(fact.label), renderer.language), Tone.QUIET)
            runs = (label, *renderer.render(fact.value, strong=True), *renderer.citations(fact.sources, fact.as_of))
            yield Passage(address=address / "facts" / position, runs=runs, indent=1, marker="•")
    yield from render_events(partner.events, address, renderer)
    if partner.links:
        yield _part_heading("links", address, renderer)
        for position, link in enumerate(partner.links):
            url = single_line(link.url.in_language(renderer.language))
            runs = (Run(renderer.plain(link.label), url=url), Run(f" {url}", Tone.QUIET))
            yield Passage(address=address / "links" / position, runs=runs, indent=1, marker="•")


def _agreement(agreement: "Agreement", renderer: InlineRenderer) -> Iterator[AnyLine]:
    from bindertui.document.body import render_body  # noqa: PLC0415 - as in `_render_content`

    address = Address(agreement.id)
    yield from _lead(agreement.summary, agreement.sources, address, renderer)
    parties = join_runs((renderer.party(party) for party in agreement.parties), " · ")
    dates = {name: getattr(agreement, name) for name in ("signed", "in_force", "ended")}
    fields: dict[str, Runs] = {
        "parties": parties,
        **{name: (Run(renderer.date(date)),) for name, date in dates.items() if date},
        "status": renderer.render(agreement.status) if agreement.status else (),
        "citation": renderer.render(agreement.citation) if agreement.citation else (),
    }
    for name, runs in fields.items():
        if runs:
            label = Run(with_colon(label_for(name, renderer.language), renderer.language), Tone.QUIET)
            yield Passage(address=address / name, runs=(label, *runs), indent=1, marker="•")
    yield from render_body(agreement.body, address, renderer)
    yield from render_events(agreement.events, address, renderer)


def render_events(events: "tuple[Event, ...]", address: Address, renderer: InlineRenderer) -> Iterator[AnyLine]:
    """Yield a timeline, oldest event first."""
    if events:
        yield _part_heading("events", address, renderer)
    for position, event in sorted(enumerate(events), key=lambda numbered: numbered[1].date):
        date = Run(with_colon(renderer.date(event.date), renderer.language), strong=True)
        runs = (date, *renderer.render(event.text), *renderer.citations(event.sources))
        language = event.text.shown_language(renderer.language)
        yield Passage(address=address / "events" / position, language=language, runs=runs, indent=1, marker="•")


def _lead(
    summary: Text | None, sources: tuple[str, ...], address: Address, renderer: InlineRenderer
) -> Iterator[AnyLine]:
    marks = renderer.citations(sources)
    if summary is not None:
        runs = (*renderer.render(summary), *marks)
        yield Passage(address=address / "summary", language=summary.shown_language(renderer.language), runs=runs)
    elif marks:
        yield Passage(address=address / "sources", runs=marks[1:])


def _labelled_list(name: str, items: tuple[Runs, ...], address: Address, renderer: InlineRenderer) -> Iterator[AnyLine]:
    if items:
        yield _part_heading(name, address, renderer)
    for position, runs in enumerate(items):
        yield Passage(address=address / name / position, runs=runs, indent=1, marker="•")


def _part_heading(name: str, address: Address, renderer: InlineRenderer) -> Heading:
    """Return the heading of a part of an entry."""
    return Heading(address=address / name, runs=(Run(label_for(name, renderer.language)),), depth=1)
