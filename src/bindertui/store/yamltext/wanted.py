"""What is to come of edits, to compare with what did."""

from collections.abc import Sequence as Several

from bindertui.model.address import Path
from bindertui.store.nodes import Alias, Mapping, Node, Scalar, Sequence, resolved
from bindertui.store.yamltext.edits import Edit, Insert, Move, Replace, WithKey
from bindertui.store.yamltext.scalars import word_of
from bindertui.store.yamltext.writing import Value
from bindertui.values import frozen


class _Wanted:
    """A collection as it is to be: of the old one its anchor and tag, and what is in it."""

    def __init__(self, node: Mapping | Sequence) -> None:
        self.node = node
        self.keys: dict[str, Wanted] = {}
        self.items: list[Wanted] = []
        if isinstance(node, Mapping):
            self.keys = {key: value for key, (_, value) in node.items.items()}
        else:
            self.items = list(node.items)


@frozen
class _New:
    """A value that is written anew; the anchor and tag of the scalar it replaces stay."""

    value: Value
    properties: tuple[str | None, str | None] = (None, None)


Wanted = Node | _Wanted | _New


def wanted(root: Node, edits: Several[Edit]) -> Wanted:
    """The tree that edits, one after the other, are to make."""
    tree: Wanted = root
    for edit in edits:
        tree = _made(tree, edit, edit.touched if not isinstance(edit, Replace) else edit.path)
    return tree


def _made(tree: Wanted, edit: Edit, path: Path) -> Wanted:
    if not path:
        return _applied(tree, edit)
    inside = _Wanted(tree) if isinstance(tree, Mapping | Sequence) else tree
    if isinstance(inside, _Wanted):
        step = path[0]
        if isinstance(inside.node, Mapping):
            inside.keys[str(step)] = _made(inside.keys[str(step)], edit, path[1:])
        else:
            inside.items[int(step)] = _made(inside.items[int(step)], edit, path[1:])
    return inside


def _applied(tree: Wanted, edit: Edit) -> Wanted:
    if isinstance(edit, Replace):
        kind = Mapping if isinstance(edit.value, dict) else Sequence if isinstance(edit.value, list) else Scalar
        return _New(edit.value, properties(tree) if isinstance(tree, kind) else (None, None))
    inside = _Wanted(tree) if isinstance(tree, Mapping | Sequence) else tree
    if not isinstance(inside, _Wanted):
        # Nothing was written there: a collection takes its place.
        return _New({edit.key: edit.value} if isinstance(edit, WithKey) else [edit.value])  # type: ignore[union-attr]
    if isinstance(edit, WithKey):
        inside.keys[edit.key] = _New(edit.value)
    elif isinstance(edit, Insert):
        inside.items.insert(edit.index, _New(edit.value))
    elif isinstance(edit, Move):
        inside.items.insert(edit.target, inside.items.pop(edit.source))
    elif isinstance(inside.node, Mapping):
        del inside.keys[str(edit.path[-1])]
    else:
        del inside.items[int(edit.path[-1])]
    return inside


def agrees(node: Node, tree: Wanted) -> bool:
    """Whether a tree that was read is what was wanted: values, anchors, tags and aliases."""
    if isinstance(tree, _New):
        return properties(node) == tree.properties and says(node, tree.value)
    if isinstance(tree, _Wanted):
        if type(node) is not type(tree.node) or not _alike(node, tree.node):
            return False
        if isinstance(node, Mapping):
            return node.items.keys() == tree.keys.keys() and all(
                agrees(value, tree.keys[key]) for key, (_, value) in node.items.items()
            )
        assert isinstance(node, Sequence)
        return len(node.items) == len(tree.items) and all(map(agrees, node.items, tree.items))
    return _same(node, tree)


def _same(node: Node, old: Node) -> bool:
    if type(node) is not type(old) or not _alike(node, old):
        return False
    if isinstance(node, Mapping) and isinstance(old, Mapping):
        pairs = zip(node.items.values(), old.items.values(), strict=False)
        return list(node.items) == list(old.items) and all(_same(value, before) for (_, value), (_, before) in pairs)
    if isinstance(node, Sequence) and isinstance(old, Sequence):
        return len(node.items) == len(old.items) and all(map(_same, node.items, old.items))
    if isinstance(node, Scalar) and isinstance(old, Scalar):
        return node.value == old.value and node.empty == old.empty
    return bool(node.event.anchor == old.event.anchor)


def properties(node: Node) -> tuple[str | None, str | None]:
    """The anchor and the tag of a node."""
    return (None, None) if isinstance(node, Alias) else (node.event.anchor, node.event.tag)


def _alike(node: Node, old: Node) -> bool:
    return properties(node) == properties(old)


def says(node: Node, value: Value) -> bool:
    """Whether a node says what a value of plain data says; a number by the characters it is written with."""
    node = resolved(node)
    if isinstance(node, Mapping):
        return (
            isinstance(value, dict)
            and node.items.keys() == value.keys()
            and all(says(inside, value[key]) for key, (_, inside) in node.items.items())
        )
    if isinstance(node, Sequence):
        return isinstance(value, list) and len(node.items) == len(value) and all(map(says, node.items, value))
    if value is None:
        return node.empty or (node.plain and node.value == "null")
    if isinstance(value, str):
        return node.value == value and not node.empty
    return node.plain and not isinstance(value, list | dict) and node.value == word_of(value, "")
