"""Entries of block collections, added, taken away and moved with their comments; what is between them stays."""

from bindertui.store.yamltext.layout import Collection
from bindertui.store.yamltext.lines import (
    after_break,
    before_break,
    break_at,
    is_blank_line,
    line_end,
    line_start,
    split_lines,
)
from bindertui.store.yamltext.places import keeps_blank_lines
from bindertui.store.yamltext.splice import Splice
from bindertui.store.yamltext.units import Unit, unit_at

_LOOKED_AT = 20
"""Entries that show whether blank lines stand between them."""


def inserted(collection: Collection, position: int, lines: list[str]) -> Splice:
    """A new entry before the one at a position, or after the last.

    Args:
        collection: a block collection, not empty.
        position: from 0 to its length.
        lines: the entry's lines, indented as deep as the others are.
    """
    text = collection.text
    between = 1 + _blank_lines(collection)
    if position:
        end = unit_at(collection, position - 1).end
        newline = break_at(text, end)
        # A blank line would become part of a text that keeps those at its end.
        apart = 1 if keeps_blank_lines(text, collection.child(position - 1)[1]) else between
        return Splice(end, end, newline * apart + newline.join(lines))
    first = unit_at(collection, 0)
    newline = break_at(text, first.start)
    added = newline.join(lines) + newline * between
    if first.inline:
        return Splice(first.lead, first.lead, f"{_inline(collection, first.lead, added)}{' ' * collection.column}")
    return Splice(first.lead, first.lead, added)


def removed(collection: Collection, position: int) -> Splice:
    """An entry taken away with its comments; the collection has others."""
    text = collection.text
    this = unit_at(collection, position)
    if position:
        end = unit_at(collection, position - 1).end
        apart = text[end : this.lead]
        stop = (
            _after_blank_lines(text, this.end)
            if keeps_blank_lines(text, collection.child(position - 1)[1])
            else this.end
        )
        return Splice(end, stop, apart[: before_break(apart, len(apart))] if apart.strip() else "")
    below = unit_at(collection, 1)
    apart = text[this.end : below.lead]
    start = after_break(text, this.end) if apart.strip() else below.lead
    if this.inline:
        return Splice(this.lead, below.end, _inline(collection, this.lead, text[start : below.end]))
    return Splice(this.lead, start, "")


def moved(collection: Collection, source: int, target: int) -> Splice:
    """An entry moved so that it stands at the position `target`; the others close up."""
    text = collection.text
    low, high = min(source, target), max(source, target)
    units = [unit_at(collection, position) for position in range(low, high + 1)]
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


def _inline(collection: Collection, start: int, lines: str) -> str:
    """Lines that come to stand on the line of a dash, from `start` on; a comment there need not be lined up."""
    inside = lines.lstrip(" ")
    if inside.startswith("#"):
        return inside
    short = collection.column - (start - line_start(collection.text, start))
    margin = break_at(collection.text, start) + " " * collection.column if short < 0 else " " * short
    return f"{margin}{inside}"


def _on_lines(text: str, unit: Unit, column: int) -> str:
    margin = " " * column if unit.inline else ""
    return f"{margin}{text[unit.lead : unit.end]}"


def _after_blank_lines(text: str, end: int) -> int:
    """The end of the last of the blank lines below a line."""
    while (start := after_break(text, end)) > end and start < len(text):
        stop = line_end(text, start)
        if not is_blank_line(text, start, stop):
            break
        end = stop
    return end


def _blank_lines(collection: Collection) -> int:
    """The blank lines that stand between every two entries; 0 where some stand close."""
    text = collection.text
    found = []
    for position in range(1, min(len(collection), _LOOKED_AT)):
        apart = text[unit_at(collection, position - 1).end : unit_at(collection, position).lead]
        if apart.strip():
            return 0
        found.append(len(split_lines(apart)) - 2)
    return min(found, default=0)
