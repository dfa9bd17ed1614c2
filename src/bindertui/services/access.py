"""Users, their roles, and the one permission check of the app, the verbs and the server."""

from attrs import evolve

from bindertui._frozen import frozen
from bindertui.model.enums import UserRole

__all__ = ["ANONYMOUS", "LOCAL_USER", "User", "UserRole", "as_reader", "can"]


@frozen
class User:
    """Someone who uses a binder.

    Attributes:
        name: the name of the session's user; None for whoever runs the program.
        role: what they may do.
    """

    name: str | None = None
    role: UserRole = UserRole.ADMIN

    @property
    def here(self) -> bool:
        """Whether they run the program themselves, on their own machine."""
        return self.name is None


LOCAL_USER = User()
"""Whoever runs the program on their own machine: what they may do is for the file system to say."""
ANONYMOUS = User("anonymous", UserRole.READER)
"""Whoever comes without a key that is known, where that is allowed."""


def as_reader(who: User) -> User:
    """The same person, who changes nothing this time."""
    return evolve(who, role=UserRole.READER)


def can(who: User, role: UserRole) -> bool:
    """Whether someone may do what takes a role."""
    roles = list(UserRole)
    return roles.index(who.role) >= roles.index(role)
