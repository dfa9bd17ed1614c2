"""YAML text to nodes: positions, messages for invalid text, and limits."""

import subprocess
import sys

import pytest

from bindertui.store.yaml.nodes import MAX_DEPTH, MAX_NODES, Mark, NodeError, node_at, parse_yaml, to_plain_node


def failure(text: str) -> tuple[int, int, str]:
    """Return line and column, counted from 1, and the message for an invalid text."""
    with pytest.raises(NodeError) as caught:
        parse_yaml(text)
    return caught.value.mark.line + 1, caught.value.mark.column + 1, str(caught.value)


def test_values_stay_the_text_the_author_wrote() -> None:
    """Nothing is read as a boolean, a number or a date; empty values and bare tildes are omitted."""
    text = "a: NO\nb: yes\nc: 1.10\nd: 012\ne: 2019-11\nf: ~\ng: '~'\nh:\ni: ''\nj: null\nk: !!int '3'\nl: 1_000\n"
    assert to_plain_node(parse_yaml(text)) == {
        "a": "NO",
        "b": "yes",
        "c": "1.10",
        "d": "012",
        "e": "2019-11",
        "g": "~",
        "i": "",
        "j": "null",
        "k": "3",
        "l": "1_000",
    }


def test_an_empty_list_item_keeps_its_place() -> None:
    """A gap in a list is None, so that positions count as they are written."""
    assert to_plain_node(parse_yaml("[a, ~, '']")) == ["a", None, ""]
    assert to_plain_node(parse_yaml("- a\n-\n- b\n")) == ["a", None, "b"]


def test_an_alias_stands_for_the_value_of_its_anchor() -> None:
    """Scalars, lists and mappings can be written once and used again, as a key too."""
    text = "a: &s S01\nb: &l [*s, x]\nc: *l\nd: &m {e: *l}\nf: *m\n*s : g\n"
    assert to_plain_node(parse_yaml(text)) == {
        "a": "S01",
        "b": ["S01", "x"],
        "c": ["S01", "x"],
        "d": {"e": ["S01", "x"]},
        "f": {"e": ["S01", "x"]},
        "S01": "g",
    }


