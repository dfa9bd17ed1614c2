"""A disposable copy of a binder that was read, so that the next start reads no YAML and only the entries it shows.

A copy holds for exactly one state of the files, told by their names, sizes and times. Whatever is wrong with it
(missing, torn, from another version, not ours) only means that the files are read again.

The copy is one file: the state (32 bytes), the place of the contents (8 bytes), the entries and mentions one after the
other, and the contents last, which say where each of them lies.
"""

import contextlib
import io
import os
import pickle
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from bindertui import __version__
from bindertui.model.binder import RESERVED_IDS, AnyEntry, Binder, Broken, Cover, EntryKind, Index, Place, WholeBinder
from bindertui.model.entries import Section, Source, Term
from bindertui.store.folder import content_paths

if TYPE_CHECKING:
    from bindertui.model.mentions import Mention

_SETTLED = 2.0
"""Seconds after which a file's time tells its state; a file changed twice within a clock tick would not."""
_STATE = 32
_HEAD = _STATE + 8
_KEPT = 64
"""Entries that are kept in memory after they were shown."""

_Extent = tuple[int, int]
"""Where a part of the file lies: its first byte, and how many it has."""


@frozen
class Catalog:
    """The copies below a cache folder.

    Attributes:
        folder: where they lie; it need not exist.
    """

    folder: Path

    def load(self, root: Path, read: Callable[[], WholeBinder]) -> Binder | None:
        """The copy of the binder in a folder, if there is one of its present state.

        Args:
            root: the binder's folder.
            read: reads the folder, for the case that the copy turns out to be torn.
        """
        state = state_of(root)
        try:
            file = _Copy(os.open(self._file(root), os.O_RDONLY | os.O_CLOEXEC))
            if state is None or file.bytes((0, _STATE)) != state:
                return None
            return CatalogBinder(file, file.contents(), read)
        except Exception:  # noqa: BLE001 - a copy that cannot be read, for whatever reason, is no copy
            return None

    def save(self, root: Path, binder: WholeBinder, state: bytes | None) -> None:
        """Keep a copy of a binder that was read from a folder; without a word if it cannot be kept.

        Args:
            root: the binder's folder.
            binder: what was read.
            state: the folder's state from before it was read, as `state_of` tells it.
        """
        if state is None:
            return
        file = self._file(root)
        partial = file.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            partial.write_bytes(b"".join(_written(binder, state)))
            partial.replace(file)

    def index_folder(self, root: Path) -> Path:
        """Where indexes of a folder may be kept that this version of the code makes."""
        return self._file(root).with_suffix(".index") / sha256(_reader().encode()).hexdigest()[:16]

    def _file(self, root: Path) -> Path:
        # By the name the user gave, too: problems name files by it.
        name = sha256(f"{root}\0{root.resolve()}".encode("utf-8", "surrogateescape")).hexdigest()
        return self.folder / f"{name[:32]}.binder"


@frozen
class _Contents:
    """What a copy says at once, and where the rest lies.

    Attributes:
        entries: the top sections, partners and agreements, by id.
        mentions: by the id of what is mentioned.
        lists: the glossary and the sources.
    """

    cover: Cover
    places: tuple[Place, ...]
    broken: tuple[Broken, ...]
    entries: dict[str, _Extent]
    mentions: dict[str, _Extent]
    lists: dict[str, _Extent]


