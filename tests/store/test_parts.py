"""Parts of a file's text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bindertui.store.yaml.excerpt import excerpt, replace_excerpt

TEXT = """\
# The file.
title: A
sections:
  # First comes the inner part.
  - id: inner   # its id
    title: {en: Inner, fr: Intérieur}
# A comment that stands too far left.
    body:
      - text: >-
          A folded text

          of two paragraphs.
      - points:
        - text: flush
        - text: left

  # The comment of the next.

  - title: Next
    id: next
    sections:
    - {id: flow, title: F}
    - id: deep
      title: Deep
sources: [S1]
# The end.
"""


def test_a_section_is_its_lines_less_their_indentation() -> None:
    """With the comments inside it, and without those that belong to what follows."""
    assert excerpt(TEXT, "inner", ()) == (
        "id: inner   # its id\ntitle: {en: Inner, fr: Intérieur}\n# A comment that stands too far left.\nbody:\n"
        "  - text: >-\n      A folded text\n\n      of two paragraphs.\n"
        "  - points:\n    - text: flush\n    - text: left\n"
    )
    assert excerpt(TEXT, "deep", ()) == "id: deep\ntitle: Deep\n"


def test_a_field_is_its_lines_or_what_it_says() -> None:
    """Lists and mappings by their lines, also where the dashes stand flush with the key; a text by itself."""
    assert excerpt(TEXT, "inner", ("body", 1, "points")) == "- text: flush\n- text: left\n"
    assert excerpt(TEXT, "inner", ("body", 0, "text")) == "A folded text\nof two paragraphs."
    assert excerpt(TEXT, None, ("title",)) == "A"


@pytest.mark.parametrize(
    ("section", "path"), [("gone", ()), ("inner", ("body", 7)), (None, ("title", "en")), (None, ("x",))]
)
def test_what_is_not_there_is_none(section: str | None, path: tuple[str | int, ...]) -> None:
    """Neither a missing section nor a step too far; nor anything in what is not YAML."""
    assert excerpt(TEXT, section, path) is None
    assert excerpt("a: [", None, ()) is None


def test_a_section_is_put_back_where_it_stands() -> None:
    """Its lines change, as deep as they stand there; no other line does, comments around it included."""
    older = excerpt(TEXT.replace("A folded text", "An older text"), "inner", ())
    assert older is not None
    restored = replace_excerpt(TEXT, "inner", older)
    assert restored == TEXT.replace("A folded text", "An older text").replace("\n# A comm", "\n    # A comm")
    assert excerpt(restored, "inner", ()) == older


def test_line_ends_stay_those_of_the_file() -> None:
    """A section from a time before the file had Windows' line ends gets them too."""
    windows = TEXT.replace("\n", "\r\n")
    restored = replace_excerpt(windows, "deep", "id: deep\ntitle: Deeper\n")
    assert restored == windows.replace("title: Deep\r", "title: Deeper\r")


@pytest.mark.parametrize("section", ["one", "two", "gone"])
def test_what_has_no_lines_of_its_own_is_not_put_back(section: str) -> None:
    """Between brackets on a line with others, or where there is no such section."""
    text = "title: A\nsections: [{id: one, title: O}, {id: two, title: T}]\n"
    assert replace_excerpt(text, section, f"id: {section}\ntitle: Other\nbody:\n  - text: x\n") is None


def test_a_section_in_braces_is_put_back_on_lines() -> None:
    """One that has a line to itself may have had several before."""
    restored = replace_excerpt(TEXT, "flow", "id: flow\ntitle: F\nbody: []\n")
    assert restored == TEXT.replace("{id: flow, title: F}", "id: flow\n      title: F\n      body: []")


def test_another_section_is_not_put_in_its_place() -> None:
    """Lines that do not say what they are to say here are refused."""
    assert replace_excerpt(TEXT, "inner", "id: other\ntitle: Other\n") is None
    assert replace_excerpt(TEXT, "inner", "id: inner\n- broken\n") is None


WORDS = st.text("ab :#-é'", max_size=12).map(lambda text: "'" + text.replace("'", "''") + "'")
BODIES = st.lists(WORDS, min_size=1, max_size=4).map(lambda texts: "".join(f"  - text: {text}\n" for text in texts))


@given(BODIES, BODIES, st.sampled_from([2, 4, 5]))
def test_any_section_can_be_put_back(before: str, after: str, depth: int) -> None:
    """Whatever it held, and however deep the file indents: the older file comes back, byte for byte."""

    def file(body: str) -> str:
        lines = ("id: x", "title: X", "body:", *body.splitlines())
        first, *rest = lines
        inside = "".join(f"{' ' * (depth + 2)}{line}\n" for line in rest)
        return f"title: T\nsections:\n{' ' * depth}- {first}\n{inside}{' ' * depth}- id: y\n{' ' * depth}  title: Y\n"

    older = excerpt(file(before), "x", ())
    assert older is not None
    assert replace_excerpt(file(after), "x", older) == file(before)
