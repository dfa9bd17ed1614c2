"""The way from the root of a document to a place in it."""

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
    """One step: the entry at a position of a collection."""

    collection: CollectionLayout
    position: int
    entry: LaidOutEntry


@frozen
class NodePath:
    """The steps to a place.

    Attributes:
        root: the document's root.
        steps: from the root inwards.
        node: where they lead.
    """

    root: Node
    steps: tuple[PathStep, ...]
    node: Node

    @classmethod
    def to(cls, text: str, root: Node, path: FieldPath) -> "NodePath":
        """The way along a path.

        Raises:
            NoPlaceError: the path leads nowhere.
            EditError: it leads into a value that is repeated elsewhere, where a change would change more than it says.
        """
        if find_node(root, path) is None:
            raise NoSlotError(lazy_gettext("There is nothing at {path} in this file.", path=format_path(path)))
        node, steps, floor = root, [], _content_start(text, root)
        for step in path:
            if isinstance(node, Alias):
                line = node.target.mark.line + 1
                raise EditError(
                    lazy_gettext(
                        "*{anchor} on line {line} repeats what is written on line {first}."
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
        way = cls(root, tuple(steps), node)
        way._ensure_not_shared()
        return way

    def collection(self, text: str) -> CollectionLayout | None:
        """The list or mapping at the place; None where something else is."""
        if not isinstance(self.node, Mapping | Sequence):
            return None
        floor = self.steps[-1].entry.slot if self.steps else _content_start(text, self.root)
        return CollectionLayout(text, self.node, floor, root=not self.steps)

    @property
    def around(self) -> tuple[Node, ...]:
        """The collections around the place, the innermost first."""
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
                        "What is written here as &{anchor} is repeated on line {line}, and would change there too."
                        " Write it out there first.",
                        anchor=node.event.anchor,
                        line=node.mark.line + 1,
                    )
                )


def _content_start(text: str, root: Node) -> int:
    """Where the text of the document starts: after the line that opens it, if there is one."""
    start = resolve_alias(root).event.start_mark.index
    before = text.rfind("---", 0, start)
    # Nothing but comments and blank space stands between that line and the root.
    return before + 3 if before >= 0 and skip_trivia(text, before + 3) >= start else 0
