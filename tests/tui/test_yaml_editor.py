"""The display text of a YAML file, and the source text for an edited display text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.tui.widgets.yaml_editor import apply_edits, editable_text, highlight_yaml

LINES = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=6), min_size=1, max_size=6)


@given(LINES, st.lists(st.sampled_from(["\n", "\r\n", "\r"]), min_size=6, max_size=6), st.data())
def test_an_edit_keeps_the_bytes_of_other_lines(lines: list[str], ends: list[str], data: st.DataObject) -> None:
    """All line ends and characters of other lines stay; without an edit, the whole text stays."""
    ends = ends[: len(lines) - 1]
    source = "".join(line + end for line, end in zip(lines, [*ends, ""], strict=True))
    if source.count("\n") + source.count("\r") - source.count("\r\n") != len(ends):
        # A line that is empty between CR and LF makes them one.
        return
    assert apply_edits(source, editable_text(source)) == source
    at = data.draw(st.integers(0, len(lines) - 1))
    shown = editable_text(source).split("\n")
    shown[at] = "changed: yes"
    lines = [*lines[:at], "changed: yes", *lines[at + 1 :]]
    wanted = "".join(line + end for line, end in zip(lines, [*ends, ""], strict=True))
    got = apply_edits(source, "\n".join(shown))
    assert editable_text(got) == "\n".join(shown)
    if len(set(ends)) < 2:
        assert got == wanted


@pytest.mark.parametrize(
    ("source", "shown", "wanted"),
    [
        ("a\r\nb\r\nc\r\n", "a\nB\nc\n", "a\r\nB\r\nc\r\n"),
        ("a\nb", "a", "a"),
        ("a\r\nb\nc", "a\nb\nx\nc", "a\r\nb\nx\r\nc"),
        ("\x07b\nc", "\\x07b\nd", "\x07b\nd"),
        ("a\nb\nc", "a\nc", "a\nc"),
        ("\r\ra\r\n\n", "\n\nb\n\n", "\r\rb\r\n\n"),
        ("", "x", "x"),
    ],
)
def test_lines_can_be_added_and_removed(source: str, shown: str, wanted: str) -> None:
    """New lines get the most frequent line end of the file; the others keep theirs."""
    assert apply_edits(source, shown) == wanted


def test_yaml_tokens_are_highlighted() -> None:
    """Keys, quoted texts, punctuation, anchors and comments are found; a hash inside a text is no comment."""
    line = "- text: {en: 'a # b', fr: \"c\"}  # note"
    found = [(kind, line[start:end]) for kind, start, end in highlight_yaml(line)]
    assert ("key", "text") in found
    assert ("quoted", "'a # b'") in found
    assert found[-1] == ("comment", "# note")
