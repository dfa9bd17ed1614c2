"""New values, not yet filled in."""

from typing import Any

from bindertui.model.inputs import FieldShape, Group, Input, Leaf, Many, Shape, fields_of


def blank(shape: Shape, languages: tuple[str, ...]) -> Any:
    """What a new value of a shape says before it is filled in: every field that must be written."""
    match shape:
        case Group(cls):
            required = (field for field in fields_of(cls) if field.required)
            return {field.name: _blank_field(field, languages) for field in required}
        case Leaf(Input.PROSE | Input.LINE | Input.MEMBER):
            return dict.fromkeys(languages, "")
        case Leaf(Input.NUMBER):
            return None
        case Leaf(Input.CHOICE, _, choices) if choices:
            return next(iter(choices)).value
        case Leaf(Input.REFERENCES) | Many():
            return []
        case _:
            return ""


def _blank_field(field: FieldShape, languages: tuple[str, ...]) -> Any:
    # A list of blocks or points that must be written needs one to begin with; numbers follow their axis.
    if isinstance(field.shape, Many) and field.name in {"points", "columns"}:
        return [blank(field.shape.item, languages)]
    return blank(field.shape, languages)
