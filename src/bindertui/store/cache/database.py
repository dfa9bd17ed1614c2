"""The SQLite database of one cached binder: rows of sealed JSON.

Three tables hold the binder: `binder` (one row: state, cover, reading order), `file` (the data of each content file
for outline and front page) and `content` (the data that is read when an entry is shown). Rows of a file are never
changed, except for its stamp: a changed file gets a new row, and the old one is kept for a week, so that a program
that has opened an earlier version of the binder can still read it. Row numbers are never used again.

The database is disposable and its file may be anything, so nothing in it is trusted: the schema must be ours to the
letter (no views, no triggers), and each value carries a checksum over its bytes, its row and its column. A value that
was flipped, swapped or left over from a power cut is `DamagedCacheError`.

The rollback journal is used, not WAL: readers then create no files, so a read-only cache folder works, and so do
network file systems with locks. Nothing is synced to the disk, because checksums detect the damage of a power cut.
"""

import os
import sqlite3
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from threading import Lock
from typing import Any, NamedTuple
from zlib import crc32

_SCHEMA = {
    "binder": "CREATE TABLE binder (id INTEGER PRIMARY KEY, data BLOB)",
    "file": (
        "CREATE TABLE file"
        " (id INTEGER PRIMARY KEY, stamp TEXT, outline BLOB, first_item BLOB, summary BLOB, nested_items BLOB)"
    ),
    "content": "CREATE TABLE content (id INTEGER PRIMARY KEY, content BLOB, mentions BLOB)",
    "superseded": "CREATE TABLE superseded (id INTEGER PRIMARY KEY, since INTEGER)",
}
_COLUMNS = {"data": 0, "outline": 1, "first_item": 2, "summary": 3, "nested_items": 4, "content": 5, "mentions": 6}
_LARGEST_SEED = 0xFFFFFFFF
_BINDER = 0
"""The only row of the table `binder`."""
_PATIENCE = 2.0
"""Seconds to wait for a lock. Others hold one for milliseconds, or for half a second while they build a large cache."""
_SUPERSEDED_AGE = 7 * 24 * 3600
"""Seconds for which the former rows of a changed file are kept."""
_PAGE_SIZE = 16_384
"""Bytes of a database page: contents are large, and fewer pages are faster to read."""
_PAGE_CACHE = -512
"""Memory for database pages, in KiB (negative, as SQLite has it): rows are read once."""


class DamagedCacheError(Exception):
    """The database is not one that this program wrote, or not any more."""


class OutdatedCacheError(Exception):
    """Another process has written the next version of the binder."""


class FileRow(NamedTuple):
    """A content file as the database stores it; the bytes are JSON.

    Attributes:
        stamp: the stamp under which the file is known to have this content; None if its stamp cannot be trusted yet.
        outline: path, digest, the ids of its outline segment, and the ids that it mentions.
        first_item: the first item of its outline segment; None without one.
        summary: of a section; None for other files.
        nested_items: the other items of its outline segment.
    """

    stamp: str | None
    outline: bytes
    first_item: bytes | None
    summary: bytes | None
    nested_items: bytes
    content: bytes
    mentions: bytes


class BinderUpdate(NamedTuple):
    """The difference between two versions of a cached binder.

    Attributes:
        binder: the new binder row, as JSON.
        added: new rows by their numbers.
        stamps: new stamps of rows that stay.
        superseded: the numbers of rows that are no part of the new version.
    """

    binder: bytes
    added: dict[int, FileRow]
    stamps: dict[int, str | None]
    superseded: Sequence[int]


