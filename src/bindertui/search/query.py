"""The query language as values: what a reader asks for, and what of it could not be understood."""

from collections.abc import Iterator

from bindertui._frozen import frozen
from bindertui.i18n import LazyString

Extent = tuple[int, int]
"""Where something stands in the text of the query: its first character and the one after its last."""


@frozen
class Word:
    """A word as it was typed; all words of a query must match.

    Attributes:
        prefix: whether it may be the start of the word that is meant, because it is still being typed.
    """

    text: str
    extent: Extent
    prefix: bool = False


@frozen
class Phrase:
    """Words that must stand side by side; of an open phrase the last may be the start of a word."""

    text: str
    extent: Extent
    prefix: bool = False


@frozen
class Fuzzy:
    """A word that may be misspelled."""

    text: str
    extent: Extent


@frozen
class Filter:
    """What must be true of a passage, whatever its words.

    Attributes:
        field: a name of `fields.FIELDS`.
        values: any of these; folded.
        operator: "=" or, of dates, "<", "<=", ">", ">=".
        prefix: whether a value may be the start of the one that is meant.
    """

    field: str
    values: tuple[str, ...]
    extent: Extent
    operator: str = "="
    prefix: bool = False


@frozen
class Not:
    """What must not match."""

    node: "Node"


@frozen
class All:
    """Parts that must match together."""

    nodes: tuple["Node", ...]


@frozen
class Any:
    """Parts of which one must match."""

    nodes: tuple["Node", ...]


Node = Word | Phrase | Fuzzy | Filter | Not | All | Any


@frozen
class QueryProblem:
    """A part of a query that could not be understood; the rest is searched for.

    Attributes:
        extent: where it stands in the text of the query.
        message: sentences on what is wrong and what would be right, in both official languages.
        unfinished: whether more typing may well put it right.
    """

    extent: Extent
    message: LazyString
    unfinished: bool = False


@frozen
class Query:
    """A query as it was understood.

    Attributes:
        text: as it was typed.
        node: what is asked for; None asks for nothing.
    """

    text: str
    node: Node | None = None
    problems: tuple[QueryProblem, ...] = ()


def parts(node: Node | None) -> Iterator[Node]:
    """Every part of a query, the whole first."""
    if node is None:
        return
    yield node
    if isinstance(node, Not):
        yield from parts(node.node)
    elif isinstance(node, All | Any):
        for child in node.nodes:
            yield from parts(child)
