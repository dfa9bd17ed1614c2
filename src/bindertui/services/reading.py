"""What a reader is shown: the document a place lies in, and what there is to know beside it."""

from collections.abc import Sequence

from attrs import evolve

from bindertui.document.aside import mention_lines, source_lines, subject_lines
from bindertui.document.build import flow
from bindertui.document.flow import AnyLine, Flow, Heading, Passage, Run, Tone
from bindertui.document.front import Visit
from bindertui.document.marking import links
from bindertui.document.runs import Scribe
from bindertui.document.words import word
from bindertui.model.address import Address
from bindertui.model.binder import BINDER, SOURCES, Binder
from bindertui.model.kinds import EntryKind
from bindertui.model.text import Text
from bindertui.services.library import Snapshot, document_id

_SUBJECTS = {EntryKind.PARTNER, EntryKind.AGREEMENT}
"""What the details tell about."""


def document(snapshot: Snapshot, place: Address, language: str, visit: Visit | None = None) -> Flow:
    """The document a place lies in: a nested section is read inside its top section.

    What is known of one reader in particular, their `visit`, is told on the front page.

    Raises:
        NotFoundError: the binder has no such entry.
    """
    snapshot.entry(place)
    return flow(snapshot.binder, document_id(snapshot, place.entry), language, visit)


def line_at(lines: Sequence[AnyLine], place: Address) -> int | None:
    """The position of the line that shows a place, or the nearest place it lies in; None if its entry is not there."""
    best, longest = None, -1
    path = place.path
    for position, line in enumerate(lines):
        shared = line.address.path
        if line.address.entry == place.entry and len(shared) > longest and path[: len(shared)] == shared:
            best, longest = position, len(shared)
    return best


def beside(  # noqa: PLR0913 - what a line is about, and what stands in it
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
    scribe = Scribe(snapshot.binder, language)
    mentions = snapshot.binder.mentions(subject)
    place = snapshot.binder.place(subject)
    if subject == reading and place and place.kind in _SUBJECTS and not place.broken:
        about = mention_lines(mentions, Address(subject), scribe)
    else:
        about = subject_lines(subject, mentions, scribe)
    nothing = Passage(address=Address(subject), runs=(Run(word("details.none", language), Tone.QUIET),))
    lines = (*explained, *source_lines(sources, scribe), *about) or (nothing,)
    return Flow(subject, scribe.name(subject), language, lines)


def peek(snapshot: Snapshot, run: Run, language: str) -> Flow:
    """What a source mark or a link to the web stands for, to look at without leaving."""
    scribe = Scribe(snapshot.binder, language)
    if run.source:
        return Flow(run.source, run.text, language, tuple(source_lines((run.source,), scribe)))
    line = Passage(address=Address(BINDER), runs=(Run(f"{run.text} "), Run(run.url or "", Tone.QUIET)))
    return Flow(BINDER, run.text, language, (line,))


def with_sources(snapshot: Snapshot, flow: Flow) -> Flow:
    """A document with the sources it cites at its end, for a medium that has nothing beside the text."""
    scribe = Scribe(snapshot.binder, flow.language)
    cited = dict.fromkeys(run.source for line in flow.lines for run in links(line) if run.source)
    sources = tuple(source_lines(tuple(cited), scribe)) if flow.entry != SOURCES else ()
    if not sources:
        return flow
    heading = Heading(address=Address(SOURCES), runs=(Run(scribe.name(SOURCES)),), depth=1)
    return evolve(flow, lines=(*flow.lines, heading, *sources))


def bare(text: str, binder: Binder, language: str) -> str:
    """A text of the content as it is read, without its markup, line by line."""
    scribe = Scribe(binder, language)
    return "\n".join(scribe.bare(Text.plain(line)) for line in text.split("\n"))


def subject(snapshot: Snapshot, line: AnyLine | None, to: Address | None, fallback: str) -> str:
    """The id of what the details show: where a link leads, else the line's partner or agreement, else `fallback`."""
    linked = [run.to for run in links(line) if run.to] if line else []
    for address in (to, *linked, line.address if line else None):
        place = snapshot.binder.place(address.entry) if address else None
        if place and place.kind in _SUBJECTS:
            return place.id
    return line.address.entry if line else fallback
