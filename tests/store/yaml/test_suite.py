"""YAML of every kind: unedited parts stay the same, and each text can be replaced and restored.

The cases are written after the chapters of the YAML specification, and the valid ones of the YAML Test Suite come with
them. 218 of those could be content files; the others hold several documents, keys that are lists, tabs for spaces or
syntax that libyaml does not read.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bindertui.model.forms import value_at
from bindertui.store.yaml.edit import EditError, YamlDocument
from bindertui.store.yaml.nodes import Alias, Mapping, Node, NodeError, Scalar, Sequence

CASES = {
    "collections": "american:\n  - Boston Red Sox\n  - Detroit Tigers\nnational:\n- New York Mets\n",
    "mapping of mappings": "Mark McGwire: {hr: 65, avg: 0.278}\nSammy Sosa: {\n    hr: 63,\n    avg: 0.288,\n  }\n",
    "compact items": "---\n# Products purchased\n- item    : Super Hoop\n  quantity: 1\n- item    : Basketball\n",
    "sequences in sequences": "- - s1_i1\n  - s1_i2\n-\n  - s2_i1\n-  -  s3\n",
    "literal": "--- # ASCII Art\nart: |\n  \\//||\\/||\n  // ||  ||__\n\nend: |2-\n   indented\n  less\n".replace(
        "|-2", "|2-"
    ),
    "folded": "a: >\n  Mark McGwire's\n  year was crippled.\n\n\nb: >+\n  kept\n\n   more\n\n  less\n\nc: x\n",
    "chomping": "strip: |-\n  text\nclip: |\n  text\nkeep: |+\n  text\n\n# Comment\nend: x\n",
    "flow scalars": (
        'plain:\n  This unquoted scalar\n  spans many lines.\n\nquoted: "So does this\n  quoted scalar.\\n"\n'
    ),
    "double quoted": (
        'a: "folded \\\n  to a space,\n\n  to a line feed, or \\\n  \\ non-content"\nb: "\\t\\x41\\u2028"\n'
    ),
    "single quoted": "a: 'here''s to \"quotes\"'\nb: ' 1st non-empty\n\n  2nd non-empty\n\t3rd non-empty '\n",
    "tags and anchors": "a: !!str &a1 x\n!!str b : &a2 !local y\n? &a3 c\n: &a4\n  - !!int 5\nd: *a1\n",
    "aliases": (
        "hr:\n  - Mark McGwire\n  # Following node labeled SS\n"
        "  - &SS Sammy Sosa\nrbi:\n  - *SS # Subsequent\n  - Ken\n"
    ),
    "explicit keys": "? first\n: Sammy Sosa\n? >-\n  folded\n  key\n:\n  # Statistics:\n  hr: 65\n? last\n",
    "empty nodes": "a:\nb: !!null\nc: &x\nd: ''\ne:\n-\n- ~\n-\n  - x\n",
    "flow": ('a: [ one, two, ]\nb: [three ,four]\nc: {unquoted : "separate"}\nd: [a: b, ? c : d]\n'),
    "adjacent values": 'a: {"adjacent":value, "readable": value, "empty":}\nb: [{a: b}, [c]]\n',
    "comments": "# top\n\n  # indented\nkey: # after\n  value # last\n  # below\n\n# end\n",
    "indentation of one": "a:\n - b:\n    - c\n   d: e\n -  f\n",
    "tabs": "a:\tb\nc:\t# d\n - e\t# f\n - 'g'\t\nh: [i,\t\n\tj]\n",
    "directives": "%YAML 1.1\n%TAG !e! tag:example.com,2019:\n---\na: !e!foo x\nb: y\n...\n# after\n",
    "specials in plain": "a: ::vector\nb: -123\nc: http://example.com/foo#bar\nd: a#b\ne: ?x\n",
    "no line break at the end": "a: b\nc: d",
    "line breaks": "a: b\r\nc:\r\n- d\r\n- e\rf: g\n",
    "old line breaks": "a: b\u2028c: d\u2029e: f\x85g: 'h\x85\x85i'\n",
    "merge keys": "a: &a {x: 1}\nb: {<<: *a, y: 2}\nc:\n  <<: [*a]\n  z: 3\n",
    "a list at the root": "# Terms\n\n- a\n# about b\n- b: c\n  d: e\n",
    "flow at the root": "{a: [b, c], # d\n e: f}\n",
}


SUITE: dict[str, str] = json.loads((Path(__file__).parents[2] / "data" / "yaml_test_suite.json").read_text())
"""The valid inputs of the YAML Test Suite by their names."""


def readable(name: str) -> bool:
    """Whether a content file may be like a case of the suite."""
    try:
        YamlDocument.parse(SUITE[name])
    except NodeError:
        return False
    return True


READABLE = [name for name in SUITE if readable(name)]


def scalars(node: Node, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Scalar]]:
    """Every scalar with its path."""
    if isinstance(node, Mapping):
        for key, (_, value) in node.items.items():
            yield from scalars(value, (*path, key))
    elif isinstance(node, Sequence):
        for position, value in enumerate(node.items):
            yield from scalars(value, (*path, position))
    elif not isinstance(node, Alias):
        yield path, node


@pytest.mark.parametrize("name", CASES)
def test_the_cases_written_here_can_be_read(name: str) -> None:
    """None of them is passed over."""
    YamlDocument.parse(CASES[name])


def test_the_suite_is_read() -> None:
    """No fewer of its cases than before, and each is given back byte by byte where nothing was edited."""
    assert len(SUITE) == 308
    assert len(READABLE) >= 218
    assert [name for name in READABLE if YamlDocument.parse(SUITE[name]).text != SUITE[name]] == []


@pytest.mark.parametrize("name", [*CASES, *READABLE])
def test_every_text_can_be_another(name: str) -> None:
    """An edit sets the value and changes only the lines of its scalar, or is refused."""
    text = CASES.get(name) or SUITE[name]
    read = YamlDocument.parse(text)
    assert read.text == text
    edited = refused = 0
    for path, scalar in scalars(read.root):
        for value in ("new", "with: colon", "two\nlines", ""):
            try:
                after = read.replace(path, value)
            except EditError:
                refused += 1
                continue
            edited += 1
            assert YamlDocument.parse(after.text).plain() == after.plain()
            assert value_at(after.plain(), path) == value
            start, end = scalar.event.start_mark.index, scalar.event.end_mark.index
            if start == end:
                continue  # Nothing is written there: the parser places it where the next thing starts.
            bare, changed = text.removeprefix("\ufeff"), after.text.removeprefix("\ufeff")
            assert changed.startswith(bare[:start])
            assert changed.endswith(below(bare, end))
    assert name not in CASES or edited > refused


def below(text: str, end: int) -> str:
    """The lines below the one in which something ends; blank lines at the end of a file may be a part of its text."""
    before = text[:end].rstrip()
    lines = "".join(text[len(before) :].splitlines(keepends=True)[1:])
    return lines if lines.strip() else ""
