"""A YAML text that can be edited: each edit changes the bytes it must, and no others."""

from collections.abc import Iterable
from collections.abc import Sequence as Several
from functools import cached_property

from attrs import define, field, frozen

from bindertui.model.address import Path, dotted
from bindertui.store.nodes import (
    Alias,
    Mapping,
    Mark,
    Node,
    Plain,
    Scalar,
    Sequence,
    found,
    locate,
    plain,
    read,
)
from bindertui.store.yamltext import block, flow
from bindertui.store.yamltext.changes import changes
from bindertui.store.yamltext.checking import verified
from bindertui.store.yamltext.edits import Edit, Insert, Move, Replace, WithKey, Without, says
from bindertui.store.yamltext.hand import Hand
from bindertui.store.yamltext.layout import Collection
from bindertui.store.yamltext.placing import put
from bindertui.store.yamltext.refusal import EditError, NoPlaceError
from bindertui.store.yamltext.splice import Splice, overlapping
from bindertui.store.yamltext.way import Way
from bindertui.store.yamltext.writing import Value, Writer

_BOM = "\ufeff"


@frozen(slots=False, eq=False)
class YamlText:
    """The text of a YAML file with the tree of its nodes: a value.

    Edits are by path, as in addresses. Each gives a new text, in which everything else is as it was to the byte, and
    which has been read again and found to say what was wanted. What cannot be edited so raises `EditError`.

    Attributes:
        text: the whole text, with its byte order mark if it has one.
    """

    text: str
    _read: Node | None = field(default=None, repr=False)

    @classmethod
    def parse(cls, text: str) -> "YamlText":
        """The text, read; `NodeError` says where and why it is not YAML that can be."""
        return cls(text, read(text.removeprefix(_BOM)))

    @cached_property
    def root(self) -> Node:
        """The tree of its nodes."""
        return self._read if self._read is not None else read(self._body)

    @cached_property
    def _body(self) -> str:
        return self.text.removeprefix(_BOM)

    def plain(self) -> Plain:
        """What it says, as lists, dictionaries and texts."""
        return plain(self.root)

    def node(self, path: Path) -> Node | None:
        """The node at a path; None where there is none."""
        return found(self.root, path)

    def locate(self, path: Path) -> Mark:
        """Where a path leads, or the nearest place on it that is written."""
        return locate(self.root, path)

    def replaced(self, path: Path, value: Value) -> "YamlText":
        """Another value at a path; of a list or mapping, only what differs is written."""
        return self.edited([Replace(path, value)])

    def with_key(self, path: Path, key: str, value: Value, order: Iterable[str] = ()) -> "YamlText":
        """A key of the mapping at a path; a new one goes where `order` has it among the others, else to the end."""
        return self.edited([WithKey(path, key, value, tuple(order))])

    def without(self, path: Path) -> "YamlText":
        """The key or item at a path taken away, with its comments."""
        return self.edited([Without(path)])

    def inserted(self, path: Path, index: int, value: Value) -> "YamlText":
        """An item before the one at an index of the list at a path, or after the last."""
        return self.edited([Insert(path, index, value)])

    def moved(self, path: Path, source: int, target: int) -> "YamlText":
        """An item of the list at a path moved, with its comments, so that it stands at another index."""
        return self.edited([Move(path, source, target)])

    def edited(self, edits: Iterable[Edit]) -> "YamlText":
        """Several edits, one after the other; those that do not meet are made and read back together.

        Raises:
            EditError: one of them cannot be made so that nothing else changes; nothing is.
        """
        batch = _Batch(self)
        for edit in edits:
            batch.take(edit)
        return batch.done()

    def with_splices(self, made: "list[tuple[Edit, Splice]]") -> "YamlText":
        """The text after edits that do not meet, read and found to say what was wanted."""
        if not made:
            return self
        body, root = verified(self._body, self.root, made)
        return YamlText(f"{self.text[: len(self.text) - len(self._body)]}{body}", root)

    def simple(self, edit: Edit) -> Iterable[Edit]:
        """The edit as such that each change one place."""
        if isinstance(edit, WithKey) and found(self.root, (*edit.path, edit.key)) is not None:
            edit = Replace((*edit.path, edit.key), edit.value)
        if isinstance(edit, Replace):
            node = found(self.root, edit.path)
            if node is None:
                raise NoPlaceError(f"There is nothing at {dotted(edit.path)} in this file.")
            return changes(node, edit.value, edit.path)
        return [edit]

    def splice(self, edit: Edit) -> Splice | None:
        """What an edit does to the text; None if nothing."""
        way = Way.to(self._body, self.root, edit.touched)
        hand = self._hand
        if isinstance(edit, Replace):
            return (
                None if says(way.node, edit.value) and not isinstance(way.node, Alias) else put(way, edit.value, hand)
            )
        collection = way.collection(self._body)
        if collection is None or _grows(way, collection, edit):
            return self._started(way, edit, hand)
        writer = Writer(hand, (collection.node, *way.around))
        if isinstance(edit, WithKey):
            return _with_key(collection, edit, writer)
        if isinstance(edit, Insert):
            return _with_item(collection, edit, writer)
        if isinstance(edit, Move):
            return _moved(collection, edit)
        return _without(way, collection, edit, hand)

    def _started(self, way: Way, edit: Edit, hand: Hand) -> Splice:
        """The first entry of a collection where nothing is written."""
        empty = way.node.empty if isinstance(way.node, Scalar) else not isinstance(way.node, Alias)
        if empty:
            if isinstance(edit, WithKey):
                return put(way, {edit.key: edit.value}, hand)
            if isinstance(edit, Insert) and edit.index == 0:
                return put(way, [edit.value], hand)
        kind = "a mapping" if isinstance(edit, WithKey) else "a list or mapping"
        raise EditError(f"At {dotted(edit.touched) or 'the root'} stands a text and not {kind}.")

    @cached_property
    def _hand(self) -> Hand:
        return Hand(self._body, self.root)


