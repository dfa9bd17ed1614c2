"""The files of a binder as search sees them: what is indexed, and replaced, together."""

from collections.abc import Iterator, Mapping
from typing import Any

from bindertui.model.binder import BINDER, GLOSSARY, SOURCES, Binder, Cover
from bindertui.model.entries import Agreement, Partner, Section
from bindertui.model.kinds import EntryKind
from bindertui.search.passages import Passage, SearchedEntry, passages_of
from bindertui.values import frozen

_KINDS: dict[type, EntryKind] = {
    Section: EntryKind.SECTION,
    Partner: EntryKind.PARTNER,
    Agreement: EntryKind.AGREEMENT,
}


def passages(binder: Binder) -> Iterator[Passage]:
    """Every passage of a binder in reading order; the originals of one text follow each other."""
    return (passage for file in files(binder) for passage in file.passages())


@frozen
class File:
    """What of a binder stands in one file, and is searched anew when that file changes.

    Attributes:
        path: in the binder, as `sections/context.yaml`.
        digest: of its bytes; empty where it cannot be told.
    """

    binder: Binder
    path: str
    digest: str

    def passages(self) -> Iterator[Passage]:
        """Its passages in reading order; none of a file that cannot be read."""
        for entry in self._entries():
            yield from passages_of(entry)

    def _entries(self) -> Iterator[SearchedEntry]:
        binder = self.binder
        held: Any = binder.held(self.path)
        if isinstance(held, Cover):
            yield SearchedEntry(held, BINDER, EntryKind.BINDER, binder)
        elif isinstance(held, tuple):
            for position, term in enumerate(held):
                yield SearchedEntry(term, GLOSSARY, EntryKind.TERM, binder, (position,))
        elif isinstance(held, Mapping):
            for key, source in held.items():
                yield SearchedEntry(source, SOURCES, EntryKind.SOURCE, binder, (key,))
        else:
            for entry in _with_nested(held):
                # An address leads to the first of two entries that share an id.
                if binder.entry(entry.id) is entry:
                    yield SearchedEntry(entry, entry.id, _KINDS[type(entry)], binder)


def files(binder: Binder) -> list[File]:
    """The files of a binder, in reading order."""
    return [File(binder, path, digest) for path, digest in binder.files().items()]


def _with_nested(entry: Any) -> Iterator[Section | Partner | Agreement]:
    if isinstance(entry, Section | Partner | Agreement):
        yield entry
    if isinstance(entry, Section):
        for nested in entry.sections:
            yield from _with_nested(nested)
