"""Who is editing which entry now, in this session and in others: told to whoever reads it, and to whoever edits it.

One session among those that edit a binder.
"""

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

_LOOK = 1.0
"""Seconds between two looks at whether marks were set or taken away."""
_CHECK = 10
"""Looks after which it is also asked whether those who set marks are still there."""

Subscriber = Callable[[], object]
"""Told that somebody has begun or ended, on the thread that saw it."""


class Presence:
    """Who is editing what in one binder; all sessions of a process share it, and threads may."""

    def __init__(self, place: str, state: Path) -> None:
        """Prepare to tell and to be told.

        Args:
            place: where the binder lies.
            state: the folder for what is kept between runs; those who share it see each other.
        """
        self._marks = PresenceMarkers(state / "presence" / hashed_name(place))
        self._seen: frozenset[PresenceMarker] = frozenset()
        self._subscribers: dict[object, Subscriber] = {}
        self._changing = Lock()
        self._stopped = Event()

    @property
    def marks(self) -> frozenset[PresenceMarker]:
        """Who was editing what when it was last looked at."""
        return self._seen

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Be told when somebody begins or ends; what comes back ends that."""
        key = object()
        with self._changing:
            self._subscribers[key] = subscriber
            if len(self._subscribers) == 1:
                self._stopped = Event()
                # It holds nothing that must be put down in order.
                Thread(target=self._follow, args=(self._stopped,), name="presence", daemon=True).start()

        def leave() -> None:
            with self._changing:
                self._subscribers.pop(key, None)
                if not self._subscribers:
                    self._stopped.set()

        return leave

    def set(self, mark: PresenceMarker) -> Callable[[], None]:
        """Let everybody know of a mark; what comes back takes it away.

        Raises:
            OSError: it cannot be written.
        """
        lift = self._marks.set(mark)
        self.refresh()

        def end() -> None:
            lift()
            self.refresh()

        return end

    def refresh(self) -> None:
        """Look who is editing what, and tell if that is something else than before."""
        with self._changing:
            before, self._seen = self._seen, self._marks.all()
            told = tuple(self._subscribers.values()) if self._seen != before else ()
        for subscriber in told:
            subscriber()

    def _follow(self, stopped: Event) -> None:
        self.refresh()
        state, looks = self._marks.state(), 0
        while not stopped.wait(_LOOK):
            looks += 1
            now = self._marks.state()
            if now != state or (self._seen and looks % _CHECK == 0):
                state = now
                self.refresh()


_LONGEST = 40
"""Characters of a name that are shown."""


class PresenceClient:
    """What one session edits, and who else edits that."""

    def __init__(self, presence: Presence, who: User) -> None:
        """Take a seat; nobody hears of it before something is edited."""
        self._presence = presence
        self._name = who.name or _own_name()
        self._session = uuid4().hex
        self._marks: dict[str, Callable[[], None]] = {}

    def edit(self, document: str) -> None:
        """Let others know that a document is edited here; without a word where that cannot be."""
        if document not in self._marks:
            with suppress(OSError):
                self._marks[document] = self._presence.set(PresenceMarker(document, self._name, self._session))

    def leave(self, document: str) -> None:
        """A document is edited here no longer."""
        if (end := self._marks.pop(document, None)) is not None:
            end()

    def others(self, document: str) -> tuple[str, ...]:
        """The names of those who edit a document in other sessions, safe to be shown."""
        found = {
            mark.name for mark in self._presence.marks if mark.document == document and mark.session != self._session
        }
        return tuple(single_line(name)[:_LONGEST] for name in sorted(found))

    def close(self) -> None:
        """End the session."""
        for document in tuple(self._marks):
            self.leave(document)


def _own_name() -> str:
    """The name of whoever runs the program, as the system has it."""
    try:
        return getuser()
    except (OSError, KeyError):
        # This user has a number and no name.
        return "?"
