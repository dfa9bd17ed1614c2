"""Bookmarks, kept between runs for each binder."""

from pathlib import Path

from attrs import field

from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.store import state
from bindertui.values import frozen


@frozen
class Bookmarks:
    """A reader's bookmarks in one binder, oldest first: a value.

    Attributes:
        file: where they are kept.
        places: the addresses that are marked.
    """

    file: Path
    places: tuple[Address, ...] = field(default=())

    @classmethod
    def load(cls, folder: Path, binder: Binder) -> "Bookmarks":
        """The bookmarks kept below a state folder; none where they cannot be read."""
        file = state.file_of(folder, "bookmarks", binder.cover.id)
        written = state.load(file)
        texts = written if isinstance(written, list) else []
        places = (Address.within(binder.cover.id, text) for text in texts)
        return cls(file, tuple(place for place in places if place is not None))

    def toggled(self, place: Address) -> "Bookmarks":
        """These bookmarks with a place added, or taken away if it is there."""
        kept = tuple(address for address in self.places if address != place)
        return Bookmarks(self.file, kept if len(kept) < len(self.places) else (*self.places, place))

    def save(self) -> None:
        """Keep the bookmarks for the next run; `OSError` if the folder cannot be written."""
        state.save(self.file, [str(address) for address in self.places])
