"""CachedBinder: a binder read from its cache, an entry at a time.

Opening one reads the outline's ids and nothing else; outline items, contents, mentions and summaries are decoded when
they are asked for. A cached binder never changes: it keeps reading the rows of the version that it opened, also after
another process has written the next one. Where a row is damaged, the files are loaded again and the cache is removed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from sqlite3 import OperationalError
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, overload

from bindertui.model.binder import Binder
from bindertui.model.enums import EntryKind
from bindertui.model.outline import (
    AGREEMENTS,
    INDEX_PAGES,
    PARTNERS,
    AnyEntry,
    BrokenEntry,
    Cover,
    FileContent,
    IndexPage,
    OutlineItem,
)
from bindertui.store import codec
from bindertui.store.cache.database import CacheDatabase, DamagedCacheError
from bindertui.store.content_files import kind_of_file

if TYPE_CHECKING:
    from bindertui.model.entries import Source, Term
    from bindertui.model.in_memory import InMemoryBinder
    from bindertui.model.mentions import Mention
    from bindertui.model.summary import SectionSummary

T = TypeVar("T")

_LISTS = {EntryKind.PARTNER: PARTNERS, EntryKind.AGREEMENT: AGREEMENTS}
"""The lists above entries of a kind."""
_CONTENTS_IN_MEMORY = 64
"""Contents that are kept after they were decoded, the latest used ones."""
_SINGLE_READS = 8
"""First items of a list that are read one by one, at least, before all of the list are read at once."""
_MAX_ROW = 1 << 53
_FIELD, _ITEM = "\0", "\1"
"""Separators in the outline of a file: all outlines are read at every start, and splitting is faster than JSON."""


class CachedSegment(NamedTuple):
    """A segment of the outline: the items of a content file, or one of the lists that every binder has.

    Attributes:
        row: the number of the file in the database; 0 for a list.
        name: the path of the file in the binder; empty for a list.
        kind: of the first entry.
        digest: the SHA-256 of the file; empty for a list, and for a section without a file.
        ids: of its entries, in reading order; none for the glossary and the sources, which are not in the outline.
        mentioned: the ids of the partners and agreements that the file mentions, joined by `_ITEM`.
    """

    row: int
    name: str
    kind: EntryKind
    digest: str
    ids: tuple[str, ...]
    mentioned: str

    @property
    def parent(self) -> str | None:
        """The id of the list above its first entry; None at the top."""
        return _LISTS.get(self.kind)


def encode_outline(name: str, digest: str, ids: Sequence[str], mentioned: Sequence[str]) -> bytes:
    """Return the outline of a file as the database stores it; `ValueError` for ids with control characters."""
    text = _FIELD.join((name, digest, _ITEM.join(ids), _ITEM.join(mentioned)))
    separators = max(len(ids) - 1, 0) + max(len(mentioned) - 1, 0)
    if text.count(_FIELD) != 3 or text.count(_ITEM) != separators:
        raise ValueError("an id holds a separator")
    return text.encode("utf-8", "surrogatepass")


class BinderRow(NamedTuple):
    """The row of the binder as a whole.

    Attributes:
        version: unlike that of any other version, even of a cache that was built again with the same row numbers.
        state: of the files, as `catalog.state_of` returns it; empty while stamps cannot be trusted.
        broken: the files that could not be loaded.
        order: the outline in reading order: row numbers of files, and the ids of the lists that every binder has.
        next_row: the first row number that was never used.
    """

    version: str
    state: bytes
    cover: Cover
    broken: tuple[BrokenEntry, ...]
    order: tuple[int | str, ...]
    next_row: int

    def encoded(self) -> bytes:
        """Return the row as JSON."""
        parts = codec.to_plain((self.cover, self.broken, self.order, self.next_row))
        return codec.dump([self.version, self.state.hex(), *parts])

    @classmethod
    def decoded(cls, data: bytes) -> "BinderRow":
        """Return the row from its JSON; an exception of any kind if it is damaged."""
        version, state, cover, broken, order, next_row = codec.parse(data)
        for item in codec.decode_list(order):
            if not (0 < item < next_row if type(item) is int else item in INDEX_PAGES):
                raise ValueError("the reading order names a row that there cannot be")
        if not 0 < codec.decode_count(next_row) < _MAX_ROW:
            raise ValueError("row numbers are out of range")
        return cls(
            codec.decode_word(version),
            bytes.fromhex(state),
            codec.decode_cover(cover),
            tuple([codec.decode_broken(each) for each in codec.decode_list(broken)]),
            tuple(order),
            next_row,
        )


class CachedBinder(Binder):
    """A binder in the cache: contents are decoded when they are asked for."""

    def __init__(
        self,
        database: CacheDatabase,
        read: "Callable[[], InMemoryBinder]",
        earlier: "CachedBinder | None" = None,
    ) -> None:
        """Open the current version of a cached binder.

        Args:
            database: where it is; damage that is found now is an exception of any kind.
            read: loads the files, in case a row turns out to be damaged later.
            earlier: an earlier version from the same database, whose rows need not be read again.
        """
        known = {file.row: file for file in earlier.cached_files.values()} if earlier else {}
        data = database.binder()
        if data is None:
            raise DamagedCacheError
        row = BinderRow.decoded(data)
        rows = [item for item in row.order if isinstance(item, int)]
        # Another process may write the next version meanwhile; the rows of this one stay.
        outlines = database.column("outline", [number for number in rows if number not in known])
        self.binder_row = data
        self.database = database
        self._read = read
        self.row = row
        self.cover = row.cover
        self.broken = row.broken
        files = {number: known.get(number) or _decoded_segment(number, outlines[number]) for number in rows}
        self.cached_files: dict[str, CachedSegment] = {file.name: file for file in files.values()}
        if len(self.cached_files) < len(rows):
            raise DamagedCacheError
        segments = (files[item] if isinstance(item, int) else _list_segment(item) for item in row.order)
        self.segments = [segment for segment in segments if segment.ids]
        self._contents: dict[str, FileContent] = {}
        self._first_items: dict[int, OutlineItem] = {}
        self._single_reads: dict[str | None, int] = {}
        self._items: dict[int, tuple[OutlineItem, ...]] = {}
        self._nested: dict[int, bytes] = {}
        self._decoded_items: dict[str, OutlineItem] = {}

    @property
    def state(self) -> bytes:
        """The state of the files when they were cached; empty if their stamps could not be trusted."""
        return self.row.state

    def outline(self) -> Sequence[OutlineItem]:
        """Return every entry in reading order, two with the same id included; items are decoded one by one."""
        return _Outline(self)

    def ids(self, kind: EntryKind) -> list[str]:
        """Return the ids of all entries of a kind in reading order; no outline item is decoded."""
        return [identifier for segment in self.segments if segment.kind is kind for identifier in segment.ids]

    def outline_item(self, identifier: str) -> OutlineItem | None:
        """Return the outline item of the entry with this id, or None."""
        if identifier not in self._decoded_items:
            number = self._numbers.get(identifier)
            if number is None:
                return None
            position = self.segments[number].ids.index(identifier)
            self._decoded_items[identifier] = self.items(number)[position] if position else self._first_item(number)
        return self._decoded_items[identifier]

    def children(self, identifier: str | None) -> Iterator[OutlineItem]:
        """Return the outline items right below an entry, or at the top, in reading order."""
        top = dict.fromkeys(self._top_segments.get(identifier, ()))
        self._load_first_items([*top])
        # An id may be given twice: its nested entries are then below both.
        inside = {number for number, segment in enumerate(self.segments) if identifier in segment.ids}
        for number in sorted({*top} | inside):
            if number in top:
                yield self._first_item(number)
            if number in inside:
                yield from (item for item in self.items(number)[1:] if item.parent == identifier)

    def entry(self, identifier: str) -> "AnyEntry | None":
        """Return the entry with this id, or None; the first of several."""
        if identifier not in self._numbers:
            return None
        file = self.segments[self._numbers[identifier]]
        if not file.row:
            return IndexPage(identifier)
        content: Any = self.file_content(file.name)
        if isinstance(content, Cover):
            return content
        for entry in with_nested(content):
            if entry.id == identifier:
                found: AnyEntry = entry
                return found
        # The outline names an entry that its file does not hold.
        self.database.discard()
        return self._reloaded.entry(identifier)

    def mentions(self, identifier: str) -> "Sequence[Mention]":
        """Return the places that mention an entry, in reading order."""

        def decoded() -> "list[Mention]":
            files = (self.cached_files[name] for name in self._mentioning.get(identifier, ()))
            return [each for file in files for each in self._mentions_in(file) if each.target == identifier]

        return self._decoded(decoded, lambda binder: list(binder.mentions(identifier)))

    def files(self) -> Mapping[str, str]:
        """Return the digests of the content files by their paths in the binder, in reading order."""
        return {name: file.digest for name, file in self.cached_files.items()}

    def file_content(self, file: str) -> FileContent:
        """Return the content of a file; `KeyError` if the binder has no such file."""
        if file in self._contents:
            self._contents[file] = self._contents.pop(file)
        else:
            self._contents[file] = self._content(self.cached_files[file])
            if len(self._contents) > _CONTENTS_IN_MEMORY:
                del self._contents[next(iter(self._contents))]
        return self._contents[file]

    def summaries(self) -> "Mapping[str, SectionSummary]":
        """Return the summaries of the top sections that can be read, by their ids; decoded again each time."""

        def decoded() -> "dict[str, SectionSummary]":
            files = {file.row: file for file in self.cached_files.values()}
            found = self.database.column("summary", [*files])
            values = zip(found, codec.parse_all(found.values()), strict=True)
            return {
                files[row].ids[0]: codec.decode_summary(value, files[row].ids, self.languages) for row, value in values
            }

        return self._decoded(decoded, lambda binder: binder.summaries())

    @property
    def terms(self) -> "tuple[Term, ...]":  # type: ignore[override]
        """The glossary, as it is written."""
        content: Any = self.file_content("glossary.yaml") if "glossary.yaml" in self.cached_files else ()
        return content if isinstance(content, tuple) else ()

    @property
    def sources(self) -> "Mapping[str, Source]":  # type: ignore[override]
        """The sources by key."""
        content: Any = self.file_content("sources.yaml") if "sources.yaml" in self.cached_files else {}
        return content if isinstance(content, dict) else {}

    def items(self, number: int) -> tuple[OutlineItem, ...]:
        """Return the items of a segment of the outline."""
        if number not in self._items:
            self._items[number] = items = (self._first_item(number), *self._nested_items(number))
            for item in items:
                # Of several entries with an id, the first counts.
                if self._numbers.get(item.id) == number:
                    self._decoded_items.setdefault(item.id, item)
        return self._items[number]

    def items_of(self, file: str) -> tuple[OutlineItem, ...]:
        """Return the items of the outline segment of a file; empty for files that are not in the outline."""
        number = self._segment_numbers.get(file)
        return () if number is None else self.items(number)

    def load_lists(self) -> None:
        """Decode the outline items of all partners and agreements at once."""
        self._load_first_items([n for listed in _LISTS.values() for n in self._top_segments.get(listed, ())])

    def _first_item(self, number: int) -> OutlineItem:
        if number not in self._first_items:
            parent = self.segments[number].parent
            siblings = self._top_segments[parent]
            self._single_reads[parent] = reads = self._single_reads.get(parent, 0) + 1
            self._load_first_items([number] if reads < max(_SINGLE_READS, len(siblings) // 16) else siblings)
        return self._first_items[number]

    def _load_first_items(self, numbers: Sequence[int]) -> None:
        """Decode the first items of segments, unless that was done before: many at once take half the time."""
        missing = {number: self.segments[number] for number in numbers if number not in self._first_items}

        def decoded() -> list[OutlineItem]:
            rows = [segment.row for segment in missing.values() if segment.row]
            column = self.database.column("first_item", rows)
            values = iter(codec.parse_all(column[row] for row in rows))
            return [_first_of(segment, next(values) if segment.row else None) for segment in missing.values()]

        def reloaded(binder: "InMemoryBinder") -> list[OutlineItem]:
            items = [part.outline[0] for part in binder.segments if part.items]
            return [items[number] for number in missing]

        self._first_items.update(zip(missing, self._decoded(decoded, reloaded), strict=True))

    def _nested_items(self, number: int) -> tuple[OutlineItem, ...]:
        segment = self.segments[number]
        if len(segment.ids) == 1:
            return ()

        def decoded() -> tuple[OutlineItem, ...]:
            data = (
                self._nested.pop(segment.row, None) or self.database.column("nested_items", [segment.row])[segment.row]
            )
            return codec.decode_nested_items(data, segment.ids)

        def reloaded(binder: "InMemoryBinder") -> tuple[OutlineItem, ...]:
            return [part for part in binder.segments if part.items][number].outline[1:]

        return self._decoded(decoded, reloaded)

    def load_outline(self) -> None:
        """Read the whole outline from the database at once; items are still decoded when they are looked at."""
        self._load_first_items(range(len(self.segments)))
        rows = [segment.row for n, segment in enumerate(self.segments) if segment.row and n not in self._items]
        with suppress(Exception):  # damage is found again when the items are decoded
            self._nested = self.database.column("nested_items", rows)

    def _content(self, file: CachedSegment) -> FileContent:
        def decoded() -> FileContent:
            # Entries and blocks are imported when the first entry is read.
            from bindertui.store.content_codec import decode_content  # noqa: PLC0415

            return decode_content(self.database.value("content", file.row), file.kind)

        return self._decoded(decoded, lambda binder: binder.file_content(file.name))

    def _mentions_in(self, file: CachedSegment) -> "list[Mention]":
        mentions = codec.decode_mentions(self.database.value("mentions", file.row))
        if not {mention.address.entry for mention in mentions}.issubset(file.ids):
            raise DamagedCacheError
        return mentions

    @cached_property
    def _segment_numbers(self) -> dict[str, int]:
        """The positions of the segments of files by their paths."""
        return {segment.name: number for number, segment in enumerate(self.segments) if segment.row}

    @cached_property
    def _top_segments(self) -> dict[str | None, list[int]]:
        """The positions of segments by the list above their first entry."""
        numbers: dict[str | None, list[int]] = {}
        for number, segment in enumerate(self.segments):
            numbers.setdefault(segment.parent, []).append(number)
        return numbers

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """The position of the segment that holds the first entry with an id."""
        numbers: dict[str, int] = {}
        for number in reversed(range(len(self.segments))):
            numbers.update(dict.fromkeys(self.segments[number].ids, number))
        return numbers

    @cached_property
    def _mentioning(self) -> dict[str, list[str]]:
        """The files that mention an entry, in reading order."""
        files: dict[str, list[str]] = {}
        for file in self.cached_files.values():
            for identifier in file.mentioned.split(_ITEM) if file.mentioned else ():
                files.setdefault(identifier, []).append(file.name)
        return files

    def _decoded(self, decode: Callable[[], T], instead: "Callable[[InMemoryBinder], T]") -> T:
        """Return a value decoded from the cache, or from the files if the cache is damaged."""
        try:
            return decode()
        except Exception as error:  # noqa: BLE001 - any damage of the cache; the files are loaded instead
            if not isinstance(error, OperationalError):
                self.database.discard()
            return instead(self._reloaded)

    @cached_property
    def _reloaded(self) -> "InMemoryBinder":
        return self._read()


def _decoded_segment(row: int, data: bytes) -> CachedSegment:
    """Return the segment of a file from the database; an exception of any kind if its row is damaged."""
    name, digest, ids, mentioned = data.decode("utf-8", "surrogatepass").split(_FIELD)
    return CachedSegment(row, name, kind_of_file(name), digest, tuple(ids.split(_ITEM)) if ids else (), mentioned)


def _list_segment(identifier: str) -> CachedSegment:
    return CachedSegment(0, "", EntryKind.INDEX, "", (identifier,), "")


def _first_of(segment: CachedSegment, value: Any) -> OutlineItem:
    """Return the first item of a segment from its plain value; lists have none, because all binders have them."""
    identifier = segment.ids[0]
    if not segment.row:
        return OutlineItem(identifier, EntryKind.INDEX, IndexPage(identifier).title)
    return codec.decode_first_item(value, identifier, segment.kind, segment.parent)


class _Outline(Sequence[OutlineItem]):
    """The outline of a cached binder, decoded segment by segment."""

    def __init__(self, binder: CachedBinder) -> None:
        self._binder = binder

    def __len__(self) -> int:
        return sum(len(segment.ids) for segment in self._binder.segments)

    def __iter__(self) -> Iterator[OutlineItem]:
        self._binder.load_outline()
        for number in range(len(self._binder.segments)):
            yield from self._binder.items(number)

    @overload
    def __getitem__(self, index: int) -> OutlineItem: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[OutlineItem]: ...
    def __getitem__(self, index: int | slice) -> OutlineItem | Sequence[OutlineItem]:
        if isinstance(index, slice):
            return list(self)[index]
        position = range(len(self))[index]
        number = 0
        while position >= (size := len(self._binder.segments[number].ids)):
            position -= size
            number += 1
        return self._binder.items(number)[position]


def with_nested(entry: Any) -> Iterator[Any]:
    """Return an entry, and every section nested in it, in reading order."""
    yield entry
    for nested in getattr(entry, "sections", ()):
        yield from with_nested(nested)
