"""Bookmarks, kept between runs for each binder."""

from pathlib import Path
from typing import Any

from attrs import evolve, field

from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.store import state
from bindertui.values import frozen


@frozen
class Bookmarks:
    """A reader's bookmarks in one binder, oldest first: a value.

    Several sessions of the reader may change them: what one of them has changed is changed in what all have kept.

    Attributes:
        file: where they are kept.
        binder: the id of the binder.
        places: the addresses that are marked.
        kept: those that were kept when that was last looked at.
    """

    file: Path
    binder: str
    places: tuple[Address, ...] = field(default=())
    kept: tuple[Address, ...] = field(default=())

    @classmethod
    def load(cls, folder: Path, binder: Binder) -> "Bookmarks":
        """The bookmarks kept below a state folder; none where they cannot be read."""
        return cls(state.file_of(folder, "bookmarks", binder.cover.id), binder.cover.id).renewed()

    def toggled(self, place: Address) -> "Bookmarks":
        """These bookmarks with a place added, or taken away if it is there."""
        others = tuple(address for address in self.places if address != place)
        return evolve(self, places=others if len(others) < len(self.places) else (*self.places, place))

    def renewed(self) -> "Bookmarks":
        """These bookmarks as other sessions have changed them; what could not be kept of this one stays."""
        return self._upon(state.load(self.file))

    def save(self) -> "Bookmarks":
        """Keep what was changed here for the next run, and give all that are kept now.

        Raises:
            OSError: the folder cannot be written.
        """
        return self._upon(state.change(self.file, lambda written: list(map(str, self._upon(written).places))))

    def _upon(self, written: Any) -> "Bookmarks":
        """These bookmarks where something is kept: that, with what was changed here since it was last looked at."""
        texts = written if isinstance(written, list) else []
        kept = tuple(place for text in texts if (place := Address.within(self.binder, text)) is not None)
        gone = {place for place in self.kept if place not in self.places}
        new = (place for place in self.places if place not in {*self.kept, *kept})
        return evolve(self, places=(*(place for place in kept if place not in gone), *new), kept=kept)
