"""Files that only live while a save is made, beside the ones they are to replace."""

import contextlib
import os
from hashlib import sha256
from pathlib import Path

from bindertui.store.folder import content_folders
from bindertui.store.state import settle

PREFIX = ".bindertui-"
"""What their names start with."""


def replace(path: Path, content: bytes) -> None:
    """Replace a file by other bytes, whole or not at all."""
    beside = temporary(path, content, 0)
    try:
        beside.replace(path)
    except BaseException:
        remove(beside)
        raise
    settle(path.parent)


def temporary(path: Path, content: bytes, number: int) -> Path:
    """A file beside another with the bytes that one is to hold, its mode and, where that may be, its owner."""
    temporary = path.with_name(f"{PREFIX}{os.getpid()}-{number}-{sha256(path.name.encode()).hexdigest()[:8]}")
    path.parent.mkdir(exist_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        with contextlib.closing(os.fdopen(descriptor, "wb")) as file:
            file.write(content)
            file.flush()
            with contextlib.suppress(FileNotFoundError):
                _take_after(descriptor, path)
            os.fsync(descriptor)
    except BaseException:
        remove(temporary)
        raise
    return temporary


def _take_after(descriptor: int, path: Path) -> None:
    status = path.stat()
    own = os.fstat(descriptor)
    if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
        for owner, group in ((status.st_uid, status.st_gid), (-1, status.st_gid)):
            with contextlib.suppress(PermissionError):
                os.fchown(descriptor, owner, group)
                break
    os.fchmod(descriptor, status.st_mode & 0o7777)


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
