"""The access file while it may change under a running server: the last that was good counts."""

from collections.abc import Callable
from pathlib import Path

from bindertui.errors import BinderError
from bindertui.services.people import People
from bindertui.store.access_file import state_of

Lapsed = Callable[[frozenset[str]], object]
"""Told the keys whose sessions are to end: see `People.lapsed`."""


class Roster:
    """The people of an access file while it may change: the last that was good counts."""

    def __init__(self, path: Path, told: Callable[[str], object]) -> None:
        """Read the file for the first time.

        Args:
            path: the access file.
            told: told in sentences what came of each change, for the log.

        Raises:
            BinderError: the file cannot be used.
        """
        self._path = path
        self._told = told
        self._state = self._seen = state_of(path)
        self._people = People.read(path)
        self._subscribers: dict[object, Lapsed] = {}

    @property
    def people(self) -> People:
        """The people as the file was last good."""
        return self._people

    def subscribe(self, subscriber: Lapsed) -> Callable[[], None]:
        """Be told which keys stop counting; what comes back ends that."""
        key = object()
        self._subscribers[key] = subscriber
        return lambda: self._subscribers.pop(key, None) and None

    def refresh(self) -> bool:
        """Read the file again if it has changed; whether the people are others now.

        It costs a look at the file's times where nothing has changed: ask once a second. A change counts when it is
        seen for the second time: half a file, in the middle of being written, would name half of the people.
        """
        state = state_of(self._path)
        seen, self._seen = self._seen, state
        if state == self._state or state != seen:
            return False
        self._state = state
        try:
            read = People.read(self._path)
        except BinderError as error:
            self._told(f"{error}\nThe access file is not used as it is now; what it said before still counts.")
            return False
        before, self._people = self._people, read
        if read == before:
            return False
        lapsed = read.lapsed(before)
        self._told(f"The access file was read again: {len(read.by_key)} keys, {len(lapsed)} of before count no more.")
        if lapsed:
            for subscriber in tuple(self._subscribers.values()):
                subscriber(lapsed)
        return True
