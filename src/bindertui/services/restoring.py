"""Saving a version again."""

from typing import Protocol

from bindertui.errors import NotFoundError
from bindertui.model.address import Address
from bindertui.services.history import EntryHistory
from bindertui.store.history import Version


class Restore(Protocol):
    """Saves a version again."""

    def __call__(self, address: Address, text: str, version: Version) -> str:
        """Save what an entry or a nested section said in a version; not called on the event loop.

        Returns:
            What came of it, in a sentence for the reader.
        """


def restored(history: EntryHistory, version: Version, restore: Restore) -> str | None:
    """Save a version of an entry again, and say what came of it; None if the version cannot be read any more."""
    try:
        text = history.text(version)
    except NotFoundError:
        return None
    return restore(history.address, text, version)
