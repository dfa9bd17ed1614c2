"""The one root of the errors a user can meet; each carries its words and its exit code."""

from collections.abc import Iterable
from enum import IntEnum
from pathlib import Path


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
    """Something the user can act on: `str(error)` is one or more plain sentences, never a traceback."""

    exit_code = ExitCode.USAGE


class NotFoundError(BinderError):
    """What was named does not exist."""

    exit_code = ExitCode.NOTHING_FOUND


class AddressError(BinderError):
    """A text that should be an address is none."""


def nearest(name: str, names: Iterable[str], most: int = 1) -> list[str]:
    """The names that are spelt most like one that is not known, the nearest first."""
    from difflib import get_close_matches  # noqa: PLC0415 - wanted only when something is wrong

    return get_close_matches(name, list(names), most)


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """A question to end a sentence with, as ` Did you mean 'title'?`; empty if no name is near."""
    return "".join(f" Did you mean {close!r}?" for close in nearest(name, names))


def reported(folder: Path) -> str:
    """Write the traceback of the exception at hand below a folder, and say so in sentences for the user."""
    import traceback  # noqa: PLC0415 - wanted only when something is wrong

    report = folder / "report.txt"
    told = "bindertui had to stop because of a mistake of its own. Nothing was changed."
    try:
        folder.mkdir(parents=True, exist_ok=True)
        report.write_text(traceback.format_exc(), encoding="utf-8")
    except OSError:
        return f"{told} What went wrong could not be written to {report}."
    return f"{told} What went wrong is written in {report}."
