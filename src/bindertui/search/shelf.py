"""An index kept between runs: disposable, brought up to date file by file, shared by all who read the binder."""

import contextlib
import json
import os
import shutil
import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

from attrs import asdict, define, field

from bindertui.model.binder import Binder
from bindertui.search.index import Index
from bindertui.search.schema import FORMAT, Layout
from bindertui.search.synonyms import Synonyms
from bindertui.search.upkeep import Changes, Kept, Ledger, Progress, changes, pending, write

_LEDGER, _STATE = "ledger.json", "state"
_FORGOTTEN = 7 * 24 * 3600
"""Seconds after which an index that no start has asked for, of another version or edition, is thrown away."""


@define
class Shelf:
    """The index of one binder, in a folder or in memory.

    Attributes:
        binder: as it is now.
        folder: where the index is kept; None keeps it in memory.
        index: what can be searched now, which may be of fewer or of older files than the binder has.
    """

    binder: Binder
    folder: Path | None
    index: Index = field(init=False)
    _ledger: Ledger = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Open what there is.

        Raises:
            ValueError: the folder holds something else, or cannot be written.
            OSError: likewise.
        """
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        layout = Layout(self.binder.languages)
        store = layout.store(str(self.folder) if self.folder else None)
        self.index = Index(layout, store, Synonyms.of(self.binder))
        self._ledger = _read(self.folder)

    def changes(self, digests: Mapping[str, str]) -> Changes:
        """What has to be done to the index so that it is of the binder, whose files have these digests by id."""
        return changes(self.binder, digests, self._ledger)

    def reread(self) -> None:
        """Take up what another process has done to the index."""
        self._ledger = _read(self.folder)
        self.index = self.index.renewed()

    def update(
        self, changes: Changes, progress: Progress | None = None, renewed: Callable[[Index], object] = lambda _: None
    ) -> Index:
        """Do what has to be done, and give the index that is of the binder.

        Args:
            changes: what has to be done.
            progress: told after each file.
            renewed: told of every index that can be searched on the way.

        Raises:
            BusyError: another process is at it.
            OSError, ValueError: it cannot be kept.
        """

        def committed(ledger: Ledger) -> None:
            self._keep(ledger)
            self.index = self.index.renewed()
            renewed(self.index)

        if changes:
            self._keep(pending(changes, self._ledger))
            self._ledger = write(
                self.index.store,
                self.index.layout,
                changes,
                self._ledger,
                progress=progress,
                committed=committed,
            )
        return self.index

    def is_of(self, state: str) -> bool:
        """Whether the index was marked as being of this state of the binder's files."""
        if self.folder is None:
            return False
        with contextlib.suppress(OSError, ValueError):
            return (self.folder / _STATE).read_text(encoding="utf-8") == state
        return False

    def mark(self, state: str) -> None:
        """Mark the index as being of a state of the binder's files, so that the next start need not compare files."""
        if self.folder is not None:
            with contextlib.suppress(OSError):
                _replace(self.folder / _STATE, state)
                _forget_siblings(self.folder)

    def _keep(self, ledger: Ledger) -> None:
        if self.folder is not None:
            (self.folder / _STATE).unlink(missing_ok=True)
            _replace(self.folder / _LEDGER, json.dumps(asdict(ledger)))


def folder_for(binder: Binder, parent: Path) -> Path:
    """Where below a folder the index of a binder is kept: an index of another edition or format is another index."""
    told = repr((FORMAT, binder.cover.id, binder.cover.edition, binder.languages))
    return parent / sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


def throw_away(folder: Path) -> None:
    """Remove an index that is of no use."""
    shutil.rmtree(folder, ignore_errors=True)


def _read(folder: Path | None) -> Ledger:
    """What the index in a folder holds; nothing where that cannot be told, so that all is indexed anew."""
    try:
        written = json.loads((folder / _LEDGER).read_text(encoding="utf-8")) if folder else {}
        files = {name: Kept(**kept) for name, kept in written["files"].items()}
        return Ledger(files, written["titles"])
    except (OSError, ValueError, LookupError, TypeError):
        return Ledger()


def _replace(path: Path, text: str) -> None:
    partial = path.with_suffix(f".{os.getpid()}")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)


def _forget_siblings(folder: Path) -> None:
    for other in folder.parent.iterdir():
        if other != folder and other.stat().st_mtime < time.time() - _FORGOTTEN:
            throw_away(other)
