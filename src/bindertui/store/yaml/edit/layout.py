"""The positions of a collection's entries in the text, and the comments that belong to each.

A comment belongs to an entry if it is directly above it, at the end of its line, or indented deeper below it. Other
comments and blank lines belong to the gap between two entries and stay there. The first comment of a file is about the
file, unless every other entry has a comment of its own as well.
"""

from attrs import field

from bindertui._frozen import frozen
from bindertui.store.yaml.edit.scan import (
    end_of_block_scalar,
    is_blank_line,
    is_comment_line,
    line_content_end,
    line_end,
    line_indent,
    line_rest,
    line_start,
    node_properties,
    skip_break,
    skip_properties,
    skip_trivia,
)
from bindertui.store.yaml.nodes import Alias, Mapping, Node, Scalar, Sequence


@frozen
class LaidOutEntry:
    """A key with its value, or an item of a list.

    Attributes:
        start: the dash, the question mark, or the first character of the key or item.
        key: the key; None for an item of a list.
        slot: the offset after the dash or colon, after a key without colon, or the start in a flow list.
        colon: whether there is a colon.
        node: the value.
        end: the end of the value, without the comment after it.
    """

    start: int
    key: Scalar | Alias | None
    slot: int
    colon: bool
    node: Node
    end: int

    @property
    def absent(self) -> bool:
        """Whether no value is written, not even an anchor or tag."""
        return isinstance(self.node, Scalar) and self.end == self.slot


@frozen
class CollectionLayout:
    """The positions of a list or mapping in its text.

    Attributes:
        text: the whole text.
        node: the collection.
        parent_end: the offset after the colon or dash that it follows.
        root: whether it is the whole document.
    """

    text: str
    node: Sequence | Mapping
    parent_end: int
    root: bool = False
    keys: list[str] = field(init=False)
    start: int = field(init=False)

    @keys.default
    def _keys(self) -> list[str]:
        return list(self.node.items) if isinstance(self.node, Mapping) else []

    @start.default
    def _start(self) -> int:
        return skip_properties(self.text, self.node.event.start_mark.index, node_properties(self.node))[1]

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
        """Return the key, if there are keys, and the value at a position."""
        if isinstance(self.node, Mapping):
            return self.node.items[self.keys[position]]
        return None, self.node.items[position]

    def entry(self, position: int) -> LaidOutEntry:
        """Return the entry at a position."""
        text = self.text
        key, node = self.child(position)
        if self.flow:
            return self._flow_entry(key, node)
        start = skip_trivia(text, self.end_at(position - 1)) if position else self.start
        if key is None:
            return LaidOutEntry(start, None, start + 1, colon=True, node=node, end=entry_end(text, node, start + 1))
        return self._keyed(start, key, node)

    def end_at(self, position: int) -> int:
        """Return the end of the entry at a position without computing its start."""
        key, node = self.child(position)
        # In a list, the parser reports an absent value directly after its dash.
        return self._keyed(0, key, node).end if key else entry_end(self.text, node, node.event.start_mark.index)

    def _flow_entry(self, key: Scalar | Alias | None, node: Node) -> LaidOutEntry:
        if key is None:
            start = node.event.start_mark.index
            return LaidOutEntry(start, None, start, colon=False, node=node, end=entry_end(self.text, node, start))
        start = key.event.start_mark.index
        before = len(self.text[self.start : start].rstrip()) + self.start - 1
        explicit = self.text[before : before + 1] == "?" and before >= self.start
        return self._keyed(before if explicit else start, key, node)

    def _keyed(self, start: int, key: Scalar | Alias, node: Node) -> LaidOutEntry:
        key_end = key.event.end_mark.index
        colon = skip_trivia(self.text, key_end)
        if self.text[colon : colon + 1] == ":":
            slot = colon + 1
            return LaidOutEntry(start, key, slot, colon=True, node=node, end=entry_end(self.text, node, slot))
        return LaidOutEntry(start, key, key_end, colon=False, node=node, end=key_end)


def entry_end(text: str, node: Node, slot: int) -> int:
    """Return the end of a value, or `slot` if nothing is written.

    Args:
        text: the whole text.
        node: the value.
        slot: the offset after the dash or colon.
    """
    if isinstance(node, Scalar) and node.event.style in ("|", ">"):
        return end_of_block_scalar(text, node)
    if isinstance(node, Scalar | Alias):
        start, end = node.event.start_mark.index, node.event.end_mark.index
        # The parser reports an absent value at the start of the next token, which may be lines below.
        return int(end) if end > start else slot
    if node.event.flow_style:
        assert node.end is not None
        return int(node.end.end_mark.index)
    inside = CollectionLayout(text, node, slot)
    return inside.end_at(len(inside) - 1)


@frozen
class EntrySpan:
    """An entry with the comments that move with it: directly above, at its end, and inside.

    Attributes:
        lead: the start: the first line of the comments above it, else its own line, or the entry itself if inline.
        end: the end, before its last line break.
        inline: whether it is on the line of its parent's dash, as the first entry of a compact collection.
    """

    lead: int
    start: int
    end: int
    inline: bool


def entry_span_at(collection: CollectionLayout, position: int) -> EntrySpan:
    """Return the entry at a position of a block collection with the comments that move with it."""
    text = collection.text
    entry = collection.entry(position)
    end = _end_with_comments(collection, entry.end)
    line = line_start(text, entry.start)
    if not is_blank_line(text, line, entry.start):
        return EntrySpan(entry.start, entry.start, end, inline=True)
    floor = _end_with_comments(collection, collection.end_at(position - 1)) if position else collection.parent_end
    lead = _start_with_comments(text, line, floor)
    if not position and (first := _dash_comment_start(collection, lead)) is not None:
        return EntrySpan(first, entry.start, end, inline=True)
    if collection.root and not position and lead < line and not _others_have_comments(collection):
        lead = line  # the first comment of a file is about the file, unless every other entry has its own as well
    return EntrySpan(lead, entry.start, end, inline=False)


def _dash_comment_start(collection: CollectionLayout, lead: int) -> int | None:
    """Return the start of the comment after the dash of a nested list; it belongs to the first item."""
    text = collection.text
    if not isinstance(collection.node, Sequence) or collection.root or text[collection.parent_end - 1] != "-":
        return None
    comment = line_rest(text, collection.parent_end) or ""
    end = collection.parent_end + len(comment)
    return end - len(comment.lstrip()) if comment.strip() and skip_break(text, end) == lead else None


def _others_have_comments(collection: CollectionLayout) -> bool:
    """Return whether every entry after the first has a comment of its own above it."""
    return len(collection) > 1 and all(
        unit.lead < line_start(collection.text, unit.start)
        for unit in (entry_span_at(collection, position) for position in range(1, len(collection)))
    )


def _end_with_comments(collection: CollectionLayout, end: int) -> int:
    """Return the end of an entry with its end-of-line comment and the deeper comments below it."""
    text, column = collection.text, collection.column
    stop = reached = end + len(line_rest(text, end) or "")
    while (start := skip_break(text, stop)) > stop:
        stop = line_end(text, start)
        if is_comment_line(text, start) and line_indent(text, start) > column:
            reached = stop
        elif not is_blank_line(text, start, stop):
            break
    return reached


def _start_with_comments(text: str, line: int, floor: int) -> int:
    """Return the start of the comments directly above a line, not above `floor`."""
    while line:
        above = line_start(text, line_content_end(text, line))
        if above < floor or above == line or not is_comment_line(text, above):
            break
        line = above
    return line
