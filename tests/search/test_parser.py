"""Reading queries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.search.parser import MAX_WORDS, parse
from bindertui.search.query import All, Any, Filter, Fuzzy, Node, Not, Phrase, Query, Word, iter_nodes

ANY_TEXT = st.text(st.characters()) | st.text('()"-~:|<>«»“” ORa1.kind\x00\ud800', max_size=60)


def shape(node: Node | None) -> object:
    """A query without its extents."""
    match node:
        case Word() | Phrase():
            return type(node).__name__, node.text, node.prefix
        case Fuzzy():
            return "Fuzzy", node.text
        case Filter():
            return node.field, node.operator, node.values
        case Not():
            return "Not", shape(node.node)
        case All() | Any():
            return type(node).__name__, [shape(child) for child in node.nodes]
        case None:
            return None


def finished(text: str) -> Query:
    """A query that is not being typed any more."""
    return parse(text, typing=False)


def test_words_must_all_match_and_the_last_may_be_a_start() -> None:
    """While typing, the last word is the start of one."""
    assert shape(parse("canada rol").node) == ("All", [("Word", "canada", False), ("Word", "rol", True)])


def test_a_space_or_the_end_of_typing_finishes_a_word() -> None:
    """A word with a space after it, or in a finished query, is whole."""
    assert shape(parse("rol ").node) == shape(finished("rol").node) == ("Word", "rol", False)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ('"safe third"', ("Phrase", "safe third", False)),
        ("«tiers pays»", ("Phrase", "tiers pays", False)),
        ("“tiers pays”", ("Phrase", "tiers pays", False)),
        ("-role", ("Not", ("Word", "role", False))),
        ('-"a role"', ("Not", ("Phrase", "a role", False))),
        ("-kind:partner", ("Not", ("kind", "=", ("partner",)))),
        ("a OR b", ("Any", [("Word", "a", False), ("Word", "b", False)])),
        ("a OU b", ("Any", [("Word", "a", False), ("Word", "b", False)])),
        ("-(a b)", ("Not", ("All", [("Word", "a", False), ("Word", "b", False)]))),
        ("~refuge", ("Fuzzy", "refuge")),
        ("in:US-Relations", ("in", "=", ("us-relations",))),
        ("type:accord", ("kind", "=", ("agreement",))),
        ("asof:>2018", ("asof", ">", ("2018",))),
        ("asof:2017..2018", ("All", [("asof", ">=", ("2017",)), ("asof", "<=", ("2018",))])),
        ("is:withheld", ("is", "=", ("withheld",))),
        ('in:"us-relations"', ("in", "=", ("us-relations",))),
        ("21(1)(a)", ("Word", "21(1)(a)", False)),
    ],
)
def test_the_grammar(text: str, node: object) -> None:
    """Each construct has its reading, without a problem."""
    query = finished(text)
    assert shape(query.node) == node
    assert not query.problems


@pytest.mark.parametrize("text", ["", " ", "-", "~", "kind:", "asof:>", '"', "()", "OR", "-(", "a:", "''"[:1]])
def test_what_is_barely_begun_asks_for_nothing(text: str) -> None:
    """The first characters of a construct are no query yet."""
    assert parse(text).node is None or shape(parse(text).node) == ("Word", "a ", True)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ('"safe thi', ("Phrase", "safe thi", True)),
        ("kind:par", ("kind", "=", ("partner",))),
        ("asof:20", None),
        ("a OR", ("Word", "a", False)),
        ("(a", ("Word", "a", True)),
        ("a -", ("Word", "a", False)),
    ],
)
def test_half_typed(text: str, node: object) -> None:
    """What is half typed gets its best reading."""
    assert shape(parse(text).node) == node


@pytest.mark.parametrize(
    ("text", "extent", "says"),
    [
        ("x knd:partner", (2, 13), "Did you mean kind:?"),
        ("colour:red", (0, 10), "Fields: kind, in,"),
        ("kind:partnr x", (0, 11), "Did you mean partner?"),
        ('a "b c', (2, 3), "not closed"),
        ("a (b", (2, 3), "not closed"),
        ("a) b", (1, 2), "closes nothing"),
        ("asof:soon x", (0, 9), "needs a date"),
    ],
)
def test_problems_say_where_and_what(text: str, extent: tuple[int, int], says: str) -> None:
    """A problem has the place of what is wrong and a sentence on what would be right."""
    (problem,) = parse(text).problems
    assert problem.extent == extent
    assert says in problem.message.in_language("en")


def test_only_so_many_words_count() -> None:
    """A very long query is cut, and says so."""
    query = parse("word " * 10_000)
    assert sum(isinstance(part, Word) for part in iter_nodes(query.node)) == MAX_WORDS
    assert "first 64 words" in query.problems[-1].message.in_language("en")


@given(ANY_TEXT, st.booleans())
def test_no_text_raises(text: str, typing: bool) -> None:
    """Any text has a reading, and its parts and problems lie inside it."""
    query = parse(text, typing=typing)
    extents = [part.extent for part in iter_nodes(query.node) if isinstance(part, Word | Phrase | Fuzzy | Filter)]
    extents += [problem.extent for problem in query.problems]
    assert all(0 <= start <= end <= len(text) for start, end in extents)


@pytest.mark.parametrize(
    "text", ["(" * 50_000, "-(" * 5_000 + "a", '"' * 9_999, "a(" * 5_000, ":" * 9_999, "x" * 200_000]
)
def test_hostile_lengths(text: str) -> None:
    """Long runs of one construct are read without ado."""
    parse(text)
