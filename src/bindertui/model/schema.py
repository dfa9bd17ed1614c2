"""What the schema says of a place in a content file: its type, the order of its keys, and which values are numbers.

What may be written where, from the classes of the model: the shapes that forms are made of.

New values, not yet filled in.

A value of the model as plain data: what a content file would hold.
"""

from collections.abc import Mapping
from enum import Enum, StrEnum, auto
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from attrs import NOTHING, Attribute, fields, has, resolve_types

from bindertui._frozen import frozen
from bindertui.model.address import Path, Step
from bindertui.model.entries import BLOCKS, Agreement, Block, Partner, Point, Section, Source, Term
from bindertui.model.enums import EntryKind
from bindertui.model.fields import REFERENCES, Role, declared_fields, field_role, help_text
from bindertui.model.outline import Cover
from bindertui.model.text import NEUTRAL, Text

FILE_TYPES: dict[EntryKind, Any] = {
    EntryKind.BINDER: Cover,
    EntryKind.SECTION: Section,
    EntryKind.PARTNER: Partner,
    EntryKind.AGREEMENT: Agreement,
    EntryKind.TERM: tuple[Term, ...],
    EntryKind.SOURCE: dict[str, Source],
}
"""What each kind of file holds."""


def type_at(kind: EntryKind, tree: Any, path: Path) -> Any:
    """The type of what stands, or may stand, at a path of a file; None where the schema has nothing.

    Args:
        kind: the kind of file.
        tree: what the file says, which tells one kind of block from another.
        path: from the root of the file.
    """
    declared: Any = FILE_TYPES[kind]
    for step in path:
        declared = _inner(_settled(declared, tree), step)
        if declared is None:
            return None
        tree = _below(tree, step)
    return _settled(declared, tree)


def _below(tree: Any, step: Step) -> Any:
    if isinstance(tree, dict):
        return tree.get(str(step))
    return tree[step] if isinstance(tree, list) and isinstance(step, int) and 0 <= step < len(tree) else None


def _settled(declared: Any, tree: Any) -> Any:
    """One type of several: a block's by its key, a name's by whether it has languages; None is left aside."""
    if get_origin(declared) not in (Union, UnionType):
        return declared
    kinds = [kind for kind in get_args(declared) if kind is not NoneType]
    if set(kinds) == set(get_args(Block)):
        return next((BLOCKS[key] for key in BLOCKS if isinstance(tree, dict) and key in tree), None)
    if len(kinds) > 1:
        return Text if isinstance(tree, dict) else str
    return kinds[0]


def _inner(declared: Any, step: Step) -> Any:
    if get_origin(declared) is tuple:
        return get_args(declared)[0] if isinstance(step, int) else None
    if get_origin(declared) is dict:
        return get_args(declared)[1]
    if declared is Text:
        return str if isinstance(step, str) else None
    if not (isinstance(declared, type) and has(declared)):
        return None
    for cls in (Point, Section):
        resolve_types(cls)
    names = {attribute.name for attribute in declared_fields(declared)}
    return next((each.type for each in fields(declared) if each.name == step and step in names), None)


def key_order(declared: Any, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The order in which the keys of a type are written; empty where it has none of its own."""
    if declared is Text:
        return languages
    if isinstance(declared, type) and has(declared):
        return tuple(attribute.name for attribute in declared_fields(declared))
    return ()


def typed_value(declared: Any, tree: Any) -> Any:
    """A value as the schema means it: its numbers are numbers, and everything else is as it was."""
    declared = _settled(declared, tree)
    if declared is float and isinstance(tree, str):
        return _number(tree)
    if isinstance(tree, list):
        return [typed_value(_inner(declared, 0), item) for item in tree]
    if isinstance(tree, dict):
        return {key: typed_value(_inner(declared, key), item) for key, item in tree.items()}
    return tree


def _number(text: str) -> str | float | None:
    """The number a text says, or None for an empty place; the text itself where it says neither."""
    if text in ("", "~", "null", "."):
        return None
    for read in (int, float):
        try:
            return read(text) if text == str(read(text)) else text
        except ValueError:
            continue
    return text


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
def form_shape(cls: type) -> tuple[FieldShape, ...]:
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


def resolve_shape(declared: Shape, value: Any) -> Shape:
    """The shape of a value: of a block, that of its class, if its keys say which."""
    if isinstance(declared, AnyBlock) and isinstance(value, dict):
        kinds = [key for key in BLOCKS if key in value]
        if len(kinds) == 1:
            return Group(BLOCKS[kinds[0]])
    return declared


def _shape(hint: Any, attribute: "Attribute[Any]") -> Shape:
    kind = field_role(attribute)
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


FILES: dict[EntryKind, Shape] = {kind: _file(hint) for kind, hint in FILE_TYPES.items()}
"""What the files of each kind hold."""


def blank_value(shape: Shape, languages: tuple[str, ...]) -> Any:
    """What a new value of a shape says before it is filled in: every field that must be written."""
    match shape:
        case Group(cls):
            required = (field for field in form_shape(cls) if field.required)
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
        return [blank_value(field.shape.item, languages)]
    return blank_value(field.shape, languages)


Plain = str | int | float | bool | list["Plain"] | dict[str, "Plain"] | None


def to_plain(value: Any) -> Plain:
    """Texts, numbers, lists and mappings for a value; a field that says no more than its default is left out."""
    if isinstance(value, Text):
        neutral = value.original(NEUTRAL)
        return neutral if neutral is not None else dict(value.originals)
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    return _fields(value) if has(type(value)) else _word(value)


def _fields(value: Any) -> Plain:
    written = ((attribute, getattr(value, attribute.name)) for attribute in declared_fields(type(value)))
    return {attribute.name: to_plain(content) for attribute, content in written if content != attribute.default}


def _word(value: Any) -> Plain:
    if isinstance(value, StrEnum):
        return value.value
    plain: Plain = int(value) if isinstance(value, float) and value.is_integer() else value
    return plain
