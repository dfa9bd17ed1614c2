"""BinderCache: parsed binders stored between runs, in one SQLite database for each binder.

The problem: a binder is a folder of YAML files, and parsing 10,000 sections takes seconds. A start must show its first
page in milliseconds, and saving one field must not cost more in a large binder than in a small one.

The approach: after a binder was loaded, its database has a row per content file with the data of the outline, the
front page and each entry, as JSON. The next start compares the stamps of the files (size, modification time, change
time, inode) with the state that the cache was made for. If nothing has changed it opens a `CachedBinder`, which reads
ids at once and decodes everything else when it is shown. If files have changed, only those are parsed and only their
rows are written, in one transaction.

Invariants:

- A cached binder equals the one that loading every file would give. A file counts as unchanged by its stamp, or by
  the digest of its bytes where the stamp is too fresh: a file written twice within a clock tick keeps its stamp.
- The cache only saves time. If it is missing, locked, damaged, read-only, full or written by another version of this
  program, the files are loaded instead, without a message; a damaged one is removed and built again.
- Nothing in it is executed or trusted: it holds data, which is validated when it is read. Users, roles and settings
  are never cached.
- Writers replace one version by the next under the database's lock, or not at all if another process was faster.
"""

import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from sqlite3 import OperationalError
from typing import TYPE_CHECKING

from bindertui import __version__
from bindertui._frozen import frozen
from bindertui.store.cache import database
from bindertui.store.cache.reader import CachedBinder
from bindertui.store.content_files import Stamp, file_stamps

if TYPE_CHECKING:
    from bindertui.model.in_memory import InMemoryBinder
    from bindertui.model.progress import Progress

_FRESH = 2.0
"""Seconds for which a file's stamp is not trusted after the file has changed."""
_ATTEMPTS = 5
"""How often a refresh starts again because another process has written the cache meanwhile."""
_INDEX_AGE = 7 * 24 * 3600
"""Seconds after which a search index of another version is removed."""
_FORMER = r"[0-9a-f]{32}\.(?:binder|[0-9]+)"
"""NameIndex of cache files of the format before this one, and of their temporary files."""


