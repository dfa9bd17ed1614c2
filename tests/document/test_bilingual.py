"""Documents in two languages: each line next to or above its counterpart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.document.builder import build_flow, pair_languages
from bindertui.document.flow import AnyLine, Flow, Heading, Passage, Run
from bindertui.document.highlight import has_match, highlight_matches, links_in, plain_text, select_link
from bindertui.document.layout import estimate_rows, layout_rows
from bindertui.document.viewport import Viewport
from bindertui.document.wrapping import text_width
from bindertui.model.address import Address
from bindertui.model.entries import Paragraph, Section, Term
from bindertui.model.in_memory import InMemoryBinder
from bindertui.model.outline import Cover
from bindertui.model.text import Text
from tests.builders import en_fr
from tests.document.samples import BINDER, shown
from tests.document.test_layout import TEXTS, WIDTHS


def pair(one: str, other: str) -> Passage:
    """Return a line with its counterpart."""
    here = Address("here")
    counterpart = Passage(address=here, language="fr", runs=(Run(other),))
    return Passage(address=here, language="en", runs=(Run(one),), counterpart=counterpart)


def row_texts(line: AnyLine, width: int, *, side_by_side: bool) -> list[str]:
    """Return the rows of a line as text."""
    return [shown(row) for row in layout_rows(line, width, side_by_side=side_by_side)]


def bilingual_flow(binder: InMemoryBinder, entry: str, language: str = "en", other: str = "fr") -> Flow:
    """Return a document in two languages."""
    return pair_languages(build_flow(binder, entry, language), build_flow(binder, entry, other))


def test_side_by_side() -> None:
    """Both languages begin on the same row, each in half of the width."""
    assert row_texts(pair("One two three four", "Un deux"), 25, side_by_side=True) == [
        "One two     │ Un deux",
        "three four  │ ",
    ]
    assert row_texts(pair("Two", "Deux et plusieurs"), 25, side_by_side=True) == [
        "Two         │ Deux et",
        "            │ plusieurs",
    ]


def test_one_below_the_other() -> None:
    """The second language follows its language code; equal texts are shown once."""
    assert row_texts(pair("One two three four", "Un deux trois quatre"), 14, side_by_side=False) == [
        *("One two three", "four", "FR Un deux", "   trois", "   quatre")
    ]
    assert row_texts(pair("2019", "2019"), 14, side_by_side=False) == ["2019"]


@pytest.mark.parametrize("entry", ["all-kinds", "unhcr", "stca", "binder", "glossary", "sources", "partners"])
@pytest.mark.parametrize("side_by_side", [True, False])
def test_every_line_of_every_entry_has_a_counterpart(entry: str, side_by_side: bool) -> None:
    """Every line has the same line in the other language as counterpart, and rows fit the width."""
    for line in bilingual_flow(BINDER, entry).lines:
        assert line.counterpart is not None
        assert line.counterpart.address == line.address
        assert all(text_width(row) <= 90 for row in layout_rows(line, 90, side_by_side=side_by_side))


def test_lines_in_another_order_are_paired() -> None:
    """The glossary is in the order of the reader's language, and each term keeps its counterpart."""
    names = (en_fr("Asylum", "Réfugié"), en_fr("Refugee", "Asile"))
    terms = tuple(Term(name, Text.plain("x")) for name in names)
    binder = InMemoryBinder(Cover("b", Text.plain("B"), "2019", ("en", "fr"), ()), terms=terms)
    twins = [plain_text(line).split("\n") for line in bilingual_flow(binder, "glossary").lines[1:]]
    assert twins == [["Asylum — x", "Réfugié — x"], ["Refugee — x", "Asile — x"]]


def test_a_missing_language_is_marked() -> None:
    """The side of a missing language says so, and does not repeat the other text."""
    body = (Paragraph(Text.of({"fr": "Seul."})), Paragraph(Text.of({"en": "Alone."})))
    section = Section("s", en_fr("Title", "Titre"), body=body)
    binder = InMemoryBinder(Cover("b", Text.plain("B"), "2019", ("en", "fr"), ("s",)), (section,))
    assert [plain_text(line) for line in bilingual_flow(binder, "s").lines] == [
        "Title\nTitre",
        "[not in this language]\nSeul.",
        "Alone.\n[absent dans cette langue]",
    ]


def test_matches_and_links_are_found_on_both_sides() -> None:
    """Matches are found by the language of each side; the links of the counterpart follow those of the line."""

    def lighter(text: str, language: str) -> tuple[tuple[int, int], ...]:
        return ((0, 2),) if language == "fr" and text.startswith("Un") else ()

    line = pair("Un in English", "Un deux")
    assert has_match(line, lighter)
    assert [
        [run.text for run in row if run.highlighted]
        for row in layout_rows(highlight_matches(line, lighter), 80, side_by_side=True)
    ] == [["Un"]]
    to = Address("x")
    counterpart = Passage(address=to, language="fr", runs=(Run("là", target=to),))
    linked = Passage(address=to, language="en", runs=(Run("there", target=to),), counterpart=counterpart)
    assert [run.text for run in links_in(linked)] == ["there", "là"]
    assert [run.text for run in links_in(select_link(linked, 1)) if run.selected] == ["là"]


def test_folding_hides_both_languages() -> None:
    """A folded heading has its sign on both sides and hides the lines below it."""
    there = bilingual_flow(BINDER, "all-kinds")
    part = next(line for line in there.lines if isinstance(line, Heading) and line.depth)
    sheet = Viewport(there.lines, 100, frozenset({part.address}), side_by_side=True)
    row = shown(sheet.item_rows(sheet.visible.index(there.lines.index(part)))[-1])
    assert row.count("▸") == 2
    assert len(sheet.visible) < len(there.lines)


@given(TEXTS, TEXTS, WIDTHS, st.booleans())
def test_any_two_texts_fit(one: str, other: str, width: int, side_by_side: bool) -> None:
    """Rows of any texts fit any reasonable width."""
    width = max(width, 12)
    line = pair(one, other)
    assert all(text_width(row) <= width for row in layout_rows(line, width, side_by_side=side_by_side))
    assert estimate_rows(line, width, side_by_side=side_by_side) >= 1
