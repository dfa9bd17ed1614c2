"""Replace a file atomically: readers see the old bytes or the new ones, never a part.

The bytes are written to a temporary file in the same folder, which is then renamed over the target (or hard-linked to
it where an existing file must win). A rename is atomic within one file system only, hence the same folder. A durable
write also survives a power cut: the temporary file is fsynced before the rename, or the target could turn up empty,
and the folder after it, or the rename itself could be lost.

A temporary file is created with O_EXCL, which never opens an existing file or follows a planted link. If the write
fails, the temporary file is removed. If the process is killed, the file stays: its name starts with that of the target,
so that the owner of the folder can recognise and remove it.

The module imports nothing of the program, because layers that must not import each other need it: for content, reader
state, search indexes and the server's host key.
"""

import contextlib
import os
from pathlib import Path


def atomic_write(path: Path, data: bytes, *, mode: int = 0o666, durable: bool = True, overwrite: bool = True) -> None:
    """Write a file atomically.

    A symbolic link at `path` is itself replaced: resolve it first to write to its target.

    Args:
        path: the file, in a folder that exists.
        data: its new content.
        mode: its permissions; the umask applies.
        durable: survive a power cut.
        overwrite: replace an existing file.

    Raises:
        FileExistsError: `overwrite` is False and the file exists.
        OSError: the file cannot be written.
    """
    temporary = temporary_path(path)
    write_new(temporary, data, mode=mode, durable=durable)
    move_into_place(temporary, path, durable=durable, overwrite=overwrite)


def temporary_path(path: Path) -> Path:
    """Return a random name for a temporary file of `path`, in the same folder."""
    # Not by `tempfile`, whose import takes longer than most writes.
    return path.with_name(f"{path.name}.{os.urandom(8).hex()}")


def write_new(path: Path, data: bytes, *, mode: int = 0o666, like: Path | None = None, durable: bool = True) -> None:
    """Write a file that does not exist yet, and remove it again if that fails.

    Args:
        path: the file.
        data: its content.
        mode: its permissions; the umask applies.
        like: a file, if it exists, to copy the permissions and, where allowed, the owner and group of.
        durable: fsync the file, but not the folder.

    Raises:
        FileExistsError: something exists at `path`, if only a dangling link.
        OSError: the file cannot be written.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if like is not None:
                with contextlib.suppress(FileNotFoundError):
                    _copy_ownership(like, descriptor)
            if durable:
                os.fsync(descriptor)
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


def move_into_place(temporary: Path, path: Path, *, durable: bool = True, overwrite: bool = True) -> None:
    """Rename a temporary file to its target in the same folder, or remove it if that fails.

    Args:
        temporary: the file that `write_new` has written.
        path: the target.
        durable: fsync the folder; needless if another write to the folder follows that does.
        overwrite: replace an existing file.

    Raises:
        FileExistsError: `overwrite` is False and the target exists.
        OSError: the file cannot be renamed, or the folder not be synced.
    """
    try:
        if overwrite:
            temporary.replace(path)
        else:
            os.link(temporary, path)
            temporary.unlink()
        if durable:
            fsync_folder(path.parent)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def fsync_folder(folder: Path) -> None:
    """Make the creations, renames and removals in a folder survive a power cut.

    Raises:
        OSError: the folder cannot be opened or synced.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy_ownership(source: Path, descriptor: int) -> None:
    """Give an open file the permissions of another, and its owner and group as far as allowed."""
    wanted, actual = source.stat(), os.fstat(descriptor)
    if (actual.st_uid, actual.st_gid) != (wanted.st_uid, wanted.st_gid):
        for owner, group in ((wanted.st_uid, wanted.st_gid), (-1, wanted.st_gid)):
            with contextlib.suppress(PermissionError):
                os.fchown(descriptor, owner, group)
                break
    # After the owner, because changing that clears the set-id bits.
    os.fchmod(descriptor, wanted.st_mode & 0o7777)
