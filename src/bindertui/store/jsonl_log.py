"""A file of JSON lines that only grows: written by a thread of its own, so that nobody waits for the disk."""

import json
import os
import stat
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Condition, Thread

from bindertui.errors import BinderError, os_error_text
from bindertui.i18n import lazy_gettext
from bindertui.store.draft_journal import is_same_file

MAX_WAITING = 10_000
"""Lines that wait for the disk at most; later ones are lost, and counted."""
_RETRY = 1.0
"""Seconds until a disk that took nothing is tried again."""

Record = Mapping[str, str | int | float | None]


class LogFileError(BinderError):
    """An audit trail cannot be written where it was asked for."""


class JsonLinesLog:
    """Appends records to a file, each as one line; whoever moves the file away finds the next lines in a new one."""

    def __init__(self, path: Path, on_status: Callable[[str], object], max_waiting: int = MAX_WAITING) -> None:
        """Open the file, for its owner's eyes if it is new.

        Args:
            path: where it lies, or is to lie.
            on_status: told, from another thread, that the file cannot be written, and that it can be again.
            max_waiting: the lines that wait at most.

        Raises:
            AuditFileError: it cannot be opened, or is no file that only its owner writes.
        """
        self._path = path
        self._told = on_status
        self._most = max_waiting
        self._file: int | None = None
        self._waiting: deque[bytes] = deque()
        self._lost = 0
        self._torn = False
        self._trouble = False
        self._closed = False
        self._changed = Condition()
        try:
            self._file = self._opened()
        except OSError as error:
            raise LogFileError(
                lazy_gettext(
                    "The audit trail cannot be written to {path}: {reason}.", path=path, reason=os_error_text(error)
                )
            ) from None
        if os.fstat(self._file).st_mode & stat.S_IWOTH:
            raise LogFileError(
                lazy_gettext("Everybody on this machine can write {path}. Run: chmod o-w {path}", path=path)
            )
        self._thread = Thread(target=self._write_all, name="audit", daemon=True)
        self._thread.start()

    def write(self, record: Record) -> None:
        """Append a record, soon; this never waits."""
        # Escaped beyond ASCII: no line holds anything that could steer a terminal.
        line = json.dumps(record).encode("ascii") + b"\n"
        with self._changed:
            if len(self._waiting) < self._most:
                self._waiting.append(line)
            else:
                self._lost += 1
            self._changed.notify_all()

    def close(self) -> None:
        """Write what is waiting, if that can be, and end."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()

    # In the thread

    def _write_all(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._lost or self._closed)
                if self._trouble and not self._closed:
                    self._changed.wait_for(lambda: self._closed, timeout=_RETRY)
                batch = list(self._waiting)
                lost = self._lost
            written, told = self._write(batch, lost)
            with self._changed:
                for _ in range(written):
                    self._waiting.popleft()
                self._lost -= told
                if self._closed and (self._trouble or not (self._waiting or self._lost)):
                    break
        if self._file is not None:
            os.close(self._file)

    def _write(self, batch: list[bytes], lost: int) -> tuple[int, int]:
        """Append lines, and how many were lost after them; how much of both could be appended."""
        written = 0
        try:
            self._reopen()
            for line in batch:
                self._append(line)
                written += 1
            if lost:
                self._append(json.dumps({"what": "lost", "lines": lost}).encode("ascii") + b"\n")
        except OSError as error:
            if not self._trouble:
                self._trouble = True
                self._told(f"The audit trail cannot be written to {self._path}: {error.strerror}. It is tried again.")
            return written, 0
        if self._trouble:
            self._trouble = False
            self._told(f"The audit trail is written to {self._path} again.")
        return written, lost

    def _append(self, line: bytes) -> None:
        assert self._file is not None
        # In one piece, which lands whole at the end even if other processes append as well.
        whole = b"\n" * self._torn + line
        if os.write(self._file, whole) < len(whole):
            self._torn = True
            raise OSError(0, "there is no room for a whole line")
        self._torn = False

    def _reopen(self) -> None:
        """Open the file again if it was moved away."""
        if self._file is None or not is_same_file(self._file, self._path):
            opened = self._opened()
            if self._file is not None:
                with suppress(OSError):
                    os.close(self._file)
            self._file, self._torn = opened, False

    def _opened(self) -> int:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
        descriptor = os.open(self._path, flags, 0o600)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise OSError(0, "it is not a file with text in it")
        return descriptor
