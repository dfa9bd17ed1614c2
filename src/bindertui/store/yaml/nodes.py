"""YAML text to a tree of nodes with positions, and plain data back to YAML text.

The tree is built in one pass from the events of ruamel's C parser. The C composer would give the same tree, but it
recurses (about 100,000 nested brackets end the process) and resolves a type for every scalar, which the schema knows
better. Depth, expanded aliases, duplicate keys and the number of nodes are limited on the way, so that a hostile file
cannot exhaust the process. Nodes keep their events, so that `store.yaml.edit` knows offsets, styles, anchors and tags.
"""

import re
from collections.abc import Iterator
from io import StringIO
from typing import NamedTuple

from attrs import define, field
from ruamel.yaml import YAML
from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined] # in C, from one of two modules
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

from bindertui.i18n import LazyString, lazy_gettext, lazy_ngettext
from bindertui.model.address import FieldPath
from bindertui.model.plain_data import PlainData
from bindertui.model.text import escape_character

_NO_FOLDING = 1_000_000
"""Never fold: the emitter leaves a space at the end of a folded line."""


def dump_yaml(value: PlainData) -> str:
    """Return a YAML document in block style, with keys in order, quoting text that YAML would read as another type."""
    emitter = YAML(typ="safe", pure=True)
    emitter.default_flow_style = False
    emitter.allow_unicode = True
    emitter.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    emitter.width = _NO_FOLDING
    stream = StringIO()
    emitter.dump(value, stream)
    return stream.getvalue().removesuffix("...\n")


def parse_events(text: str) -> Iterator[Event]:
    """Yield the parser events of a text.

    `ruamel.yaml.YAML` is not used: it searches the disk for plug-ins and creates classes for every text.

    Raises:
        YAMLError: the text cannot be parsed further; from the iterator, or at once.
        UnicodeEncodeError: the text contains half of a surrogate pair.
    """
    return iter(CParser(text).get_event, None)


MAX_DEPTH = 100
"""The deepest nesting of collections in a file."""
MAX_NODES = 1_000_000
"""The most nodes of a file with every alias expanded; a guard against a few lines that expand to billions."""
LONG_TEXT = 100
"""Characters that weigh as much as one node, so that a long text cannot be repeated without limit either."""


class Mark(NamedTuple):
    """A position in a text; line and column count from 0."""

    line: int
    column: int


class NodeError(Exception):
    """A text is not valid; with the position and a reason for its author."""

    def __init__(self, mark: Mark, message: LazyString) -> None:
        super().__init__(message)
        self.mark = mark
        self.message = message


@define(eq=False)
class Scalar:
    """A scalar; the schema decides its type.

    Attributes:
        event: the parser's event: start (anchor and tag included), end and style.
    """

    event: ScalarEvent
    value: str

    @property
    def mark(self) -> Mark:
        """The position of its start."""
        return _mark(self.event)

    @property
    def plain(self) -> bool:
        """Whether it is plain (without quotes)."""
        return not self.event.style

    @property
    def empty(self) -> bool:
        """Whether it is null: nothing written, or a bare tilde."""
        return self.value in _NOTHING and self.plain

    @property
    def size(self) -> int:
        """Its weight against `MAX_NODES`."""
        return 1 + len(self.value) // LONG_TEXT

    @property
    def height(self) -> int:
        """Its levels of nesting: none."""
        return 0


@define(eq=False)
class Sequence:
    """A list, with the events of its start and end."""

    event: SequenceStartEvent
    items: "list[Node]" = field(factory=list)
    end: SequenceEndEvent | None = None
    size: int = 1
    height: int = 1

    @property
    def mark(self) -> Mark:
        """The position of its start."""
        return _mark(self.event)


@define(eq=False)
class Mapping:
    """A mapping: each key with its node and value, and the events of start and end."""

    event: MappingStartEvent
    items: "dict[str, tuple[Scalar | Alias, Node]]" = field(factory=dict)
    end: MappingEndEvent | None = None
    size: int = 1
    height: int = 1

    @property
    def mark(self) -> Mark:
        """The position of its start."""
        return _mark(self.event)


@define(eq=False)
class Alias:
    """An alias of a node above it."""

    event: AliasEvent
    target: Scalar | Sequence | Mapping

    @property
    def mark(self) -> Mark:
        """The position of the alias."""
        return _mark(self.event)

    @property
    def size(self) -> int:
        """The weight of its target against `MAX_NODES`."""
        return self.target.size

    @property
    def height(self) -> int:
        """The levels of nesting of its target."""
        return self.target.height


WrittenNode = Scalar | Sequence | Mapping
"""A node that is written out, not an alias."""
Node = WrittenNode | Alias

_NOTHING = frozenset(("", "~"))

