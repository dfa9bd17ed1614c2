"""A value of the model as plain data: what a content file would hold."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from attrs import has

from bindertui.model.fields import declared_fields
from bindertui.model.text import NEUTRAL, Text

Plain = str | int | float | bool | list["Plain"] | dict[str, "Plain"] | None


def plain_of(value: Any) -> Plain:
    """Texts, numbers, lists and mappings for a value; a field that says no more than its default is left out."""
    if isinstance(value, Text):
        neutral = value.original(NEUTRAL)
        return neutral if neutral is not None else dict(value.originals)
    if isinstance(value, tuple):
        return [plain_of(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): plain_of(item) for key, item in value.items()}
    return _fields(value) if has(type(value)) else _word(value)


def _fields(value: Any) -> Plain:
    written = ((attribute, getattr(value, attribute.name)) for attribute in declared_fields(type(value)))
    return {attribute.name: plain_of(content) for attribute, content in written if content != attribute.default}


def _word(value: Any) -> Plain:
    if isinstance(value, StrEnum):
        return value.value
    plain: Plain = int(value) if isinstance(value, float) and value.is_integer() else value
    return plain
