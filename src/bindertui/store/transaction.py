"""Save several files of a binder as one transaction: all of them or none, and never over someone else's change.

The problem: an edit may touch several files (renaming an entry changes every file that refers to it), the process may
be killed at any moment, the disk may be full, and other processes and users edit the same folder.

The approach, in the order of a save:

1. Lock: an exclusive flock on the binder's folder. Every process and user of the machine can acquire it, and it
   leaves no file behind.
2. Recover: complete or remove an interrupted save of a killed process (see below).
3. Compare and swap: each file must still have the digest its change was based on, otherwise nothing is written.
4. Write the new contents to temporary files next to the files they replace, and sync them.
5. Write-ahead journal, if there are several files: it lists every step. From here on the save counts as made.
6. Rename the temporary files into place, sync the folders, remove the journal.
7. Record the save as a version while the lock is held, so that versions are in the order of the saves.

Invariants:

- A file is replaced by a rename: readers see the old bytes or the new ones, never a part.
- Only the holder of the lock has temporary files, so the next holder may remove those that it finds.
- Recovery repeats the steps of a journal only if each file has the digest it had before the save or is to have after
  it. Otherwise someone has edited since, and the unfinished contents are kept as `NAME.unfinished`.
- A journal may come from anywhere, as a binder may: it is obeyed only if its paths stay inside the binder's content.
- If a save fails half-way, the files that were already replaced get their old contents back.
"""

import contextlib
import json
import os
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from attrs import astuple

from bindertui._frozen import frozen
from bindertui.atomic import fsync_folder
from bindertui.errors import os_error_text
from bindertui.i18n import lazy_gettext
from bindertui.model.text import single_line
from bindertui.store.files import (
    TEMPORARY_PREFIX,
    list_temporaries,
    read_bytes,
    remove_file,
    replace_file,
    write_temporary,
)
from bindertui.store.history.base import History, Recorded, Unrecorded, WrittenFile
from bindertui.store.locking import SaveError, lock_binder
from bindertui.store.yaml.nodes import NodeError

_JOURNAL = f"{TEMPORARY_PREFIX}journal"
_UNFINISHED = ".unfinished"
"""Ending of files with the unwritten contents of an interrupted save: they are neither removed nor read as content."""


@frozen
class FileChange:
    """A change to one file of a binder.

    Attributes:
        file: the file's name in the binder.
        digest: the SHA-256 of the bytes it must have now; None if it must not exist.
        content: its new bytes; None removes it.
        old_name: the file it is renamed from, which is removed by a change of its own.
    """

    file: str
    digest: str | None
    content: bytes | None
    old_name: str | None = None


@frozen
class StaleFile:
    """A file that someone else has changed, so that nothing was written.

    Attributes:
        file: the name of the first such file.
        content: its bytes now; None if it does not exist.
    """

    file: str
    content: bytes | None


def save_files(
    root: Path, changes: Sequence[FileChange], history: History | None = None, message: str = "", author: str = ""
) -> Recorded | Unrecorded | StaleFile | None:
    """Apply changes to the files of a binder, all of them or none.

    Args:
        root: the binder's folder.
        changes: the change to each file.
        history: records the save as a version, under the lock; None records nothing.
        message: a description of the change, for the history.
        author: who saves; empty for the user of the account.

    Returns:
        The result of the history, None if there was nothing to record; or the file that someone else changed.

    Raises:
        SaveError: the disk is full, not writable or failing, or an earlier save cannot be completed.
    """
    with lock_binder(root):
        with _as_save_error(root):
            if not recover(root):
                raise set_aside_journal(root)
            paths = [_resolve(change.file, root) for change in changes]
            before = [_read(path) for path in paths]
            for change, content in zip(changes, before, strict=True):
                if change.digest != digest(content):
                    return StaleFile(change.file, content)
            _write(root, list(zip(paths, before, [change.content for change in changes], strict=True)))
        written = [
            WrittenFile(change.file, content, change.content, change.old_name)
            for change, content in zip(changes, before, strict=True)
            if content != change.content
        ]
        return history.record(written, message, author or None) if history is not None and written else None


def remove_leftovers(root: Path) -> None:
    """Complete or remove the leftovers of a killed process in a binder.

    Nothing happens while someone saves, in a read-only folder, or if the leftovers are doubtful: the next save reports
    those.
    """
    if not list_temporaries(root):
        return
    with contextlib.suppress(OSError, SaveError), lock_binder(root, patience=0):
        recover(root)


