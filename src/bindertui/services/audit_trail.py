"""The audit trail as a file of JSON lines."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bindertui.services.audit import Deed, Visitor
from bindertui.store.audit_file import AuditFile


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
        self._file = AuditFile(path, told)
        self._queries = queries
        self._now = now

    def note(self, deed: Deed, visitor: Visitor, **details: str | float) -> None:
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
