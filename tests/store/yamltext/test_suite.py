"""YAML of every kind: what stands unedited stays, and each text can be another and itself again.

The cases are written after the chapters of the YAML specification. With `YAML_TEST_SUITE` set to a checkout of the
branch `data` of the YAML Test Suite (https://github.com/yaml/yaml-test-suite, under the MIT licence), its cases are
tried as well.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bindertui.store.nodes import Alias, Mapping, Node, NodeError, Scalar, Sequence
from bindertui.store.yamltext import EditError, YamlText

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


def suite() -> dict[str, str]:
    """The cases here, and those of the test suite where it lies."""
    found = dict(CASES)
    if folder := os.environ.get("YAML_TEST_SUITE"):
        for path in sorted(Path(folder).glob("[0-9A-Z]*/**/in.yaml")):
            found[str(path.relative_to(folder).parent)] = path.read_bytes().decode()
    return found


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
    YamlText.parse(CASES[name])


@pytest.mark.parametrize(("name", "text"), suite().items())
def test_every_text_can_be_another(name: str, text: str) -> None:
    """Without an edit every byte stays; an edit says what it should, changes nothing else, or is refused."""
    try:
        read = YamlText.parse(text)
    except NodeError:
        pytest.skip("no content file is like this")
    assert read.text == text
    edited = refused = 0
    for path, scalar in scalars(read.root):
        for value in ("new", "with: colon", "two\nlines", ""):
            try:
                after = read.replaced(path, value)
            except EditError:
                refused += 1
                continue
            edited += 1
            start = scalar.event.start_mark.index
            if start == scalar.event.end_mark.index:
                continue  # Nothing is written there: the parser places it where the next thing starts.
            assert after.text.removeprefix("\ufeff").startswith(text.removeprefix("\ufeff")[:start])
            assert YamlText.parse(after.text).plain() == after.plain()
    assert name not in CASES or edited > refused
