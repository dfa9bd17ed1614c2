"""Edits as a careful hand would make them, case by case."""

from collections.abc import Callable

import pytest

from bindertui.store.yaml.edit import Edit, EditError, Insert, Move, NoSlotError, Remove, Replace, SetKey, YamlDocument
from bindertui.store.yaml.nodes import Mark, NodeError

LIST = """\
items:
  # about a
  - a   # the first
  # about b
  - b

  # about c,
  # on two lines
  - c   # the last
  # at the end
after: x
"""


def edited(text: str, edit: Edit) -> str:
    """Return a text after an edit."""
    return YamlDocument.parse(text).apply([edit]).text


def lines(text: str) -> list[str]:
    """The lines that matter: without indentation."""
    return [line.strip() for line in text.splitlines()]


def test_deleting_an_item_takes_its_comments_and_no_others() -> None:
    """The first, a middle and the last item of a list."""
    first = edited(LIST, Remove(("items", 0)))
    assert first == LIST.replace("  # about a\n  - a   # the first\n", "")
    middle = edited(LIST, Remove(("items", 1)))
    assert middle == LIST.replace("  # about b\n  - b\n", "")
    last = edited(LIST, Remove(("items", 2)))
    assert last == LIST.replace("\n  # about c,\n  # on two lines\n  - c   # the last\n", "")


def test_a_new_item_takes_no_comment_from_another() -> None:
    """Before the first, between two, and after the last."""
    assert edited(LIST, Insert(("items",), 0, "new")) == LIST.replace("  # about a\n", "  - new\n  # about a\n")
    assert edited(LIST, Insert(("items",), 1, "new")) == LIST.replace("  # about b\n", "  - new\n  # about b\n")
    assert edited(LIST, Insert(("items",), 3, "new")) == LIST.replace("# the last\n", "# the last\n  - new\n")


def test_a_moved_item_takes_its_comments_along() -> None:
    """The last to the front: blank lines stay between the places, comments go with the items."""
    moved = edited(LIST, Move(("items",), 2, 0))
    assert lines(moved) == [
        *("items:", "# about c,", "# on two lines", "- c   # the last", "# about a", "- a   # the first", ""),
        *("# about b", "- b", "# at the end", "after: x"),
    ]


def test_deleting_a_key_takes_its_comment_and_leaves_the_next() -> None:
    """In the middle of a mapping, and the first key of an item on the line of its dash."""
    text = "# about the file\na: 1\n# about b\nb: 2   # two\n# about c\nc: 3\n"
    assert edited(text, Remove(("b",))) == "# about the file\na: 1\n# about c\nc: 3\n"
    text = "list:\n- id: x   # its id\n  # about the name\n  name: y\n"
    assert edited(text, Remove(("list", 0, "id"))) == "list:\n- # about the name\n  name: y\n"


def test_a_comment_at_the_top_is_about_the_file_unless_all_have_theirs() -> None:
    """It stays when the first entry goes; where every entry has a comment, the first is the first entry's."""
    assert edited("# Terms.\n- a\n- b\n", Remove((0,))) == "# Terms.\n- b\n"
    assert edited("# about a\n- a\n# about b\n- b\n", Remove((0,))) == "# about b\n- b\n"


