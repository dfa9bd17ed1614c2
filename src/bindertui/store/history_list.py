"""The list of the kept versions of a file."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bindertui.store import state
from bindertui.values import frozen

LIST = "versions.json"
"""The name of the list, in the folder of the file's versions."""


@frozen
class Kept:
    """A line of the list: when it was kept, as ISO 8601 writes it, whose version it is, and the digest of its text."""

    when: str
    who: str
    message: str
    digest: str

    @property
    def id(self) -> str:
        """The moment, as it names the version."""
        return f"{self.moment.astimezone(UTC):%Y%m%dT%H%M%S.%f}Z"

    @property
    def moment(self) -> datetime:
        """When it was kept."""
        return datetime.fromisoformat(self.when)


def listed_in(folder: Path) -> list[Kept]:
    """The list of a file, the oldest first; what cannot be read of it is passed over."""
    lines = state.load(folder / LIST)
    return [kept for line in lines if (kept := _read(line))] if isinstance(lines, list) else []


def _read(line: Any) -> Kept | None:
    try:
        kept = Kept(*(str(line[name]) for name in ("when", "who", "message", "digest")))
        sane = kept.moment.tzinfo is not None and len(bytes.fromhex(kept.digest)) == 32
    except (KeyError, TypeError, ValueError):
        return None
    return kept if sane else None
