"""What a dead process has left of a save: completed, removed, or set aside where others have written since.

For the holder of the binder's lock alone.
"""

import os
from pathlib import Path

from bindertui.atomic import fsync_folder
from bindertui.model.text import one_line
from bindertui.speech import wording
from bindertui.store import save_journal
from bindertui.store.locking import SaveError
from bindertui.store.temporaries import PREFIX, remove, temporaries

_ASIDE = ".unfinished"
"""What the names of files end in that were to be written and could not be: not swept, and not read as content."""


def recovered(root: Path) -> bool:
    """Complete the save that was cut short, if there is one, and remove what belongs to none.

    Returns:
        False if a file is neither as it was nor as it was to be, or the journal is not ours: nothing is changed then.
    """
    steps = save_journal.read(root)
    if steps is None or not all(step.made(root) or step.possible(root) for step in steps):
        return False
    for step in steps:
        if not step.made(root):
            apply(step.temporary(root), step.path(root))
            fsync_folder(step.path(root).parent)
    for step in steps:
        if (temporary := step.temporary(root)) is not None:
            remove(temporary)
    save_journal.forget(root)
    for path in temporaries(root):
        remove(path)
    return True


def set_aside(root: Path) -> SaveError:
    """Keep what a save that cannot be completed was to write, under names that stay, and say so."""
    kept = []
    for step in save_journal.read(root) or ():
        temporary = step.temporary(root)
        if temporary is not None and os.path.lexists(temporary):
            if step.made(root):
                remove(temporary)
            else:
                kept.append(_kept(temporary, step.path(root)))
    if save_journal.read(root) is None:
        kept = [_kept(path, path.with_name(path.name.removeprefix(PREFIX))) for path in temporaries(root)]
    for folder in {path.parent for path in kept}:
        fsync_folder(folder)
    save_journal.forget(root)
    for path in temporaries(root):
        remove(path)
    names = ", ".join(one_line(os.path.relpath(path, root.resolve())) for path in kept)
    where = wording(" What it was still to write is kept in {names}.", names=names) if names else ""
    return SaveError(
        wording(
            "An earlier save of several files was cut short, and they have been changed since, so it is not"
            " completed.{where} Nothing was saved now; look at the files of the binder and save again.",
            where=where,
        )
    )


def apply(temporary: Path | None, path: Path) -> None:
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
