"""What came of recording a save as a version.

What is kept of files that were saved: versions, and how a save is recorded as one.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from bindertui._frozen import frozen


class Reason(StrEnum):
    """Why a save did not become a commit."""

    REFUSED = "refused"
    """A hook refused it, or git did for a reason it tells."""
    IGNORED = "ignored"
    """The file is one that git was told to ignore."""
    BUSY = "busy"
    """A merge, a rebase or the like is going on, and a commit would meddle with it."""
    OVERTAKEN = "overtaken"
    """Someone else has written the file since."""
    OUTSIDE = "outside"
    """The file does not lie in the work tree: it is a link out of it."""
    DISTRUSTED = "distrusted"
    """Git does not work in this folder, for instance because it belongs to another user."""
    UNWRITABLE = "unwritable"
    """What is kept without git cannot be written."""


@frozen
class Recorded:
    """The save is a version now.

    Attributes:
        version: its id; None where the save left nothing new to record.
        along: whether the commit also holds changes of the same files that stood there before the save, in no commit.
    """

    version: str | None
    along: bool = False


@frozen
class Unrecorded:
    """The save stands, and is not the commit, or the kept version, that it should have become.

    Attributes:
        words: what git or its hook said, safe for a terminal; may have several lines, may be empty.
        kept: the id of the version that was kept without git instead; None where that could not be either.
    """

    reason: Reason
    words: str = ""
    kept: str | None = None


@frozen
class WrittenFile:
    """A file that a save has written.

    Attributes:
        path: the file.
        before: its bytes before the save; None if there was no such file.
        after: its bytes now; None if the save removed it.
        was: the file it was moved from, if it was.
    """

    path: Path
    before: bytes | None
    after: bytes | None
    was: Path | None = None


@frozen
class Version:
    """A state of a file that can be read again.

    Attributes:
        id: names it: the hash of a commit, or the moment it was kept.
        when: the moment, with its time zone.
        who: the name of who saved it; empty where that is not known. Not made safe for a terminal.
        message: what was done, on one line; not made safe for a terminal either.
        source: how the history that told of it finds the text.
    """

    id: str
    when: datetime
    who: str
    message: str
    source: str


class History(Protocol):
    """The versions of the files of a binder."""

    def record(self, files: Sequence[WrittenFile], message: str, who: str | None) -> Recorded | Unrecorded:
        """Make a version of what a save has written; to be called right after it, while its lock is still held.

        Args:
            files: every file that was written, moved or removed.
            message: what was done, in a few words.
            who: the name of the session's user; None for the user git knows.
        """

    def takes_along(self, file: Path, content: bytes) -> bool:
        """Whether a save would commit more than it changes: the file, as it stands, is like no commit.

        Args:
            file: the file.
            content: what it holds now.
        """

    def versions(self, file: Path, limit: int) -> tuple[Version, ...]:
        """The versions of a file, the newest first, at most so many; those of before it was moved included."""

    def texts(self, versions: Sequence[Version]) -> Iterator[bytes | None]:
        """The bytes of versions, one after another; None for one that cannot be read any more."""