@frozen
class BinderCache:
    """The cached binders below a cache folder.

    Attributes:
        folder: where the databases are; it need not exist.
    """

    folder: Path

    def load(self, root: Path, read: "Callable[[], InMemoryBinder]") -> CachedBinder | None:
        """Return the binder from its cache if the cache is of the present state of its files.

        Args:
            root: the binder's folder.
            read: loads the folder, in case the cache turns out to be damaged later.
        """
        state = state_of(root)
        cached = self._open(root, read) if state is not None else None
        return cached if cached is not None and cached.state == state else None

    def save(self, root: Path, binder: "InMemoryBinder", state: bytes | None) -> None:
        """Cache a binder that was loaded from a folder; nothing happens if it cannot be cached.

        Args:
            root: the binder's folder.
            binder: the loaded binder.
            state: the folder's state from before it was loaded, as `state_of` returns it; with None, the next start
                compares the digests of all files.
        """
        from bindertui.store.cache.writer import all_rows  # noqa: PLC0415 - a start with a cache writes none

        found = file_stamps(root)
        # Stamps of another state would be recorded for the loaded content.
        if state is not None and _state(root, found) != state:
            return
        path = self._path(root)
        with suppress(Exception):
            update = all_rows(binder, found if state is not None else {}, state or b"")
            self._remove_others(root)
            database.discard(path)
            database.write(path, None, update)

    def refresh(
        self, root: Path, read: "Callable[[], InMemoryBinder]", progress: "Progress | None" = None
    ) -> CachedBinder | None:
        """Return the present binder from the cache of an earlier state; only files that have changed since are loaded.

        The cache is brought up to date. None if there is no cache to start from, or if it cannot be written.

        Args:
            root: the binder's folder.
            read: loads the folder, in case the cache turns out to be damaged later.
            progress: called after each file.
        """
        for _ in range(_ATTEMPTS):
            if (old := self._open(root, read)) is None:
                break
            try:
                return self._refreshed(root, old, read, progress)
            except database.OutdatedCacheError:
                continue
            except OperationalError:
                break
            except Exception:  # noqa: BLE001 - any damage of the cache; the files are loaded instead
                old.database.discard()
                break
        return None

    def _refreshed(
        self, root: Path, old: CachedBinder, read: "Callable[[], InMemoryBinder]", progress: "Progress | None"
    ) -> CachedBinder | None:
        """Return the present binder from an earlier version; None if the whole binder has to be loaded."""
        found = file_stamps(root)
        state = _state(root, found)
        if state is not None and state == old.state:
            return old
        from bindertui.store.cache.writer import CacheRefresh  # noqa: PLC0415 - a start without changes parses no YAML

        refresh = CacheRefresh(root, old, trusted(found))
        refresh.compare(progress)
        update = refresh.update(state or b"")
        if update is None or update.binder == old.binder_row:
            return old if update else None
        database.write(self._path(root), old.binder_row, update)
        return CachedBinder(old.database, read, old)

    def index_folder(self, root: Path) -> Path:
        """Return where this version of the program may keep search indexes of a binder."""
        return self.folder / f"{self._name(root)}.index" / _reader()[:16]

    def _open(self, root: Path, read: "Callable[[], InMemoryBinder]") -> CachedBinder | None:
        path = self._path(root)
        try:
            return CachedBinder(database.CacheDatabase(path), read)
        except OperationalError:
            # It is missing, or locked by a process that builds it.
            return None
        except Exception:  # noqa: BLE001 - as in `refresh`
            database.discard(path)
            return None

    def _remove_others(self, root: Path) -> None:
        """Remove the caches of a binder by other versions of this program, and all caches of the former format."""
        own = self._path(root).name
        with suppress(OSError):
            for file in list(self.folder.iterdir()):
                other_version = file.name.startswith(f"{self._name(root)}.") and ".sqlite" in file.name
                if re.fullmatch(_FORMER, file.name) or (other_version and file.name != own):
                    file.unlink(missing_ok=True)
            import shutil  # noqa: PLC0415 - it imports compressors, and only who builds a cache needs it

            for index in self.index_folder(root).parent.iterdir():
                if index != self.index_folder(root) and index.stat().st_mtime < time.time() - _INDEX_AGE:
                    shutil.rmtree(index, ignore_errors=True)

    def _path(self, root: Path) -> Path:
        # Programs of two versions each have a database: they would only take turns at building one.
        return self.folder / f"{self._name(root)}.{_reader()[:16]}.sqlite"

    def _name(self, root: Path) -> str:
        # By the path the user gave, too: problems name files by it.
        return sha256(f"{root}\0{root.resolve()}".encode("utf-8", "surrogateescape")).hexdigest()[:32]


def state_of(root: Path) -> bytes | None:
    """Return the state of a binder's files, as a digest; None while the stamp of one is too fresh to be trusted."""
    return _state(root, file_stamps(root))


def _state(root: Path, found: Mapping[str, Stamp]) -> bytes | None:
    newest = _newest_trusted()
    if not all(stamp[1] < newest for stamp in found.values()):
        return None
    return sha256(f"{_reader()} {root} {found}".encode("utf-8", "backslashreplace")).digest()


def _newest_trusted() -> float:
    """Return the modification time, in nanoseconds, from which on a stamp is too fresh to be trusted."""
    return (time.time() - _FRESH) * 1e9


def trusted(found: Mapping[str, Stamp]) -> dict[str, Stamp]:
    """Return the stamps that are old enough to be trusted."""
    newest = _newest_trusted()
    return {file: stamp for file, stamp in found.items() if stamp[1] < newest}


@cache
def _reader() -> str:
    """Return a digest of the code that reads binders: caches of other code are not used."""
    package = Path(__file__).parents[2]
    modules = sorted(module for part in ("model", "search", "store") for module in _modules(package / part))
    return sha256(f"{__version__} {sys.version} {modules}".encode()).hexdigest()


def _modules(folder: Path) -> Iterator[tuple[str, int]]:
    """Return the modules of a package by name, each with its modification time."""
    for entry in os.scandir(folder):
        if entry.name.endswith(".py"):
            yield f"{folder.name}/{entry.name}", entry.stat().st_mtime_ns
        elif entry.is_dir() and entry.name != "__pycache__":
            yield from _modules(folder / entry.name)
