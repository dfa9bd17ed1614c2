"""The shapes of content values, which forms need to edit them; derived from the classes of the model."""

from enum import Enum, StrEnum, auto
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from attrs import NOTHING, Attribute, has

from bindertui._frozen import frozen
from bindertui.model.entries import BLOCKS, Block
from bindertui.model.enums import EntryKind
from bindertui.model.fields import REFERENCES, FieldRole, declared_fields, field_role, help_text
from bindertui.model.schema import FILE_TYPES
from bindertui.model.text import Text


class InputKind(Enum):
    """How a value is entered."""

    PROSE = auto()
    """A text by language, of any length."""
    LINE = auto()
    """A text by language, on one line."""
    WORD = auto()
    """A text without language: a date, an id, a code."""
    NUMBER = auto()
    CHOICE = auto()
    REFERENCE = auto()
    """The id of an entry, or the key of a source."""
    REFERENCES = auto()
    """A list of those."""
    MEMBER = auto()
    """The id of an entry, or a name by language."""


@frozen
class ValueShape:
    """The shape of a value without fields of its own.

    Attributes:
        role: the role of its field.
        choices: the enumeration of allowed values, if there is one.
    """

    input: InputKind
    role: FieldRole
    choices: type[StrEnum] | None = None


@frozen
class MappingShape:
    """The shape of a mapping with the fields of a class."""

    cls: type


@frozen
class BlockShape:
    """The shape of a block; its class depends on its keys."""


@frozen
class ListShape:
    """The shape of a list of values of one shape."""

    item: "Shape"


@frozen
class KeyedShape:
    """The shape of a mapping from keys to values of one shape."""

    item: "Shape"


Shape = ValueShape | MappingShape | BlockShape | ListShape | KeyedShape


@frozen
class FieldShape:
    """The shape of a declared field.

    Attributes:
        name: its key in the file.
        help: the sentence that explains it, in English.
        required: whether the field is required.
    """

    name: str
    shape: Shape
    help: str
    required: bool


_PROSE_FIELDS = frozenset({"text", "summary", "meaning", "role", "lead", "status"})
"""The names of fields for running text; other texts are a single line."""


@cache
def field_shapes(cls: type) -> tuple[FieldShape, ...]:
    """Return the shapes of the declared fields of a class, in the order of declaration."""
    hints = get_type_hints(cls)
    return tuple(
        FieldShape(
            attribute.name,
            _shape(hints[attribute.name], attribute),
            help_text(attribute),
            required=attribute.default is NOTHING,
        )
        for attribute in declared_fields(cls)
    )


def resolve_shape(declared: Shape, value: Any) -> Shape:
    """Return the shape of a value; of a block, the shape of its class if its keys are those of one class."""
    if isinstance(declared, BlockShape) and isinstance(value, dict):
        kinds = [key for key in BLOCKS if key in value]
        if len(kinds) == 1:
            return MappingShape(BLOCKS[kinds[0]])
    return declared


def _shape(hint: Any, attribute: "Attribute[Any]") -> Shape:
    kind = field_role(attribute)
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        return (
            ValueShape(InputKind.REFERENCES, kind)
            if item is str and kind in REFERENCES
            else ListShape(_shape(item, attribute))
        )
    if hint == Block:
        return BlockShape()
    types = _plain_types(hint)
    if Text in types or float in types or str in types:
        return ValueShape(_input(types, kind, attribute.name), kind)
    (cls,) = types
    if issubclass(cls, StrEnum):
        return ValueShape(InputKind.CHOICE, kind, cls)
    assert has(cls)
    return MappingShape(cls)


def _input(types: tuple[Any, ...], kind: FieldRole, name: str) -> InputKind:
    if Text in types and str in types:
        return InputKind.MEMBER
    if Text in types:
        return InputKind.PROSE if kind is FieldRole.PROSE and name in _PROSE_FIELDS else InputKind.LINE
    if float in types:
        return InputKind.NUMBER
    return InputKind.REFERENCE if kind in REFERENCES else InputKind.WORD


def _plain_types(hint: Any) -> tuple[Any, ...]:
    """Return the types a hint allows, except None."""
    allowed = get_args(hint) if get_origin(hint) in {Union, type(str | None)} else (hint,)
    return tuple(one for one in allowed if one is not type(None))


def _file_shape(hint: Any) -> Shape:
    """Return the shape of the content of a file."""
    if get_origin(hint) is tuple:
        return ListShape(MappingShape(get_args(hint)[0]))
    return KeyedShape(MappingShape(get_args(hint)[1])) if get_origin(hint) is dict else MappingShape(hint)


FILE_SHAPES: dict[EntryKind, Shape] = {kind: _file_shape(hint) for kind, hint in FILE_TYPES.items()}
"""The shape of the content of each kind of file."""


def blank_value(shape: Shape, languages: tuple[str, ...]) -> Any:
    """Return an empty value of a shape, with every required field."""
    match shape:
        case MappingShape(cls):
            required = (field for field in field_shapes(cls) if field.required)
            return {field.name: _blank_field(field, languages) for field in required}
        case ValueShape(InputKind.PROSE | InputKind.LINE | InputKind.MEMBER):
            return dict.fromkeys(languages, "")
        case ValueShape(InputKind.NUMBER):
            return None
        case ValueShape(InputKind.CHOICE, _, choices) if choices:
            return next(iter(choices)).value
        case ValueShape(InputKind.REFERENCES) | ListShape():
            return []
        case _:
            return ""


def _blank_field(field: FieldShape, languages: tuple[str, ...]) -> Any:
    # A required list of points or columns starts with one item; the numbers of a series follow their axis.
    if isinstance(field.shape, ListShape) and field.name in {"points", "columns"}:
        return [blank_value(field.shape.item, languages)]
    return blank_value(field.shape, languages)