@define
class _Batch:
    """Edits that are made together as long as they do not meet."""

    text: YamlText
    made: list[tuple[Edit, Splice]] = field(factory=list)

    def take(self, edit: Edit) -> None:
        """Make an edit, after those before it."""
        self._part_from(edit)
        for simple in self.text.simple(edit):
            self._part_from(simple)
            splice = self.text.splice(simple)
            if splice is not None and overlapping([splice, *(made for _, made in self.made)]):
                self.done()
                splice = self.text.splice(simple)
            if splice is not None:
                self.made.append((simple, splice))

    def done(self) -> YamlText:
        """The text with every edit made."""
        self.text, self.made = self.text.with_splices(self.made), []
        return self.text

    def _part_from(self, edit: Edit) -> None:
        if any(_meet(edit.touched, before.touched) for before, _ in self.made):
            self.done()


def _meet(one: Path, other: Path) -> bool:
    """Whether one of two paths leads to or through the other."""
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def _grows(way: Way, collection: Collection, edit: Edit) -> bool:
    """Whether an empty pair of brackets on a line of its own makes room for a value that has lines itself."""
    if len(collection) or not way.steps or way.steps[-1].collection.flow:
        return False
    if isinstance(edit, Insert | WithKey) and isinstance(edit.value, list | dict):
        return isinstance(collection.node, Sequence if isinstance(edit, Insert) else Mapping)
    return False


def _with_key(collection: Collection, edit: WithKey, writer: Writer) -> Splice:
    if not isinstance(collection.node, Mapping):
        raise EditError(f"At {dotted(edit.path) or 'the root'} stands a list, which has no keys.")
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


def _with_item(collection: Collection, edit: Insert, writer: Writer) -> Splice:
    if not isinstance(collection.node, Sequence):
        raise EditError(f"At {dotted(edit.path) or 'the root'} stands a mapping, which has no places to count.")
    items = collection.node.items
    if not 0 <= edit.index <= len(items):
        raise NoPlaceError(f"{dotted(edit.path) or 'The root'} has {len(items)} items; {edit.index} is no place in it.")
    if collection.flow:
        return flow.inserted(collection, edit.index, writer.flow_item(edit.value, items, edit.index))
    return block.inserted(collection, edit.index, writer.block_item(edit.value, collection.column, items, edit.index))


def _moved(collection: Collection, edit: Move) -> Splice | None:
    if not isinstance(collection.node, Sequence):
        raise EditError(f"At {dotted(edit.path) or 'the root'} stands a mapping, which has no places to count.")
    if not (0 <= edit.source < len(collection) and 0 <= edit.target < len(collection)):
        raise NoPlaceError(f"{dotted(edit.path) or 'The root'} has {len(collection)} items, counted from 0.")
    if edit.source == edit.target:
        return None
    if collection.flow:
        return flow.moved(collection, edit.source, edit.target)
    return block.moved(collection, edit.source, edit.target)


def _without(way: Way, collection: Collection, edit: Without, hand: Hand) -> Splice:
    if not edit.path:
        raise EditError("A file is not emptied by an edit. Delete the file.")
    step = edit.path[-1]
    keys: list[str | int] = [*collection.keys] or [*range(len(collection))]
    if (step if isinstance(collection.node, Sequence) else str(step)) not in keys:
        raise NoPlaceError(f"There is nothing at {dotted(edit.path)} in this file.")
    position = keys.index(step if isinstance(collection.node, Sequence) else str(step))
    if collection.flow:
        return flow.removed(collection, position)
    if len(collection) > 1:
        return block.removed(collection, position)
    if not way.steps:
        raise EditError("This is all that the file says. Delete the file instead.")
    return put(way, {} if isinstance(collection.node, Mapping) else [], hand)
