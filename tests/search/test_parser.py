"""Parsing queries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.search.parser import MAX_WORDS, parse
from bindertui.search.query import All, Any, Filter, Fuzzy, Not, Phrase, Query, QueryNode, Word, iter_nodes

ANY_TEXT = st.text(st.characters()) | st.text('()"-~:|<>«»“” ORa1.kind\x00\ud800', max_size=60)


def without_extents(node: QueryNode | None) -> object:
    """Return a syntax tree without its extents."""
    match node:
        case Word() | Phrase():
            return type(node).__name__, node.text, node.prefix
        case Fuzzy():
            return "Fuzzy", node.text
        case Filter():
            return node.field, node.operator, node.values
        case Not():
            return "Not", without_extents(node.node)
        case All() | Any():
            return type(node).__name__, [without_extents(child) for child in node.nodes]
        case None:
            return None


def finished(text: str) -> Query:
    """Parse a query that is not being typed any more."""
    return parse(text, typing=False)


def test_words_must_all_match_and_the_last_may_be_a_prefix() -> None:
    """While typing, the last word is a prefix."""
    assert without_extents(parse("canada rol").node) == ("All", [("Word", "canada", False), ("Word", "rol", True)])


def test_a_space_or_the_end_of_typing_finishes_a_word() -> None:
    """A word followed by a space, or in a finished query, is complete."""
    assert without_extents(parse("rol ").node) == without_extents(finished("rol").node) == ("Word", "rol", False)


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
    """Each construct is parsed without a problem."""
    query = finished(text)
    assert without_extents(query.node) == node
    assert not query.problems


@pytest.mark.parametrize("text", ["", " ", "-", "~", "kind:", "asof:>", '"', "()", "OR", "-(", "a:", "''"[:1]])
def test_the_first_characters_of_a_construct_are_no_query(text: str) -> None:
    """They make an empty query."""
    assert parse(text).node is None or without_extents(parse(text).node) == ("Word", "a ", True)


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
def test_half_typed_constructs(text: str, node: object) -> None:
    """They are parsed as well as possible."""
    assert without_extents(parse(text).node) == node


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
def test_problems_have_a_range_and_a_message(text: str, extent: tuple[int, int], says: str) -> None:
    """A problem has the range of the mistake and says how to correct it."""
    (problem,) = parse(text).problems
    assert problem.extent == extent
    assert says in problem.message.in_language("en")


def test_a_very_long_query_is_cut() -> None:
    """Words beyond the limit are ignored, and a problem says so."""
    query = parse("word " * 10_000)
    assert sum(isinstance(part, Word) for part in iter_nodes(query.node)) == MAX_WORDS
    assert "first 64 words" in query.problems[-1].message.in_language("en")


@given(ANY_TEXT, st.booleans())
def test_no_text_raises(text: str, typing: bool) -> None:
    """Every text can be parsed, and the extents of its nodes and problems are inside it."""
    query = parse(text, typing=typing)
    extents = [part.extent for part in iter_nodes(query.node) if isinstance(part, Word | Phrase | Fuzzy | Filter)]
    extents += [problem.extent for problem in query.problems]
    assert all(0 <= start <= end <= len(text) for start, end in extents)


@pytest.mark.parametrize(
    "text", ["(" * 50_000, "-(" * 5_000 + "a", '"' * 9_999, "a(" * 5_000, ":" * 9_999, "x" * 200_000]
)
def test_hostile_lengths(text: str) -> None:
    """Long runs of one construct are parsed quickly."""
    parse(text)
