"""Library: find the binders at a path and read snapshots of them; copy one to a folder where it can be edited."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bindertui._frozen import frozen
from bindertui.errors import BinderError, ExitCode, NotFoundError, closest_matches
from bindertui.i18n import join_or, lazy_gettext
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.enums import EntryKind
from bindertui.model.outline import AnyEntry
from bindertui.services.access import User
from bindertui.settings import Settings
from bindertui.store.cache.catalog import BinderCache
from bindertui.store.content_files import binders_in
from bindertui.store.folder_repository import FolderRepository, copy_to_folder
from bindertui.store.repository import Repository

if TYPE_CHECKING:
    from bindertui.model.problems import Problem
    from bindertui.model.progress import Progress
    from bindertui.store.history.base import History

_PACKAGE = Path(__file__).parent.parent
_SHIPPED = (_PACKAGE / "content", _PACKAGE.parent.parent / "content")
"""Where the shipped binder may be: in an installed package, or next to the sources."""


@frozen
class Snapshot:
    """One binder as it was when it was read: an immutable value.

    Attributes:
        binder: the content.
        repository: where the binder is stored.
        state: the state of the repository that was read; None if it is unknown.
    """

    binder: Binder
    repository: Repository
    state: bytes | None = None

    @classmethod
    def of(cls, repository: Repository, progress: "Progress | None" = None) -> "Snapshot":
        """Read the present binder of a repository; `progress` is called after each file."""
        binder, state = repository.binder_and_state(progress)
        return cls(binder, repository, state)

    @property
    def is_shipped(self) -> bool:
        """Return whether the binder comes with the program and must not be edited in place."""
        location = Path(self.repository.location)
        return any(location.is_relative_to(shipped.resolve()) for shipped in _SHIPPED)

    @property
    def index_folder(self) -> Path | None:
        """Return the folder where its search index is cached; None keeps it in memory."""
        return self.repository.index_folder()

    def save_to_cache(self) -> None:
        """Cache the binder, so that the next start is fast; failures are ignored."""
        self.repository.save_to_cache(self.binder, self.state)

    def from_cache(self) -> "Snapshot":
        """Return the present binder from the cache, which uses less memory; this snapshot if it is not cached."""
        return _cached(self.repository) or self

    def history(self, settings: Settings) -> "History":
        """Return the versions of the binder's files."""
        from bindertui.store.history.base import HistoryOptions  # noqa: PLC0415 - reading needs no history

        return self.repository.history(HistoryOptions(settings.versions_folder, settings.use_git))

    def choose_language(self, language: str) -> str:
        """Return the language in which to show the binder to a reader of `language`: that, or the binder's default."""
        return language if language in self.binder.languages else self.binder.languages[0]

    def entry(self, address: Address) -> AnyEntry:
        """Return the entry that an address leads to; `NotFoundError` with similar names if there is none."""
        entry = self.binder.entry(address.entry)
        if entry is not None and address.binder in {None, self.binder.cover.id}:
            return entry
        close = closest_matches(address.entry, (item.id for item in self.binder.outline()), 3)
        hint = (
            lazy_gettext(" Did you mean {names}?", names=join_or(close))
            if close
            else lazy_gettext(" `bindertui outline` lists every address.")
        )
        raise NotFoundError(
            lazy_gettext(
                "There is no entry {address!r} in the binder {binder}.{hint}",
                address=str(address.entry_address),
                binder=self.binder.cover.id,
                hint=hint,
            )
        )

    def to_yaml(self, address: Address, value: Any) -> str:
        """Return the file of an entry unchanged; for a nested section or a field, its value as YAML."""
        source = None if address.path else self.repository.source(address.entry)
        if source is not None:
            return source
        # Lazy: few runs write YAML.
        from bindertui.model.plain_data import to_plain  # noqa: PLC0415
        from bindertui.store.yaml.nodes import dump_yaml  # noqa: PLC0415

        return dump_yaml(to_plain(value))


def document_id(snapshot: Snapshot, identifier: str) -> str:
    """Return the id of the document, and the file, that contains an entry: for a nested section the top section."""
    item = snapshot.binder.outline_item(identifier)
    if item is None or item.kind is not EntryKind.SECTION:
        return identifier
    return (*snapshot.binder.parents(identifier), identifier)[0]


