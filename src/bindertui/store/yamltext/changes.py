"""What differs between a node and the value it is to have, as edits that write no more than that."""

import json
from collections.abc import Iterator
from difflib import SequenceMatcher

from bindertui.model.address import Path
from bindertui.store.nodes import Mapping, Node, Scalar, Sequence, plain
from bindertui.store.yamltext.edits import Edit, Insert, Move, Replace, WithKey, Without
from bindertui.store.yamltext.wanted import says
from bindertui.store.yamltext.writing import Value


def changes(node: Node, value: Value, path: Path) -> Iterator[Edit]:
    """The edits, to be made one after the other, after which the node at a path has a value."""
    if isinstance(node, Mapping) and isinstance(value, dict) and value and node.items:
        yield from _of_keys(node, value, path)
    elif isinstance(node, Sequence) and isinstance(value, list) and value and node.items:
        yield from _of_items(node, value, path)
    elif not says(node, value):
        yield Replace(path, value)


def _of_keys(node: Mapping, value: dict[str, Value], path: Path) -> Iterator[Edit]:
    order = tuple(value)
    for key, item in value.items():
        if key in node.items:
            yield from changes(node.items[key][1], item, (*path, key))
        elif item is not None:
            yield WithKey(path, key, item, order)
    for key, (_, old) in node.items.items():
        # An empty field counts as left out already.
        if key not in value and not (isinstance(old, Scalar) and old.empty):
            yield Without((*path, key))


def _of_items(node: Sequence, value: list[Value], path: Path) -> Iterator[Edit]:
    old = [_form(plain(item)) for item in node.items]
    new = [_form(item) for item in value]
    codes = [code for code in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if code[0] != "equal"]
    if sorted(old) == sorted(new) and len(codes) == 2:
        (_, a, b, c, d), (_, e, f, g, h) = codes
        if (b - a, d - c, f - e, h - g) == (1, 0, 0, 1):
            yield Move(path, a, g)
            return
        if (b - a, d - c, f - e, h - g) == (0, 1, 1, 0):
            yield Move(path, e, c)
            return
    # From the end, so that the positions before still count.
    for _, a, b, c, d in reversed(codes):
        paired = min(b - a, d - c)
        for position in reversed(range(a + paired, b)):
            yield Without((*path, position))
        for step in range(c + paired, d):
            yield Insert(path, a + step - c, value[step])
        for step in range(paired):
            yield from changes(node.items[a + step], value[c + step], (*path, a + step))


def _form(value: object) -> str:
    """A value in a form that can be compared; a number by its characters, as a file holds it."""
    return json.dumps(_worded(value), sort_keys=True)


def _worded(value: object) -> object:
    if isinstance(value, dict):
        return {key: _worded(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_worded(item) for item in value]
    return value if isinstance(value, str | None) else json.dumps(value)
