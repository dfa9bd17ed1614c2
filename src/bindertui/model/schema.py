"""The schema of content files: the type at a path, the order of keys, and numbers."""

from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from attrs import fields, has, resolve_types

from bindertui.model.address import FieldPath, PathStep
from bindertui.model.entries import BLOCKS, Agreement, Block, Partner, Point, Section, Source, Term
from bindertui.model.enums import EntryKind
from bindertui.model.fields import declared_fields
from bindertui.model.outline import Cover
from bindertui.model.text import Text

FILE_TYPES: dict[EntryKind, Any] = {
    EntryKind.BINDER: Cover,
    EntryKind.SECTION: Section,
    EntryKind.PARTNER: Partner,
    EntryKind.AGREEMENT: Agreement,
    EntryKind.TERM: tuple[Term, ...],
    EntryKind.SOURCE: dict[str, Source],
}
"""The type of the content of each kind of file."""


def type_at(kind: EntryKind, tree: Any, path: FieldPath) -> Any:
    """Return the type of the value at a path of a file; None if the schema allows nothing there.

    Args:
        kind: the kind of file.
        tree: the content of the file as plain data, which determines the kind of a block.
        path: from the root of the file.
    """
    declared: Any = FILE_TYPES[kind]
    for step in path:
        declared = _type_of_step(_choose_type(declared, tree), step)
        if declared is None:
            return None
        tree = _value_of_step(tree, step)
    return _choose_type(declared, tree)


def _value_of_step(tree: Any, step: PathStep) -> Any:
    if isinstance(tree, dict):
        return tree.get(str(step))
    return tree[step] if isinstance(tree, list) and isinstance(step, int) and 0 <= step < len(tree) else None


def _choose_type(declared: Any, tree: Any) -> Any:
    """Return the type of a union that a value has: of a block by its keys, of a name by whether it has languages."""
    if get_origin(declared) not in (Union, UnionType):
        return declared
    kinds = [kind for kind in get_args(declared) if kind is not NoneType]
    if set(kinds) == set(get_args(Block)):
        return next((BLOCKS[key] for key in BLOCKS if isinstance(tree, dict) and key in tree), None)
    if len(kinds) > 1:
        return Text if isinstance(tree, dict) else str
    return kinds[0]


def _type_of_step(declared: Any, step: PathStep) -> Any:
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
    """Return the keys of a type in the order in which they are written; none if the type has no keys."""
    if declared is Text:
        return languages
    if isinstance(declared, type) and has(declared):
        return tuple(attribute.name for attribute in declared_fields(declared))
    return ()


def coerce_numbers(declared: Any, tree: Any) -> Any:
    """Return plain data with texts turned into numbers where the schema has numbers."""
    declared = _choose_type(declared, tree)
    if declared is float and isinstance(tree, str):
        return _parse_number(tree)
    if isinstance(tree, list):
        return [coerce_numbers(_type_of_step(declared, 0), item) for item in tree]
    if isinstance(tree, dict):
        return {key: coerce_numbers(_type_of_step(declared, key), item) for key, item in tree.items()}
    return tree


def _parse_number(text: str) -> str | float | None:
    """Return a text as a number, as None if it is empty, or unchanged if it is neither."""
    if text in ("", "~", "null", "."):
        return None
    for read in (int, float):
        try:
            return read(text) if text == str(read(text)) else text
        except ValueError:
            continue
    return text
