"""Where the entries of a collection stand in the text, and which comments and blank lines belong to each."""

from attrs import field

from bindertui.store.nodes import Alias, Mapping, Node, Scalar, Sequence
from bindertui.store.yamltext.lines import after_properties, after_trivia, line_start
from bindertui.store.yamltext.places import end_of_block_scalar, properties_of
from bindertui.values import frozen


@frozen
class Entry:
    """A key with its value, or an item of a list.

    Attributes:
        start: the dash, the question mark or the first character of the key or item.
        key: the key; None for an item of a list.
        slot: right after the dash or the colon; after the key where it has no colon. In a flow list: the start.
        colon: whether there is a colon.
        node: the value.
        end: where the value's last character ends; the comment after it is not counted.
    """

    start: int
    key: Scalar | Alias | None
    slot: int
    colon: bool
    node: Node
    end: int

    @property
    def absent(self) -> bool:
        """Whether no value is written, not even an anchor or a tag."""
        return isinstance(self.node, Scalar) and self.end == self.slot


@frozen
class Collection:
    """A list or mapping in its text.

    Attributes:
        text: the whole text.
        node: the collection.
        floor: where the text of its parent ends before it: after the colon or dash it follows.
        root: it is the whole document.
    """

    text: str
    node: Sequence | Mapping
    floor: int
    root: bool = False
    keys: list[str] = field(init=False)
    start: int = field(init=False)

    @keys.default
    def _keys(self) -> list[str]:
        return list(self.node.items) if isinstance(self.node, Mapping) else []

    @start.default
    def _start(self) -> int:
        return after_properties(self.text, self.node.event.start_mark.index, properties_of(self.node))[1]

    def __len__(self) -> int:
        return len(self.node.items)

    @property
    def flow(self) -> bool:
        """Whether it is written in brackets or braces."""
        return bool(self.node.event.flow_style)

    @property
    def column(self) -> int:
        """The column of a block collection's dashes or keys."""
        return self.start - line_start(self.text, self.start)

    def child(self, position: int) -> tuple[Scalar | Alias | None, Node]:
        """The key, if there are keys, and the value at a position."""
        if isinstance(self.node, Mapping):
            return self.node.items[self.keys[position]]
        return None, self.node.items[position]

    def entry(self, position: int) -> Entry:
        """The entry at a position."""
        text = self.text
        key, node = self.child(position)
        if self.flow:
            return self._flow_entry(key, node)
        start = after_trivia(text, self.end_at(position - 1)) if position else self.start
        if key is None:
            return Entry(start, None, start + 1, colon=True, node=node, end=end_of(text, node, start + 1))
        return self._keyed(start, key, node)

    def end_at(self, position: int) -> int:
        """Where the entry at a position ends; its start need not be known."""
        key, node = self.child(position)
        # In a list, the parser puts a value that is not written right after its dash.
        return self._keyed(0, key, node).end if key else end_of(self.text, node, node.event.start_mark.index)

    def _flow_entry(self, key: Scalar | Alias | None, node: Node) -> Entry:
        if key is None:
            start = node.event.start_mark.index
            return Entry(start, None, start, colon=False, node=node, end=end_of(self.text, node, start))
        start = key.event.start_mark.index
        before = len(self.text[self.start : start].rstrip()) + self.start - 1
        explicit = self.text[before : before + 1] == "?" and before >= self.start
        return self._keyed(before if explicit else start, key, node)

    def _keyed(self, start: int, key: Scalar | Alias, node: Node) -> Entry:
        key_end = key.event.end_mark.index
        colon = after_trivia(self.text, key_end)
        if self.text[colon : colon + 1] == ":":
            slot = colon + 1
            return Entry(start, key, slot, colon=True, node=node, end=end_of(self.text, node, slot))
        return Entry(start, key, key_end, colon=False, node=node, end=key_end)


def end_of(text: str, node: Node, slot: int) -> int:
    """Where a value's last character ends; `slot` where nothing is written.

    Args:
        text: the whole text.
        node: the value.
        slot: right after the dash or colon it follows.
    """
    if isinstance(node, Scalar) and node.event.style in ("|", ">"):
        return end_of_block_scalar(text, node)
    if isinstance(node, Scalar | Alias):
        start, end = node.event.start_mark.index, node.event.end_mark.index
        # The parser puts a value that is not written where the next thing starts, which may be lines below.
        return int(end) if end > start else slot
    if node.event.flow_style:
        assert node.end is not None
        return int(node.end.end_mark.index)
    inside = Collection(text, node, slot)
    return inside.end_at(len(inside) - 1)
