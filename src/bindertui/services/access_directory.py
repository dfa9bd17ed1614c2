"""The users in the access file by their keys, and the reload of the file while a server runs.

A module separate from `services.access`, which every verb imports: reading the file needs cattrs and ruamel.yaml.
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
"""The key of users who log in without one."""

OnRevoked = Callable[[frozenset[str]], object]
"""Called with the keys that were revoked or got another user or role; see `AccessTable.revoked_since`."""


@frozen
class AccessTable:
    """The users who may log in.

    Attributes:
        by_key: users by public key, in base64 as in `authorized_keys`; `NO_KEY` is present if no key is needed.
    """

    by_key: Mapping[str, User] = field(factory=dict)

    @classmethod
    def load(cls, path: Path) -> "AccessTable":
        """Read an access file.

        Raises:
            BinderError: the file cannot be used; one line per problem, with its position.
        """
        access = load_access_file(path)
        by_key = {
            PublicKey.parse(line).blob: User(person.name, person.role)
            for person in access.people
            for line in person.keys
        }
        return cls(by_key | {NO_KEY: ANONYMOUS} if access.anonymous is AnonymousAccess.READER else by_key)

    def find(self, key: str) -> User | None:
        """Return the user with a public key, in base64; None if the key is unknown."""
        return self.by_key.get(key) if key != NO_KEY else None

    @property
    def anonymous(self) -> User | None:
        """The user who logs in without a key; None if that is not allowed."""
        return self.by_key.get(NO_KEY)

    def revoked_since(self, previous: "AccessTable") -> frozenset[str]:
        """Return the keys of a previous directory that have no user now, or another one, or another role."""
        return frozenset(key for key, user in previous.by_key.items() if self.by_key.get(key) != user)


class AccessDirectory:
    """The directory of an access file that may change; an invalid file leaves the last valid directory in force."""

    def __init__(self, path: Path, log: Callable[[str], object]) -> None:
        """Read the file for the first time.

        Args:
            path: the access file.
            log: called with a line for the operator after each change of the file.

        Raises:
            BinderError: the file cannot be used.
        """
        self._path = path
        self._log = log
        self._state = self._seen = file_state(path)
        self._current = AccessTable.load(path)
        self._subscribers: dict[object, OnRevoked] = {}

    @property
    def current(self) -> AccessTable:
        """The directory of the last valid file."""
        return self._current

    def subscribe(self, subscriber: OnRevoked) -> Callable[[], None]:
        """Call a function with revoked keys from now on, and return the function that ends the subscription."""
        token = object()
        self._subscribers[token] = subscriber
        return lambda: self._subscribers.pop(token, None) and None

    def refresh(self) -> bool:
        """Reload the file if it has changed, and return whether the directory is another one now.

        Call it once a second: without a change it costs one `stat`. A change counts when it is seen for the second
        time, because a file that is still being written would list only some of the users.
        """
        state = file_state(self._path)
        seen, self._seen = self._seen, state
        if state == self._state or state != seen:
            return False
        self._state = state
        try:
            loaded = AccessTable.load(self._path)
        except BinderError as error:
            self._log(f"access file invalid, the previous version stays in force: {error}")
            return False
        previous, self._current = self._current, loaded
        if loaded == previous:
            return False
        revoked = loaded.revoked_since(previous)
        self._log(f"access file reloaded: {len(loaded.by_key)} keys, {len(revoked)} revoked or changed")
        if revoked:
            for subscriber in tuple(self._subscribers.values()):
                subscriber(revoked)
        return True
