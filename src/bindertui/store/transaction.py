"""The journal of a save of several files: what remains to be done if the process dies.

It names files from the binder's folder, which may be moved, and says by digests what each held when the save began and
what it is to hold, so that whoever completes the save overwrites nothing that others have written since.

What a dead process has left of a save: completed, removed, or set aside where others have written since.

For the holder of the binder's lock alone.

Writing content files: whole or not at all, over nobody else's change, several files as one.

Whoever saves holds the lock of the binder: an flock on its folder, which every process and every user of the machine
can take, and which leaves no file behind. Files that are written lie beside the ones they replace under names that
start with `PREFIX` until they are renamed; only the holder of the lock may have such files, so that whoever takes the
lock may remove those that a dead process has left.

One file is replaced by renaming. Of several, a journal is written first that names them all: from then on the save is
made, and whoever takes the lock next completes it if this process dies, unless others have written those files since.
"""

import contextlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from attrs import astuple

from bindertui._frozen import frozen
from bindertui.atomic import fsync_folder
from bindertui.errors import os_error_text
from bindertui.i18n import lazy_gettext
from bindertui.model.text import single_line
from bindertui.store.files import PREFIX, read_bytes, remove, replace, temporaries, temporary
from bindertui.store.history.base import WrittenFile
from bindertui.store.locking import SaveError, lock_binder
from bindertui.store.yaml.nodes import NodeError

_NAME = f"{PREFIX}journal"


@frozen
class JournalStep:
    """A file that is to be replaced by a temporary one, or to be removed.

    Attributes:
        name: the file's path from the binder's folder, links followed.
        beside: the name of the temporary file beside it; None removes it.
        before: the digest of the bytes it held when the save began; None: there was no such file.
        after: the digest of the bytes it is to hold; None: there is to be no such file.
    """

    name: str
    beside: str | None
    before: str | None
    after: str | None

    @classmethod
    def of(
        cls, root: Path, path: Path, beside: Path | None, before: bytes | None, after: bytes | None
    ) -> "JournalStep":
        """What is to be done with a file of a binder, links followed."""
        name = str(path.relative_to(root.resolve()))
        return cls(name, beside.name if beside else None, digest(before), digest(after))

    def path(self, root: Path) -> Path:
        """The file, links of the binder's folder followed."""
        return root.resolve() / self.name

    def temporary(self, root: Path) -> Path | None:
        """The temporary file that is to take its place."""
        return self.path(root).with_name(self.beside) if self.beside else None

    def made(self, root: Path) -> bool:
        """Whether nothing remains to be done."""
        return _standing(self.path(root), root) == self.after

    def possible(self, root: Path) -> bool:
        """Whether it can still be done, and nobody has written the file since."""
        temporary = self.temporary(root)
        whole = temporary is None or _standing(temporary, root) == self.after
        return whole and _standing(self.path(root), root) == self.before


def digest(content: bytes | None) -> str | None:
    """The SHA-256 of bytes, in hexadecimal; None of none."""
    return None if content is None else sha256(content).hexdigest()


def write_journal(root: Path, steps: Sequence[JournalStep]) -> None:
    """Note what is to be done: from now on the save is made."""
    lines = json.dumps([astuple(step) for step in steps])
    replace(root / _NAME, lines.encode("utf-8", "surrogateescape"))


def remove_journal(root: Path) -> None:
    """The save is complete, or was none."""
    remove(root / _NAME)


def read_journal(root: Path) -> list[JournalStep] | None:
    """What a save that was not completed had to do; empty where there is none; None if its journal is not ours."""
    if not os.path.lexists(root / _NAME):
        return []
    try:
        journal = read_bytes(root / _NAME, root).decode("utf-8", "surrogateescape")
        lines = [(name, beside, before, after) for name, beside, before, after in json.loads(journal)]
        ours = lines and all(_ours(name, beside, after, root.resolve()) for name, beside, _, after in lines)
        return [JournalStep(*line) for line in lines] if ours else None
    except (NodeError, ValueError, TypeError, RecursionError, RuntimeError, OSError):
        return None


def _ours(name: object, beside: object, after: object, root: Path) -> bool:
    """Whether a line of a journal can be one of ours: a binder may come from anywhere, and its journal with it."""
    if not isinstance(name, str) or not isinstance(beside, str | None):
        return False
    path = root / name
    # Nothing that climbs, and no link that came in its place.
    if path.suffix != ".yaml" or path.resolve() != path or not path.is_relative_to(root):
        return False
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    temporary = beside is None or (beside.startswith(PREFIX) and Path(beside).name == beside)
    return temporary and not hidden and (beside is None) == (after is None)


def _standing(path: Path, root: Path) -> str | None:
    """The digest of a file as it stands; None where there is none; empty for what cannot be read."""
    if not os.path.lexists(path):
        return None
    try:
        return digest(read_bytes(path, root))
    except NodeError:
        return ""


_ASIDE = ".unfinished"
"""What the names of files end in that were to be written and could not be: not swept, and not read as content."""


