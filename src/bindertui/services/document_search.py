"""Stepping through the places that were found, from wherever the reader is.

Finding in the document that is open: in the lines a reader sees, without an index.
"""

from collections.abc import Sequence
from functools import cached_property

from attrs import evolve
from attrs import frozen as attrs_frozen

from bindertui._frozen import frozen
from bindertui.document.flow import AnyLine, Flow, sides
from bindertui.document.highlight import searchable_texts
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.search.matcher import Matcher, TextReader
from bindertui.search.parser import FILTERED, parse
from bindertui.search.query import Filter, Query, QueryProblem, parts
from bindertui.search.synonyms import Synonyms


@attrs_frozen(slots=False, eq=False)
class MatchList:
    """The places that were found, in reading order.

    Attributes:
        binder: where they were found.
        places: from the front of the binder to its back.
    """

    binder: Binder
    places: tuple[Address, ...] = ()

    def in_document(self, flow: Flow) -> "MatchCursor":
        """The places as seen from a document."""
        return MatchCursor(self, flow)

    @cached_property
    def ranks(self) -> dict[str, int]:
        """How far to the back of the binder each entry stands."""
        return {place.id: rank for rank, place in reversed(list(enumerate(self.binder.outline())))}


@attrs_frozen(slots=False, eq=False)
class MatchCursor:
    """Places that were found, as seen from the document that is open.

    Attributes:
        matches: the places.
        flow: the document.
    """

    matches: MatchList
    flow: Flow

    @cached_property
    def lines(self) -> tuple[int | None, ...]:
        """For each place the position of the line that shows it; None of one in another document."""
        return match_positions(self.flow.lines, self.matches.places)

    def number(self, here: Address, last: int | None) -> int | None:
        """Which of the places the line at `here` shows; of several the one that was last gone to, else the first."""
        (at,) = match_positions(self.flow.lines, (here,))
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
        (at,) = match_positions(self.flow.lines, (here,))
        rank = self.matches.ranks.get(here.entry, 0)
        behind = 0
        for place, line in zip(places, self.lines, strict=True):
            if line is not None and at is not None:
                behind += line < at
            else:
                behind += self.matches.ranks.get(place.entry, 0) < rank
        return (behind if step > 0 else behind - 1) % len(places)


def match_positions(lines: Sequence[AnyLine], places: Sequence[Address]) -> tuple[int | None, ...]:
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


_APART = " \n"
"""What stands between the texts of one line, so that no word runs from one into the next."""


@frozen
class DocumentMatches:
    """What was found in one document.

    Attributes:
        query: as it was understood; what does not count here is among its problems.
        entry: the id of the document.
        language: the language it was read in; `beside` is the one beside it, if any.
        places: the lines that match, from the top to the bottom.
        matcher: lights the matches in any text that is shown; None for an empty query.
    """

    query: Query
    entry: str
    language: str
    places: tuple[Address, ...] = ()
    matcher: Matcher | None = None
    beside: str = ""


class DocumentSearch:
    """Finds in the documents of one binder; threads may share it."""

    def __init__(self, binder: Binder) -> None:
        self._binder = binder
        self._synonyms: Synonyms | None = None

    def find(self, flow: Flow, text: str) -> DocumentMatches:
        """The lines of a document that have all the words of a query; where none has, those that have any."""
        query = parse(text, typing=True)
        if query.node is None:
            return DocumentMatches(query, flow.entry, flow.language, beside=flow.beside)
        if self._synonyms is None:
            self._synonyms = Synonyms.of(self._binder)
        matcher = Matcher(query, self._synonyms, first=self._binder.languages[0])
        lit: list[tuple[Address, TextReader]] = []
        for line in flow.lines:
            for side in sides(line):
                reading = matcher.reading(_APART.join(searchable_texts(side)), side.language)
                if reading.spans() and not reading.excluded():
                    lit.append((line.address, reading))
        whole = [address for address, reading in lit if reading.answers()]
        places = whole or [address for address, _ in lit]
        filters = (part for part in parts(query.node) if isinstance(part, Filter))
        left_out = tuple(QueryProblem(part.extent, FILTERED) for part in filters)
        understood = evolve(query, problems=(*query.problems, *left_out))
        return DocumentMatches(
            understood, flow.entry, flow.language, tuple(dict.fromkeys(places)), matcher, flow.beside
        )