class CatalogBinder(Binder):
    """A binder in a copy: what it holds is read when it is asked for, and the entries shown last are kept."""

    def __init__(self, file: "_Copy", contents: _Contents, read: Callable[[], WholeBinder]) -> None:
        self._file = file
        self._contents = contents
        self._read = read
        self._kept: dict[str, AnyEntry] = {}
        self.cover = contents.cover
        self.broken = contents.broken

    def outline(self) -> Sequence[Place]:
        """Every entry in reading order, two with the same id included."""
        return self._contents.places

    def entry(self, identifier: str) -> AnyEntry | None:
        """The entry with this id, or None; the first of several."""
        place = self.place(identifier)
        if place is None:
            return None
        if identifier in RESERVED_IDS:
            return self.cover if place.kind is EntryKind.BINDER else Index(identifier)
        top = next((name for name in self.parents(identifier) if name not in RESERVED_IDS), identifier)
        return next((entry for entry in _with_nested(self._top(top)) if entry.id == identifier), None)

    def mentions(self, identifier: str) -> "Sequence[Mention]":
        """The places that mention an entry, in reading order."""
        extent = self._contents.mentions.get(identifier)
        return self._part(extent, lambda whole: whole.mentions(identifier)) if extent else ()

    @cached_property
    def terms(self) -> tuple[Term, ...]:  # type: ignore[override]
        """The glossary, as it is written."""
        terms: tuple[Term, ...] = self._part(self._contents.lists["terms"], lambda whole: whole.terms)
        return terms

    @cached_property
    def sources(self) -> Mapping[str, Source]:  # type: ignore[override]
        """The sources by key."""
        sources: Mapping[str, Source] = self._part(self._contents.lists["sources"], lambda whole: whole.sources)
        return sources

    def _top(self, identifier: str) -> AnyEntry:
        if identifier in self._kept:
            self._kept[identifier] = self._kept.pop(identifier)
        else:
            extent = self._contents.entries[identifier]
            self._kept[identifier] = self._part(extent, lambda whole: whole.entry(identifier))
            if len(self._kept) > _KEPT:
                del self._kept[next(iter(self._kept))]
        return self._kept[identifier]

    def _part(self, extent: _Extent, instead: Callable[[WholeBinder], Any]) -> Any:
        try:
            return self._file.value(extent)
        except Exception:  # noqa: BLE001 - as in `Catalog.load`: what is torn is read from the files again
            return instead(self._whole)

    @cached_property
    def _whole(self) -> WholeBinder:
        return self._read()


def _with_nested(entry: AnyEntry) -> Iterator[AnyEntry]:
    yield entry
    if isinstance(entry, Section):
        for nested in entry.sections:
            yield from _with_nested(nested)


class _Copy:
    """The file of a copy, open as long as somebody reads from it: it may be replaced by another meanwhile."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def __del__(self) -> None:
        with contextlib.suppress(OSError):
            os.close(self._descriptor)

    def bytes(self, extent: _Extent) -> bytes:
        """A part of the file."""
        start, size = extent
        return os.pread(self._descriptor, size, start)

    def value(self, extent: _Extent) -> Any:
        """A part of the file as what it was before it was written."""
        return _ModelUnpickler(io.BytesIO(self.bytes(extent))).load()

    def contents(self) -> _Contents:
        """The contents."""
        start = int.from_bytes(self.bytes((_STATE, 8)), "big")
        return _Contents(*self.value((start, os.fstat(self._descriptor).st_size - start)))


def _written(binder: WholeBinder, state: bytes) -> Iterator[bytes]:
    parts: list[bytes] = []
    end = _HEAD

    def put(value: Any) -> _Extent:
        nonlocal end
        parts.append(pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL))
        start, end = end, end + len(parts[-1])
        return start, len(parts[-1])

    places = tuple(binder.outline())
    tops = {place.id for place in places if place.parent is None or place.parent in RESERVED_IDS} - {*RESERVED_IDS}
    entries = {identifier: put(binder.entry(identifier)) for identifier in sorted(tops)}
    mentions = {identifier: put(tuple(found)) for identifier, found in binder.all_mentions.items()}
    lists = {"terms": put(binder.terms), "sources": put(dict(binder.sources))}
    contents_at = end
    put((binder.cover, places, binder.broken, entries, mentions, lists))
    return iter((state, contents_at.to_bytes(8, "big"), *parts))


def state_of(root: Path) -> bytes | None:
    """The state of a binder's files; None while one of them is too fresh for its time to tell."""
    digest = sha256(f"{_reader()} {root}".encode("utf-8", "surrogateescape"))
    newest = 0
    for path in content_paths(root):
        try:
            status = path.stat()
        except OSError:
            continue
        newest = max(newest, status.st_mtime_ns)
        digest.update(
            f"{path.name}\0{status.st_size} {status.st_mtime_ns} {status.st_ino}\n".encode("utf-8", "replace")
        )
    return digest.digest() if newest < (time.time() - _SETTLED) * 1e9 else None


def _reader() -> str:
    """What reads binders, to the letter: a copy made by other code is no copy."""
    package = Path(__file__).parent.parent
    modules = (entry for part in ("model", "search", "store") for entry in os.scandir(package / part))
    times = sorted((entry.name, entry.stat().st_mtime_ns) for entry in modules if entry.name.endswith(".py"))
    return f"{__version__} {sys.version} {times}"


class _ModelUnpickler(pickle.Unpickler):
    """Makes values of the model and nothing else, whatever a file in the cache asks for."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith("bindertui.model.") and "." not in name:
            found = super().find_class(module, name)
            # Not what a module of the model has imported, nor its functions: only its own classes.
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not a value of the model")
