"""Edit a text with the user's own editor ($VISUAL or $EDITOR)."""

import shlex
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

_COLON_LINE = {"code", "codium", "subl", "hx", "zed"}
"""Editors that take the line number after the file name, as in `file:12`; others take `+12`."""
_FLAGS = {"code": ["--wait", "--goto"], "codium": ["--wait", "--goto"], "subl": ["--wait"], "zed": ["--wait"]}
"""Options that make an editor wait until the file is closed, and go to the line."""


class ExternalEditorError(Exception):
    """The editor could not be run, or its text cannot be read; the message says why."""


def run_external_editor(command: str, text: str, name: str, line: int) -> str:
    """Return a text as the user has changed it in their own editor, which needs the terminal to itself.

    Args:
        command: the command of the editor with its arguments, run without a shell.
        text: the text to edit.
        name: the name of the file, from which editors derive the language.
        line: the line to start at, from 1.

    Raises:
        ExternalEditorError: the editor could not be run, or reported a failure.
    """
    try:
        with TemporaryDirectory(prefix="bindertui-") as folder:
            file = Path(folder) / Path(name).name
            file.write_bytes(text.encode())
            # The command comes from the user's own environment.
            run = subprocess.run([*_split(command), *_location(command, file, line)], check=False)  # noqa: S603
            if run.returncode:
                raise ExternalEditorError(f"{command}: {run.returncode}")
            return file.read_bytes().decode()
    except (OSError, ValueError) as error:
        raise ExternalEditorError(str(error)) from None


def _split(command: str) -> list[str]:
    words = shlex.split(command)
    if not words:
        raise ExternalEditorError(command)
    return words


def _location(command: str, file: Path, line: int) -> list[str]:
    program = Path(_split(command)[0]).name
    flags = _FLAGS.get(program, [])
    return [*flags, f"{file}:{line}"] if program in _COLON_LINE else [f"+{line}", str(file)]
