"""FolderRepository: a binder in a folder of YAML files, cached between runs."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import IO, TYPE_CHECKING

from bindertui._frozen import frozen
from bindertui.errors import BinderError, os_error_text
from bindertui.i18n import lazy_gettext
from bindertui.model.binder import Binder
from bindertui.model.enums import EntryKind
from bindertui.store.cache.catalog import BinderCache, state_of
from bindertui.store.cache.reader import CachedBinder
from bindertui.store.content_files import entry_file_at, entry_file_for, entry_files
from bindertui.store.repository import Repository, StaleContent, UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bindertui.model.in_memory import InMemoryBinder
    from bindertui.model.problems import Problem
    from bindertui.model.progress import Progress
    from bindertui.store.files import SourceText
    from bindertui.store.history.base import History, HistoryOptions, Recorded, Unrecorded
    from bindertui.store.transaction import FileChange

_DEBOUNCE = 400
"""Milliseconds over which changes are collected: editors write a file in several steps."""
_STOP_INTERVAL = 500
"""Milliseconds between two checks whether to stop watching."""


@frozen
class FolderRepository:
    """A binder in a folder, one YAML file for each entry.

    Modules that parse YAML are imported in the methods that need them: a start with a cached binder parses none.

    Attributes:
        root: the folder as the user named it; problems name files below it.
        catalog: where binders are cached between runs; None caches none.
    """

    root: Path
    catalog: BinderCache | None = None

    @property
    def location(self) -> str:
        """Return the real path of the folder."""
        return str(self.root.resolve())

    def display_name(self, file: str) -> str:
        """Return the path of a file below the folder as the user named it."""
        return str(self.root / file)

    def is_writable(self) -> bool:
        """Return whether this process may write the folder."""
        return os.access(self.root, os.W_OK)

    # Reading

    def binder(self, progress: "Progress | None" = None) -> Binder:
        """Return the present binder, from the cache where possible; `progress` is called after each file."""
        return self.binder_and_state(progress)[0]

    def binder_and_state(self, progress: "Progress | None" = None) -> tuple[Binder, bytes | None]:
        """Return the present binder, and the state that its files had when it was read."""
        if self.catalog is None:
            return self._load(progress), None
        if cached := self.catalog.refresh(self.root, self._load, progress):
            return cached, cached.state or None
        # The state is taken first: if a file changes in between, the cache is out of date but not wrong.
        state = state_of(self.root)
        return self._load(progress), state

    def state(self) -> bytes | None:
        """Return the state of the files; None while their times are too fresh to be reliable."""
        return state_of(self.root) if self.catalog else None

    def changes(self, stop: Event) -> Iterator[object]:
        """Yield after each change of the files until `stop` is set; `OSError` if changes cannot be watched."""
        return watch_files(self.root, stop)

    def find_file(self, identifier: str) -> str | None:
        """Return the name of the file with an id; None if there is none."""
        return next((file.name for file in entry_files(self.root) if file.id == identifier), None)

    def file_name(self, kind: EntryKind, identifier: str) -> str:
        """Return the name of the file that an entry has or would have."""
        return entry_file_for(self.root, kind, identifier).name

    def read(self, file: str) -> "SourceText":
        """Return the content of a file; `UnreadableFileError` if it does not exist or cannot be read."""
        from bindertui.store.files import read_text  # noqa: PLC0415
        from bindertui.store.loader import problem_at  # noqa: PLC0415
        from bindertui.store.yaml.nodes import NodeError  # noqa: PLC0415

        try:
            return read_text(self.root / file, self.root)
        except NodeError as error:
            raise UnreadableFileError(problem_at(self.root / file, error.mark, error.message)) from None

    def source(self, identifier: str) -> str | None:
        """Return the text of the file with an id; None if it does not exist or cannot be read."""
        content = self._read_entry(identifier)
        return content.text if content else None

    def digest(self, identifier: str) -> str | None:
        """Return the digest of the file with an id; None if it does not exist or cannot be read."""
        content = self._read_entry(identifier)
        return content.digest if content else None

    def modified_at(self, file: str) -> datetime | None:
        """Return the modification time of a file; None if it does not exist."""
        try:
            return datetime.fromtimestamp((self.root / file).stat().st_mtime, UTC)
        except OSError:
            return None

    def export(self) -> Iterator[tuple[str, IO[bytes]]]:
        """Yield the name and content of every file of the folder, without hidden files and links."""
        for folder, folders, files in os.walk(self.root):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for path in (Path(folder) / name for name in files if not name.startswith(".")):
                if not path.is_symlink() and path.is_file():
                    with path.open("rb") as content:
                        yield path.relative_to(self.root).as_posix(), content

    # Checking and saving

    def check(self, *, with_parity: bool = False) -> "list[Problem]":
        """Return all problems of the binder, sorted by place; `with_parity` compares its languages too."""
        from bindertui.store.assembler import check_binder  # noqa: PLC0415

        return check_binder(self.root, with_parity=with_parity)

    def validate(self, binder: Binder, texts: "Mapping[str, str | None]") -> "list[Problem]":
        """Return the problems that files would have with new texts, and errors that would be new in other files."""
        from bindertui.store.validation import validate_changes  # noqa: PLC0415

        changes = {entry_file_at(self.root / name): text for name, text in texts.items()}
        return validate_changes(self.root, binder, changes)

    def save(
        self, changes: "Sequence[FileChange]", history: "History | None", message: str, author: str
    ) -> "Recorded | Unrecorded | StaleContent | None":
        """Apply changes to files, all of them or none, with the folder locked."""
        from bindertui.store.transaction import StaleFile, save_files  # noqa: PLC0415

        outcome = save_files(self.root, changes, history, message, author)
        return self._stale_content(outcome.file, outcome.content) if isinstance(outcome, StaleFile) else outcome

    def history(self, options: "HistoryOptions") -> "History":
        """Return the versions of the files: commits inside a git work tree, local versions otherwise."""
        from bindertui.store.history.combined import CombinedHistory  # noqa: PLC0415

        return CombinedHistory.open(self.root, options)

    # Caches on this machine

    def cached(self) -> tuple[Binder, bytes] | None:
        """Return the present binder and its state if they are cached; otherwise None."""
        cached = self.catalog.load(self.root, self._load) if self.catalog else None
        return (cached, cached.state) if cached else None

    def save_to_cache(self, binder: Binder, state: bytes | None) -> None:
        """Cache a binder that was loaded in a state, unless it comes from the cache."""
        if self.catalog is not None and not isinstance(binder, CachedBinder):
            from bindertui.model.in_memory import InMemoryBinder  # noqa: PLC0415

            assert isinstance(binder, InMemoryBinder), "a binder that is not cached was loaded completely"
            self.catalog.save(self.root, binder, state)

    def index_folder(self) -> Path | None:
        """Return the folder where search indexes of the binder are cached; None keeps them in memory."""
        return self.catalog.index_folder(self.root) if self.catalog else None

    def subprocess_token(self) -> str | None:
        """Return the folders of the binder and the cache for `open_repository`; None without a cache."""
        import json  # noqa: PLC0415 - only index workers use tokens

        return json.dumps([str(self.root), str(self.catalog.folder)]) if self.catalog else None

    def _load(self, progress: "Progress | None" = None) -> "InMemoryBinder":
        from bindertui.store.assembler import load_binder  # noqa: PLC0415
        from bindertui.store.transaction import remove_leftovers  # noqa: PLC0415

        remove_leftovers(self.root)
        return load_binder(self.root, progress)

    def _read_entry(self, identifier: str) -> "SourceText | None":
        name = self.find_file(identifier)
        try:
            return self.read(name) if name is not None else None
        except UnreadableFileError:
            return None

    def _stale_content(self, file: str, data: bytes | None) -> StaleContent:
        from bindertui.store.files import decode_bytes  # noqa: PLC0415
        from bindertui.store.loader import problem_at  # noqa: PLC0415
        from bindertui.store.yaml.nodes import NodeError  # noqa: PLC0415

        if data is None:
            return StaleContent(file)
        try:
            content = decode_bytes(data)
        except NodeError as error:
            # Decoded with replacement characters, it would be saved with them sooner or later.
            return StaleContent(file, unreadable=problem_at(self.root / file, error.mark, error.message))
        return StaleContent(file, content.source, content.digest)


def open_repository(token: str) -> Repository:
    """Open a repository from its `subprocess_token`."""
    import json  # noqa: PLC0415 - as in `subprocess_token`

    root, cache = json.loads(token)
    return FolderRepository(Path(root), BinderCache(Path(cache)))


class CopyError(BinderError):
    """A binder that cannot be copied to a folder."""


def copy_to_folder(repository: Repository, folder: Path) -> None:
    """Copy a binder to a new or empty folder, where it can be edited.

    Raises:
        CopyError: the folder is not empty, is inside the binder, or cannot be written.
    """
    if folder.resolve().is_relative_to(repository.location):
        raise CopyError(lazy_gettext("{folder} is inside the binder itself. Choose another folder.", folder=folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise CopyError(
                lazy_gettext(
                    "{folder} is not empty. Choose a new or empty folder; nothing is overwritten.", folder=folder
                )
            )
        # Lazy: only copying needs it.
        import shutil  # noqa: PLC0415

        for name, content in repository.export():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                shutil.copyfileobj(content, file)
    except OSError as error:
        raise CopyError(
            lazy_gettext(
                "{path} cannot be written: {reason}.", path=error.filename or folder, reason=os_error_text(error)
            )
        ) from None


def watch_files(root: Path, stop: Event) -> Iterator[frozenset[Path]]:
    """Yield the content files that were written, added or removed, after each change.

    The first yield comes once the watch has started and may be empty: earlier changes were not seen.

    Args:
        root: the binder's folder.
        stop: ends the watch within half a second when it is set.

    Raises:
        OSError: the folder cannot be watched, or does not exist.
    """
    # Lazy: no verb watches files, and watchfiles takes 25 ms to import.
    from watchfiles import Change, watch  # noqa: PLC0415

    def is_content(_: Change, path: str) -> bool:
        file = Path(path)
        return file.suffix == ".yaml" and not file.name.startswith(".")

    if not root.is_dir():
        raise NotADirectoryError(f"{root} is not a folder.")
    started = False
    try:
        for changes in watch(
            root,
            watch_filter=is_content,
            debounce=_DEBOUNCE,
            rust_timeout=_STOP_INTERVAL,
            stop_event=stop,
            yield_on_timeout=True,
            raise_interrupt=False,
            ignore_permission_denied=True,
        ):
            if changes or not started:
                started = True
                yield frozenset(Path(path) for _, path in changes)
    except RuntimeError as error:
        # Raised by watchfiles if the system has no watches left.
        raise OSError(str(error)) from error
