"""Find in the open document, without an index; the next and the previous match of any search."""

from collections.abc import Sequence
from functools import cached_property

from attrs import evolve
from attrs import frozen as attrs_frozen

from bindertui._frozen import frozen
from bindertui.document.flow import AnyLine, Flow, language_versions
from bindertui.document.highlight import searchable_texts
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.search.matcher import Matcher, TextMatches
from bindertui.search.parser import FIELDS_IGNORED, parse
from bindertui.search.query import Filter, Query, QueryProblem, iter_nodes
from bindertui.search.synonyms import Synonyms


@attrs_frozen(slots=False, eq=False)
class MatchList:
    """The matches of a search, in reading order.

    Attributes:
        binder: the binder that was searched.
        addresses: the addresses of the matches.
    """

    binder: Binder
    addresses: tuple[Address, ...] = ()

    def in_document(self, flow: Flow) -> "MatchCursor":
        """Return the matches with their positions in a document."""
        return MatchCursor(self, flow)

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The position of each entry in the outline, by id."""
        return {item.id: rank for rank, item in reversed(list(enumerate(self.binder.outline())))}


@attrs_frozen(slots=False, eq=False)
class MatchCursor:
    """The matches of a search with their positions in the open document.

    Attributes:
        matches: the matches.
        flow: the open document.
    """

    matches: MatchList
    flow: Flow

    @cached_property
    def line_numbers(self) -> tuple[int | None, ...]:
        """For each match the position of its line; None if it is in another document."""
        return match_positions(self.flow.lines, self.matches.addresses)

    def match_at(self, here: Address, last: int | None) -> int | None:
        """Return the number of the match in the line at `here`: the last one visited if it is there, else the first."""
        (at,) = match_positions(self.flow.lines, (here,))
        if at is None:
            return None
        if last is not None and last < len(self.line_numbers) and self.line_numbers[last] == at:
            return last
        return next((number for number, line in enumerate(self.line_numbers) if line == at), None)

    def next_match(self, here: Address, last: int | None, step: int) -> int:
        """Return the number of the next match from `here`, with wrap-around; of the previous one if `step` is -1."""
        current, addresses = self.match_at(here, last), self.matches.addresses
        if current is not None:
            return (current + step) % len(addresses)
        (at,) = match_positions(self.flow.lines, (here,))
        rank = self.matches.ranks.get(here.entry, 0)
        before = 0
        for address, line in zip(addresses, self.line_numbers, strict=True):
            if line is not None and at is not None:
                before += line < at
            else:
                before += self.matches.ranks.get(address.entry, 0) < rank
        return (before if step > 0 else before - 1) % len(addresses)


def match_positions(lines: Sequence[AnyLine], addresses: Sequence[Address]) -> tuple[int | None, ...]:
    """Return for each address the position of its line, like `services.reading.find_line`, but for many at once."""
    first: dict[tuple[str, tuple[object, ...]], int] = {}
    for position, line in enumerate(lines):
        first.setdefault((line.address.entry, line.address.path), position)
    return tuple(_position(first, address) for address in addresses)


def _position(first: dict[tuple[str, tuple[object, ...]], int], address: Address) -> int | None:
    for length in range(len(address.path), -1, -1):
        if (position := first.get((address.entry, address.path[:length]))) is not None:
            return position
    return None


_TEXT_SEPARATOR = " \n"
"""Between the texts of one line, so that words of two texts are not joined."""


@frozen
class DocumentMatches:
    """The matches in one document.

    Attributes:
        query: the parsed query; its problems include the filters that are ignored here.
        entry: the id of the document.
        language: the language of the document.
        addresses: the addresses of the matching lines, from top to bottom.
        matcher: finds the matches to highlight in a text; None for an empty query.
        second_language: the second language of the document, if any.
    """

    query: Query
    entry: str
    language: str
    addresses: tuple[Address, ...] = ()
    matcher: Matcher | None = None
    second_language: str = ""


class DocumentSearch:
    """Search in the documents of one binder; safe for use by several threads."""

    def __init__(self, binder: Binder) -> None:
        self._binder = binder
        self._synonyms: Synonyms | None = None

    def find(self, flow: Flow, text: str) -> DocumentMatches:
        """Return the lines of a document with all words of a query; if there are none, the lines with any of them."""
        query = parse(text, typing=True)
        if query.node is None:
            return DocumentMatches(query, flow.entry, flow.language, second_language=flow.second_language)
        if self._synonyms is None:
            self._synonyms = Synonyms.from_binder(self._binder)
        matcher = Matcher(query, self._synonyms, default_language=self._binder.languages[0])
        found: list[tuple[Address, TextMatches]] = []
        for line in flow.lines:
            for version in language_versions(line):
                matches = matcher.match_text(_TEXT_SEPARATOR.join(searchable_texts(version)), version.language)
                if matches.spans() and not matches.has_excluded():
                    found.append((line.address, matches))
        complete = [address for address, matches in found if matches.is_match()]
        addresses = complete or [address for address, _ in found]
        filters = (node for node in iter_nodes(query.node) if isinstance(node, Filter))
        ignored = tuple(QueryProblem(node.extent, FIELDS_IGNORED) for node in filters)
        query = evolve(query, problems=(*query.problems, *ignored))
        return DocumentMatches(
            query, flow.entry, flow.language, tuple(dict.fromkeys(addresses)), matcher, flow.second_language
        )
