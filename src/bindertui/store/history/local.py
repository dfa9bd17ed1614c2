"""The list of the kept versions of a file.

A history without git: the last saved versions of each file, kept below the state folder.
"""

import zlib
from collections.abc import Iterator, Sequence
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
from bindertui.store.history.base import Reason, Recorded, Unrecorded, Version, WrittenFile
from bindertui.store.locking import lock_file

LIST = "versions.json"
"""The name of the list, in the folder of the file's versions."""


@frozen
class StoredVersion:
    """A line of the list: when it was kept, as ISO 8601 writes it, whose version it is, and the digest of its text."""

    when: str
    who: str
    message: str
    digest: str

    @property
    def id(self) -> str:
        """The moment, as it names the version."""
        return f"{self.moment.astimezone(UTC):%Y%m%dT%H%M%S.%f}Z"

    @property
    def moment(self) -> datetime:
        """When it was kept."""
        return datetime.fromisoformat(self.when)


def list_versions(folder: Path) -> list[StoredVersion]:
    """The list of a file, the oldest first; what cannot be read of it is passed over."""
    lines = state.load_state(folder / LIST)
    return [kept for line in lines if (kept := _read(line))] if isinstance(lines, list) else []


def _read(line: Any) -> StoredVersion | None:
    try:
        kept = StoredVersion(*(str(line[name]) for name in ("when", "who", "message", "digest")))
        sane = kept.moment.tzinfo is not None and len(bytes.fromhex(kept.digest)) == 32
    except (KeyError, TypeError, ValueError):
        return None
    return kept if sane else None


MOST = 50
"""Versions of a file that are kept."""
MOST_BYTES = 64 * 1024 * 1024
"""Bytes that the versions of a file may take on the disk."""

_LOCK = "lock"
_TICK = timedelta(microseconds=1)


@frozen
class LocalHistory:
    """The kept versions of the files of a binder: a folder a file, with a list and the texts by their digests.

    Attributes:
        folder: where they are kept.
        root: the binder's folder, links followed.
    """

    folder: Path
    root: Path

    @classmethod
    def below(cls, folder: Path, root: Path) -> "LocalHistory":
        """The history of the binder in a folder, kept below the state folder."""
        real = root.resolve()
        return cls(folder / "history" / state.hashed_name(str(real)), real)

    def record(self, files: Sequence[WrittenFile], message: str, who: str | None) -> Recorded | Unrecorded:
        """Keep what a save has written, and what was there before if that was not kept yet."""
        moment = datetime.now(UTC)
        version = None
        try:
            with lock_file(self.folder / _LOCK):
                for file in files:
                    self._move(file)
                    self._add(file.path, file.before, StoredVersion((moment - _TICK).isoformat(), "", "", ""))
                    written = StoredVersion(moment.isoformat(), who or "", message, "")
                    version = self._add(file.path, file.after, written) or version
        except OSError as error:
            return Unrecorded(
                Reason.UNWRITABLE, visible_text(f"{error.filename or self.folder}: {error.strerror or error}")
            )
        return Recorded(version)

    def keep_before(self, files: Sequence[WrittenFile]) -> None:
        """Keep what files held before a commit that is about to take their place; `OSError` if that cannot be."""
        # A commit knows its second only: what was there before it is older than that.
        moment = datetime.now(UTC).replace(microsecond=0) - _TICK
        with lock_file(self.folder / _LOCK):
            for file in files:
                self._add(file.path, file.before, StoredVersion(moment.isoformat(), "", "", ""))

    def versions(self, file: Path, limit: int) -> tuple[Version, ...]:
        """The kept versions of a file, the newest first."""
        folder = self._folder(file)
        newest_first = reversed(list_versions(folder))
        found = [
            Version(kept.id, kept.moment, kept.who, kept.message, f"{folder.name}/{kept.digest}")
            for kept in newest_first
        ]
        return tuple(found[:limit])

    def texts(self, versions: Sequence[Version]) -> Iterator[bytes | None]:
        """What was kept of versions."""
        return (_text(self.folder / version.source) for version in versions)

    def _folder(self, file: Path) -> Path:
        real = file.resolve()
        return self.folder / state.hashed_name(
            str(real.relative_to(self.root) if real.is_relative_to(self.root) else real)
        )

    def _add(self, file: Path, content: bytes | None, kept: StoredVersion) -> str | None:
        """Add a version to a file's list, unless it is the newest already; its id if it was added."""
        folder = self._folder(file)
        listed = list_versions(folder)
        if content is None:
            return None
        digest = sha256(content).hexdigest()
        last = listed[-1] if listed else None
        if last and last.digest == digest:
            return None
        moment = max(kept.moment, last.moment + _TICK) if last else kept.moment
        added = StoredVersion(moment.isoformat(), kept.who, kept.message, digest)
        if not (folder / digest).exists():
            # A list that a power cut leaves without this text names one version too many, and loses none.
            # The folder is synced once, when the list is written.
            folder.mkdir(parents=True, exist_ok=True)
            temporary = temporary_path(folder / digest)
            write_new(temporary, zlib.compress(content), mode=0o600)
            move_into_place(temporary, folder / digest, durable=False)
        self._write(folder, [*listed, added])
        return added.id

    def _write(self, folder: Path, listed: list[StoredVersion]) -> None:
        """Write a file's list, and throw away what is too old, too much, or left behind by a process that died."""
        listed = listed[-MOST:]
        sizes = {kept.digest: _size(folder / kept.digest) for kept in listed}
        while len(listed) > 1 and sum(sizes[digest] for digest in {kept.digest for kept in listed}) > MOST_BYTES:
            listed = listed[1:]
        state.save_state(folder / LIST, [asdict(kept) for kept in listed])
        wanted = {LIST, *(kept.digest for kept in listed)}
        for path in folder.iterdir():
            if path.name not in wanted:
                path.unlink(missing_ok=True)

    def _move(self, file: WrittenFile) -> None:
        """Let the versions of a file that was moved go with it."""
        if file.was is None:
            return
        old, new = self._folder(file.was), self._folder(file.path)
        carried = list_versions(old)
        if not carried or old == new:
            return
        new.mkdir(parents=True, exist_ok=True)
        for digest in {kept.digest for kept in carried}:
            with suppress(FileNotFoundError):
                (old / digest).replace(new / digest)
        self._write(new, sorted([*carried, *list_versions(new)], key=lambda kept: kept.moment))
        (old / LIST).unlink()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _text(path: Path) -> bytes | None:
    try:
        content = zlib.decompressobj().decompress(path.read_bytes(), MAX_BYTES + 1)
    except (OSError, zlib.error):
        return None
    return content if sha256(content).hexdigest() == path.name else None
