"""Keys and items that are added or moved: where they go.

What differs between a node and the value it is to have, as edits that write no more than that.

What an edit does to the text.
"""

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
    """A new key with its value in a mapping."""
    if not isinstance(collection.node, Mapping):
        raise EditError(
            lazy_gettext(
                "At {path} stands a list, which has no keys.", path=format_path(edit.path) or lazy_gettext("the root")
            )
        )
    position = _position(collection.keys, edit.key, edit.order)
    if collection.flow:
        return collections.insert_flow_item(
            collection, position, writer.flow_entry(edit.key, edit.value, writer.hand.width)
        )
    return collections.insert_block_item(
        collection, position, writer.block_entry(edit.key, edit.value, collection.column)
    )


def _position(keys: Several[str], key: str, order: Several[str]) -> int:
    """Where a new key goes: after the last of those that come before it in the order."""
    if key not in order:
        return len(keys)
    before = set(order[: order.index(key)])
    places = [position for position, other in enumerate(keys) if other in before]
    if places:
        return max(places) + 1
    return 0 if any(other in order for other in keys) else len(keys)


def insert_item(collection: CollectionLayout, edit: Insert, writer: ValueWriter) -> Splice:
    """A new item in a list."""
    if not isinstance(collection.node, Sequence):
        raise EditError(
            lazy_gettext(
                "At {path} stands a mapping, which has no places to count.",
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
    """An item of a list at another place; None if it stands there."""
    if not isinstance(collection.node, Sequence):
        raise EditError(
            lazy_gettext(
                "At {path} stands a mapping, which has no places to count.",
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
    """The edits, to be made one after the other, after which the node at a path has a value."""
    if isinstance(node, Mapping) and isinstance(value, dict) and value and node.items:
        yield from _of_keys(node, value, path)
    elif isinstance(node, Sequence) and isinstance(value, list) and value and node.items:
        yield from _of_items(node, value, path)
    elif not same_value(node, value):
        yield Replace(path, value)


def _of_keys(node: Mapping, value: dict[str, Value], path: FieldPath) -> Iterator[Edit]:
    order = tuple(value)
    for key, item in value.items():
        if key in node.items:
            yield from diff_values(node.items[key][1], item, (*path, key))
        elif item is not None:
            yield SetKey(path, key, item, order)
    for key, (_, old) in node.items.items():
        # An empty field counts as left out already.
        if key not in value and not (isinstance(old, Scalar) and old.empty):
            yield Remove((*path, key))


def _of_items(node: Sequence, value: list[Value], path: FieldPath) -> Iterator[Edit]:
    old = [_form(to_plain_node(item)) for item in node.items]
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
            yield Remove((*path, position))
        for step in range(c + paired, d):
            yield Insert(path, a + step - c, value[step])
        for step in range(paired):
            yield from diff_values(node.items[a + step], value[c + step], (*path, a + step))


def _form(value: object) -> str:
    """A value in a form that can be compared; a number by its characters, as a file holds it."""
    return json.dumps(_worded(value), sort_keys=True)


def _worded(value: object) -> object:
    if isinstance(value, dict):
        return {key: _worded(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_worded(item) for item in value]
    return value if isinstance(value, str | None) else json.dumps(value)


def plan_splice(text: str, root: Node, hand: DocumentStyle, edit: Edit) -> Splice | None:
    """What an edit that changes one place does to a text; None if nothing.

    Raises:
        EditError: it cannot be made.
    """
    way = NodePath.to(text, root, edit.touched)
    if isinstance(edit, Replace):
        same = same_value(way.node, edit.value) and not isinstance(way.node, Alias)
        return None if same else place_value(way, edit.value, hand)
    collection = way.collection(text)
    if collection is None or _grows(way, collection, edit):
        return _started(way, edit, hand)
    if isinstance(edit, Remove):
        return _without(way, collection, edit, hand)
    # Most edits put one value in the place of another.

    writer = ValueWriter(hand, (collection.node, *way.around))
    if isinstance(edit, SetKey):
        return set_key(collection, edit, writer)
    if isinstance(edit, Insert):
        return insert_item(collection, edit, writer)
    return move_item(collection, edit)


def _started(way: NodePath, edit: Edit, hand: DocumentStyle) -> Splice:
    """The first entry of a collection where nothing is written."""
    empty = way.node.empty if isinstance(way.node, Scalar) else not isinstance(way.node, Alias)
    if empty:
        if isinstance(edit, SetKey):
            return place_value(way, {edit.key: edit.value}, hand)
        if isinstance(edit, Insert) and edit.index == 0:
            return place_value(way, [edit.value], hand)
    place = format_path(edit.touched) or lazy_gettext("the root")
    if isinstance(edit, SetKey):
        raise EditError(lazy_gettext("At {path} stands a text and not a mapping.", path=place))
    raise EditError(lazy_gettext("At {path} stands a text and not a list or mapping.", path=place))


def _grows(way: NodePath, collection: CollectionLayout, edit: Edit) -> bool:
    """Whether an empty pair of brackets on a line of its own makes room for a value that has lines itself."""
    if len(collection) or not way.steps or way.steps[-1].collection.flow:
        return False
    if isinstance(edit, Insert | SetKey) and isinstance(edit.value, list | dict):
        return isinstance(collection.node, Sequence if isinstance(edit, Insert) else Mapping)
    return False


def _without(way: NodePath, collection: CollectionLayout, edit: Remove, hand: DocumentStyle) -> Splice:
    if not edit.path:
        raise EditError(lazy_gettext("A file is not emptied by an edit. Delete the file."))
    step = edit.path[-1]
    keys: list[str | int] = [*collection.keys] or [*range(len(collection))]
    if (step if isinstance(collection.node, Sequence) else str(step)) not in keys:
        raise NoSlotError(lazy_gettext("There is nothing at {path} in this file.", path=format_path(edit.path)))
    position = keys.index(step if isinstance(collection.node, Sequence) else str(step))
    if collection.flow:
        from bindertui.store.yaml.edit import collections  # noqa: PLC0415 - as in `splice_of`

        return collections.remove_flow_item(collection, position)
    if len(collection) > 1:
        from bindertui.store.yaml.edit import collections  # noqa: PLC0415 - as in `splice_of`

        return collections.remove_block_item(collection, position)
    if not way.steps:
        raise EditError(lazy_gettext("This is all that the file says. Delete the file instead."))
    return place_value(way, {} if isinstance(collection.node, Mapping) else [], hand)
