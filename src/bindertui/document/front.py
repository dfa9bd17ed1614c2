"""The front page of a binder: what it is, what matters, what is new to the reader, and what there is to read."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain, islice
from math import ceil

from bindertui.document.flow import AnyLine, Heading, Passage, Run, Runs, Tone
from bindertui.document.lists import item
from bindertui.document.runs import Scribe
from bindertui.document.words import labelled, percent, word
from bindertui.model.address import Address
from bindertui.model.binder import BINDER, Place
from bindertui.model.gist import Gist, Takeaway
from bindertui.model.kinds import EntryKind
from bindertui.speech import number_text, say, say_many
from bindertui.values import frozen

ONWARD = Address(BINDER, ("onward",))
"""The line of the front page that leads on to where the reader stopped."""

_MOST = 12
"""Takeaways, and entries that are new, that are listed; of the others their number is told."""
_PACE = 230
"""Words read a minute, silently, of running text that is not a story (Brysbaert, 2019)."""
_TOLD = 256
"""What is told beside sections is kept so many times: most of a thousand have the same to tell."""


@frozen
class Visit:
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


def front_lines(scribe: Scribe, visit: Visit | None) -> Iterator[AnyLine]:
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


def _onward(visit: Visit, scribe: Scribe) -> Iterator[AnyLine]:
    """The one line that leads on: to where the reader stopped, or to the beginning."""
    if visit.onward is not None:
        label = Run(labelled(word("go_on" if visit.begun else "begin", scribe.language), scribe.language), strong=True)
        link = Run(scribe.name(visit.onward.entry), to=visit.onward)
        yield Passage(address=ONWARD, runs=(Run("→ "), label, link))


def _edition(scribe: Scribe) -> Iterator[AnyLine]:
    cover, language = scribe.binder.cover, scribe.language
    fields = {
        "department": scribe.text(cover.department) if cover.department else (),
        "audience": (Run(word(f"audience.{cover.audience}", language)),),
        "edition": (Run(scribe.date(cover.edition) or word("unknown", language)),),
        "source": scribe.marks((cover.source,))[1:] if cover.source else (),
    }
    for name, runs in fields.items():
        if runs:
            label = Run(labelled(word(name, language), language), Tone.QUIET)
            yield Passage(address=Address(BINDER) / name, runs=(label, *runs), indent=1)


def _takeaways(takeaways: list[Takeaway], scribe: Scribe) -> Iterator[AnyLine]:
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
        told = say_many("And {count} more in the sections.", "And {count} more in the sections.", more, scribe.language)
        yield _rest(told, at)


def _news(news: Mapping[str, bool], scribe: Scribe) -> Iterator[AnyLine]:
    at = Address(BINDER) / "news"
    yield _heading(at, scribe)
    for position, (identifier, added) in enumerate(islice(news.items(), _MOST)):
        how = Run(f" — {word('news.added' if added else 'news.changed', scribe.language)}", Tone.QUIET)
        yield Passage(address=at / position, runs=(scribe.link(identifier), how), indent=1, marker="•")
    if (more := len(news) - _MOST) > 0:
        yield _rest(say_many("And {count} more.", "And {count} more.", more, scribe.language), at)


def _contents(
    sections: list[Place], gists: Mapping[str, Gist], visit: Visit | None, scribe: Scribe
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
        yield item(section, at / position, scribe, aside)


def _reading(words: int, share: float, scribe: Scribe) -> Runs:
    """How long it takes to read so many words, and which share of them has been read."""
    return _told(ceil(words / _PACE), share, scribe.language)


@lru_cache(_TOLD)
def _told(minutes: int, share: float, language: str) -> Runs:
    told = [say("{minutes} min", language, minutes=number_text(minutes, language))] if minutes else []
    if share >= 1:
        told.append(f"✓ {word('read', language)}")
    elif share:
        # Neither begun nor done may be rounded to the other.
        told.append(say("{share} read", language, share=percent(min(max(round(100 * share), 1), 99), language)))
    return (Run("".join(f" · {part}" for part in told), Tone.QUIET),) if told else ()


def _heading(at: Address, scribe: Scribe, aside: Runs = ()) -> Heading:
    key = str(at.path[0])
    runs = (Run(word("all" if key == "sections" else key, scribe.language)), *aside)
    return Heading(address=at, runs=runs, depth=1)


def _rest(told: str, at: Address) -> Passage:
    """How many more there are than are listed."""
    return Passage(address=at, runs=(Run(told, Tone.QUIET),), indent=1)
