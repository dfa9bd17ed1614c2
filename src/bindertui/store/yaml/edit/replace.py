"""Replace the value at a path, or write one where none is; the comment on the line stays."""

import re

from bindertui.i18n import lazy_gettext
from bindertui.store.yaml.edit.edits import EditError, Value
from bindertui.store.yaml.edit.layout import CollectionLayout, LaidOutEntry, entry_span_at
from bindertui.store.yaml.edit.path import NodePath, PathStep
from bindertui.store.yaml.edit.scalars import rewrite_scalar, write_scalar
from bindertui.store.yaml.edit.scan import (
    break_at,
    content_start,
    is_blank_line,
    line_end,
    line_rest,
    line_start,
    node_properties,
    skip_break,
    skip_properties,
)
from bindertui.store.yaml.edit.splice import Fragment, Slot, Splice, join_lines
from bindertui.store.yaml.edit.writer import DocumentStyle, ValueWriter, null_text
from bindertui.store.yaml.nodes import Alias, Mapping, Scalar, Sequence

_INDICATOR = re.compile(r"[|>][-+0-9]*")


def place_value(path: NodePath, value: Value, style: DocumentStyle) -> Splice:
    """Return the splice that writes a value at a path.

    Raises:
        EditError: no style can express it there.
    """
    if not path.steps:
        raise EditError(lazy_gettext("A whole file becomes another kind of value only as a text. Write the text."))
    step = path.steps[-1]
    node = step.entry.node
    writer = ValueWriter(style, path.ancestors)
    if isinstance(node, Scalar) and not isinstance(value, list | dict):
        return _replace_scalar(step, node, value, writer)
    return _replace_any(step, value, writer)


def _slot_of(step: PathStep, column: int, writer: ValueWriter) -> Slot:
    collection, entry = step.collection, step.entry
    text = collection.text
    parent = _block_column(collection)
    items = collection.node.items if isinstance(collection.node, Sequence) else []
    below = skip_break(text, line_end(text, entry.end))
    return Slot(
        flow=collection.flow,
        parent=parent,
        indent=parent + (writer.style.step(writer.near) if entry.key else writer.style.after_dash(writer.near)),
        column=column,
        width=writer.style.width,
        blank_line_follows=below < len(text) and is_blank_line(text, below, line_end(text, below)),
        null="" if entry.key and not collection.flow else null_text(items),
    )


def _block_column(collection: CollectionLayout) -> int:
    return 0 if collection.flow else collection.column


def _replace_scalar(step: PathStep, node: Scalar, value: str | float | bool | None, writer: ValueWriter) -> Splice:  # noqa: FBT001
    text, entry = step.collection.text, step.entry
    unwritten = entry.absent or content_start(text, node) == entry.end
    start = entry.end if unwritten else content_start(text, node)
    if value is None and node.empty:
        return Splice(start, start, "")
    spot = _slot_of(step, start - line_start(text, start) + unwritten, writer)
    written = write_scalar(value, spot) if unwritten else rewrite_scalar(text, node, value, spot)
    if written is None:
        raise EditError(lazy_gettext("The text holds a character that no YAML file can hold. Take it out."))
    before = _separator(step, written.head) if unwritten else ""
    return _splice_fragment(text, step, written, (start, entry.end), before)


def _separator(step: PathStep, head: str) -> str:
    """Return the text between a key or dash and a value where none was written."""
    if step.entry.colon or step.entry.key is None:
        return " " if head else ""
    if step.collection.flow:
        return ": "
    return f"{break_at(step.collection.text, step.entry.slot)}{' ' * step.collection.column}: "


def _splice_fragment(text: str, step: PathStep, written: Fragment, place: tuple[int, int], before: str) -> Splice:
    start, end = place
    node = step.entry.node
    comment = ""
    if isinstance(node, Scalar) and node.event.style in ("|", ">"):
        indicator = _INDICATOR.match(text, start)
        comment = text[indicator.end() : line_end(text, start)] if indicator else ""
    elif written.comment_after_head:
        comment = line_rest(text, end) or ""
        end += len(comment)
    if not written.head and not step.collection.flow:
        start -= len(text[:start]) - len(text[:start].rstrip(" "))
    newline = break_at(text, start)
    if written.comment_after_head:
        lines = [f"{before}{written.head}{comment.rstrip(' ')}", *written.lines]
    else:
        lines = [f"{before}{written.head}", *written.lines]
        lines[-1] += comment.rstrip(" ")
    return Splice(start, end, join_lines(lines, text[start:end], newline))


