"""Keys and items that are added or moved: where they go."""

from collections.abc import Sequence as Several

from bindertui.model.address import dotted
from bindertui.speech import wording
from bindertui.store.nodes import Mapping, Sequence
from bindertui.store.yamltext import block, flow
from bindertui.store.yamltext.edits import Insert, Move, WithKey
from bindertui.store.yamltext.layout import Collection
from bindertui.store.yamltext.refusal import EditError, NoPlaceError
from bindertui.store.yamltext.splice import Splice
from bindertui.store.yamltext.writing import Writer


def with_key(collection: Collection, edit: WithKey, writer: Writer) -> Splice:
    """A new key with its value in a mapping."""
    if not isinstance(collection.node, Mapping):
        raise EditError(
            wording("At {path} stands a list, which has no keys.", path=dotted(edit.path) or wording("the root"))
        )
    position = _position(collection.keys, edit.key, edit.order)
    if collection.flow:
        return flow.inserted(collection, position, writer.flow_entry(edit.key, edit.value, writer.hand.width))
    return block.inserted(collection, position, writer.block_entry(edit.key, edit.value, collection.column))


def _position(keys: Several[str], key: str, order: Several[str]) -> int:
    """Where a new key goes: after the last of those that come before it in the order."""
    if key not in order:
        return len(keys)
    before = set(order[: order.index(key)])
    places = [position for position, other in enumerate(keys) if other in before]
    if places:
        return max(places) + 1
    return 0 if any(other in order for other in keys) else len(keys)


def with_item(collection: Collection, edit: Insert, writer: Writer) -> Splice:
    """A new item in a list."""
    if not isinstance(collection.node, Sequence):
        raise EditError(
            wording(
                "At {path} stands a mapping, which has no places to count.",
                path=dotted(edit.path) or wording("the root"),
            )
        )
    items = collection.node.items
    if not 0 <= edit.index <= len(items):
        raise NoPlaceError(
            wording(
                "{path} has {count} items; {index} is no place in it.",
                path=dotted(edit.path) or wording("The root"),
                count=len(items),
                index=edit.index,
            )
        )
    if collection.flow:
        return flow.inserted(collection, edit.index, writer.flow_item(edit.value, items, edit.index))
    return block.inserted(collection, edit.index, writer.block_item(edit.value, collection.column, items, edit.index))


def with_item_moved(collection: Collection, edit: Move) -> Splice | None:
    """An item of a list at another place; None if it stands there."""
    if not isinstance(collection.node, Sequence):
        raise EditError(
            wording(
                "At {path} stands a mapping, which has no places to count.",
                path=dotted(edit.path) or wording("the root"),
            )
        )
    if not (0 <= edit.source < len(collection) and 0 <= edit.target < len(collection)):
        raise NoPlaceError(
            wording(
                "{path} has {count} items, counted from 0.",
                path=dotted(edit.path) or wording("The root"),
                count=len(collection),
            )
        )
    if edit.source == edit.target:
        return None
    if collection.flow:
        return flow.moved(collection, edit.source, edit.target)
    return block.moved(collection, edit.source, edit.target)
