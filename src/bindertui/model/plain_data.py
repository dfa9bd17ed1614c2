"""Values of the model as plain data: texts, numbers, lists and mappings, as in a content file.

A module of its own because most verbs need it, but not the classes of entries that `model.schema` imports.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from attrs import has

from bindertui.model.fields import declared_fields
from bindertui.model.text import NEUTRAL, Text

PlainData = str | int | float | bool | list["PlainData"] | dict[str, "PlainData"] | None


def to_plain(value: Any) -> PlainData:
    """Return a value of the model as texts, numbers, lists and mappings; fields with default values are omitted."""
    if isinstance(value, Text):
        neutral = value.original(NEUTRAL)
        return neutral if neutral is not None else dict(value.originals)
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    return _fields(value) if has(type(value)) else _word(value)


def _fields(value: Any) -> PlainData:
    written = ((attribute, getattr(value, attribute.name)) for attribute in declared_fields(type(value)))
    return {attribute.name: to_plain(content) for attribute, content in written if content != attribute.default}


def _word(value: Any) -> PlainData:
    if isinstance(value, StrEnum):
        return value.value
    plain: PlainData = int(value) if isinstance(value, float) and value.is_integer() else value
    return plain
