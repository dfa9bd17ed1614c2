"""The query language as values: what a reader asks for, and what of it could not be understood."""

from collections.abc import Iterator

from attrs import frozen

from bindertui.model.kinds import EntryKind

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
        field: a name of `FIELDS`.
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
        message: a sentence on what is wrong and what would be right.
    """

    extent: Extent
    message: str


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


@frozen
class Field:
    """A field that a query can filter by.

    Attributes:
        help: what it keeps, for completion.
        choices: every value it can have, by the words it may be asked for with; empty when the binder decides.
        dated: whether its values are dates.
    """

    name: str
    help: str
    choices: tuple[tuple[str, str], ...] = ()
    dated: bool = False


def _choices(*words: str) -> tuple[tuple[str, str], ...]:
    return tuple((word, value) for value in words for word in (value, f"{value}s"))


_KINDS = (
    *_choices(*(kind.value for kind in EntryKind if kind is not EntryKind.INDEX)),
    ("partenaire", "partner"),
    ("partenaires", "partner"),
    ("accord", "agreement"),
    ("accords", "agreement"),
    ("terme", "term"),
    ("termes", "term"),
    ("glossary", "term"),
    ("glossaire", "term"),
    ("cahier", "binder"),
)
_FLAGS = (
    *((flag, flag) for flag in ("withheld", "figure", "table", "note", "aftermath", "caution", "takeaway")),
    ("redacted", "withheld"),
    ("caviarde", "withheld"),
    ("tableau", "table"),
)
FIELDS = {
    field.name: field
    for field in (
        Field("kind", "Only entries of a kind: section, partner, agreement, term or source.", _KINDS),
        Field("in", "Only an entry and what is below it."),
        Field("partner", "Only passages that mention a partner."),
        Field("source", "Only what a source bears out."),
        Field("edition", "Only an edition, as in edition:2019 or edition:>2018.", dated=True),
        Field("lang", "Only texts in a language: en or fr."),
        Field("asof", "Only what holds for a date, as in asof:2018 or asof:>2018.", dated=True),
        Field("is", "Only withheld passages, figures, tables, notes or takeaways.", _FLAGS),
    )
}
"""The fields of the query language, by name."""

ALIASES = {
    "type": "kind",
    "dans": "in",
    "partners": "partner",
    "partenaire": "partner",
    "sources": "source",
    "langue": "lang",
    "language": "lang",
    "as_of": "asof",
    "est": "is",
}
"""Other names a field answers to, French ones among them."""


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
