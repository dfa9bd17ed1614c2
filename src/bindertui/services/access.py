"""Who may do what: one check for the app, the verbs and the server."""

from attrs import evolve

from bindertui.model.kinds import Role
from bindertui.values import frozen

__all__ = ["ANONYMOUS", "HERE", "Role", "Who", "may", "reading"]


@frozen
class Who:
    """Someone who uses a binder.

    Attributes:
        name: the name of the session's user; None for whoever runs the program.
        role: what they may do.
    """

    name: str | None = None
    role: Role = Role.ADMIN

    @property
    def here(self) -> bool:
        """Whether they run the program themselves, on their own machine."""
        return self.name is None


HERE = Who()
"""Whoever runs the program on their own machine: what they may do is for the file system to say."""
ANONYMOUS = Who("anonymous", Role.READER)
"""Whoever comes without a key that is known, where that is allowed."""


def reading(who: Who) -> Who:
    """The same person, who changes nothing this time."""
    return evolve(who, role=Role.READER)


def may(who: Who, role: Role) -> bool:
    """Whether someone may do what takes a role."""
    roles = list(Role)
    return roles.index(who.role) >= roles.index(role)
