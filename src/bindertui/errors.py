"""The one root of the errors a user can meet; each carries its words and its exit code."""

import errno
from collections.abc import Iterable
from enum import IntEnum
from pathlib import Path
from typing import Literal

from bindertui.speech import Wording, wording


class ExitCode(IntEnum):
    """Exit codes of every verb; scripts rely on them."""

    DONE = 0
    NOTHING_FOUND = 1
    USAGE = 2
    INVALID = 3
    CONFLICT = 4
    DENIED = 5
    INTERRUPTED = 130


class BinderError(Exception):
    """Something the user can act on: one or more plain sentences, never a traceback.

    Attributes:
        wording: the sentences, for whoever is told; `str(error)` has them in English.
    """

    exit_code = ExitCode.USAGE

    def __init__(self, wording: Wording) -> None:
        super().__init__(wording)
        self.wording = wording

    def words(self, language: str) -> str:
        """The sentences in a language."""
        return self.wording.read(language)


class NotFoundError(BinderError):
    """What was named does not exist."""

    exit_code = ExitCode.NOTHING_FOUND


class AddressError(BinderError):
    """A text that should be an address is none."""


def nearest(name: str, names: Iterable[str], most: int = 1) -> list[str]:
    """The names that are spelt most like one that is not known, the nearest first."""
    from difflib import get_close_matches  # noqa: PLC0415 - wanted only when something is wrong

    return get_close_matches(name, list(names), most)


def did_you_mean(name: str, names: Iterable[str]) -> Wording | Literal[""]:
    """A question to end a sentence with, as ` Did you mean 'title'?`; empty if no name is near."""
    close = nearest(name, names)
    return wording(" Did you mean {name!r}?", name=close[0]) if close else ""


def system_words(error: OSError) -> Wording:
    """What the system says of an error, without a full stop; in English if it is one that we have no words for."""
    return _SYSTEM.get(error.errno or 0) or Wording(error.strerror or type(error).__name__)


_SYSTEM = {
    errno.EACCES: wording("Permission denied"),
    errno.EADDRNOTAVAIL: wording("No such address on this machine"),
    errno.EEXIST: wording("File exists"),
    errno.EIO: wording("Input/output error"),
    errno.EISDIR: wording("Is a directory"),
    errno.ELOOP: wording("Too many levels of symbolic links"),
    errno.EMFILE: wording("Too many open files"),
    errno.ENAMETOOLONG: wording("File name too long"),
    errno.ENOENT: wording("No such file or directory"),
    errno.ENOSPC: wording("No space left on device"),
    errno.ENOTDIR: wording("Not a directory"),
    errno.ENOTEMPTY: wording("Directory not empty"),
    errno.EPERM: wording("Operation not permitted"),
    errno.EROFS: wording("Read-only file system"),
}


def reported(folder: Path) -> Wording:
    """Write the traceback of the exception at hand below a folder, and say so in sentences for the user."""
    import traceback  # noqa: PLC0415 - wanted only when something is wrong

    report = folder / "report.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        report.write_text(traceback.format_exc(), encoding="utf-8")
    except OSError:
        return wording(
            "bindertui had to stop because of a mistake of its own. Nothing was changed."
            " What went wrong could not be written to {report}.",
            report=report,
        )
    return wording(
        "bindertui had to stop because of a mistake of its own. Nothing was changed."
        " What went wrong is written in {report}.",
        report=report,
    )
