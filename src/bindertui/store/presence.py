"""Marks of who is editing what: a small file for each, locked for as long as it counts.

A session that ends, however it ends, lets go of its locks: a mark whose lock is free means nothing, and is taken away
by whoever finds it.
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
_LARGEST = 4096
"""Bytes of a mark that are read."""


@frozen(order=True)
class PresenceMarker:
    """That somebody is editing something.

    Attributes:
        document: the id of the entry whose file is edited.
        name: who edits it; anything may be in it.
        session: names their session.
    """

    document: str
    name: str
    session: str


class PresenceMarkers:
    """The marks of one binder, of all sessions and processes."""

    def __init__(self, folder: Path) -> None:
        """Prepare to set and to find marks; nothing is written before one is set."""
        self._folder = folder

    def add(self, mark: PresenceMarker) -> Callable[[], None]:
        """Set a mark; what comes back takes it away.

        Raises:
            OSError: the folder cannot be written.
        """
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / f"{uuid4().hex}{_SUFFIX}"
        content = json.dumps([mark.document, mark.name, mark.session]).encode("ascii")
        # Under another name until it is locked and whole: it is a mark from the moment it is seen.
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

        def lift() -> None:
            with suppress(OSError):
                path.unlink()
            os.close(descriptor)

        return lift

    def read_all(self) -> frozenset[PresenceMarker]:
        """Those that count now."""
        found = set()
        for path in self._paths():
            with lock_if_abandoned(path) as ended:
                if ended:
                    with suppress(OSError):
                        path.unlink()
                elif (mark := _read(path)) is not None:
                    found.add(mark)
        return frozenset(found)

    def state(self) -> int | None:
        """What is another number after marks were set or taken away; None as long as there never was one."""
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
    """The mark in a file; None where it holds none, or none yet."""
    try:
        with path.open("rb") as file:
            words = json.loads(file.read(_LARGEST))
    except (OSError, ValueError, RecursionError):
        return None
    match words:
        case [str(document), str(name), str(session)]:
            return PresenceMarker(document, name, session)
        case _:
            return None
