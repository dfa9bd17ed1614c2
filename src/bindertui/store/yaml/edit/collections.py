"""Insert, remove and move entries of block and flow collections, together with the comments that belong to them.

Blank lines and comments between entries, brackets, commas and line breaks stay where they are.
"""

from itertools import pairwise

from bindertui._frozen import frozen
from bindertui.i18n import lazy_gettext
from bindertui.store.yaml.edit.edits import EditError
from bindertui.store.yaml.edit.layout import CollectionLayout, EntrySpan, entry_span_at
from bindertui.store.yaml.edit.scan import (
    break_at,
    is_blank_line,
    is_comment_line,
    keeps_blank_lines,
    line_content_end,
    line_end,
    line_rest,
    line_start,
    skip_break,
    skip_trivia,
    split_lines,
)
from bindertui.store.yaml.edit.splice import Splice

_LOOKED_AT = 20
"""Entries that are examined for blank lines between them."""


def insert_block_item(collection: CollectionLayout, position: int, lines: list[str]) -> Splice:
    """Insert an entry before the one at a position, or at the end.

    Args:
        collection: a block collection that is not empty.
        position: from 0 to its length.
        lines: the entry's lines, indented like the others.
    """
    text = collection.text
    between = 1 + _blank_lines(collection)
    if position:
        end = entry_span_at(collection, position - 1).end
        newline = break_at(text, end)
        # A blank line would become part of a preceding text that keeps trailing ones.
        apart = 1 if keeps_blank_lines(text, collection.child(position - 1)[1]) else between
        return Splice(end, end, newline * apart + newline.join(lines))
    first = entry_span_at(collection, 0)
    newline = break_at(text, first.start)
    added = newline.join(lines) + newline * between
    if first.inline:
        return Splice(first.lead, first.lead, f"{_inline(collection, first.lead, added)}{' ' * collection.column}")
    return Splice(first.lead, first.lead, added)


def remove_block_item(collection: CollectionLayout, position: int) -> Splice:
    """Remove an entry with its comments; the collection must have others."""
    text = collection.text
    this = entry_span_at(collection, position)
    if position:
        end = entry_span_at(collection, position - 1).end
        apart = text[end : this.lead]
        stop = (
            _after_blank_lines(text, this.end)
            if keeps_blank_lines(text, collection.child(position - 1)[1])
            else this.end
        )
        return Splice(end, stop, apart[: line_content_end(apart, len(apart))] if apart.strip() else "")
    below = entry_span_at(collection, 1)
    apart = text[this.end : below.lead]
    start = skip_break(text, this.end) if apart.strip() else below.lead
    if this.inline:
        return Splice(this.lead, below.end, _inline(collection, this.lead, text[start : below.end]))
    return Splice(this.lead, start, "")


def move_block_item(collection: CollectionLayout, source: int, target: int) -> Splice:
    """Move an entry to the position `target`."""
    text = collection.text
    low, high = min(source, target), max(source, target)
    units = [entry_span_at(collection, position) for position in range(low, high + 1)]
    order = list(range(low, high + 1))
    order.insert(target - low, order.pop(source - low))
    parts = []
    for slot, position in enumerate(order):
        unit = units[position - low]
        parts.append(_on_lines(text, unit, collection.column))
        if units[slot].inline:
            parts[-1] = _inline(collection, units[slot].lead, parts[-1])
        if slot + 1 < len(units):
            parts.append(text[units[slot].end : units[slot + 1].lead])
    return Splice(units[0].lead, units[-1].end, "".join(parts))


def _inline(collection: CollectionLayout, start: int, lines: str) -> str:
    """Adapt lines that will start on the line of a dash, at `start`; a comment there need not be aligned."""
    inside = lines.lstrip(" ")
    if inside.startswith("#"):
        return inside
    short = collection.column - (start - line_start(collection.text, start))
    margin = break_at(collection.text, start) + " " * collection.column if short < 0 else " " * short
    return f"{margin}{inside}"


def _on_lines(text: str, unit: EntrySpan, column: int) -> str:
    margin = " " * column if unit.inline else ""
    return f"{margin}{text[unit.lead : unit.end]}"


def _after_blank_lines(text: str, end: int) -> int:
    """Return the end of the last blank line below a line."""
    while (start := skip_break(text, end)) > end and start < len(text):
        stop = line_end(text, start)
        if not is_blank_line(text, start, stop):
            break
        end = stop
    return end


def _blank_lines(collection: CollectionLayout) -> int:
    """Count the blank lines between entries; 0 if some entries have none."""
    text = collection.text
    found = []
    for position in range(1, min(len(collection), _LOOKED_AT)):
        apart = text[entry_span_at(collection, position - 1).end : entry_span_at(collection, position).lead]
        if apart.strip():
            return 0
        found.append(len(split_lines(apart)) - 2)
    return min(found, default=0)


@frozen
class FlowItem:
    """An entry between commas.

    Attributes:
        lead: the start of the comments above it if it starts a line, else its own start.
        comma: the offset of the comma after it; None for the last without one.
        tail: the end of its line with its comment, or of the item or its comma if more follows on the line.
        first: whether it starts a line.
        last: whether it ends a line.
    """

    lead: int
    start: int
    end: int
    comma: int | None
    tail: int
    first: bool
    last: bool

    @property
    def alone(self) -> bool:
        """Whether nothing else is on its lines."""
        return self.first and self.last


