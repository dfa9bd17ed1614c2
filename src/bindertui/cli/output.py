"""What verbs write: data on stdout, sentences on stderr, and never a character that could steer a terminal.

Data as JSON, for scripts.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from typing import Any

from bindertui.errors import BinderError, os_error_text
from bindertui.i18n import lazy_gettext
from bindertui.model.text import control_characters, visible_text


class OutputError(BinderError):
    """The output cannot be written, on a full disk for instance."""


def prepare_streams() -> None:
    """Let stdout and stderr escape what their encoding lacks, so that a plain ASCII pipe is no reason to fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def write_line(lines: Iterable[str]) -> None:
    """Write lines of data, made safe for a terminal."""
    write(f"{visible_text(line)}\n" for line in lines)


def write(pieces: Iterable[str]) -> None:
    """Write text to stdout as it is; once the reader has left, the rest is dropped in silence."""
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
        raise OutputError(
            lazy_gettext("The output cannot be written: {reason}.", reason=os_error_text(error))
        ) from None


def print_message(text: str) -> None:
    """Say something to the person at the keyboard, on stderr."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(f"{visible_text(text)}\n")
        sys.stderr.flush()
    except OSError:
        # There is nowhere left to say that stderr is gone; the exit code still tells.
        return


def is_terminal() -> bool:
    """Whether stdout is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def discard_stdout() -> None:
    """Point stdout at nothing, so that the interpreter's last flush does not fail where nobody reads."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def write_json(value: Any) -> None:
    """Write data as JSON; invisible and control characters stand as JSON's own escapes, so nothing is lost."""
    write((_json(value), "\n"))


def write_json_list(values: Iterable[Any]) -> None:
    """Write a list as JSON as `put_json` would, each value as soon as it is there."""
    write(_listed(values))


def _listed(values: Iterable[Any]) -> Iterator[str]:
    before = "["
    for value in values:
        indented = _json(value).replace("\n", "\n  ")
        yield f"{before}\n  {indented}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _json(value: Any) -> str:
    import json  # noqa: PLC0415 - a script asks for it, a reader does not

    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    text = json.dumps(value, indent=2, ensure_ascii=not encoding.lower().startswith("utf"))
    if match := control_characters(text):
        text = match.re.sub(lambda found: json.dumps(found.group())[1:-1], text)
    return text
