"""Write new values in the style of the document: its indentation, folding width, quotes and brackets."""

from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Several
from functools import cached_property

from attrs import evolve

from bindertui._frozen import frozen
from bindertui.i18n import lazy_gettext
from bindertui.store.yaml.edit.edits import EditError, Value
from bindertui.store.yaml.edit.scalars import is_ambiguous_plain, is_key, quote_double, quote_single, write_scalar
from bindertui.store.yaml.edit.scan import node_properties, split_lines
from bindertui.store.yaml.edit.splice import Fragment, Slot
from bindertui.store.yaml.nodes import Alias, Mapping, Node, Scalar, Sequence, resolve_alias

_MOST_LOOKED_AT = 2_000
"""The most nodes that are examined for examples."""
_WIDTHS = (60, 120)
"""The least and the greatest folding width that is accepted from a file."""
_USUAL_WIDTH = 88


@frozen(slots=False)
class DocumentStyle:
    """The style of a document, derived from its text.

    Attributes:
        text: the file's text.
        root: its nodes.
    """

    text: str
    root: Node

    @cached_property
    def width(self) -> int:
        """The longest line of folded texts, within `_WIDTHS`."""
        widest = 0
        for node in self._nodes:
            if isinstance(node, Scalar) and node.event.style == ">":
                lines = split_lines(self.text[node.event.start_mark.index : node.event.end_mark.index])
                if len(lines) > 3:
                    widest = max(widest, *map(len, lines[1:]))
        return min(max(widest, _WIDTHS[0]), _WIDTHS[1]) if widest else _USUAL_WIDTH

    @cached_property
    def examples(self) -> dict[tuple[str, type], Node]:
        """For each key and kind of value, its first example."""
        found: dict[tuple[str, type], Node] = {}
        for node in self._nodes:
            if isinstance(node, Mapping):
                for key, (_, value) in node.items.items():
                    found.setdefault((key, type(value)), value)
        return found

    @cached_property
    def _nodes(self) -> list[Node]:
        return [node for node, _ in zip(walk_nodes(self.root), range(_MOST_LOOKED_AT), strict=False)]

    def step(self, near: Iterable[Node]) -> int:
        """Return the indentation of a mapping below its key, from the nearest example."""
        return self._indent(near, Mapping, 1) or 2

    def offset(self, near: Iterable[Node]) -> int:
        """Return the indentation of a list below its key, which may be 0."""
        found = self._indent(near, Sequence, 0)
        return 2 if found is None else found

    def after_dash(self, near: Iterable[Node]) -> int:
        """Return the distance from a dash to its item."""
        for outer in (*near, *self._nodes):
            if isinstance(outer, Sequence) and not outer.event.flow_style and not node_properties(outer):
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
    """Return whether the position of a node shows nothing about indentation."""
    return isinstance(node, Alias | Scalar) or bool(node.event.flow_style) or bool(node_properties(node))


