"""What matters most in a binder: its notes of what to remember."""

from itertools import islice

from bindertui.document.flow import Passage
from bindertui.document.marking import links
from bindertui.model.address import Address
from bindertui.model.kinds import EntryKind, NoteKind
from bindertui.plain.lines import words_of
from bindertui.services.library import Snapshot
from bindertui.services.reading import document

_MOST = 12
"""Takeaways that are told."""
_SECTIONS = 40
"""Top sections that are looked through for them: who wants them heard first writes them first."""


def takeaways(snapshot: Snapshot, language: str) -> list[tuple[str, Address]]:
    """Each takeaway with the place it leads to: the first entry it links to, else where it stands."""
    sections = (place for place in snapshot.binder.children(None) if place.kind is EntryKind.SECTION)
    found = []
    for section in islice(sections, _SECTIONS):
        for line in document(snapshot, Address(section.id), language).lines:
            if isinstance(line, Passage) and line.note is NoteKind.TAKEAWAY:
                linked = [run.to for run in links(line) if run.to]
                found.append((words_of(line).partition(": ")[2] or words_of(line), (*linked, line.address)[0]))
    return found[:_MOST]
