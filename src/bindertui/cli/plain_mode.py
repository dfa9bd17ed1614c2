"""Runs the plain mode on stdin and stdout."""

import shutil
import sys
from collections.abc import Callable

from bindertui.errors import ExitCode
from bindertui.model.address import Address
from bindertui.plain.reader import PlainReader, line_reader, run_conversation
from bindertui.services.library import Library
from bindertui.settings import Settings

_MAX_WIDTH = 100
"""Maximum width of a line in cells."""


def run_plain_mode(library: Library, settings: Settings, *, at: Address | None, find: str | None) -> ExitCode:
    """Run the plain mode until the user quits.

    Args:
        library: the binders.
        settings: the settings of the run.
        at: the address to start at.
        find: a query to start with.
    """
    width = min(shutil.get_terminal_size().columns, _MAX_WIDTH) - 1
    reader = PlainReader(library, settings, at=at, find=find, width=max(width, 20))
    try:
        run_conversation(reader, _read_line(), sys.stdout)
    except BrokenPipeError:
        from bindertui.cli.output import discard_stdout  # noqa: PLC0415 - stdout was closed

        discard_stdout()
    return ExitCode.DONE


def _read_line() -> Callable[[str], str]:
    """Return a function that prompts and reads lines from stdin; on a terminal, with line editing and history."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return line_reader(sys.stdin, sys.stdout)
    try:
        import readline  # noqa: PLC0415 - `input` uses it once it is imported
    except ImportError:
        # Python was built without readline: no line editing.
        return input
    # Some screen readers read out the escape sequences of bracketed paste.
    readline.parse_and_bind("set enable-bracketed-paste off")
    return input
