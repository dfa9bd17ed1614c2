"""The files of a binder as search sees them: what is indexed, and replaced, together."""

from collections.abc import Iterator

from attrs import frozen

from bindertui.model.binder import BINDER, GLOSSARY, RESERVED_IDS, SOURCES, AnyEntry, Binder, EntryKind
from bindertui.model.entries import Agreement, Partner, Section
from bindertui.search.passages import Passage, SearchedEntry, passages_of


def passages(binder: Binder) -> Iterator[Passage]:
    """Every passage of a binder in reading order; the originals of one text follow each other."""
    return (passage for file in files(binder) for passage in file.passages())


@frozen
class File:
    """What of a binder stands in one file, and is searched anew when that file changes.

    Attributes:
        id: of its entry, as its name gives it.
        ids: of its entry and those nested in it, first come first served where two share an id.
    """

    binder: Binder
    id: str
    ids: tuple[str, ...]

    def passages(self) -> Iterator[Passage]:
        """Its passages in reading order; none of a file that cannot be read."""
        for entry in self._entries():
            yield from passages_of(entry)

    def _entries(self) -> Iterator[SearchedEntry]:
        binder = self.binder
        if self.id == BINDER:
            yield SearchedEntry(binder.cover, BINDER, EntryKind.BINDER, binder)
        elif self.id == GLOSSARY:
            for position, term in enumerate(binder.terms):
                yield SearchedEntry(term, GLOSSARY, EntryKind.TERM, binder, (position,))
        elif self.id == SOURCES:
            for key, source in binder.sources.items():
                yield SearchedEntry(source, SOURCES, EntryKind.SOURCE, binder, (key,))
        else:
            wanted = set(self.ids)
            for entry in _with_nested(binder.entry(self.id)):
                if entry.id in wanted:
                    wanted.remove(entry.id)
                    yield SearchedEntry(entry, entry.id, _KINDS[type(entry)], binder)


_KINDS: dict[type, EntryKind] = {
    Section: EntryKind.SECTION,
    Partner: EntryKind.PARTNER,
    Agreement: EntryKind.AGREEMENT,
}


def files(binder: Binder) -> list[File]:
    """The files of a binder, in reading order."""
    found: dict[str, list[str]] = {BINDER: [BINDER]}
    seen = {*RESERVED_IDS}
    top = BINDER
    for place in binder.outline():
        if place.id in seen:
            continue
        seen.add(place.id)
        if place.parent is None or place.parent in RESERVED_IDS:
            top = place.id
        found.setdefault(top, []).append(place.id)
    found |= {GLOSSARY: [GLOSSARY], SOURCES: [SOURCES]}
    return [File(binder, name, tuple(ids)) for name, ids in found.items()]


def _with_nested(entry: AnyEntry | None) -> Iterator[Section | Partner | Agreement]:
    if isinstance(entry, Section | Partner | Agreement):
        yield entry
    if isinstance(entry, Section):
        for nested in entry.sections:
            yield from _with_nested(nested)
