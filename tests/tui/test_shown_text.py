"""A file's text as it is shown to be edited: what is not touched keeps its bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.tui.widgets.yaml_editor import editable_text, highlight_yaml, typed_text

LINES = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=6), min_size=1, max_size=6)


@given(LINES, st.lists(st.sampled_from(["\n", "\r\n", "\r"]), min_size=6, max_size=6), st.data())
def test_a_changed_line_changes_that_line(lines: list[str], ends: list[str], data: st.DataObject) -> None:
    """Whatever the line ends and characters of the others, they stay; shown unchanged, everything does."""
    ends = ends[: len(lines) - 1]
    source = "".join(line + end for line, end in zip(lines, [*ends, ""], strict=True))
    if source.count("\n") + source.count("\r") - source.count("\r\n") != len(ends):
        # A line that is empty between CR and LF makes them one.
        return
    assert typed_text(source, editable_text(source)) == source
    at = data.draw(st.integers(0, len(lines) - 1))
    shown = editable_text(source).split("\n")
    shown[at] = "changed: yes"
    lines = [*lines[:at], "changed: yes", *lines[at + 1 :]]
    wanted = "".join(line + end for line, end in zip(lines, [*ends, ""], strict=True))
    got = typed_text(source, "\n".join(shown))
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
def test_lines_come_and_go(source: str, shown: str, wanted: str) -> None:
    """New lines end as most lines of the file do; what is left keeps its own ends."""
    assert typed_text(source, shown) == wanted


def test_the_parts_of_a_line_are_told_apart() -> None:
    """Keys, quoted texts, signs, anchors and comments; a hash inside a text is none."""
    line = "- text: {en: 'a # b', fr: \"c\"}  # note"
    found = [(kind, line[start:end]) for kind, start, end in highlight_yaml(line)]
    assert ("key", "text") in found
    assert ("quoted", "'a # b'") in found
    assert found[-1] == ("comment", "# note")
