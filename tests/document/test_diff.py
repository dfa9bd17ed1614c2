"""Diffs by lines and by words, and patches."""

import subprocess
from pathlib import Path
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.document.diff import (
    DiffLine,
    LineChange,
    OmittedLines,
    changed_lines,
    diff_lines,
    diff_words,
    unified_patch,
)
from bindertui.document.flow import Runs, Tone
from bindertui.model.text import find_control_character

_SIGNS = {LineChange.SAME: " ", LineChange.REMOVED: "-", LineChange.ADDED: "+"}
_MARKS = {Tone.TEXT: "{}", Tone.REMOVED: "[-{}-]", Tone.ADDED: "{{+{}+}}"}

LINES = st.lists(st.sampled_from(["a", "b", "c c", "  d: e", "", "é’x 20,5", "\r", "f\u0301\u200d"]), max_size=12)
TEXTS = st.builds(lambda lines, end: "\n".join(lines) + end, LINES, st.sampled_from(["", "\n"]))


def marked(runs: Runs) -> str:
    """Return runs with marks around the changed words."""
    return "".join(_MARKS[run.tone].format(run.text) for run in runs)


def diff(before: str, after: str) -> list[str]:
    """Return the lines of a diff with signs, and marks around the changed words."""
    return [f"{_SIGNS[line.change]}{marked(line.runs)}" for line in diff_lines(before, after)]


def test_a_changed_number_is_marked_entirely() -> None:
    """The changed words of a line are marked; a number with separators is one word."""
    assert diff("a: 1\nb: In 2018 there were 20,593 of them.\n", "a: 1\nb: In 2018 there were 20,594 of them.\n") == [
        " a: 1",
        "-b: In 2018 there were [-20,593-] of them.",
        "+b: In 2018 there were {+20,594+} of them.",
    ]


def test_a_rewrapped_paragraph_has_no_changed_word() -> None:
    """Lines that were rewrapped count as changed, but only the added word is marked."""
    before = "t: >\n  one two three four\n  five six seven\n"
    after = "t: >\n  one two new three\n  four five six\n  seven\n"
    assert diff(before, after) == [
        " t: >",
        "-  one two three four",
        "-  five six seven",
        "+  one two {+new +}three",
        "+  four five six",
        "+  seven",
    ]


def test_indentation_that_changed_is_marked() -> None:
    """Changed indentation is marked, because it matters in YAML."""
    assert diff("a:\n  b: word\n", "a:\n    b: word\n") == [" a:", "-[-  -]b: word", "+{+    +}b: word"]


def test_texts_with_hardly_a_word_in_common_are_marked_entirely() -> None:
    """Texts with hardly a word in common are marked as entirely different."""
    before, after = "the agency opened offices in Geneva", "a new text that says nothing of the"
    assert diff(before, after) == [f"-[-{before}-]", f"+{{+{after}+}}"]


def test_changed_words_are_joined_over_the_spaces_between_them() -> None:
    """Two adjacent replaced words are one replacement."""
    old, new = diff_words("see the big dog run", "see a small dog run")
    assert (marked(old), marked(new)) == ("see [-the big-] dog run", "see {+a small+} dog run")


def test_windows_line_ends_are_no_difference() -> None:
    """CR LF line ends are not shown if every line of both texts has them."""
    assert diff("a\r\nb c\r\n", "a\r\nb d\r\n") == [" a", "-b [-c-]", "+b {+d+}"]


def test_lines_are_numbered_in_their_text() -> None:
    """A removed line has its old number, an added line its new one, an unchanged line both."""
    numbers = [(line.before, line.after) for line in diff_lines("x\na\nb\n", "a\nc\n")]
    assert numbers == [(1, None), (2, 1), (3, None), (None, 2)]


def test_hostile_text_is_shown_escaped() -> None:
    """Control, bidirectional and invisible characters are escaped."""
    hostile = "\x1b]52;c;x\x07 \x1b[2J \u202egnp.exe \u200b \x9b31m"
    for line in diff_lines(f"a {hostile}\n", f"b {hostile} c"):
        assert not any(find_control_character(run.text) for run in line.runs)


def test_grapheme_clusters_stay_together() -> None:
    """Tones never split a letter from its accent, a flag or an emoji sequence."""
    old, new = diff_words("un e\u0301te\u0301 \U0001f1e8\U0001f1e6 ici", "un e\u0301te \U0001f1e8\U0001f1ed ici")
    assert marked(old) == "un [-e\u0301te\u0301 \U0001f1e8\U0001f1e6-] ici"
    assert marked(new) == "un {+e\u0301te \U0001f1e8\U0001f1ed+} ici"


