"""Output of the verbs: data on stdout, as text or JSON, and messages on stderr, both safe for a terminal."""

import os
import sys
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from typing import Any

from bindertui.errors import BinderError, os_error_text
from bindertui.i18n import lazy_gettext
from bindertui.model.text import find_control_character, visible_text


class OutputError(BinderError):
    """The output cannot be written, for example because the disk is full."""


def prepare_streams() -> None:
    """Escape characters that the encoding of stdout or stderr lacks, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def write_lines(lines: Iterable[str]) -> None:
    """Write lines of data, with control characters escaped."""
    write_text(f"{visible_text(line)}\n" for line in lines)


def write_text(pieces: Iterable[str]) -> None:
    """Write text to stdout unchanged; once the reader has closed the pipe, drop the rest."""
    if sys.stdout is None:
        return
    try:
        for piece in pieces:
            sys.stdout.write(piece)
        sys.stdout.flush()
    except BrokenPipeError:
        discard_stdout()
    except OSError as error:
        discard_stdout()
        raise OutputError(lazy_gettext("Cannot write the output: {reason}.", reason=os_error_text(error))) from None


def print_message(text: str) -> None:
    """Print a message to the user, on stderr."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(f"{visible_text(text)}\n")
        sys.stderr.flush()
    except OSError:
        # Without stderr, only the exit code can report anything.
        return


def is_terminal() -> bool:
    """Return whether stdout is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def discard_stdout() -> None:
    """Redirect stdout to the null device, so that the final flush of the interpreter does not fail on a closed pipe."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def write_json(value: Any) -> None:
    """Write a value as JSON; invisible and control characters are escaped the way JSON does."""
    write_text((_to_json(value), "\n"))


def write_json_list(values: Iterable[Any]) -> None:
    """Write a list as JSON, each value as soon as it is available."""
    write_text(_json_list(values))


def _json_list(values: Iterable[Any]) -> Iterator[str]:
    before = "["
    for value in values:
        indented = _to_json(value).replace("\n", "\n  ")
        yield f"{before}\n  {indented}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _to_json(value: Any) -> str:
    import json  # noqa: PLC0415 - lazy: few runs print JSON

    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    text = json.dumps(value, indent=2, ensure_ascii=not encoding.lower().startswith("utf"))
    if match := find_control_character(text):
        text = match.re.sub(lambda found: json.dumps(found.group())[1:-1], text)
    return text
