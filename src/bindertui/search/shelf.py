"""An index kept between runs: disposable, brought up to date file by file, shared by all who read the binder."""

import contextlib
import json
import shutil
import time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import asdict, define, field

from bindertui.atomic import atomic_write
from bindertui.errors import BinderError
from bindertui.model.binder import Binder
from bindertui.search.index import Index
from bindertui.search.schema import FORMAT, Layout
from bindertui.search.synonyms import Synonyms

if TYPE_CHECKING:
    from bindertui.search.upkeep import Changes, Ledger, Progress

_LEDGER, _NAMES, _STATE = "ledger.json", "names.json", "state"
_META = "meta.json"
"""The engine's own file, which names the files of an index; where there is none, it begins an empty one."""
_FORGOTTEN = 7 * 24 * 3600
"""Seconds after which an index that no start has asked for, of another version or edition, is thrown away."""


class BusyError(BinderError):
    """Another process is bringing this index up to date."""


@define
class Shelf:
    """The index of one binder, in a folder or in memory.

    Attributes:
        binder: as it is now.
        folder: where the index is kept; None keeps it in memory.
        state: of the binder's files; None where that is not known.
        index: what can be searched now, which may be of fewer or of older files than the binder has.
    """

    binder: Binder
    folder: Path | None
    state: str | None = None
    index: Index = field(init=False)
    _in_memory: "Ledger | None" = field(init=False, default=None)

    def __attrs_post_init__(self) -> None:
        """Open what there is.

        Raises:
            ValueError: the folder holds something else or only some of an index, or cannot be written.
            OSError: likewise.
        """
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            told = any((self.folder / name).exists() for name in (_LEDGER, _STATE))
            if told and not (self.folder / _META).exists():
                # The empty index would pass for the one that these tell of.
                message = f"the index in {self.folder} has lost its {_META}"
                raise ValueError(message)
        layout = Layout(self.binder.languages)
        store = layout.store(str(self.folder) if self.folder else None)
        self.index = Index(layout, store, self._kept_synonyms() or Synonyms.of(self.binder))

    def changes(self) -> "Changes":
        """What has to be done to the index so that it is of the binder."""
        from bindertui.search.upkeep import changes  # noqa: PLC0415 - an index that is up to date is only asked

        return changes(self.binder, self._ledger())

    def reread(self) -> None:
        """Take up what another process has done to the index."""
        self.index = self.index.renewed()

    def update(self, changes: "Changes", progress: "Progress | None" = None) -> Index:
        """Do what has to be done, and give the index that is of the binder; meanwhile `index` is what there is so far.

        Args:
            changes: what has to be done.
            progress: told after each file.

        Raises:
            BusyError: another process is at it.
            OSError, ValueError: it cannot be kept.
        """
        from bindertui.search.upkeep import pending, write  # noqa: PLC0415 - as in `changes`

        def committed(ledger: "Ledger") -> None:
            self._keep(ledger)
            self.index = self.index.renewed()

        if changes:
            ledger = self._ledger()
            self._keep(pending(changes, ledger))
            write(self.index.store, self.index.layout, changes, ledger, progress=progress, committed=committed)
        return self.index

    @property
    def current(self) -> bool:
        """Whether the index was marked as being of the binder's files as they are now."""
        if self.folder is None or self.state is None:
            return False
        with contextlib.suppress(OSError, ValueError):
            return (self.folder / _STATE).read_text(encoding="utf-8") == self.state
        return False

    def mark(self) -> None:
        """Mark the index as being of the binder's files as they are now: the next start need not compare them."""
        if self.folder is not None and self.state is not None:
            with contextlib.suppress(OSError):
                _replace(self.folder / _NAMES, self.index.synonyms.written())
                _replace(self.folder / _STATE, self.state)
                _forget_siblings(self.folder)

    def _kept_synonyms(self) -> Synonyms | None:
        """The names that mean the same, if they were kept with an index of the same files: a search reads no entry."""
        if self.folder is not None and self.current:
            with contextlib.suppress(OSError, ValueError, TypeError):
                return Synonyms.read((self.folder / _NAMES).read_text(encoding="utf-8"))
        return None

    def _ledger(self) -> "Ledger":
        """What the index holds; nothing where that cannot be told, so that all is indexed anew."""
        from bindertui.search.upkeep import Kept, Ledger  # noqa: PLC0415 - as in `changes`

        if self.folder is None:
            return self._in_memory or Ledger()
        try:
            written = json.loads((self.folder / _LEDGER).read_text(encoding="utf-8"))
            files = {name: Kept(**kept) for name, kept in written["files"].items()}
            return Ledger(files, written["titles"])
        except (OSError, ValueError, LookupError, TypeError):
            return Ledger()

    def _keep(self, ledger: "Ledger") -> None:
        if self.folder is None:
            self._in_memory = ledger
        else:
            (self.folder / _STATE).unlink(missing_ok=True)
            _replace(self.folder / _LEDGER, json.dumps(asdict(ledger)))


def folder_for(binder: Binder, parent: Path) -> Path:
    """Where below a folder the index of a binder is kept: an index of another edition or format is another index."""
    told = repr((FORMAT, binder.cover.id, binder.cover.edition, binder.languages))
    return parent / sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


def throw_away(folder: Path) -> None:
    """Remove an index that is of no use."""
    shutil.rmtree(folder, ignore_errors=True)


def _replace(path: Path, text: str) -> None:
    # An index can be rebuilt, so a power cut may take its files.
    atomic_write(path, text.encode("utf-8"), durable=False)


def _forget_siblings(folder: Path) -> None:
    for other in folder.parent.iterdir():
        if other != folder and other.stat().st_mtime < time.time() - _FORGOTTEN:
            throw_away(other)
