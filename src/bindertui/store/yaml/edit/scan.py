"""Scanning YAML text: line breaks, comments, blank space, anchors and tags, and the extent of block scalars."""

import re

from bindertui.store.yaml.nodes import Alias, Mapping, Node, Scalar, Sequence

BREAKS = "\n\r\x85\u2028\u2029"
"""The characters that end a line in YAML 1.1."""

_TRIVIA = re.compile(rf"(?:[ \t{BREAKS}]+|#[^{BREAKS}]*)*")
_BREAK = re.compile(f"\r\n|[{BREAKS}]")
_COMMENT_LINE = re.compile(r"[ \t]*#")
_BLANK = re.compile(r"[ \t]*")
_REST = re.compile(rf"[ \t]*(?:#[^{BREAKS}]*)?")
_PROPERTY = re.compile(r"!<[^>]*>|[&!][^\s,\[\]{}]*")


def skip_trivia(text: str, index: int) -> int:
    """Return the first offset from `index` that is neither blank space nor a comment."""
    found = _TRIVIA.match(text, index)
    return found.end() if found else index


def line_start(text: str, index: int) -> int:
    """Return the start of the line that contains an offset."""
    while index and text[index - 1] not in BREAKS:
        index -= 1
    return index


def line_end(text: str, index: int) -> int:
    """Return the end of the line that contains an offset, before its line break."""
    found = _BREAK.search(text, index)
    return found.start() if found else len(text)


def skip_break(text: str, index: int) -> int:
    """Return the offset after the line break at `index`, or `index` if there is none."""
    found = _BREAK.match(text, index)
    return found.end() if found else index


def line_content_end(text: str, index: int) -> int:
    """Return the offset before the line break that ends at `index`, or `index` if there is none."""
    if not index or text[index - 1] not in BREAKS:
        return index
    return index - 2 if text.endswith("\r\n", 0, index) else index - 1


def break_at(text: str, index: int) -> str:
    """Return the line break for a new line near an offset: that line's, else the previous line's, else a newline."""
    found = _BREAK.search(text, index)
    if found is None:
        start = line_start(text, index)
        return text[line_content_end(text, start) : start] or "\n"
    return found.group()


def is_comment_line(text: str, start: int) -> bool:
    """Return whether the line that starts here is only a comment."""
    return _COMMENT_LINE.match(text, start) is not None


def is_blank_line(text: str, start: int, end: int) -> bool:
    """Return whether a line is blank."""
    return _BLANK.fullmatch(text, start, end) is not None


def line_indent(text: str, start: int) -> int:
    """Count the spaces and tabs at the start of a line."""
    found = _BLANK.match(text, start)
    return found.end() - start if found else 0


def line_rest(text: str, index: int) -> str | None:
    """Return the rest of the line if it is only blank space and a comment, else None."""
    found = _REST.match(text, index)
    end = found.end() if found else index
    return text[index:end] if end == len(text) or text[end] in BREAKS else None


def skip_properties(text: str, index: int, count: int) -> tuple[int, int]:
    """Return where the anchor and tag of a node end, and where its content starts if there is any.

    Args:
        text: the YAML text.
        index: the start of the node.
        count: the number of properties: anchor, tag or both.
    """
    properties = index
    for _ in range(count):
        if found := _PROPERTY.match(text, index):
            properties = found.end()
            index = skip_trivia(text, properties)
    return properties, index


def split_lines(text: str) -> list[str]:
    """Split a text into lines without their line breaks."""
    return _BREAK.split(text)


def node_properties(node: Node) -> int:
    """Count the properties of a node: anchor and tag."""
    return 0 if isinstance(node, Alias) else (node.event.anchor is not None) + (node.event.tag is not None)


def content_start(text: str, node: Scalar) -> int:
    """Return the offset of a scalar's content, after its anchor and tag."""
    start, end = node.event.start_mark.index, node.event.end_mark.index
    properties, content = skip_properties(text, start, node_properties(node))
    return content if content < int(end) else properties


def end_of_block_scalar(text: str, node: Scalar) -> int:
    """Return the end of a block scalar's last line; blank lines below count only if they are part of the value."""
    end: int = node.event.end_mark.index
    start = content_start(text, node)
    header = line_end(text, start)
    if end > header:
        end = line_content_end(text, end)
    if keeps_blank_lines(text, node):
        return end
    indent = scalar_indent(text, node)
    while end > header:
        line = line_start(text, end)
        if not is_blank_line(text, line, end) or end - line > indent:
            break
        end = line_content_end(text, line)
    return max(end, header)


def keeps_blank_lines(text: str, node: Node) -> bool:
    """Return whether a value ends in a block scalar that keeps the blank lines below it (`+`)."""
    while isinstance(node, Mapping | Sequence) and node.items:
        node = next(reversed(node.items.values()))[1] if isinstance(node, Mapping) else node.items[-1]
    if not isinstance(node, Scalar) or node.event.style not in ("|", ">"):
        return False
    start = content_start(text, node)
    return "+" in text[start : line_end(text, start)].partition("#")[0]


def scalar_indent(text: str, node: Scalar) -> int:
    """Return the indentation of a block scalar's lines, or 0 if it has none."""
    end: int = node.event.end_mark.index
    index = skip_break(text, line_end(text, content_start(text, node)))
    first = next((line for line in node.value.split("\n") if line.strip(" ")), "")
    while index < end:
        stop = line_end(text, index)
        if text[index:stop].strip(" "):
            return line_indent(text, index) - line_indent(first, 0)
        index = skip_break(text, stop)
    return 0