def test_a_header_stays_where_only_some_entries_have_a_comment() -> None:
    """The comment at the top of a file stays when the first item changes or goes."""
    text = "# Terms.\n- a\n# about b\n- b\n- c\n"
    assert edited(text, Remove((0,))) == "# Terms.\n# about b\n- b\n- c\n"
    assert edited(text, Move((), 0, 2)) == "# Terms.\n# about b\n- b\n- c\n- a\n"
    assert edited(text, Move((), 2, 0)) == "# Terms.\n- c\n- a\n# about b\n- b\n"
    assert edited(text, Insert((), 0, "new")) == "# Terms.\n- new\n- a\n# about b\n- b\n- c\n"
    assert edited("# Terms.\n- a\n", Insert((), 0, "new")) == "# Terms.\n- new\n- a\n"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a: 'x'\nb: \"\\u00e9\"\nc: y\n", "long plain scalars, quotes and escapes"),
        ("---\na: x\nc: y\n...\n", "document markers"),
        ("%YAML 1.1\n---\na: x\nc: y\n", "a directive"),
        ("a: x\r\nb: 1\r\nc: y\n", "line ends of both kinds"),
        ("\ufeffa: x\nc: y\n", "a byte order mark"),
        ("a: [1, 2,3]\nb: ~\nc: y\n", "spacing in brackets, a tilde"),
        (f"a: {'word ' * 40}end\nc: y\n", "a long plain text"),
        ("a: one\n  two\n   three\nc: y\n", "a plain text on several lines"),
        ("a: &x 1\nb: *x\nc: y\n", "an anchor and its alias"),
        ("base: &b {x: 1}\na:\n  <<: *b\nc: y\n", "a merge key"),
        ("a: yes\nb: No\nd: 1.10\ne: 0o17\nf: 2019-11-01\ng: 😀\nc: y\n", "words that look like others"),
        ("a: !t x\nc: y\n", "a tag"),
        ("a:\n- 1\n-\n- ~\nb:\n\n\nc: y\n", "empty items and fields, blank lines"),
        ("? a\n: x\n? b\nc: y\n", "keys with a question mark"),
        ("a: x\u2028b: z\x85c: y\n", "the line ends of other times"),
        ("a:\t x \t# tabs\nc: y\n", "tabs"),
        ("a: x #comment\n#without a space\nc: y\n", "comments without a space"),
    ],
)
def test_what_is_not_edited_stays(text: str, kept: str) -> None:
    """One field changes; everything that a dump would lose or rewrite stays to the byte."""
    assert edited(text, Replace(("c",), "new")) == text.replace("c: y", "c: new"), kept


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("x", "NO", "NO"),
        ("x", "2019-11", "2019-11"),
        ("x", "1.10", "1.10"),
        ("x", "a: b", "'a: b'"),
        ("x", "# b", "'# b'"),
        ("x", " b", "' b'"),
        ("x", "", "''"),
        ("x", "~", "'~'"),
        ("x", "l'été", "l'été"),
        ("'x'", "l'été", "'l''été'"),
        ("'x'", "bell\x07", '"bell\\x07"'),
        ('"x"', 'say "a"', '"say \\"a\\""'),
        ('"caf\\u00e9 noir"', "café crème", '"caf\\u00e9 crème"'),
        ("x", "tab\tin", "tab\tin"),
        ("x", "a\u2028b", '"a\\u2028b"'),
        ("x", 5, "5"),
        ("'x'", 4.4, "4.4"),
        ("x", True, "true"),
        ("&a x", "y", "&a y"),
        ("!!str x", "y", "!!str y"),
        ("x   # note", "y", "y   # note"),
        ("x", "one\ntwo", "|-\n    one\n    two"),
        ("x # note", "one\ntwo", "|- # note\n    one\n    two"),
        ("|\n    one\n    two", "one\n", "|\n    one"),
        ("|-\n    one", "one\n\n", "|+\n    one\n"),
        ("|2\n     one", " two\n", "|2\n     two"),
        (">-   # note\n    a long\n    text", "a short\ntext", ">-   # note\n    a short\n\n    text"),
        (">-\n    a long\n    text", "", "''"),
        (">-\n    a long\n    text", 5, "5"),
        ("[a, b]", ["a", "c"], "[a, c]"),
        ("[a, b]", "c", "c"),
        ("{a: b}", {"a": "b", "c": "d"}, "{a: b, c: d}"),
        ("x", ["a", "b"], "[a, b]"),
        ("x", {"a": "b"}, "\n    a: b"),
    ],
)
def test_a_value_takes_the_place_of_another(before: str, value: object, after: str) -> None:
    """In the same style where that can say it, with its anchor, its tag and the comment on its line."""
    text = "k:\n  v: {}\n  w: z\n"
    replaced = edited(text.replace("{}", before), Replace(("k", "v"), value))  # type: ignore[arg-type]
    assert replaced == text.replace(" {}" if after.startswith("\n") else "{}", after)


