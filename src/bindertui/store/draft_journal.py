"""The crash journal of drafts: all text that a user types is on the disk within a second and survives a crash.

The problem: the app, the connection or the machine may end at any moment, while several sessions of one user edit the
same binder in several processes. Unsaved text must be offered again, but never while its session is still alive, and
to one session only. Typing must not wait for the disk.

The approach: all sessions of a user in a binder share a folder. A session has a random name and holds an flock on
`SESSION.lock` for as long as its process lives; each of its drafts is a file `SESSION.DRAFT.json`. A thread writes
changed drafts at most every half second, each atomically. To find drafts to recover, a session tries the locks of the
others: a lock that can be taken belongs to a session that has ended, however it ended.

Invariants:

- Files of a session are touched by others only while they hold its lock, that is, after its end.
- Claiming a draft is one rename into the own session: of two sessions that try, one gets it.
- A write that fails is reported once and repeated, unless the draft has changed since; recovery is reported too.
- Anything may be in the folder: what is not a valid draft is ignored.
- The number of recoverable drafts is limited; the oldest are removed.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import MAXYEAR, MINYEAR, datetime
from pathlib import Path
from threading import Condition, Thread
from time import monotonic
from uuid import uuid4

from attrs import asdict

from bindertui._frozen import frozen
from bindertui.store import state

_MAX_CURSOR = 2**31 - 1
"""Largest valid line or column of a cursor."""


@frozen
class JournaledDraft:
    """A draft in the journal.

    Attributes:
        id: identifies it, also after its session has ended.
        address: the edited address.
        when: the time of the last change, in ISO 8601.
        text: the text.
        cursor: line and column of the cursor, from 0.
        base: the text of the file that it began from: the ancestor of a merge if the file has changed since.
    """

    id: str
    address: str
    when: str
    text: str
    cursor: tuple[int, int]
    base: str


@contextmanager
def lock_if_abandoned(lock: Path) -> Iterator[bool]:
    """Yield whether the session of a lock has ended; if so, the lock is held during the block."""
    try:
        descriptor = os.open(lock, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        yield True
        return
    except OSError:
        yield False
        return
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


def is_same_file(descriptor: int, path: Path) -> bool:
    """Return whether an open file is still the one at its path."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False


def read_draft(path: Path) -> JournaledDraft | None:
    """Return the draft in a file; None if the content is not valid."""
    content = state.load_state(path)
    if not isinstance(content, dict):
        return None
    address, when, text, base = (content.get(name) for name in ("address", "when", "text", "base"))
    match content.get("cursor"):
        case [int(line), int(column)] if 0 <= line <= _MAX_CURSOR and 0 <= column <= _MAX_CURSOR:
            cursor = (int(line), int(column))
        case _:
            return None
    if not (isinstance(address, str) and isinstance(text, str) and isinstance(base, str)):
        return None
    if not (isinstance(when, str) and _is_valid_time(when)):
        return None
    # The id is that in the file name: the one in the file could be that of another draft.
    return JournaledDraft(path.name.split(".")[1], address, when, text, cursor, base)


def _is_valid_time(when: str) -> bool:
    """Return whether a text is a time that can be converted to every time zone."""
    try:
        time = datetime.fromisoformat(when)
    except ValueError:
        return False
    return time.tzinfo is not None and MINYEAR + 1 < time.year < MAXYEAR - 1


WRITE_INTERVAL = 0.5
"""Seconds between two writes of a draft that changes all the time; less than one, together with the write itself."""
MAX_DRAFTS = 100
"""Recoverable drafts that are kept for one user in one binder."""


