"""Writing content files: whole or not at all, over nobody else's change, several files as one.

Whoever saves holds the lock of the binder: an flock on its folder, which every process and every user of the machine
can take, and which leaves no file behind. Files that are written lie beside the ones they replace under names that
start with `PREFIX` until they are renamed; only the holder of the lock may have such files, so that whoever takes the
lock may remove those that a dead process has left.

One file is replaced by renaming. Of several, a journal is written first that names them all: from then on the save is
made, and whoever takes the lock next completes it if this process dies, unless others have written those files since.
"""

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from bindertui.atomic import fsync_folder
from bindertui.errors import system_words
from bindertui.speech import wording
from bindertui.store import save_journal
from bindertui.store.history import Written
from bindertui.store.locking import SaveError, locked
from bindertui.store.recovery import apply, recovered, set_aside
from bindertui.store.save_journal import Step
from bindertui.store.temporaries import remove, replace, temporaries, temporary
from bindertui.values import frozen

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
        SaveError: the disk is full, may not be written, or fails; or an earlier save can not be completed any more.
    """
    with locked(root):
        with _worded(root):
            if not recovered(root):
                raise set_aside(root)
            real = [_inside(change.path, root) for change in changes]
            before = [_bytes(path) for path in real]
            for change, content in zip(changes, before, strict=True):
                if change.digest != save_journal.digest(content):
                    return Overtaken(change.path, content)
            _write(root, list(zip(real, before, [change.content for change in changes], strict=True)))
        pairs = zip(changes, before, strict=True)
        return then([Written(change.path, content, change.content, change.was) for change, content in pairs])


def tidy(root: Path) -> None:
    """Complete or remove what a dead process has left.

    Nothing if others are saving, if the folder is read-only, or if it is in doubt: the next save says what is.
    """
    if not temporaries(root):
        return
    with contextlib.suppress(OSError, SaveError), locked(root, patience=0):
        recovered(root)


@contextlib.contextmanager
def _worded(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        named = error.filename2 or error.filename or root
        raise SaveError(
            wording(
                "{path} cannot be written: {reason}. Nothing was saved; the files are as they were.",
                path=named,
                reason=system_words(error),
            )
        ) from None


def _inside(path: Path, root: Path) -> Path:
    """The file that a path leads to, links followed."""
    real = path.parent.resolve() / path.name if not os.path.lexists(path) else path.resolve()
    if not real.is_relative_to(root.resolve()):
        raise SaveError(
            wording("{path} leads out of the binder. Nothing was saved; put the file itself there first.", path=path)
        )
    return real


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


_Step = tuple[Path, bytes | None, bytes | None]
"""A file, its bytes before and its bytes after."""


def _write(root: Path, steps: list[_Step]) -> None:
    # What is moved stands in its new place before it leaves the old one.
    steps = sorted(steps, key=lambda step: step[2] is None)
    written: list[Path | None] = []
    made: list[_Step] = []
    try:
        for number, (path, _, after) in enumerate(steps):
            written.append(None if after is None else temporary(path, after, number))
        if len(steps) > 1:
            for folder in {path.parent for path, _, _ in steps}:
                fsync_folder(folder)
            pairs = zip(steps, written, strict=True)
            save_journal.write(root, [Step.of(root, path, beside, *held) for (path, *held), beside in pairs])
        for step, beside in zip(steps, written, strict=True):
            made.append(step)
            apply(beside, step[0])
        for folder in {path.parent for path, _, _ in steps}:
            fsync_folder(folder)
    except BaseException:
        _undo(root, made, [beside for beside in written if beside])
        raise
    if len(steps) > 1:
        save_journal.forget(root)
        fsync_folder(root)


def _undo(root: Path, made: list[_Step], written: list[Path]) -> None:
    """Put back what was there before: a save that fails half-way was none."""
    for path, before, _ in made:
        if _bytes(path) == before:
            continue
        if before is None:
            remove(path)
        else:
            replace(path, before)
    save_journal.forget(root)
    for beside in written:
        remove(beside)
