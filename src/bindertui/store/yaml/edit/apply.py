"""Plan edits: find the splice for each edit, and the smallest edits for a new list or mapping."""

import json
from collections.abc import Iterator
from collections.abc import Sequence as Several
from difflib import SequenceMatcher

from bindertui.i18n import lazy_gettext
from bindertui.model.address import FieldPath, format_path
from bindertui.store.yaml.edit import collections
from bindertui.store.yaml.edit.edits import Edit, EditError, Insert, Move, NoSlotError, Remove, Replace, SetKey, Value
from bindertui.store.yaml.edit.layout import CollectionLayout
from bindertui.store.yaml.edit.path import NodePath
from bindertui.store.yaml.edit.replace import place_value
from bindertui.store.yaml.edit.splice import Splice
from bindertui.store.yaml.edit.verify import same_value
from bindertui.store.yaml.edit.writer import DocumentStyle, ValueWriter
from bindertui.store.yaml.nodes import Alias, Mapping, Node, Scalar, Sequence, to_plain_node


def set_key(collection: CollectionLayout, edit: SetKey, writer: ValueWriter) -> Splice:
    """Plan the insertion of a new key with its value into a mapping."""
    if not isinstance(collection.node, Mapping):
        raise EditError(
            lazy_gettext(
                "{path} is a list, which has no keys.", path=format_path(edit.path) or lazy_gettext("the root")
            )
        )
    position = _position(collection.keys, edit.key, edit.order)
    if collection.flow:
        return collections.insert_flow_item(
            collection, position, writer.flow_entry(edit.key, edit.value, writer.style.width)
        )
    return collections.insert_block_item(
        collection, position, writer.block_entry(edit.key, edit.value, collection.column)
    )


def _position(keys: Several[str], key: str, order: Several[str]) -> int:
    """Return the position of a new key: after the last key that precedes it in the order."""
    if key not in order:
        return len(keys)
    before = set(order[: order.index(key)])
    places = [position for position, other in enumerate(keys) if other in before]
    if places:
        return max(places) + 1
    return 0 if any(other in order for other in keys) else len(keys)


def insert_item(collection: CollectionLayout, edit: Insert, writer: ValueWriter) -> Splice:
    """Plan the insertion of an item into a list."""
    if not isinstance(collection.node, Sequence):
        raise EditError(
            lazy_gettext(
                "{path} is a mapping, which has no numbered items.",
                path=format_path(edit.path) or lazy_gettext("the root"),
            )
        )
    items = collection.node.items
    if not 0 <= edit.index <= len(items):
        raise NoSlotError(
            lazy_gettext(
                "{path} has {count} items; {index} is no place in it.",
                path=format_path(edit.path) or lazy_gettext("The root"),
                count=len(items),
                index=edit.index,
            )
        )
    if collection.flow:
        return collections.insert_flow_item(collection, edit.index, writer.flow_item(edit.value, items, edit.index))
    return collections.insert_block_item(
        collection, edit.index, writer.block_item(edit.value, collection.column, items, edit.index)
    )


def move_item(collection: CollectionLayout, edit: Move) -> Splice | None:
    """Plan a move within a list; None if the item is already there."""
    if not isinstance(collection.node, Sequence):
        raise EditError(
            lazy_gettext(
                "{path} is a mapping, which has no numbered items.",
                path=format_path(edit.path) or lazy_gettext("the root"),
            )
        )
    if not (0 <= edit.source < len(collection) and 0 <= edit.target < len(collection)):
        raise NoSlotError(
            lazy_gettext(
                "{path} has {count} items, counted from 0.",
                path=format_path(edit.path) or lazy_gettext("The root"),
                count=len(collection),
            )
        )
    if edit.source == edit.target:
        return None
    if collection.flow:
        return collections.move_flow_item(collection, edit.source, edit.target)
    return collections.move_block_item(collection, edit.source, edit.target)


def diff_values(node: Node, value: Value, path: FieldPath) -> Iterator[Edit]:
    """Yield the edits, in order, that turn the node at a path into a value."""
    if isinstance(node, Mapping) and isinstance(value, dict) and value and node.items:
        yield from _diff_keys(node, value, path)
    elif isinstance(node, Sequence) and isinstance(value, list) and value and node.items:
        yield from _diff_items(node, value, path)
    elif not same_value(node, value):
        yield Replace(path, value)


def _diff_keys(node: Mapping, value: dict[str, Value], path: FieldPath) -> Iterator[Edit]:
    order = tuple(value)
    for key, item in value.items():
        if key in node.items:
            yield from diff_values(node.items[key][1], item, (*path, key))
        elif item is not None:
            yield SetKey(path, key, item, order)
    for key, (_, old) in node.items.items():
        # An empty field counts as absent.
        if key not in value and not (isinstance(old, Scalar) and old.empty):
            yield Remove((*path, key))


