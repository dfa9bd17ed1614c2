"""What may be written where, from the classes of the model: the shapes that forms are made of."""

from enum import Enum, StrEnum, auto
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from attrs import NOTHING, Attribute, has

from bindertui.model.blocks import BLOCKS, Block
from bindertui.model.declared import FILES as TYPES
from bindertui.model.fields import REFERENCES, Role, declared_fields, help_text, role
from bindertui.model.kinds import EntryKind
from bindertui.model.text import Text
from bindertui.values import frozen


class Input(Enum):
    """How a leaf is filled in."""

    PROSE = auto()
    """A text by language, of any length."""
    LINE = auto()
    """A text by language, on one line."""
    WORD = auto()
    """A word that is the same in every language: a date, an id, a code."""
    NUMBER = auto()
    CHOICE = auto()
    REFERENCE = auto()
    """The id of an entry, or the key of a source."""
    REFERENCES = auto()
    """Several of those, in an order."""
    MEMBER = auto()
    """The id of an entry, or a name by language."""


@frozen
class Leaf:
    """A value without fields of its own.

    Attributes:
        role: what it is.
        choices: the closed list of words, where there is one.
    """

    input: Input
    role: Role
    choices: type[StrEnum] | None = None


@frozen
class Group:
    """A mapping with the fields of a class."""

    cls: type


@frozen
class AnyBlock:
    """A mapping that is one of the blocks; its keys say which."""


@frozen
class Many:
    """A list of values of one shape."""

    item: "Shape"


@frozen
class Keyed:
    """A mapping of keys to values of one shape."""

    item: "Shape"


Shape = Leaf | Group | AnyBlock | Many | Keyed


@frozen
class FieldShape:
    """A declared field.

    Attributes:
        name: its key in the file.
        help: the sentence that explains it, in English.
        required: whether it must be written.
    """

    name: str
    shape: Shape
    help: str
    required: bool


_LONG = frozenset({"text", "summary", "meaning", "role", "lead", "status"})
"""The names of fields that hold running text; other texts stand on a line."""


@cache
def fields_of(cls: type) -> tuple[FieldShape, ...]:
    """The declared fields of a class, in the order they are declared."""
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


def resolved(declared: Shape, value: Any) -> Shape:
    """The shape of a value: of a block, that of its class, if its keys say which."""
    if isinstance(declared, AnyBlock) and isinstance(value, dict):
        kinds = [key for key in BLOCKS if key in value]
        if len(kinds) == 1:
            return Group(BLOCKS[kinds[0]])
    return declared


def _shape(hint: Any, attribute: "Attribute[Any]") -> Shape:
    kind = role(attribute)
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        return Leaf(Input.REFERENCES, kind) if item is str and kind in REFERENCES else Many(_shape(item, attribute))
    if hint == Block:
        return AnyBlock()
    types = _plain_types(hint)
    if Text in types or float in types or str in types:
        return Leaf(_input(types, kind, attribute.name), kind)
    (cls,) = types
    if issubclass(cls, StrEnum):
        return Leaf(Input.CHOICE, kind, cls)
    assert has(cls)
    return Group(cls)


def _input(types: tuple[Any, ...], kind: Role, name: str) -> Input:
    if Text in types and str in types:
        return Input.MEMBER
    if Text in types:
        return Input.PROSE if kind is Role.PROSE and name in _LONG else Input.LINE
    if float in types:
        return Input.NUMBER
    return Input.REFERENCE if kind in REFERENCES else Input.WORD


def _plain_types(hint: Any) -> tuple[Any, ...]:
    """The types a hint allows, None left out."""
    allowed = get_args(hint) if get_origin(hint) in {Union, type(str | None)} else (hint,)
    return tuple(one for one in allowed if one is not type(None))


def _file(hint: Any) -> Shape:
    """The shape of what a whole file holds."""
    if get_origin(hint) is tuple:
        return Many(Group(get_args(hint)[0]))
    return Keyed(Group(get_args(hint)[1])) if get_origin(hint) is dict else Group(hint)


FILES: dict[EntryKind, Shape] = {kind: _file(hint) for kind, hint in TYPES.items()}
"""What the files of each kind hold."""
