"""A part of a content file's text: a nested section, or a field, as its author wrote it."""

from bindertui.model.address import Path
from bindertui.store.nodes import Node, NodeError, Scalar, Sequence, found, read, resolved


def part(text: str, identifier: str | None, path: Path) -> str | None:
    """The part of a file that an address leads to; None where the file has none, or is not YAML.

    Of a list or a mapping these are the lines it is written on, less their indentation; of a single text or number,
    what it says.

    Args:
        text: the text of the file.
        identifier: the id of the nested section the address names; None for the entry that is the whole file.
        path: the way from there inwards.
    """
    try:
        root = read(text)
    except NodeError:
        return None
    node = root if identifier is None else _section(root, identifier)
    for step in path:
        node = _inner(node, step)
    return None if node is None else _written(text, node)


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
    inner = found(node, (step,)) if node is not None else None
    return resolved(inner) if inner is not None else None


def _written(text: str, node: Node) -> str:
    if isinstance(node, Scalar):
        return node.value
    lines = text.split("\n")
    first, column = node.mark
    last = first + 1
    for number in range(first + 1, len(lines)):
        line = lines[number].rstrip()
        inside = line[:column].strip() == "" and (line[column : column + 1] in "- " or not isinstance(node, Sequence))
        if line[column:].strip() and inside:
            last = number + 1
        elif line.strip() and not line.lstrip().startswith("#"):
            break
    return "\n".join(line[column:] for line in lines[first:last]) + "\n"
