"""Verify edits: parse the edited text and compare it with the expected tree.

Values, anchors, tags and aliases are compared. Of a large text only the lines of the changed entry are parsed again, if
they can be read alone; `verify_part` explains when.
"""

from collections.abc import Sequence as Several

from attrs import evolve

from bindertui._frozen import frozen
from bindertui.i18n import lazy_gettext
from bindertui.model.address import FieldPath
from bindertui.store.yaml.edit.edits import Edit, EditError, Insert, Move, Remove, Replace, SetKey, Value
from bindertui.store.yaml.edit.path import NodePath, PathStep
from bindertui.store.yaml.edit.scalars import scalar_word
from bindertui.store.yaml.edit.scan import BREAKS, is_blank_line, line_start, skip_trivia
from bindertui.store.yaml.edit.splice import Splice, apply_splices
from bindertui.store.yaml.nodes import (
    MAX_DEPTH,
    MAX_NODES,
    Alias,
    Mapping,
    Node,
    NodeError,
    Scalar,
    Sequence,
    parse_yaml,
    resolve_alias,
)


class _ExpectedCollection:
    """The expected content of a collection that keeps its anchor and tag."""

    def __init__(self, node: Mapping | Sequence) -> None:
        self.node = node
        self.keys: dict[str, Expected] = {}
        self.items: list[Expected] = []
        if isinstance(node, Mapping):
            self.keys = {key: value for key, (_, value) in node.items.items()}
        else:
            self.items = list(node.items)


@frozen
class _NewValue:
    """A new value; the anchor and tag of the scalar it replaces are kept."""

    value: Value
    properties: tuple[str | None, str | None] = (None, None)


Expected = Node | _ExpectedCollection | _NewValue


def expected_tree(root: Node, edits: Several[Edit]) -> Expected:
    """Return the tree that results from edits in order."""
    tree: Expected = root
    for edit in edits:
        tree = _apply_at(tree, edit, edit.touched if not isinstance(edit, Replace) else edit.path)
    return tree


def _apply_at(tree: Expected, edit: Edit, path: FieldPath) -> Expected:
    if not path:
        return _apply(tree, edit)
    inside = _ExpectedCollection(tree) if isinstance(tree, Mapping | Sequence) else tree
    if isinstance(inside, _ExpectedCollection):
        step = path[0]
        if isinstance(inside.node, Mapping):
            inside.keys[str(step)] = _apply_at(inside.keys[str(step)], edit, path[1:])
        else:
            inside.items[int(step)] = _apply_at(inside.items[int(step)], edit, path[1:])
    return inside


def _apply(tree: Expected, edit: Edit) -> Expected:
    if isinstance(edit, Replace):
        kind = Mapping if isinstance(edit.value, dict) else Sequence if isinstance(edit.value, list) else Scalar
        return _NewValue(edit.value, properties(tree) if isinstance(tree, kind) else (None, None))
    inside = _ExpectedCollection(tree) if isinstance(tree, Mapping | Sequence) else tree
    if not isinstance(inside, _ExpectedCollection):
        # Nothing was written there: a collection is started.
        return _NewValue({edit.key: edit.value} if isinstance(edit, SetKey) else [edit.value])  # type: ignore[union-attr]
    if isinstance(edit, SetKey):
        inside.keys[edit.key] = _NewValue(edit.value)
    elif isinstance(edit, Insert):
        inside.items.insert(edit.index, _NewValue(edit.value))
    elif isinstance(edit, Move):
        inside.items.insert(edit.target, inside.items.pop(edit.source))
    elif isinstance(inside.node, Mapping):
        del inside.keys[str(edit.path[-1])]
    else:
        del inside.items[int(edit.path[-1])]
    return inside


def trees_agree(node: Node, tree: Expected) -> bool:
    """Return whether a parsed tree equals the expected one in values, anchors, tags and aliases."""
    if isinstance(tree, _NewValue):
        return properties(node) == tree.properties and same_value(node, tree.value)
    if isinstance(tree, _ExpectedCollection):
        if type(node) is not type(tree.node) or not _same_properties(node, tree.node):
            return False
        if isinstance(node, Mapping):
            return node.items.keys() == tree.keys.keys() and all(
                trees_agree(value, tree.keys[key]) for key, (_, value) in node.items.items()
            )
        assert isinstance(node, Sequence)
        return len(node.items) == len(tree.items) and all(map(trees_agree, node.items, tree.items))
    return _same_node(node, tree)


def _same_node(node: Node, old: Node) -> bool:
    if type(node) is not type(old) or not _same_properties(node, old):
        return False
    if isinstance(node, Mapping) and isinstance(old, Mapping):
        pairs = zip(node.items.values(), old.items.values(), strict=False)
        return list(node.items) == list(old.items) and all(
            _same_node(value, before) for (_, value), (_, before) in pairs
        )
    if isinstance(node, Sequence) and isinstance(old, Sequence):
        return len(node.items) == len(old.items) and all(map(_same_node, node.items, old.items))
    if isinstance(node, Scalar) and isinstance(old, Scalar):
        return node.value == old.value and node.empty == old.empty
    return bool(node.event.anchor == old.event.anchor)


