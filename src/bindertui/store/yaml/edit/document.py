"""YAML documents that are edited in place.

Problem: a save must change the edited value and nothing else. Comments, quotes, indentation, anchors, blank lines and
line endings elsewhere have to stay byte for byte, which no YAML library that dumps a parsed document guarantees.

Approach: keep the text and its node tree, where each node has the offsets, style, anchor and tag that the parser
reported. An edit becomes a `Splice`, a replacement between two offsets:

1. `apply.diff_values` reduces a new list or mapping to the smallest edits.
2. `path` resolves the path to nodes; `layout` finds the entries of a collection with the comments that belong to them.
3. `replace`, `collections`, `scalars` and `writer` write the new text in the style of the old value or its neighbours.
4. `verify` parses the result and compares it with the expected tree; a difference refuses the edit.

Invariants: a document is a value, and an edit returns a new one. An edit that cannot be made without changing anything
else raises `EditError` and changes nothing. Edits with overlapping paths are applied and verified one after the other,
others together.
"""

from collections.abc import Iterable
from functools import cached_property

from attrs import define, field, frozen

from bindertui.i18n import lazy_gettext
from bindertui.model.address import FieldPath, format_path
from bindertui.store.yaml.edit.apply import diff_values, plan_splice
from bindertui.store.yaml.edit.edits import Edit, NoSlotError, Replace, SetKey, Value
from bindertui.store.yaml.edit.splice import Splice, overlap
from bindertui.store.yaml.edit.verify import verify
from bindertui.store.yaml.edit.writer import DocumentStyle
from bindertui.store.yaml.nodes import Mark, Node, PlainNode, find_node, node_at, parse_yaml, to_plain_node

_BOM = "\ufeff"


@frozen(slots=False, eq=False)
class YamlDocument:
    """The text of a YAML file with its node tree.

    Attributes:
        text: the whole text, with its byte order mark if it has one.
    """

    text: str
    _read: Node | None = field(default=None, repr=False)

    @classmethod
    def parse(cls, text: str) -> "YamlDocument":
        """Parse a text. `NodeError` gives the position and the reason if it is not valid."""
        return cls(text, parse_yaml(text.removeprefix(_BOM)))

    @cached_property
    def root(self) -> Node:
        """The root of the node tree."""
        return self._read if self._read is not None else parse_yaml(self._body)

    @cached_property
    def _body(self) -> str:
        return self.text.removeprefix(_BOM)

    def plain(self) -> PlainNode:
        """Return the content as lists, dictionaries and strings."""
        return to_plain_node(self.root)

    def node(self, path: FieldPath) -> Node | None:
        """Return the node at a path, or None."""
        return find_node(self.root, path)

    def locate(self, path: FieldPath) -> Mark:
        """Return the position of a path, or of the nearest part of it that exists."""
        return node_at(self.root, path)

    def replace(self, path: FieldPath, value: Value) -> "YamlDocument":
        """Replace the value at a path; in a list or mapping, only the differences are written."""
        return self.apply([Replace(path, value)])

    def apply(self, edits: Iterable[Edit]) -> "YamlDocument":
        """Apply edits in order; edits that do not overlap are verified together.

        Raises:
            EditError: one of them cannot be made without changing anything else. None is applied.
        """
        batch = _Batch(self)
        for edit in edits:
            batch.add(edit)
        return batch.flush()

    def apply_planned(self, made: "list[tuple[Edit, Splice]]") -> "YamlDocument":
        """Apply planned edits that do not overlap, verify the result and return it."""
        if not made:
            return self
        body, root = verify(self._body, self.root, made)
        return YamlDocument(f"{self.text[: len(self.text) - len(self._body)]}{body}", root)

    def simplify(self, edit: Edit) -> Iterable[Edit]:
        """Split an edit into edits that each change one place."""
        if isinstance(edit, SetKey) and find_node(self.root, (*edit.path, edit.key)) is not None:
            edit = Replace((*edit.path, edit.key), edit.value)
        if isinstance(edit, Replace):
            node = find_node(self.root, edit.path)
            if node is None:
                raise NoSlotError(lazy_gettext("There is nothing at {path} in this file.", path=format_path(edit.path)))
            return diff_values(node, edit.value, edit.path)
        return [edit]

    def plan(self, edit: Edit) -> Splice | None:
        """Plan the splice of an edit that changes one place; None if it changes nothing."""
        return plan_splice(self._body, self.root, self._style, edit)

    @cached_property
    def _style(self) -> DocumentStyle:
        return DocumentStyle(self._body, self.root)


@define
class _Batch:
    """Edits that are applied together as long as they do not overlap."""

    document: YamlDocument
    planned: list[tuple[Edit, Splice]] = field(factory=list)

    def add(self, edit: Edit) -> None:
        """Plan an edit; first apply earlier ones that it overlaps."""
        self._flush_if_overlapping(edit)
        for simple in self.document.simplify(edit):
            self._flush_if_overlapping(simple)
            splice = self.document.plan(simple)
            if splice is not None and overlap([splice, *(made for _, made in self.planned)]):
                self.flush()
                splice = self.document.plan(simple)
            if splice is not None:
                self.planned.append((simple, splice))

    def flush(self) -> YamlDocument:
        """Apply the planned edits and return the document."""
        self.document, self.planned = self.document.apply_planned(self.planned), []
        return self.document

    def _flush_if_overlapping(self, edit: Edit) -> None:
        if any(_overlap(edit.touched, before.touched) for before, _ in self.planned):
            self.flush()


def _overlap(one: FieldPath, other: FieldPath) -> bool:
    """Return whether one of two paths is a prefix of the other."""
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]
