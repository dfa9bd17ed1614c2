"""Entries to flows."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bindertui.document.flow import AnyLine, Flow, Heading, Passage, Run, Runs, Tone
from bindertui.document.front import Visit, front_lines
from bindertui.document.lists import index_lines
from bindertui.document.runs import Scribe, between
from bindertui.document.words import labelled, word
from bindertui.errors import NotFoundError
from bindertui.model.address import Address
from bindertui.model.binder import BINDER, AnyEntry, Binder, Broken, Cover, Index
from bindertui.model.text import Text, one_line
from bindertui.speech import wording

if TYPE_CHECKING:
    from bindertui.model.entries import Agreement, Event, Partner, Section


def flow(binder: Binder, identifier: str, language: str, visit: Visit | None = None) -> Flow:
    """What an entry shows to readers of a language; `NotFoundError` if the binder has no such entry.

    What is known of one reader in particular, their `visit`, is told on the front page.
    """
    entry = binder.entry(identifier)
    if entry is None:
        raise NotFoundError(
            wording("There is no entry {address!r} in the binder {binder}.", address=identifier, binder=binder.cover.id)
        )
    scribe = Scribe(binder, language)
    return Flow(identifier, scribe.name(identifier), language, tuple(entry_lines(entry, identifier, scribe, visit)))


def entry_lines(entry: AnyEntry, identifier: str, scribe: Scribe, visit: Visit | None = None) -> Iterator[AnyLine]:
    """The lines of an entry, heading first."""
    address = Address(identifier)
    match entry:
        case Index():
            yield Heading(address=address, runs=scribe.text(entry.title))
            yield from index_lines(identifier, scribe)
        case Cover():
            yield Heading(address=Address(BINDER), runs=scribe.text(entry.title))
            yield from front_lines(scribe, visit)
        case Broken():
            yield Heading(address=address, runs=(Run(one_line(entry.id)),))
            yield Passage(address=address, runs=(Run(word("broken", scribe.language), Tone.PROBLEM),))
            for problem in entry.problems:
                yield Passage(address=address, runs=(Run(problem.words(scribe.language)),), indent=1, marker="•")
        case _:
            yield from _written(entry, address, scribe)


def _written(entry: "Section | Partner | Agreement", address: Address, scribe: Scribe) -> Iterator[AnyLine]:
    from bindertui.model.entries import Partner, Section  # noqa: PLC0415 - the front page, which comes first, has none

    match entry:
        case Section():
            yield from _section(entry, 0, scribe)
        case Partner():
            yield Heading(address=address, runs=titled(entry.name, entry.acronym, scribe))
            yield from partner_lines(entry, scribe)
        case _:
            yield Heading(address=address, runs=titled(entry.title, entry.acronym, scribe))
            yield from _agreement(entry, scribe)


def _section(section: "Section", depth: int, scribe: Scribe) -> Iterator[AnyLine]:
    from bindertui.document.body import body_lines  # noqa: PLC0415 - as in `_written`

    address = Address(section.id)
    yield Heading(
        address=address, runs=scribe.text(section.title), depth=depth, language=section.title.spoken(scribe.language)
    )
    yield from _lead(section.summary, section.sources, address, scribe)
    if section.partners:
        links = between(((scribe.link(partner),) for partner in section.partners), " · ")
        label = Run(labelled(word("partners", scribe.language), scribe.language), Tone.QUIET)
        yield Passage(address=address / "partners", runs=(label, *links))
    yield from body_lines(section.body, address, scribe)
    for nested in section.sections:
        yield from _section(nested, depth + 1, scribe)


def titled(name: Text, acronym: Text | None, scribe: Scribe) -> Runs:
    """A name with its acronym in parentheses."""
    return (*scribe.text(name), *scribe.acronym(acronym, name))


def partner_lines(partner: "Partner", scribe: Scribe) -> Iterator[AnyLine]:
    """What is known of a partner, below its name."""
    address = Address(partner.id)
    yield Passage(address=address / "kind", runs=(Run(word(partner.kind, scribe.language), Tone.QUIET),))
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
            label = Run(labelled(scribe.bare(fact.label), scribe.language), Tone.QUIET)
            runs = (label, *scribe.text(fact.value, strong=True), *scribe.marks(fact.sources, fact.as_of))
            yield Passage(address=address / "facts" / position, runs=runs, indent=1, marker="•")
    yield from event_lines(partner.events, address, scribe)
    if partner.links:
        yield _part("links", address, scribe)
        for position, link in enumerate(partner.links):
            url = one_line(link.url.read(scribe.language))
            runs = (Run(scribe.bare(link.label), url=url), Run(f" {url}", Tone.QUIET))
            yield Passage(address=address / "links" / position, runs=runs, indent=1, marker="•")


def _agreement(agreement: "Agreement", scribe: Scribe) -> Iterator[AnyLine]:
    from bindertui.document.body import body_lines  # noqa: PLC0415 - as in `_written`

    address = Address(agreement.id)
    yield from _lead(agreement.summary, agreement.sources, address, scribe)
    parties = between((scribe.party(party) for party in agreement.parties), " · ")
    dates = {name: getattr(agreement, name) for name in ("signed", "in_force", "ended")}
    fields: dict[str, Runs] = {
        "parties": parties,
        **{name: (Run(scribe.date(date)),) for name, date in dates.items() if date},
        "status": scribe.text(agreement.status) if agreement.status else (),
        "citation": scribe.text(agreement.citation) if agreement.citation else (),
    }
    for name, runs in fields.items():
        if runs:
            label = Run(labelled(word(name, scribe.language), scribe.language), Tone.QUIET)
            yield Passage(address=address / name, runs=(label, *runs), indent=1, marker="•")
    yield from body_lines(agreement.body, address, scribe)
    yield from event_lines(agreement.events, address, scribe)


def event_lines(events: "tuple[Event, ...]", address: Address, scribe: Scribe) -> Iterator[AnyLine]:
    """A timeline, oldest first."""
    if events:
        yield _part("events", address, scribe)
    for position, event in sorted(enumerate(events), key=lambda numbered: numbered[1].date):
        date = Run(labelled(scribe.date(event.date), scribe.language), strong=True)
        runs = (date, *scribe.text(event.text), *scribe.marks(event.sources))
        language = event.text.spoken(scribe.language)
        yield Passage(address=address / "events" / position, language=language, runs=runs, indent=1, marker="•")


def _lead(summary: Text | None, sources: tuple[str, ...], address: Address, scribe: Scribe) -> Iterator[AnyLine]:
    marks = scribe.marks(sources)
    if summary is not None:
        runs = (*scribe.text(summary), *marks)
        yield Passage(address=address / "summary", language=summary.spoken(scribe.language), runs=runs)
    elif marks:
        yield Passage(address=address / "sources", runs=marks[1:])


def _listed(name: str, items: tuple[Runs, ...], address: Address, scribe: Scribe) -> Iterator[AnyLine]:
    if items:
        yield _part(name, address, scribe)
    for position, runs in enumerate(items):
        yield Passage(address=address / name / position, runs=runs, indent=1, marker="•")


def _part(name: str, address: Address, scribe: Scribe) -> Heading:
    """The heading of a part of an entry."""
    return Heading(address=address / name, runs=(Run(word(name, scribe.language)),), depth=1)
