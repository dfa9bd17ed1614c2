"""A binder in a folder of YAML files, with a copy in the cache: the first form of a repository."""

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bindertui.model.binder import Binder
from bindertui.model.kinds import EntryKind
from bindertui.store.catalog import Catalog, state_of
from bindertui.store.copy import CatalogBinder
from bindertui.store.folder import entry_file, entry_files, file_for
from bindertui.values import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from threading import Event

    from bindertui.model.problems import Problem
    from bindertui.model.whole import WholeBinder
    from bindertui.store.files import Content
    from bindertui.store.history import History, Written
    from bindertui.store.reading import Progress
    from bindertui.store.saving import FileChange, Overtaken

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
            from bindertui.model.whole import WholeBinder  # noqa: PLC0415

            assert isinstance(binder, WholeBinder), "a binder that is no copy was read whole"
            self.catalog.save(self.root, binder, state)

    def index_folder(self) -> Path | None:
        """Where indexes of the binder may be kept; None keeps them in memory."""
        return self.catalog.index_folder(self.root) if self.catalog else None

    def arguments(self) -> tuple[str, str] | None:
        """The folders by which another process finds the binder and its copies; None where none are kept."""
        return (str(self.root), str(self.catalog.folder)) if self.catalog else None

    def changes(self, stop: "Event") -> "Iterator[object]":
        """Something for each change to the files, until `stop` is set; `OSError` if none can be seen."""
        from bindertui.store.watch import file_changes  # noqa: PLC0415 - not before the first frame

        return file_changes(self.root, stop)

    def problems(self, *, with_parity: bool = False) -> "list[Problem]":
        """Everything that is wrong with the binder, sorted by place; `with_parity` compares its languages too."""
        from bindertui.store.reading import folder_problems  # noqa: PLC0415

        return folder_problems(self.root, with_parity=with_parity)

    def file(self, identifier: str) -> Path | None:
        """The file with this id (a top section, a partner, …), or None."""
        return next((file.path for file in entry_files(self.root) if file.id == identifier), None)

    def content(self, file: Path) -> "Content":
        """The content of a file of the binder; `NodeError` if it cannot be read."""
        from bindertui.store.files import read  # noqa: PLC0415

        return read(file, self.root)

    def file_for(self, kind: EntryKind, identifier: str) -> Path:
        """The file that an entry of a kind has, or would have."""
        return file_for(self.root, kind, identifier).path

    def problems_with(self, binder: Binder, texts: "Mapping[Path, str | None]") -> "list[Problem]":
        """What would be wrong if files had other texts (None: were gone), and is not wrong elsewhere already."""
        from bindertui.store.proposing import problems_with  # noqa: PLC0415

        return problems_with(self.root, binder, {entry_file(path): text for path, text in texts.items()})

    def save(self, changes: "Sequence[FileChange]", then: "Callable[[Sequence[Written]], R]") -> "R | Overtaken":
        """Make changes to files, all of them or none, under the lock of the folder."""
        from bindertui.store.saving import save  # noqa: PLC0415

        return save(self.root, changes, then)

    def copy(self, folder: Path) -> None:
        """Copy the binder to a new or an empty folder."""
        from bindertui.store.taking import copy  # noqa: PLC0415

        copy(self.root, folder)

    def history(self, folder: Path, *, commits: bool) -> "History":
        """The versions of the binder's files: commits in a work tree of git, what is kept below a folder elsewhere."""
        from bindertui.store.history_folder import FolderHistory  # noqa: PLC0415

        return FolderHistory.of(self.root, folder, commits=commits)

    def source(self, identifier: str) -> str | None:
        """The text of the file with this id (a top section, a partner, …), or None."""
        from bindertui.store.reading import file_content  # noqa: PLC0415

        content = file_content(self.root, identifier)
        return content.text if content else None

    def digest(self, identifier: str) -> str | None:
        """The digest of the file with this id as it stands, or None."""
        from bindertui.store.reading import file_content  # noqa: PLC0415

        content = file_content(self.root, identifier)
        return content.digest if content else None

    def _updated(self, progress: "Progress | None") -> Binder | None:
        return self.catalog.update(self.root, self._read, progress) if self.catalog else None

    def _read(self, progress: "Progress | None" = None) -> "WholeBinder":
        from bindertui.store.reading import folder_binder  # noqa: PLC0415
        from bindertui.store.saving import tidy  # noqa: PLC0415

        tidy(self.root)
        return folder_binder(self.root, progress)
