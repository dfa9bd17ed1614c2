"""The index pages of a binder: its lists of partners, agreements, glossary terms and sources."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from bindertui.document.flow import AnyLine, Heading, Passage, Run, Runs, Tone
from bindertui.document.inline import InlineRenderer
from bindertui.document.labels import label_for, with_colon
from bindertui.model.address import Address
from bindertui.model.outline import AGREEMENTS, GLOSSARY, PARTNERS, SOURCES, OutlineItem
from bindertui.model.text import fold_text, single_line

if TYPE_CHECKING:
    from bindertui.model.entries import Source, Term


def render_index(identifier: str, renderer: InlineRenderer) -> Iterator[AnyLine]:
    """Yield the lines of an index page, below its title."""
    binder = renderer.binder
    if any(broken.id == identifier for broken in binder.broken):
        yield from _render_broken(identifier, renderer)
    elif identifier == PARTNERS:
        yield from _render_partners(renderer)
    elif identifier == AGREEMENTS:
        for agreement in _by_title(binder.children(AGREEMENTS), renderer):
            yield render_list_item(agreement, Address(AGREEMENTS) / agreement.id, renderer)
    elif identifier == GLOSSARY:
        terms = sorted(
            enumerate(binder.terms), key=lambda numbered: fold_text(numbered[1].term.in_language(renderer.language))
        )
        for position, term in terms:
            yield _term_line(term, Address(GLOSSARY) / position, renderer)
    elif identifier == SOURCES:
        for key, source in binder.sources.items():
            yield _source_line(key, source, renderer)


def render_source(key: str, renderer: InlineRenderer) -> Passage | None:
    """Return the reference of a source, or None if the binder has no such source."""
    source = renderer.binder.sources.get(key)
    return _source_line(key, source, renderer) if source else None


def _render_partners(renderer: InlineRenderer) -> Iterator[AnyLine]:
    for kind, partners in groupby(renderer.binder.children(PARTNERS), attrgetter("partner_kind")):
        if kind:
            runs = (Run(label_for(f"kinds.{kind}", renderer.language)),)
            yield Heading(address=Address(PARTNERS) / kind.value, runs=runs, depth=1)
        for partner in _by_title(partners, renderer):
            yield render_list_item(partner, Address(PARTNERS) / partner.id, renderer)


def _by_title(items: Iterable[OutlineItem], renderer: InlineRenderer) -> list[OutlineItem]:
    """Sort items by title in the reader's language, ignoring accents and case."""
    return sorted(items, key=lambda item: fold_text(item.title.in_language(renderer.language)))


def render_list_item(item: OutlineItem, address: Address, renderer: InlineRenderer, suffix: Runs = ()) -> Passage:
    """Return an entry as a list item: a link, its acronym, the suffix and its summary."""
    # Not `InlineRenderer.entry_link`, which would look up the item again: a front page may list a thousand.
    link = Run(
        single_line(item.title.in_language(renderer.language)), strong=not item.is_broken, target=Address(item.id)
    )
    if item.is_broken:
        problem = Run(f" {label_for('broken', renderer.language)}", Tone.PROBLEM)
        return Passage(address=address, runs=(link, problem), indent=1, marker="•")
    runs: Runs = (link, *renderer.acronym_suffix(item.acronym, item.title), *suffix)
    if item.summary is not None:
        runs = (*runs, Run(" — ", Tone.QUIET), *renderer.render(item.summary))
    return Passage(address=address, runs=runs, indent=1, marker="•")


def _term_line(term: "Term", address: Address, renderer: InlineRenderer) -> Passage:
    language = renderer.language
    name = renderer.render(term.term, strong=True)
    runs = (*name, Run(" — ", Tone.QUIET), *renderer.render(term.meaning))
    if term.entry:
        runs = (
            *runs,
            Run(f" {with_colon(label_for('see', language), language)}", Tone.QUIET),
            renderer.entry_link(term.entry),
        )
    return Passage(
        address=address, runs=(*runs, *renderer.citations(term.sources)), language=term.term.shown_language(language)
    )


def _source_line(key: str, source: "Source", renderer: InlineRenderer) -> Passage:
    language = renderer.language
    runs = [Run(f"{single_line(key)} ", strong=True), *renderer.render(source.title)]
    if source.publisher:
        runs += (Run(". ", Tone.QUIET), *renderer.render(source.publisher))
    if source.date:
        runs += (Run(", ", Tone.QUIET), Run(renderer.date(source.date)))
    if source.url:
        url = single_line(source.url.in_language(language))
        runs += (Run(" "), Run(url, Tone.QUIET, url=url))
    return Passage(address=Address(SOURCES) / key, runs=tuple(runs))


def _render_broken(identifier: str, renderer: InlineRenderer) -> Iterator[AnyLine]:
    yield Passage(address=Address(identifier), runs=(Run(label_for("broken", renderer.language), Tone.PROBLEM),))
    for broken in renderer.binder.broken:
        if broken.id == identifier:
            for problem in broken.problems:
                yield Passage(
                    address=Address(identifier), runs=(Run(problem.describe(renderer.language)),), indent=1, marker="•"
                )