def digest(content: bytes | None) -> str | None:
    """Return the SHA-256 of bytes in hexadecimal; None for None."""
    return None if content is None else sha256(content).hexdigest()


# The journal


@frozen
class JournalStep:
    """One step of a save: a file to be replaced by a temporary one, or to be removed.

    Attributes:
        name: the file's path relative to the binder's folder, links followed.
        temporary_name: the name of the temporary file next to it; None removes the file.
        before: the digest of the bytes it had when the save began; None if it did not exist.
        after: the digest of the bytes it is to have; None if it is removed.
    """

    name: str
    temporary_name: str | None
    before: str | None
    after: str | None

    @classmethod
    def create(
        cls, root: Path, path: Path, temporary: Path | None, before: bytes | None, after: bytes | None
    ) -> "JournalStep":
        """Return the step for a file of a binder; `path` has no links."""
        name = str(path.relative_to(root.resolve()))
        return cls(name, temporary.name if temporary else None, digest(before), digest(after))

    def path(self, root: Path) -> Path:
        """Return the path of the file, links of the binder's folder followed."""
        return root.resolve() / self.name

    def temporary(self, root: Path) -> Path | None:
        """Return the path of the temporary file; None if the step removes the file."""
        return self.path(root).with_name(self.temporary_name) if self.temporary_name else None

    def is_done(self, root: Path) -> bool:
        """Return whether the file is in the state that the save was to give it."""
        return _digest_of_file(self.path(root), root) == self.after

    def is_possible(self, root: Path) -> bool:
        """Return whether the step can be applied without overwriting someone else's change."""
        temporary = self.temporary(root)
        complete = temporary is None or _digest_of_file(temporary, root) == self.after
        return complete and _digest_of_file(self.path(root), root) == self.before


def write_journal(root: Path, steps: Sequence[JournalStep]) -> None:
    """Write the journal of a save; from now on the save counts as made."""
    lines = json.dumps([astuple(step) for step in steps])
    replace_file(root / _JOURNAL, lines.encode("utf-8", "surrogateescape"))


def remove_journal(root: Path) -> None:
    """Remove the journal of a save that is complete or was given up."""
    remove_file(root / _JOURNAL)


def read_journal(root: Path) -> list[JournalStep] | None:
    """Return the steps of an interrupted save; empty without a journal, None if the journal cannot be ours."""
    if not os.path.lexists(root / _JOURNAL):
        return []
    try:
        journal = read_bytes(root / _JOURNAL, root).decode("utf-8", "surrogateescape")
        lines = [(name, temporary, before, after) for name, temporary, before, after in json.loads(journal)]
        valid = lines and all(_is_valid(name, temporary, after, root.resolve()) for name, temporary, _, after in lines)
        return [JournalStep(*line) for line in lines] if valid else None
    except (NodeError, ValueError, TypeError, RecursionError, RuntimeError, OSError):
        return None


def _is_valid(name: object, temporary: object, after: object, root: Path) -> bool:
    """Return whether a line of a journal only touches content of the binder; `root` has no links."""
    if not isinstance(name, str) or not isinstance(temporary, str | None):
        return False
    path = root / name
    # No `..`, and no link that was put in the file's place.
    if path.suffix != ".yaml" or path.resolve() != path or not path.is_relative_to(root):
        return False
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    own = temporary is None or (temporary.startswith(TEMPORARY_PREFIX) and Path(temporary).name == temporary)
    return own and not hidden and (temporary is None) == (after is None)


def _digest_of_file(path: Path, root: Path) -> str | None:
    """Return the digest of a file; None if it does not exist, empty if it cannot be read."""
    if not os.path.lexists(path):
        return None
    try:
        return digest(read_bytes(path, root))
    except NodeError:
        return ""


# Recovery, with the lock held


def recover(root: Path) -> bool:
    """Complete an interrupted save, if there is one, and remove temporary files that belong to none.

    Returns:
        False, with nothing changed, if a file is neither as it was nor as it was to be, or the journal is not ours.
    """
    steps = read_journal(root)
    if steps is None or not all(step.is_done(root) or step.is_possible(root) for step in steps):
        return False
    for step in steps:
        if not step.is_done(root):
            apply_step(step.temporary(root), step.path(root))
            fsync_folder(step.path(root).parent)
    for step in steps:
        if (temporary := step.temporary(root)) is not None:
            remove_file(temporary)
    remove_journal(root)
    for path in list_temporaries(root):
        remove_file(path)
    return True


