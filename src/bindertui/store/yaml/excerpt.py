"""A part of a content file's text: a nested section, or a field, as its author wrote it."""

from bindertui.model.address import FieldPath
from bindertui.store.yaml.nodes import Node, NodeError, Scalar, Sequence, find_node, parse_yaml, resolve_alias


def excerpt(text: str, identifier: str | None, path: FieldPath) -> str | None:
    """The part of a file that an address leads to; None where the file has none, or is not YAML.

    Of a list or a mapping these are the lines it is written on, less their indentation; of a single text or number,
    what it says.

    Args:
        text: the text of the file.
        identifier: the id of the nested section the address names; None for the entry that is the whole file.
        path: the way from there inwards.
    """
    node = _found(text, identifier, path)
    if node is None or isinstance(node, Scalar):
        return node.value if node else None
    lines = text.split("\n")
    column = node.mark.column
    return "".join(f"{_less(line, column)}\n" for line in lines[node.mark.line : _end(lines, node)])


def excerpt_section(text: str, identifier: str, section: str) -> str | None:
    """A file's text with the lines of a nested section replaced by others, which stand there as deep as it does.

    None where the file has no such section, or it is not written on lines of its own.
    """
    node = _found(text, identifier, ())
    if node is None:
        return None
    lines = text.split("\n")
    first, column = node.mark
    ending = "\r" if lines[first].endswith("\r") else ""
    new = [line.removesuffix("\r") + ending for line in section.removesuffix("\n").split("\n")]
    deeper = [" " * column + line if line.strip() else line for line in new[1:]]
    placed = [lines[first][:column] + new[0], *deeper]
    restored = "\n".join([*lines[:first], *placed, *lines[_end(lines, node) :]])
    # On a line with something else, or between brackets, other lines may well mean something else.
    told = excerpt(restored, identifier, ())
    return restored if told is not None and told.replace("\r", "") == section.replace("\r", "") else None


def _found(text: str, identifier: str | None, path: FieldPath) -> Node | None:
    try:
        root = parse_yaml(text)
    except NodeError:
        return None
    node = root if identifier is None else _section(root, identifier)
    for step in path:
        node = _inner(node, step)
    return node


def _section(node: Node, identifier: str) -> Node | None:
    """The section with an id, at whatever depth below a node."""
    below = _inner(node, "sections")
    for section in below.items if isinstance(below, Sequence) else ():
        own = _inner(section, "id")
        if isinstance(own, Scalar) and own.value == identifier:
            return section
        if deeper := _section(section, identifier):
            return deeper
    return None


def _inner(node: Node | None, step: str | int) -> Node | None:
    inner = find_node(node, (step,)) if node is not None else None
    return resolve_alias(inner) if inner is not None else None


def _end(lines: list[str], node: Node) -> int:
    """The line behind the last one of a list or a mapping; comments before what follows it belong to that."""
    first, column = node.mark
    end = first + 1
    for number in range(first + 1, len(lines)):
        line = lines[number].rstrip()
        inside = not line[:column].strip() and (line[column : column + 1] in "- " or not isinstance(node, Sequence))
        if line[column:].strip() and inside:
            end = number + 1
        elif line.strip() and not line.lstrip().startswith("#"):
            break
    return end


def _less(line: str, column: int) -> str:
    """A line without the indentation that all have; a comment may have less."""
    return line.lstrip() if line[:column].strip() and line.lstrip().startswith("#") else line[column:]
