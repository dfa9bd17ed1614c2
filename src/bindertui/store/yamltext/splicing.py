"""What an edit does to the text."""

from bindertui.model.address import dotted
from bindertui.speech import wording
from bindertui.store.nodes import Alias, Mapping, Node, Scalar, Sequence
from bindertui.store.yamltext.edits import Edit, Insert, Replace, WithKey, Without
from bindertui.store.yamltext.hand import Hand
from bindertui.store.yamltext.layout import Collection
from bindertui.store.yamltext.placing import put
from bindertui.store.yamltext.refusal import EditError, NoPlaceError
from bindertui.store.yamltext.splice import Splice
from bindertui.store.yamltext.wanted import says
from bindertui.store.yamltext.way import Way
from bindertui.store.yamltext.writing import Writer


def splice_of(text: str, root: Node, hand: Hand, edit: Edit) -> Splice | None:
    """What an edit that changes one place does to a text; None if nothing.

    Raises:
        EditError: it cannot be made.
    """
    way = Way.to(text, root, edit.touched)
    if isinstance(edit, Replace):
        same = says(way.node, edit.value) and not isinstance(way.node, Alias)
        return None if same else put(way, edit.value, hand)
    collection = way.collection(text)
    if collection is None or _grows(way, collection, edit):
        return _started(way, edit, hand)
    if isinstance(edit, Without):
        return _without(way, collection, edit, hand)
    # Most edits put one value in the place of another.
    from bindertui.store.yamltext.adding import with_item, with_item_moved, with_key  # noqa: PLC0415

    writer = Writer(hand, (collection.node, *way.around))
    if isinstance(edit, WithKey):
        return with_key(collection, edit, writer)
    if isinstance(edit, Insert):
        return with_item(collection, edit, writer)
    return with_item_moved(collection, edit)


def _started(way: Way, edit: Edit, hand: Hand) -> Splice:
    """The first entry of a collection where nothing is written."""
    empty = way.node.empty if isinstance(way.node, Scalar) else not isinstance(way.node, Alias)
    if empty:
        if isinstance(edit, WithKey):
            return put(way, {edit.key: edit.value}, hand)
        if isinstance(edit, Insert) and edit.index == 0:
            return put(way, [edit.value], hand)
    place = dotted(edit.touched) or wording("the root")
    if isinstance(edit, WithKey):
        raise EditError(wording("At {path} stands a text and not a mapping.", path=place))
    raise EditError(wording("At {path} stands a text and not a list or mapping.", path=place))


def _grows(way: Way, collection: Collection, edit: Edit) -> bool:
    """Whether an empty pair of brackets on a line of its own makes room for a value that has lines itself."""
    if len(collection) or not way.steps or way.steps[-1].collection.flow:
        return False
    if isinstance(edit, Insert | WithKey) and isinstance(edit.value, list | dict):
        return isinstance(collection.node, Sequence if isinstance(edit, Insert) else Mapping)
    return False


def _without(way: Way, collection: Collection, edit: Without, hand: Hand) -> Splice:
    if not edit.path:
        raise EditError(wording("A file is not emptied by an edit. Delete the file."))
    step = edit.path[-1]
    keys: list[str | int] = [*collection.keys] or [*range(len(collection))]
    if (step if isinstance(collection.node, Sequence) else str(step)) not in keys:
        raise NoPlaceError(wording("There is nothing at {path} in this file.", path=dotted(edit.path)))
    position = keys.index(step if isinstance(collection.node, Sequence) else str(step))
    if collection.flow:
        from bindertui.store.yamltext import flow  # noqa: PLC0415 - as in `splice_of`

        return flow.removed(collection, position)
    if len(collection) > 1:
        from bindertui.store.yamltext import block  # noqa: PLC0415 - as in `splice_of`

        return block.removed(collection, position)
    if not way.steps:
        raise EditError(wording("This is all that the file says. Delete the file instead."))
    return put(way, {} if isinstance(collection.node, Mapping) else [], hand)
