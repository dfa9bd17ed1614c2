"""Where single nodes stand in the text: their anchors and tags, and the lines of block scalars."""

from bindertui.store.nodes import Alias, Mapping, Node, Scalar, Sequence
from bindertui.store.yamltext.lines import (
    after_break,
    after_properties,
    before_break,
    indent_of,
    is_blank_line,
    line_end,
    line_start,
)


def properties_of(node: Node) -> int:
    """How many of an anchor and a tag a node has."""
    return 0 if isinstance(node, Alias) else (node.event.anchor is not None) + (node.event.tag is not None)


def content_start(text: str, node: Scalar) -> int:
    """Where a scalar's own characters start, after its anchor and tag."""
    start, end = node.event.start_mark.index, node.event.end_mark.index
    properties, content = after_properties(text, start, properties_of(node))
    return content if content < int(end) else properties


def end_of_block_scalar(text: str, node: Scalar) -> int:
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
