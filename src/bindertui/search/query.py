"""The syntax tree of a query, and the problems found while parsing it."""

from collections.abc import Iterator

from bindertui._frozen import frozen
from bindertui.i18n import LazyString

Extent = tuple[int, int]
"""A range in the text of a query: the index of its first character and the one after its last."""


@frozen
class Word:
    """A word of a query; all words must match.

    Attributes:
        prefix: whether it may be the beginning of a word, because it is still being typed.
    """

    text: str
    extent: Extent
    prefix: bool = False


@frozen
class Phrase:
    """Words that must be adjacent; the last word of an unclosed phrase may be the beginning of a word."""

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
    """A condition on a passage that does not depend on its words.

    Attributes:
        field: a name of `fields.FIELDS`.
        values: folded; the passage must have one of them.
        operator: "=" or, for dates, "<", "<=", ">", ">=".
        prefix: whether a value may be incomplete.
    """

    field: str
    values: tuple[str, ...]
    extent: Extent
    operator: str = "="
    prefix: bool = False


@frozen
class Not:
    """A node that must not match."""

    node: "QueryNode"


@frozen
class All:
    """Nodes that must all match (AND)."""

    nodes: tuple["QueryNode", ...]


@frozen
class Any:
    """Nodes of which one must match (OR)."""

    nodes: tuple["QueryNode", ...]


QueryNode = Word | Phrase | Fuzzy | Filter | Not | All | Any


@frozen
class QueryProblem:
    """A part of a query that could not be parsed; the search ignores it.

    Attributes:
        extent: its range in the text of the query.
        message: the mistake and how to correct it.
        unfinished: whether typing on may solve it.
    """

    extent: Extent
    message: LazyString
    unfinished: bool = False


@frozen
class Query:
    """A parsed query.

    Attributes:
        text: as typed.
        node: the root of the syntax tree; None for an empty query.
        problems: the parts that could not be parsed.
    """

    text: str
    node: QueryNode | None = None
    problems: tuple[QueryProblem, ...] = ()


def iter_nodes(node: QueryNode | None) -> Iterator[QueryNode]:
    """Yield every node of a syntax tree, the root first."""
    if node is None:
        return
    yield node
    if isinstance(node, Not):
        yield from iter_nodes(node.node)
    elif isinstance(node, All | Any):
        for child in node.nodes:
            yield from iter_nodes(child)
