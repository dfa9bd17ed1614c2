"""The way from the root of a document to a place in it."""

from bindertui.model.address import Path, dotted
from bindertui.speech import wording
from bindertui.store.nodes import Alias, Mapping, Node, Sequence, found, resolved
from bindertui.store.yamltext.hand import walked
from bindertui.store.yamltext.layout import Collection, Entry
from bindertui.store.yamltext.lines import after_trivia
from bindertui.store.yamltext.refusal import EditError, NoPlaceError
from bindertui.values import frozen


@frozen
class Step:
    """One step: the entry at a position of a collection."""

    collection: Collection
    position: int
    entry: Entry


@frozen
class Way:
    """The steps to a place.

    Attributes:
        root: the document's root.
        steps: from the root inwards.
        node: where they lead.
    """

    root: Node
    steps: tuple[Step, ...]
    node: Node

    @classmethod
    def to(cls, text: str, root: Node, path: Path) -> "Way":
        """The way along a path.

        Raises:
            NoPlaceError: the path leads nowhere.
            EditError: it leads into a value that is repeated elsewhere, where a change would change more than it says.
        """
        if found(root, path) is None:
            raise NoPlaceError(wording("There is nothing at {path} in this file.", path=dotted(path)))
        node, steps, floor = root, [], _content_start(text, root)
        for step in path:
            if isinstance(node, Alias):
                line = node.target.mark.line + 1
                raise EditError(
                    wording(
                        "*{anchor} on line {line} repeats what is written on line {first}."
                        " Change it there, or write it out here first.",
                        anchor=node.event.anchor,
                        line=node.mark.line + 1,
                        first=line,
                    )
                )
            assert isinstance(node, Mapping | Sequence)
            collection = Collection(text, node, floor, root=node is root)
            position = list(node.items).index(str(step)) if isinstance(node, Mapping) else int(step)
            entry = collection.entry(position)
            steps.append(Step(collection, position, entry))
            node, floor = entry.node, entry.slot
        way = cls(root, tuple(steps), node)
        way._ensure_not_shared()
        return way

    def collection(self, text: str) -> Collection | None:
        """The list or mapping at the place; None where something else is."""
        if not isinstance(self.node, Mapping | Sequence):
            return None
        floor = self.steps[-1].entry.slot if self.steps else _content_start(text, self.root)
        return Collection(text, self.node, floor, root=not self.steps)

    @property
    def around(self) -> tuple[Node, ...]:
        """The collections around the place, the innermost first."""
        return tuple(step.collection.node for step in reversed(self.steps))

    def _ensure_not_shared(self) -> None:
        nodes = (*(step.collection.node for step in self.steps), self.node)
        anchors = {node.event.anchor for node in nodes if not isinstance(node, Alias) and node.event.anchor}
        if not anchors:
            return
        for node in walked(self.root):
            if isinstance(node, Alias) and node.event.anchor in anchors:
                raise EditError(
                    wording(
                        "What is written here as &{anchor} is repeated on line {line}, and would change there too."
                        " Write it out there first.",
                        anchor=node.event.anchor,
                        line=node.mark.line + 1,
                    )
                )


def _content_start(text: str, root: Node) -> int:
    """Where the text of the document starts: after the line that opens it, if there is one."""
    start = resolved(root).event.start_mark.index
    before = text.rfind("---", 0, start)
    # Nothing but comments and blank space stands between that line and the root.
    return before + 3 if before >= 0 and after_trivia(text, before + 3) >= start else 0
