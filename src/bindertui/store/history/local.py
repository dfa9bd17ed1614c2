"""LocalHistory: the last saved versions of each file, kept below the state folder where git does not keep them.

Each file has a folder with a list of its versions (`versions.json`) and their compressed texts, named by digest.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import asdict

from bindertui._frozen import frozen
from bindertui.atomic import move_into_place, temporary_path, write_new
from bindertui.model.text import visible_text
from bindertui.store import state
from bindertui.store.files import MAX_BYTES
from bindertui.store.history.base import Recorded, Unrecorded, UnrecordedReason, Version, WrittenFile
from bindertui.store.locking import lock_file

LIST_FILE = "versions.json"
"""The name of the list, in the folder of the versions of a file."""


@frozen
class StoredVersion:
    """An entry of the list.

    Attributes:
        when: the time it was kept, in ISO 8601.
        who: who saved it; empty if unknown.
        message: a description of the change.
        digest: the digest of its text.
    """

    when: str
    who: str
    message: str
    digest: str

    @property
    def id(self) -> str:
        """Return the time as the id of the version."""
        return f"{self.time.astimezone(UTC):%Y%m%dT%H%M%S.%f}Z"

    @property
    def time(self) -> datetime:
        """Return the time it was kept."""
        return datetime.fromisoformat(self.when)


def list_versions(folder: Path) -> list[StoredVersion]:
    """Return the list of a file, oldest first; entries that are not valid are skipped."""
    entries = state.load_state(folder / LIST_FILE)
    return [version for entry in entries if (version := _parse(entry))] if isinstance(entries, list) else []


def _parse(entry: Any) -> StoredVersion | None:
    try:
        version = StoredVersion(*(str(entry[name]) for name in ("when", "who", "message", "digest")))
        valid = version.time.tzinfo is not None and len(bytes.fromhex(version.digest)) == 32
    except (KeyError, TypeError, ValueError):
        return None
    return version if valid else None


MAX_VERSIONS = 50
"""Versions that are kept of each file."""
MAX_BYTES_PER_FILE = 64 * 1024 * 1024
"""Bytes that the versions of one file may take on the disk."""

_LOCK = "lock"
_TICK = timedelta(microseconds=1)


@frozen
class LocalHistory:
    """The versions of the files of one binder.

    Attributes:
        folder: where they are kept.
        root: the binder's folder, without links.
    """

    folder: Path
    root: Path

    @classmethod
    def open(cls, state_folder: Path, root: Path) -> "LocalHistory":
        """Open the history of the binder in a folder."""
        real = root.resolve()
        return cls(state_folder / "history" / state.hashed_name(str(real)), real)

    def record(self, files: Sequence[WrittenFile], message: str, author: str | None) -> Recorded | Unrecorded:
        """Keep the new content of files, and the old one if it was not kept yet."""
        now = datetime.now(UTC)
        version = None
        try:
            with lock_file(self.folder / _LOCK):
                for file in files:
                    self._move(file)
                    self._add(file.file, file.before, StoredVersion((now - _TICK).isoformat(), "", "", ""))
                    written = StoredVersion(now.isoformat(), author or "", message, "")
                    version = self._add(file.file, file.after, written) or version
        except OSError as error:
            return Unrecorded(
                UnrecordedReason.UNWRITABLE, visible_text(f"{error.filename or self.folder}: {error.strerror or error}")
            )
        return Recorded(version)

    def keep_before(self, files: Sequence[WrittenFile]) -> None:
        """Keep the old content of files that a commit has replaced; `OSError` if it cannot be written."""
        # The time of a commit has no fraction of a second: the old content must be older.
        moment = datetime.now(UTC).replace(microsecond=0) - _TICK
        with lock_file(self.folder / _LOCK):
            for file in files:
                self._add(file.file, file.before, StoredVersion(moment.isoformat(), "", "", ""))

    def versions(self, file: str, limit: int) -> tuple[Version, ...]:
        """Return the versions of a file, newest first."""
        folder = self._folder(file)
        newest_first = reversed(list_versions(folder))
        found = [
            Version(stored.id, stored.time, stored.who, stored.message, f"{folder.name}/{stored.digest}")
            for stored in newest_first
        ]
        return tuple(found[:limit])

    def texts(self, versions: Sequence[Version]) -> Iterator[bytes | None]:
        """Return the bytes of each version; None for one that cannot be read any more."""
        return (_read_text(self.folder / version.source) for version in versions)

    def _folder(self, file: str) -> Path:
        real = (self.root / file).resolve()
        return self.folder / state.hashed_name(
            str(real.relative_to(self.root) if real.is_relative_to(self.root) else real)
        )

    def _add(self, file: str, content: bytes | None, version: StoredVersion) -> str | None:
        """Add a version of a file and return its id; None without content or if it is the newest version already."""
        folder = self._folder(file)
        versions = list_versions(folder)
        if content is None:
            return None
        digest = sha256(content).hexdigest()
        last = versions[-1] if versions else None
        if last and last.digest == digest:
            return None
        time = max(version.time, last.time + _TICK) if last else version.time
        added = StoredVersion(time.isoformat(), version.who, version.message, digest)
        if not (folder / digest).exists():
            # After a power cut the list may name one version without a text, but loses none: the folder is
            # synced once, when the list is written.
            folder.mkdir(parents=True, exist_ok=True)
            temporary = temporary_path(folder / digest)
            write_new(temporary, zlib.compress(content), mode=0o600)
            move_into_place(temporary, folder / digest, durable=False)
        self._write(folder, [*versions, added])
        return added.id

    def _write(self, folder: Path, versions: list[StoredVersion]) -> None:
        """Write the list of a file; remove texts that are too old, too large, or left by a killed process."""
        versions = versions[-MAX_VERSIONS:]
        sizes = {version.digest: _size(folder / version.digest) for version in versions}
        while len(versions) > 1 and _total(versions, sizes) > MAX_BYTES_PER_FILE:
            versions = versions[1:]
        state.save_state(folder / LIST_FILE, [asdict(version) for version in versions])
        names = {LIST_FILE, *(version.digest for version in versions)}
        for path in folder.iterdir():
            if path.name not in names:
                path.unlink(missing_ok=True)

    def _move(self, file: WrittenFile) -> None:
        """Move the versions of a renamed file to its new name."""
        if file.old_name is None:
            return
        old, new = self._folder(file.old_name), self._folder(file.file)
        moved = list_versions(old)
        if not moved or old == new:
            return
        new.mkdir(parents=True, exist_ok=True)
        for digest in {version.digest for version in moved}:
            with suppress(FileNotFoundError):
                (old / digest).replace(new / digest)
        self._write(new, sorted([*moved, *list_versions(new)], key=lambda version: version.time))
        (old / LIST_FILE).unlink()


def _total(versions: Sequence[StoredVersion], sizes: Mapping[str, int]) -> int:
    return sum(sizes[digest] for digest in {version.digest for version in versions})


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _read_text(path: Path) -> bytes | None:
    try:
        content = zlib.decompressobj().decompress(path.read_bytes(), MAX_BYTES + 1)
    except (OSError, zlib.error):
        return None
    return content if sha256(content).hexdigest() == path.name else None
