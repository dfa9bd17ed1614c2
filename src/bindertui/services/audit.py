"""The audit trail of a server: logins with their addresses, and everything users read, searched, edited and ran."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from bindertui._frozen import frozen
from bindertui.services.access import UserRole
from bindertui.store.jsonl_log import JsonLinesLog


class AuditEvent(StrEnum):
    """The kinds of events in the audit trail."""

    LOGIN = "login"
    REFUSED = "refused"
    READ = "read"
    SEARCHED = "searched"
    EDITED = "edited"
    RAN = "ran"
    LOGOUT = "logout"


@frozen
class ConnectionInfo:
    """The client at the other end of a connection.

    Attributes:
        address: its network address.
        connection_id: a random id, the same in all events of the connection.
        name: the user's name; None before the login.
        role: the user's role; None before the login.
        key: the fingerprint of the user's key; None without a key.
    """

    address: str
    connection_id: str
    name: str | None = None
    role: UserRole | None = None
    key: str | None = None


class Audit(Protocol):
    """Records the actions of users."""

    def record(self, event: AuditEvent, connection: ConnectionInfo, **details: str | float) -> None:
        """Record an event. Never waits and never fails; an event that cannot be written is lost.

        Args:
            event: the kind of event.
            connection: the client.
            details: further fields, with the same names in all events of a kind.
        """


class AuditRecorder(Protocol):
    """Records the actions of one connection's user."""

    def __call__(self, event: AuditEvent, **details: str | float) -> None:
        """Record an event; see `Audit.record`."""


class NoAudit:
    """Records nothing: for a server without `--audit`."""

    def record(self, event: AuditEvent, connection: ConnectionInfo, **details: str | float) -> None:
        """Do nothing."""


class AuditTrail:
    """Records events in a file of JSON lines."""

    def __init__(
        self,
        path: Path,
        on_status: Callable[[str], object],
        *,
        queries: bool = True,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Open the file.

        Args:
            path: the file; see `store.jsonl_log`.
            on_status: called, from another thread, when the file cannot be written and when it can again.
            queries: whether to record search queries and the arguments of commands.
            now: returns the time in UTC.

        Raises:
            BinderError: the file cannot be written.
        """
        self._file = JsonLinesLog(path, on_status)
        self._queries = queries
        self._now = now

    def record(self, event: AuditEvent, connection: ConnectionInfo, **details: str | float) -> None:
        """Record an event; see `Audit.record`."""
        if not self._queries:
            details.pop("query", None)
            # The arguments after the verb may be a query, or the new text of a field.
            if words := str(details.get("command", "")).split(maxsplit=1):
                details["command"] = words[0]
        self._file.write(
            {
                "when": self._now().isoformat(timespec="milliseconds"),
                "what": event,
                "who": connection.name,
                "role": connection.role,
                "from": connection.address,
                "key": connection.key,
                "session": connection.connection_id,
                **details,
            }
        )

    def close(self) -> None:
        """Write the events that still wait, and close the file."""
        self._file.close()
