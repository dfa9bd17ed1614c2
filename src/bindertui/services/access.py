"""Users, their roles, and the one permission check of the app, the verbs and the server."""

from attrs import evolve

from bindertui._frozen import frozen
from bindertui.model.enums import UserRole

__all__ = ["ANONYMOUS", "LOCAL_USER", "User", "UserRole", "as_reader", "has_role"]


@frozen
class User:
    """Someone who uses a binder.

    Attributes:
        name: the name in the access file; None for the user of a local session.
        role: the user's role.
    """

    name: str | None = None
    role: UserRole = UserRole.ADMIN

    @property
    def is_local(self) -> bool:
        """Whether the user runs the program on this machine."""
        return self.name is None


LOCAL_USER = User()
"""The user of a local session: only the file system limits what they may change."""
ANONYMOUS = User("anonymous", UserRole.READER)
"""Anyone who logs in without a key, if the access file allows it."""


def as_reader(user: User) -> User:
    """Return the user with the role of a reader, for a read-only session."""
    return evolve(user, role=UserRole.READER)


def has_role(user: User, role: UserRole) -> bool:
    """Return whether a user has at least a role."""
    roles = list(UserRole)
    return roles.index(user.role) >= roles.index(role)
