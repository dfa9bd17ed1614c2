"""The messages that several widgets post."""

from textual.message import Message
from textual.screen import Screen

from bindertui.model.address import Address
from bindertui.services.library import Snapshot


class AddressChosen(Message):
    """The user chose a place to go to."""

    def __init__(self, address: Address) -> None:
        super().__init__()
        self.address = address


class AddressHighlighted(Message):
    """The user moved over a place in a list without choosing it."""

    def __init__(self, address: Address) -> None:
        super().__init__()
        self.address = address


class ScopeToggled(Message):
    """The user wants to search the open entry instead of the whole binder, or the other way round."""


class BinderChosen(Message):
    """The user wants to read a binder of the library."""

    def __init__(self, snapshot: Snapshot, address: Address, found_by: str | None = None) -> None:
        """Say which.

        Args:
            snapshot: the binder.
            address: where to open it.
            found_by: the query that has found the place.
        """
        super().__init__()
        self.snapshot = snapshot
        self.address = address
        self.found_by = found_by


class LibraryRequested(Message):
    """The user wants to see the other binders."""

    def __init__(self, here: Address, language: str) -> None:
        """Say where the reader is, to come back to.

        Args:
            here: the place, its binder named.
            language: the reader's.
        """
        super().__init__()
        self.here = here
        self.language = language


class TourRequested(Message):
    """The user wants to see the tour."""

    def __init__(self, screen: Screen[None], language: str) -> None:
        """Say where it is to be opened.

        Args:
            screen: the screen that the tour is to cover.
            language: the reader's.
        """
        super().__init__()
        self.screen = screen
        self.language = language


class EntryRead(Message):
    """The reader is shown an entry that was not open."""

    def __init__(self, address: Address) -> None:
        super().__init__()
        self.address = address


class QuerySettled(Message):
    """The reader has searched, and rests at the answer."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
