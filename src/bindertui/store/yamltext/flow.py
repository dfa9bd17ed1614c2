"""Entries of flow collections, added, taken away and moved; brackets, commas and line breaks stay as they are set."""

from itertools import pairwise

from bindertui.speech import wording
from bindertui.store.yamltext.flow_items import Flow, Item
from bindertui.store.yamltext.layout import Collection
from bindertui.store.yamltext.lines import (
    after_break,
    before_break,
    break_at,
    line_start,
)
from bindertui.store.yamltext.refusal import EditError
from bindertui.store.yamltext.splice import Splice


def inserted(collection: Collection, position: int, written: str) -> Splice:
    """A new entry before the one at a position, or after the last."""
    flow, text = Flow.of(collection), collection.text
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


def _appended(text: str, item: Item, line: str) -> Splice:
    """A line after an item that ends one."""
    if item.comma is None:
        return Splice(item.end, item.tail, f",{text[item.end : item.tail]}{line}")
    return Splice(item.tail, item.tail, f"{line},")


def removed(collection: Collection, position: int) -> Splice:
    """An entry taken away with its comma and its comments."""
    flow, text = Flow.of(collection), collection.text
    if len(collection) == 1:
        return Splice(flow.open + 1, flow.close, "")
    item = flow.item(position)
    if item.alone and (item.comma is not None or not position):
        return Splice(item.lead, after_break(text, item.tail), "")
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
    """The text up to the line break before a line."""
    return text[start : before_break(text, line)]


def moved(collection: Collection, source: int, target: int) -> Splice:
    """An entry moved so that it stands at the position `target`; the commas stay where they are."""
    flow, text = Flow.of(collection), collection.text
    low, high = min(source, target), max(source, target)
    items = [flow.item(position) for position in range(low, high + 1)]
    order = list(range(low, high + 1))
    order.insert(target - low, order.pop(source - low))
    if all(item.alone for item in items):
        return _lines_moved(text, items, [position - low for position in order])
    if any("#" in text[a.end : b.start] for a, b in pairwise(items)):
        raise EditError(
            wording("Comments stand between these items on shared lines. Give each item a line of its own first.")
        )
    parts = []
    for slot, position in enumerate(order):
        item = items[position - low]
        parts.append(text[item.start : item.end])
        if slot + 1 < len(items):
            parts.append(text[items[slot].end : items[slot + 1].start])
    return Splice(items[0].start, items[-1].end, "".join(parts))


def _lines_moved(text: str, items: list[Item], order: list[int]) -> Splice:
    parts = []
    for slot, position in enumerate(order):
        item = items[position]
        parts.append(text[item.lead : item.end])
        parts.append("," if items[slot].comma is not None else "")
        parts.append(text[item.end if item.comma is None else item.comma + 1 : item.tail])
        if slot + 1 < len(items):
            parts.append(text[items[slot].tail : items[slot + 1].lead])
    return Splice(items[0].lead, items[-1].tail, "".join(parts))
