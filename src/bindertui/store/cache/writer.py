"""Cache rows of a binder: all of them, or those of the files that have changed.

A file is unchanged if its stamp or else its digest is the one in the cache; its row then stays. A changed file is
loaded and gets a new row. A row depends on other files in two ways, and is then
made again from the cached content: mentions depend on the names of all partners and agreements, and the summaries of
sections depend on the languages of the binder.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from bindertui._frozen import frozen
from bindertui.model.entries import Section
from bindertui.model.enums import EntryKind
from bindertui.model.in_memory import COVER_FILE, InMemoryBinder, file_segment
from bindertui.model.mentions import NameIndex, find_mentions
from bindertui.model.outline import (
    AGREEMENTS,
    BINDER,
    GLOSSARY,
    INDEX_PAGES,
    PARTNERS,
    SOURCES,
    BrokenEntry,
    Cover,
    FileContent,
    OutlineItem,
)
from bindertui.model.summary import summarize
from bindertui.store import codec
from bindertui.store.assembler import broken_entry, missing_entry, partner_rank, reading_order
from bindertui.store.cache.database import BinderUpdate, FileRow
from bindertui.store.cache.reader import BinderRow, CachedBinder, CachedSegment, encode_outline, with_nested
from bindertui.store.content_codec import encode_content
from bindertui.store.content_files import SECTIONS, EntryFile, Stamp, entry_files
from bindertui.store.files import read_bytes
from bindertui.store.loader import load_file
from bindertui.store.yaml.nodes import NodeError

if TYPE_CHECKING:
    from bindertui.model.progress import Progress

_NAMED = (f"{PARTNERS}/", f"{AGREEMENTS}/")
"""The paths of entries that are mentioned by name begin with one of these."""


def stamp_text(stamp: Stamp) -> str:
    """Return a stamp as the database stores it."""
    return " ".join(map(str, stamp))


@frozen
class BinderFacts:
    """The facts about a binder that the rows of all its files depend on.

    Attributes:
        names: of all partners and agreements.
        languages: of the binder.
    """

    names: NameIndex
    languages: tuple[str, ...]


def _new_version() -> str:
    return os.urandom(8).hex()


def all_rows(binder: InMemoryBinder, stamps: Mapping[str, Stamp], state: bytes) -> BinderUpdate:
    """Return the rows of a binder that was loaded from its files.

    Args:
        binder: the binder.
        stamps: those of its files that can be trusted.
        state: of its files; empty while it is not known.
    """
    facts = BinderFacts(NameIndex.of(binder.outline()), binder.languages)
    digests = binder.files()
    added: dict[int, FileRow] = {}
    order: list[int | str] = []
    for part in binder.segments:
        if part.file is None:
            order.append(part.outline[0].id)
            continue
        row = len(added) + 1
        stamp = stamp_text(stamps[part.file]) if part.file in stamps else None
        added[row] = _build_row(part.file, binder.file_content(part.file), digests[part.file], stamp, facts)
        order.append(row)
    made = BinderRow(_new_version(), state, binder.cover, binder.broken, tuple(order), len(added) + 1)
    return BinderUpdate(made.encoded(), added, {}, ())


class CacheRefresh:
    """A cached binder that is compared with its files."""

    def __init__(self, root: Path, old: CachedBinder, stamps: Mapping[str, Stamp]) -> None:
        """Begin with an earlier version.

        Args:
            root: the binder's folder.
            old: the version in the cache.
            stamps: the present stamps of the files, where they can be trusted.
        """
        self._root = root
        self._old = old
        self._stamps = {name: stamp_text(stamp) for name, stamp in stamps.items()}
        self._old_stamps = old.database.stamps()
        self._unchanged: dict[str, CachedSegment] = {}
        self._changed: dict[str, tuple[FileContent, str]] = {}
        self._new_stamps: dict[int, str | None] = {}
        self._files: list[EntryFile] = []
        self._broken: list[BrokenEntry] = []

    def compare(self, progress: "Progress | None" = None) -> None:
        """Find the files that have changed, and load them; `progress` is called after each file."""
        self._files = list(entry_files(self._root))
        old_broken = {(entry.id, entry.kind): entry for entry in self._old.broken}
        for count, file in enumerate(self._files, 1):
            if (cached := self._unchanged_file(file.name)) is not None:
                self._unchanged[file.name] = cached
                if entry := old_broken.get((file.id, file.kind)):
                    self._broken.append(entry)
            else:
                loaded = load_file(file, self._root)
                content = broken_entry(loaded) if loaded.problems else loaded.value
                self._changed[file.name] = (content, loaded.digest)
                if loaded.problems:
                    self._broken.append(content)
            if progress is not None:
                progress(count, len(self._files))

    def update(self, state: bytes) -> BinderUpdate | None:
        """Return the rows to write; None without a cover that can be read, because the whole binder is another then.

        Args:
            state: of the files; empty while it is not known.
        """
        cover = self._old.cover if COVER_FILE in self._unchanged else self._changed[COVER_FILE][0]
        if not isinstance(cover, Cover) or any(entry.id == BINDER for entry in self._broken):
            return None
        self._old.load_lists()
        names_in_order = list(self._reading_order(cover))
        names = NameIndex.of(self._named_items(names_in_order))
        facts = BinderFacts(names, cover.languages)
        renamed = self._is_renamed(names)
        added: dict[int, FileRow] = {}
        order: list[int | str] = []
        next_row = self._old.row.next_row
        for name in names_in_order:
            made = name if name in INDEX_PAGES else self._row(name, facts, renamed=renamed)
            if isinstance(made, FileRow):
                added[next_row] = made
                made = next_row
                next_row += 1
            order.append(made)
        present = set(order)
        superseded = [file.row for file in self._old.cached_files.values() if file.row not in present]
        stamps = {row: stamp for row, stamp in self._new_stamps.items() if row in present}
        row = BinderRow(self._old.row.version, state, cover, tuple(self._broken), tuple(order), next_row)
        if row == self._old.row and not stamps:
            return BinderUpdate(self._old.binder_row, {}, {}, ())
        return BinderUpdate(row._replace(version=_new_version()).encoded(), added, stamps, superseded)

    def _unchanged_file(self, name: str) -> CachedSegment | None:
        """Return the cached file if the file is still the same, else None."""
        cached = self._old.cached_files.get(name)
        if cached is None:
            return None
        stamp, old_stamp = self._stamps.get(name), self._old_stamps.get(cached.row)
        if stamp is None or stamp != old_stamp:
            try:
                digest = sha256(read_bytes(self._root / name, self._root)).hexdigest()
            except NodeError:
                return None
            if digest != cached.digest:
                return None
            if stamp != old_stamp:
                self._new_stamps[cached.row] = stamp
        return cached

    def _reading_order(self, cover: Cover) -> Iterator[str]:
        """Return the paths of the files in reading order, and the ids of the lists that every binder has."""
        yield COVER_FILE
        sections = sorted(file.id for file in self._files if file.kind is EntryKind.SECTION)
        yield from (f"{SECTIONS}/{name}.yaml" for name in reading_order(cover, sections))
        for listed, kind in ((PARTNERS, EntryKind.PARTNER), (AGREEMENTS, EntryKind.AGREEMENT)):
            yield listed
            names = [file.name for file in self._files if file.kind is kind]
            # Agreements are all of one rank, and stay in the order of their names.
            yield from sorted(names, key=self._rank) if kind is EntryKind.PARTNER else names
        yield from (GLOSSARY, SOURCES)
        yield from (file.name for file in self._files if file.kind in (EntryKind.TERM, EntryKind.SOURCE))

    def _rank(self, name: str) -> int:
        return partner_rank(self._items(name)[0].partner_kind)

    def _items(self, name: str) -> tuple[OutlineItem, ...]:
        if name in self._changed:
            return file_segment(name, self._changed[name][0]).outline
        return self._old.items_of(name)

    def _named_items(self, names: Iterable[str]) -> Iterator[OutlineItem]:
        """Return the outline items of the partners and agreements, in reading order."""
        for name in names:
            if name.startswith(_NAMED):
                yield from self._items(name)

    def _is_renamed(self, names: NameIndex) -> bool:
        """Return whether partners and agreements have other names than in the cache."""
        before = [name for name in self._old.cached_files if name.startswith(_NAMED)]
        if not any(name.startswith(_NAMED) for name in self._changed) and all(
            name in self._unchanged for name in before
        ):
            return False
        return names != NameIndex.of(self._old_items(before))

    def _old_items(self, names: Iterable[str]) -> Iterator[OutlineItem]:
        for name in names:
            yield from self._old.items_of(name)

    def _row(self, name: str, facts: BinderFacts, *, renamed: bool) -> FileRow | int:
        """Return the row of a file: the number of its present one, or a new one."""
        stamp = self._stamps.get(name)
        if cached := self._unchanged.get(name):
            translated = name.startswith(f"{SECTIONS}/") and facts.languages != self._old.languages
            if not renamed and not translated:
                return cached.row
            before = self._old.database.file_row(cached.row)
            made = _rebuild_row(before, stamp, cached, self._old.file_content(name), facts)
        else:
            content, digest = self._changed.get(name) or (missing_entry(Path(name).stem, self._root), "")
            made = _build_row(name, content, digest, stamp, facts)
            old = self._old.cached_files.get(name)
            # A section without a file is in the cache with an empty digest.
            if old is None or old.digest != digest:
                return made
            cached, before = old, self._old.database.file_row(old.row)
        return cached.row if made[1:] == before[1:] else made


def _build_row(name: str, content: FileContent, digest: str, stamp: str | None, facts: BinderFacts) -> FileRow:
    """Return the row of a file with a content."""
    items = file_segment(name, content).outline
    mentioned, encoded_mentions = _mentions(content, facts.names)
    return FileRow(
        stamp,
        encode_outline(name, digest, [item.id for item in items], mentioned),
        codec.encode_first_item(items[0]) if items else None,
        codec.encode_summary(summarize(content, facts.languages)) if isinstance(content, Section) else None,
        codec.encode_nested_items(items[1:]),
        encode_content(content),
        encoded_mentions,
    )


def _rebuild_row(
    before: FileRow, stamp: str | None, cached: CachedSegment, content: FileContent, facts: BinderFacts
) -> FileRow:
    """Return the row of an unchanged file, with the parts that depend on other files made again."""
    mentioned, encoded_mentions = _mentions(content, facts.names)
    return before._replace(
        stamp=stamp,
        outline=encode_outline(cached.name, cached.digest, cached.ids, mentioned),
        summary=codec.encode_summary(summarize(content, facts.languages)) if isinstance(content, Section) else None,
        mentions=encoded_mentions,
    )


def _mentions(content: FileContent, names: NameIndex) -> tuple[list[str], bytes]:
    """Return the ids of the entries that a content mentions, and the mentions as JSON."""
    found = list(find_mentions(with_nested(content), names))
    return list(dict.fromkeys(mention.target for mention in found)), codec.encode_mentions(found)
