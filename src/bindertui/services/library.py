"""Opening a library: which binder is meant, and a snapshot of it.

A copy of a binder to edit: what comes with the program is not changed where it lies.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bindertui._frozen import frozen
from bindertui.errors import BinderError, ExitCode, NotFoundError, closest_match
from bindertui.i18n import join_or, lazy_gettext
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.enums import EntryKind
from bindertui.model.outline import AnyEntry
from bindertui.services.access import User
from bindertui.settings import Settings
from bindertui.store.cache.catalog import Catalog
from bindertui.store.content_files import binders_in
from bindertui.store.folder_repository import FolderRepository
from bindertui.store.repository import Repository

if TYPE_CHECKING:
    from bindertui.model.problems import Problem
    from bindertui.store.assembler import Progress

_PACKAGE = Path(__file__).parent.parent
_SHIPPED = (_PACKAGE / "content", _PACKAGE.parent.parent / "content")
"""Where the shipped binder lies: inside an installed package, or beside the sources it runs from."""


@frozen
class Snapshot:
    """One binder as it stood when it was read; it never changes.

    Attributes:
        binder: the binder's value.
        repository: where it came from.
        state: the state of the files it was read from; None while that cannot be told.
    """

    binder: Binder
    repository: Repository
    state: bytes | None = None

    @classmethod
    def of(cls, repository: Repository, progress: "Progress | None" = None) -> "Snapshot":
        """A binder as it stands in its repository; `progress` is told how many files have been read."""
        if kept := _kept(repository):
            return kept
        # The state is told before the binder is read: a file changed in between makes a copy stale, never wrong.
        state = repository.state()
        return cls(repository.binder(progress), repository, state)

    @property
    def shipped(self) -> bool:
        """Whether it is a binder that comes with the program, which is not changed where it lies."""
        place = Path(self.repository.place)
        return any(place.is_relative_to(shipped.resolve()) for shipped in _SHIPPED)

    @property
    def index_folder(self) -> Path | None:
        """Where its index may be kept; None keeps it in memory."""
        return self.repository.index_folder()

    def keep(self) -> None:
        """Keep a copy, so that the next start need not read the files; without a word if that cannot be."""
        self.repository.keep(self.binder, self.state)

    def kept(self) -> "Snapshot":
        """This snapshot from its copy, which takes less memory; itself where no copy could be kept."""
        return _kept(self.repository) or self

    def spoken(self, language: str) -> str:
        """The language of the binder that a reader of `language` is shown: theirs if it has it, else its first."""
        return language if language in self.binder.languages else self.binder.languages[0]

    def entry(self, address: Address) -> AnyEntry:
        """The entry an address leads to, or `NotFoundError` with the nearest names."""
        entry = self.binder.entry(address.entry)
        if entry is not None and address.binder in {None, self.binder.cover.id}:
            return entry
        close = closest_match(address.entry, (place.id for place in self.binder.outline()), 3)
        hint = (
            lazy_gettext(" Did you mean {names}?", names=join_or(close))
            if close
            else lazy_gettext(" `bindertui outline` lists every address.")
        )
        raise NotFoundError(
            lazy_gettext(
                "There is no entry {address!r} in the binder {binder}.{hint}",
                address=str(address.whole),
                binder=self.binder.cover.id,
                hint=hint,
            )
        )


def document_id(snapshot: Snapshot, identifier: str) -> str:
    """The id of the document an entry is read in."""
    place = snapshot.binder.place(identifier)
    if place is None or place.kind is not EntryKind.SECTION:
        return identifier
    return (*snapshot.binder.parents(identifier), identifier)[0]


@frozen
class Library:
    """The binders at a path.

    Attributes:
        folders: the folders of its binders, by name.
        catalog: where copies of binders are kept between runs; None keeps none.
    """

    folders: tuple[Path, ...]
    catalog: Catalog | None = None

    @classmethod
    def open(cls, settings: Settings) -> "Library":
        """The library the settings lead to: the one named, else `content` here, else the shipped one.

        Raises:
            NotFoundError: the path that was named holds no binder.
        """
        catalog = Catalog(settings.cache)
        if settings.binder is not None:
            return cls(_named(settings.binder), catalog)
        for path in (settings.content, *_SHIPPED):
            if folders := binders_in(path):
                return cls(tuple(folders), catalog)
        raise NotFoundError(
            lazy_gettext("The shipped binder is missing from this installation. Name a binder with --binder PATH.")
        )

    @classmethod
    def at(cls, path: Path) -> "Library":
        """The library at a path: a binder, or a folder of binders; `NotFoundError` if there is none."""
        return cls(_named(path))

    def snapshot(self, binder: str | None = None) -> Snapshot:
        """A binder of the library, read now: the one with this id, else the one whose edition is latest.

        Raises:
            NotFoundError: no binder here has this id.
        """
        return chosen(self.snapshots(), binder)

    def snapshots(self) -> tuple[Snapshot, ...]:
        """Every binder, read now, the newest edition first; copies are kept."""
        snapshots = newest_first(Snapshot.of(repository) for repository in self._repositories())
        for snapshot in snapshots:
            snapshot.keep()
        return snapshots

    def read_snapshot(self, binder: str | None, progress: "Progress") -> Snapshot:
        """As `snapshot`, telling how many files of a binder have been read; no copy is kept until it is asked for."""
        snapshot = chosen([Snapshot.of(repository, progress) for repository in self._repositories()], binder)
        # The front page asks for them at once, and it is shown where nobody may be kept waiting.
        snapshot.binder.gists()
        return snapshot

    def kept_snapshot(self, binder: str | None = None) -> Snapshot | None:
        """As `snapshot`, if it can be had at once, without reading files; else None."""
        kept = [_kept(repository) for repository in self._repositories()]
        return None if None in kept else chosen([snapshot for snapshot in kept if snapshot], binder)

    def kept_snapshots(self) -> tuple[Snapshot, ...] | None:
        """Every binder, the newest edition first, if all can be had at once, without reading files; else None."""
        kept = [_kept(repository) for repository in self._repositories()]
        return None if None in kept else newest_first(snapshot for snapshot in kept if snapshot)

    def read_snapshots(self, progress: "Progress") -> tuple[Snapshot, ...]:
        """As `kept_snapshots`, telling how many files of a binder have been read; copies are kept."""
        snapshots = newest_first(Snapshot.of(repository, progress) for repository in self._repositories())
        for snapshot in snapshots:
            snapshot.keep()
        return tuple(snapshot.kept() for snapshot in snapshots)

    def problems(self, *, with_parity: bool = False) -> "list[Problem]":
        """Everything that is wrong in any binder, sorted by place; `with_parity` compares their languages too."""
        return sorted(
            problem for repository in self._repositories() for problem in repository.problems(with_parity=with_parity)
        )

    def _repositories(self) -> Iterator[Repository]:
        return (FolderRepository(folder, self.catalog) for folder in self.folders)


def _kept(repository: Repository) -> Snapshot | None:
    kept = repository.kept()
    return Snapshot(kept[0], repository, kept[1]) if kept else None


def newest_first(snapshots: Iterable[Snapshot]) -> tuple[Snapshot, ...]:
    """Binders, the newest edition first."""
    return tuple(sorted(snapshots, key=lambda snapshot: snapshot.binder.cover.edition, reverse=True))


def chosen(snapshots: Sequence[Snapshot], binder: str | None) -> Snapshot:
    """The binder with this id, else the one whose edition is latest; `NotFoundError` if there is none of the id."""
    if binder is None:
        return max(snapshots, key=lambda snapshot: snapshot.binder.cover.edition)
    for snapshot in snapshots:
        if snapshot.binder.cover.id == binder:
            return snapshot
    known = ", ".join(snapshot.binder.cover.id for snapshot in snapshots)
    raise NotFoundError(
        lazy_gettext("There is no binder {binder!r} here. There is {known}.", binder=binder, known=known)
    )


def _named(path: Path) -> tuple[Path, ...]:
    """The binders at a path that was named; `NotFoundError` if there is none."""
    if folders := binders_in(path):
        return tuple(folders)
    if not path.exists():
        raise NotFoundError(
            lazy_gettext(
                "{path} does not exist. Name the folder of a binder (one with a binder.yaml), or of several.", path=path
            )
        )
    raise NotFoundError(
        lazy_gettext(
            "There is no binder in {path}: neither it nor a folder in it has a binder.yaml."
            " `bindertui new DIR` makes one.",
            path=path,
        )
    )


class ElsewhereError(BinderError):
    """Somebody who is not at this machine names a folder of it."""

    exit_code = ExitCode.DENIED


def copy_binder(snapshot: Snapshot, folder: Path, who: User) -> Snapshot:
    """Copy a binder to a new or an empty folder, and open the copy.

    Raises:
        CopyError: the folder holds something already, or cannot be written.
        ElsewhereError: whoever asks is not at this machine.
    """
    if not who.here:
        raise ElsewhereError(
            lazy_gettext("A copy is made on the machine the binder lies on, by whoever runs the program there.")
        )
    snapshot.repository.copy(folder)
    return Library.at(folder).snapshot()
