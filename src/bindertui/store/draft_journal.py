"""Drafts as they lie on the disk, and the locks that say whose session is over.

The journal of drafts: what is being typed is on the disk within a second, and nobody waits for it.

Each session writes files of its own, one a draft, and holds a lock for as long as its process lives. So what a session
leaves behind, however it ended, can be told from what another is still writing.
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

_FARTHEST = 2**31 - 1
"""The line or column beyond which no cursor of a text stands."""


@frozen
class JournaledDraft:
    """A draft as it is journaled.

    Attributes:
        id: names it, also after its session.
        address: what it is a draft of.
        when: the moment it was last changed, as ISO 8601 writes it.
        text: the text.
        cursor: where the cursor stands in the text: line and column, from 0.
        base: the text of the file it was begun from, which a save is to be merged from if the file has changed since.
    """

    id: str
    address: str
    when: str
    text: str
    cursor: tuple[int, int]
    base: str


@contextmanager
def lock_if_abandoned(lock: Path) -> Iterator[bool]:
    """Whether the session of a lock is over; if so, no one else takes what it left while this is being asked."""
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
    """Whether a file that was opened still is the one at its path."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False


def read_draft(path: Path) -> JournaledDraft | None:
    """The draft in a file; None where it holds none: anything may have come into such a file."""
    written = state.load_state(path)
    if not isinstance(written, dict):
        return None
    address, when, text, base = (written.get(name) for name in ("address", "when", "text", "base"))
    match written.get("cursor"):
        case [int(line), int(column)] if 0 <= line <= _FARTHEST and 0 <= column <= _FARTHEST:
            cursor = (int(line), int(column))
        case _:
            return None
    if not (isinstance(address, str) and isinstance(text, str) and isinstance(base, str)):
        return None
    if not (isinstance(when, str) and _is_moment(when)):
        return None
    # By the name of its file: what the file says of that could be the name of another.
    return JournaledDraft(path.name.split(".")[1], address, when, text, cursor, base)


def _is_moment(when: str) -> bool:
    """Whether a text is a moment that every time zone can tell."""
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        return False
    return moment.tzinfo is not None and MINYEAR + 1 < moment.year < MAXYEAR - 1


WRITE_INTERVAL = 0.5
"""Seconds between two writings of what changes all the time; with the writing itself, less than one."""
MAX_DRAFTS = 100
"""Drafts of one user in one binder that are kept after their sessions; older ones go."""


