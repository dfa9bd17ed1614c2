"""The fields of the parts of a content file: with `parts`, a form for it."""

from collections.abc import Iterator
from typing import Any

from attrs import evolve

from bindertui.model.address import Path
from bindertui.model.binder import Cover
from bindertui.model.inputs import Group, Input, Keyed, Leaf, Many, Shape, fields_of
from bindertui.model.parts import Part, apart
from bindertui.values import frozen


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


def form_fields(part: Part, whole: Any) -> list[FormField]:
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


def companions(path: Path, whole: Any) -> list[Path]:
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
    order = tuple(field.name for field in fields_of(cls))
    for field in fields_of(cls):
        inner = value.get(field.name)
        at = (*path, field.name)
        if isinstance(field.shape, Group):
            yield from _group_fields(field.shape.cls, at, inner if isinstance(inner, dict) else {}, whole)
        elif isinstance(field.shape, Many) and not apart(field.shape):
            item = FormField(at, field.name, field.shape.item, field.help, field.required, None)
            labels = value_at(whole, (*path[:-2], "x"))
            yield from _items(item, inner if isinstance(inner, list) else [], labels)
        else:
            yield FormField(at, field.name, field.shape, field.help, field.required, inner, order)


def _items(model: FormField, values: list[Any], labels: Any) -> Iterator[FormField]:
    for position, value in enumerate(values):
        label = labels[position] if isinstance(labels, list) and position < len(labels) else None
        yield evolve(model, path=(*model.path, position), value=value, label=label)
