"""How the fields of entries and blocks are declared: one declaration feeds reading, checks, schema and forms."""

from enum import StrEnum
from typing import Any

from attrs import NOTHING, Attribute, field, fields

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


def declared(role: Role, help: str, *, default: Any = NOTHING, choices: type[StrEnum] | None = None) -> Any:
    """A field of an entry or a block.

    Args:
        role: what its text is.
        help: one sentence for editors, shown in the schema and in forms.
        default: the value when the file leaves the field out; without one the field is required.
        choices: the closed list of words, for `Role.CHOICE`.
    """
    return field(default=default, metadata={_ROLE: (role, help, choices)})


def role(attribute: "Attribute[Any]") -> Role:
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