def recover(root: Path) -> bool:
    """Complete the save that was cut short, if there is one, and remove what belongs to none.

    Returns:
        False if a file is neither as it was nor as it was to be, or the journal is not ours: nothing is changed then.
    """
    steps = read_journal(root)
    if steps is None or not all(step.made(root) or step.possible(root) for step in steps):
        return False
    for step in steps:
        if not step.made(root):
            apply_journal(step.temporary(root), step.path(root))
            fsync_folder(step.path(root).parent)
    for step in steps:
        if (temporary := step.temporary(root)) is not None:
            remove(temporary)
    remove_journal(root)
    for path in temporaries(root):
        remove(path)
    return True


def set_aside_journal(root: Path) -> SaveError:
    """Keep what a save that cannot be completed was to write, under names that stay, and say so."""
    kept = []
    for step in read_journal(root) or ():
        temporary = step.temporary(root)
        if temporary is not None and os.path.lexists(temporary):
            if step.made(root):
                remove(temporary)
            else:
                kept.append(_kept(temporary, step.path(root)))
    if read_journal(root) is None:
        kept = [_kept(path, path.with_name(path.name.removeprefix(PREFIX))) for path in temporaries(root)]
    for folder in {path.parent for path in kept}:
        fsync_folder(folder)
    remove_journal(root)
    for path in temporaries(root):
        remove(path)
    names = ", ".join(single_line(os.path.relpath(path, root.resolve())) for path in kept)
    where = lazy_gettext(" What it was still to write is kept in {names}.", names=names) if names else ""
    return SaveError(
        lazy_gettext(
            "An earlier save of several files was cut short, and they have been changed since, so it is not"
            " completed.{where} Nothing was saved now; look at the files of the binder and save again.",
            where=where,
        )
    )


def apply_journal(temporary: Path | None, path: Path) -> None:
    """Put a temporary file in the place of another, or remove that."""
    if temporary is None:
        remove(path)
    else:
        temporary.replace(path)


def _kept(temporary: Path, wanted: Path) -> Path:
    number, path = 1, wanted.with_name(f"{wanted.name}{_ASIDE}")
    while os.path.lexists(path):
        number += 1
        path = wanted.with_name(f"{wanted.name}{_ASIDE}-{number}")
    temporary.rename(path)
    return path.parent.resolve() / path.name


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
class StaleFiles:
    """Somebody else has changed a file: nothing is written.

    Attributes:
        path: the first such file.
        content: its bytes now; None if there is no such file.
    """

    path: Path
    content: bytes | None


def save_files(root: Path, changes: Sequence[FileChange], then: Callable[[Sequence[WrittenFile]], R]) -> R | StaleFiles:
    """Make changes to the files of a binder, all of them or none.

    Args:
        root: the binder's folder.
        changes: what is to become of each file.
        then: told what was written, while the lock is still held; what it gives is given back.

    Raises:
        SaveError: the disk is full, may not be written, or fails; or an earlier save can not be completed any more.
    """
    with lock_binder(root):
        with _worded(root):
            if not recover(root):
                raise set_aside_journal(root)
            real = [_inside(change.path, root) for change in changes]
            before = [_bytes(path) for path in real]
            for change, content in zip(changes, before, strict=True):
                if change.digest != digest(content):
                    return StaleFiles(change.path, content)
            _write(root, list(zip(real, before, [change.content for change in changes], strict=True)))
        pairs = zip(changes, before, strict=True)
        return then([WrittenFile(change.path, content, change.content, change.was) for change, content in pairs])


def remove_leftovers(root: Path) -> None:
    """Complete or remove what a dead process has left.

    Nothing if others are saving, if the folder is read-only, or if it is in doubt: the next save says what is.
    """
    if not temporaries(root):
        return
    with contextlib.suppress(OSError, SaveError), lock_binder(root, patience=0):
        recover(root)


@contextlib.contextmanager
def _worded(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        named = error.filename2 or error.filename or root
        raise SaveError(
            lazy_gettext(
                "{path} cannot be written: {reason}. Nothing was saved; the files are as they were.",
                path=named,
                reason=os_error_text(error),
            )
        ) from None


def _inside(path: Path, root: Path) -> Path:
    """The file that a path leads to, links followed."""
    real = path.parent.resolve() / path.name if not os.path.lexists(path) else path.resolve()
    if not real.is_relative_to(root.resolve()):
        raise SaveError(
            lazy_gettext(
                "{path} leads out of the binder. Nothing was saved; put the file itself there first.", path=path
            )
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
            write_journal(root, [JournalStep.of(root, path, beside, *held) for (path, *held), beside in pairs])
        for step, beside in zip(steps, written, strict=True):
            made.append(step)
            apply_journal(beside, step[0])
        for folder in {path.parent for path, _, _ in steps}:
            fsync_folder(folder)
    except BaseException:
        _undo(root, made, [beside for beside in written if beside])
        raise
    if len(steps) > 1:
        remove_journal(root)
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
    remove_journal(root)
    for beside in written:
        remove(beside)
