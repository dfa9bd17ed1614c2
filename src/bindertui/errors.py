"""The one root of the errors a user can meet; each carries its words and its exit code."""

import errno
from collections.abc import Iterable
from enum import IntEnum
from pathlib import Path
from typing import Literal

from bindertui.i18n import LazyString, lazy_gettext


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

    def __init__(self, wording: LazyString) -> None:
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


def closest_match(name: str, names: Iterable[str], most: int = 1) -> list[str]:
    """The names that are spelt most like one that is not known, the nearest first."""
    from difflib import get_close_matches  # noqa: PLC0415 - wanted only when something is wrong

    return get_close_matches(name, list(names), most)


def did_you_mean(name: str, names: Iterable[str]) -> LazyString | Literal[""]:
    """A question to end a sentence with, as ` Did you mean 'title'?`; empty if no name is near."""
    close = closest_match(name, names)
    return lazy_gettext(" Did you mean {name!r}?", name=close[0]) if close else ""


def os_error_text(error: OSError) -> LazyString:
    """What the system says of an error, without a full stop; in English if it is one that we have no words for."""
    return _SYSTEM.get(error.errno or 0) or LazyString(error.strerror or type(error).__name__)


_SYSTEM = {
    errno.EACCES: lazy_gettext("Permission denied"),
    errno.EADDRNOTAVAIL: lazy_gettext("No such address on this machine"),
    errno.EEXIST: lazy_gettext("File exists"),
    errno.EIO: lazy_gettext("Input/output error"),
    errno.EISDIR: lazy_gettext("Is a directory"),
    errno.ELOOP: lazy_gettext("Too many levels of symbolic links"),
    errno.EMFILE: lazy_gettext("Too many open files"),
    errno.ENAMETOOLONG: lazy_gettext("File name too long"),
    errno.ENOENT: lazy_gettext("No such file or directory"),
    errno.ENOSPC: lazy_gettext("No space left on device"),
    errno.ENOTDIR: lazy_gettext("Not a directory"),
    errno.ENOTEMPTY: lazy_gettext("Directory not empty"),
    errno.EPERM: lazy_gettext("Operation not permitted"),
    errno.EROFS: lazy_gettext("Read-only file system"),
}


def write_crash_report(folder: Path) -> LazyString:
    """Write the traceback of the exception at hand below a folder, and say so in sentences for the user."""
    import traceback  # noqa: PLC0415 - wanted only when something is wrong

    report = folder / "report.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        report.write_text(traceback.format_exc(), encoding="utf-8")
    except OSError:
        return lazy_gettext(
            "bindertui had to stop because of a mistake of its own. Nothing was changed."
            " What went wrong could not be written to {report}.",
            report=report,
        )
    return lazy_gettext(
        "bindertui had to stop because of a mistake of its own. Nothing was changed."
        " What went wrong is written in {report}.",
        report=report,
    )
