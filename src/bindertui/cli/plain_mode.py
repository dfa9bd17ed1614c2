"""Run the plain mode on this process's own streams."""

import shutil
import sys
from collections.abc import Callable

from bindertui.errors import ExitCode
from bindertui.model.address import Address
from bindertui.plain.reader import PlainReader, line_reader, prompt_loop
from bindertui.services.library import Library
from bindertui.settings import Settings

_WIDEST = 100
"""Cells of a line, at most."""


def run_plain_mode(library: Library, settings: Settings, *, at: Address | None, find: str | None) -> ExitCode:
    """Read a library in a conversation, until the reader leaves.

    Args:
        library: where the binders come from.
        settings: the settings of the run.
        at: where to begin.
        find: what to search for at once.
    """
    room = min(shutil.get_terminal_size().columns, _WIDEST) - 1
    reader = PlainReader(library, settings, at=at, find=find, room=max(room, 20))
    try:
        prompt_loop(reader, _read_line(), sys.stdout)
    except BrokenPipeError:
        from bindertui.cli.output import discard_stdout  # noqa: PLC0415 - nobody reads any more

        discard_stdout()
    return ExitCode.DONE


def _read_line() -> Callable[[str], str]:
    """What listens to stdin: on a terminal with the keys that edit a line, as shells have them, and their history."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return line_reader(sys.stdin, sys.stdout)
    try:
        import readline  # noqa: PLC0415 - `input` uses it once it is imported
    except ImportError:
        # A Python without it reads lines all the same.
        return input
    # The marks around what is pasted are escape sequences, which some screen readers read out.
    readline.parse_and_bind("set enable-bracketed-paste off")
    return input
