"""Values of the model as bytes, and back.

A binder in a copy: what it holds is read when it is asked for.

The copy is one file: the state it is of (32 bytes), the place of the contents (8 bytes), then what each file of the
binder holds, part by part, and the contents last, which say where each part lies. `store.copying` writes it.
"""

import contextlib
import io
import os
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from bindertui.i18n import LazyString
from bindertui.model.binder import Binder
from bindertui.model.enums import EntryKind
from bindertui.model.outline import AnyEntry, BrokenEntry, Cover, FileContent, IndexPage, OutlineItem
from bindertui.store.content_files import Stamp

if TYPE_CHECKING:
    from bindertui.model.entries import Source, Term
    from bindertui.model.in_memory import InMemoryBinder
    from bindertui.model.mentions import Mention
    from bindertui.model.summary import SectionSummary


def pickled(value: Any) -> bytes:
    """A value as bytes."""
    stream = io.BytesIO()
    _ModelPickler(stream, protocol=pickle.HIGHEST_PROTOCOL).dump(value)
    return stream.getvalue()


def unpickled(data: bytes) -> Any:
    """What bytes were before; an exception of some kind where `pickled` made them of no value of the model."""
    return _ModelUnpickler(io.BytesIO(data)).load()


class _ModelPickler(pickle.Pickler):
    """Writes what a value was made of, in the order its class takes it: making it anew is faster than filling it."""

    def reducer_override(self, value: Any) -> Any:
        fields = getattr(type(value), "__attrs_attrs__", None)
        if fields is None:
            return NotImplemented
        return type(value), tuple(getattr(value, field.name) for field in fields)


class _ModelUnpickler(pickle.Unpickler):
    """Makes values of the model and nothing else, whatever a file in the cache asks for."""

    def find_class(self, module: str, name: str) -> Any:
        if (module.startswith("bindertui.model.") or module == LazyString.__module__) and "." not in name:
            found = super().find_class(module, name)
            # Not what a module of the model has imported, nor its functions: only its own classes.
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not a value of the model")


STATE = 32
HEAD = STATE + 8
_KEPT = 64
"""Entries that are kept in memory after they were shown."""

Extent = tuple[int, int]
"""Where a part of the copy lies: its first byte, and how many it has."""


class Record(NamedTuple):
    """A file of the binder, in a copy.

    Attributes:
        digest: of its bytes.
        stamp: what told its state when it was read; None if it had changed so lately that it might change unnoticed.
        held: what it holds.
        mentions: who is mentioned in it.
        mentioned: the ids of those.
    """

    digest: str
    stamp: Stamp | None
    held: Extent
    mentions: Extent
    mentioned: tuple[str, ...]


class Stretch(NamedTuple):
    """A stretch of the outline, in a copy: the places of one file, or of what no file holds.

    Attributes:
        file: the path of the file in the binder.
        ids: of the places, in reading order.
        parents: the ids of the entries above them.
        nested: the places themselves without the first, which is among the contents' `tops`.
    """

    file: str | None
    ids: tuple[str, ...]
    parents: tuple[str | None, ...]
    nested: Extent


class Contents(NamedTuple):
    """What a copy says at once. A copy holds plain tuples; they are given their names when they are looked at.

    Attributes:
        reader: what read the binder, to the letter.
        broken: every file that could not be read.
        records: the files, by their paths in the binder, in reading order.
        stretches: the outline.
        tops: the first place of each stretch: what lists show, and the app first.
        gists: what the front page tells of the top sections, by their ids.
    """

    reader: str
    cover: Cover
    broken: tuple[BrokenEntry, ...]
    records: dict[str, tuple[Any, ...]]
    stretches: tuple[tuple[Any, ...], ...]
    tops: Extent
    gists: Extent


