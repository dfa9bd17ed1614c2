"""The repository interface: where a binder is stored, as the services see it."""

from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from bindertui._frozen import frozen
from bindertui.model.binder import Binder
from bindertui.model.enums import EntryKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from threading import Event

    from bindertui.model.problems import Problem
    from bindertui.model.progress import Progress
    from bindertui.store.files import SourceText
    from bindertui.store.history.base import History, HistoryOptions, Recorded, Unrecorded
    from bindertui.store.transaction import FileChange


class UnreadableFileError(Exception):
    """A file of a binder that exists but cannot be read as text.

    Attributes:
        problem: why, and where.
    """

    def __init__(self, problem: "Problem") -> None:
        super().__init__(str(problem))
        self.problem = problem


@frozen
class StaleContent:
    """A file that someone else has changed, so that nothing was saved.

    Attributes:
        file: the name of the first such file.
        text: its text now, with a byte order mark if it has one; None if it does not exist or cannot be read.
        digest: the digest of its bytes; None as above.
        unreadable: why it cannot be read; None if it can, or does not exist.
    """

    file: str
    text: str | None = None
    digest: str | None = None
    unreadable: "Problem | None" = None


class Repository(Protocol):
    """The place where one binder is stored.

    A binder is a set of named files: `binder.yaml`, `glossary.yaml`, `sources.yaml` and one file for each entry, like
    `sections/border.yaml`. The interface names them by these strings, exchanges bytes or text, and compares SHA-256
    digests; folders, paths and YAML nodes are the affair of an implementation. The one path in it, `index_folder`, is
    that of a cache on this machine.

    An implementation, in a folder or in a database, must guarantee:

    - `save` is an atomic compare-and-swap over several files: either every file had the digest its change was based on
      and all changes are made, durably, or none is. Concurrent savers are serialised, and the history records each
      save before the next one begins.
    - `state` differs whenever the content differs. It may be None for a while, but never wrong.
    - `changes` yields after someone else has saved; it may yield too often, never too rarely.
    - Files with errors do not make a binder unreadable: they become broken entries.
    - Threads may share a repository.
    """

    @property
    def location(self) -> str:
        """Return the identity of this place: the real path of a folder, the URL of a database."""

    def display_name(self, file: str) -> str:
        """Return how problems and errors name a file: its path, or something else that the user can find it by."""

    def is_writable(self) -> bool:
        """Return whether this process may save here, as far as that is known without trying."""

    # Reading

    def binder(self, progress: "Progress | None" = None) -> Binder:
        """Return the present binder, with broken entries in their places; `progress` is called after each file."""

    def binder_and_state(self, progress: "Progress | None" = None) -> tuple[Binder, bytes | None]:
        """Return the present binder, and the state that it was read in; None if that cannot be told."""

    def state(self) -> bytes | None:
        """Return a value that identifies the present content; None if it is not known at the moment."""

    def changes(self, stop: "Event") -> "Iterator[object]":
        """Yield after each change of the content until `stop` is set; `OSError` if changes cannot be watched."""

    def find_file(self, identifier: str) -> str | None:
        """Return the name of the file with an id (a top section, a partner, …); None if there is none."""

    def file_name(self, kind: EntryKind, identifier: str) -> str:
        """Return the name of the file that a top section, partner or agreement has or would have."""

    def read(self, file: str) -> "SourceText":
        """Return the text and the digest of a file.

        Raises:
            UnreadableFileError: it does not exist, or cannot be read.
        """

    def source(self, identifier: str) -> str | None:
        """Return the text of the file with an id; None if it does not exist or cannot be read."""

    def digest(self, identifier: str) -> str | None:
        """Return the SHA-256 of the file with an id, in hexadecimal; None if it does not exist or cannot be read."""

    def modified_at(self, file: str) -> "datetime | None":
        """Return when a file was last changed, with a time zone; None if it does not exist."""

    def export(self) -> "Iterator[tuple[str, IO[bytes]]]":
        """Yield the name and the open content of every file that a copy of the binder needs; `OSError` on failure."""

    # Checking and saving

    def check(self, *, with_parity: bool = False) -> "list[Problem]":
        """Return all problems of the binder, sorted by place; `with_parity` compares its languages too."""

    def validate(self, binder: Binder, texts: "Mapping[str, str | None]") -> "list[Problem]":
        """Return the problems that files would have with new texts, and errors that would be new in other files.

        Args:
            binder: the binder before the change.
            texts: the new text of each file that changes; None removes it.
        """

    def save(
        self, changes: "Sequence[FileChange]", history: "History | None", message: str, author: str
    ) -> "Recorded | Unrecorded | StaleContent | None":
        """Apply changes to files, all of them or none.

        Args:
            changes: the change to each file, with the digest it is based on.
            history: records the save as a version before anyone else can save; None records nothing.
            message: a description of the change, for the history.
            author: who saves; empty for the user of the account.

        Returns:
            The result of the history, None if there was nothing to record; or the file that someone else
            changed, in which case nothing is saved.

        Raises:
            SaveError: there is no room, no permission, or the storage fails.
        """

    def history(self, options: "HistoryOptions") -> "History":
        """Return the versions of the binder's files."""

    # Caches on this machine

    def cached(self) -> tuple[Binder, bytes] | None:
        """Return the present binder and its state if they are available at once; otherwise None."""

    def save_to_cache(self, binder: Binder, state: bytes | None) -> None:
        """Cache a binder that was read in a state, so that the next start is fast; failures are ignored."""

    def index_folder(self) -> Path | None:
        """Return the folder where search indexes of the binder are cached; None keeps them in memory."""

    def subprocess_token(self) -> str | None:
        """Return a text from which `open_repository` in another process opens this repository; None if none can."""
