"""LiveBinder: the newest snapshot of a binder that is open, with subscribers that are called after each change.

SharedLibrary: the live binders of a server, which all sessions share.
"""

import contextlib
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from attrs import evolve

from bindertui._frozen import frozen
from bindertui.services.access import User
from bindertui.services.library import Library, Snapshot, choose_snapshot, newest_first
from bindertui.settings import NO_FOLDER, Settings
from bindertui.store.state import hashed_name

if TYPE_CHECKING:
    from bindertui.services.presence import Presence
    from bindertui.services.search import Finder

Subscriber = Callable[[Snapshot], object]
"""Called with each new snapshot, on the thread that publishes it."""


class LiveBinder:
    """The newest snapshot of a binder, shared by all screens and sessions that show it; thread-safe."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Start with a snapshot."""
        self._snapshot = snapshot
        self._finder: Finder | None = None
        self._presence: Presence | None = None
        self._subscribers: dict[object, Subscriber] = {}
        self._lock = Lock()
        self._stopped = Event()
        self._watcher: Thread | None = None

    @property
    def snapshot(self) -> Snapshot:
        """Return the newest snapshot."""
        return self._snapshot

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call a subscriber with each new snapshot; return a function that unsubscribes it."""
        key = object()
        self._subscribers[key] = subscriber

        def unsubscribe() -> None:
            self._subscribers.pop(key, None)
            if not self._subscribers:
                self.close()

        return unsubscribe

    def refresh(self) -> Snapshot:
        """Read the binder again if it has changed, publish the new snapshot, and return the newest."""
        with self._lock:
            repository = self._snapshot.repository
            state = repository.state()
            if state is not None and state == self._snapshot.state:
                return self._snapshot
            before, self._snapshot = self._snapshot, Snapshot.of(repository)
            newest = self._snapshot
            if newest.binder.files() == before.binder.files():
                # Only modification times have changed, or this content is published already.
                return newest
            self._finder = None
        for subscriber in tuple(self._subscribers.values()):
            subscriber(newest)
        return newest

    def snapshot_and_finder(self) -> "tuple[Snapshot, Finder]":
        """Return the newest snapshot and its finder, which all callers share.

        The first call caches the binder and replaces the snapshot by the cached one, which uses less memory.
        """
        from bindertui.services.search import Finder  # noqa: PLC0415 - the first frame comes before the first search

        with self._lock:
            if self._finder is None:
                self._snapshot.save_to_cache()
                self._snapshot = self._snapshot.from_cache()
                self._finder = Finder(self._snapshot)
            return self._snapshot, self._finder

    def presence(self, state: Path) -> "Presence":
        """Return who is editing the binder, an object that all callers share.

        Args:
            state: the state folder, the same for all processes with users who are to see each other.
        """
        from bindertui.services.presence import Presence  # noqa: PLC0415 - most sessions edit nothing

        with self._lock:
            if self._presence is None:
                self._presence = Presence(self._snapshot.repository.location, state)
            return self._presence

    def watch(self) -> None:
        """Refresh after each change by others until `close`; nothing happens if changes cannot be watched."""
        if self._watcher is None:
            self._stopped = Event()
            # A daemon thread: it has nothing to clean up.
            self._watcher = Thread(target=self._refresh_on_changes, args=(self._stopped,), name="watch", daemon=True)
            self._watcher.start()

    def close(self) -> None:
        """Stop watching for changes."""
        self._stopped.set()
        self._watcher = None

    def _refresh_on_changes(self, stopped: Event) -> None:
        with contextlib.suppress(OSError):
            for _ in self._snapshot.repository.changes(stopped):
                self.refresh()


@frozen
class SharedLibrary(Library):
    """The binders of a library, read, watched and indexed once for all sessions of a server; thread-safe.

    Attributes:
        live_binders: each binder with its newest snapshot.
    """

    live_binders: tuple[LiveBinder, ...] = ()

    @classmethod
    def open_all(cls, library: Library) -> "SharedLibrary":
        """Read, watch and index the binders of a library."""
        live_binders = tuple(map(LiveBinder, library.snapshots()))
        for live_binder in live_binders:
            # Without this subscription, the watch would end when the last session closes.
            live_binder.subscribe(_ignore)
            live_binder.watch()
            _, finder = live_binder.snapshot_and_finder()
            finder.prepare()
        return cls(library.folders, library.catalog, live_binders)

    def cached_snapshot(self, binder: str | None = None) -> Snapshot:
        """Return the newest snapshot of the binder with an id, or of the one with the latest edition.

        Raises:
            NotFoundError: no binder has this id.
        """
        return choose_snapshot(self.cached_snapshots(), binder)

    def cached_snapshots(self) -> tuple[Snapshot, ...]:
        """Return the newest snapshot of every binder, the latest edition first."""
        return newest_first(live_binder.snapshot for live_binder in self.live_binders)

    def live_binder(self, snapshot: Snapshot) -> LiveBinder:
        """Return the live binder of a snapshot."""
        location = snapshot.repository.location
        return next(live for live in self.live_binders if live.snapshot.repository.location == location)

    def close(self) -> None:
        """Stop watching the binders."""
        for live_binder in self.live_binders:
            live_binder.close()


def session_settings(settings: Settings, user: User, *, anonymous: bool) -> Settings:
    """Return the settings of a session of a server: each user has their own bookmarks, searches and drafts.

    Args:
        settings: the settings of the process.
        user: the user of the session.
        anonymous: whether the user may be anyone, so that nothing is kept.
    """
    # Hashed: a name may have any characters, and must not lead to another folder.
    own_folder = settings.state_folder / "people" / hashed_name(user.name or "")
    # The config file belongs to the administrator: its keys and its mistakes do not concern the session.
    return evolve(settings, state_folder=NO_FOLDER if anonymous else own_folder, editor="", config_file=None)


def _ignore(_: Snapshot) -> None:
    pass
