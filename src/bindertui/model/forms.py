"""Forms: the outline of the editable parts of a content file, and the fields of each part.

The content is plain data (texts, lists, dictionaries) and may be invalid, because a form is where it gets fixed.
"""

from collections.abc import Iterator
from typing import Any

from attrs import evolve

from bindertui._frozen import frozen
from bindertui.model.address import FieldPath, PathStep
from bindertui.model.entries import BLOCKS
from bindertui.model.outline import Cover
from bindertui.model.shapes import (
    BlockShape,
    FieldShape,
    InputKind,
    KeyedShape,
    ListShape,
    MappingShape,
    Shape,
    ValueShape,
    field_shapes,
    resolve_shape,
)

_BLOCK_NAMES: dict[type, str] = {cls: key for key, cls in BLOCKS.items()}


@frozen
class FormPart:
    """A part of a file that is edited as one form: an entry, a block, a point, a list.

    Attributes:
        path: its path in the file.
        depth: the nesting level among the parts.
        name: the name of a list, or of a kind of item.
        in_list: whether it is a list item, which can be moved and deleted.
    """

    path: FieldPath
    shape: Shape
    depth: int
    name: str
    value: Any
    in_list: bool = False

    @property
    def heading(self) -> Any:
        """Its title or the first text in it, by language; None if it has no text."""
        return _heading(self.value)


def form_parts(shape: Shape, content: Any, name: str) -> list[FormPart]:
    """Return every part of a file, in the order of the file.

    Args:
        shape: the shape of the content.
        content: the content as plain data.
        name: the name of the first part, which is the whole content.
    """
    return list(_parts(FormPart((), shape, 0, name, content)))


def part_index(parts: list[FormPart], path: FieldPath) -> int:
    """Return the position of the innermost part that contains a path."""
    best = 0
    for position, part in enumerate(parts):
        if path[: len(part.path)] == part.path and len(part.path) >= len(parts[best].path):
            best = position
    return best


def _parts(part: FormPart) -> Iterator[FormPart]:
    shape = resolve_shape(part.shape, part.value)
    if isinstance(part.shape, BlockShape) and isinstance(shape, MappingShape):
        part = evolve(part, name=_BLOCK_NAMES[shape.cls])
    yield evolve(part, shape=shape)
    match shape:
        case MappingShape(cls) if isinstance(part.value, dict):
            lists = list(_lists(cls, part.path, part.value))
            for path, field, value in lists:
                listed = FormPart(path, field.shape, part.depth + 1, field.name, value)
                # The list gets no part of its own if it is the only one, as that of a point with nested points.
                yield from _children(listed, part.depth + 1) if _one_list(cls) else _with_children(listed)
        case ListShape() | KeyedShape() if not part.in_list:
            yield from _children(part, part.depth + 1)


def _with_children(listed: FormPart) -> Iterator[FormPart]:
    yield listed
    yield from _children(listed, listed.depth + 1)


def _children(listed: FormPart, depth: int) -> Iterator[FormPart]:
    assert isinstance(listed.shape, ListShape | KeyedShape)
    steps: list[PathStep] = [*listed.value] if isinstance(listed.value, dict) else [*range(len(listed.value))]
    for step in steps:
        name = f"{listed.name}.item"
        yield from _parts(
            FormPart((*listed.path, step), listed.shape.item, depth, name, listed.value[step], in_list=True)
        )


def _lists(cls: type, path: FieldPath, value: dict[str, Any]) -> Iterator[tuple[FieldPath, FieldShape, list[Any]]]:
    """Yield the lists of a mapping that are parts of their own, including those of mappings in it."""
    for field in field_shapes(cls):
        inner = value.get(field.name)
        if isinstance(field.shape, MappingShape) and isinstance(inner, dict):
            yield from _lists(field.shape.cls, (*path, field.name), inner)
        elif is_separate_part(field.shape) and isinstance(inner, list) and inner:
            yield (*path, field.name), field, inner


def _one_list(cls: type) -> bool:
    fields = field_shapes(cls)
    return sum(is_separate_part(field.shape) for field in fields) == 1 and not any(
        isinstance(field.shape, MappingShape) for field in fields
    )


