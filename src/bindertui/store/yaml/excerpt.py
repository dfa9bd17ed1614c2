"""Excerpts of a content file: the text of a nested section or a field, exactly as written."""

from bindertui.model.address import FieldPath
from bindertui.store.yaml.nodes import Node, NodeError, Scalar, Sequence, find_node, parse_yaml, resolve_alias


def excerpt(text: str, identifier: str | None, path: FieldPath) -> str | None:
    """Return the text at an address of a file, or None if there is none or the file is not valid YAML.

    A list or a mapping gives its lines without their common indentation; a scalar gives its value.

    Args:
        text: the text of the file.
        identifier: the id of the nested section the address names; None for the entry that is the whole file.
        path: the path from that section or entry.
    """
    node = _find(text, identifier, path)
    if node is None or isinstance(node, Scalar):
        return node.value if node else None
    lines = text.split("\n")
    column = node.mark.column
    return "".join(f"{_dedent(line, column)}\n" for line in lines[node.mark.line : _end_line(lines, node)])


def replace_excerpt(text: str, identifier: str, section: str) -> str | None:
    """Return the text of a file with the lines of a nested section replaced, indented as the section was.

    Return None if the file has no such section or the section shares a line with something else.
    """
    node = _find(text, identifier, ())
    if node is None:
        return None
    lines = text.split("\n")
    first, column = node.mark
    ending = "\r" if lines[first].endswith("\r") else ""
    new = [line.removesuffix("\r") + ending for line in section.removesuffix("\n").split("\n")]
    deeper = [" " * column + line if line.strip() else line for line in new[1:]]
    placed = [lines[first][:column] + new[0], *deeper]
    restored = "\n".join([*lines[:first], *placed, *lines[_end_line(lines, node) :]])
    # On a shared line or between brackets the new lines may be read differently, so read them back.
    read_back = excerpt(restored, identifier, ())
    return restored if read_back is not None and read_back.replace("\r", "") == section.replace("\r", "") else None


def _find(text: str, identifier: str | None, path: FieldPath) -> Node | None:
    try:
        root = parse_yaml(text)
    except NodeError:
        return None
    node = root if identifier is None else _section(root, identifier)
    for step in path:
        node = _child(node, step)
    return node


def _section(node: Node, identifier: str) -> Node | None:
    """Return the section with an id at any depth below a node."""
    below = _child(node, "sections")
    for section in below.items if isinstance(below, Sequence) else ():
        own = _child(section, "id")
        if isinstance(own, Scalar) and own.value == identifier:
            return section
        if deeper := _section(section, identifier):
            return deeper
    return None


def _child(node: Node | None, step: str | int) -> Node | None:
    inner = find_node(node, (step,)) if node is not None else None
    return resolve_alias(inner) if inner is not None else None


def _end_line(lines: list[str], node: Node) -> int:
    """Return the number of the line after a list or mapping; comments before the next node belong to that node."""
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


def _dedent(line: str, column: int) -> str:
    """Remove the common indentation from a line; a comment may be indented less."""
    return line.lstrip() if line[:column].strip() and line.lstrip().startswith("#") else line[column:]
