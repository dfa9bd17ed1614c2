"""The front page of a binder: edition, takeaways, what is new to the reader, contents with reading times."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain, islice
from math import ceil

from bindertui._frozen import frozen
from bindertui.document.flow import AnyLine, Heading, Passage, Run, Runs, Tone
from bindertui.document.index_pages import render_list_item
from bindertui.document.inline import InlineRenderer
from bindertui.document.labels import format_percent, label_for, with_colon
from bindertui.i18n import format_number, gettext, ngettext
from bindertui.model.address import Address
from bindertui.model.enums import EntryKind
from bindertui.model.outline import BINDER, OutlineItem
from bindertui.model.summary import SectionSummary, Takeaway

RESUME_LINE = Address(BINDER, ("onward",))
"""The address of the line that links to where the reader stopped."""

_MAX_ITEMS = 12
"""How many takeaways, and how many changed entries, are listed; the others are only counted."""
_WORDS_PER_MINUTE = 230
"""Average silent reading speed for English non-fiction (Brysbaert, 2019)."""
_MAX_CACHED_SUFFIXES = 256
"""Cached progress texts: most of a thousand sections have one of a few."""


@frozen
class ReaderStatus:
    """A reader's progress in a binder, as the front page shows it.

    Attributes:
        has_begun: whether they have read in this binder before.
        resume_address: where they continue reading; None if there is nothing to read.
        changed_entries: the ids of the entries that changed since they were read; True for new entries.
        read_sections: the ids of the sections that were read.
    """

    has_begun: bool
    resume_address: Address | None
    changed_entries: Mapping[str, bool]
    read_sections: frozenset[str]


def render_front_page(renderer: InlineRenderer, status: ReaderStatus | None) -> Iterator[AnyLine]:
    """Yield the lines of the front page, below the title; without reading progress if there is no status."""
    summaries = renderer.binder.summaries()
    sections = [item for item in renderer.binder.children(None) if item.kind is EntryKind.SECTION]
    if status is not None:
        yield from _resume_line(status, renderer)
    yield from _render_edition(renderer)
    takeaways = (summaries[item.id].takeaways for item in sections if item.id in summaries)
    yield from _render_takeaways([*chain.from_iterable(takeaways)], renderer)
    if status is not None and status.changed_entries:
        yield from _render_changes(status.changed_entries, renderer)
    yield from _render_contents(sections, summaries, status, renderer)


def _resume_line(status: ReaderStatus, renderer: InlineRenderer) -> Iterator[AnyLine]:
    """Yield the line that links to where the reader stopped, or to the beginning."""
    if status.resume_address is not None:
        label = Run(
            with_colon(label_for("go_on" if status.has_begun else "begin", renderer.language), renderer.language),
            strong=True,
        )
        link = Run(renderer.entry_name(status.resume_address.entry), target=status.resume_address)
        yield Passage(address=RESUME_LINE, runs=(Run("→ "), label, link))


def _render_edition(renderer: InlineRenderer) -> Iterator[AnyLine]:
    cover, language = renderer.binder.cover, renderer.language
    fields = {
        "department": renderer.render(cover.department) if cover.department else (),
        "audience": (Run(label_for(f"audience.{cover.audience}", language)),),
        "edition": (Run(renderer.date(cover.edition) or label_for("unknown", language)),),
        "source": renderer.citations((cover.source,))[1:] if cover.source else (),
    }
    for name, runs in fields.items():
        if runs:
            label = Run(with_colon(label_for(name, language), language), Tone.QUIET)
            yield Passage(address=Address(BINDER) / name, runs=(label, *runs), indent=1)


def _render_takeaways(takeaways: list[Takeaway], renderer: InlineRenderer) -> Iterator[AnyLine]:
    at = Address(BINDER) / "takeaways"
    if takeaways:
        yield _heading(at, renderer)
    for position, takeaway in enumerate(takeaways[:_MAX_ITEMS]):
        runs = renderer.render(takeaway.text)
        if not any(run.target for run in runs):
            # A takeaway without a link of its own links to its section.
            section = Run(renderer.entry_name(takeaway.address.entry), target=takeaway.address)
            runs = (*runs, Run(" — ", Tone.QUIET), section)
        language = takeaway.text.shown_language(renderer.language)
        yield Passage(address=at / position, runs=runs, indent=1, marker="•", language=language)
    if (more := len(takeaways) - _MAX_ITEMS) > 0:
        text = ngettext(
            "And {count} more in the sections.", "And {count} more in the sections.", more, renderer.language
        )
        yield _remaining_line(text, at)


def _render_changes(changed: Mapping[str, bool], renderer: InlineRenderer) -> Iterator[AnyLine]:
    at = Address(BINDER) / "news"
    yield _heading(at, renderer)
    for position, (identifier, is_new) in enumerate(islice(changed.items(), _MAX_ITEMS)):
        note = Run(f" — {label_for('news.added' if is_new else 'news.changed', renderer.language)}", Tone.QUIET)
        yield Passage(address=at / position, runs=(renderer.entry_link(identifier), note), indent=1, marker="•")
    if (more := len(changed) - _MAX_ITEMS) > 0:
        yield _remaining_line(ngettext("And {count} more.", "And {count} more.", more, renderer.language), at)


def _render_contents(
    sections: list[OutlineItem],
    summaries: Mapping[str, SectionSummary],
    status: ReaderStatus | None,
    renderer: InlineRenderer,
) -> Iterator[AnyLine]:
    at = Address(BINDER) / "sections"
    read = status.read_sections if status else frozenset()
    words = {item.id: summaries[item.id].words.get(renderer.language, 0) for item in sections if item.id in summaries}
    total = sum(words.values())
    shares = {name: summaries[name].share_read(read) for name in words} if read else {}
    share = sum(words[name] * part for name, part in shares.items()) / total if total else 0.0
    yield _heading(at, renderer, _reading_progress(total, share, renderer))
    for position, section in enumerate(sections):
        suffix = _reading_progress(words.get(section.id, 0), shares.get(section.id, 0.0), renderer)
        yield render_list_item(section, at / position, renderer, suffix)


def _reading_progress(words: int, share: float, renderer: InlineRenderer) -> Runs:
    """Return the reading time of some words, and the share of them that was read."""
    return _progress_runs(ceil(words / _WORDS_PER_MINUTE), share, renderer.language)


@lru_cache(_MAX_CACHED_SUFFIXES)
def _progress_runs(minutes: int, share: float, language: str) -> Runs:
    parts = [gettext("{minutes} min", language, minutes=format_number(minutes, language))] if minutes else []
    if share >= 1:
        parts.append(f"✓ {label_for('read', language)}")
    elif share:
        # Begun must not be rounded to 0 %, nor unfinished to 100 %.
        parts.append(
            gettext("{share} read", language, share=format_percent(min(max(round(100 * share), 1), 99), language))
        )
    return (Run("".join(f" · {part}" for part in parts), Tone.QUIET),) if parts else ()


def _heading(at: Address, renderer: InlineRenderer, suffix: Runs = ()) -> Heading:
    key = str(at.path[0])
    runs = (Run(label_for("all" if key == "sections" else key, renderer.language)), *suffix)
    return Heading(address=at, runs=runs, depth=1)


def _remaining_line(text: str, at: Address) -> Passage:
    """Return the line that counts the items that are not listed."""
    return Passage(address=at, runs=(Run(text, Tone.QUIET),), indent=1)
