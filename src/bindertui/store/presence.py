"""Presence markers: who is editing which entry, as small files that are locked while they are valid.

The system releases the locks of a process however it ends. A marker without a lock is therefore out of date, and the
next reader removes it.
"""

import fcntl
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from attrs import frozen

from bindertui.store.draft_journal import lock_if_abandoned

_SUFFIX = ".editing"
_MAX_SIZE = 4096
"""Bytes of a marker that are read."""


@frozen(order=True)
class PresenceMarker:
    """One session that edits one file.

    Attributes:
        document: the id of the file.
        name: the name of the user; any text.
        session: the id of the session.
    """

    document: str
    name: str
    session: str


class PresenceMarkers:
    """The markers of one binder, of all sessions and processes."""

    def __init__(self, folder: Path) -> None:
        """Open the folder of the markers; nothing is written before one is added."""
        self._folder = folder

    def add(self, marker: PresenceMarker) -> Callable[[], None]:
        """Add a marker; return a function that removes it.

        Raises:
            OSError: the folder cannot be written.
        """
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / f"{uuid4().hex}{_SUFFIX}"
        content = json.dumps([marker.document, marker.name, marker.session]).encode("ascii")
        # Under another name until it is locked and complete, since readers remove markers that are not locked.
        new = path.with_suffix(".new")
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        try:
            os.write(descriptor, content)
            new.rename(path)
        except OSError:
            new.unlink(missing_ok=True)
            os.close(descriptor)
            raise

        def remove() -> None:
            with suppress(OSError):
                path.unlink()
            os.close(descriptor)

        return remove

    def read_all(self) -> frozenset[PresenceMarker]:
        """Return the valid markers; remove the others."""
        markers = set()
        for path in self._paths():
            with lock_if_abandoned(path) as is_abandoned:
                if is_abandoned:
                    with suppress(OSError):
                        path.unlink()
                elif (marker := _read(path)) is not None:
                    markers.add(marker)
        return frozenset(markers)

    def state(self) -> int | None:
        """Return a number that changes when markers are added or removed; None before the first one."""
        try:
            return self._folder.stat().st_mtime_ns
        except OSError:
            return None

    def _paths(self) -> list[Path]:
        try:
            return sorted(self._folder.glob(f"*{_SUFFIX}"))
        except OSError:
            return []


def _read(path: Path) -> PresenceMarker | None:
    """Return the marker in a file; None if the content is not valid."""
    try:
        with path.open("rb") as file:
            fields = json.loads(file.read(_MAX_SIZE))
    except (OSError, ValueError, RecursionError):
        return None
    match fields:
        case [str(document), str(name), str(session)]:
            return PresenceMarker(document, name, session)
        case _:
            return None
