"""A copy of a binder to edit: what comes with the program is not changed where it lies."""

from pathlib import Path

from bindertui.services.library import Library, Snapshot


def copy_binder(snapshot: Snapshot, folder: Path) -> Snapshot:
    """Copy a binder to a new or an empty folder, and open the copy.

    Raises:
        CopyError: the folder holds something already, or cannot be written.
    """
    snapshot.repository.copy(folder)
    return Library.at(folder).snapshot()
