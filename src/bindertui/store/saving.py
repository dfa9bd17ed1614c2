"""Writing content files: whole or not at all, over nobody else's change, several files as one.

Whoever saves holds the lock of the binder: an flock on its folder, which every process and every user of the machine
can take, and which leaves no file behind. Files that are written lie beside the ones they replace under names that
start with `PREFIX` until they are renamed; only the holder of the lock may have such files, so that whoever takes the
lock may remove those that a dead process has left.

One file is replaced by renaming. Of several, a journal is written first that names them all: from then on the save is
made, and whoever takes the lock next completes it if this process dies.
"""

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from attrs import frozen

from bindertui.errors import BinderError
from bindertui.store.folder import content_folders
from bindertui.store.history import Written
from bindertui.store.state import settle

R = TypeVar("R")

PREFIX = ".bindertui-"
"""What the names of files start with that only live while a save is made."""
_JOURNAL = f"{PREFIX}journal"
_PATIENCE = 30.0
"""Seconds that a save waits for those of others."""
_PAUSE = 0.005


class SaveError(BinderError):
    """A save could not be made for want of room, rights or a disk that works; the files are as they were."""


@frozen
class FileChange:
    """What is to become of a file.

    Attributes:
        path: the file, below the binder's folder.
        digest: the SHA-256 of the bytes it is to hold before; None: there is to be no such file.
        content: the bytes it is to hold; None removes it.
        was: the file it is moved from, which is removed by a change of its own.
    """

    path: Path
    digest: str | None
    content: bytes | None
    was: Path | None = None


@frozen
class Overtaken:
    """Somebody else has changed a file: nothing is written.

    Attributes:
        path: the first such file.
        content: its bytes now; None if there is no such file.
    """

    path: Path
    content: bytes | None


def save(root: Path, changes: Sequence[FileChange], then: Callable[[Sequence[Written]], R]) -> R | Overtaken:
    """Make changes to the files of a binder, all of them or none.

    Args:
        root: the binder's folder.
        changes: what is to become of each file.
        then: told what was written, while the lock is still held; what it gives is given back.

    Raises:
        SaveError: the disk is full, may not be written, or fails.
    """
    with _worded(root), locked(root):
        _tidy(root)
        real = [_inside(change.path, root) for change in changes]
        before = [_bytes(path) for path in real]
        for change, content in zip(changes, before, strict=True):
            if change.digest != (None if content is None else sha256(content).hexdigest()):
                return Overtaken(change.path, content)
        _write(root, list(zip(real, before, [change.content for change in changes], strict=True)))
        return then(
            [
                Written(change.path, content, change.content, change.was)
                for change, content in zip(changes, before, strict=True)
            ]
        )


def tidy(root: Path) -> None:
    """Complete or remove what a dead process has left; nothing if others are saving, or if the folder is read-only."""
    if not _temporaries(root):
        return
    with contextlib.suppress(OSError, SaveError), locked(root, patience=0):
        _tidy(root)


@contextlib.contextmanager
def locked(root: Path, patience: float = _PATIENCE) -> Iterator[None]:
    """Hold the lock of a binder.

    Raises:
        SaveError: others hold it for longer than `patience` seconds.
        OSError: the folder cannot be opened.
    """
    descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if not _flock(descriptor, patience):
            raise SaveError("Others are saving this binder, and have been for long. Nothing was saved; try again.")
        yield
    finally:
        os.close(descriptor)


def _flock(descriptor: int, patience: float) -> bool:
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                return False
            time.sleep(_PAUSE)
        else:
            return True


@contextlib.contextmanager
def _worded(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        named = error.filename2 or error.filename or root
        raise SaveError(
            f"{named} cannot be written: {error.strerror}. Nothing was saved; the files are as they were."
        ) from None


def _inside(path: Path, root: Path) -> Path:
    """The file that a path leads to, links followed."""
    real = path.parent.resolve() / path.name if not os.path.lexists(path) else path.resolve()
    if not real.is_relative_to(root.resolve()):
        raise SaveError(f"{path} leads out of the binder. Nothing was saved; put the file itself there first.")
    return real


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


_Step = tuple[Path, bytes | None, bytes | None]
"""A file, its bytes before and its bytes after."""


def _write(root: Path, steps: list[_Step]) -> None:
    temporaries: list[tuple[str | None, str]] = []
    made: list[_Step] = []
    try:
        for number, (path, _, after) in enumerate(steps):
            temporary = None if after is None else _temporary(path, after, number)
            temporaries.append((str(temporary) if temporary else None, str(path)))
        if len(steps) > 1:
            for folder in {path.parent for path, _, _ in steps}:
                settle(folder)
            _replace(root / _JOURNAL, json.dumps(temporaries).encode("utf-8", "surrogateescape"))
        for step, (temporary_name, _) in zip(steps, temporaries, strict=True):
            made.append(step)
            _apply(temporary_name, step[0])
        for folder in {path.parent for path, _, _ in steps}:
            settle(folder)
    except BaseException:
        _undo(root, made, [name for name, _ in temporaries if name])
        raise
    if len(steps) > 1:
        _remove(root / _JOURNAL)
        settle(root)


def _undo(root: Path, made: list[_Step], temporaries: list[str]) -> None:
    """Put back what was there before: a save that fails half-way was none."""
    for path, before, _ in made:
        if _bytes(path) == before:
            continue
        if before is None:
            _remove(path)
        else:
            _replace(path, before)
    _remove(root / _JOURNAL)
    for name in temporaries:
        _remove(Path(name))


def _tidy(root: Path) -> None:
    journal = _bytes(root / _JOURNAL)
    if journal is not None:
        for temporary, name in _read_journal(journal, root):
            if temporary is None or os.path.lexists(temporary):
                _apply(temporary, Path(name))
                settle(Path(name).parent)
    for path in _temporaries(root):
        _remove(path)


def _read_journal(journal: bytes, root: Path) -> list[tuple[str | None, str]]:
    """What a save that was not completed still has to do; nothing where the journal is not one of ours."""
    try:
        steps = [(temporary, name) for temporary, name in json.loads(journal.decode("utf-8", "surrogateescape"))]
    except (ValueError, TypeError):
        return []
    return steps if all(_ours(temporary, name, root.resolve()) for temporary, name in steps) else []


def _ours(temporary: object, name: object, root: Path) -> bool:
    """Whether a line of a journal can be one of ours: a binder may come from anywhere, and its journal with it."""
    if not isinstance(name, str) or not isinstance(temporary, str | None):
        return False
    path = Path(name).resolve()
    if path.suffix != ".yaml" or not path.is_relative_to(root):
        return False
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    beside = temporary is None or (Path(temporary).name.startswith(PREFIX) and Path(temporary).parent == path.parent)
    return beside and not hidden


def _apply(temporary: str | None, path: Path) -> None:
    if temporary is None:
        _remove(path)
    else:
        Path(temporary).replace(path)


def _replace(path: Path, content: bytes) -> None:
    temporary = _temporary(path, content, 0)
    try:
        temporary.replace(path)
    except BaseException:
        _remove(temporary)
        raise
    settle(path.parent)


def _temporary(path: Path, content: bytes, number: int) -> Path:
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
        _remove(temporary)
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


def _temporaries(root: Path) -> list[Path]:
    found = []
    for folder in content_folders(root):
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            found += [Path(entry.path) for entry in entries if entry.name.startswith(PREFIX)]
    return found


def _remove(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
