"""What happens to a binder while it is open: each new snapshot is published once, and everyone who shows it hears.

A library that several people read in one process: each of its binders is read, followed and searched once.
"""

import contextlib
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from attrs import evolve

from bindertui._frozen import frozen
from bindertui.services.access import User
from bindertui.services.library import Library, Snapshot, chosen, newest_first
from bindertui.settings import NOWHERE, Settings
from bindertui.store.state import hashed_name

if TYPE_CHECKING:
    from bindertui.services.presence import Presence
    from bindertui.services.search import Finder

Subscriber = Callable[[Snapshot], object]
"""Told of each new snapshot, on the thread that publishes it."""


class LiveBinder:
    """The present snapshot of a binder, shared by all who show it; threads may share it, too."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Begin with a snapshot."""
        self._snapshot = snapshot
        self._finder: Finder | None = None
        self._presence: Presence | None = None
        self._subscribers: dict[object, Subscriber] = {}
        self._changing = Lock()
        self._stopped = Event()
        self._watch: Thread | None = None

    @property
    def snapshot(self) -> Snapshot:
        """The newest."""
        return self._snapshot

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Be told of each new snapshot; what comes back ends that, and with the last one the watch."""
        key = object()
        self._subscribers[key] = subscriber

        def leave() -> None:
            self._subscribers.pop(key, None)
            if not self._subscribers:
                self.close()

        return leave

    def refresh(self) -> Snapshot:
        """Read the binder again if its files have changed, publish what came of it, and give the newest snapshot."""
        with self._changing:
            repository = self._snapshot.repository
            state = repository.state()
            if state is not None and state == self._snapshot.state:
                return self._snapshot
            before, self._snapshot = self._snapshot, Snapshot.of(repository)
            published = self._snapshot
            if published.binder.files() == before.binder.files():
                # Only the times of files are new, or it is what has been published already.
                return published
            self._finder = None
        for subscriber in tuple(self._subscribers.values()):
            subscriber(published)
        return published

    def searchable(self) -> "tuple[Snapshot, Finder]":
        """The newest snapshot, and what searches it: one for all who ask.

        Whoever asks first has a copy of the binder kept; it is the snapshot from then on, because it takes less memory.
        """
        from bindertui.services.search import Finder  # noqa: PLC0415 - the first frame comes before the first search

        with self._changing:
            if self._finder is None:
                self._snapshot.keep()
                self._snapshot = self._snapshot.kept()
                self._finder = Finder(self._snapshot)
            return self._snapshot, self._finder

    def presence(self, state: Path) -> "Presence":
        """Who is editing what in the binder: one for all who ask.

        Args:
            state: the folder for what is kept between runs, which all who are to see each other share.
        """
        from bindertui.services.presence import Presence  # noqa: PLC0415 - as what searches

        with self._changing:
            if self._presence is None:
                self._presence = Presence(self._snapshot.repository.place, state)
            return self._presence

    def watch(self) -> None:
        """Refresh whenever somebody else changes the files, until `close`; without a word where that cannot be seen."""
        if self._watch is None:
            self._stopped = Event()
            # It holds nothing that must be put down in order.
            self._watch = Thread(target=self._follow, args=(self._stopped,), name="watch", daemon=True)
            self._watch.start()

    def close(self) -> None:
        """End the watch."""
        self._stopped.set()
        self._watch = None

    def _follow(self, stopped: Event) -> None:
        with contextlib.suppress(OSError):
            for _ in self._snapshot.repository.changes(stopped):
                self.refresh()


@frozen
class SharedLibrary(Library):
    """The binders of a library, open for all who come; threads may share it.

    Attributes:
        opened: what tells of the changes of each binder.
    """

    opened: tuple[LiveBinder, ...] = ()

    @classmethod
    def of(cls, library: Library) -> "SharedLibrary":
        """A library with its binders read now, followed from now on, and ready to be searched."""
        opened = tuple(map(LiveBinder, library.snapshots()))
        for published in opened:
            # Whoever shows it comes and goes; it is followed all the while.
            published.subscribe(_nobody)
            published.watch()
            _, finder = published.searchable()
            finder.prepare()
        return cls(library.folders, library.catalog, opened)

    def kept_snapshot(self, binder: str | None = None) -> Snapshot:
        """A binder as it is now: the one with this id, else the one whose edition is latest.

        Raises:
            NotFoundError: no binder here has this id.
        """
        return chosen(self.kept_snapshots(), binder)

    def kept_snapshots(self) -> tuple[Snapshot, ...]:
        """Every binder as it is now, the newest edition first."""
        return newest_first(published.snapshot for published in self.opened)

    def published(self, snapshot: Snapshot) -> LiveBinder:
        """What tells of the changes of one of the binders."""
        place = snapshot.repository.place
        return next(published for published in self.opened if published.snapshot.repository.place == place)

    def close(self) -> None:
        """Follow the binders no longer."""
        for published in self.opened:
            published.close()


def session_settings(settings: Settings, who: User, *, anonymous: bool) -> Settings:
    """The settings of one of those who come: their bookmarks, searches and drafts are theirs alone.

    Args:
        settings: those of the process.
        who: who comes.
        anonymous: whether it may be anybody: then nothing is kept.
    """
    # A name may hold anything; as a folder it must not lead anywhere else.
    own = settings.state / "people" / hashed_name(who.name or "")
    # The keys of the config file are those of whoever wrote it, and so are its mistakes.
    return evolve(settings, state=NOWHERE if anonymous else own, editor="", written=None)


def _nobody(_: Snapshot) -> None:
    pass
