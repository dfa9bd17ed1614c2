"""A binder in a folder of YAML files, with a copy in the cache: the first form of a repository.

A binder copied to another folder.

Changes to the files of a binder, whoever makes them.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from bindertui._frozen import frozen
from bindertui.errors import BinderError, os_error_text
from bindertui.i18n import lazy_gettext
from bindertui.model.binder import Binder
from bindertui.model.enums import EntryKind
from bindertui.store.cache.catalog import Catalog, state_of
from bindertui.store.cache.reader import CatalogBinder
from bindertui.store.content_files import entry_files, find_entry_file, path_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bindertui.model.in_memory import InMemoryBinder
    from bindertui.model.problems import Problem
    from bindertui.store.assembler import Progress
    from bindertui.store.files import FileContent
    from bindertui.store.history.base import History, WrittenFile
    from bindertui.store.transaction import FileChange, StaleFiles

R = TypeVar("R")


@frozen
class FolderRepository:
    """A binder in a folder of YAML files, one file an entry.

    What reads YAML is imported when YAML is read: a start that finds a copy does without.

    Attributes:
        root: the folder, as the user named it; problems name files below it.
        catalog: where copies are kept between runs; None keeps none.
    """

    root: Path
    catalog: Catalog | None = None

    @property
    def place(self) -> str:
        """The folder, links followed."""
        return str(self.root.resolve())

    def binder(self, progress: "Progress | None" = None) -> Binder:
        """The binder as it stands, with broken entries in their places; `progress` is told file by file."""
        kept = self.kept()
        return kept[0] if kept else self._updated(progress) or self._read(progress)

    def kept(self) -> tuple[Binder, bytes] | None:
        """The binder as it stands, and its state, if a copy was kept; or None."""
        copy = self.catalog.load(self.root, self._read) if self.catalog else None
        return (copy, copy.copy.state) if copy else None

    def state(self) -> bytes | None:
        """What tells one state of the files from another; None while it cannot be told."""
        return state_of(self.root) if self.catalog else None

    def keep(self, binder: Binder, state: bytes | None) -> None:
        """Keep a copy for the next time, if this binder is none and was read in that state."""
        if self.catalog is not None and not isinstance(binder, CatalogBinder):
            from bindertui.model.in_memory import InMemoryBinder  # noqa: PLC0415

            assert isinstance(binder, InMemoryBinder), "a binder that is no copy was read whole"
            self.catalog.save(self.root, binder, state)

    def index_folder(self) -> Path | None:
        """Where indexes of the binder may be kept; None keeps them in memory."""
        return self.catalog.index_folder(self.root) if self.catalog else None

    def arguments(self) -> tuple[str, str] | None:
        """The folders by which another process finds the binder and its copies; None where none are kept."""
        return (str(self.root), str(self.catalog.folder)) if self.catalog else None

    def changes(self, stop: "Event") -> "Iterator[object]":
        """Something for each change to the files, until `stop` is set; `OSError` if none can be seen."""
        return watch_files(self.root, stop)

    def problems(self, *, with_parity: bool = False) -> "list[Problem]":
        """Everything that is wrong with the binder, sorted by place; `with_parity` compares its languages too."""
        from bindertui.store.assembler import check_binder  # noqa: PLC0415

        return check_binder(self.root, with_parity=with_parity)

    def file(self, identifier: str) -> Path | None:
        """The file with this id (a top section, a partner, …), or None."""
        return next((file.path for file in entry_files(self.root) if file.id == identifier), None)

    def content(self, file: Path) -> "FileContent":
        """The content of a file of the binder; `NodeError` if it cannot be read."""
        from bindertui.store.files import read_text  # noqa: PLC0415

        return read_text(file, self.root)

    def file_for(self, kind: EntryKind, identifier: str) -> Path:
        """The file that an entry of a kind has, or would have."""
        return path_for(self.root, kind, identifier).path

    def problems_with(self, binder: Binder, texts: "Mapping[Path, str | None]") -> "list[Problem]":
        """What would be wrong if files had other texts (None: were gone), and is not wrong elsewhere already."""
        from bindertui.store.validation import validate_changes  # noqa: PLC0415

        return validate_changes(self.root, binder, {find_entry_file(path): text for path, text in texts.items()})

    def save(self, changes: "Sequence[FileChange]", then: "Callable[[Sequence[WrittenFile]], R]") -> "R | StaleFiles":
        """Make changes to files, all of them or none, under the lock of the folder."""
        from bindertui.store.transaction import save_files  # noqa: PLC0415

        return save_files(self.root, changes, then)

    def copy(self, folder: Path) -> None:
        """Copy the binder to a new or an empty folder."""
        copy_files(self.root, folder)

    def history(self, folder: Path, *, commits: bool) -> "History":
        """The versions of the binder's files: commits in a work tree of git, what is kept below a folder elsewhere."""
        from bindertui.store.history.combined import CombinedHistory  # noqa: PLC0415

        return CombinedHistory.of(self.root, folder, commits=commits)

    def source(self, identifier: str) -> str | None:
        """The text of the file with this id (a top section, a partner, …), or None."""
        from bindertui.store.assembler import read_entry  # noqa: PLC0415

        content = read_entry(self.root, identifier)
        return content.text if content else None

    def digest(self, identifier: str) -> str | None:
        """The digest of the file with this id as it stands, or None."""
        from bindertui.store.assembler import read_entry  # noqa: PLC0415

        content = read_entry(self.root, identifier)
        return content.digest if content else None

    def _updated(self, progress: "Progress | None") -> Binder | None:
        return self.catalog.update(self.root, self._read, progress) if self.catalog else None

    def _read(self, progress: "Progress | None" = None) -> "InMemoryBinder":
        from bindertui.store.assembler import load_binder  # noqa: PLC0415
        from bindertui.store.transaction import remove_leftovers  # noqa: PLC0415

        remove_leftovers(self.root)
        return load_binder(self.root, progress)


