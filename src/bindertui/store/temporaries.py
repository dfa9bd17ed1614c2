"""Files that only live while a save is made, beside the ones they are to replace."""

import contextlib
import os
from hashlib import sha256
from pathlib import Path

from bindertui.atomic import move_into_place, write_new
from bindertui.store.folder import content_folders

PREFIX = ".bindertui-"
"""What their names start with."""


def replace(path: Path, content: bytes) -> None:
    """Write a file of a binder atomically and durably; an existing file keeps its permissions and owner."""
    move_into_place(temporary(path, content, 0), path)


def temporary(path: Path, content: bytes, number: int) -> Path:
    """Write the new content of a file to a temporary file beside it, with its permissions and owner, and return that.

    Args:
        path: the file, which need not exist.
        content: its new content.
        number: position of the file among those of one save.
    """
    temporary = path.with_name(f"{PREFIX}{os.getpid()}-{number}-{sha256(path.name.encode()).hexdigest()[:8]}")
    path.parent.mkdir(exist_ok=True)
    write_new(temporary, content, like=path)
    return temporary


def temporaries(root: Path) -> list[Path]:
    """Every temporary file in a binder."""
    found = []
    for folder in content_folders(root):
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            found += [Path(entry.path) for entry in entries if entry.name.startswith(PREFIX)]
    return found


def remove(path: Path) -> None:
    """Remove a file, if it is there."""
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
