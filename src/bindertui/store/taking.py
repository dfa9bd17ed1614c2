"""A binder copied to another folder."""

import os
import shutil
from pathlib import Path

from bindertui.errors import BinderError, system_words
from bindertui.speech import wording


class CopyError(BinderError):
    """A binder cannot be copied where it was asked for."""


def copy(root: Path, folder: Path) -> None:
    """Copy the files of a binder to a new or an empty folder, where they can be changed.

    Hidden files stay behind, and so do links, which may lead anywhere.

    Raises:
        CopyError: the folder holds something already, lies inside the binder, or cannot be written.
    """
    if folder.resolve().is_relative_to(root.resolve()):
        raise CopyError(wording("{folder} lies in the binder itself. Name a folder elsewhere.", folder=folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise CopyError(
                wording("{folder} is not empty. Name a new or an empty folder: nothing is overwritten.", folder=folder)
            )
        for place, folders, files in os.walk(root):
            folders[:] = [name for name in folders if not name.startswith(".")]
            target = folder / Path(place).relative_to(root)
            target.mkdir(exist_ok=True)
            for path in (Path(place) / name for name in files if not name.startswith(".")):
                if not path.is_symlink() and path.is_file():
                    shutil.copyfile(path, target / path.name)
    except OSError as error:
        raise CopyError(
            wording("{path} cannot be written: {reason}.", path=error.filename or folder, reason=system_words(error))
        ) from None
