"""Documents for readers: the flow an address is in, its details, and the preview of a link."""

from collections.abc import Sequence

from attrs import evolve

from bindertui.document.builder import build_flow
from bindertui.document.details import entry_details, mention_details, source_details
from bindertui.document.flow import AnyLine, Flow, Heading, Passage, Run, Tone
from bindertui.document.front_page import ReaderStatus
from bindertui.document.highlight import links_in
from bindertui.document.inline import InlineRenderer
from bindertui.document.labels import label_for
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.enums import EntryKind
from bindertui.model.outline import BINDER, SOURCES
from bindertui.model.text import Text
from bindertui.services.library import Snapshot, document_id


def first_line_address(lines: Sequence[AnyLine], address: Address) -> Address:
    """Return the address of the first line at or below an address; the address itself if there is none."""
    inside = (
        line.address
        for line in lines
        if line.address.entry == address.entry and line.address.path[: len(address.path)] == address.path
    )
    return next(inside, address)


_SUBJECTS = {EntryKind.PARTNER, EntryKind.AGREEMENT}
"""The kinds of entries with details of their own."""


def build_document(snapshot: Snapshot, address: Address, language: str, status: ReaderStatus | None = None) -> Flow:
    """Return the document that contains an address; a nested section is in the document of its top section.

    Args:
        snapshot: the binder.
        address: the address.
        language: the reader's language.
        status: the reader's progress, for the front page.

    Raises:
        NotFoundError: the binder has no such entry.
    """
    snapshot.entry(address)
    return build_flow(snapshot.binder, document_id(snapshot, address.entry), language, status)


def find_line(lines: Sequence[AnyLine], address: Address) -> int | None:
    """Return the position of the line at an address or of the innermost one above it; None without its entry."""
    best, longest = None, -1
    path = address.path
    for position, line in enumerate(lines):
        shared = line.address.path
        if line.address.entry == address.entry and len(shared) > longest and path[: len(shared)] == shared:
            best, longest = position, len(shared)
    return best


def details_flow(  # noqa: PLR0913 - the subject, the language, and the contents of a line
    snapshot: Snapshot,
    subject: str,
    language: str,
    *,
    sources: Sequence[str] = (),
    acronyms: Sequence[AnyLine] = (),
    open_entry: str = "",
) -> Flow:
    """Return the details of an entry and of a line in it.

    Args:
        snapshot: the binder.
        subject: the id of the entry.
        language: the reader's language.
        sources: the keys of the sources of the line.
        acronyms: the explanations of the acronyms in the line, which come first.
        open_entry: the id of the entry that is being read, whose details leave out what its own document shows.
    """
    renderer = InlineRenderer(snapshot.binder, language)
    mentions = snapshot.binder.mentions(subject)
    item = snapshot.binder.outline_item(subject)
    if subject == open_entry and item and item.kind in _SUBJECTS and not item.is_broken:
        about = mention_details(mentions, Address(subject), renderer)
    else:
        about = entry_details(subject, mentions, renderer)
    nothing = Passage(address=Address(subject), runs=(Run(label_for("details.none", language), Tone.QUIET),))
    lines = (*acronyms, *source_details(sources, renderer), *about) or (nothing,)
    return Flow(subject, renderer.entry_name(subject), language, lines)


def link_preview(snapshot: Snapshot, run: Run, language: str) -> Flow:
    """Return a preview of a source mark or a web link."""
    renderer = InlineRenderer(snapshot.binder, language)
    if run.source:
        return Flow(run.source, run.text, language, tuple(source_details((run.source,), renderer)))
    line = Passage(address=Address(BINDER), runs=(Run(f"{run.text} "), Run(run.url or "", Tone.QUIET)))
    return Flow(BINDER, run.text, language, (line,))


def with_sources(snapshot: Snapshot, flow: Flow) -> Flow:
    """Append the sources that a document cites, for media without a details pane."""
    renderer = InlineRenderer(snapshot.binder, flow.language)
    cited = dict.fromkeys(run.source for line in flow.lines for run in links_in(line) if run.source)
    sources = tuple(source_details(tuple(cited), renderer)) if flow.entry != SOURCES else ()
    if not sources:
        return flow
    heading = Heading(address=Address(SOURCES), runs=(Run(renderer.entry_name(SOURCES)),), depth=1)
    return evolve(flow, lines=(*flow.lines, heading, *sources))


def without_markup(text: str, binder: Binder, language: str) -> str:
    """Return a text of the content without its markup, line by line."""
    renderer = InlineRenderer(binder, language)
    return "\n".join(renderer.plain(Text.plain(line)) for line in text.split("\n"))


def details_subject(snapshot: Snapshot, line: AnyLine | None, link_target: Address | None, fallback: str) -> str:
    """Return the id of the entry whose details to show.

    That is the partner or agreement of the selected link, of another link in the line, or of the line itself; failing
    that, the entry of the line; without a line, `fallback`.
    """
    linked = [run.target for run in links_in(line) if run.target] if line else []
    for address in (link_target, *linked, line.address if line else None):
        item = snapshot.binder.outline_item(address.entry) if address else None
        if item and item.kind in _SUBJECTS:
            return item.id
    return line.address.entry if line else fallback