def walk_nodes(node: Node) -> Iterator[Node]:
    """Yield a node and every node below it, without following aliases."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, Mapping):
            waiting += (value for _, value in reversed(node.items.values()))
        elif isinstance(node, Sequence):
            waiting += reversed(node.items)


def most_similar(value: object, items: list[Node], position: int) -> Node | None:
    """Return the list item most similar to a new one: of the same kind, with most of its keys, and near it."""
    kind = Mapping if isinstance(value, dict) else Sequence if isinstance(value, list) else Scalar
    near = sorted(range(len(items)), key=lambda at: (abs(at - position + 0.5), at))[:50]
    alike = [node for at in near if isinstance(node := resolve_alias(items[at]), kind)]
    if not isinstance(value, dict):
        return alike[0] if alike else None
    return max(alike, key=lambda node: len(value.keys() & node.items.keys()), default=None)  # type: ignore[union-attr]


_SHORT = 40
"""The longest item, in characters, of a list that is written in brackets."""


@frozen
class ValueWriter:
    """Writes new values of a document.

    Attributes:
        style: the style of the document.
        near: the enclosing collections, innermost first; their style takes precedence.
    """

    style: DocumentStyle
    near: tuple[Node, ...] = ()

    def after_key(self, value: Value, spot: Slot, key: str, model: Node | None) -> Fragment:
        """Write a value after the colon of a key.

        Args:
            value: the value.
            spot: the place of a scalar; its `parent` is the column of the key.
            key: the key.
            model: a value with the style to follow; None searches one under the same key.
        """
        return self._written(value, spot, self._model(value, key, model), dash=False)

    def after_dash(self, value: Value, spot: Slot, siblings: list[Node], position: int) -> Fragment:
        """Write a value after a dash or between commas, in the style of the most similar sibling."""
        return self._written(value, spot, most_similar(value, siblings, position), dash=True)

    def flow_entry(self, key: str, value: Value, width: int) -> str:
        """Write a key and value for a flow mapping."""
        return f"{key_text(key)}: {self._flow(value, self._model(value, key, None), width)}"

    def flow_item(self, value: Value, siblings: list[Node], position: int) -> str:
        """Write an item for a flow list."""
        if value is None:
            return null_text(siblings)
        return self._flow(value, most_similar(value, siblings, position), self.style.width)

    def block_entry(self, key: str, value: Value, column: int) -> list[str]:
        """Write a key and value on lines of their own."""
        return self._keyed(key, value, column, None)

    def block_item(self, value: Value, column: int, siblings: list[Node], position: int) -> list[str]:
        """Write an item with its dash on lines of their own."""
        return self._dashed(value, column, most_similar(value, siblings, position))

    def _model(self, value: Value, key: str, model: Node | None) -> Node | None:
        kind = Mapping if isinstance(value, dict) else Sequence if isinstance(value, list) else Scalar
        if isinstance(model, kind):
            return model
        return self.style.examples.get((key, kind))

    def _written(self, value: Value, spot: Slot, model: Node | None, *, dash: bool) -> Fragment:
        if not isinstance(value, list | dict):
            return self._atom(value, spot, model)
        if not value or spot.flow or self._in_flow(value, spot, model):
            return Fragment(self._flow(value, model, spot.width))
        if dash:
            first, *rest = self._block(value, spot.parent + self.style.after_dash(self.near), model)
            return Fragment(first.lstrip(" "), tuple(rest))
        deeper = self.style.step(self.near) if isinstance(value, dict) else self.style.offset(self.near)
        return Fragment("", tuple(self._block(value, spot.parent + deeper, model)), comment_after_head=True)

    def _atom(self, value: str | float | bool | None, spot: Slot, model: Node | None) -> Fragment:  # noqa: FBT001
        scalar = model if isinstance(model, Scalar) else None
        careless = (
            scalar is not None and scalar.plain and (is_ambiguous_plain(scalar.value) or scalar.value[:1].isdigit())
        )
        written = write_scalar(value, spot, scalar, allow_ambiguous=careless)
        if written is None:
            raise EditError(lazy_gettext("The text holds a character that no YAML file can hold. Take it out."))
        return written

    def _in_flow(self, value: Value, spot: Slot, model: Node | None) -> bool:
        """Return whether to write a collection in brackets or braces."""
        if isinstance(model, Mapping | Sequence):
            if not model.event.flow_style:
                return False
        elif not isinstance(value, list) or not all(map(_is_short, value)):
            return False
        flow = self._flow(value, model, spot.width)
        return spot.column + len(flow) <= max(spot.width, 100) or isinstance(value, list)

    def _flow(self, value: Value, model: Node | None, width: int) -> str:
        spot = Slot(flow=True, parent=0, indent=0, column=0, width=width)
        if isinstance(value, dict):
            inside = model.items if isinstance(model, Mapping) else {}
            parts = [
                f"{key_text(key)}: {self._flow(item, inside[key][1] if key in inside else None, width)}"
                for key, item in value.items()
            ]
            return f"{{{', '.join(parts)}}}"
        if isinstance(value, list):
            items = model.items if isinstance(model, Sequence) else []
            null = null_text(items)
            texts = (null if item is None else self._flow(item, most_similar(item, items, 0), width) for item in value)
            return f"[{', '.join(texts)}]"
        return self._atom(value, spot, model).head

    def _block(self, value: Value, column: int, model: Node | None) -> list[str]:
        lines: list[str] = []
        if isinstance(value, dict):
            inside = model.items if isinstance(model, Mapping) else {}
            for key, item in value.items():
                lines += self._keyed(key, item, column, inside[key][1] if key in inside else None)
        elif isinstance(value, list):
            items = model.items if isinstance(model, Sequence) else []
            for position, item in enumerate(value):
                lines += self._dashed(item, column, most_similar(item, items, position))
        return lines

    def _keyed(self, key: str, value: Value, column: int, model: Node | None) -> list[str]:
        head = f"{' ' * column}{key_text(key)}:"
        spot = self.spot(column, len(head) + 1)
        written = self.after_key(value, evolve(spot, null=""), key, resolve_alias(model) if model else None)
        return [f"{head} {written.head}".rstrip(" ") if not written.head else f"{head} {written.head}", *written.lines]

    def _dashed(self, value: Value, column: int, model: Node | None) -> list[str]:
        depth = self.style.after_dash(self.near)
        head = f"{' ' * column}-{' ' * (depth - 1)}"
        written = self._written(value, self.spot(column, len(head)), model, dash=True)
        return [f"{head}{written.head}", *written.lines]

    def spot(self, parent: int, column: int) -> Slot:
        """Return the place of a scalar below a key or dash."""
        return Slot(
            flow=False,
            parent=parent,
            indent=parent + max(self.style.step(self.near), 1),
            column=column,
            width=self.style.width,
            blank_line_follows=True,
        )


def key_text(key: str) -> str:
    """Return the text of a key, quoted if necessary."""
    if is_key(key, key):
        return key
    return quote_single(key) if is_key(quote_single(key), key) else quote_double(key)


def _is_short(value: Value) -> bool:
    return not isinstance(value, list | dict) and len(str(value)) <= _SHORT and "\n" not in str(value)


def null_text(items: Several[Node]) -> str:
    """Return the text for null in a list: `null` among numbers, else `~`."""
    words = [item.value for item in items if isinstance(item, Scalar) and item.plain]
    return "null" if any(word == "null" or word[:1].isdigit() for word in words) else "~"
