"""The people who may log in, by their keys."""

from collections.abc import Mapping
from pathlib import Path

from attrs import field

from bindertui.model.keys import PublicKey
from bindertui.model.kinds import Anonymous
from bindertui.services.access import ANONYMOUS, Who
from bindertui.store.access_file import read_access
from bindertui.values import frozen

NO_KEY = ""
"""Stands for the key of somebody who came without one."""


@frozen
class People:
    """Who may log in.

    Attributes:
        by_key: people by their keys, in base64 as they are written; under `NO_KEY` who comes without one, if allowed.
    """

    by_key: Mapping[str, Who] = field(factory=dict)

    @classmethod
    def read(cls, path: Path) -> "People":
        """The people in an access file.

        Raises:
            BinderError: the file cannot be used; a line for each reason, with its place.
        """
        access = read_access(path)
        by_key = {
            PublicKey.parse(line).blob: Who(person.name, person.role)
            for person in access.people
            for line in person.keys
        }
        return cls(by_key | {NO_KEY: ANONYMOUS} if access.anonymous is Anonymous.READER else by_key)

    def of_key(self, blob: str) -> Who | None:
        """Whose a key is, in base64 as `authorized_keys` has it; None if nobody's."""
        return self.by_key.get(blob) if blob != NO_KEY else None

    @property
    def anonymous(self) -> Who | None:
        """Who someone is who comes without a key that is known; None if they are refused."""
        return self.by_key.get(NO_KEY)

    def lapsed(self, since: "People") -> frozenset[str]:
        """The keys that meant somebody before, and now mean nobody, another, or the same with another role."""
        return frozenset(key for key, who in since.by_key.items() if self.by_key.get(key) != who)