@frozen
class Library:
    """The binders at a path.

    Attributes:
        folders: the folders of its binders, by name.
        catalog: where binders are cached between runs; None caches none.
    """

    folders: tuple[Path, ...]
    catalog: BinderCache | None = None

    @classmethod
    def open(cls, settings: Settings) -> "Library":
        """Open the library of the settings: the one that is named, else the folder `content`, else the shipped one.

        Raises:
            NotFoundError: there is no binder at the path that is named.
        """
        catalog = BinderCache(settings.cache_folder)
        if settings.binder is not None:
            return cls(_binder_folders(settings.binder), catalog)
        for path in (settings.fallback_binder, *_SHIPPED):
            if folders := binders_in(path):
                return cls(tuple(folders), catalog)
        raise NotFoundError(lazy_gettext("This installation has no shipped binder. Name a binder with --binder PATH."))

    @classmethod
    def at(cls, path: Path) -> "Library":
        """Open the library at a path, without a cache; `NotFoundError` if there is no binder at or below it."""
        return cls(_binder_folders(path))

    def snapshot(self, binder: str | None = None) -> Snapshot:
        """Read the binder with an id, or the one with the latest edition.

        Raises:
            NotFoundError: no binder has this id.
        """
        return choose_snapshot(self.snapshots(), binder)

    def snapshots(self) -> tuple[Snapshot, ...]:
        """Read and cache every binder; the latest edition comes first."""
        snapshots = newest_first(Snapshot.of(repository) for repository in self._repositories())
        for snapshot in snapshots:
            snapshot.save_to_cache()
        return snapshots

    def load_snapshot(self, binder: str | None, progress: "Progress") -> Snapshot:
        """Read a binder as `snapshot` does, with progress and without caching it yet."""
        snapshot = choose_snapshot([Snapshot.of(repository, progress) for repository in self._repositories()], binder)
        # The front page needs them at once, on the event loop: compute them here, in the thread.
        snapshot.binder.summaries()
        return snapshot

    def cached_snapshot(self, binder: str | None = None) -> Snapshot | None:
        """Return a binder as `snapshot` does if all are cached; otherwise None."""
        snapshots = self.cached_snapshots()
        return None if snapshots is None else choose_snapshot(snapshots, binder)

    def cached_snapshots(self) -> tuple[Snapshot, ...] | None:
        """Return every binder, the latest edition first, if all are cached; otherwise None."""
        cached = [_cached(repository) for repository in self._repositories()]
        return None if None in cached else newest_first(snapshot for snapshot in cached if snapshot)

    def load_snapshots(self, progress: "Progress") -> tuple[Snapshot, ...]:
        """Read and cache every binder, with progress; the latest edition comes first."""
        snapshots = newest_first(Snapshot.of(repository, progress) for repository in self._repositories())
        for snapshot in snapshots:
            snapshot.save_to_cache()
        return tuple(snapshot.from_cache() for snapshot in snapshots)

    def problems(self, *, with_parity: bool = False) -> "list[Problem]":
        """Return the problems of all binders, sorted by place; `with_parity` compares their languages too."""
        return sorted(
            problem for repository in self._repositories() for problem in repository.check(with_parity=with_parity)
        )

    def _repositories(self) -> Iterator[Repository]:
        return (FolderRepository(folder, self.catalog) for folder in self.folders)


def _cached(repository: Repository) -> Snapshot | None:
    cached = repository.cached()
    return Snapshot(cached[0], repository, cached[1]) if cached else None


def newest_first(snapshots: Iterable[Snapshot]) -> tuple[Snapshot, ...]:
    """Return binders sorted by edition, the latest first."""
    return tuple(sorted(snapshots, key=lambda snapshot: snapshot.binder.cover.edition, reverse=True))


def choose_snapshot(snapshots: Sequence[Snapshot], binder: str | None) -> Snapshot:
    """Return the binder with an id, or without one that with the latest edition; `NotFoundError` for an unknown id."""
    if binder is None:
        return max(snapshots, key=lambda snapshot: snapshot.binder.cover.edition)
    for snapshot in snapshots:
        if snapshot.binder.cover.id == binder:
            return snapshot
    known = ", ".join(snapshot.binder.cover.id for snapshot in snapshots)
    raise NotFoundError(
        lazy_gettext("There is no binder {binder!r} here. Available: {known}.", binder=binder, known=known)
    )


def _binder_folders(path: Path) -> tuple[Path, ...]:
    """Return the folders of the binders at a path; `NotFoundError` if there is none."""
    if folders := binders_in(path):
        return tuple(folders)
    if not path.exists():
        raise NotFoundError(
            lazy_gettext(
                "{path} does not exist. Name the folder of a binder (with a binder.yaml), or a folder of binders.",
                path=path,
            )
        )
    raise NotFoundError(
        lazy_gettext(
            "There is no binder in {path}: there is no binder.yaml in it or in a folder below it."
            " `bindertui new DIR` creates one.",
            path=path,
        )
    )


class RemoteCopyError(BinderError):
    """A remote user tries to copy a binder to a folder of the server."""

    exit_code = ExitCode.DENIED


def copy_binder(snapshot: Snapshot, folder: Path, user: User) -> Snapshot:
    """Copy a binder to a new or empty folder, and open the copy.

    Raises:
        CopyError: the folder is not empty, or cannot be written.
        RemoteCopyError: the user is not at this machine.
    """
    if not user.is_local:
        raise RemoteCopyError(lazy_gettext("You cannot copy a binder over SSH. Ask the server's administrator."))
    copy_to_folder(snapshot.repository, folder)
    return Library.at(folder).snapshot()
