"""What the schema says of a place in a content file: its type, the order of its keys, and which values are numbers."""

from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from attrs import fields, has, resolve_types

from bindertui.model.address import Path, Step
from bindertui.model.binder import Cover
from bindertui.model.blocks import BLOCKS, Block, Point
from bindertui.model.entries import Agreement, Partner, Section, Source, Term
from bindertui.model.fields import declared_fields
from bindertui.model.kinds import EntryKind
from bindertui.model.text import Text

FILES: dict[EntryKind, Any] = {
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
    declared: Any = FILES[kind]
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


def order_of(declared: Any, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The order in which the keys of a type are written; empty where it has none of its own."""
    if declared is Text:
        return languages
    if isinstance(declared, type) and has(declared):
        return tuple(attribute.name for attribute in declared_fields(declared))
    return ()


def typed(declared: Any, tree: Any) -> Any:
    """A value as the schema means it: its numbers are numbers, and everything else is as it was."""
    declared = _settled(declared, tree)
    if declared is float and isinstance(tree, str):
        return _number(tree)
    if isinstance(tree, list):
        return [typed(_inner(declared, 0), item) for item in tree]
    if isinstance(tree, dict):
        return {key: typed(_inner(declared, key), item) for key, item in tree.items()}
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