def is_separate_part(shape: Shape) -> bool:
    """Return whether a list is a part of its own; the numbers of a series are fields of the series."""
    return isinstance(shape, ListShape) and not (
        isinstance(shape.item, ValueShape) and shape.item.input is InputKind.NUMBER
    )


def _heading(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return next((heading for item in value if (heading := _heading(item))), None)
    if not isinstance(value, dict):
        return None
    for key in ("title", "name", "label", "term", "caption", "text", "summary", "provision", "series"):
        if value.get(key):
            return _heading(value[key]) if isinstance(value[key], list) else value[key]
    for key in ("table", "figure", "note", "withheld"):
        if isinstance(value.get(key), dict):
            return _heading(value[key])
    texts = [text for text in value.values() if isinstance(text, str)]
    return value if texts and len(texts) == len(value) else None


@frozen
class FormField:
    """A field of a form.

    Attributes:
        path: its path in the file.
        name: its key; for a list item, the key of the list.
        help: the sentence that explains it, in English.
        required: whether it is required.
        value: its value; None if it is absent.
        order: the keys of its mapping in the order in which they are written; empty for a list item.
        label: its label from the content: a column heading, a position on an axis.
    """

    path: FieldPath
    name: str
    shape: Shape
    help: str
    required: bool
    value: Any
    order: tuple[str, ...] = ()
    label: Any = None


def value_at(value: Any, path: FieldPath) -> Any:
    """Return the value at a path of plain data; None if there is none."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(str(step))
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def form_fields(part: FormPart, content: Any) -> list[FormField]:
    """Return the fields of a part.

    Args:
        part: one of `form_parts`.
        content: the content of the file, for the labels.
    """
    match part.shape:
        case MappingShape(cls) if isinstance(part.value, dict):
            found = list(_group_fields(cls, part.path, part.value, content))
            # The id of the entry of a file is the name of the file.
            return [field for field in found if field.path != ("id",) or cls is Cover]
        case ListShape(ValueShape(InputKind.LINE) as cell) if part.in_list and isinstance(part.value, list):
            labels = value_at(content, (*part.path[:-2], "columns"))
            return list(_items(FormField(part.path, "cell", cell, "", True, None), part.value, labels))  # noqa: FBT003
        case ValueShape():
            return [FormField(part.path, part.name, part.shape, "", required=True, value=part.value)]
        case ListShape() | KeyedShape():
            return [FormField(part.path, part.name, part.shape, "", required=True, value=part.value)]
        case _:
            return []


def dependent_lists(path: FieldPath, content: Any) -> list[FieldPath]:
    """Return the paths of the lists that must be as long as the list at a path: rows of columns, values of an axis."""
    if path and path[-1] == "columns":
        return [(*path[:-1], "rows", row) for row in _positions(value_at(content, (*path[:-1], "rows")))]
    if path and path[-1] == "x":
        series = _positions(value_at(content, (*path[:-1], "series")))
        return [(*path[:-1], "series", one, "values") for one in series]
    return []


def _positions(value: Any) -> range:
    return range(len(value)) if isinstance(value, list) else range(0)


def _group_fields(cls: type, path: FieldPath, value: dict[str, Any], content: Any) -> Iterator[FormField]:
    order = tuple(field.name for field in field_shapes(cls))
    for field in field_shapes(cls):
        inner = value.get(field.name)
        at = (*path, field.name)
        if isinstance(field.shape, MappingShape):
            yield from _group_fields(field.shape.cls, at, inner if isinstance(inner, dict) else {}, content)
        elif isinstance(field.shape, ListShape) and not is_separate_part(field.shape):
            item = FormField(at, field.name, field.shape.item, field.help, field.required, None)
            labels = value_at(content, (*path[:-2], "x"))
            yield from _items(item, inner if isinstance(inner, list) else [], labels)
        else:
            yield FormField(at, field.name, field.shape, field.help, field.required, inner, order)


def _items(model: FormField, values: list[Any], labels: Any) -> Iterator[FormField]:
    for position, value in enumerate(values):
        label = labels[position] if isinstance(labels, list) and position < len(labels) else None
        yield evolve(model, path=(*model.path, position), value=value, label=label)
