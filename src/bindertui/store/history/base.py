"""The interface of a history: versions of the files of a binder, and the results of recording a save as one."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from bindertui._frozen import frozen


class UnrecordedReason(StrEnum):
    """Why a save did not become a commit."""

    REFUSED = "refused"
    """A hook or git itself refused the commit."""
    IGNORED = "ignored"
    """Git ignores the file."""
    BUSY = "busy"
    """A merge, rebase or the like is in progress."""
    OVERTAKEN = "overtaken"
    """Someone else has written the file since the save."""
    OUTSIDE = "outside"
    """The file is outside the work tree: it is a link."""
    DISTRUSTED = "distrusted"
    """Git refuses to work in this folder, for instance because it belongs to another user."""
    UNWRITABLE = "unwritable"
    """Versions outside git cannot be written."""


@frozen
class Recorded:
    """A save that became a version.

    Attributes:
        version: the version's id; None if the save changed nothing that could be recorded.
        includes_earlier: whether the commit also has earlier changes of these files that were in no commit.
    """

    version: str | None
    includes_earlier: bool = False


@frozen
class Unrecorded:
    """A save that was made but did not become the commit, or the local version, that it should have.

    Attributes:
        reason: why.
        message: the output of git or its hook, safe for a terminal; several lines or empty.
        local_version: the id of the version that was kept outside git instead; None if that failed as well.
    """

    reason: UnrecordedReason
    message: str = ""
    local_version: str | None = None


@frozen
class WrittenFile:
    """A file that a save has changed.

    Attributes:
        file: the file's name in the binder.
        before: its bytes before the save; None if it did not exist.
        after: its bytes now; None if it was removed.
        old_name: the file it was renamed from.
    """

    file: str
    before: bytes | None
    after: bytes | None
    old_name: str | None = None


@frozen
class Version:
    """An earlier state of a file that can be read.

    Attributes:
        id: the hash of the commit, or the time the version was kept.
        saved_at: when it was saved, with a time zone.
        author: who saved it; empty if unknown. Not safe for a terminal.
        message: a description of the change, in one line. Not safe for a terminal either.
        source: where the history that listed it finds the text.
    """

    id: str
    saved_at: datetime
    author: str
    message: str
    source: str


@frozen
class HistoryOptions:
    """How saves become versions on this machine.

    Attributes:
        state_folder: the folder for versions that nothing else keeps.
        commits: whether saves may become commits in git.
    """

    state_folder: Path
    commits: bool


class History(Protocol):
    """The versions of the files of one binder; files are named relative to it."""

    def record(self, files: Sequence[WrittenFile], message: str, author: str | None) -> Recorded | Unrecorded:
        """Record a save as a version; call it right after the save, with its lock still held.

        Args:
            files: every file that was written, renamed or removed.
            message: a description of the change, in a few words.
            author: the name of the session's user; None for the user that git knows.
        """

    def includes_earlier_changes(self, file: str, content: bytes) -> bool:
        """Return whether a commit of the file would include changes that were made before this save.

        Args:
            file: the file's name.
            content: its bytes now.
        """

    def versions(self, file: str, limit: int) -> tuple[Version, ...]:
        """Return at most `limit` versions of a file, newest first, including those under earlier names."""

    def texts(self, versions: Sequence[Version]) -> Iterator[bytes | None]:
        """Return the bytes of each version; None for one that cannot be read any more."""
