"""The audit trail: who came from where, what they read, looked for and changed, and when."""

from enum import StrEnum
from typing import Protocol

from bindertui.services.access import Role
from bindertui.values import frozen


class Deed(StrEnum):
    """What somebody did."""

    LOGIN = "login"
    REFUSED = "refused"
    READ = "read"
    SEARCHED = "searched"
    EDITED = "edited"
    RAN = "ran"
    LOGOUT = "logout"


@frozen
class Visitor:
    """Somebody at the other end of a connection.

    Attributes:
        origin: the address they come from.
        session: names the connection, so that the lines of one can be told from those of another.
        name: who they are; None while that is not known.
        role: what they may do; None as above.
        key: the fingerprint of their key; None without one.
    """

    origin: str
    session: str
    name: str | None = None
    role: Role | None = None
    key: str | None = None


class Audit(Protocol):
    """Is told what people do."""

    def note(self, deed: Deed, visitor: Visitor, **details: str | float) -> None:
        """Note that somebody did something; this does not wait, and nothing comes of it if it cannot be written.

        Args:
            deed: what.
            visitor: who.
            details: what else is to be known of it, by names that are the same for a deed each time.
        """


class Note(Protocol):
    """Takes note of what one visitor does."""

    def __call__(self, deed: Deed, **details: str | float) -> None:
        """Note a deed, with what else is to be known of it."""


class NoAudit:
    """Notes nothing."""

    def note(self, deed: Deed, visitor: Visitor, **details: str | float) -> None:
        """Pass over what somebody did."""
