"""The lists every binder has.

The front page of a binder: what it is, what matters, what is new to the reader, and what there is to read.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, groupby, islice
from math import ceil
from operator import attrgetter
from typing import TYPE_CHECKING

from bindertui._frozen import frozen
from bindertui.document.flow import AnyLine, Heading, Passage, Run, Runs, Tone
from bindertui.document.inline import InlineRenderer, format_percent, label_for, with_colon
from bindertui.i18n import format_number, gettext, ngettext
from bindertui.model.address import Address
from bindertui.model.enums import EntryKind
from bindertui.model.outline import AGREEMENTS, BINDER, GLOSSARY, PARTNERS, SOURCES, Place
from bindertui.model.summary import SectionSummary, Takeaway
from bindertui.model.text import fold_text, single_line

if TYPE_CHECKING:
    from bindertui.model.entries import Source, Term


def render_index(identifier: str, scribe: InlineRenderer) -> Iterator[AnyLine]:
    """The list of a binder's partners, agreements, terms or sources."""
    binder = scribe.binder
    if any(broken.id == identifier for broken in binder.broken):
        yield from _broken(identifier, scribe)
    elif identifier == PARTNERS:
        yield from _partners(scribe)
    elif identifier == AGREEMENTS:
        for agreement in _by_title(binder.children(AGREEMENTS), scribe):
            yield list_item(agreement, Address(AGREEMENTS) / agreement.id, scribe)
    elif identifier == GLOSSARY:
        terms = sorted(enumerate(binder.terms), key=lambda numbered: fold_text(numbered[1].term.read(scribe.language)))
        for position, term in terms:
            yield _term(term, Address(GLOSSARY) / position, scribe)
    elif identifier == SOURCES:
        for key, source in binder.sources.items():
            yield _source(key, source, scribe)


def render_source(key: str, scribe: InlineRenderer) -> Passage | None:
    """What a source mark stands for, or None if the binder has no such source."""
    source = scribe.binder.sources.get(key)
    return _source(key, source, scribe) if source else None


def _partners(scribe: InlineRenderer) -> Iterator[AnyLine]:
    for kind, partners in groupby(scribe.binder.children(PARTNERS), attrgetter("partner")):
        if kind:
            runs = (Run(label_for(f"kinds.{kind}", scribe.language)),)
            yield Heading(address=Address(PARTNERS) / kind.value, runs=runs, depth=1)
        for partner in _by_title(partners, scribe):
            yield list_item(partner, Address(PARTNERS) / partner.id, scribe)


def _by_title(places: Iterable[Place], scribe: InlineRenderer) -> list[Place]:
    """The places as readers of the language look them up: accents and case do not count."""
    return sorted(places, key=lambda place: fold_text(place.title.read(scribe.language)))


def list_item(place: Place, address: Address, scribe: InlineRenderer, aside: Runs = ()) -> Passage:
    """An entry as a list shows it: its name, what stands aside of it, and its summary."""
    # Not by `Scribe.link`, which would look up by its id what is at hand: the cover may list a thousand.
    link = Run(single_line(place.title.read(scribe.language)), strong=not place.broken, to=Address(place.id))
    if place.broken:
        problem = Run(f" {label_for('broken', scribe.language)}", Tone.PROBLEM)
        return Passage(address=address, runs=(link, problem), indent=1, marker="•")
    runs: Runs = (link, *scribe.acronym(place.acronym, place.title), *aside)
    if place.summary is not None:
        runs = (*runs, Run(" — ", Tone.QUIET), *scribe.text(place.summary))
    return Passage(address=address, runs=runs, indent=1, marker="•")


def _term(term: "Term", address: Address, scribe: InlineRenderer) -> Passage:
    language = scribe.language
    name = scribe.text(term.term, strong=True)
    runs = (*name, Run(" — ", Tone.QUIET), *scribe.text(term.meaning))
    if term.entry:
        runs = (*runs, Run(f" {with_colon(label_for('see', language), language)}", Tone.QUIET), scribe.link(term.entry))
    return Passage(address=address, runs=(*runs, *scribe.marks(term.sources)), language=term.term.spoken(language))


def _source(key: str, source: "Source", scribe: InlineRenderer) -> Passage:
    language = scribe.language
    runs = [Run(f"{single_line(key)} ", strong=True), *scribe.text(source.title)]
    if source.publisher:
        runs += (Run(". ", Tone.QUIET), *scribe.text(source.publisher))
    if source.date:
        runs += (Run(", ", Tone.QUIET), Run(scribe.date(source.date)))
    if source.url:
        url = single_line(source.url.read(language))
        runs += (Run(" "), Run(url, Tone.QUIET, url=url))
    return Passage(address=Address(SOURCES) / key, runs=tuple(runs))


def _broken(identifier: str, scribe: InlineRenderer) -> Iterator[AnyLine]:
    yield Passage(address=Address(identifier), runs=(Run(label_for("broken", scribe.language), Tone.PROBLEM),))
    for broken in scribe.binder.broken:
        if broken.id == identifier:
            for problem in broken.problems:
                yield Passage(
                    address=Address(identifier), runs=(Run(problem.words(scribe.language)),), indent=1, marker="•"
                )


ONWARD = Address(BINDER, ("onward",))
"""The line of the front page that leads on to where the reader stopped."""

_MOST = 12
"""Takeaways, and entries that are new, that are listed; of the others their number is told."""
_PACE = 230
"""Words read a minute, silently, of running text that is not a story (Brysbaert, 2019)."""
_TOLD = 256
"""What is told beside sections is kept so many times: most of a thousand have the same to tell."""


