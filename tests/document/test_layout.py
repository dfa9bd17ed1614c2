"""Rows are never wider than the width, and no text is lost."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bindertui.document.flow import AnyLine, Heading, Passage, Run, Tone
from bindertui.document.layout import layout_rows
from bindertui.document.wrapping import cell_width, text_width, wrap_runs
from bindertui.model.enums import NoteKind
from bindertui.model.text import single_line, visible_text
from tests.document.samples import HERE, NBSP, passage, runs, shown

TRICKY = (
    *("国際関係", "e\u0301", "a\u0300\u0323\u0302", "\u0301", "ة\u0651", "नमस्ते", "🇨🇦", "👩‍👩‍👧", "❤\ufe0f", "ＡＢ"),
    *("1\ufe0f\u20e3", "각", "\u1112\u1161\u11ab", "ก็", "\u200b", "\u2060", "\u202e"),
    *(f"20{NBSP}593", f"«{NBSP}oui{NBSP}»", "x" * 300, "国" * 300, "e\u0301" * 300, "-", "a-b", " ", "   ", ""),
)
TEXTS = st.lists(
    st.one_of(st.sampled_from(TRICKY), st.text(max_size=12), st.text("abc é国 \u00a0\u0301", max_size=20)), max_size=8
).map(lambda parts: single_line("".join(parts)))
RUNS = st.lists(TEXTS, max_size=5).map(lambda texts: tuple(map(Run, texts)))
WIDTHS = st.integers(1, 60)


def without_spaces(text: str) -> str:
    """Return a text without the spaces at which it may wrap."""
    return text.replace(" ", "")


@given(RUNS, WIDTHS)
@example((Run("x" * 300),), 16)
@example((Run("a"), Run("\u0301"), Run(f"b{NBSP}c")), 2)
def test_rows_fit_and_lose_nothing(text: tuple[Run, ...], width: int) -> None:
    """For any characters and styles, rows fit the width and contain every character."""
    found = wrap_runs(text, max(width, 2))
    assert all(text_width(row) <= max(width, 2) for row in found)
    assert without_spaces("".join(map(shown, found))) == without_spaces(shown(text))


@given(RUNS, WIDTHS, st.integers(0, 6), st.sampled_from(["", "•", "▪"]), st.sampled_from([None, *NoteKind]))
@example((Run("twelve-cells"),), 13, 1, "•", None)
@example((Run("国際関係🏻"),), 1, 0, "", None)
def test_points_and_notes_fit_at_any_depth(
    text: tuple[Run, ...], width: int, indent: int, marker: str, note: NoteKind | None
) -> None:
    """Rows of deeply nested lists fit, and a point keeps its marker if there is width for one."""
    line = Passage(address=HERE, runs=text, indent=indent, marker=marker if indent else "", note=note)
    found = layout_rows(line, width)
    assert all(text_width(row) <= max(width, 2) for row in found)
    content = without_spaces("".join(map(shown, found)))
    assert content.removeprefix(line.marker) == without_spaces(shown(text)).removeprefix(line.marker)
    if line.marker and width >= 16:
        assert shown(found[0]).lstrip(" ").startswith(f"{marker} ") or not without_spaces(shown(text))


@given(TEXTS, WIDTHS)
def test_words_are_not_broken_if_they_fit(text: str, width: int) -> None:
    """Only words wider than the width are broken."""
    width = max(width, 2)
    whole = [word for word in text.split(" ") if word]
    if all(cell_width(word) <= width for word in whole):
        assert [word for row in wrap_runs(runs(text), width) for word in shown(row).split(" ") if word] == whole


@pytest.mark.parametrize("width", range(8, 40))
def test_no_break_spaces_never_break(width: int) -> None:
    """French punctuation, numbers and guillemets stay with their word."""
    glued = [f"Pourquoi{NBSP}?", f"«{NBSP}oui{NBSP}»", f"20{NBSP}593", f"50{NBSP}%", "à\u202f!"]
    found = " / ".join(map(shown, wrap_runs(runs(" ".join(glued * 3)), max(width, 10))))
    assert all(found.count(word) == 3 for word in glued)


def test_a_style_inside_a_word_breaks_nothing() -> None:
    """The end of a link inside a word is not a place to wrap."""
    found = wrap_runs((Run("the "), Run("migra", strong=True), Run("tion"), Run("s grow")), 10)
    assert [shown(row) for row in found] == ["the", "migrations", "grow"]
    assert [run.text for run in found[1] if run.strong] == ["migra"]


def test_a_word_wider_than_the_width_breaks_between_graphemes() -> None:
    """Accents stay on their letters, and wide characters are never split."""
    assert [shown(row) for row in wrap_runs(runs("e\u0301" * 7), 3)] == ["e\u0301" * 3, "e\u0301" * 3, "e\u0301"]
    assert [shown(row) for row in wrap_runs(runs("国際関係"), 5)] == ["国際", "関係"]


@pytest.mark.parametrize(
    ("text", "size"),
    [("", 0), ("é", 1), ("e\u0301", 1), ("国", 2), (f"1{NBSP}000", 5), ("▸ …’–—•", 7), ("❤\ufe0f", 2), ("ＡＢ", 4)],
)
def test_widths_are_those_of_a_terminal(text: str, size: int) -> None:
    """Wide characters have two cells, combining marks none, all others one."""
    assert cell_width(text) == size


def test_hostile_characters_are_escaped_before_they_are_measured() -> None:
    """The width of control, bidi and zero-width characters is that of their escape sequences."""
    text = visible_text("\x1b[2J\u202e\u200b")
    assert text == r"\x1b[2J\u202e\u200b"
    assert [shown(row) for row in wrap_runs(runs(text), 80)] == [text]
    assert cell_width(text) == len(text)


@pytest.mark.parametrize("line", [Heading(address=HERE, runs=()), passage(), passage(""), passage("   ")])
def test_an_empty_line_is_one_empty_row(line: AnyLine) -> None:
    """A heading or passage without text is one empty row."""
    assert layout_rows(line, 20) == [()]


def test_points_hang_from_their_markers() -> None:
    """Rows of a point are aligned with its text, not its marker; nested points are indented more."""
    found = [shown(row) for row in layout_rows(passage("one two three four", indent=2, marker="◦"), 20)]
    assert found == ["  ◦ one two three", "    four"]
    first = layout_rows(passage("one", indent=1, marker="•"), 20)[0]
    assert (first[0].tone, shown(first)) == (Tone.QUIET, "• one")
