"""Lines, comments and blank space of a YAML text, counted the way YAML counts them.

Where single nodes stand in the text: their anchors and tags, and the lines of block scalars.
"""

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
    """The first place from `index` on that is neither blank space nor a comment."""
    found = _TRIVIA.match(text, index)
    return found.end() if found else index


def line_start(text: str, index: int) -> int:
    """Where the line of a place starts."""
    while index and text[index - 1] not in BREAKS:
        index -= 1
    return index


def line_end(text: str, index: int) -> int:
    """Where the line of a place ends, before its line break."""
    found = _BREAK.search(text, index)
    return found.start() if found else len(text)


def skip_break(text: str, index: int) -> int:
    """The place after the line break that stands at `index`; the same place where there is none."""
    found = _BREAK.match(text, index)
    return found.end() if found else index


def line_content_end(text: str, index: int) -> int:
    """The place before the line break that ends at `index`; the same place where there is none."""
    if not index or text[index - 1] not in BREAKS:
        return index
    return index - 2 if text.endswith("\r\n", 0, index) else index - 1


def break_at(text: str, index: int) -> str:
    """The line break a new line near a place is to have: that line's own, else the one before it, else a newline."""
    found = _BREAK.search(text, index)
    if found is None:
        start = line_start(text, index)
        return text[line_content_end(text, start) : start] or "\n"
    return found.group()


def is_comment_line(text: str, start: int) -> bool:
    """Whether the line that starts here holds a comment alone."""
    return _COMMENT_LINE.match(text, start) is not None


def is_blank_line(text: str, start: int, end: int) -> bool:
    """Whether a line holds nothing but blanks."""
    return _BLANK.fullmatch(text, start, end) is not None


def line_indent(text: str, start: int) -> int:
    """The spaces and tabs a line starts with."""
    found = _BLANK.match(text, start)
    return found.end() - start if found else 0


def line_rest(text: str, index: int) -> str | None:
    """What follows on the line if it is blank space and a comment at most; None if it is more."""
    found = _REST.match(text, index)
    end = found.end() if found else index
    return text[index:end] if end == len(text) or text[end] in BREAKS else None


def skip_properties(text: str, index: int, count: int) -> tuple[int, int]:
    """Where the anchor and the tag of a node end, and where what they belong to starts, if it is written.

    Args:
        text: the YAML text.
        index: where the node starts.
        count: how many of the two it has.
    """
    properties = index
    for _ in range(count):
        if found := _PROPERTY.match(text, index):
            properties = found.end()
            index = skip_trivia(text, properties)
    return properties, index


def split_lines(text: str) -> list[str]:
    """The lines of a text without their line breaks."""
    return _BREAK.split(text)


def node_properties(node: Node) -> int:
    """How many of an anchor and a tag a node has."""
    return 0 if isinstance(node, Alias) else (node.event.anchor is not None) + (node.event.tag is not None)


def content_start(text: str, node: Scalar) -> int:
    """Where a scalar's own characters start, after its anchor and tag."""
    start, end = node.event.start_mark.index, node.event.end_mark.index
    properties, content = skip_properties(text, start, node_properties(node))
    return content if content < int(end) else properties


def end_of_block_scalar(text: str, node: Scalar) -> int:
    """The end of a block scalar's last line; blank lines below it count only where they are part of the value."""
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
    index = skip_break(text, line_end(text, content_start(text, node)))
    first = next((line for line in node.value.split("\n") if line.strip(" ")), "")
    while index < end:
        stop = line_end(text, index)
        if text[index:stop].strip(" "):
            return line_indent(text, index) - line_indent(first, 0)
        index = skip_break(text, stop)
    return 0
