"""A YAML text that can be edited: each edit changes the bytes it must, and no others."""

from collections.abc import Iterable
from functools import cached_property

from attrs import define, field, frozen

from bindertui.i18n import lazy_gettext
from bindertui.model.address import FieldPath, format_path
from bindertui.store.yaml.edit.apply import diff_values, plan_splice
from bindertui.store.yaml.edit.edits import Edit, NoSlotError, Replace, SetKey, Value
from bindertui.store.yaml.edit.splice import Splice, find_overlap
from bindertui.store.yaml.edit.verify import verify
from bindertui.store.yaml.edit.writer import DocumentStyle
from bindertui.store.yaml.nodes import Mark, Node, PlainNode, find_node, node_at, parse_yaml, to_plain_node

_BOM = "\ufeff"


@frozen(slots=False, eq=False)
class YamlDocument:
    """The text of a YAML file with the tree of its nodes: a value.

    Edits are by path, as in addresses. Each gives a new text, in which everything else is as it was to the byte, and
    which has been read again and found to say what was wanted. What cannot be edited so raises `EditError`.

    Attributes:
        text: the whole text, with its byte order mark if it has one.
    """

    text: str
    _read: Node | None = field(default=None, repr=False)

    @classmethod
    def parse(cls, text: str) -> "YamlDocument":
        """The text, read; `NodeError` says where and why it is not YAML that can be."""
        return cls(text, parse_yaml(text.removeprefix(_BOM)))

    @cached_property
    def root(self) -> Node:
        """The tree of its nodes."""
        return self._read if self._read is not None else parse_yaml(self._body)

    @cached_property
    def _body(self) -> str:
        return self.text.removeprefix(_BOM)

    def plain(self) -> PlainNode:
        """What it says, as lists, dictionaries and texts."""
        return to_plain_node(self.root)

    def node(self, path: FieldPath) -> Node | None:
        """The node at a path; None where there is none."""
        return find_node(self.root, path)

    def locate(self, path: FieldPath) -> Mark:
        """Where a path leads, or the nearest place on it that is written."""
        return node_at(self.root, path)

    def replaced(self, path: FieldPath, value: Value) -> "YamlDocument":
        """Another value at a path; of a list or mapping, only what differs is written."""
        return self.edited([Replace(path, value)])

    def edited(self, edits: Iterable[Edit]) -> "YamlDocument":
        """Several edits, one after the other; those that do not meet are made and read back together.

        Raises:
            EditError: one of them cannot be made so that nothing else changes; nothing is.
        """
        batch = _Batch(self)
        for edit in edits:
            batch.take(edit)
        return batch.done()

    def with_splices(self, made: "list[tuple[Edit, Splice]]") -> "YamlDocument":
        """The text after edits that do not meet, read and found to say what was wanted."""
        if not made:
            return self
        body, root = verify(self._body, self.root, made)
        return YamlDocument(f"{self.text[: len(self.text) - len(self._body)]}{body}", root)

    def simple(self, edit: Edit) -> Iterable[Edit]:
        """The edit as such that each change one place."""
        if isinstance(edit, SetKey) and find_node(self.root, (*edit.path, edit.key)) is not None:
            edit = Replace((*edit.path, edit.key), edit.value)
        if isinstance(edit, Replace):
            node = find_node(self.root, edit.path)
            if node is None:
                raise NoSlotError(lazy_gettext("There is nothing at {path} in this file.", path=format_path(edit.path)))
            return diff_values(node, edit.value, edit.path)
        return [edit]

    def splice(self, edit: Edit) -> Splice | None:
        """What an edit that changes one place does to the text without its byte order mark; None if nothing."""
        return plan_splice(self._body, self.root, self._hand, edit)

    @cached_property
    def _hand(self) -> DocumentStyle:
        return DocumentStyle(self._body, self.root)


@define
class _Batch:
    """Edits that are made together as long as they do not meet."""

    text: YamlDocument
    made: list[tuple[Edit, Splice]] = field(factory=list)

    def take(self, edit: Edit) -> None:
        """Make an edit, after those before it."""
        self._part_from(edit)
        for simple in self.text.simple(edit):
            self._part_from(simple)
            splice = self.text.splice(simple)
            if splice is not None and find_overlap([splice, *(made for _, made in self.made)]):
                self.done()
                splice = self.text.splice(simple)
            if splice is not None:
                self.made.append((simple, splice))

    def done(self) -> YamlDocument:
        """The text with every edit made."""
        self.text, self.made = self.text.with_splices(self.made), []
        return self.text

    def _part_from(self, edit: Edit) -> None:
        if any(_meet(edit.touched, before.touched) for before, _ in self.made):
            self.done()


def _meet(one: FieldPath, other: FieldPath) -> bool:
    """Whether one of two paths leads to or through the other."""
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]