EMPTY = lazy_gettext("The file is empty. Write the entry's fields, or delete the file.")
LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""The line breaks of YAML 1.1."""


def parse_yaml(text: str) -> Node:
    """Parse a YAML text and return its root node.

    Raises:
        NodeError: the text is not valid; with the position and the reason.
    """
    try:
        return _build(parse_events(text))
    except MarkedYAMLError as error:
        raise _translate_error(error, text) from None
    except YAMLError as error:
        # The parser counts the bytes of the text in UTF-8.
        before = text.encode()[: getattr(error, "position", 0)].decode(errors="ignore")
        raise _forbidden_character(text, len(before)) from None
    except UnicodeEncodeError as error:
        raise _forbidden_character(text, error.start) from None


def _build(events: Iterator[Event]) -> Node:
    builder = _Builder()
    for event in events:
        builder.handle(event)
    root = builder.root
    if root is None or (isinstance(root, Scalar) and root.plain and not root.value):
        raise NodeError(Mark(0, 0), EMPTY)
    return root


@define
class _Builder:
    """Builds the tree from events: the open collections from the root, each with the key that waits for a value."""

    root: Node | None = None
    open: list[Sequence | Mapping] = field(factory=list)
    keys: list[Scalar | Alias | None] = field(factory=list)
    anchors: dict[str, WrittenNode] = field(factory=dict)
    documents: int = 0

    def handle(self, event: Event) -> None:
        if isinstance(event, ScalarEvent):
            scalar = Scalar(event, event.value)
            if event.anchor is not None:
                self.anchors[event.anchor] = scalar
            self._add(scalar, scalar.size, 0)
        elif isinstance(event, MappingStartEvent):
            self._enter(Mapping(event))
        elif isinstance(event, SequenceStartEvent):
            self._enter(Sequence(event))
        elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            self._leave(event)
        elif isinstance(event, AliasEvent):
            self._alias(event)
        elif isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise NodeError(
                    _mark(event), lazy_gettext("A content file holds one document. Remove this line or split the file.")
                )

    def _enter(self, node: Sequence | Mapping) -> None:
        if len(self.open) >= MAX_DEPTH:
            raise _too_deep(node.mark)
        if self.open and isinstance(self.open[-1], Mapping) and self.keys[-1] is None:
            raise _no_key(node.mark)
        self.open.append(node)
        self.keys.append(None)

    def _leave(self, event: MappingEndEvent | SequenceEndEvent) -> None:
        node = self.open.pop()
        node.end = event
        self.keys.pop()
        if node.event.anchor is not None:
            self.anchors[node.event.anchor] = node
        self._add(node, node.size, node.height)

    def _alias(self, event: AliasEvent) -> None:
        target = self.anchors.get(event.anchor)
        if target is None:
            inside = any(node.event.anchor == event.anchor for node in self.open)
            raise NodeError(_mark(event), (_INSIDE_ITSELF if inside else _NOT_ABOVE).with_values(name=event.anchor))
        alias = Alias(event, target)
        if len(self.open) + alias.height > MAX_DEPTH:
            raise _too_deep(alias.mark)
        self._add(alias, alias.size, alias.height)

    def _add(self, node: Node, size: int, height: int) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        parent.size += size
        if height >= parent.height:
            parent.height = height + 1
        if parent.size > MAX_NODES:
            raise NodeError(
                node.mark,
                lazy_ngettext(
                    "The file holds more than {count} value once its aliases are written out. Write less.",
                    "The file holds more than {count} values once its aliases are written out. Write less.",
                    MAX_NODES,
                ),
            )
        if type(parent) is Sequence:
            parent.items.append(node)
            return
        assert isinstance(parent, Mapping)
        key = self.keys[-1]
        if key is None:
            self.keys[-1] = self._key(parent, node)
        else:
            parent.items[key_text(key)] = (key, node)
            self.keys[-1] = None

    def _key(self, parent: Mapping, node: Node) -> Scalar | Alias:
        written = resolve_alias(node)
        if not isinstance(written, Scalar) or isinstance(node, Sequence | Mapping):
            raise _no_key(node.mark)
        if written.value in parent.items:
            first = parent.items[written.value][0].mark.line + 1
            raise NodeError(
                node.mark,
                lazy_gettext(
                    "The key {key!r} is written twice here; the first is on line {line}. Remove one.",
                    key=written.value,
                    line=first,
                ),
            )
        return node


def resolve_alias(node: Node) -> WrittenNode:
    """Return the target of an alias, or the node itself."""
    return node.target if isinstance(node, Alias) else node


def key_text(key: Scalar | Alias) -> str:
    """Return the text of a key."""
    return key.value if isinstance(key, Scalar) else key.target.value  # type: ignore[union-attr] # `_key` lets no other pass


def _no_key(mark: Mark) -> NodeError:
    return NodeError(
        mark, lazy_gettext("A key is a plain word, not a list or a mapping. Quote it if it is meant as text.")
    )


def _mark(event: Event) -> Mark:
    return Mark(event.start_mark.line, event.start_mark.column)


_INSIDE_ITSELF = lazy_gettext("The alias *{name} refers to a value that contains it. Write the value out.")
_NOT_ABOVE = lazy_gettext("The alias *{name} refers to an anchor that is not above it. Write the value out.")
_PARSER_MESSAGES = {
    "mapping values are not allowed": (
        lazy_gettext(
            "A colon followed by a space starts a value. Put the text in quotes, or on a line of its own after >-."
        )
    ),
    "found character that cannot start any token": lazy_gettext(
        "Text cannot start with this character. Put it in quotes."
    ),
    "could not find expected ':'": lazy_gettext("A key needs a colon and a space after it."),
    "did not find expected key": (
        lazy_gettext(
            "The indentation or the punctuation breaks off here. Line the key up, or close the quote or bracket above."
        )
    ),
    "did not find expected '-' indicator": (
        lazy_gettext("The list breaks off here. Start the item with a hyphen and a space, lined up with the others.")
    ),
    "found unexpected end of stream": lazy_gettext("A quote or a bracket is opened and never closed."),
    "found unexpected ':'": lazy_gettext("A colon inside brackets or braces ends a key. Put the text in quotes."),
    "block sequence entries are not allowed": lazy_gettext(
        "A list starts on a line of its own, or is written as [a, b]."
    ),
    "found unknown escape character": lazy_gettext(
        "The backslash starts no known escape. Double it, or use single quotes."
    ),
    "did not find expected ','": lazy_gettext("A comma is missing here, or the bracket opened above is never closed."),
    "did not find expected node content": lazy_gettext(
        "A value is expected here. Put the text in quotes if it is one."
    ),
    "did not find expected <document start>": lazy_gettext(
        "The content ends above; this is left over. Line it up, or remove it."
    ),
}


def _translate_error(error: MarkedYAMLError, text: str) -> NodeError:
    at = error.problem_mark or error.context_mark
    # Without a final line break, the parser counts one line too many at the end of the text.
    mark = min(Mark(at.line, at.column), end_offset(text)) if at else Mark(0, 0)
    if at and text[at.index : at.index + 1] == "\t":
        return NodeError(mark, lazy_gettext("Indentation is by spaces, not by tabs. Replace the tab."))
    problem = str(error.problem or error.context or error)
    for sign, words in _PARSER_MESSAGES.items():
        if sign in problem:
            return NodeError(mark, words)
    return NodeError(mark, lazy_gettext("This is not YAML that can be read: {problem}.", problem=problem))


def end_offset(text: str) -> Mark:
    """Return the position right after a text, counting lines as YAML does."""
    lines = LINE_BREAK.split(text)
    return Mark(len(lines) - 1, len(lines[-1]))


def _forbidden_character(text: str, position: int) -> NodeError:
    character = escape_character(text[position : position + 1] or "\0")
    message = lazy_gettext(
        "The character {character} is not allowed in a content file. Remove it.", character=character
    )
    return NodeError(end_offset(text[:position]), message)


def _too_deep(mark: Mark) -> NodeError:
    return NodeError(mark, lazy_gettext("The file nests deeper than {most} levels. Flatten it.", most=MAX_DEPTH))


def node_at(node: Node, path: FieldPath) -> Mark:
    """Return the position of a path: that of its last step, or of the nearest step that exists."""
    node = resolve_alias(node)
    mark = node.mark
    for step in path:
        if isinstance(node, Mapping) and str(step) in node.items:
            key, value = node.items[str(step)]
            mark, node = key.mark, resolve_alias(value)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = resolve_alias(node.items[step])
            mark = node.mark
        else:
            break
    return mark if isinstance(node, Sequence | Mapping) or not path else node.mark


def find_node(node: Node, path: FieldPath) -> Node | None:
    """Return the node at a path without following a final alias, or None."""
    for step in path:
        inside = resolve_alias(node)
        if isinstance(inside, Mapping) and str(step) in inside.items:
            node = inside.items[str(step)][1]
        elif isinstance(inside, Sequence) and isinstance(step, int) and 0 <= step < len(inside.items):
            node = inside.items[step]
        else:
            return None
    return node


PlainNode = str | None | list["PlainNode"] | dict[str, "PlainNode"]


def to_plain_node(node: Node) -> PlainNode:
    """Return the tree as lists, dictionaries and strings; null fields are omitted, a null list item is None."""
    if isinstance(node, Scalar):
        return None if node.value in _NOTHING and node.plain else node.value
    if isinstance(node, Sequence):
        return [to_plain_node(item) for item in node.items]
    if isinstance(node, Alias):
        return to_plain_node(node.target)
    values = ((key, to_plain_node(value)) for key, (_, value) in node.items.items())
    return {key: value for key, value in values if value is not None}
