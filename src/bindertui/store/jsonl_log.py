"""JsonLinesLog: append records to a file as JSON lines, in a thread, so that callers do not wait for the disk."""

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
"""Lines that may wait for the disk; further ones are dropped and counted."""
_RETRY_INTERVAL = 1.0
"""Seconds until a failed write is repeated."""

Record = Mapping[str, str | int | float | None]


class LogFileError(BinderError):
    """A log file that cannot be written."""


class JsonLinesLog:
    """Appends records to a file, one line each; if the file is renamed, as by logrotate, a new one is created."""

    def __init__(self, path: Path, on_status: Callable[[str], object], max_waiting: int = MAX_WAITING) -> None:
        """Open or create the file, readable by its owner only.

        Args:
            path: the file.
            on_status: called from another thread with a message when writing fails and when it works again.
            max_waiting: the number of lines that may wait for the disk.

        Raises:
            LogFileError: it cannot be opened, or everyone can write it.
        """
        self._path = path
        self._on_status = on_status
        self._max_waiting = max_waiting
        self._file: int | None = None
        self._waiting: deque[bytes] = deque()
        self._dropped = 0
        self._is_torn = False
        self._has_error = False
        self._closed = False
        self._changed = Condition()
        try:
            self._file = self._open()
        except OSError as error:
            raise LogFileError(
                lazy_gettext(
                    "The audit trail cannot be written to {path}: {reason}.", path=path, reason=os_error_text(error)
                )
            ) from None
        if os.fstat(self._file).st_mode & stat.S_IWOTH:
            raise LogFileError(
                lazy_gettext("Everyone on this machine can write {path}. Run: chmod o-w {path}", path=path)
            )
        self._thread = Thread(target=self._write_all, name="audit", daemon=True)
        self._thread.start()

    def write(self, record: Record) -> None:
        """Append a record soon, without waiting for it."""
        # In ASCII: no line has control sequences for a terminal.
        line = json.dumps(record).encode("ascii") + b"\n"
        with self._changed:
            if len(self._waiting) < self._max_waiting:
                self._waiting.append(line)
            else:
                self._dropped += 1
            self._changed.notify_all()

    def close(self) -> None:
        """Write waiting records if possible, and end."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()

    # The thread that writes

    def _write_all(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._dropped or self._closed)
                if self._has_error and not self._closed:
                    self._changed.wait_for(lambda: self._closed, timeout=_RETRY_INTERVAL)
                batch = list(self._waiting)
                dropped = self._dropped
            written, reported = self._write(batch, dropped)
            with self._changed:
                for _ in range(written):
                    self._waiting.popleft()
                self._dropped -= reported
                if self._closed and (self._has_error or not (self._waiting or self._dropped)):
                    break
        if self._file is not None:
            os.close(self._file)

    def _write(self, batch: list[bytes], dropped: int) -> tuple[int, int]:
        """Append lines, and a line with the number of dropped ones; return how many of both are written."""
        written = 0
        try:
            self._reopen()
            for line in batch:
                self._append(line)
                written += 1
            if dropped:
                self._append(json.dumps({"what": "lost", "lines": dropped}).encode("ascii") + b"\n")
        except OSError as error:
            if not self._has_error:
                self._has_error = True
                self._on_status(f"The audit trail cannot be written to {self._path}: {error.strerror}. Retrying.")
            return written, 0
        if self._has_error:
            self._has_error = False
            self._on_status(f"The audit trail is written to {self._path} again.")
        return written, dropped

    def _append(self, line: bytes) -> None:
        assert self._file is not None
        # In one write, which O_APPEND makes atomic even if other processes append as well.
        data = b"\n" * self._is_torn + line
        if os.write(self._file, data) < len(data):
            self._is_torn = True
            raise OSError(0, "no room for a whole line")
        self._is_torn = False

    def _reopen(self) -> None:
        """Open the file again if it was renamed or removed."""
        if self._file is None or not is_same_file(self._file, self._path):
            opened = self._open()
            if self._file is not None:
                with suppress(OSError):
                    os.close(self._file)
            self._file, self._is_torn = opened, False

    def _open(self) -> int:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
        descriptor = os.open(self._path, flags, 0o600)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise OSError(0, "it is not a regular file")
        return descriptor
