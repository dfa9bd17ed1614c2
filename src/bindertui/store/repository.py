"""Where a binder comes from: what any place that keeps one can do."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from bindertui.model.binder import Binder
from bindertui.model.enums import EntryKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from threading import Event

    from bindertui.model.problems import Problem
    from bindertui.store.assembler import Progress
    from bindertui.store.files import FileContent
    from bindertui.store.history.base import History, WrittenFile
    from bindertui.store.transaction import FileChange, StaleFiles

R = TypeVar("R")


class Repository(Protocol):
    """A place that keeps a binder."""

    @property
    def place(self) -> str:
        """What tells this place from all others that keep binders."""

    def binder(self, progress: "Progress | None" = None) -> Binder:
        """The binder as it stands, with broken entries in their places; `progress` is told file by file."""

    def kept(self) -> tuple[Binder, bytes] | None:
        """The binder as it stands, and its state, if they can be had at once; or None."""

    def state(self) -> bytes | None:
        """What tells one state of the binder from another; None while it cannot be told."""

    def keep(self, binder: Binder, state: bytes | None) -> None:
        """Keep a copy for the next time of a binder that was read in a state."""

    def index_folder(self) -> Path | None:
        """Where indexes of the binder may be kept; None keeps them in memory."""

    def arguments(self) -> tuple[str, str] | None:
        """What another process needs to find the binder and its copies; None where it cannot."""

    def changes(self, stop: "Event") -> "Iterator[object]":
        """Something for each change to the binder, until `stop` is set; `OSError` if none can be seen."""

    def problems(self, *, with_parity: bool = False) -> "list[Problem]":
        """Everything that is wrong with the binder, sorted by place; `with_parity` compares its languages too."""

    def file(self, identifier: str) -> Path | None:
        """The file with this id, or None if there is none."""

    def digest(self, identifier: str) -> str | None:
        """The SHA-256 of the bytes of the file with this id as it stands, in hexadecimal; None if it cannot be read."""

    def content(self, file: Path) -> "FileContent":
        """The content of a file of the binder; `NodeError` if it cannot be read."""

    def file_for(self, kind: EntryKind, identifier: str) -> Path:
        """The file that an entry of a kind has, or would have: a top section, a partner or an agreement."""

    def problems_with(self, binder: Binder, texts: "Mapping[Path, str | None]") -> "list[Problem]":
        """What would be wrong if files had other texts (None: were gone), and is not wrong elsewhere already."""

    def save(self, changes: "Sequence[FileChange]", then: "Callable[[Sequence[WrittenFile]], R]") -> "R | StaleFiles":
        """Make changes to files, all of them or none, and none over the change of another.

        Args:
            changes: what is to become of each file.
            then: told what was written before anyone else may save; gives what is given back.

        Raises:
            SaveError: it cannot be done for want of room or rights.
        """

    def copy(self, folder: Path) -> None:
        """Copy the binder to a new or an empty folder; `CopyError` if that cannot be."""

    def history(self, folder: Path, *, commits: bool) -> "History":
        """The versions of the binder's files, kept below a state folder where saves may not become `commits` of git."""

    def source(self, identifier: str) -> str | None:
        """The text of the file with this id (a top section, a partner, …), or None if there is none."""
