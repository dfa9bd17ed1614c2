"""Where the entries of a collection stand in the text, and which comments and blank lines belong to each."""

from attrs import field, frozen

from bindertui.store.nodes import Alias, Mapping, Node, Scalar, Sequence
from bindertui.store.yamltext.lines import (
    after_break,
    after_properties,
    after_trivia,
    before_break,
    indent_of,
    is_blank_line,
    is_comment_line,
    line_end,
    line_start,
    rest_of_line,
)


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
class Unit:
    """An entry with what travels with it: the comments right above it, its end-of-line comment and what is inside.

    Attributes:
        lead: where it begins: the first line of the comments above it, else its own line; inline, the entry itself.
        end: where it ends, before its last line break.
        inline: it stands on the line of its parent's dash, as the first entry of a compact collection.
    """

    lead: int
    start: int
    end: int
    inline: bool


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

    def unit(self, position: int) -> Unit:
        """The entry at a position of a block collection, with what travels with it."""
        text = self.text
        entry = self.entry(position)
        end = self._tail(entry.end)
        line = line_start(text, entry.start)
        if not is_blank_line(text, line, entry.start):
            return Unit(entry.start, entry.start, end, inline=True)
        floor = self._tail(self.end_at(position - 1)) if position else self.floor
        lead = _lead(text, line, floor)
        if not position and (first := self._on_dash(lead)) is not None:
            return Unit(first, entry.start, end, inline=True)
        if self.root and not position and lead < line and not self._commented():
            lead = line  # the first comment of a file is about the file, unless other entries have theirs as well
        return Unit(lead, entry.start, end, inline=False)

    def _on_dash(self, lead: int) -> int | None:
        """Where the comment starts that follows the dash of a list in a list: it is about the first item."""
        text = self.text
        if not isinstance(self.node, Sequence) or self.root or text[self.floor - 1] != "-":
            return None
        comment = rest_of_line(text, self.floor) or ""
        end = self.floor + len(comment)
        return end - len(comment.lstrip()) if comment.strip() and after_break(text, end) == lead else None

    def _commented(self) -> bool:
        """Whether an entry after the first has a comment of its own above it."""
        return any(unit.lead < line_start(self.text, unit.start) for unit in map(self.unit, range(1, len(self))))

    def _tail(self, end: int) -> int:
        """The end of an entry with its end-of-line comment and the comments below it that are indented deeper."""
        text, column = self.text, self.column
        stop = reached = end + len(rest_of_line(text, end) or "")
        while (start := after_break(text, stop)) > stop:
            stop = line_end(text, start)
            if is_comment_line(text, start) and indent_of(text, start) > column:
                reached = stop
            elif not is_blank_line(text, start, stop):
                break
        return reached


def _lead(text: str, line: int, floor: int) -> int:
    """The start of the comments right above a line, none of which starts above `floor`."""
    while line:
        above = line_start(text, before_break(text, line))
        if above < floor or above == line or not is_comment_line(text, above):
            break
        line = above
    return line


def end_of(text: str, node: Node, slot: int) -> int:
    """Where a value's last character ends; `slot` where nothing is written.

    Args:
        text: the whole text.
        node: the value.
        slot: right after the dash or colon it follows.
    """
    if isinstance(node, Scalar) and node.event.style in ("|", ">"):
        return _end_of_block_scalar(text, node)
    if isinstance(node, Scalar | Alias):
        start, end = node.event.start_mark.index, node.event.end_mark.index
        # The parser puts a value that is not written where the next thing starts, which may be lines below.
        return int(end) if end > start else slot
    if node.event.flow_style:
        assert node.end is not None
        return int(node.end.end_mark.index)
    inside = Collection(text, node, slot)
    return inside.end_at(len(inside) - 1)


def properties_of(node: Node) -> int:
    """How many of an anchor and a tag a node has."""
    return 0 if isinstance(node, Alias) else (node.event.anchor is not None) + (node.event.tag is not None)


def content_start(text: str, node: Scalar) -> int:
    """Where a scalar's own characters start, after its anchor and tag."""
    start, end = node.event.start_mark.index, node.event.end_mark.index
    properties, content = after_properties(text, start, properties_of(node))
    return content if content < int(end) else properties


def _end_of_block_scalar(text: str, node: Scalar) -> int:
    """The end of a block scalar's last line; blank lines below it count only where they are part of the value."""
    end: int = node.event.end_mark.index
    start = content_start(text, node)
    header = line_end(text, start)
    if end > header:
        end = before_break(text, end)
    if keeps_blank_lines(text, node):
        return end
    indent = scalar_indent(text, node)
    while end > header:
        line = line_start(text, end)
        if not is_blank_line(text, line, end) or end - line > indent:
            break
        end = before_break(text, line)
    return max(end, header)


def keeps_blank_lines(text: str, node: Node) -> bool:
    """Whether a value ends in a block scalar to which all blank lines below it belong."""
    while isinstance(node, Mapping | Sequence) and node.items:
        node = next(reversed(node.items.values()))[1] if isinstance(node, Mapping) else node.items[-1]
    if not isinstance(node, Scalar) or node.event.style not in ("|", ">"):
        return False
    start = content_start(text, node)
    return "+" in text[start : line_end(text, start)].partition("#")[0]


def scalar_indent(text: str, node: Scalar) -> int:
    """The indentation of a block scalar's lines; 0 where it has none."""
    end: int = node.event.end_mark.index
    index = after_break(text, line_end(text, content_start(text, node)))
    first = next((line for line in node.value.split("\n") if line.strip(" ")), "")
    while index < end:
        stop = line_end(text, index)
        if text[index:stop].strip(" "):
            return indent_of(text, index) - indent_of(first, 0)
        index = after_break(text, stop)
    return 0
