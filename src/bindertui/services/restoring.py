"""Saving a version again."""

from collections.abc import Callable

from bindertui.errors import NotFoundError
from bindertui.model.address import Address
from bindertui.services.history import EntryHistory
from bindertui.speech import wording
from bindertui.store.history import Version
from bindertui.store.parts import with_section

Restore = Callable[[Address, str, Version], str]
"""Saves the text of a file so that an entry is as it was in a version, off the event loop; returns a sentence."""


def restored_text(history: EntryHistory, version: Version) -> str:
    """The text of the file in which an entry is as it was in a version, and nothing else has changed.

    Raises:
        NotFoundError: the version cannot be read, has no such entry, or the entry cannot be put back alone.
    """
    text = history.text(version)
    if history.section is None:
        return text
    standing = history.repository.source(history.document)
    placed = with_section(standing, history.section, text) if standing is not None else None
    if placed is None:
        raise NotFoundError(
            wording(
                "{address} cannot be put back alone. Restore {document}, the section it lies in.",
                address=history.address,
                document=history.document,
            )
        )
    return placed


def restored(history: EntryHistory, version: Version, restore: Restore) -> str | None:
    """Save a version of an entry again, and say what came of it; None if that cannot be put together any more."""
    try:
        text = restored_text(history, version)
    except NotFoundError:
        return None
    return restore(history.address, text, version)
