"""The lists every binder has."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from bindertui.document.flow import AnyLine, Heading, Passage, Run, Runs, Tone
from bindertui.document.runs import Scribe
from bindertui.document.words import labelled, word
from bindertui.model.address import Address
from bindertui.model.binder import AGREEMENTS, GLOSSARY, PARTNERS, SOURCES, Place
from bindertui.model.text import folded, one_line

if TYPE_CHECKING:
    from bindertui.model.entries import Source, Term


def index_lines(identifier: str, scribe: Scribe) -> Iterator[AnyLine]:
    """The list of a binder's partners, agreements, terms or sources."""
    binder = scribe.binder
    if any(broken.id == identifier for broken in binder.broken):
        yield from _broken(identifier, scribe)
    elif identifier == PARTNERS:
        yield from _partners(scribe)
    elif identifier == AGREEMENTS:
        for agreement in _by_title(binder.children(AGREEMENTS), scribe):
            yield item(agreement, Address(AGREEMENTS) / agreement.id, scribe)
    elif identifier == GLOSSARY:
        terms = sorted(enumerate(binder.terms), key=lambda numbered: folded(numbered[1].term.read(scribe.language)))
        for position, term in terms:
            yield _term(term, Address(GLOSSARY) / position, scribe)
    elif identifier == SOURCES:
        for key, source in binder.sources.items():
            yield _source(key, source, scribe)


def source_line(key: str, scribe: Scribe) -> Passage | None:
    """What a source mark stands for, or None if the binder has no such source."""
    source = scribe.binder.sources.get(key)
    return _source(key, source, scribe) if source else None


def _partners(scribe: Scribe) -> Iterator[AnyLine]:
    for kind, partners in groupby(scribe.binder.children(PARTNERS), attrgetter("partner")):
        if kind:
            runs = (Run(word(f"kinds.{kind}", scribe.language)),)
            yield Heading(address=Address(PARTNERS) / kind.value, runs=runs, depth=1)
        for partner in _by_title(partners, scribe):
            yield item(partner, Address(PARTNERS) / partner.id, scribe)


def _by_title(places: Iterable[Place], scribe: Scribe) -> list[Place]:
    """The places as readers of the language look them up: accents and case do not count."""
    return sorted(places, key=lambda place: folded(place.title.read(scribe.language)))


def item(place: Place, address: Address, scribe: Scribe, aside: Runs = ()) -> Passage:
    """An entry as a list shows it: its name, what stands aside of it, and its summary."""
    # Not by `Scribe.link`, which would look up by its id what is at hand: the cover may list a thousand.
    link = Run(one_line(place.title.read(scribe.language)), strong=not place.broken, to=Address(place.id))
    if place.broken:
        problem = Run(f" {word('broken', scribe.language)}", Tone.PROBLEM)
        return Passage(address=address, runs=(link, problem), indent=1, marker="•")
    runs: Runs = (link, *scribe.acronym(place.acronym, place.title), *aside)
    if place.summary is not None:
        runs = (*runs, Run(" — ", Tone.QUIET), *scribe.text(place.summary))
    return Passage(address=address, runs=runs, indent=1, marker="•")


def _term(term: "Term", address: Address, scribe: Scribe) -> Passage:
    language = scribe.language
    name = scribe.text(term.term, strong=True)
    runs = (*name, Run(" — ", Tone.QUIET), *scribe.text(term.meaning))
    if term.entry:
        runs = (*runs, Run(f" {labelled(word('see', language), language)}", Tone.QUIET), scribe.link(term.entry))
    return Passage(address=address, runs=(*runs, *scribe.marks(term.sources)), language=term.term.spoken(language))


def _source(key: str, source: "Source", scribe: Scribe) -> Passage:
    language = scribe.language
    runs = [Run(f"{one_line(key)} ", strong=True), *scribe.text(source.title)]
    if source.publisher:
        runs += (Run(". ", Tone.QUIET), *scribe.text(source.publisher))
    if source.date:
        runs += (Run(", ", Tone.QUIET), Run(scribe.date(source.date)))
    if source.url:
        url = one_line(source.url.read(language))
        runs += (Run(" "), Run(url, Tone.QUIET, url=url))
    return Passage(address=Address(SOURCES) / key, runs=tuple(runs))


def _broken(identifier: str, scribe: Scribe) -> Iterator[AnyLine]:
    yield Passage(address=Address(identifier), runs=(Run(word("broken", scribe.language), Tone.PROBLEM),))
    for broken in scribe.binder.broken:
        if broken.id == identifier:
            for problem in broken.problems:
                yield Passage(
                    address=Address(identifier), runs=(Run(problem.words(scribe.language)),), indent=1, marker="•"
                )
