"""Visiting every declared text and reference of a value, with its path."""

from collections.abc import Iterator
from typing import Any

from attrs import Attribute, has

from bindertui.model.address import Path
from bindertui.model.binder import BINDER, GLOSSARY, SOURCES, Binder
from bindertui.model.fields import Role, declared_fields, role
from bindertui.model.text import Text
from bindertui.values import frozen


@frozen
class Leaf:
    """A text or a word at its place in an entry.

    Attributes:
        path: from the value that was walked.
        role: what it is.
        value: a `Text`, a string (an id, a date, a word) or a number.
        attribute: the declaration of the field it stands in.
    """

    path: Path
    role: Role
    value: Any
    attribute: "Attribute[Any]"


def leaves(value: Any, path: Path = (), *, without: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """Every leaf of an entry or a block, in the order of its fields.

    Args:
        value: an attrs value of the model.
        path: what the paths of the leaves start with.
        without: names of fields that are left out, with all below them.
    """
    for attribute in declared_fields(type(value)):
        content = getattr(value, attribute.name)
        if content is not None and attribute.name not in without:
            yield from _below(content, (*path, attribute.name), attribute)


def _below(content: Any, path: Path, attribute: "Attribute[Any]") -> Iterator[Leaf]:
    if isinstance(content, tuple):
        for position, item in enumerate(content):
            yield from _below(item, (*path, position), attribute)
    elif isinstance(content, Text) or not has(type(content)):
        yield Leaf(path, role(attribute), content, attribute)
    else:
        yield from leaves(content, path)


def binder_leaves(binder: Binder) -> Iterator[tuple[str, Leaf]]:
    """Every leaf of what can be read of a binder, each once, with the id of the entry or list its path starts from."""
    for leaf in leaves(binder.cover):
        yield BINDER, leaf
    for entry in binder.entries():
        for leaf in leaves(entry, without=("id", "sections")):
            yield entry.id, leaf
    for position, term in enumerate(binder.terms):
        for leaf in leaves(term, (position,)):
            yield GLOSSARY, leaf
    for key, source in binder.sources.items():
        for leaf in leaves(source, (key,)):
            yield SOURCES, leaf
