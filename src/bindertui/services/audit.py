"""The audit trail: who came from where, what they read, looked for and changed, and when.

The audit trail as a file of JSON lines.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from bindertui._frozen import frozen
from bindertui.services.access import UserRole
from bindertui.store.jsonl_log import JsonLinesLog


class AuditEvent(StrEnum):
    """What somebody did."""

    LOGIN = "login"
    REFUSED = "refused"
    READ = "read"
    SEARCHED = "searched"
    EDITED = "edited"
    RAN = "ran"
    LOGOUT = "logout"


@frozen
class ConnectionInfo:
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
    role: UserRole | None = None
    key: str | None = None


class Audit(Protocol):
    """Is told what people do."""

    def note(self, deed: AuditEvent, visitor: ConnectionInfo, **details: str | float) -> None:
        """Note that somebody did something; this does not wait, and nothing comes of it if it cannot be written.

        Args:
            deed: what.
            visitor: who.
            details: what else is to be known of it, by names that are the same for a deed each time.
        """


class AuditDetail(Protocol):
    """Takes note of what one visitor does."""

    def __call__(self, deed: AuditEvent, **details: str | float) -> None:
        """Note a deed, with what else is to be known of it."""


class NoAudit:
    """Notes nothing."""

    def note(self, deed: AuditEvent, visitor: ConnectionInfo, **details: str | float) -> None:
        """Pass over what somebody did."""


class AuditTrail:
    """Notes everything in a file of JSON lines."""

    def __init__(
        self,
        path: Path,
        told: Callable[[str], object],
        *,
        queries: bool = True,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Open the file.

        Args:
            path: the file; see `store.audit_file`.
            told: told in sentences when it cannot be written, from another thread.
            queries: whether it is noted what people look for; otherwise only that they do.
            now: the time, in UTC.

        Raises:
            BinderError: the file cannot be written.
        """
        self._file = JsonLinesLog(path, told)
        self._queries = queries
        self._now = now

    def note(self, deed: AuditEvent, visitor: ConnectionInfo, **details: str | float) -> None:
        """Note that somebody did something."""
        if not self._queries:
            details.pop("query", None)
            # What was searched for, or written, comes after the verb.
            if words := str(details.get("command", "")).split(maxsplit=1):
                details["command"] = words[0]
        self._file.write(
            {
                "when": self._now().isoformat(timespec="milliseconds"),
                "what": deed,
                "who": visitor.name,
                "role": visitor.role,
                "from": visitor.origin,
                "key": visitor.key,
                "session": visitor.session,
                **details,
            }
        )

    def close(self) -> None:
        """Write what is still waiting."""
        self._file.close()