def _replace_any(step: PathStep, value: Value, writer: ValueWriter) -> Splice:
    """Replace a value by one of any kind."""
    collection, entry = step.collection, step.entry
    text, node = collection.text, entry.node
    begin = entry.end if entry.absent else node.event.start_mark.index
    spot = _slot_of(step, begin - line_start(text, begin), writer)
    written = _with_properties(step, value, _write(step, value, writer, spot), spot, writer)
    if _is_compact(step, written) and (line_rest(text, entry.end) or "").strip():
        written = _start_below(written, spot, writer)
    if collection.flow:
        start = entry.end if entry.absent else begin
        return Splice(start, entry.end, f"{_separator(step, written.head) if entry.absent else ''}{written.head}")
    old_block = isinstance(node, Mapping | Sequence) and not node.event.flow_style
    end = entry_span_at(collection, step.position).end if old_block else entry.end
    key_comment = line_rest(text, entry.slot)
    on_key_line = key_comment is not None and key_comment.strip() and not entry.absent
    if isinstance(node, Scalar) and node.event.style in ("|", ">"):
        return _splice_fragment(text, step, _with_space(written, entry, writer), (entry.slot, end), "")
    comment = key_comment if on_key_line else "" if old_block else line_rest(text, end) or ""
    assert comment is not None
    if not old_block and not on_key_line:
        end += len(comment) if written.comment_after_head else 0
        comment = comment if written.comment_after_head else ""
    spaced = _with_space(written, entry, writer)
    prefix = "" if entry.colon or entry.key is None else _separator(step, "").rstrip(" ")
    lines = [f"{prefix}{spaced.head}{comment.rstrip(' ')}", *spaced.lines]
    return Splice(entry.slot, end, join_lines(lines, text[entry.slot : end], break_at(text, entry.slot)))


def _with_properties(step: PathStep, value: Value, written: Fragment, spot: Slot, writer: ValueWriter) -> Fragment:
    """Keep the anchor and tag if a collection is replaced by one of the same kind."""
    node, text = step.entry.node, step.collection.text
    kind = Mapping if isinstance(value, dict) else Sequence if isinstance(value, list) else None
    if kind is None or not isinstance(node, kind) or not node_properties(node):
        return written
    begin = node.event.start_mark.index
    kept = text[begin : skip_properties(text, begin, node_properties(node))[0]]
    if _is_compact(step, written):
        return Fragment(kept, _start_below(written, spot, writer).lines, comment_after_head=True)
    return Fragment(f"{kept} {written.head}".rstrip(), written.lines, written.comment_after_head)


def _is_compact(step: PathStep, written: Fragment) -> bool:
    """Return whether a collection starts on the line of the dash."""
    return step.entry.key is None and bool(written.lines) and not written.comment_after_head


def _start_below(written: Fragment, spot: Slot, writer: ValueWriter) -> Fragment:
    """Make a collection start on the line below the dash."""
    margin = " " * (spot.parent + writer.style.after_dash(writer.near))
    return Fragment("", (f"{margin}{written.head}", *written.lines), comment_after_head=True)


def _with_space(written: Fragment, entry: LaidOutEntry, writer: ValueWriter) -> Fragment:
    """Add the space between the key or dash and the value."""
    if not written.head:
        return written
    space = (
        " "
        if entry.key or not written.lines or written.comment_after_head
        else " " * (writer.style.after_dash(writer.near) - 1)
    )
    return Fragment(f"{space}{written.head}", written.lines, written.comment_after_head)


def _write(step: PathStep, value: Value, writer: ValueWriter, spot: Slot) -> Fragment:
    entry, collection = step.entry, step.collection
    old = entry.node.target if isinstance(entry.node, Alias) else entry.node
    model = old if isinstance(old, Scalar) and not node_properties(old) else None
    if entry.key is not None:
        return writer.after_key(value, spot, collection.keys[step.position], model)
    assert isinstance(collection.node, Sequence)
    return writer.after_dash(value, spot, list(collection.node.items), step.position)