class CopyError(BinderError):
    """A binder cannot be copied where it was asked for."""


def copy_files(root: Path, folder: Path) -> None:
    """Copy the files of a binder to a new or an empty folder, where they can be changed.

    Hidden files stay behind, and so do links, which may lead anywhere.

    Raises:
        CopyError: the folder holds something already, lies inside the binder, or cannot be written.
    """
    if folder.resolve().is_relative_to(root.resolve()):
        raise CopyError(lazy_gettext("{folder} lies in the binder itself. Name a folder elsewhere.", folder=folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise CopyError(
                lazy_gettext(
                    "{folder} is not empty. Name a new or an empty folder: nothing is overwritten.", folder=folder
                )
            )
        # Lazy: only `new` and copying need it.
        import shutil  # noqa: PLC0415

        for place, folders, files in os.walk(root):
            folders[:] = [name for name in folders if not name.startswith(".")]
            target = folder / Path(place).relative_to(root)
            target.mkdir(exist_ok=True)
            for path in (Path(place) / name for name in files if not name.startswith(".")):
                if not path.is_symlink() and path.is_file():
                    shutil.copyfile(path, target / path.name)
    except OSError as error:
        raise CopyError(
            lazy_gettext(
                "{path} cannot be written: {reason}.", path=error.filename or folder, reason=os_error_text(error)
            )
        ) from None


_SETTLE = 400
"""Milliseconds that changes are gathered for before they are told: editors write a file in several steps."""
_LOOK = 500
"""Milliseconds between two looks at whether to stop."""


def watch_files(root: Path, stop: Event) -> Iterator[frozenset[Path]]:
    """The content files of a binder that were written, added or removed, whenever some were.

    The first time comes without any once the watch has begun: what changed before that was not seen.

    Args:
        root: the binder's folder.
        stop: ends the watch within half a second once it is set.

    Raises:
        OSError: the folder cannot be watched, or is gone.
    """
    # Lazy: no verb watches files, and watchfiles takes 25 ms to import.
    from watchfiles import Change, watch  # noqa: PLC0415

    def of_content(_: Change, path: str) -> bool:
        file = Path(path)
        return file.suffix == ".yaml" and not file.name.startswith(".")

    if not root.is_dir():
        raise NotADirectoryError(f"{root} is no folder.")
    begun = False
    try:
        for changes in watch(
            root,
            watch_filter=of_content,
            debounce=_SETTLE,
            rust_timeout=_LOOK,
            stop_event=stop,
            yield_on_timeout=True,
            raise_interrupt=False,
            ignore_permission_denied=True,
        ):
            if changes or not begun:
                begun = True
                yield frozenset(Path(path) for _, path in changes)
    except RuntimeError as error:
        # What watchfiles says when the system has no watches left.
        raise OSError(str(error)) from error
