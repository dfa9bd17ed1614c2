"""Writing content files: whole or not at all, over nobody else's change, several files as one.

Whoever saves holds the lock of the binder: an flock on its folder, which every process and every user of the machine
can take, and which leaves no file behind. Files that are written lie beside the ones they replace under names that
start with `PREFIX` until they are renamed; only the holder of the lock may have such files, so that whoever takes the
lock may remove those that a dead process has left.

One file is replaced by renaming. Of several, a journal is written first that names them all: from then on the save is
made, and whoever takes the lock next completes it if this process dies.
"""

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from attrs import frozen

from bindertui.store import save_journal
from bindertui.store.history import Written
from bindertui.store.locking import SaveError, locked
from bindertui.store.state import settle
from bindertui.store.temporaries import remove, replace, temporaries, temporary

R = TypeVar("R")


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
    with locked(root):
        with _worded(root):
            _tidy(root)
            real = [_inside(change.path, root) for change in changes]
            before = [_bytes(path) for path in real]
            for change, content in zip(changes, before, strict=True):
                if change.digest != (None if content is None else sha256(content).hexdigest()):
                    return Overtaken(change.path, content)
            _write(root, list(zip(real, before, [change.content for change in changes], strict=True)))
        pairs = zip(changes, before, strict=True)
        return then([Written(change.path, content, change.content, change.was) for change, content in pairs])


def tidy(root: Path) -> None:
    """Complete or remove what a dead process has left; nothing if others are saving, or if the folder is read-only."""
    if not temporaries(root):
        return
    with contextlib.suppress(OSError, SaveError), locked(root, patience=0):
        _tidy(root)


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
    written: list[save_journal.Step] = []
    made: list[_Step] = []
    try:
        for number, (path, _, after) in enumerate(steps):
            beside = None if after is None else temporary(path, after, number)
            written.append((str(beside) if beside else None, str(path)))
        if len(steps) > 1:
            for folder in {path.parent for path, _, _ in steps}:
                settle(folder)
            save_journal.write(root, written)
        for step, (temporary_name, _) in zip(steps, written, strict=True):
            made.append(step)
            _apply(temporary_name, step[0])
        for folder in {path.parent for path, _, _ in steps}:
            settle(folder)
    except BaseException:
        _undo(root, made, [name for name, _ in written if name])
        raise
    if len(steps) > 1:
        save_journal.forget(root)
        settle(root)


def _undo(root: Path, made: list[_Step], names: list[str]) -> None:
    """Put back what was there before: a save that fails half-way was none."""
    for path, before, _ in made:
        if _bytes(path) == before:
            continue
        if before is None:
            remove(path)
        else:
            replace(path, before)
    save_journal.forget(root)
    for name in names:
        remove(Path(name))


def _tidy(root: Path) -> None:
    for temporary_name, name in save_journal.read(root):
        if temporary_name is None or os.path.lexists(temporary_name):
            _apply(temporary_name, Path(name))
            settle(Path(name).parent)
    for path in temporaries(root):
        remove(path)


def _apply(name: str | None, path: Path) -> None:
    if name is None:
        remove(path)
    else:
        Path(name).replace(path)
