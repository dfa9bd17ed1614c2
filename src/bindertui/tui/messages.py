"""The messages that several widgets post."""

from textual.message import Message
from textual.screen import Screen

from bindertui.model.address import Address
from bindertui.services.library import Snapshot


class AddressChosen(Message):
    """The user chose an address to go to."""

    def __init__(self, address: Address) -> None:
        super().__init__()
        self.address = address


class AddressHighlighted(Message):
    """The user moved the cursor to a result without choosing it."""

    def __init__(self, address: Address) -> None:
        super().__init__()
        self.address = address


class ScopeToggled(Message):
    """The user wants to search the open entry instead of the binder, or the other way round."""


class BinderChosen(Message):
    """The user wants to read a binder of the library."""

    def __init__(self, snapshot: Snapshot, address: Address, found_by: str | None = None) -> None:
        """Say which.

        Args:
            snapshot: the binder.
            address: where to open it.
            found_by: the query that found the address.
        """
        super().__init__()
        self.snapshot = snapshot
        self.address = address
        self.found_by = found_by


class LibraryRequested(Message):
    """The user wants to see the list of binders."""

    def __init__(self, here: Address, language: str) -> None:
        """Say where the reader is, to come back to.

        Args:
            here: the address under the cursor, with its binder.
            language: the reader's language.
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
            language: the reader's language.
        """
        super().__init__()
        self.screen = screen
        self.language = language


class EntryRead(Message):
    """An entry was opened."""

    def __init__(self, address: Address) -> None:
        super().__init__()
        self.address = address


class QuerySettled(Message):
    """The reader has stopped typing a query."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
