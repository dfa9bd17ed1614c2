"""Making a copy of a binder: of one that was read whole, or of an older copy and the files that have changed since."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from bindertui._frozen import frozen
from bindertui.model.entries import Section
from bindertui.model.enums import EntryKind
from bindertui.model.in_memory import COVER_FILE, InMemoryBinder, OutlineSegment, file_segment, index_segment
from bindertui.model.mentions import NameIndex, find_mentions
from bindertui.model.outline import (
    AGREEMENTS,
    BINDER,
    GLOSSARY,
    PARTNERS,
    SOURCES,
    BrokenEntry,
    Cover,
    FileContent,
    OutlineItem,
)
from bindertui.model.summary import SectionSummary, summarize
from bindertui.store.assembler import broken_entry, missing_entry, partner_rank, reading_order
from bindertui.store.cache.reader import HEAD, CatalogBinder, pickled, with_nested
from bindertui.store.content_files import SECTIONS, EntryFile, Stamp, entry_files
from bindertui.store.files import read_bytes
from bindertui.store.loader import load_file
from bindertui.store.yaml.nodes import NodeError

if TYPE_CHECKING:
    from bindertui.model.progress import Progress

Stamps = Mapping[str, Stamp | None]
"""The stamps of files by their paths in the binder; None for a file that might change again unnoticed."""


_NAMED = (f"{PARTNERS}/", f"{AGREEMENTS}/")
"""How the paths of the files begin whose entries are mentioned by name."""


@frozen
class Piece:
    """What a copy keeps of one file, or of a list that no file holds; bytes are pickled values.

    Attributes:
        held: what it holds.
        mentions: the mentions in it, of what has the ids `mentioned`.
        ids: of its places in the outline; `parents` are the ids of the entries above each.
        top: the first of those places; `nested` are the others.
    """

    file: str | None
    digest: str
    stamp: Stamp | None
    held: bytes
    mentions: bytes
    mentioned: tuple[str, ...]
    ids: tuple[str, ...]
    parents: tuple[str | None, ...]
    top: OutlineItem | None
    nested: bytes


@frozen
class Pieces:
    """A binder in pieces, in reading order; `gists` are what its front page tells of the top sections."""

    cover: Cover
    broken: tuple[BrokenEntry, ...]
    pieces: tuple[Piece, ...]
    gists: Mapping[str, SectionSummary]

    @property
    def digests(self) -> dict[str, str]:
        """The digests of the files by their paths in the binder."""
        return {piece.file: piece.digest for piece in self.pieces if piece.file is not None}

    def written(self, state: bytes, reader: str) -> Iterator[bytes]:
        """The bytes of the copy, of a binder in a state, as read by what `reader` names."""
        parts: list[bytes] = []
        end = HEAD

        def put(part: bytes) -> tuple[int, int]:
            nonlocal end
            parts.append(part)
            start, end = end, end + len(part)
            return start, len(part)

        records = {
            piece.file: (piece.digest, piece.stamp, put(piece.held), put(piece.mentions), piece.mentioned)
            for piece in self.pieces
            if piece.file is not None
        }
        stretches = tuple(
            (piece.file, piece.ids, piece.parents, put(piece.nested)) for piece in self.pieces if piece.ids
        )
        tops = put(pickled(tuple(piece.top for piece in self.pieces if piece.top)))
        gists = put(pickled(self.gists))
        contents = pickled((reader, self.cover, self.broken, records, stretches, tops, gists))
        return iter((state, end.to_bytes(HEAD - len(state), "big"), *parts, contents))


def pieces_of(binder: InMemoryBinder, stamps: Stamps) -> Pieces:
    """A binder that was read whole, in pieces."""
    names = NameIndex.of(binder.outline())
    digests = binder.files()
    made = (
        _piece(
            part, binder.file_content(part.file) if part.file else None, digests.get(part.file or "", ""), stamps, names
        )
        for part in binder.segments
    )
    return Pieces(binder.cover, binder.broken, tuple(made), binder.summaries())


def updated(root: Path, old: CatalogBinder, stamps: Stamps, progress: "Progress | None") -> Pieces | None:
    """A binder in pieces: of an older copy, and of the files that are not as they were when it was made.

    None where the copy is of no use: without a cover that can be read, the whole binder is another.
    """
    update = _Update(root, old, stamps)
    files = list(entry_files(root))
    for count, file in enumerate(files, 1):
        update.take(file)
        if progress is not None:
            progress(count, len(files))
    return update.pieces()


class _Update:
    """A copy being brought up to date."""

    def __init__(self, root: Path, old: CatalogBinder, stamps: Stamps) -> None:
        self._root = root
        self._old = old
        self._stamps = stamps
        self._numbers = {stretch.file: number for number, stretch in enumerate(old.stretches) if stretch.file}
        self._kept: dict[str, Piece] = {}
        self._read: dict[str, tuple[FileContent, str]] = {}
        self._files: list[EntryFile] = []
        self._broken: list[BrokenEntry] = []

    def take(self, file: EntryFile) -> None:
        """Take a file over from the copy if it is still the same, else read it."""
        self._files.append(file)
        if (piece := self._same(file.name)) is not None:
            self._kept[file.name] = piece
            self._broken += (entry for entry in self._old.broken if (entry.id, entry.kind) == (file.id, file.kind))
            return
        loaded = load_file(file, self._root)
        self._read[file.name] = (broken_entry(loaded) if loaded.problems else loaded.value, loaded.digest)
        if loaded.problems:
            self._broken.append(broken_entry(loaded))

    def pieces(self) -> Pieces | None:
        """The binder as it now is."""
        cover = self._old.cover if COVER_FILE in self._kept else self._read[COVER_FILE][0]
        if not isinstance(cover, Cover) or any(entry.id == BINDER for entry in self._broken):
            return None
        parts = list(self._parts(cover))
        names = NameIndex.of(self._named(part.file for part in parts if part.file))
        before = NameIndex.of(self._old_named())
        made = (self._made(part, names, renamed=names != before) for part in parts)
        return Pieces(cover, tuple(self._broken), tuple(made), self._gists(cover))

    def _gists(self, cover: Cover) -> dict[str, SectionSummary]:
        """What the front page now tells: in other languages than before, all of it anew."""
        kept = self._old.summaries() if cover.languages == self._old.languages else {}
        gists = {}
        for file in self._files:
            if file.kind is EntryKind.SECTION:
                if file.name in self._kept and file.id in kept:
                    gists[file.id] = kept[file.id]
                elif isinstance(held := self._held(file.name), Section):
                    gists[file.id] = summarize(held, cover.languages)
        return gists

    def _held(self, file: str) -> FileContent:
        return self._read[file][0] if file in self._read else self._old.file_content(file)

    def _made(self, part: OutlineSegment, names: NameIndex, *, renamed: bool) -> Piece:
        piece = self._kept.get(part.file or "")
        if piece is None:
            absent = part.items[0][1] if part.items else None
            held, digest = self._read.get(part.file or "", (absent if isinstance(absent, BrokenEntry) else None, ""))
            return _piece(part, held, digest, self._stamps, names)
        # A partner or an agreement by a new name may be mentioned where nothing has changed.
        return _mentioning(piece, self._old.file_content(part.file or ""), names) if renamed else piece

    def _parts(self, cover: Cover) -> Iterator[OutlineSegment]:
        """The files and lists in reading order; of a file that has not changed, without its places."""
        yield self._part(COVER_FILE)
        sections = {file.id for file in self._files if file.kind is EntryKind.SECTION}
        for name in reading_order(cover, sorted(sections)):
            file = f"{SECTIONS}/{name}.yaml"
            yield self._part(file) if name in sections else file_segment(file, missing_entry(name, self._root))
        for listed, kind in ((PARTNERS, EntryKind.PARTNER), (AGREEMENTS, EntryKind.AGREEMENT)):
            yield index_segment(listed)
            files = [file.name for file in self._files if file.kind is kind]
            # Agreements are of no kind, and stay in the order of their names.
            yield from map(self._part, sorted(files, key=lambda file: partner_rank(self._places(file)[0].partner_kind)))
        yield from (index_segment(GLOSSARY), index_segment(SOURCES))
        yield from (self._part(file.name) for file in self._files if file.kind in (EntryKind.TERM, EntryKind.SOURCE))

    def _part(self, file: str) -> OutlineSegment:
        return file_segment(file, self._read[file][0]) if file in self._read else OutlineSegment(file, ())

    def _places(self, file: str) -> tuple[OutlineItem, ...]:
        return self._part(file).outline if file in self._read else self._old.places(self._numbers[file])

    def _same(self, name: str) -> Piece | None:
        """The piece of a file that is as it was when the copy was made, or None."""
        try:
            record = self._old.record(name)
        except KeyError:
            return None
        stamp = self._stamps.get(name)
        if stamp is None or stamp != record.stamp:
            try:
                digest = sha256(read_bytes(self._root / name, self._root)).hexdigest()
            except NodeError:
                return None
            if digest != record.digest:
                return None
        copy, number = self._old.copy, self._numbers.get(name)
        stretch = self._old.stretches[number] if number is not None else None
        return Piece(
            name,
            record.digest,
            stamp,
            copy.bytes(record.held),
            copy.bytes(record.mentions),
            record.mentioned,
            stretch.ids if stretch else (),
            stretch.parents if stretch else (),
            self._old.tops[number] if number is not None else None,
            copy.bytes(stretch.nested) if stretch else b"",
        )

    def _old_named(self) -> Iterator[OutlineItem]:
        """The places of the partners and agreements in the copy."""
        for file, number in self._numbers.items():
            if file.startswith(_NAMED):
                yield from self._old.places(number)

    def _named(self, files: Iterable[str]) -> Iterator[OutlineItem]:
        """The places of the partners and agreements among some files."""
        for file in files:
            if file.startswith(_NAMED):
                yield from self._places(file)


def _piece(part: OutlineSegment, held: "FileContent | None", digest: str, stamps: Stamps, names: NameIndex) -> Piece:
    places = part.outline
    piece = Piece(
        part.file,
        digest,
        stamps.get(part.file or ""),
        pickled(held) if part.file else b"",
        b"",
        (),
        tuple(place.id for place in places),
        tuple(place.parent for place in places),
        places[0] if places else None,
        pickled(places[1:]) if places[1:] else b"",
    )
    return _mentioning(piece, held, names)


def _mentioning(piece: Piece, held: "FileContent | None", names: NameIndex) -> Piece:
    found = tuple(find_mentions(with_nested(held), names))
    mentioned = tuple(dict.fromkeys(mention.target for mention in found))
    return evolve(piece, mentions=pickled(found), mentioned=mentioned)
