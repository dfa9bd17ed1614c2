"""The parts of a content file, as an outline.

What stands in the file is given as plain data (texts, lists, dictionaries), whether or not it is right: a form shows
what is there, so that it can be put right.
"""

from collections.abc import Iterator
from typing import Any

from attrs import evolve

from bindertui.model.address import Path, Step
from bindertui.model.blocks import BLOCKS
from bindertui.model.inputs import AnyBlock, FieldShape, Group, Input, Keyed, Leaf, Many, Shape, fields_of, resolved
from bindertui.values import frozen

_BLOCK_NAMES: dict[type, str] = {cls: key for key, cls in BLOCKS.items()}


@frozen
class Part:
    """A part of a file that is filled in at a time: an entry, a block, a point, a list.

    Attributes:
        path: where it stands in the file.
        depth: how deep it is nested among the parts.
        name: the word for what it is: the name of a list, or of a kind of item.
        in_list: whether it is an item, which can be moved and deleted.
    """

    path: Path
    shape: Shape
    depth: int
    name: str
    value: Any
    in_list: bool = False

    @property
    def gist(self) -> Any:
        """What tells it from others of its kind: a title, or the beginning of its text, by language; else None."""
        return _gist(self.value)


def parts(shape: Shape, value: Any, name: str) -> list[Part]:
    """Every part of a file, in the order of the file.

    Args:
        shape: what the file holds.
        value: what stands in it.
        name: the word for the whole.
    """
    return list(_parts(Part((), shape, 0, name, value)))


def part_at(found: list[Part], path: Path) -> int:
    """The position of the part that a path leads to or into."""
    best = 0
    for position, part in enumerate(found):
        if path[: len(part.path)] == part.path and len(part.path) >= len(found[best].path):
            best = position
    return best


def _parts(part: Part) -> Iterator[Part]:
    shape = resolved(part.shape, part.value)
    if isinstance(part.shape, AnyBlock) and isinstance(shape, Group):
        part = evolve(part, name=_BLOCK_NAMES[shape.cls])
    yield evolve(part, shape=shape)
    match shape:
        case Group(cls) if isinstance(part.value, dict):
            lists = list(_lists(cls, part.path, part.value))
            for path, field, value in lists:
                listed = Part(path, field.shape, part.depth + 1, field.name, value)
                # A part with one list, like a point with the points below it, needs no line to name it.
                yield from _children(listed, part.depth + 1) if _one_list(cls) else _with_children(listed)
        case Many() | Keyed() if not part.in_list:
            yield from _children(part, part.depth + 1)


def _with_children(listed: Part) -> Iterator[Part]:
    yield listed
    yield from _children(listed, listed.depth + 1)


def _children(listed: Part, depth: int) -> Iterator[Part]:
    assert isinstance(listed.shape, Many | Keyed)
    steps: list[Step] = [*listed.value] if isinstance(listed.value, dict) else [*range(len(listed.value))]
    for step in steps:
        name = f"{listed.name}.item"
        yield from _parts(Part((*listed.path, step), listed.shape.item, depth, name, listed.value[step], in_list=True))


def _lists(cls: type, path: Path, value: dict[str, Any]) -> Iterator[tuple[Path, FieldShape, list[Any]]]:
    """The lists of a mapping that are parts of their own, those of a mapping inside it among them."""
    for field in fields_of(cls):
        inner = value.get(field.name)
        if isinstance(field.shape, Group) and isinstance(inner, dict):
            yield from _lists(field.shape.cls, (*path, field.name), inner)
        elif apart(field.shape) and isinstance(inner, list) and inner:
            yield (*path, field.name), field, inner


def _one_list(cls: type) -> bool:
    fields = fields_of(cls)
    return sum(apart(field.shape) for field in fields) == 1 and not any(
        isinstance(field.shape, Group) for field in fields
    )


def apart(shape: Shape) -> bool:
    """Whether a list is shown as parts; numbers stand with the fields of their series."""
    return isinstance(shape, Many) and not (isinstance(shape.item, Leaf) and shape.item.input is Input.NUMBER)


def _gist(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return next((gist for item in value if (gist := _gist(item))), None)
    if not isinstance(value, dict):
        return None
    for key in ("title", "name", "label", "term", "caption", "text", "summary", "provision", "series"):
        if value.get(key):
            return _gist(value[key]) if isinstance(value[key], list) else value[key]
    for key in ("table", "figure", "note", "withheld"):
        if isinstance(value.get(key), dict):
            return _gist(value[key])
    texts = [text for text in value.values() if isinstance(text, str)]
    return value if texts and len(texts) == len(value) else None