class CacheDatabase:
    """A connection to the database of a cached binder; threads may share it."""

    def __init__(self, path: Path) -> None:
        """Open an existing database for reading.

        Raises:
            DamagedCacheError: it has another schema, or is not a regular file.
            sqlite3.Error: it is missing, locked or not a database.
        """
        self._path = path
        self._lock = Lock()
        self._connection = _connect(path, "ro")
        if not _has_schema(self._connection):
            self._connection.close()
            raise DamagedCacheError

    def __del__(self) -> None:
        with suppress(AttributeError, sqlite3.Error):
            self._connection.close()

    def binder(self) -> bytes | None:
        """Return the binder row; None while the cache is being built."""
        rows = self._select("SELECT data FROM binder WHERE id = ?", _BINDER)
        return _verify_checksum(rows[0][0], _BINDER, "data") if rows else None

    def stamps(self) -> dict[int, str | None]:
        """Return the stamps of all files by row."""
        return dict(self._select("SELECT id, stamp FROM file"))

    def column(self, column: str, rows: Sequence[int]) -> dict[int, bytes]:
        """Return one column of the table `file` for some rows, except where it is null."""
        if not rows:
            return {}
        query = f"SELECT id, {column} FROM file"  # noqa: S608 - a name of ours
        found = dict(self._select(f"{query} WHERE id = ?", *rows) if len(rows) == 1 else self._select(query))
        if not found.keys() >= set(rows):
            raise DamagedCacheError
        # Not by `_verify_checksum`: every start reads a thousand rows of a large binder.
        step, first = len(_COLUMNS), _COLUMNS[column]
        unsealed: dict[int, bytes] = {}
        for row in rows:
            if (value := found[row]) is not None:
                unsealed[row] = data = value[4:]
                if crc32(data, (row * step + first) & _LARGEST_SEED) != int.from_bytes(value[:4], "big"):
                    raise DamagedCacheError
        return unsealed

    def value(self, column: str, row: int) -> bytes:
        """Return a value of the table `content`."""
        found = self._select(f"SELECT {column} FROM content WHERE id = ?", row)  # noqa: S608 - a name of ours
        if not found:
            raise DamagedCacheError
        return _verify_checksum(found[0][0], row, column)

    def file_row(self, row: int) -> FileRow:
        """Return everything that is stored of a file."""
        columns = ", ".join(FileRow._fields)
        found = self._select(f"SELECT {columns} FROM file JOIN content USING (id) WHERE id = ?", row)  # noqa: S608
        if not found:
            raise DamagedCacheError
        stamp, *values = found[0]
        unsealed: list[Any] = [
            None if value is None else _verify_checksum(value, row, column)
            for column, value in zip(FileRow._fields[1:], values, strict=True)
        ]
        return FileRow(stamp, *unsealed)

    def discard(self) -> None:
        """Remove the file of a damaged database, so that the next program builds it again."""
        discard(self._path)

    def _select(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()


def discard(path: Path) -> None:
    """Remove a database and its journal; programs that have it open can still read it."""
    for file in (path, _journal_of(path)):
        with suppress(OSError):
            file.unlink()


def write(path: Path, before: bytes | None, update: BinderUpdate) -> None:
    """Write the next version of a cached binder, in one transaction.

    Args:
        path: the database; made if it is missing.
        before: the binder row that the update was made for; None if there was no cache.
        update: the rows to write.

    Raises:
        OutdatedCacheError: another process has written a version since.
        DamagedCacheError: the database is not one of ours.
        OSError: its folder or file cannot be made.
        sqlite3.Error: it cannot be written, or is locked for too long.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _ensure_regular(path)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    connection = _connect(path, "rw")
    try:
        connection.execute(f"PRAGMA page_size = {_PAGE_SIZE}")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN IMMEDIATE")
        try:
            _write(connection, before, update)
        except BaseException:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    finally:
        connection.close()


def _write(connection: sqlite3.Connection, before: bytes | None, update: BinderUpdate) -> None:
    if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        for statement in _SCHEMA.values():
            connection.execute(statement)
    elif not _has_schema(connection):
        raise DamagedCacheError
    now = connection.execute("SELECT data FROM binder WHERE id = ?", (_BINDER,)).fetchone()
    if (_verify_checksum(now[0], _BINDER, "data") if now else None) != before:
        raise OutdatedCacheError
    for row, file in update.added.items():
        sealed = [
            _add_checksum(value, row, column) for column, value in zip(FileRow._fields[1:], file[1:], strict=True)
        ]
        connection.execute("INSERT INTO file VALUES (?, ?, ?, ?, ?, ?)", (row, file.stamp, *sealed[:4]))
        connection.execute("INSERT INTO content VALUES (?, ?, ?)", (row, *sealed[4:]))
    connection.executemany("UPDATE file SET stamp = ? WHERE id = ?", ((s, row) for row, s in update.stamps.items()))
    _supersede(connection, update.superseded)
    connection.execute(
        "INSERT OR REPLACE INTO binder VALUES (?, ?)", (_BINDER, _add_checksum(update.binder, _BINDER, "data"))
    )


def _supersede(connection: sqlite3.Connection, rows: Sequence[int]) -> None:
    """Note since when rows are superseded, and delete those that have been for long."""
    now = int(time.time())
    old = connection.execute("SELECT id FROM superseded WHERE since < ?", (now - _SUPERSEDED_AGE,)).fetchall()
    for table in ("file", "content", "superseded"):
        connection.executemany(f"DELETE FROM {table} WHERE id = ?", old)  # noqa: S608 - a name of ours
    connection.executemany("INSERT OR REPLACE INTO superseded VALUES (?, ?)", ((row, now) for row in rows))


def _ensure_regular(path: Path) -> None:
    """Refuse a pipe, a device or a folder in place of the database or its journal: opening one could wait forever."""
    for file in (path, _journal_of(path)):
        with suppress(FileNotFoundError):
            if not S_ISREG(file.stat().st_mode):
                raise DamagedCacheError


def _journal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    _ensure_regular(path)
    # Threads share a connection under a lock of ours.
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        timeout=_PATIENCE,
        isolation_level=None,
        check_same_thread=False,
        uri=True,
    )
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute(f"PRAGMA cache_size = {_PAGE_CACHE}")
    return connection


def _has_schema(connection: sqlite3.Connection) -> bool:
    return dict(connection.execute("SELECT name, sql FROM sqlite_master")) == _SCHEMA


def _add_checksum(data: bytes | None, row: int, column: str) -> bytes | None:
    """Return a value with its checksum in front."""
    return None if data is None else crc32(data, _checksum_seed(row, column)).to_bytes(4, "big") + data


def _verify_checksum(value: object, row: int, column: str) -> bytes:
    """Return a value without its checksum; `DamagedCacheError` if that does not fit."""
    if type(value) is bytes and crc32(data := value[4:], _checksum_seed(row, column)) == int.from_bytes(
        value[:4], "big"
    ):
        return data
    raise DamagedCacheError


def _checksum_seed(row: int, column: str) -> int:
    return (row * len(_COLUMNS) + _COLUMNS[column]) & _LARGEST_SEED
