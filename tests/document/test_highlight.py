"""Highlighted matches, the selected link, and copied text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.document.builder import build_flow
from bindertui.document.flow import AnyLine, Chart, ChartSeries, Grid, Passage, Run, Tone
from bindertui.document.highlight import SpanFinder, highlight_matches, links_in, plain_text, select_link
from bindertui.model.address import Address
from tests.document.samples import BINDER, HERE, line_of, passage, runs, shown


def words(pattern: str) -> SpanFinder:
    """Return a function that finds what a pattern matches, in any language."""
    return lambda text, language: tuple(match.span() for match in re.finditer(pattern, text))


def highlighted_texts(line: AnyLine) -> list[str]:
    """Return the highlighted texts of a passage."""
    assert isinstance(line, Passage)
    return [run.text for run in line.runs if run.highlighted]


def link(text: str) -> Run:
    """Return a link to an entry of the same name."""
    return Run(text, target=Address(text))


GRID = Grid(
    address=HERE,
    caption=(Run("In "), link("caption")),
    columns=((link("head"),), runs("plain")),
    rows=(((link("first"),), (Run("a"), link("second"))), (runs("x"), (link("third"),))),
    notes=(Run("[S1]", Tone.SOURCE, source="S1"),),
)
CHART = Chart(
    address=HERE,
    caption=(link("caption"),),
    unit=(link("unit"),),
    axis=((link("first"),), runs("second")),
    series=(ChartSeries((link("series"),), (1, 2), ("1", "2")),),
    notes=(Run("[S1]", Tone.SOURCE, source="S1"),),
)
PASSAGE = Passage(address=HERE, runs=(Run("To "), link("one"), Run(" and "), Run("[S1]", Tone.SOURCE, source="S1")))


def test_a_match_across_styles_is_highlighted() -> None:
    """A match that spans several styles is highlighted in all of them, and nothing else is."""
    plain = Passage(address=HERE, runs=(Run("the safe "), Run("third ", strong=True), Run("country")))
    line = highlight_matches(plain, words("e th"))
    assert isinstance(line, Passage)
    assert highlighted_texts(line) == ["e ", "th"]
    assert [run.strong for run in line.runs if run.highlighted] == [False, True]
    assert plain_text(line) == "the safe third country"


def test_source_marks_are_neither_searched_nor_in_the_way() -> None:
    """A match continues across a source mark, which is never highlighted itself."""
    marked = Passage(address=HERE, runs=(Run("in 20"), Run(" [S18]", Tone.SOURCE, source="S18"), Run("18 there")))
    assert highlighted_texts(highlight_matches(marked, words("2018"))) == ["20", "18"]
    assert highlighted_texts(highlight_matches(marked, words("S18"))) == []


def test_a_line_without_a_match_is_left_as_it_is() -> None:
    """Without a match, or with an empty one, nothing is highlighted."""
    line = passage("one ", "two")
    assert highlight_matches(line, words("three")) == line
    assert highlighted_texts(highlight_matches(line, lambda text, language: ())) == []


def test_every_part_of_tables_and_figures_is_highlighted() -> None:
    """Captions, headings, cells, axes, labels and units are searched like running text."""
    for line, texts in ((GRID, ("caption", "head", "first", "third")), (CHART, ("caption", "unit", "first", "series"))):
        for text in texts:
            assert [run.text for run in links_in(highlight_matches(line, words(text))) if run.highlighted] == [text]


def test_matches_are_searched_in_the_language_of_the_line() -> None:
    """Each line is searched in its own language."""
    heard: list[str] = []

    def listen(text: str, language: str) -> tuple[tuple[int, int], ...]:
        heard.append(language)
        return ()

    french = build_flow(BINDER, "all-kinds", "fr")
    for address in ("all-kinds#body.0.text", "all-kinds#body.2.table", "all-kinds#body.3.figure"):
        highlight_matches(line_of(french, address), listen)
    assert set(heard) == {"fr"}


@given(
    st.lists(st.text("ab ", max_size=4), max_size=5),
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5)), max_size=4),
)
def test_highlighting_never_changes_the_text(texts: list[str], spans: list[tuple[int, int]]) -> None:
    """Highlighting keeps the text, and highlights exactly the characters of the spans."""
    line = passage(*texts)
    text = "".join(texts)
    found = tuple((start, min(start + size, len(text))) for start, size in sorted(spans) if start < len(text))
    after = highlight_matches(line, lambda text, language: found)
    assert isinstance(after, Passage)
    assert shown(after.runs) == text
    flags = "".join("x" * len(run.text) if run.highlighted else "." * len(run.text) for run in after.runs)
    assert flags == "".join("x" if any(a <= i < b for a, b in found) else "." for i in range(len(text)))


@pytest.mark.parametrize("line", [PASSAGE, GRID, CHART], ids=["passage", "table", "figure"])
def test_the_nth_link_is_selected(line: AnyLine) -> None:
    """In passages, tables and figures, selecting the nth link selects the nth of `links_in`."""
    for position, run in enumerate(links_in(line)):
        marked = [other for other in links_in(select_link(line, position)) if other.selected]
        assert [(other.text, other.target, other.source) for other in marked] == [(run.text, run.target, run.source)]
    assert not any(run.selected for run in links_in(select_link(line, len(links_in(line)))))


def test_copied_text_has_no_source_marks() -> None:
    """Paragraphs are copied without source marks, tables with tabs, figures as numbers."""
    assert plain_text(PASSAGE) == "To one and"
    assert plain_text(GRID) == "head\tplain\nfirst\tasecond\nx\tthird"
    assert plain_text(CHART) == "series\tfirst\t1\nseries\tsecond\t2"
