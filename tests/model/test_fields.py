"""Iterating over the field values of an entry or a binder."""

from bindertui.model.entries import (
    Figure,
    FigureData,
    Paragraph,
    Partner,
    Point,
    Points,
    Section,
    Series,
    Source,
    Table,
    TableData,
    Term,
)
from bindertui.model.enums import PartnerKind
from bindertui.model.fields import FieldRole, iter_fields
from bindertui.model.in_memory import InMemoryBinder
from bindertui.model.outline import Cover
from bindertui.model.text import Text

A, B = Text.plain("a"), Text.of({"en": "b", "fr": "bé"})


def test_every_value_comes_once_with_its_path_and_role() -> None:
    """Values come in the order of declaration, lists by position; omitted fields are skipped."""
    section = Section(
        id="s",
        title=A,
        partners=("p", "q"),
        body=(
            Points((Point(A, ("S01",)), Point(A, points=(Point(B),)))),
            Paragraph(A, as_of="2019"),
            Table(TableData((A,), ((A,), (B,)))),
        ),
    )
    found = [(leaf.path, leaf.role, leaf.value) for leaf in iter_fields(section)]
    assert found == [
        (("id",), FieldRole.ID, "s"),
        (("title",), FieldRole.PROSE, A),
        (("partners", 0), FieldRole.PARTNER, "p"),
        (("partners", 1), FieldRole.PARTNER, "q"),
        (("body", 0, "points", 0, "text"), FieldRole.PROSE, A),
        (("body", 0, "points", 0, "sources", 0), FieldRole.SOURCE, "S01"),
        (("body", 0, "points", 1, "text"), FieldRole.PROSE, A),
        (("body", 0, "points", 1, "points", 0, "text"), FieldRole.PROSE, B),
        (("body", 1, "text"), FieldRole.PROSE, A),
        (("body", 1, "as_of"), FieldRole.DATE, "2019"),
        (("body", 2, "table", "columns", 0), FieldRole.NEUTRAL, A),
        (("body", 2, "table", "rows", 0, 0), FieldRole.NEUTRAL, A),
        (("body", 2, "table", "rows", 1, 0), FieldRole.NEUTRAL, B),
    ]


def test_numbers_and_gaps_are_values() -> None:
    """The numbers of a figure are values; an unknown one is None."""
    figure = Figure(FigureData((A, A), (Series(A, (1.5, None)),)))
    assert [leaf.value for leaf in iter_fields(figure)] == [A, A, A, 1.5, None]


def test_fields_can_be_left_out_and_paths_prefixed() -> None:
    """Fields in `without` are skipped, and paths get the prefix."""
    partner = Partner("p", PartnerKind.COUNTRY, A, members=("q", B))
    found = [leaf.path for leaf in iter_fields(partner, ("x", 1), without=("id", "kind"))]
    assert found == [("x", 1, "name"), ("x", 1, "members", 0), ("x", 1, "members", 1)]


def test_every_value_of_a_binder_comes_once() -> None:
    """A binder yields its cover, sections, nested sections and partners, then terms by position and sources by key."""
    binder = InMemoryBinder(
        cover=Cover("b", A, "2019", ("en",), ("s",)),
        sections=(Section("s", A, sections=(Section("inner", B),)),),
        partners=(Partner("p", PartnerKind.FORUM, B),),
        terms=(Term(A, B),),
        sources={"S1": Source(A)},
    )
    texts = [(entry, leaf.path) for entry, leaf in binder.iter_fields() if isinstance(leaf.value, Text)]
    assert texts == [
        ("binder", ("title",)),
        ("s", ("title",)),
        ("inner", ("title",)),
        ("p", ("name",)),
        ("glossary", (0, "term")),
        ("glossary", (0, "meaning")),
        ("sources", ("S1", "title")),
    ]