def test_a_path_gives_the_position_of_the_value_or_its_nearest_ancestor() -> None:
    """A scalar has its own position, a list or mapping that of its key, and a missing value that of its parent."""
    root = parse_yaml("title: {en: a}\nbody:\n  - text:\n      en: b\n  - points: [c]\n")
    places = {
        (): (0, 0),
        ("title",): (0, 0),
        ("title", "en"): (0, 12),
        ("title", "fr"): (0, 0),
        ("body", 0): (2, 4),
        ("body", 0, "text", "en"): (3, 10),
        ("body", 1, "points", 0): (4, 13),
        ("body", 1, "points", 7): (4, 4),
        ("body", 9): (1, 0),
        ("nothing", 0): (0, 0),
    }
    assert {path: node_at(root, path) for path in places} == {path: Mark(*at) for path, at in places.items()}


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("", 1, 1, "The file is empty"),
        ("# only a remark\n", 1, 1, "The file is empty"),
        ("---\n\n  ", 1, 1, "The file is empty"),
        ("a: b: c", 1, 5, "A colon followed by a space"),
        ("a\nb: c", 2, 2, "A colon followed by a space"),
        ("a:\n\t- b", 2, 1, "by spaces, not by tabs"),
        ("\ta: b", 1, 1, "by spaces, not by tabs"),
        ("a: @b", 1, 4, "cannot start with this character"),
        ("a: 'b", 1, 6, "opened and never closed"),
        ("a: [b", 1, 6, "A comma is missing here, or the bracket"),
        ("a: [b\n", 2, 1, "A comma is missing here, or the bracket"),
        ("a: {b: c\nd: e", 2, 2, "A comma is missing here, or the bracket"),
        ("a: - b", 1, 4, "A list starts on a line of its own"),
        ("a: {b: https://c}", 1, 13, "A colon inside brackets"),
        ("a: ]", 1, 4, "A value is expected here"),
        ("a: b\n]", 2, 1, "The indentation or the punctuation breaks off"),
        ("- a\nb: c", 2, 1, "The list breaks off here"),
        ('a: "\\q"', 1, 5, "The backslash starts no known escape"),
        ("a: |\n  b\n c", 3, 2, "The indentation or the punctuation breaks off"),
        ("[a]\nb", 2, 1, "The content ends above"),
        ("%YAML 9.9\n---\na", 1, 1, "This is not YAML that can be read: found incompatible YAML document."),
        ("a: b\n---\nc: d", 2, 1, "holds one document"),
        ("[a]: b", 1, 1, "A key is a plain word"),
        ("{a: b}: c", 1, 1, "A key is a plain word"),
        ("? - a\n: b", 1, 3, "A key is a plain word"),
        ("&l [a]: b\nc: {*l : d}", 1, 1, "A key is a plain word"),
        ("l: &l [a]\n*l : b", 2, 1, "A key is a plain word"),
        ("a: b\nc: d\na: e", 3, 1, "The key 'a' is written twice here; the first is on line 1"),
        ("x: {a: b, 'a': c}", 1, 11, "The key 'a' is written twice here; the first is on line 1"),
        ("a: *b", 1, 4, "*b refers to an anchor that is not above it"),
        ("a: &b [*b]", 1, 8, "*b refers to a value that contains it"),
        ("a: &b {c: {d: *b}}", 1, 15, "*b refers to a value that contains it"),
        ("a: b\n\x01", 2, 1, r"The character \x01 is not allowed"),
        ("é: 😀\x1b[2J", 1, 5, r"The character \x1b is not allowed"),
        ("a: b\nc: \ufffe", 2, 4, r"The character \ufffe is not allowed"),
        ("a: b\nc: \ud800", 2, 4, r"The character \ud800 is not allowed"),
    ],
)
def test_what_cannot_be_read_is_said_in_plain_words_at_its_place(text: str, line: int, column: int, words: str) -> None:
    """A slip of YAML is explained where it is, inside the text, and without the parser's jargon where one can."""
    found_line, found_column, message = failure(text)
    assert words in message
    assert (found_line, found_column) == (line, column)


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}"), ("- ", "")])
def test_nesting_has_a_limit(opening: str, closing: str) -> None:
    """The deepest nesting allowed is read; one level more is refused where it starts."""
    parse_yaml(opening * MAX_DEPTH + "x" + closing * MAX_DEPTH)
    line, column, message = failure(opening * (MAX_DEPTH + 1) + "x" + closing * (MAX_DEPTH + 1))
    assert (line, column) == (1, len(opening) * MAX_DEPTH + 1)
    assert f"deeper than {MAX_DEPTH} levels" in message


def test_nesting_through_aliases_counts() -> None:
    """Aliases inside aliases cannot nest deeper than the limit either."""
    step = "".join(f"a{i}: &a{i} {'[' * 20}*a{i - 1}{']' * 20}\n" for i in range(1, 6))
    assert failure("a0: &a0 x\n" + step)[2].startswith("The file nests deeper")


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "&a [", "!t [", "[[]: "])
def test_a_hundred_thousand_brackets_do_not_end_the_process(opening: str) -> None:
    """Hostile nesting is refused, in a process of its own so that a crash would show."""
    code = (
        "import sys; from bindertui.store.yaml.nodes import NodeError, parse_yaml\n"
        "try: parse_yaml(sys.argv[1] * 100_000)\n"
        "except NodeError as error: print(error.message)\n"
    )
    run = subprocess.run([sys.executable, "-c", code, opening], capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith(("The file nests deeper", "A key is a plain word"))


def test_a_few_lines_that_expand_to_billions_are_refused() -> None:
    """The values are counted with every alias written out."""
    laughs = "a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n"
    laughs += "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))
    assert f"more than {MAX_NODES:,} values" in failure(laughs)[2]


def test_a_long_text_that_is_repeated_for_ever_is_refused() -> None:
    """A long text weighs more than a short one when aliases repeat it."""
    assert f"more than {MAX_NODES:,} values" in failure(f"a: &a {'x' * 100_000}\nb: [{'*a, ' * 2000}]")[2]


def test_repeating_a_value_within_reason_is_allowed() -> None:
    """Ten thousand uses of an anchor are no bomb."""
    assert to_plain_node(parse_yaml(f"a: &a S01\nb: [{'*a, ' * 10_000}]")) == {"a": "S01", "b": ["S01"] * 10_000}
