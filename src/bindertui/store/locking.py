"""Locks between processes: of a binder, whose holder may write its files, and of what is kept in files of our own."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from bindertui.errors import BinderError, os_error_text
from bindertui.i18n import lazy_gettext

_PATIENCE = 30.0
"""Seconds that a save waits for those of others."""
_PAUSE = 0.005


class SaveError(BinderError):
    """A save could not be made for want of room, rights or a disk that works; the files are as they were."""


@contextlib.contextmanager
def lock_binder(root: Path, patience: float = _PATIENCE) -> Iterator[None]:
    """Hold the lock of a binder.

    Raises:
        SaveError: others hold it for longer than `patience` seconds, or the folder cannot be locked.
    """
    try:
        descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise SaveError(
            lazy_gettext(
                "{folder} cannot be opened: {reason}. Nothing was saved.", folder=root, reason=os_error_text(error)
            )
        ) from None
    try:
        if not _flock(descriptor, patience):
            raise SaveError(
                lazy_gettext("Others are saving this binder, and have been for long. Nothing was saved; try again.")
            )
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
        except OSError as error:
            raise SaveError(
                lazy_gettext(
                    "The binder's folder cannot be locked: {reason}. Nothing was saved.", reason=os_error_text(error)
                )
            ) from None
        else:
            return True


@contextlib.contextmanager
def lock_file(path: Path) -> Iterator[None]:
    """Hold a lock file, waiting for whoever else holds it: other threads and other processes.

    Raises:
        OSError: the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
