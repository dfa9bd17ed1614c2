"""The hand a file is written in, as the file shows it: how deep it indents, how wide it folds, and its examples."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from bindertui.store.nodes import Alias, Mapping, Node, Scalar, Sequence, resolved
from bindertui.store.yamltext.lines import split_lines
from bindertui.store.yamltext.places import properties_of
from bindertui.values import frozen

_MOST_LOOKED_AT = 2_000
"""Nodes that are looked at for examples."""
_WIDTHS = (60, 120)
"""The least and the greatest width that texts are taken to be folded at."""
_USUAL_WIDTH = 88


@frozen(slots=False)
class Hand:
    """How the author of a file writes.

    Attributes:
        text: the file's text.
        root: its nodes.
    """

    text: str
    root: Node

    @cached_property
    def width(self) -> int:
        """The widest line of the texts that are folded over several lines, within reason."""
        widest = 0
        for node in self._nodes:
            if isinstance(node, Scalar) and node.event.style == ">":
                lines = split_lines(self.text[node.event.start_mark.index : node.event.end_mark.index])
                if len(lines) > 3:
                    widest = max(widest, *map(len, lines[1:]))
        return min(max(widest, _WIDTHS[0]), _WIDTHS[1]) if widest else _USUAL_WIDTH

    @cached_property
    def examples(self) -> dict[tuple[str, type], Node]:
        """For each key and each kind of value the first that is written so."""
        found: dict[tuple[str, type], Node] = {}
        for node in self._nodes:
            if isinstance(node, Mapping):
                for key, (_, value) in node.items.items():
                    found.setdefault((key, type(value)), value)
        return found

    @cached_property
    def _nodes(self) -> list[Node]:
        return [node for node, _ in zip(walked(self.root), range(_MOST_LOOKED_AT), strict=False)]

    def step(self, near: Iterable[Node]) -> int:
        """How much deeper a mapping's keys stand below the key they belong to; the nearest example decides."""
        return self._indent(near, Mapping, 1) or 2

    def offset(self, near: Iterable[Node]) -> int:
        """How much deeper a list's dashes stand below the key they belong to, which may be not at all."""
        found = self._indent(near, Sequence, 0)
        return 2 if found is None else found

    def after_dash(self, near: Iterable[Node]) -> int:
        """How much deeper than its dash an item stands."""
        for outer in (*near, *self._nodes):
            if isinstance(outer, Sequence) and not outer.event.flow_style and not properties_of(outer):
                first = outer.items[0]
                if first.mark.line == outer.mark.line and first.mark.column > outer.mark.column + 1:
                    return first.mark.column - outer.mark.column
        return 2

    def _indent(self, near: Iterable[Node], kind: type, least: int) -> int | None:
        for outer in (*near, *self._nodes):
            if not isinstance(outer, Mapping) or outer.event.flow_style:
                continue
            for key, value in outer.items.values():
                if isinstance(value, kind) and not _unclear(value) and value.mark.line > key.mark.line:
                    depth = value.mark.column - key.mark.column
                    if depth >= least:
                        return depth
        return None


def _unclear(node: Node) -> bool:
    """Whether its place says nothing of indentation."""
    return isinstance(node, Alias | Scalar) or bool(node.event.flow_style) or bool(properties_of(node))


def walked(node: Node) -> Iterator[Node]:
    """The node and everything in it that is written there."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, Mapping):
            waiting += (value for _, value in reversed(node.items.values()))
        elif isinstance(node, Sequence):
            waiting += reversed(node.items)


def likest(value: object, items: list[Node], position: int) -> Node | None:
    """The item of a list that a new one at a position is most like: of its kind, with most of its keys, and near."""
    kind = Mapping if isinstance(value, dict) else Sequence if isinstance(value, list) else Scalar
    near = sorted(range(len(items)), key=lambda at: (abs(at - position + 0.5), at))[:50]
    alike = [node for at in near if isinstance(node := resolved(items[at]), kind)]
    if not isinstance(value, dict):
        return alike[0] if alike else None
    return max(alike, key=lambda node: len(value.keys() & node.items.keys()), default=None)  # type: ignore[union-attr]