@frozen
class ReaderStatus:
    """What is known of a reader who comes to the front page.

    Attributes:
        begun: whether they have read in this binder before.
        onward: where they go on reading; None where there is nothing to read.
        news: the ids of the entries that have changed since they read them, each with whether it is wholly new.
        read: the ids of the sections that they have read.
    """

    begun: bool
    onward: Address | None
    news: Mapping[str, bool]
    read: frozenset[str]


def render_front_page(scribe: InlineRenderer, visit: ReaderStatus | None) -> Iterator[AnyLine]:
    """The front page, below the title; for nobody in particular without a visit."""
    gists = scribe.binder.gists()
    sections = [place for place in scribe.binder.children(None) if place.kind is EntryKind.SECTION]
    if visit is not None:
        yield from _onward(visit, scribe)
    yield from _edition(scribe)
    takeaways = (gists[place.id].takeaways for place in sections if place.id in gists)
    yield from _takeaways([*chain.from_iterable(takeaways)], scribe)
    if visit is not None and visit.news:
        yield from _news(visit.news, scribe)
    yield from _contents(sections, gists, visit, scribe)


def _onward(visit: ReaderStatus, scribe: InlineRenderer) -> Iterator[AnyLine]:
    """The one line that leads on: to where the reader stopped, or to the beginning."""
    if visit.onward is not None:
        label = Run(
            with_colon(label_for("go_on" if visit.begun else "begin", scribe.language), scribe.language), strong=True
        )
        link = Run(scribe.name(visit.onward.entry), to=visit.onward)
        yield Passage(address=ONWARD, runs=(Run("→ "), label, link))


def _edition(scribe: InlineRenderer) -> Iterator[AnyLine]:
    cover, language = scribe.binder.cover, scribe.language
    fields = {
        "department": scribe.text(cover.department) if cover.department else (),
        "audience": (Run(label_for(f"audience.{cover.audience}", language)),),
        "edition": (Run(scribe.date(cover.edition) or label_for("unknown", language)),),
        "source": scribe.marks((cover.source,))[1:] if cover.source else (),
    }
    for name, runs in fields.items():
        if runs:
            label = Run(with_colon(label_for(name, language), language), Tone.QUIET)
            yield Passage(address=Address(BINDER) / name, runs=(label, *runs), indent=1)


def _takeaways(takeaways: list[Takeaway], scribe: InlineRenderer) -> Iterator[AnyLine]:
    at = Address(BINDER) / "takeaways"
    if takeaways:
        yield _heading(at, scribe)
    for position, takeaway in enumerate(takeaways[:_MOST]):
        runs = scribe.text(takeaway.text)
        if not any(run.to for run in runs):
            # It says of itself nowhere to go: it leads to where it stands.
            section = Run(scribe.name(takeaway.address.entry), to=takeaway.address)
            runs = (*runs, Run(" — ", Tone.QUIET), section)
        language = takeaway.text.spoken(scribe.language)
        yield Passage(address=at / position, runs=runs, indent=1, marker="•", language=language)
    if (more := len(takeaways) - _MOST) > 0:
        told = ngettext("And {count} more in the sections.", "And {count} more in the sections.", more, scribe.language)
        yield _rest(told, at)


def _news(news: Mapping[str, bool], scribe: InlineRenderer) -> Iterator[AnyLine]:
    at = Address(BINDER) / "news"
    yield _heading(at, scribe)
    for position, (identifier, added) in enumerate(islice(news.items(), _MOST)):
        how = Run(f" — {label_for('news.added' if added else 'news.changed', scribe.language)}", Tone.QUIET)
        yield Passage(address=at / position, runs=(scribe.link(identifier), how), indent=1, marker="•")
    if (more := len(news) - _MOST) > 0:
        yield _rest(ngettext("And {count} more.", "And {count} more.", more, scribe.language), at)


def _contents(
    sections: list[Place], gists: Mapping[str, SectionSummary], visit: ReaderStatus | None, scribe: InlineRenderer
) -> Iterator[AnyLine]:
    at = Address(BINDER) / "sections"
    read = visit.read if visit else frozenset()
    words = {place.id: gists[place.id].words.get(scribe.language, 0) for place in sections if place.id in gists}
    whole = sum(words.values())
    shares = {name: gists[name].read(read) for name in words} if read else {}
    share = sum(words[name] * part for name, part in shares.items()) / whole if whole else 0.0
    yield _heading(at, scribe, _reading(whole, share, scribe))
    for position, section in enumerate(sections):
        aside = _reading(words.get(section.id, 0), shares.get(section.id, 0.0), scribe)
        yield list_item(section, at / position, scribe, aside)


def _reading(words: int, share: float, scribe: InlineRenderer) -> Runs:
    """How long it takes to read so many words, and which share of them has been read."""
    return _told(ceil(words / _PACE), share, scribe.language)


@lru_cache(_TOLD)
def _told(minutes: int, share: float, language: str) -> Runs:
    told = [gettext("{minutes} min", language, minutes=format_number(minutes, language))] if minutes else []
    if share >= 1:
        told.append(f"✓ {label_for('read', language)}")
    elif share:
        # Neither begun nor done may be rounded to the other.
        told.append(
            gettext("{share} read", language, share=format_percent(min(max(round(100 * share), 1), 99), language))
        )
    return (Run("".join(f" · {part}" for part in told), Tone.QUIET),) if told else ()


def _heading(at: Address, scribe: InlineRenderer, aside: Runs = ()) -> Heading:
    key = str(at.path[0])
    runs = (Run(label_for("all" if key == "sections" else key, scribe.language)), *aside)
    return Heading(address=at, runs=runs, depth=1)


def _rest(told: str, at: Address) -> Passage:
    """How many more there are than are listed."""
    return Passage(address=at, runs=(Run(told, Tone.QUIET),), indent=1)
