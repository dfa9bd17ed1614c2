"""What a search finds: ranked hits, each with the words around its match."""

from bindertui.model.address import Address
from bindertui.model.kinds import EntryKind
from bindertui.model.text import Text
from bindertui.search.matching import Span
from bindertui.search.query import QueryProblem
from bindertui.speech import Wording
from bindertui.values import frozen


@frozen
class Hit:
    """A passage that was found.

    Attributes:
        address: of the text, its language the last step when it is written by language.
        entry: the id of its entry.
        kind: what its entry is.
        title: of its entry; of a term or a source, its own.
        language: of the text; `NEUTRAL` when it is the same in every language.
        snippet: the text around the match, on one line, at most `LONGEST_SNIPPET` characters.
        spans: what to light in the snippet.
        score: higher is better; comparable within one search only.
        via: why it was found when not by the words typed, as `ETPS → “Safe Third Country Agreement”`.
    """

    address: Address
    entry: str
    kind: EntryKind
    title: Text
    language: str
    snippet: str
    spans: tuple[Span, ...]
    score: float
    via: Wording | None = None


@frozen
class Hits:
    """One page of what a search found.

    Attributes:
        total: how many there are on all pages.
        problems: what of the query could not be understood.
        scattered: whether no single passage has all the words, so that each hit is the best of an entry that has them.
        partial: whether no entry has all the words either, so that each hit is the best of an entry that has the most.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    problems: tuple[QueryProblem, ...] = ()
    scattered: bool = False
    partial: bool = False
