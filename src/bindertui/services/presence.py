"""Presence: the entries being edited, and their editors, in all sessions and processes that share a state folder."""

from collections.abc import Callable
from contextlib import suppress
from getpass import getuser
from pathlib import Path
from threading import Event, Lock, Thread
from uuid import uuid4

from bindertui.model.text import single_line
from bindertui.services.access import User
from bindertui.store.presence import PresenceMarker, PresenceMarkers
from bindertui.store.state import hashed_name

_POLL_INTERVAL = 1.0
"""Seconds between two checks for new and removed markers."""
_POLLS_PER_CHECK = 10
"""Polls after which to check whether the owners of markers are still alive."""
_MAX_NAME_LENGTH = 40
"""Characters of a name that are shown."""

Subscriber = Callable[[], object]
"""Called when someone starts or stops editing, on the thread that noticed it."""


class Presence:
    """The editors of each entry in one binder; thread-safe, and shared by all sessions of a process."""

    def __init__(self, binder: str, state_folder: Path) -> None:
        """Start without markers; nothing is read before the first subscription or refresh.

        Args:
            binder: where the binder is stored.
            state_folder: the folder for persistent state; sessions that share it see each other.
        """
        self._markers = PresenceMarkers(state_folder / "presence" / hashed_name(binder))
        self._seen: frozenset[PresenceMarker] = frozenset()
        self._subscribers: dict[object, Subscriber] = {}
        self._lock = Lock()
        self._stopped = Event()

    @property
    def markers(self) -> frozenset[PresenceMarker]:
        """The markers at the last refresh."""
        return self._seen

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call a function when someone starts or stops editing, and return the function that ends the subscription."""
        token = object()
        with self._lock:
            self._subscribers[token] = subscriber
            if len(self._subscribers) == 1:
                self._stopped = Event()
                # A daemon, because it holds nothing that must be closed in order.
                Thread(target=self._poll, args=(self._stopped,), name="presence", daemon=True).start()

        def unsubscribe() -> None:
            with self._lock:
                self._subscribers.pop(token, None)
                if not self._subscribers:
                    self._stopped.set()

        return unsubscribe

    def add(self, marker: PresenceMarker) -> Callable[[], None]:
        """Publish a marker, and return the function that removes it.

        Raises:
            OSError: the marker cannot be written.
        """
        remove_marker = self._markers.add(marker)
        self.refresh()

        def remove() -> None:
            remove_marker()
            self.refresh()

        return remove

    def refresh(self) -> None:
        """Read the markers, and call the subscribers if they have changed."""
        with self._lock:
            previous, self._seen = self._seen, self._markers.read_all()
            subscribers = tuple(self._subscribers.values()) if self._seen != previous else ()
        for subscriber in subscribers:
            subscriber()

    def _poll(self, stopped: Event) -> None:
        self.refresh()
        state, polls = self._markers.state(), 0
        while not stopped.wait(_POLL_INTERVAL):
            polls += 1
            current = self._markers.state()
            if current != state or (self._seen and polls % _POLLS_PER_CHECK == 0):
                state = current
                self.refresh()


class PresenceClient:
    """One session's part in the presence of a binder: its edited entries, and their other editors."""

    def __init__(self, presence: Presence, user: User) -> None:
        """Join; others see nothing before an entry is edited.

        Args:
            presence: the presence of the binder.
            user: the user of the session.
        """
        self._presence = presence
        self._name = user.name or _own_name()
        self._session = uuid4().hex
        self._edited: dict[str, Callable[[], None]] = {}

    def start_editing(self, document: str) -> None:
        """Publish that a document is edited here; do nothing if the marker cannot be written."""
        if document not in self._edited:
            with suppress(OSError):
                self._edited[document] = self._presence.add(PresenceMarker(document, self._name, self._session))

    def stop_editing(self, document: str) -> None:
        """Publish that a document is no longer edited here."""
        if (remove := self._edited.pop(document, None)) is not None:
            remove()

    def other_editors(self, document: str) -> tuple[str, ...]:
        """Return the names of those who edit a document in other sessions, without control characters."""
        names = {
            marker.name
            for marker in self._presence.markers
            if marker.document == document and marker.session != self._session
        }
        return tuple(single_line(name)[:_MAX_NAME_LENGTH] for name in sorted(names))

    def close(self) -> None:
        """Stop editing every document."""
        for document in tuple(self._edited):
            self.stop_editing(document)


def _own_name() -> str:
    """Return the login name of the user of this process."""
    try:
        return getuser()
    except (OSError, KeyError):
        # The user id has no name.
        return "?"