def set_aside_journal(root: Path) -> SaveError:
    """Keep the unwritten contents of a save that cannot be completed as `.unfinished` files; return the error."""
    kept = []
    for step in read_journal(root) or ():
        temporary = step.temporary(root)
        if temporary is not None and os.path.lexists(temporary):
            if step.is_done(root):
                remove_file(temporary)
            else:
                kept.append(_keep_unfinished(temporary, step.path(root)))
    if read_journal(root) is None:
        kept = [
            _keep_unfinished(path, path.with_name(path.name.removeprefix(TEMPORARY_PREFIX)))
            for path in list_temporaries(root)
        ]
    for folder in {path.parent for path in kept}:
        fsync_folder(folder)
    remove_journal(root)
    for path in list_temporaries(root):
        remove_file(path)
    names = ", ".join(single_line(os.path.relpath(path, root.resolve())) for path in kept)
    where = lazy_gettext(" The unwritten contents are kept in {names}.", names=names) if names else ""
    return SaveError(
        lazy_gettext(
            "Nothing was saved. An earlier save of several files was interrupted, and the files have been changed"
            " since, so it was not completed.{where} Check the files of the binder, then save again.",
            where=where,
        )
    )


def apply_step(temporary: Path | None, path: Path) -> None:
    """Rename a temporary file over a file, or remove the file if there is none."""
    if temporary is None:
        remove_file(path)
    else:
        temporary.replace(path)


def _keep_unfinished(temporary: Path, file: Path) -> Path:
    """Rename a temporary file to `FILE.unfinished`, numbered if that exists; return the new path."""
    number, path = 1, file.with_name(f"{file.name}{_UNFINISHED}")
    while os.path.lexists(path):
        number += 1
        path = file.with_name(f"{file.name}{_UNFINISHED}-{number}")
    temporary.rename(path)
    return path.parent.resolve() / path.name


# Writing, with the lock held

_Write = tuple[Path, bytes | None, bytes | None]
"""A file's path, its bytes before the save and its bytes after."""


def _write(root: Path, writes: list[_Write]) -> None:
    # A renamed file is written in its new place before it is removed from the old one.
    writes = sorted(writes, key=lambda write: write[2] is None)
    temporaries: list[Path | None] = []
    started: list[_Write] = []
    try:
        for number, (path, _, after) in enumerate(writes):
            temporaries.append(None if after is None else write_temporary(path, after, number))
        if len(writes) > 1:
            for folder in {path.parent for path, _, _ in writes}:
                fsync_folder(folder)
            pairs = zip(writes, temporaries, strict=True)
            write_journal(
                root, [JournalStep.create(root, path, temporary, *contents) for (path, *contents), temporary in pairs]
            )
        for write, temporary in zip(writes, temporaries, strict=True):
            started.append(write)
            apply_step(temporary, write[0])
        for folder in {path.parent for path, _, _ in writes}:
            fsync_folder(folder)
    except BaseException:
        _roll_back(root, started, [temporary for temporary in temporaries if temporary])
        raise
    if len(writes) > 1:
        remove_journal(root)
        fsync_folder(root)


def _roll_back(root: Path, started: list[_Write], temporaries: list[Path]) -> None:
    """Restore the old contents of files after a save has failed half-way."""
    for path, before, _ in started:
        if _read(path) == before:
            continue
        if before is None:
            remove_file(path)
        else:
            replace_file(path, before)
    remove_journal(root)
    for temporary in temporaries:
        remove_file(temporary)


def _resolve(name: str, root: Path) -> Path:
    """Return the path of a file of the binder, links followed; `SaveError` if it is outside the binder."""
    path = root / name
    real = path.parent.resolve() / path.name if not os.path.lexists(path) else path.resolve()
    if not real.is_relative_to(root.resolve()):
        raise SaveError(
            lazy_gettext(
                "Nothing was saved: {path} is outside the binder. Replace a link by the file itself.", path=path
            )
        )
    return real


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


@contextlib.contextmanager
def _as_save_error(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SaveError(
            lazy_gettext(
                "Nothing was saved: {path} cannot be written ({reason}). The files are unchanged.",
                path=error.filename2 or error.filename or root,
                reason=os_error_text(error),
            )
        ) from None
