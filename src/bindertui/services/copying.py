"""A copy of a binder to edit: what comes with the program is not changed where it lies."""

from pathlib import Path

from bindertui.errors import BinderError, ExitCode
from bindertui.services.access import Who
from bindertui.services.library import Library, Snapshot
from bindertui.speech import wording


class ElsewhereError(BinderError):
    """Somebody who is not at this machine names a folder of it."""

    exit_code = ExitCode.DENIED


def copy_binder(snapshot: Snapshot, folder: Path, who: Who) -> Snapshot:
    """Copy a binder to a new or an empty folder, and open the copy.

    Raises:
        CopyError: the folder holds something already, or cannot be written.
        ElsewhereError: whoever asks is not at this machine.
    """
    if not who.here:
        raise ElsewhereError(
            wording("A copy is made on the machine the binder lies on, by whoever runs the program there.")
        )
    snapshot.repository.copy(folder)
    return Library.at(folder).snapshot()
