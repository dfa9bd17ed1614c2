"""What travels with an entry of a block collection: the comments about it."""

from bindertui.store.nodes import Sequence
from bindertui.store.yamltext.layout import Collection
from bindertui.store.yamltext.lines import (
    after_break,
    before_break,
    indent_of,
    is_blank_line,
    is_comment_line,
    line_end,
    line_start,
    rest_of_line,
)
from bindertui.values import frozen


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


def unit_at(collection: Collection, position: int) -> Unit:
    """The entry at a position of a block collection, with what travels with it."""
    text = collection.text
    entry = collection.entry(position)
    end = _tail(collection, entry.end)
    line = line_start(text, entry.start)
    if not is_blank_line(text, line, entry.start):
        return Unit(entry.start, entry.start, end, inline=True)
    floor = _tail(collection, collection.end_at(position - 1)) if position else collection.floor
    lead = _lead(text, line, floor)
    if not position and (first := _on_dash(collection, lead)) is not None:
        return Unit(first, entry.start, end, inline=True)
    if collection.root and not position and lead < line and not _commented(collection):
        lead = line  # the first comment of a file is about the file, unless every other entry has its own as well
    return Unit(lead, entry.start, end, inline=False)


def _on_dash(collection: Collection, lead: int) -> int | None:
    """Where the comment starts that follows the dash of a list in a list: it is about the first item."""
    text = collection.text
    if not isinstance(collection.node, Sequence) or collection.root or text[collection.floor - 1] != "-":
        return None
    comment = rest_of_line(text, collection.floor) or ""
    end = collection.floor + len(comment)
    return end - len(comment.lstrip()) if comment.strip() and after_break(text, end) == lead else None


def _commented(collection: Collection) -> bool:
    """Whether there are entries after the first, and each has a comment of its own above it."""
    return len(collection) > 1 and all(
        unit.lead < line_start(collection.text, unit.start)
        for unit in (unit_at(collection, position) for position in range(1, len(collection)))
    )


def _tail(collection: Collection, end: int) -> int:
    """The end of an entry with its end-of-line comment and the comments below it that are indented deeper."""
    text, column = collection.text, collection.column
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
