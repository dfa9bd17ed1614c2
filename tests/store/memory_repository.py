"""A repository in memory: the second implementation of the interface, which has no folder, paths or YAML nodes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Condition, Event, Lock
from typing import IO

from attrs import define, field

from bindertui.i18n import lazy_gettext
from bindertui.model.binder import Binder
from bindertui.model.enums import EntryKind
from bindertui.model.problems import Level, Problem
from bindertui.model.progress import Progress
from bindertui.store.content_files import FOLDERS
from bindertui.store.files import SourceText, decode_bytes
from bindertui.store.folder_repository import FolderRepository
from bindertui.store.history.base import History, HistoryOptions, Recorded, Unrecorded, Version, WrittenFile
from bindertui.store.repository import StaleContent, UnreadableFileError
from bindertui.store.transaction import FileChange
from bindertui.store.yaml.nodes import NodeError

NOT_FOUND = lazy_gettext("The file cannot be read: {reason}.", reason="No such file")


@define
class MemoryHistory:
    """Versions of files in memory, newest last."""

    versions_by_file: dict[str, list[tuple[Version, bytes]]] = field(factory=dict)

    def record(self, files: Sequence[WrittenFile], message: str, author: str | None) -> Recorded | Unrecorded:
        """Record the new content of files."""
        number = sum(map(len, self.versions_by_file.values())) + 1
        for file in files:
            versions = self.versions_by_file.setdefault(file.file, [])
            if file.old_name is not None:
                versions += self.versions_by_file.pop(file.old_name, [])
            if file.after is not None:
                version = Version(str(number), datetime.now(UTC), author or "", message, file.file)
                versions.append((version, file.after))
        return Recorded(str(number))

    def includes_earlier_changes(self, file: str, content: bytes) -> bool:
        """Return whether the present content is not the last version."""
        versions = self.versions_by_file.get(file, [])
        return bool(versions) and versions[-1][1] != content

    def versions(self, file: str, limit: int) -> tuple[Version, ...]:
        """Return the versions of a file, newest first."""
        return tuple(version for version, _ in reversed(self.versions_by_file.get(file, ())))[:limit]

    def texts(self, versions: Sequence[Version]) -> Iterator[bytes | None]:
        """Return the content of each version."""
        return (dict(self.versions_by_file.get(version.source, ())).get(version) for version in versions)


@define(eq=False)
class MemoryRepository:
    """A binder in a dictionary of names and bytes.

    The checks of content are those of a folder: for these, the files are written to a temporary one.
    """

    files: dict[str, bytes]
    own_history: MemoryHistory = field(factory=MemoryHistory)
    _lock: Lock = field(factory=Lock)
    _changed: Condition = field(factory=Condition)
    _saves: int = 0

    @property
    def location(self) -> str:
        """Return an address of this object."""
        return f"memory:{id(self)}"

    def display_name(self, file: str) -> str:
        """Return the name of a file, below the location."""
        return f"{self.location}/{file}"

    def is_writable(self) -> bool:
        """Memory is writable."""
        return True

    def binder(self, progress: Progress | None = None) -> Binder:
        """Return the present binder."""
        with self._folder() as folder:
            return folder.binder(progress)

    def binder_and_state(self, progress: Progress | None = None) -> tuple[Binder, bytes | None]:
        """Return the present binder, and the state before it was read."""
        state = self.state()
        return self.binder(progress), state

    def state(self) -> bytes | None:
        """Return a digest of all files."""
        with self._lock:
            return sha256(repr(sorted(self.files.items())).encode()).digest()

    def changes(self, stop: Event) -> Iterator[object]:
        """Yield after each save."""
        seen = self._saves
        yield None
        while not stop.is_set():
            with self._changed:
                self._changed.wait(timeout=0.05)
                if self._saves == seen:
                    continue
                seen = self._saves
            yield None

    def find_file(self, identifier: str) -> str | None:
        """Return the name of the file with an id."""
        return next((name for name in self.files if name.rpartition("/")[2] == f"{identifier}.yaml"), None)

    def file_name(self, kind: EntryKind, identifier: str) -> str:
        """Return the name that the file of an entry has or would have."""
        folder = next(name for name, folder_kind in FOLDERS.items() if folder_kind is kind)
        return f"{folder}/{identifier}.yaml"

    def read(self, file: str) -> SourceText:
        """Return the content of a file."""
        data = self.files.get(file)
        if data is None:
            raise UnreadableFileError(Problem(self.display_name(file), 1, 1, Level.ERROR, NOT_FOUND))
        return self._decode(file, data)

    def source(self, identifier: str) -> str | None:
        """Return the text of the file with an id."""
        content = self._content(identifier)
        return content.text if content else None

    def digest(self, identifier: str) -> str | None:
        """Return the digest of the file with an id."""
        content = self._content(identifier)
        return content.digest if content else None

    def modified_at(self, file: str) -> datetime | None:
        """Return the time of the last version."""
        versions = self.own_history.versions(file, 1)
        return versions[0].saved_at if versions else None

    def export(self) -> Iterator[tuple[str, IO[bytes]]]:
        """Yield all files."""
        for name, data in tuple(self.files.items()):
            yield name, BytesIO(data)

    def check(self, *, with_parity: bool = False) -> list[Problem]:
        """Return all problems of the binder."""
        with self._folder() as folder:
            return folder.check(with_parity=with_parity)

    def validate(self, binder: Binder, texts: Mapping[str, str | None]) -> list[Problem]:
        """Return the problems that files would have with new texts."""
        with self._folder() as folder:
            return folder.validate(binder, texts)

    def save(
        self, changes: Sequence[FileChange], history: History | None, message: str, author: str
    ) -> Recorded | Unrecorded | StaleContent | None:
        """Compare all digests, then replace all files."""
        with self._lock:
            before = [self.files.get(change.file) for change in changes]
            for change, data in zip(changes, before, strict=True):
                if change.digest != (None if data is None else sha256(data).hexdigest()):
                    return self._stale(change.file, data)
            for change in changes:
                self.files.pop(change.file, None)
                if change.content is not None:
                    self.files[change.file] = change.content
            written = [
                WrittenFile(change.file, data, change.content, change.old_name)
                for change, data in zip(changes, before, strict=True)
                if data != change.content
            ]
            recorded = history.record(written, message, author or None) if history is not None and written else None
        with self._changed:
            self._saves += 1
            self._changed.notify_all()
        return recorded

    def history(self, options: HistoryOptions) -> History:
        """Return the versions in memory."""
        return self.own_history

    def cached(self) -> tuple[Binder, bytes] | None:
        """Nothing is cached."""
        return None

    def save_to_cache(self, binder: Binder, state: bytes | None) -> None:
        """Nothing is cached."""

    def index_folder(self) -> Path | None:
        """Indexes are in memory."""
        return None

    def subprocess_token(self) -> str | None:
        """No other process can read this memory."""
        return None

    def _folder(self) -> "_TemporaryFolder":
        return _TemporaryFolder(dict(self.files))

    def _content(self, identifier: str) -> SourceText | None:
        name = self.find_file(identifier)
        try:
            return self.read(name) if name is not None else None
        except UnreadableFileError:
            return None

    def _decode(self, file: str, data: bytes) -> SourceText:
        try:
            return decode_bytes(data)
        except NodeError as error:
            line, column = error.mark
            problem = Problem(self.display_name(file), line + 1, column + 1, Level.ERROR, error.message)
            raise UnreadableFileError(problem) from None

    def _stale(self, file: str, data: bytes | None) -> StaleContent:
        if data is None:
            return StaleContent(file)
        try:
            content = self._decode(file, data)
        except UnreadableFileError as error:
            return StaleContent(file, unreadable=error.problem)
        return StaleContent(file, content.source, content.digest)


class _TemporaryFolder:
    """The files in a folder for the `with` block."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Prepare to write the files."""
        self._files = files
        self._folder = TemporaryDirectory()

    def __enter__(self) -> FolderRepository:
        root = Path(self._folder.name)
        for name, data in self._files.items():
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_bytes(data)
        return FolderRepository(root)

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()
