"""A disposable copy of a binder that was read, so that the next start reads no YAML and only the entries it shows.

A copy holds for exactly one state of the files, told by their names, sizes and times. Whatever is wrong with it
(missing, torn, from another version, not ours) only means that the files are read again.

Where the files are no longer in the state of the copy, those that are the same as they were need not be read again:
each is told by its own size and time, or by a digest of its bytes.
"""

import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from bindertui import __version__
from bindertui._frozen import frozen
from bindertui.model.binder import Binder
from bindertui.store.cache.reader import STATE, CatalogBinder, Copy
from bindertui.store.content_files import Stamp, file_stamps

if TYPE_CHECKING:
    from bindertui.model.in_memory import InMemoryBinder
    from bindertui.model.progress import Progress
    from bindertui.store.cache.writer import Pieces

_SETTLED = 2.0
"""Seconds after which a file's time tells its state; a file changed twice within a clock tick would not."""
_UNTOLD = bytes(STATE)
"""The state of a copy while the times of some files cannot tell theirs: no state of files is the same."""


@frozen
class Catalog:
    """The copies below a cache folder.

    Attributes:
        folder: where they lie; it need not exist.
    """

    folder: Path

    def load(self, root: Path, read: "Callable[[], InMemoryBinder]") -> CatalogBinder | None:
        """The copy of the binder in a folder, if there is one of its present state.

        Args:
            root: the binder's folder.
            read: reads the folder, for the case that the copy turns out to be torn.
        """
        state = state_of(root)
        old = self._open(root, read) if state is not None else None
        return old if old is not None and old.copy.state == state else None

    def save(self, root: Path, binder: "InMemoryBinder", state: bytes | None) -> None:
        """Keep a copy of a binder that was read from a folder; without a word if it cannot be kept.

        Args:
            root: the binder's folder.
            binder: what was read.
            state: the folder's state from before it was read, as `state_of` tells it; with None, the next start
                compares the bytes of every file with those that were read.
        """
        from bindertui.store.cache.writer import pieces_of  # noqa: PLC0415 - a start that finds a copy makes none

        found = file_stamps(root)
        if state is None:
            self._write(root, pieces_of(binder, {}), _UNTOLD)
        # Stamps of another state than the one that was read would be taken for those of what was read.
        elif _state(root, found) == state:
            self._write(root, pieces_of(binder, found), state)

    def update(
        self, root: Path, read: "Callable[[], InMemoryBinder]", progress: "Progress | None" = None
    ) -> Binder | None:
        """The binder in a folder from the copy of an older state; only the files that have changed since are read.

        The new state is kept in place of the old one. None if there is no copy to start from, or none can be kept.

        Args:
            root: the binder's folder.
            read: reads the folder, for the case that the copy turns out to be torn.
            progress: told file by file.
        """
        old = self._open(root, read)
        if old is None or old.reader != _reader():
            return None
        from bindertui.store.cache.writer import updated  # noqa: PLC0415 - as in `save`

        found = file_stamps(root)
        try:
            pieces = updated(root, old, settled(found), progress)
        except Exception:  # noqa: BLE001 - as in `_open`
            return None
        if pieces is None:
            return None
        state = _state(root, found)
        if state is None and pieces.digests == old.files() and all(pieces.digests.values()):
            # Nothing has changed but the clock has still to move on before times can tell.
            return old
        return self._open(root, read) if self._write(root, pieces, state or _UNTOLD) else None

    def _open(self, root: Path, read: "Callable[[], InMemoryBinder]") -> CatalogBinder | None:
        try:
            return CatalogBinder(Copy(os.open(self._file(root), os.O_RDONLY | os.O_CLOEXEC)), read)
        except Exception:  # noqa: BLE001 - a copy that cannot be read, for whatever reason, is no copy
            return None

    def _write(self, root: Path, pieces: "Pieces", state: bytes) -> bool:
        """Put a copy in place, if that is possible."""
        file = self._file(root)
        partial = file.with_suffix(f".{os.getpid()}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            partial.write_bytes(b"".join(pieces.written(state, _reader())))
            partial.replace(file)
        except OSError:
            with suppress(OSError):
                partial.unlink()
            return False
        return True

    def index_folder(self, root: Path) -> Path:
        """Where indexes of a folder may be kept that this version of the code makes."""
        return self._file(root).with_suffix(".index") / sha256(_reader().encode()).hexdigest()[:16]

    def _file(self, root: Path) -> Path:
        # By the name the user gave, too: problems name files by it.
        name = sha256(f"{root}\0{root.resolve()}".encode("utf-8", "surrogateescape")).hexdigest()
        return self.folder / f"{name[:32]}.binder"


def state_of(root: Path) -> bytes | None:
    """The state of a binder's files; None while one of them is too fresh for its time to tell."""
    return _state(root, file_stamps(root))


def _state(root: Path, found: Mapping[str, Stamp]) -> bytes | None:
    if len(settled(found)) < len(found):
        return None
    return sha256(f"{_reader()} {root} {found}".encode("utf-8", "backslashreplace")).digest()


def settled(found: Mapping[str, Stamp]) -> dict[str, Stamp]:
    """The stamps that are old enough to tell the state of their files."""
    newest = (time.time() - _SETTLED) * 1e9
    return {file: stamp for file, stamp in found.items() if stamp[1] < newest}


@cache
def _reader() -> str:
    """What reads binders, to the letter: a copy made by other code is no copy."""
    package = Path(__file__).parent.parent.parent
    modules = (entry for part in ("model", "search", "store") for entry in os.scandir(package / part))
    times = sorted((entry.name, entry.stat().st_mtime_ns) for entry in modules if entry.name.endswith(".py"))
    return sha256(f"{__version__} {sys.version} {times}".encode()).hexdigest()