def test_only_what_is_near_a_change_is_kept() -> None:
    """Long unchanged parts become gaps with a line count; a gap never hides just one line."""
    before = "\n".join(map(str, range(20)))
    after = before.replace("5", "x", 1).replace("\n18", "\ny")
    kept = changed_lines(diff_lines(before, after), 2)
    shape = [line.lines if isinstance(line, OmittedLines) else _SIGNS[line.change] for line in kept]
    assert shape == [3, " ", " ", "-", "+", " ", " ", 8, " ", " ", "-", "+", " "]
    assert changed_lines(diff_lines(before, before)) == ()


@given(TEXTS, TEXTS)
def test_every_line_of_both_texts_is_there_once(before: str, after: str) -> None:
    """The lines that are not added form the first text; those that are not removed form the second."""
    lines = diff_lines(before, after)
    assert [line.before for line in lines if line.before] == list(range(1, len(_split(before)) + 1))
    assert [line.after for line in lines if line.after] == list(range(1, len(_split(after)) + 1))


@given(TEXTS, TEXTS)
def test_removed_and_added_words_are_in_their_lines(before: str, after: str) -> None:
    """Removed words are only in removed lines, added words only in added lines."""
    allowed = {
        LineChange.SAME: {Tone.TEXT},
        LineChange.REMOVED: {Tone.TEXT, Tone.REMOVED},
        LineChange.ADDED: {Tone.TEXT, Tone.ADDED},
    }
    assert all(run.tone in allowed[line.change] for line in diff_lines(before, after) for run in line.runs)


@given(TEXTS, TEXTS)
def test_a_text_differs_from_itself_in_nothing(before: str, after: str) -> None:
    """Equal texts have no change; different ones have some, and the patch covers even the last line break."""
    assert all(line.change is LineChange.SAME for line in diff_lines(before, before))
    assert (unified_patch(before, after, "a", "b") == "") == (before == after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\nb\nc\n", "a\nB\nc\n"),
        ("a\nb", "a\nb\n"),
        ("", "new\n"),
        ("gone\n", ""),
        ("".join(f"{n}\n" for n in range(50)), "".join(f"{n}\n" for n in range(50) if n not in {3, 20, 49}) + "end"),
        ("a\r\nb\r\n", "a\r\nc\n"),
    ],
)
def test_git_applies_the_patch(before: str, after: str, tmp_path: Path) -> None:
    """`git apply` turns the first text into the second, byte for byte."""
    file = tmp_path / "f"
    file.write_bytes(before.encode())
    patch = unified_patch(before, after, "a/f", "b/f").encode()
    subprocess.run(["git", "apply", "--whitespace=nowarn", "--unidiff-zero"], input=patch, cwd=tmp_path, check=True)
    assert file.read_bytes().decode() == after


def _huge() -> dict[str, tuple[str, str]]:
    numbers = [str(number) for number in range(20_000)]
    return {
        "two letters": ("a\nb\n" * 40_000, "b\na\na\n" * 25_000),
        "mirrored": ("\n".join(numbers + numbers[::-1]), "\n".join(numbers[::-1] + numbers)),
        "disjoint": ("\n".join(numbers), "\n".join(f"-{number}" for number in numbers)),
        "one long line": ("a b, " * 15_000, "b, a b " * 15_000),
        "few distinct lines": ("a\nb\n\n  - c\nd\n" * 4_000, "\nd\n  - c\na\nb\n" * 4_000),
    }


@pytest.mark.parametrize("kind", _huge())
def test_huge_and_awkward_texts_cost_little_more_than_reading_them(kind: str) -> None:
    """Adversarial texts take about as long to compare as ordinary texts of their size."""
    before, after = _huge()[kind]

    def seconds(one: str, other: str) -> float:
        start = monotonic()
        diff_lines(one, other)
        return monotonic() - start

    plain = seconds("\n".join(f"line {number}" for number in range(50_000)), "x")
    assert seconds(before, after) < 100 * plain


def _split(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


def _sides(lines: tuple[DiffLine, ...]) -> tuple[str, str]:
    old = "\n".join("".join(run.text for run in line.runs) for line in lines if line.before)
    new = "\n".join("".join(run.text for run in line.runs) for line in lines if line.after)
    return old, new


@given(st.text("abc \n", max_size=60), st.text("abc \n", max_size=60))
def test_both_texts_can_be_read_from_the_difference(before: str, after: str) -> None:
    """Splitting into words neither loses nor doubles any text."""
    assert _sides(diff_lines(before, after)) == (before.removesuffix("\n"), after.removesuffix("\n"))
