"""Who may do what: one check for the app, the verbs and the server."""

from enum import StrEnum

from attrs import frozen


class Role(StrEnum):
    """What someone may do; each role may do what those before it may."""

    READER = "reader"
    EDITOR = "editor"
    ADMIN = "admin"


@frozen
class Who:
    """Someone who uses a binder.

    Attributes:
        name: the name of the session's user; None for whoever runs the program.
        role: what they may do.
    """

    name: str | None = None
    role: Role = Role.ADMIN


HERE = Who()
"""Whoever runs the program on their own machine: what they may do is for the file system to say."""


def may(who: Who, role: Role) -> bool:
    """Whether someone may do what takes a role."""
    roles = list(Role)
    return roles.index(who.role) >= roles.index(role)
