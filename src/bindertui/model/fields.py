"""Declarations of content fields, which converter, checks, JSON Schema and forms share; iteration over their values."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from attrs import NOTHING, Attribute, field, fields, has

from bindertui.model.address import FieldPath
from bindertui.model.text import Text

_ROLE = "bindertui"


class FieldRole(StrEnum):
    """The role of a field's text, which decides how it is checked and searched."""

    PROSE = "prose"
    """Running text or a title: expected in every language of the binder; may hold inline markup."""
    NEUTRAL = "neutral"
    """A name, number or label that may be the same in every language."""
    DATE = "date"
    """YYYY, YYYY-MM or YYYY-MM-DD."""
    PARTNER = "partner"
    AGREEMENT = "agreement"
    SOURCE = "source"
    ENTRY = "entry"
    """Ids of entries, by kind; ENTRY is for any kind."""
    CHOICE = "choice"
    """One of the values of an enumeration."""
    URL = "url"
    ID = "id"
    CODE = "code"
    """Other codes, shown as written."""
    NESTED = "nest"
    """Values with fields of their own."""


REFERENCES = (FieldRole.PARTNER, FieldRole.AGREEMENT, FieldRole.SOURCE, FieldRole.ENTRY)


def content_field(role: FieldRole, help: str, *, default: Any = NOTHING, choices: type[StrEnum] | None = None) -> Any:
    """Declare a field of an entry or a block.

    Args:
        role: the role of its text.
        help: one sentence for editors, shown in the JSON Schema and in forms.
        default: the value if the file omits the field; a field without a default is required.
        choices: the enumeration, for `FieldRole.CHOICE`.
    """
    return field(default=default, metadata={_ROLE: (role, help, choices)})


def field_role(attribute: "Attribute[Any]") -> FieldRole:
    """Return the role of a declared field."""
    return attribute.metadata[_ROLE][0] if _ROLE in attribute.metadata else FieldRole.NESTED


def help_text(attribute: "Attribute[Any]") -> str:
    """Return the sentence that explains a declared field to editors."""
    return str(attribute.metadata[_ROLE][1])


def declared_fields(cls: type) -> tuple["Attribute[Any]", ...]:
    """Return the content fields of a class, in the order of declaration."""
    if cls not in _DECLARED:
        _DECLARED[cls] = tuple(attribute for attribute in fields(cls) if _ROLE in attribute.metadata)
    return _DECLARED[cls]


_DECLARED: dict[type, tuple["Attribute[Any]", ...]] = {}
"""Cache of `declared_fields`, which is called for every value of a binder."""


class FieldValue(NamedTuple):
    """A value of a field that has no fields of its own, with its path.

    Attributes:
        path: the path from the value that `iter_fields` was given.
        role: the role of the field.
        value: a `Text`, a string (an id, a date, a code) or a number.
        attribute: the declaration of the field.
    """

    path: FieldPath
    role: FieldRole
    value: Any
    attribute: "Attribute[Any]"


def iter_fields(value: Any, path: FieldPath = (), *, without: tuple[str, ...] = ()) -> Iterator[FieldValue]:
    """Yield the values of all fields of an entry or a block, nested ones included.

    Args:
        value: an attrs value of the model.
        path: the prefix of all paths.
        without: names of fields to skip.
    """
    for attribute in declared_fields(type(value)):
        content = getattr(value, attribute.name)
        if content is not None and attribute.name not in without:
            yield from _iter_content(content, (*path, attribute.name), attribute)


def _iter_content(content: Any, path: FieldPath, attribute: "Attribute[Any]") -> Iterator[FieldValue]:
    if isinstance(content, tuple):
        for position, item in enumerate(content):
            yield from _iter_content(item, (*path, position), attribute)
    elif isinstance(content, Text) or not has(type(content)):
        yield FieldValue(path, field_role(attribute), content, attribute)
    else:
        yield from iter_fields(content, path)
