"""Paths resolved to nodes: the collections from the root of a document to a place in it."""

from bindertui._frozen import frozen
from bindertui.i18n import lazy_gettext
from bindertui.model.address import FieldPath, format_path
from bindertui.store.yaml.edit.edits import EditError, NoSlotError
from bindertui.store.yaml.edit.layout import CollectionLayout, LaidOutEntry
from bindertui.store.yaml.edit.scan import skip_trivia
from bindertui.store.yaml.edit.writer import walk_nodes
from bindertui.store.yaml.nodes import Alias, Mapping, Node, Sequence, find_node, resolve_alias


@frozen
class PathStep:
    """One step of a path: the entry at a position of a collection."""

    collection: CollectionLayout
    position: int
    entry: LaidOutEntry


@frozen
class NodePath:
    """A path resolved to its nodes.

    Attributes:
        root: the document's root.
        steps: the steps from the root.
        node: the node at the end of the path.
    """

    root: Node
    steps: tuple[PathStep, ...]
    node: Node

    @classmethod
    def resolve(cls, text: str, root: Node, path: FieldPath) -> "NodePath":
        """Resolve a path.

        Raises:
            NoSlotError: there is nothing at the path.
            EditError: the path leads through an alias or into an anchored value that an alias repeats.
        """
        if find_node(root, path) is None:
            raise NoSlotError(lazy_gettext("There is nothing at {path} in this file.", path=format_path(path)))
        node, steps, floor = root, [], _content_start(text, root)
        for step in path:
            if isinstance(node, Alias):
                line = node.target.mark.line + 1
                raise EditError(
                    lazy_gettext(
                        "*{anchor} on line {line} repeats the value on line {first}."
                        " Change it there, or write it out here first.",
                        anchor=node.event.anchor,
                        line=node.mark.line + 1,
                        first=line,
                    )
                )
            assert isinstance(node, Mapping | Sequence)
            collection = CollectionLayout(text, node, floor, root=node is root)
            position = list(node.items).index(str(step)) if isinstance(node, Mapping) else int(step)
            entry = collection.entry(position)
            steps.append(PathStep(collection, position, entry))
            node, floor = entry.node, entry.slot
        resolved = cls(root, tuple(steps), node)
        resolved._ensure_not_shared()
        return resolved

    def collection(self, text: str) -> CollectionLayout | None:
        """Return the list or mapping at the end of the path, or None for another kind of node."""
        if not isinstance(self.node, Mapping | Sequence):
            return None
        floor = self.steps[-1].entry.slot if self.steps else _content_start(text, self.root)
        return CollectionLayout(text, self.node, floor, root=not self.steps)

    @property
    def ancestors(self) -> tuple[Node, ...]:
        """The enclosing collections, innermost first."""
        return tuple(step.collection.node for step in reversed(self.steps))

    def _ensure_not_shared(self) -> None:
        nodes = (*(step.collection.node for step in self.steps), self.node)
        anchors = {node.event.anchor for node in nodes if not isinstance(node, Alias) and node.event.anchor}
        if not anchors:
            return
        for node in walk_nodes(self.root):
            if isinstance(node, Alias) and node.event.anchor in anchors:
                raise EditError(
                    lazy_gettext(
                        "Line {line} repeats this value (&{anchor}) and would change, too."
                        " Write the value out there first.",
                        anchor=node.event.anchor,
                        line=node.mark.line + 1,
                    )
                )


def _content_start(text: str, root: Node) -> int:
    """Return the offset where the content of the document starts, after a `---` line if there is one."""
    start = resolve_alias(root).event.start_mark.index
    before = text.rfind("---", 0, start)
    # Only comments and blank space may come between that line and the root.
    return before + 3 if before >= 0 and skip_trivia(text, before + 3) >= start else 0