def _diff_items(node: Sequence, value: list[Value], path: FieldPath) -> Iterator[Edit]:
    old = [_comparison_key(to_plain_node(item)) for item in node.items]
    new = [_comparison_key(item) for item in value]
    codes = [code for code in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if code[0] != "equal"]
    if sorted(old) == sorted(new) and len(codes) == 2:
        (_, a, b, c, d), (_, e, f, g, h) = codes
        if (b - a, d - c, f - e, h - g) == (1, 0, 0, 1):
            yield Move(path, a, g)
            return
        if (b - a, d - c, f - e, h - g) == (0, 1, 1, 0):
            yield Move(path, e, c)
            return
    # From the end, so that earlier positions stay valid.
    for _, a, b, c, d in reversed(codes):
        paired = min(b - a, d - c)
        for position in reversed(range(a + paired, b)):
            yield Remove((*path, position))
        for step in range(c + paired, d):
            yield Insert(path, a + step - c, value[step])
        for step in range(paired):
            yield from diff_values(node.items[a + step], value[c + step], (*path, a + step))


def _comparison_key(value: object) -> str:
    """Return a string for comparing values; numbers compare by their characters, as in a file."""
    return json.dumps(_normalize(value), sort_keys=True)


def _normalize(value: object) -> object:
    if isinstance(value, dict):
        return {key: _normalize(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_normalize(item) for item in value]
    return value if isinstance(value, str | None) else json.dumps(value)


def plan_splice(text: str, root: Node, style: DocumentStyle, edit: Edit) -> Splice | None:
    """Plan the splice of an edit that changes one place; None if it changes nothing.

    Raises:
        EditError: the edit cannot be made.
    """
    path = NodePath.resolve(text, root, edit.touched)
    if isinstance(edit, Replace):
        same = same_value(path.node, edit.value) and not isinstance(path.node, Alias)
        return None if same else place_value(path, edit.value, style)
    collection = path.collection(text)
    if collection is None or _needs_lines(path, collection, edit):
        return _start_collection(path, edit, style)
    if isinstance(edit, Remove):
        return _remove(path, collection, edit, style)
    writer = ValueWriter(style, (collection.node, *path.ancestors))
    if isinstance(edit, SetKey):
        return set_key(collection, edit, writer)
    if isinstance(edit, Insert):
        return insert_item(collection, edit, writer)
    return move_item(collection, edit)


def _start_collection(path: NodePath, edit: Edit, style: DocumentStyle) -> Splice:
    """Plan the first entry of a collection where nothing is written yet."""
    empty = path.node.empty if isinstance(path.node, Scalar) else not isinstance(path.node, Alias)
    if empty:
        if isinstance(edit, SetKey):
            return place_value(path, {edit.key: edit.value}, style)
        if isinstance(edit, Insert) and edit.index == 0:
            return place_value(path, [edit.value], style)
    place = format_path(edit.touched) or lazy_gettext("the root")
    if isinstance(edit, SetKey):
        raise EditError(lazy_gettext("{path} is text, not a mapping.", path=place))
    raise EditError(lazy_gettext("{path} is text, not a list or mapping.", path=place))


def _needs_lines(path: NodePath, collection: CollectionLayout, edit: Edit) -> bool:
    """Return whether empty brackets must become a block collection because the new value has lines."""
    if len(collection) or not path.steps or path.steps[-1].collection.flow:
        return False
    if isinstance(edit, Insert | SetKey) and isinstance(edit.value, list | dict):
        return isinstance(collection.node, Sequence if isinstance(edit, Insert) else Mapping)
    return False


def _remove(path: NodePath, collection: CollectionLayout, edit: Remove, style: DocumentStyle) -> Splice:
    if not edit.path:
        raise EditError(lazy_gettext("A file is not emptied by an edit. Delete the file."))
    step = edit.path[-1]
    keys: list[str | int] = [*collection.keys] or [*range(len(collection))]
    if (step if isinstance(collection.node, Sequence) else str(step)) not in keys:
        raise NoSlotError(lazy_gettext("There is nothing at {path} in this file.", path=format_path(edit.path)))
    position = keys.index(step if isinstance(collection.node, Sequence) else str(step))
    if collection.flow:
        return collections.remove_flow_item(collection, position)
    if len(collection) > 1:
        return collections.remove_block_item(collection, position)
    if not path.steps:
        raise EditError(lazy_gettext("This is all that the file says. Delete the file instead."))
    return place_value(path, {} if isinstance(collection.node, Mapping) else [], style)
