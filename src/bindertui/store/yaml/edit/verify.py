"""What is to come of edits, to compare with what did.

A text read again after it was edited: it says what was wanted, or the edit is refused.
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


def intended_tree(root: Node, edits: Several[Edit]) -> Wanted:
    """The tree that edits, one after the other, are to make."""
    tree: Wanted = root
    for edit in edits:
        tree = _made(tree, edit, edit.touched if not isinstance(edit, Replace) else edit.path)
    return tree


def _made(tree: Wanted, edit: Edit, path: FieldPath) -> Wanted:
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
        return _New({edit.key: edit.value} if isinstance(edit, SetKey) else [edit.value])  # type: ignore[union-attr]
    if isinstance(edit, SetKey):
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


def trees_agree(node: Node, tree: Wanted) -> bool:
    """Whether a tree that was read is what was wanted: values, anchors, tags and aliases."""
    if isinstance(tree, _New):
        return properties(node) == tree.properties and same_value(node, tree.value)
    if isinstance(tree, _Wanted):
        if type(node) is not type(tree.node) or not _alike(node, tree.node):
            return False
        if isinstance(node, Mapping):
            return node.items.keys() == tree.keys.keys() and all(
                trees_agree(value, tree.keys[key]) for key, (_, value) in node.items.items()
            )
        assert isinstance(node, Sequence)
        return len(node.items) == len(tree.items) and all(map(trees_agree, node.items, tree.items))
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


def same_value(node: Node, value: Value) -> bool:
    """Whether a node says what a value of plain data says; a number by the characters it is written with."""
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
"""Characters from which on a text is not read again as a whole where a part of it will do."""

Made = Several[tuple[Edit, Splice]]
"""Edits, with what they do to the text."""


def verify(text: str, root: Node, made: Made) -> tuple[str, Node | None]:
    """The text after edits, with its nodes if all of it was read again.

    Args:
        text: the text before.
        root: its nodes.
        made: the edits.

    Raises:
        EditError: the text after cannot be read, or says something else than was wanted.
    """
    new = apply_splices(text, [splice for _, splice in made])
    if len(text) >= LARGE and partly_agrees(text, root, made):
        return new, None
    try:
        after = parse_yaml(new)
    except NodeError as error:
        raise EditError(
            lazy_gettext("This change would leave a text that cannot be read. {reason}", reason=error.message)
        ) from None
    if not trees_agree(after, intended_tree(root, [edit for edit, _ in made])):
        raise EditError(
            lazy_gettext("This change cannot be made here without changing more. Edit the file's text instead.")
        )
    return new, after


def partly_agrees(text: str, root: Node, made: Made) -> bool:
    """Whether the lines of one entry hold all the changes, and say what was wanted when they are read alone.

    The lines of an entry of a block collection, from its own first to the one before the next thing written, are read
    alike alone and in their place: the parser comes to them in a state that what is above decides, and leaves them
    with the same indentation to go on from. What that does not hold for (aliases, directives, entries that share their
    first line) is not found to agree here, and the whole text is read again instead.
    """
    path = _shared([edit.touched for edit, _ in made])
    steps = NodePath.to(text, root, path).steps
    while steps and not _on_own_lines(steps[-1]):
        steps = steps[:-1]
    if not steps or text.startswith("%"):
        return False
    step = steps[-1]
    start = line_start(text, step.entry.start)
    stop = line_start(text, skip_trivia(text, step.entry.end))
    splices = [splice for _, splice in made]
    if any(splice.start < start or max(splice.start + 1, splice.end) > stop for splice in splices):
        return False
    inside = [Splice(splice.start - start, splice.end - start, splice.text) for splice in splices]
    part = apply_splices(text[start:stop], inside)
    if part[-1:] not in tuple(BREAKS):
        return False
    tree = intended_tree(step.entry.node, [_from(edit, len(steps)) for edit, _ in made])
    try:
        alone = parse_yaml(part)
    except NodeError:
        return False
    if alone.height + len(steps) > MAX_DEPTH or alone.size + resolve_alias(root).size > MAX_NODES:
        return False
    child = _only_child(alone, step)
    return child is not None and trees_agree(child, tree)


def _shared(paths: list[FieldPath]) -> FieldPath:
    """The longest path that all paths start with."""
    first, last = min(paths, key=lambda path: list(map(str, path))), max(paths, key=lambda path: list(map(str, path)))
    count = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[:count]


def _on_own_lines(step: PathStep) -> bool:
    text, start = step.collection.text, step.entry.start
    return not step.collection.flow and is_blank_line(text, line_start(text, start), start)


def _from(edit: Edit, depth: int) -> Edit:
    """An edit with its path from an entry at a depth on."""
    if isinstance(edit, Remove):
        return Remove(edit.path[depth:])
    return evolve(edit, path=edit.path[depth:])


def _only_child(alone: Node, step: PathStep) -> Node | None:
    """The value of the only entry of a part that was read alone, if that is the entry of the step."""
    if step.entry.key is None:
        return alone.items[0] if isinstance(alone, Sequence) and len(alone.items) == 1 else None
    if not isinstance(alone, Mapping) or len(alone.items) != 1 or not isinstance(step.entry.key, Scalar):
        return None
    ((text, (key, value)),) = alone.items.items()
    return value if text == step.entry.key.value and properties(key) == properties(step.entry.key) else None
