"""Exit codes, the errors shown to users, and crash reports."""

import errno
from collections.abc import Iterable
from enum import IntEnum
from pathlib import Path
from typing import Literal

from bindertui.i18n import LazyString, lazy_gettext


class ExitCode(IntEnum):
    """Exit codes of all verbs; scripts rely on them."""

    DONE = 0
    NOTHING_FOUND = 1
    USAGE = 2
    INVALID = 3
    CONFLICT = 4
    DENIED = 5
    INTERRUPTED = 130


class BinderError(Exception):
    """Base class of errors shown to the user as a message, never as a traceback.

    Attributes:
        message: the message, in one or more sentences; `str(error)` is the English text.
    """

    exit_code = ExitCode.USAGE

    def __init__(self, message: LazyString) -> None:
        super().__init__(message)
        self.message = message

    def describe(self, language: str) -> str:
        """Return the message in a language."""
        return self.message.in_language(language)


class NotFoundError(BinderError):
    """A named thing does not exist."""

    exit_code = ExitCode.NOTHING_FOUND


class AddressError(BinderError):
    """A text is not a valid address."""


def closest_matches(name: str, names: Iterable[str], limit: int = 1) -> list[str]:
    """Return the names spelt most like an unknown name, best match first."""
    from difflib import get_close_matches  # noqa: PLC0415 - needed only for errors

    return get_close_matches(name, list(names), limit)


def did_you_mean(name: str, names: Iterable[str]) -> LazyString | Literal[""]:
    """Return a question to end a message with, such as ` Did you mean 'title'?`; empty if no name is similar."""
    close = closest_matches(name, names)
    return lazy_gettext(" Did you mean {name!r}?", name=close[0]) if close else ""


def os_error_text(error: OSError) -> LazyString:
    """Return the system's message for an error, without a full stop; in English if it has no translation."""
    return _OS_ERRORS.get(error.errno or 0) or LazyString(error.strerror or type(error).__name__)


_OS_ERRORS = {
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
    """Write the current exception's traceback to a file in a folder, and return a message for the user."""
    import traceback  # noqa: PLC0415 - needed only for errors

    report = folder / "report.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        report.write_text(traceback.format_exc(), encoding="utf-8")
    except OSError:
        return lazy_gettext(
            "bindertui crashed because of a bug. Nothing was changed. The crash report could not be"
            " written to {report}.",
            report=report,
        )
    return lazy_gettext(
        "bindertui crashed because of a bug. Nothing was changed. Crash report: {report}",
        report=report,
    )
