"""What came of recording a save as a version."""

from enum import StrEnum

from bindertui.values import frozen


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