class DraftJournal:
    """The journal of one session."""

    def __init__(self, folder: Path, told: Callable[[OSError | None], object]) -> None:
        """Prepare a journal; nothing is written before there is something to keep.

        Args:
            folder: where the drafts of this user in this binder are kept.
            told: told, in a thread of the journal, why drafts cannot be kept; and None when they can be again.
        """
        self._folder = folder
        self._told = told
        self._session = uuid4().hex
        self._lock: int | None = None
        self._waiting: dict[str, JournaledDraft | None] = {}
        self._changed = Condition()
        self._writing = False
        self._closed = False
        self._thread: Thread | None = None
        self._trouble = False

    def record(self, draft: JournaledDraft) -> None:
        """Journal a draft as it stands; soon, and without waiting for it."""
        self._enqueue(draft.id, draft)

    def remove(self, identifier: str) -> None:
        """Take a draft of this session away."""
        self._enqueue(identifier, None)

    def flush(self) -> None:
        """Wait until everything is written, or cannot be."""
        with self._changed:
            self._changed.wait_for(lambda: self._trouble or not (self._waiting or self._writing))

    def close(self) -> None:
        """Write what is waiting, and end; drafts that were not forgotten are left for the next session."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()
        if self._lock is not None:
            self._tidy(self._session)
            os.close(self._lock)
            self._lock = None

    @property
    def is_closed(self) -> bool:
        """Whether the session has ended."""
        return self._closed

    def recoverable(self) -> list[JournaledDraft]:
        """The drafts of sessions that are over, the newest first; what cannot be read is passed over."""
        found = []
        for session in self._sessions():
            with lock_if_abandoned(self._folder / f"{session}.lock") as ended:
                if ended:
                    found += [(path, draft) for path in self._files(session) if (draft := read_draft(path))]
                    self._tidy(session)
        found.sort(key=lambda pair: pair[1].when, reverse=True)
        for path, _ in found[MAX_DRAFTS:]:
            path.unlink(missing_ok=True)
        return [draft for _, draft in found[:MAX_DRAFTS]]

    def claim(self, identifier: str) -> JournaledDraft | None:
        """Make a draft that was left one of this session; None if it is gone, taken by another session perhaps.

        Raises:
            OSError: the folder cannot be written.
        """
        for session in self._sessions():
            old = self._folder / f"{session}.{identifier}.json"
            with lock_if_abandoned(self._folder / f"{session}.lock") as ended:
                if ended and (draft := read_draft(old)):
                    self._own_lock()
                    with suppress(FileNotFoundError):
                        old.replace(self._path(identifier))
                        self._tidy(session)
                        return draft
        return None

    def discard(self, identifier: str) -> None:
        """Throw away a draft that was left.

        Raises:
            OSError: the folder cannot be written.
        """
        for session in self._sessions():
            with lock_if_abandoned(self._folder / f"{session}.lock") as ended:
                if ended:
                    (self._folder / f"{session}.{identifier}.json").unlink(missing_ok=True)
                    self._tidy(session)

    # Writing, in a thread

    def _enqueue(self, identifier: str, draft: JournaledDraft | None) -> None:
        with self._changed:
            self._waiting[identifier] = draft
            if self._thread is None and not self._closed:
                self._thread = Thread(target=self._write_all, daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def _write_all(self) -> None:
        last = -WRITE_INTERVAL
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                self._changed.wait_for(lambda: self._closed, timeout=max(last + WRITE_INTERVAL - monotonic(), 0))
                batch, self._waiting = self._waiting, {}
                self._writing = True
            last = monotonic()
            failed = self._write(batch)
            with self._changed:
                # What could not be written is tried again, unless there is something newer of it.
                self._waiting = {**failed, **self._waiting} if not self._closed else self._waiting
                self._writing = bool(failed) and not self._closed
                self._changed.notify_all()
                if self._closed and not self._waiting:
                    return

    def _write(self, batch: dict[str, JournaledDraft | None]) -> dict[str, JournaledDraft | None]:
        """Write a batch; what could not be written."""
        failed: dict[str, JournaledDraft | None] = {}
        trouble = None
        for identifier, draft in batch.items():
            try:
                self._own_lock()
                if draft is None:
                    self._path(identifier).unlink(missing_ok=True)
                else:
                    state.save_state(self._path(identifier), asdict(draft))
            except OSError as error:
                failed[identifier], trouble = draft, error
        if (trouble is not None) != self._trouble:
            self._trouble = trouble is not None
            self._told(trouble)
        return failed

    def _path(self, identifier: str) -> Path:
        return self._folder / f"{self._session}.{identifier}.json"

    def _own_lock(self) -> None:
        """Hold the lock that says this session is alive."""
        if self._lock is not None:
            return
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / f"{self._session}.lock"
        while self._lock is None:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            # Someone who tidies up may have taken the file away between the two.
            if is_same_file(descriptor, path):
                self._lock = descriptor
            else:
                os.close(descriptor)

    # What is there

    def _sessions(self) -> list[str]:
        try:
            names = {path.name.split(".", 1)[0] for path in self._folder.iterdir()}
        except OSError:
            return []
        return sorted(names - {self._session})

    def _files(self, session: str) -> list[Path]:
        return sorted(self._folder.glob(f"{session}.*.json"))

    def _tidy(self, session: str) -> None:
        """Take away what a session that is over needs no more."""
        with suppress(OSError):
            for path in self._folder.glob(f"{session}.*.json.*"):
                path.unlink(missing_ok=True)
            if not self._files(session):
                (self._folder / f"{session}.lock").unlink(missing_ok=True)
