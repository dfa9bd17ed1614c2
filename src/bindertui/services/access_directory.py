"""The people in the access file by their keys, and the file's reload while a server runs.

A module separate from `services.access`, which every verb imports: reading the file takes cattrs and ruamel.yaml.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from attrs import field

from bindertui._frozen import frozen
from bindertui.errors import BinderError
from bindertui.model.access import PublicKey
from bindertui.model.enums import AnonymousAccess
from bindertui.services.access import ANONYMOUS, User
from bindertui.store.access_file import file_state, load_access_file

NO_KEY = ""
"""Stands for the key of somebody who came without one."""


@frozen
class Directory:
    """Who may log in.

    Attributes:
        by_key: people by their keys, in base64 as they are written; under `NO_KEY` who comes without one, if allowed.
    """

    by_key: Mapping[str, User] = field(factory=dict)

    @classmethod
    def read(cls, path: Path) -> "Directory":
        """The people in an access file.

        Raises:
            BinderError: the file cannot be used; a line for each reason, with its place.
        """
        access = load_access_file(path)
        by_key = {
            PublicKey.parse(line).blob: User(person.name, person.role)
            for person in access.people
            for line in person.keys
        }
        return cls(by_key | {NO_KEY: ANONYMOUS} if access.anonymous is AnonymousAccess.READER else by_key)

    def of_key(self, blob: str) -> User | None:
        """Whose a key is, in base64 as `authorized_keys` has it; None if nobody's."""
        return self.by_key.get(blob) if blob != NO_KEY else None

    @property
    def anonymous(self) -> User | None:
        """Who someone is who comes without a key that is known; None if they are refused."""
        return self.by_key.get(NO_KEY)

    def lapsed(self, since: "Directory") -> frozenset[str]:
        """The keys that meant somebody before, and now mean nobody, another, or the same with another role."""
        return frozenset(key for key, who in since.by_key.items() if self.by_key.get(key) != who)


Lapsed = Callable[[frozenset[str]], object]
"""Told the keys whose sessions are to end: see `People.lapsed`."""


class AccessDirectory:
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
        self._state = self._seen = file_state(path)
        self._people = Directory.read(path)
        self._subscribers: dict[object, Lapsed] = {}

    @property
    def people(self) -> Directory:
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
        state = file_state(self._path)
        seen, self._seen = self._seen, state
        if state == self._state or state != seen:
            return False
        self._state = state
        try:
            read = Directory.read(self._path)
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