class DraftJournal:
    """The journal of one session."""

    def __init__(self, folder: Path, on_error: Callable[[OSError | None], object]) -> None:
        """Open a journal; nothing is written before the first draft is recorded.

        Args:
            folder: the folder for the drafts of this user in this binder.
            on_error: called from the journal's thread with the reason why drafts cannot be written, and with None once
                they can be again.
        """
        self._folder = folder
        self._on_error = on_error
        self._session = uuid4().hex
        self._lock: int | None = None
        self._pending: dict[str, JournaledDraft | None] = {}
        self._changed = Condition()
        self._writing = False
        self._closed = False
        self._thread: Thread | None = None
        self._has_error = False

    def record(self, draft: JournaledDraft) -> None:
        """Write a draft soon, without waiting for it."""
        self._enqueue(draft.id, draft)

    def remove(self, identifier: str) -> None:
        """Remove a draft of this session."""
        self._enqueue(identifier, None)

    def flush(self) -> None:
        """Wait until everything is written, or a write has failed."""
        with self._changed:
            self._changed.wait_for(lambda: self._has_error or not (self._pending or self._writing))

    def close(self) -> None:
        """Write pending drafts and end the session; drafts that were not removed can be recovered by the next one."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()
        if self._lock is not None:
            self._clean_up(self._session)
            os.close(self._lock)
            self._lock = None

    @property
    def is_closed(self) -> bool:
        """Return whether the session has ended."""
        return self._closed

    def recoverable(self) -> list[JournaledDraft]:
        """Return the drafts of ended sessions, newest first; delete the oldest if there are too many."""
        drafts: list[tuple[Path, JournaledDraft]] = []
        for session in self._sessions():
            with lock_if_abandoned(self._folder / f"{session}.lock") as is_abandoned:
                if is_abandoned:
                    drafts += [(path, draft) for path in self._files(session) if (draft := read_draft(path))]
                    self._clean_up(session)
        drafts.sort(key=lambda pair: pair[1].when, reverse=True)
        for path, _ in drafts[MAX_DRAFTS:]:
            path.unlink(missing_ok=True)
        return [draft for _, draft in drafts[:MAX_DRAFTS]]

    def claim(self, identifier: str) -> JournaledDraft | None:
        """Make a recoverable draft one of this session; None if it is gone, claimed by another session for example.

        Raises:
            OSError: the folder cannot be written.
        """
        for session in self._sessions():
            old = self._folder / f"{session}.{identifier}.json"
            with lock_if_abandoned(self._folder / f"{session}.lock") as is_abandoned:
                if is_abandoned and (draft := read_draft(old)):
                    self._own_lock()
                    with suppress(FileNotFoundError):
                        old.replace(self._path(identifier))
                        self._clean_up(session)
                        return draft
        return None

    def discard(self, identifier: str) -> None:
        """Delete a recoverable draft.

        Raises:
            OSError: the folder cannot be written.
        """
        for session in self._sessions():
            with lock_if_abandoned(self._folder / f"{session}.lock") as is_abandoned:
                if is_abandoned:
                    (self._folder / f"{session}.{identifier}.json").unlink(missing_ok=True)
                    self._clean_up(session)

    # The thread that writes

    def _enqueue(self, identifier: str, draft: JournaledDraft | None) -> None:
        with self._changed:
            self._pending[identifier] = draft
            if self._thread is None and not self._closed:
                self._thread = Thread(target=self._write_all, daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def _write_all(self) -> None:
        last = -WRITE_INTERVAL
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._pending or self._closed)
                self._changed.wait_for(lambda: self._closed, timeout=max(last + WRITE_INTERVAL - monotonic(), 0))
                batch, self._pending = self._pending, {}
                self._writing = True
            last = monotonic()
            failed = self._write(batch)
            with self._changed:
                # A failed write is repeated, unless the draft has changed since.
                self._pending = {**failed, **self._pending} if not self._closed else self._pending
                self._writing = bool(failed) and not self._closed
                self._changed.notify_all()
                if self._closed and not self._pending:
                    return

    def _write(self, batch: dict[str, JournaledDraft | None]) -> dict[str, JournaledDraft | None]:
        """Write a batch; return the drafts that could not be written."""
        failed: dict[str, JournaledDraft | None] = {}
        error: OSError | None = None
        for identifier, draft in batch.items():
            try:
                self._own_lock()
                if draft is None:
                    self._path(identifier).unlink(missing_ok=True)
                else:
                    state.save_state(self._path(identifier), asdict(draft))
            except OSError as write_error:
                failed[identifier], error = draft, write_error
        if (error is not None) != self._has_error:
            self._has_error = error is not None
            self._on_error(error)
        return failed

    def _path(self, identifier: str) -> Path:
        return self._folder / f"{self._session}.{identifier}.json"

    def _own_lock(self) -> None:
        """Take the lock of this session, if it does not hold it yet."""
        if self._lock is not None:
            return
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / f"{self._session}.lock"
        while self._lock is None:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            # Another session may have cleaned up the file before it was locked.
            if is_same_file(descriptor, path):
                self._lock = descriptor
            else:
                os.close(descriptor)

    # Files of sessions

    def _sessions(self) -> list[str]:
        try:
            names = {path.name.split(".", 1)[0] for path in self._folder.iterdir()}
        except OSError:
            return []
        return sorted(names - {self._session})

    def _files(self, session: str) -> list[Path]:
        return sorted(self._folder.glob(f"{session}.*.json"))

    def _clean_up(self, session: str) -> None:
        """Remove temporary files of an ended session, and its lock if it has no drafts left."""
        with suppress(OSError):
            for path in self._folder.glob(f"{session}.*.json.*"):
                path.unlink(missing_ok=True)
            if not self._files(session):
                (self._folder / f"{session}.lock").unlink(missing_ok=True)