def test_a_folded_text_is_filled_anew_only_where_its_words_changed() -> None:
    """Lines with unchanged words keep their breaks; words at the end join the last line; long lines are broken."""
    text = "t: >-\n  The first line of a text that\n  goes on over a second line and\n  ends with a third.\nu: x\n"
    said = "The first line of a text that goes on over a second line and ends with a third."
    one = edited(text, Replace(("t",), said.replace("second", "2nd")))
    assert one == text.replace("second", "2nd")
    more = edited(text, Replace(("t",), f"{said} Now more."))
    assert more == text.replace("a third.", "a third. Now more.")
    none = edited(text, Replace(("t",), said.replace(" goes on over a second line and", "")))
    assert none == text.replace("  goes on over a second line and\n", "")
    long = "goes on over a very, very, very, very, very long second line and"
    broken = edited(text, Replace(("t",), said.replace("goes on over a second line and", long)))
    assert broken.startswith("t: >-\n  The first line of a text that\n  goes on over")
    assert broken.endswith("\n  ends with a third.\nu: x\n")
    assert max(map(len, broken.splitlines())) <= 60


def test_numbers_are_numbers_and_texts_are_texts() -> None:
    """A new text that others would take for a number is quoted, unless its like in the file is not."""
    assert edited("a: [1, 2]\n", Insert(("a",), 2, "3")) == "a: [1, 2, 3]\n"
    assert edited("a: ['1', '2']\n", Insert(("a",), 2, "3")) == "a: ['1', '2', '3']\n"
    assert edited("a: [x]\n", Insert(("a",), 1, "3")) == "a: [x, '3']\n"
    assert edited("a: [x]\n", Insert(("a",), 1, 3)) == "a: [x, 3]\n"
    assert edited("a: [1, null]\n", Insert(("a",), 2, None)) == "a: [1, null, null]\n"


def test_new_values_are_written_in_the_hand_of_the_file() -> None:
    """Indentation, brackets and braces follow the neighbouring items."""
    text = "body:\n    -   text:\n            en: A\n            fr: B\n        sources: [S1]\n"
    value = {"text": {"en": "C", "fr": "D"}, "sources": ["S1", "S2"]}
    added = "    -   text:\n            en: C\n            fr: D\n        sources: [S1, S2]\n"
    assert edited(text, Insert(("body",), 1, value)) == text + added  # type: ignore[arg-type]
    text = "body:\n- text: {en: A, fr: B}\n\n- text: {en: C, fr: D}\n"
    assert edited(text, Insert(("body",), 2, {"text": {"en": "E", "fr": "F"}})) == (
        f"{text}\n- text: {{en: E, fr: F}}\n"
    )


def test_brackets_over_several_lines() -> None:
    """Items on lines of their own keep their comments, and commas are as they were."""
    text = "a: [\n  one, # about one\n  # about two\n  two,\n  three # about three\n]\n"
    assert edited(text, Remove(("a", 1))) == text.replace("  # about two\n  two,\n", "")
    assert edited(text, Remove(("a", 2))) == text.replace("two,\n  three # about three", "two")
    assert edited(text, Insert(("a",), 3, "four")) == text.replace(
        "three # about three", "three, # about three\n  four"
    )
    moved = edited(text, Move(("a",), 2, 0))
    assert moved == "a: [\n  three, # about three\n  one, # about one\n  # about two\n  two\n]\n"
    assert edited("a: [\n  x,\n]\n", Insert(("a",), 1, "z")) == "a: [\n  x,\n  z,\n]\n"


