"""Stepping through the places that were found, from wherever the reader is."""

from collections.abc import Sequence
from functools import cached_property

from attrs import frozen

from bindertui.document.flow import AnyLine, Flow
from bindertui.model.address import Address
from bindertui.model.binder import Binder


@frozen(slots=False, eq=False)
class Matches:
    """The places that were found, in reading order.

    Attributes:
        binder: where they were found.
        places: from the front of the binder to its back.
    """

    binder: Binder
    places: tuple[Address, ...] = ()

    def in_document(self, flow: Flow) -> "InFlow":
        """The places as seen from a document."""
        return InFlow(self, flow)

    @cached_property
    def ranks(self) -> dict[str, int]:
        """How far to the back of the binder each entry stands."""
        return {place.id: rank for rank, place in reversed(list(enumerate(self.binder.outline())))}


@frozen(slots=False, eq=False)
class InFlow:
    """Places that were found, as seen from the document that is open.

    Attributes:
        matches: the places.
        flow: the document.
    """

    matches: Matches
    flow: Flow

    @cached_property
    def lines(self) -> tuple[int | None, ...]:
        """For each place the position of the line that shows it; None of one in another document."""
        return positions(self.flow.lines, self.matches.places)

    def number(self, here: Address, last: int | None) -> int | None:
        """Which of the places the line at `here` shows; of several the one that was last gone to, else the first."""
        (at,) = positions(self.flow.lines, (here,))
        if at is None:
            return None
        if last is not None and last < len(self.lines) and self.lines[last] == at:
            return last
        return next((number for number, line in enumerate(self.lines) if line == at), None)

    def stepped(self, here: Address, last: int | None, step: int) -> int:
        """The place after the one at `here`, or after the line the reader has moved to, and round; -1 goes back."""
        number, places = self.number(here, last), self.matches.places
        if number is not None:
            return (number + step) % len(places)
        (at,) = positions(self.flow.lines, (here,))
        rank = self.matches.ranks.get(here.entry, 0)
        behind = 0
        for place, line in zip(places, self.lines, strict=True):
            if line is not None and at is not None:
                behind += line < at
            else:
                behind += self.matches.ranks.get(place.entry, 0) < rank
        return (behind if step > 0 else behind - 1) % len(places)


def positions(lines: Sequence[AnyLine], places: Sequence[Address]) -> tuple[int | None, ...]:
    """The line that shows each place, as `services.reading.line_at` finds it, for many places at once."""
    first: dict[tuple[str, tuple[object, ...]], int] = {}
    for position, line in enumerate(lines):
        first.setdefault((line.address.entry, line.address.path), position)
    return tuple(_position(first, place) for place in places)


def _position(first: dict[tuple[str, tuple[object, ...]], int], place: Address) -> int | None:
    for length in range(len(place.path), -1, -1):
        if (found := first.get((place.entry, place.path[:length]))) is not None:
            return found
    return None
