"""Locks between processes: of a binder's folder, and of lock files below the state folder."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from bindertui.errors import BinderError, os_error_text
from bindertui.i18n import lazy_gettext

_PATIENCE = 30.0
"""Seconds that a save waits for other saves."""
_POLL_INTERVAL = 0.005


class SaveError(BinderError):
    """A save that failed for want of room, permission or a working disk; the files are unchanged."""


@contextlib.contextmanager
def lock_binder(root: Path, patience: float = _PATIENCE) -> Iterator[None]:
    """Hold the lock of a binder: an exclusive flock on its folder.

    Raises:
        SaveError: someone else holds it for more than `patience` seconds, or the folder cannot be locked.
    """
    try:
        descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise SaveError(
            lazy_gettext(
                "Nothing was saved: {folder} cannot be opened ({reason}).", folder=root, reason=os_error_text(error)
            )
        ) from None
    try:
        if not _flock(descriptor, patience):
            raise SaveError(
                lazy_gettext("Nothing was saved: someone else has been saving this binder for too long. Try again.")
            )
        yield
    finally:
        os.close(descriptor)


def _flock(descriptor: int, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(_POLL_INTERVAL)
        except OSError as error:
            raise SaveError(
                lazy_gettext(
                    "Nothing was saved: the binder's folder cannot be locked ({reason}).", reason=os_error_text(error)
                )
            ) from None
        else:
            return True


@contextlib.contextmanager
def lock_file(path: Path) -> Iterator[None]:
    """Hold a lock file, waiting for other threads and processes that hold it.

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