def properties(node: Node) -> tuple[str | None, str | None]:
    """Return the anchor and the tag of a node."""
    return (None, None) if isinstance(node, Alias) else (node.event.anchor, node.event.tag)


def _same_properties(node: Node, old: Node) -> bool:
    return properties(node) == properties(old)


def same_value(node: Node, value: Value) -> bool:
    """Return whether a node has the value of plain data; numbers compare by their characters."""
    node = resolve_alias(node)
    if isinstance(node, Mapping):
        return (
            isinstance(value, dict)
            and node.items.keys() == value.keys()
            and all(same_value(inside, value[key]) for key, (_, inside) in node.items.items())
        )
    if isinstance(node, Sequence):
        return isinstance(value, list) and len(node.items) == len(value) and all(map(same_value, node.items, value))
    if value is None:
        return node.empty or (node.plain and node.value == "null")
    if isinstance(value, str):
        return node.value == value and not node.empty
    return node.plain and not isinstance(value, list | dict) and node.value == scalar_word(value, "")


LARGE = 100_000
"""Length in characters from which only a part of the text is parsed again, if possible."""

PlannedEdits = Several[tuple[Edit, Splice]]
"""Edits with their splices."""


def verify(text: str, root: Node, planned: PlannedEdits) -> tuple[str, Node | None]:
    """Return the text after edits, with its node tree if the whole text was parsed again.

    Args:
        text: the text before.
        root: its node tree.
        planned: the edits.

    Raises:
        EditError: the result cannot be parsed or differs from the expected tree.
    """
    new = apply_splices(text, [splice for _, splice in planned])
    if len(text) >= LARGE and verify_part(text, root, planned):
        return new, None
    try:
        after = parse_yaml(new)
    except NodeError as error:
        raise EditError(
            lazy_gettext("This change would leave a text that cannot be read. {reason}", reason=error.message)
        ) from None
    if not trees_agree(after, expected_tree(root, [edit for edit, _ in planned])):
        raise EditError(
            lazy_gettext("This change cannot be made here without changing more. Edit the file's text instead.")
        )
    return new, after


def verify_part(text: str, root: Node, planned: PlannedEdits) -> bool:
    """Return whether one entry's lines contain all changes and give the expected tree when parsed alone.

    The lines of an entry of a block collection are parsed the same alone and in place, because the parser enters and
    leaves them at the same indentation. That does not hold for aliases, directives and entries that share their first
    line; then the result is False, and the caller parses the whole text.
    """
    path = _common_path([edit.touched for edit, _ in planned])
    steps = NodePath.resolve(text, root, path).steps
    while steps and not _on_own_lines(steps[-1]):
        steps = steps[:-1]
    if not steps or text.startswith("%"):
        return False
    step = steps[-1]
    start = line_start(text, step.entry.start)
    stop = line_start(text, skip_trivia(text, step.entry.end))
    splices = [splice for _, splice in planned]
    if any(splice.start < start or max(splice.start + 1, splice.end) > stop for splice in splices):
        return False
    inside = [Splice(splice.start - start, splice.end - start, splice.text) for splice in splices]
    part = apply_splices(text[start:stop], inside)
    if part[-1:] not in tuple(BREAKS):
        return False
    tree = expected_tree(step.entry.node, [_relative_edit(edit, len(steps)) for edit, _ in planned])
    try:
        alone = parse_yaml(part)
    except NodeError:
        return False
    if alone.height + len(steps) > MAX_DEPTH or alone.size + resolve_alias(root).size > MAX_NODES:
        return False
    child = _only_child(alone, step)
    return child is not None and trees_agree(child, tree)


def _common_path(paths: list[FieldPath]) -> FieldPath:
    """Return the longest common prefix of paths."""
    first, last = min(paths, key=lambda path: list(map(str, path))), max(paths, key=lambda path: list(map(str, path)))
    count = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[:count]


def _on_own_lines(step: PathStep) -> bool:
    text, start = step.collection.text, step.entry.start
    return not step.collection.flow and is_blank_line(text, line_start(text, start), start)


def _relative_edit(edit: Edit, depth: int) -> Edit:
    """Return an edit with its path relative to an entry at a depth."""
    if isinstance(edit, Remove):
        return Remove(edit.path[depth:])
    return evolve(edit, path=edit.path[depth:])


def _only_child(alone: Node, step: PathStep) -> Node | None:
    """Return the value of the only entry of a part that was parsed alone, if it is the entry of the step."""
    if step.entry.key is None:
        return alone.items[0] if isinstance(alone, Sequence) and len(alone.items) == 1 else None
    if not isinstance(alone, Mapping) or len(alone.items) != 1 or not isinstance(step.entry.key, Scalar):
        return None
    ((text, (key, value)),) = alone.items.items()
    return value if text == step.entry.key.value and properties(key) == properties(step.entry.key) else None
