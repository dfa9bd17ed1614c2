"""One session among those that edit a binder."""

from collections.abc import Callable
from contextlib import suppress
from getpass import getuser
from uuid import uuid4

from bindertui.model.text import one_line
from bindertui.services.access import Who
from bindertui.services.presence import Presence
from bindertui.store.presence import Mark

_LONGEST = 40
"""Characters of a name that are shown."""


class Seat:
    """What one session edits, and who else edits that."""

    def __init__(self, presence: Presence, who: Who) -> None:
        """Take a seat; nobody hears of it before something is edited."""
        self._presence = presence
        self._name = who.name or _own_name()
        self._session = uuid4().hex
        self._marks: dict[str, Callable[[], None]] = {}

    def edit(self, document: str) -> None:
        """Let others know that a document is edited here; without a word where that cannot be."""
        if document not in self._marks:
            with suppress(OSError):
                self._marks[document] = self._presence.set(Mark(document, self._name, self._session))

    def leave(self, document: str) -> None:
        """A document is edited here no longer."""
        if (end := self._marks.pop(document, None)) is not None:
            end()

    def others(self, document: str) -> tuple[str, ...]:
        """The names of those who edit a document in other sessions, safe to be shown."""
        found = {
            mark.name for mark in self._presence.marks if mark.document == document and mark.session != self._session
        }
        return tuple(one_line(name)[:_LONGEST] for name in sorted(found))

    def close(self) -> None:
        """End the session."""
        for document in tuple(self._marks):
            self.leave(document)


def _own_name() -> str:
    """The name of whoever runs the program, as the system has it."""
    try:
        return getuser()
    except (OSError, KeyError):
        # This user has a number and no name.
        return "?"
