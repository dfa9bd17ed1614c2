"""How the fields of entries and blocks are declared: one declaration feeds reading, checks, schema and forms.

Visiting every declared text and reference of a value, with its path.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from attrs import NOTHING, Attribute, field, fields, has

from bindertui._frozen import frozen
from bindertui.model.address import Path
from bindertui.model.text import Text

_ROLE = "bindertui"


class Role(StrEnum):
    """What the text of a field is, which decides how it is checked and searched."""

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
    """Ids of entries, by kind; ENTRY is of any kind."""
    CHOICE = "choice"
    """One of a closed list of words."""
    URL = "url"
    ID = "id"
    CODE = "code"
    """Other words with a meaning of their own, shown as they are written."""
    NEST = "nest"
    """Values that have fields of their own."""


REFERENCES = (Role.PARTNER, Role.AGREEMENT, Role.SOURCE, Role.ENTRY)


def content_field(role: Role, help: str, *, default: Any = NOTHING, choices: type[StrEnum] | None = None) -> Any:
    """A field of an entry or a block.

    Args:
        role: what its text is.
        help: one sentence for editors, shown in the schema and in forms.
        default: the value when the file leaves the field out; without one the field is required.
        choices: the closed list of words, for `Role.CHOICE`.
    """
    return field(default=default, metadata={_ROLE: (role, help, choices)})


def field_role(attribute: "Attribute[Any]") -> Role:
    """What the text of a declared field is."""
    return attribute.metadata[_ROLE][0] if _ROLE in attribute.metadata else Role.NEST


def help_text(attribute: "Attribute[Any]") -> str:
    """The sentence that explains a declared field to an editor."""
    return str(attribute.metadata[_ROLE][1])


def declared_fields(cls: type) -> tuple["Attribute[Any]", ...]:
    """The fields a content file may write for a class, in the order they are declared."""
    if cls not in _DECLARED:
        _DECLARED[cls] = tuple(attribute for attribute in fields(cls) if _ROLE in attribute.metadata)
    return _DECLARED[cls]


_DECLARED: dict[type, tuple["Attribute[Any]", ...]] = {}
"""What has been asked for already: it is asked for every value of a binder."""


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


def iter_fields(value: Any, path: Path = (), *, without: tuple[str, ...] = ()) -> Iterator[Leaf]:
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
        yield Leaf(path, field_role(attribute), content, attribute)
    else:
        yield from iter_fields(content, path)
