"""Finding in the document that is open: in the lines a reader sees, without an index."""

from attrs import evolve

from bindertui.document.flow import Flow, sides
from bindertui.document.marking import texts
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.search.matching import Matcher, Reading
from bindertui.search.misreadings import FILTERED
from bindertui.search.parser import parse
from bindertui.search.query import Filter, Query, QueryProblem, parts
from bindertui.search.synonyms import Synonyms
from bindertui.values import frozen

_APART = " \n"
"""What stands between the texts of one line, so that no word runs from one into the next."""


@frozen
class Within:
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


class InDocument:
    """Finds in the documents of one binder; threads may share it."""

    def __init__(self, binder: Binder) -> None:
        self._binder = binder
        self._synonyms: Synonyms | None = None

    def find(self, flow: Flow, text: str) -> Within:
        """The lines of a document that have all the words of a query; where none has, those that have any."""
        query = parse(text, typing=True)
        if query.node is None:
            return Within(query, flow.entry, flow.language, beside=flow.beside)
        if self._synonyms is None:
            self._synonyms = Synonyms.of(self._binder)
        matcher = Matcher(query, self._synonyms, first=self._binder.languages[0])
        lit: list[tuple[Address, Reading]] = []
        for line in flow.lines:
            for side in sides(line):
                reading = matcher.reading(_APART.join(texts(side)), side.language)
                if reading.spans() and not reading.excluded():
                    lit.append((line.address, reading))
        whole = [address for address, reading in lit if reading.answers()]
        places = whole or [address for address, _ in lit]
        filters = (part for part in parts(query.node) if isinstance(part, Filter))
        left_out = tuple(QueryProblem(part.extent, FILTERED) for part in filters)
        understood = evolve(query, problems=(*query.problems, *left_out))
        return Within(understood, flow.entry, flow.language, tuple(dict.fromkeys(places)), matcher, flow.beside)
