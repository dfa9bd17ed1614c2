"""The parts of a content file, as an outline.

What stands in the file is given as plain data (texts, lists, dictionaries), whether or not it is right: a form shows
what is there, so that it can be put right.

The fields of the parts of a content file: with `parts`, a form for it.
"""

from collections.abc import Iterator
from typing import Any

from attrs import evolve

from bindertui._frozen import frozen
from bindertui.model.address import Path, Step
from bindertui.model.entries import BLOCKS
from bindertui.model.outline import Cover
from bindertui.model.schema import (
    AnyBlock,
    FieldShape,
    Group,
    Input,
    Keyed,
    Leaf,
    Many,
    Shape,
    form_shape,
    resolve_shape,
)

_BLOCK_NAMES: dict[type, str] = {cls: key for key, cls in BLOCKS.items()}


@frozen
class FormPart:
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


def form_parts(shape: Shape, value: Any, name: str) -> list[FormPart]:
    """Every part of a file, in the order of the file.

    Args:
        shape: what the file holds.
        value: what stands in it.
        name: the word for the whole.
    """
    return list(_parts(FormPart((), shape, 0, name, value)))


def find_part(found: list[FormPart], path: Path) -> int:
    """The position of the part that a path leads to or into."""
    best = 0
    for position, part in enumerate(found):
        if path[: len(part.path)] == part.path and len(part.path) >= len(found[best].path):
            best = position
    return best


def _parts(part: FormPart) -> Iterator[FormPart]:
    shape = resolve_shape(part.shape, part.value)
    if isinstance(part.shape, AnyBlock) and isinstance(shape, Group):
        part = evolve(part, name=_BLOCK_NAMES[shape.cls])
    yield evolve(part, shape=shape)
    match shape:
        case Group(cls) if isinstance(part.value, dict):
            lists = list(_lists(cls, part.path, part.value))
            for path, field, value in lists:
                listed = FormPart(path, field.shape, part.depth + 1, field.name, value)
                # A part with one list, like a point with the points below it, needs no line to name it.
                yield from _children(listed, part.depth + 1) if _one_list(cls) else _with_children(listed)
        case Many() | Keyed() if not part.in_list:
            yield from _children(part, part.depth + 1)


def _with_children(listed: FormPart) -> Iterator[FormPart]:
    yield listed
    yield from _children(listed, listed.depth + 1)


def _children(listed: FormPart, depth: int) -> Iterator[FormPart]:
    assert isinstance(listed.shape, Many | Keyed)
    steps: list[Step] = [*listed.value] if isinstance(listed.value, dict) else [*range(len(listed.value))]
    for step in steps:
        name = f"{listed.name}.item"
        yield from _parts(
            FormPart((*listed.path, step), listed.shape.item, depth, name, listed.value[step], in_list=True)
        )


def _lists(cls: type, path: Path, value: dict[str, Any]) -> Iterator[tuple[Path, FieldShape, list[Any]]]:
    """The lists of a mapping that are parts of their own, those of a mapping inside it among them."""
    for field in form_shape(cls):
        inner = value.get(field.name)
        if isinstance(field.shape, Group) and isinstance(inner, dict):
            yield from _lists(field.shape.cls, (*path, field.name), inner)
        elif split_part(field.shape) and isinstance(inner, list) and inner:
            yield (*path, field.name), field, inner


def _one_list(cls: type) -> bool:
    fields = form_shape(cls)
    return sum(split_part(field.shape) for field in fields) == 1 and not any(
        isinstance(field.shape, Group) for field in fields
    )


def split_part(shape: Shape) -> bool:
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


@frozen
class FormField:
    """A field of a part.

    Attributes:
        path: where it stands in the file.
        name: its key; for an item of a list, the key of the list.
        help: the sentence that explains it, in English.
        required: whether it must be written.
        value: what stands there; None where nothing does.
        order: the keys of the mapping it stands in, in the order they are written; empty for an item of a list.
        label: what the content itself calls it: the heading of a column, a place on an axis.
    """

    path: Path
    name: str
    shape: Shape
    help: str
    required: bool
    value: Any
    order: tuple[str, ...] = ()
    label: Any = None


def value_at(value: Any, path: Path) -> Any:
    """What stands at a path of plain data; None where nothing does."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(str(step))
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def form_fields(part: FormPart, whole: Any) -> list[FormField]:
    """The fields of a part.

    Args:
        part: one of `parts`.
        whole: what stands in the whole file, where labels are looked up.
    """
    match part.shape:
        case Group(cls) if isinstance(part.value, dict):
            found = list(_group_fields(cls, part.path, part.value, whole))
            # The id of a file's entry is the file's name.
            return [field for field in found if field.path != ("id",) or cls is Cover]
        case Many(Leaf(Input.LINE) as cell) if part.in_list and isinstance(part.value, list):
            labels = value_at(whole, (*part.path[:-2], "columns"))
            return list(_items(FormField(part.path, "cell", cell, "", True, None), part.value, labels))  # noqa: FBT003
        case Leaf():
            return [FormField(part.path, part.name, part.shape, "", required=True, value=part.value)]
        case Many() | Keyed():
            return [FormField(part.path, part.name, part.shape, "", required=True, value=part.value)]
        case _:
            return []


def related_fields(path: Path, whole: Any) -> list[Path]:
    """The lists that must have as many items as the list at a path: rows of columns, values of an axis."""
    if path and path[-1] == "columns":
        return [(*path[:-1], "rows", row) for row in _positions(value_at(whole, (*path[:-1], "rows")))]
    if path and path[-1] == "x":
        series = _positions(value_at(whole, (*path[:-1], "series")))
        return [(*path[:-1], "series", one, "values") for one in series]
    return []


def _positions(value: Any) -> range:
    return range(len(value)) if isinstance(value, list) else range(0)


def _group_fields(cls: type, path: Path, value: dict[str, Any], whole: Any) -> Iterator[FormField]:
    order = tuple(field.name for field in form_shape(cls))
    for field in form_shape(cls):
        inner = value.get(field.name)
        at = (*path, field.name)
        if isinstance(field.shape, Group):
            yield from _group_fields(field.shape.cls, at, inner if isinstance(inner, dict) else {}, whole)
        elif isinstance(field.shape, Many) and not split_part(field.shape):
            item = FormField(at, field.name, field.shape.item, field.help, field.required, None)
            labels = value_at(whole, (*path[:-2], "x"))
            yield from _items(item, inner if isinstance(inner, list) else [], labels)
        else:
            yield FormField(at, field.name, field.shape, field.help, field.required, inner, order)


def _items(model: FormField, values: list[Any], labels: Any) -> Iterator[FormField]:
    for position, value in enumerate(values):
        label = labels[position] if isinstance(labels, list) and position < len(labels) else None
        yield evolve(model, path=(*model.path, position), value=value, label=label)