def test_keys_go_where_the_order_has_them() -> None:
    """After those that come before, at the front if none does, and else at the end."""
    order = ("id", "text", "sources", "as_of")
    text = "- text: x   # said\n  as_of: 2019\n"
    assert edited(text, SetKey((0,), "sources", ["S1"], order)) == (
        "- text: x   # said\n  sources: [S1]\n  as_of: 2019\n"
    )
    assert edited(text, SetKey((0,), "id", "a", order)) == ("- id: a\n  text: x   # said\n  as_of: 2019\n")
    assert edited(text, SetKey((0,), "other", "a", order)) == f"{text}  other: a\n"
    assert edited("a:\n", SetKey(("a",), "b", "c")) == "a:\n  b: c\n"


def test_what_is_shared_is_not_changed_in_silence() -> None:
    """An alias can be written out; edits of the value it repeats, or inside it, are refused with the lines."""
    text = "base: &b\n  x: 1\nuse: *b\nname: &n a\nlist: [*n]\n"
    assert edited(text, Replace(("list", 0), "c")) == text.replace("[*n]", "[c]")
    refusals: dict[str, Callable[[YamlDocument], YamlDocument]] = {
        r"\*b on line 3 repeats the value on line 1": lambda each: each.replace(("use", "x"), 2),
        r"Line 3 repeats this value \(&b\)": lambda each: each.replace(("base", "x"), 2),
        r"Line 5 repeats this value \(&n\)": lambda each: each.replace(("name",), "b"),
        r"The alias \*n refers to an anchor that is not above it": lambda each: each.apply([Remove(("name",))]),
    }
    for words, edit in refusals.items():
        with pytest.raises(EditError, match=words):
            edit(YamlDocument.parse(text))


def test_paths_that_lead_nowhere_are_refused() -> None:
    """Each edit with its replacement."""
    text = YamlDocument.parse("a: [x]\nb: {c: d}\ne: f\n")
    nowhere: tuple[Edit, ...] = (
        Replace(("z",), "y"),
        Replace(("a", 1), "y"),
        Remove(("b", "x")),
        Insert(("a",), 2, "y"),
        Move(("a",), 0, 1),
    )
    for edit in nowhere:
        with pytest.raises(NoSlotError):
            text.apply([edit])
    edits: tuple[Edit, ...] = (
        *(Insert(("b",), 0, "y"), Move(("b",), 0, 0)),
        *(SetKey(("a",), "b", "y"), SetKey(("e",), "b", "y")),
    )
    for edit in edits:
        with pytest.raises(EditError):
            text.apply([edit])
    with pytest.raises(NodeError):
        YamlDocument.parse("a: [")


def test_several_edits_are_made_one_after_the_other() -> None:
    """Paths count after the earlier edits."""
    text = YamlDocument.parse("a: [x, y]\nb: {c: d}\n")
    after = text.apply(
        [
            Insert(("a",), 0, "w"),
            Replace(("a", 1), "X"),
            SetKey(("b",), "e", "f"),
            Remove(("b", "c")),
            Move(("a",), 2, 0),
        ]
    )
    assert after.text == "a: [y, w, X]\nb: {e: f}\n"
    assert after.locate(("b", "e")) == Mark(1, 7)


def test_a_large_file_is_edited_like_a_small_one() -> None:
    """Where only the lines of one entry are read again, the rest is as it was, and further edits find their places."""
    item = "- name: {en: A name, fr: Un nom}   # about\n  text: >-\n    Some text over\n    two lines.\n"
    text = YamlDocument.parse("list:\n" + item * 2000)
    once = text.replace(("list", 1000, "name", "en"), "Another")
    twice = once.apply([Insert(("list",), 1000, {"name": {"en": "B", "fr": "C"}})])
    assert once.text == "list:\n" + item * 1000 + item.replace("A name", "Another") + item * 999
    assert twice.apply([Remove(("list", 1000))]).text == once.text
    assert YamlDocument.parse(twice.text).plain() == twice.plain()
