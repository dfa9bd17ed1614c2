"""YAML text to a tree of nodes with their places, within limits that hostile files cannot pass.

The tree is built from the events of ruamel's C parser in one pass. The C composer would give the same tree, but it
recurses (about 100,000 nested brackets end the process) and resolves a type for every scalar, which the schema knows
better.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from attrs import define, field
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from bindertui.model.address import Path
from bindertui.model.text import escaped

MAX_DEPTH = 100
"""Collections inside collections that a file may nest."""
MAX_NODES = 1_000_000
"""Nodes a file may hold when every alias is written out; a guard against a few lines that expand to billions."""
LONG_TEXT = 100
"""Characters that weigh as much as a node, so that one long text cannot be repeated without end either."""


class Mark(NamedTuple):
    """A place in a text; line and column are counted from 0."""

    line: int
    column: int


class NodeError(Exception):
    """A text is not YAML that can be read, at a place and for a reason worded for its author."""

    def __init__(self, mark: Mark, message: str) -> None:
        super().__init__(message)
        self.mark = mark
        self.message = message


@define
class Scalar:
    """A text, number or word; what it means is for the schema to say."""

    mark: Mark
    value: str
    plain: bool

    @property
    def size(self) -> int:
        """What the text weighs against `MAX_NODES`."""
        return 1 + len(self.value) // LONG_TEXT


@define
class Sequence:
    """A list."""

    mark: Mark
    items: "list[Node]" = field(factory=list)
    size: int = 1
    height: int = 1


@define
class Mapping:
    """Keys and their values, with the place of each key."""

    mark: Mark
    items: "dict[str, tuple[Mark, Node]]" = field(factory=dict)
    size: int = 1
    height: int = 1


Node = Scalar | Sequence | Mapping

_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line in YAML 1.1."""


def read(text: str) -> Node:
    """The root node of a YAML text, or `NodeError`."""
    try:
        return _build(YAML(typ="safe").parse(text))
    except MarkedYAMLError as error:
        raise _worded(error, text) from None
    except YAMLError as error:
        # The parser counts the bytes of the text in UTF-8.
        before = text.encode()[: getattr(error, "position", 0)].decode(errors="ignore")
        raise _not_allowed(text, len(before)) from None
    except UnicodeEncodeError as error:
        raise _not_allowed(text, error.start) from None


def _build(events: Iterator[Event]) -> Node:
    builder = _Builder()
    for event in events:
        builder.take(event)
    if builder.root is None or builder.root == Scalar(builder.root.mark, "", plain=True):
        raise NodeError(Mark(0, 0), "The file is empty. Write the entry's fields, or delete the file.")
    return builder.root


@define
class _Builder:
    """The tree so far: open collections from the root inwards, and the anchors met."""

    root: Node | None = None
    open: list[tuple[Sequence | Mapping, str | None]] = field(factory=list)
    keys: list[tuple[str, Mark] | None] = field(factory=list)
    anchors: dict[str, Node] = field(factory=dict)
    documents: int = 0

    def take(self, event: Event) -> None:
        if isinstance(event, ScalarEvent):
            node = Scalar(_mark(event), event.value, not event.style)
            self._anchor(event.anchor, node)
            self._place(node, node.mark)
        elif isinstance(event, MappingStartEvent):
            self._enter(Mapping(_mark(event)), event)
        elif isinstance(event, SequenceStartEvent):
            self._enter(Sequence(_mark(event)), event)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self._leave()
        elif isinstance(event, AliasEvent):
            self._alias(event)
        elif isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise NodeError(_mark(event), "A content file holds one document. Remove this line or split the file.")

    def _enter(self, node: Sequence | Mapping, event: SequenceStartEvent | MappingStartEvent) -> None:
        if len(self.open) >= MAX_DEPTH:
            raise _too_deep(node.mark)
        if self.open and isinstance(self.open[-1][0], Mapping) and self.keys[-1] is None:
            raise NodeError(
                node.mark, "A key is a plain word, not a list or a mapping. Quote it if it is meant as text."
            )
        self.open.append((node, event.anchor))
        self.keys.append(None)

    def _leave(self) -> None:
        node, anchor = self.open.pop()
        self.keys.pop()
        self._anchor(anchor, node)
        self._place(node, node.mark)

    def _anchor(self, anchor: str | None, node: Node) -> None:
        if anchor is not None:
            self.anchors[anchor] = node

    def _alias(self, event: AliasEvent) -> None:
        node = self.anchors.get(event.anchor)
        if node is None:
            inside = any(anchor == event.anchor for _, anchor in self.open)
            reason = "refers to the value it stands in" if inside else "refers to an anchor that is not above it"
            raise NodeError(_mark(event), f"The alias *{event.anchor} {reason}. Write the value out.")
        if not isinstance(node, Scalar) and len(self.open) + node.height > MAX_DEPTH:
            raise _too_deep(_mark(event))
        self._place(node, _mark(event))

    def _place(self, node: Node, mark: Mark) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1][0]
        parent.size += node.size
        if not isinstance(node, Scalar):
            parent.height = max(parent.height, node.height + 1)
        if parent.size > MAX_NODES:
            raise NodeError(
                mark,
                f"The file holds more than {MAX_NODES:,} values once its aliases are written out. Write less.",
            )
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self.keys[-1]
        if key is None:
            self.keys[-1] = self._key(parent, node, mark)
        else:
            parent.items[key[0]] = (key[1], node)
            self.keys[-1] = None

    def _key(self, parent: Mapping, node: Node, mark: Mark) -> tuple[str, Mark]:
        if not isinstance(node, Scalar):
            raise NodeError(mark, "A key is a plain word, not a list or a mapping. Quote it if it is meant as text.")
        if node.value in parent.items:
            first = parent.items[node.value][0].line + 1
            raise NodeError(
                mark, f"The key {node.value!r} is written twice here; the first is on line {first}. Remove one."
            )
        return node.value, mark