class Copy:
    """The file of a copy, open as long as somebody reads from it: it may be replaced by another meanwhile."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def __del__(self) -> None:
        with contextlib.suppress(OSError):
            os.close(self._descriptor)

    @property
    def state(self) -> bytes:
        """The state of the binder that it is a copy of."""
        return self.bytes((0, STATE))

    def bytes(self, extent: Extent) -> bytes:
        """A part of the file."""
        start, size = extent
        return os.pread(self._descriptor, size, start)

    def value(self, extent: Extent) -> Any:
        """A part of the file as what it was before it was written."""
        return unpickled(self.bytes(extent))

    def contents(self) -> Contents:
        """The contents."""
        start = int.from_bytes(self.bytes((STATE, 8)), "big")
        return Contents(*self.value((start, os.fstat(self._descriptor).st_size - start)))


class CatalogBinder(Binder):
    """A binder in a copy: what it holds is read when it is asked for, and the entries shown last are kept."""

    def __init__(self, copy: Copy, read: "Callable[[], InMemoryBinder]") -> None:
        """Open a copy.

        Args:
            copy: the copy; whatever is wrong with its contents is an exception.
            read: reads the files, for the case that the copy turns out to be torn.
        """
        self.copy = copy
        self._contents = copy.contents()
        self._stretches = [Stretch(*stretch) for stretch in self._contents.stretches]
        self._read = read
        self._kept: dict[str, FileContent] = {}
        self._seen: dict[int, tuple[OutlineItem, ...]] = {}
        self.reader = self._contents.reader
        self.cover = self._contents.cover
        self.broken = self._contents.broken

    def outline(self) -> Sequence[OutlineItem]:
        """Every entry in reading order, two with the same id included; each is read when it is looked at."""
        return _Outline(self)

    def outline_item(self, identifier: str) -> OutlineItem | None:
        """Where the entry with this id stands, or None."""
        where = self._where.get(identifier)
        return self._at(*where) if where else None

    def children(self, identifier: str | None) -> Iterator[OutlineItem]:
        """The entries right below an entry, or at the top, in reading order."""
        for number, stretch in enumerate(self._stretches):
            for position, parent in enumerate(stretch.parents):
                if parent == identifier:
                    yield self._at(number, position)

    def entry(self, identifier: str) -> "AnyEntry | None":
        """The entry with this id, or None; the first of several."""
        place = self.outline_item(identifier)
        if place is None:
            return None
        if place.kind is EntryKind.INDEX:
            return IndexPage(identifier)
        file = self._stretches[self._where[identifier][0]].file
        assert file is not None, "only lists have no file"
        held: Any = self.file_content(file)
        return held if isinstance(held, Cover) else next(e for e in with_nested(held) if e.id == identifier)

    def mentions(self, identifier: str) -> "Sequence[Mention]":
        """The places that mention an entry, in reading order."""
        files = self._mentioning.get(identifier, ())
        try:
            found = [self.copy.value(self.record(file).mentions) for file in files]
        except Exception:  # noqa: BLE001 - as in `_part`
            return self._torn.mentions(identifier)
        return [mention for mentions in found for mention in mentions if mention.target == identifier]

    def files(self) -> Mapping[str, str]:
        """The digests of the content files by their paths in the binder, in reading order."""
        return {file: Record(*record).digest for file, record in self._contents.records.items()}

    def file_content(self, file: str) -> FileContent:
        """What a file holds; `KeyError` if the binder has no such file."""
        if file in self._kept:
            self._kept[file] = self._kept.pop(file)
        else:
            self._kept[file] = self._part(self.record(file).held, lambda whole: whole.file_content(file))
            if len(self._kept) > _KEPT:
                del self._kept[next(iter(self._kept))]
        return self._kept[file]

    def summaries(self) -> "Mapping[str, SectionSummary]":
        """What a front page tells of the top sections that can be read, by their ids; read anew each time."""
        gists: Mapping[str, SectionSummary] = self._part(self._contents.gists, lambda whole: whole.summaries())
        return gists

    @property
    def terms(self) -> "tuple[Term, ...]":  # type: ignore[override]
        """The glossary, as it is written."""
        held: Any = self.file_content("glossary.yaml") if "glossary.yaml" in self._contents.records else ()
        return held if isinstance(held, tuple) else ()

    @property
    def sources(self) -> "Mapping[str, Source]":  # type: ignore[override]
        """The sources by key."""
        held: Any = self.file_content("sources.yaml") if "sources.yaml" in self._contents.records else {}
        return held if isinstance(held, dict) else {}

    # For the outline, and for the next copy

    @property
    def stretches(self) -> list[Stretch]:
        """The outline, stretch by stretch."""
        return self._stretches

    def places(self, number: int) -> tuple[OutlineItem, ...]:
        """The places of a stretch of the outline."""
        if number not in self._seen:
            extent = self._stretches[number].nested
            nested = self._part(extent, lambda whole: whole.segments[number].outline[1:]) if extent[1] else ()
            self._seen[number] = (self.tops[number], *nested)
        return self._seen[number]

    @cached_property
    def tops(self) -> tuple[OutlineItem, ...]:
        """The first place of each stretch of the outline."""
        tops: tuple[OutlineItem, ...] = self._part(
            self._contents.tops, lambda whole: tuple(part.outline[0] for part in whole.segments if part.items)
        )
        return tops

    def _at(self, number: int, position: int) -> OutlineItem:
        return self.places(number)[position] if position else self.tops[number]

    def record(self, file: str) -> Record:
        """What the copy says of a file; `KeyError` if the binder has no such file."""
        return Record(*self._contents.records[file])

    @cached_property
    def _where(self) -> dict[str, tuple[int, int]]:
        """The stretch, and the position in it, of the first entry with an id."""
        where: dict[str, tuple[int, int]] = {}
        for number, stretch in enumerate(self._stretches):
            for position, identifier in enumerate(stretch.ids):
                where.setdefault(identifier, (number, position))
        return where

    @cached_property
    def _mentioning(self) -> dict[str, list[str]]:
        """The files that mention an entry, in reading order."""
        files: dict[str, list[str]] = {}
        for file, record in self._contents.records.items():
            for identifier in Record(*record).mentioned:
                files.setdefault(identifier, []).append(file)
        return files

    def _part(self, extent: Extent, instead: "Callable[[InMemoryBinder], Any]") -> Any:
        try:
            return self.copy.value(extent)
        except Exception:  # noqa: BLE001 - as in `Catalog.load`: what is torn is read from the files again
            return instead(self._torn)

    @cached_property
    def _torn(self) -> "InMemoryBinder":
        return self._read()


class _Outline(Sequence[OutlineItem]):
    """The places of a binder in a copy, read stretch by stretch."""

    def __init__(self, binder: CatalogBinder) -> None:
        self._binder = binder

    def __len__(self) -> int:
        return sum(len(stretch.ids) for stretch in self._binder.stretches)

    def __iter__(self) -> Iterator[OutlineItem]:
        for number in range(len(self._binder.stretches)):
            yield from self._binder.places(number)

    @overload
    def __getitem__(self, index: int) -> OutlineItem: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[OutlineItem]: ...
    def __getitem__(self, index: int | slice) -> OutlineItem | Sequence[OutlineItem]:
        if isinstance(index, slice):
            return list(self)[index]
        position = range(len(self))[index]
        number = 0
        while position >= (size := len(self._binder.stretches[number].ids)):
            position -= size
            number += 1
        return self._binder.places(number)[position]


def with_nested(entry: Any) -> Iterator[Any]:
    """An entry, and every section nested in it, in reading order."""
    yield entry
    for nested in getattr(entry, "sections", ()):
        yield from with_nested(nested)
