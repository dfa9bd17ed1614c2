"""The user's own editor, on the text of a draft."""

import shlex
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

_WITH_COLON = {"code", "codium", "subl", "hx", "zed"}
"""Editors that are told the line behind the name of the file."""
_FLAGS = {"code": ["--wait", "--goto"], "codium": ["--wait", "--goto"], "subl": ["--wait"], "zed": ["--wait"]}
"""What makes them wait until the file is closed, and go to the line."""


class OwnEditorError(Exception):
    """The editor could not be run, or what it wrote cannot be read; the message says why."""


def edited(command: str, text: str, name: str, line: int) -> str:
    """A text as the user's own editor leaves it; the terminal must be free for it.

    Args:
        command: the editor's, with its arguments; it is not run by a shell.
        text: what is edited.
        name: the name of the file it is shown as, which tells an editor the language.
        line: where to begin, counted from 1.

    Raises:
        OwnEditorError: it could not be run, or said that it failed.
    """
    try:
        with TemporaryDirectory(prefix="bindertui-") as folder:
            file = Path(folder) / Path(name).name
            file.write_bytes(text.encode())
            # It is the user's own command, from their own environment.
            run = subprocess.run([*_words(command), *_place(command, file, line)], check=False)  # noqa: S603
            if run.returncode:
                raise OwnEditorError(f"{command}: {run.returncode}")
            return file.read_bytes().decode()
    except (OSError, ValueError) as error:
        raise OwnEditorError(str(error)) from None


def _words(command: str) -> list[str]:
    words = shlex.split(command)
    if not words:
        raise OwnEditorError(command)
    return words


def _place(command: str, file: Path, line: int) -> list[str]:
    program = Path(_words(command)[0]).name
    flags = _FLAGS.get(program, [])
    return [*flags, f"{file}:{line}"] if program in _WITH_COLON else [f"+{line}", str(file)]