@frozen
class FlowCollection:
    """A flow collection; `open` and `close` are the offsets of its brackets."""

    text: str
    collection: CollectionLayout
    open: int
    close: int

    @classmethod
    def of(cls, collection: CollectionLayout) -> "FlowCollection":
        """Return the flow collection; refuse one without brackets."""
        end = collection.node.end
        assert end is not None
        if collection.text[collection.start] not in "[{":
            raise EditError(lazy_gettext("This key and value have no braces. Add the braces first."))
        return cls(collection.text, collection, collection.start, end.end_mark.index - 1)

    def item(self, position: int) -> FlowItem:
        """Return the entry at a position."""
        entry = self.collection.entry(position)
        text = self.text
        after = skip_trivia(text, entry.end)
        comma = after if text[after] == "," else None
        behind = entry.end if comma is None else comma + 1
        rest = line_rest(text, behind)
        line = line_start(text, entry.start)
        first = is_blank_line(text, line, entry.start)
        lead = self._lead(line) if first else entry.start
        tail = behind + len(rest or "")
        return FlowItem(lead, entry.start, entry.end, comma, tail, first, rest is not None)

    def _lead(self, line: int) -> int:
        while True:
            above = line_start(self.text, line_content_end(self.text, line))
            if above <= self.open or not is_comment_line(self.text, above):
                return line
            line = above


def insert_flow_item(collection: CollectionLayout, position: int, written: str) -> Splice:
    """Insert an entry before the one at a position, or at the end."""
    flow, text = FlowCollection.of(collection), collection.text
    if not len(collection):
        blank = not text[flow.open + 1 : flow.close].strip()
        return Splice(flow.open + 1, flow.close if blank else flow.open + 1, written)
    if position < len(collection):
        item = flow.item(position)
        if item.alone:
            margin = text[line_start(text, item.start) : item.start]
            return Splice(item.lead, item.lead, f"{margin}{written},{break_at(text, item.start)}")
        return Splice(item.start, item.start, f"{written}, ")
    item = flow.item(position - 1)
    margin = text[line_start(text, item.start) : item.start]
    line = f"{break_at(text, item.start)}{margin}{written}"
    if not item.first:
        return Splice(item.end, item.end, f", {written}")
    if not item.last:
        return Splice(item.end, item.end, f", {written}" if len(collection) == 1 else f",{line}")
    return _appended(text, item, line)


def _appended(text: str, item: FlowItem, line: str) -> Splice:
    """Append a line after an item that ends its line."""
    if item.comma is None:
        return Splice(item.end, item.tail, f",{text[item.end : item.tail]}{line}")
    return Splice(item.tail, item.tail, f"{line},")


def remove_flow_item(collection: CollectionLayout, position: int) -> Splice:
    """Remove an entry with its comma and its comments."""
    flow, text = FlowCollection.of(collection), collection.text
    if len(collection) == 1:
        return Splice(flow.open + 1, flow.close, "")
    item = flow.item(position)
    if item.alone and (item.comma is not None or not position):
        return Splice(item.lead, skip_break(text, item.tail), "")
    if position + 1 < len(collection):
        below = flow.item(position + 1)
        end = below.start if "#" not in text[item.end : below.start] else (item.comma or item.end) + 1
        return Splice(item.start, end, "")
    above = flow.item(position - 1)
    if item.alone:
        assert above.comma is not None
        return Splice(above.end, item.tail, text[above.end : above.comma] + _before(text, above.comma + 1, item.lead))
    between = text[above.end : item.start]
    kept = between.replace(",", "", 1) if "#" in between else ""
    return Splice(above.end, item.end, kept)


def _before(text: str, start: int, line: int) -> str:
    """Return the text up to the line break before a line."""
    return text[start : line_content_end(text, line)]


def move_flow_item(collection: CollectionLayout, source: int, target: int) -> Splice:
    """Move an entry to the position `target`; the commas stay in place."""
    flow, text = FlowCollection.of(collection), collection.text
    low, high = min(source, target), max(source, target)
    items = [flow.item(position) for position in range(low, high + 1)]
    order = list(range(low, high + 1))
    order.insert(target - low, order.pop(source - low))
    if all(item.alone for item in items):
        return _lines_moved(text, items, [position - low for position in order])
    if any("#" in text[a.end : b.start] for a, b in pairwise(items)):
        raise EditError(lazy_gettext("These items share lines with comments. Put each item on its own line first."))
    parts = []
    for slot, position in enumerate(order):
        item = items[position - low]
        parts.append(text[item.start : item.end])
        if slot + 1 < len(items):
            parts.append(text[items[slot].end : items[slot + 1].start])
    return Splice(items[0].start, items[-1].end, "".join(parts))


def _lines_moved(text: str, items: list[FlowItem], order: list[int]) -> Splice:
    parts = []
    for slot, position in enumerate(order):
        item = items[position]
        parts.append(text[item.lead : item.end])
        parts.append("," if items[slot].comma is not None else "")
        parts.append(text[item.end if item.comma is None else item.comma + 1 : item.tail])
        if slot + 1 < len(items):
            parts.append(text[items[slot].tail : items[slot + 1].lead])
    return Splice(items[0].lead, items[-1].tail, "".join(parts))
