"""New values as YAML, in the hand of the file they go into."""

from collections.abc import Sequence as Several

from attrs import evolve

from bindertui.speech import wording
from bindertui.store.nodes import Mapping, Node, Scalar, Sequence, resolved
from bindertui.store.yamltext.hand import Hand, likest
from bindertui.store.yamltext.quoting import double, is_key, mistakable, single
from bindertui.store.yamltext.refusal import EditError
from bindertui.store.yamltext.scalars import fresh
from bindertui.store.yamltext.spots import Spot, Written
from bindertui.values import frozen

Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]
"""What an edit writes: plain data."""

_SHORT = 40
"""Characters of an item up to which a list of texts is written in brackets."""


@frozen
class Writer:
    """Writes new values into a file.

    Attributes:
        hand: how the file is written.
        near: the collections around the place, the innermost first: what they show of the hand counts most.
    """

    hand: Hand
    near: tuple[Node, ...] = ()

    def after_key(self, value: Value, spot: Spot, key: str, model: Node | None) -> Written:
        """A value after the colon of a key.

        Args:
            value: what to write.
            spot: where a scalar would stand; its `parent` is the column of the key.
            key: the key.
            model: a value whose style is followed; None looks for one under the same key.
        """
        return self._written(value, spot, self._model(value, key, model), dash=False)

    def after_dash(self, value: Value, spot: Spot, siblings: list[Node], position: int) -> Written:
        """A value after a dash, or between commas; written like the sibling that is most like it."""
        return self._written(value, spot, likest(value, siblings, position), dash=True)

    def flow_entry(self, key: str, value: Value, width: int) -> str:
        """A key with its value, between the commas of a mapping in braces."""
        return f"{key_text(key)}: {self._flow(value, self._model(value, key, None), width)}"

    def flow_item(self, value: Value, siblings: list[Node], position: int) -> str:
        """An item between the commas of a list in brackets."""
        if value is None:
            return null_in(siblings)
        return self._flow(value, likest(value, siblings, position), self.hand.width)

    def block_entry(self, key: str, value: Value, column: int) -> list[str]:
        """A key with its value on lines of their own."""
        return self._keyed(key, value, column, None)

    def block_item(self, value: Value, column: int, siblings: list[Node], position: int) -> list[str]:
        """An item with its dash on lines of their own."""
        return self._dashed(value, column, likest(value, siblings, position))

    def _model(self, value: Value, key: str, model: Node | None) -> Node | None:
        kind = Mapping if isinstance(value, dict) else Sequence if isinstance(value, list) else Scalar
        if isinstance(model, kind):
            return model
        return self.hand.examples.get((key, kind))

    def _written(self, value: Value, spot: Spot, model: Node | None, *, dash: bool) -> Written:
        if not isinstance(value, list | dict):
            return self._atom(value, spot, model)
        if not value or spot.flow or self._in_flow(value, spot, model):
            return Written(self._flow(value, model, spot.width))
        if dash:
            first, *rest = self._block(value, spot.parent + self.hand.after_dash(self.near), model)
            return Written(first.lstrip(" "), tuple(rest))
        deeper = self.hand.step(self.near) if isinstance(value, dict) else self.hand.offset(self.near)
        return Written("", tuple(self._block(value, spot.parent + deeper, model)), under=True)

    def _atom(self, value: str | float | bool | None, spot: Spot, model: Node | None) -> Written:  # noqa: FBT001
        scalar = model if isinstance(model, Scalar) else None
        careless = scalar is not None and scalar.plain and (mistakable(scalar.value) or scalar.value[:1].isdigit())
        written = fresh(value, spot, scalar, careless=careless)
        if written is None:
            raise EditError(wording("The text holds a character that no YAML file can hold. Take it out."))
        return written

    def _in_flow(self, value: Value, spot: Spot, model: Node | None) -> bool:
        """Whether a collection is to be written in brackets or braces."""
        if isinstance(model, Mapping | Sequence):
            if not model.event.flow_style:
                return False
        elif not isinstance(value, list) or not all(map(_is_short, value)):
            return False
        flow = self._flow(value, model, spot.width)
        return spot.column + len(flow) <= max(spot.width, 100) or isinstance(value, list)

    def _flow(self, value: Value, model: Node | None, width: int) -> str:
        spot = Spot(flow=True, parent=0, indent=0, column=0, width=width)
        if isinstance(value, dict):
            inside = model.items if isinstance(model, Mapping) else {}
            parts = [
                f"{key_text(key)}: {self._flow(item, inside[key][1] if key in inside else None, width)}"
                for key, item in value.items()
            ]
            return f"{{{', '.join(parts)}}}"
        if isinstance(value, list):
            items = model.items if isinstance(model, Sequence) else []
            null = null_in(items)
            texts = (null if item is None else self._flow(item, likest(item, items, 0), width) for item in value)
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
                lines += self._dashed(item, column, likest(item, items, position))
        return lines

    def _keyed(self, key: str, value: Value, column: int, model: Node | None) -> list[str]:
        head = f"{' ' * column}{key_text(key)}:"
        spot = self.spot(column, len(head) + 1)
        written = self.after_key(value, evolve(spot, null=""), key, resolved(model) if model else None)
        return [f"{head} {written.head}".rstrip(" ") if not written.head else f"{head} {written.head}", *written.lines]

    def _dashed(self, value: Value, column: int, model: Node | None) -> list[str]:
        depth = self.hand.after_dash(self.near)
        head = f"{' ' * column}-{' ' * (depth - 1)}"
        written = self._written(value, self.spot(column, len(head)), model, dash=True)
        return [f"{head}{written.head}", *written.lines]

    def spot(self, parent: int, column: int) -> Spot:
        """Where a scalar stands below a key or dash at a column of its own."""
        return Spot(
            flow=False,
            parent=parent,
            indent=parent + max(self.hand.step(self.near), 1),
            column=column,
            width=self.hand.width,
            followed=True,
        )


def key_text(key: str) -> str:
    """A key as it is written; in quotes where it must be."""
    if is_key(key, key):
        return key
    return single(key) if is_key(single(key), key) else double(key)


def _is_short(value: Value) -> bool:
    return not isinstance(value, list | dict) and len(str(value)) <= _SHORT and "\n" not in str(value)


def null_in(items: Several[Node]) -> str:
    """What stands for nothing in a list with these items: among numbers, null."""
    words = [item.value for item in items if isinstance(item, Scalar) and item.plain]
    return "null" if any(word == "null" or word[:1].isdigit() for word in words) else "~"