def _mark(event: Event) -> Mark:
    return Mark(event.start_mark.line, event.start_mark.column)


_WORDS = {
    "mapping values are not allowed": (
        "A colon followed by a space starts a value. Put the text in quotes, or on a line of its own after >-."
    ),
    "found character that cannot start any token": "Text cannot start with this character. Put it in quotes.",
    "could not find expected ':'": "A key needs a colon and a space after it.",
    "did not find expected key": (
        "The indentation or the punctuation breaks off here. Line the key up, or close the quote or bracket above."
    ),
    "did not find expected '-' indicator": (
        "The list breaks off here. Start the item with a hyphen and a space, lined up with the others."
    ),
    "found unexpected end of stream": "A quote or a bracket is opened and never closed.",
    "found unexpected ':'": "A colon inside brackets or braces is taken for a key's. Put the text in quotes.",
    "block sequence entries are not allowed": "A list starts on a line of its own, or is written as [a, b].",
    "found unknown escape character": "The backslash starts no known escape. Double it, or use single quotes.",
    "did not find expected ','": "A comma is missing here, or the bracket opened above is never closed.",
    "did not find expected node content": "A value is expected here. Put the text in quotes if it is one.",
    "did not find expected <document start>": "The content ends above; this is left over. Line it up, or remove it.",
}


def _worded(error: MarkedYAMLError, text: str) -> NodeError:
    at = error.problem_mark or error.context_mark
    # At the end of a text whose last line is not ended, the parser counts a line more.
    mark = min(Mark(at.line, at.column), end_of(text)) if at else Mark(0, 0)
    if at and text[at.index : at.index + 1] == "\t":
        return NodeError(mark, "Indentation is by spaces, not by tabs. Replace the tab.")
    problem = str(error.problem or error.context or error)
    for found, words in _WORDS.items():
        if found in problem:
            return NodeError(mark, words)
    return NodeError(mark, f"This is not YAML that can be read: {problem}.")


def end_of(text: str) -> Mark:
    """The place right after a text, its lines counted as YAML counts them."""
    lines = _LINE_BREAK.split(text)
    return Mark(len(lines) - 1, len(lines[-1]))


def _not_allowed(text: str, position: int) -> NodeError:
    character = escaped(text[position : position + 1] or "\0")
    message = f"The character {character} is not allowed in a content file. Remove it."
    return NodeError(end_of(text[:position]), message)


def _too_deep(mark: Mark) -> NodeError:
    return NodeError(mark, f"The file nests deeper than {MAX_DEPTH} levels. Flatten it.")


def locate(node: Node, path: Path) -> Mark:
    """Where a path leads in a tree: the place of its last step, or of the nearest step that is written."""
    mark = node.mark
    for step in path:
        if isinstance(node, Mapping) and str(step) in node.items:
            mark, node = node.items[str(step)]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            mark = node.mark
        else:
            break
    return mark if isinstance(node, Sequence | Mapping) or not path else node.mark


Plain = str | None | list["Plain"] | dict[str, "Plain"]


def plain(node: Node) -> Plain:
    """The tree as lists, dictionaries and texts; an empty field (or `~`) is left out, an empty list item is None."""
    if isinstance(node, Scalar):
        return None if node.plain and node.value in {"", "~"} else node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    values = ((key, plain(value)) for key, (_, value) in node.items.items())
    return {key: value for key, value in values if value is not None}
