"""What verbs write: data on stdout, sentences on stderr, and never a character that could steer a terminal."""

import os
import sys
from collections.abc import Iterable
from io import TextIOWrapper

from bindertui.errors import BinderError, system_words
from bindertui.model.text import showable
from bindertui.speech import wording


class OutputError(BinderError):
    """The output cannot be written, on a full disk for instance."""


def prepare_streams() -> None:
    """Let stdout and stderr escape what their encoding lacks, so that a plain ASCII pipe is no reason to fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def put(lines: Iterable[str]) -> None:
    """Write lines of data, made safe for a terminal."""
    write(f"{showable(line)}\n" for line in lines)


def write(pieces: Iterable[str]) -> None:
    """Write text to stdout as it is; once the reader has left, the rest is dropped in silence."""
    if sys.stdout is None:
        return
    try:
        for piece in pieces:
            sys.stdout.write(piece)
        sys.stdout.flush()
    except BrokenPipeError:
        forsake_stdout()
    except OSError as error:
        forsake_stdout()
        raise OutputError(wording("The output cannot be written: {reason}.", reason=system_words(error))) from None


def narrate(text: str) -> None:
    """Say something to the person at the keyboard, on stderr."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(f"{showable(text)}\n")
        sys.stderr.flush()
    except OSError:
        # There is nowhere left to say that stderr is gone; the exit code still tells.
        return


def on_terminal() -> bool:
    """Whether stdout is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def forsake_stdout() -> None:
    """Point stdout at nothing, so that the interpreter's last flush does not fail where nobody reads."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
