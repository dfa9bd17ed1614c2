"""Documents for readers: the flow an address is in, its details, and the preview of a link."""

from collections.abc import Sequence

from attrs import evolve

from bindertui.document.builder import build_flow
from bindertui.document.details import entry_details, mention_details, source_details
from bindertui.document.flow import AnyLine, Flow, Heading, Passage, Run, Tone
from bindertui.document.highlight import links_in
from bindertui.document.index_pages import ReaderStatus
from bindertui.document.inline import InlineRenderer, label_for
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.enums import EntryKind
from bindertui.model.outline import BINDER, SOURCES
from bindertui.model.text import Text
from bindertui.services.library import Snapshot, document_id


def first_heading(lines: Sequence[AnyLine], place: Address) -> Address:
    """The address of the first line that shows something of a place; the place itself where there is none."""
    inside = (
        line.address
        for line in lines
        if line.address.entry == place.entry and line.address.path[: len(place.path)] == place.path
    )
    return next(inside, place)


_SUBJECTS = {EntryKind.PARTNER, EntryKind.AGREEMENT}
"""What the details tell about."""


def build_document(snapshot: Snapshot, place: Address, language: str, visit: ReaderStatus | None = None) -> Flow:
    """The document a place lies in: a nested section is read inside its top section.

    What is known of one reader in particular, their `visit`, is told on the front page.

    Raises:
        NotFoundError: the binder has no such entry.
    """
    snapshot.entry(place)
    return build_flow(snapshot.binder, document_id(snapshot, place.entry), language, visit)


def line_of_address(lines: Sequence[AnyLine], place: Address) -> int | None:
    """The position of the line that shows a place, or the nearest place it lies in; None if its entry is not there."""
    best, longest = None, -1
    path = place.path
    for position, line in enumerate(lines):
        shared = line.address.path
        if line.address.entry == place.entry and len(shared) > longest and path[: len(shared)] == shared:
            best, longest = position, len(shared)
    return best


def details_flow(  # noqa: PLR0913 - what a line is about, and what stands in it
    snapshot: Snapshot,
    subject: str,
    language: str,
    *,
    sources: Sequence[str] = (),
    explained: Sequence[AnyLine] = (),
    reading: str = "",
) -> Flow:
    """What there is to know of a partner, an agreement or a section's partners, and of the sources of a line.

    What its acronyms mean, the lines `explained`, comes first. Of the entry that is being read, only what its own
    document does not say: the sources, and who mentions it.
    """
    scribe = InlineRenderer(snapshot.binder, language)
    mentions = snapshot.binder.mentions(subject)
    place = snapshot.binder.place(subject)
    if subject == reading and place and place.kind in _SUBJECTS and not place.broken:
        about = mention_details(mentions, Address(subject), scribe)
    else:
        about = entry_details(subject, mentions, scribe)
    nothing = Passage(address=Address(subject), runs=(Run(label_for("details.none", language), Tone.QUIET),))
    lines = (*explained, *source_details(sources, scribe), *about) or (nothing,)
    return Flow(subject, scribe.name(subject), language, lines)


def link_preview(snapshot: Snapshot, run: Run, language: str) -> Flow:
    """What a source mark or a link to the web stands for, to look at without leaving."""
    scribe = InlineRenderer(snapshot.binder, language)
    if run.source:
        return Flow(run.source, run.text, language, tuple(source_details((run.source,), scribe)))
    line = Passage(address=Address(BINDER), runs=(Run(f"{run.text} "), Run(run.url or "", Tone.QUIET)))
    return Flow(BINDER, run.text, language, (line,))


def with_sources(snapshot: Snapshot, flow: Flow) -> Flow:
    """A document with the sources it cites at its end, for a medium that has nothing beside the text."""
    scribe = InlineRenderer(snapshot.binder, flow.language)
    cited = dict.fromkeys(run.source for line in flow.lines for run in links_in(line) if run.source)
    sources = tuple(source_details(tuple(cited), scribe)) if flow.entry != SOURCES else ()
    if not sources:
        return flow
    heading = Heading(address=Address(SOURCES), runs=(Run(scribe.name(SOURCES)),), depth=1)
    return evolve(flow, lines=(*flow.lines, heading, *sources))


def without_markup(text: str, binder: Binder, language: str) -> str:
    """A text of the content as it is read, without its markup, line by line."""
    scribe = InlineRenderer(binder, language)
    return "\n".join(scribe.bare(Text.plain(line)) for line in text.split("\n"))


def details_subject(snapshot: Snapshot, line: AnyLine | None, to: Address | None, fallback: str) -> str:
    """The id of what the details show: where a link leads, else the line's partner or agreement, else `fallback`."""
    linked = [run.to for run in links_in(line) if run.to] if line else []
    for address in (to, *linked, line.address if line else None):
        place = snapshot.binder.place(address.entry) if address else None
        if place and place.kind in _SUBJECTS:
            return place.id
    return line.address.entry if line else fallback
