"""Convert plain data to values of the model, by the declared types: `NO` in a text field is the text NO, not false."""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import cache
from math import isfinite
from typing import Any, TypeVar

from attrs import fields_dict, has, resolve_types
from cattrs import BaseValidationError, ClassValidationError, Converter, ForbiddenExtraKeysError
from cattrs.cols import mapping_structure_factory
from cattrs.errors import AttributeValidationNote, IterableValidationNote
from cattrs.gen import make_dict_structure_fn

from bindertui._frozen import frozen
from bindertui.errors import did_you_mean
from bindertui.i18n import LazyString, join_and, lazy_gettext
from bindertui.model.address import FieldPath
from bindertui.model.entries import BLOCKS, Agreement, Block, Partner, Point, Section, Source, Term
from bindertui.model.enums import AnonymousAccess, Audience, NoteKind, PartnerKind, UserRole
from bindertui.model.fields import declared_fields, help_text
from bindertui.model.outline import Cover
from bindertui.model.text import NEUTRAL, Text

T = TypeVar("T")

_INTEGER = re.compile(r"[+-]?[0-9]{1,400}")


class InvalidValueError(ValueError):
    """A value that does not have the type of its field; the message says how to correct it."""


@frozen
class InvalidValue:
    """A value that is not valid.

    Attributes:
        path: its path from the root of the file.
        message: the error and how to correct it.
        is_key: whether the key is wrong, not its value.
    """

    path: FieldPath
    message: LazyString
    is_key: bool = False


def convert(value: Any, cls: type[T]) -> T | list[InvalidValue]:
    """Convert plain data (texts, lists, dictionaries) to an instance of a class, or return all invalid values."""
    try:
        return _converter().structure(value, cls)
    except (BaseValidationError, InvalidValueError, KeyError) as error:
        return list(_invalid_values(error, (), cls))


@cache
def _converter() -> Converter:
    converter = Converter(detailed_validation=True, forbid_extra_keys=True)
    for cls in (Point, Section):
        resolve_types(cls)
    converter.register_structure_hook(str, _convert_string)
    converter.register_structure_hook(Text, _convert_text)
    converter.register_structure_hook(float | None, _convert_number)
    converter.register_structure_hook(
        str | Text, lambda value, _: value if isinstance(value, str) else _convert_text(value)
    )
    for enum in (NoteKind, PartnerKind, Audience, UserRole, AnonymousAccess):
        converter.register_structure_hook(enum, _convert_choice)
    converter.register_structure_hook(Block, lambda value, _: converter.structure(value, _block_class(value)))
    converter.register_structure_hook_factory(
        lambda cls: getattr(cls, "__origin__", None) is tuple, lambda cls: _items(cls, converter)
    )
    converter.register_structure_hook_factory(
        lambda cls: getattr(cls, "__origin__", None) is dict, lambda cls: _by_key(cls, converter)
    )
    converter.register_structure_hook_factory(has, lambda cls: _fields(cls, converter))
    return converter


ENTRY_CLASSES: dict[str, type] = {
    "binder": Cover,
    "section": Section,
    "partner": Partner,
    "agreement": Agreement,
    "glossary": Term,
    "sources": Source,
}
"""The class that each kind of file has (glossary.yaml a list of them, sources.yaml a mapping of them)."""


def _convert_string(value: Any, _: Any = None) -> str:
    if isinstance(value, str):
        return value
    raise InvalidValueError(lazy_gettext("This must be a text, not {what}.", what=_type_name(value)))


def _convert_text(value: Any, _: Any = None) -> Text:
    if isinstance(value, str):
        return Text.plain(value)
    if (
        isinstance(value, dict)
        and value
        and NEUTRAL not in value
        and all(isinstance(text, str) for text in value.values())
    ):
        return Text.of(value)
    raise InvalidValueError(
        lazy_gettext(
            "This must be a text, or a text for each language ({{en: …, fr: …}}), not {what}.",
            what=_type_name(value),
        )
    )


def _convert_number(value: Any, _: Any = None) -> float | None:
    if value is None or value in ("null", "."):
        return None
    try:
        number = int(_convert_string(value)) if _INTEGER.fullmatch(_convert_string(value)) else float(value)
    except ValueError:
        raise InvalidValueError(
            lazy_gettext(
                "{value!r} is not a number. Use digits only, with a point for decimals, as in 20593 or 4.4.",
                value=value,
            )
        ) from None
    if isinstance(number, float) and not isfinite(number):
        raise InvalidValueError(
            lazy_gettext("{value!r} cannot be drawn in a chart. Leave the value empty.", value=value)
        )
    return number


def _convert_choice(value: Any, cls: type[StrEnum]) -> StrEnum:
    words = [member.value for member in cls]
    if isinstance(value, str) and value in words:
        return cls(value)
    hint = did_you_mean(value, words) if isinstance(value, str) else ""
    raise InvalidValueError(
        lazy_gettext("{value!r} is not one of {names}.{hint}", value=value, names=", ".join(words), hint=hint)
        if isinstance(value, str)
        else lazy_gettext("This must be one of {names}, not {what}.", names=", ".join(words), what=_type_name(value))
    )


def _block_class(value: Any) -> type[Block]:
    if not isinstance(value, dict):
        raise InvalidValueError(
            lazy_gettext("This must be a block ({names}), not {what}.", names=", ".join(BLOCKS), what=_type_name(value))
        )
    kinds = [key for key in BLOCKS if key in value]
    if len(kinds) == 1:
        return BLOCKS[kinds[0]]
    if kinds:
        raise InvalidValueError(
            lazy_gettext(
                "A block is one of {names}; this one is {kinds}. Make them blocks of their own.",
                names=", ".join(BLOCKS),
                kinds=join_and(kinds),
            )
        )
    hints = [hint for key in value if (hint := did_you_mean(key, list(BLOCKS)))]
    raise InvalidValueError(
        lazy_gettext(
            "A block needs one of the keys {names}.{hint}", names=", ".join(BLOCKS), hint=hints[0] if hints else ""
        )
    )


def _items(cls: Any, converter: Converter) -> Any:
    # Through a list: for lists, cattrs records the index of an invalid item.
    items: Any = list[cls.__args__[0]]
    structure_list = converter.get_structure_hook(items)

    def structure_tuple(value: Any, _: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise InvalidValueError(
                lazy_gettext(
                    "This must be a list, not {what}. Start each item with a hyphen, or write [a, b].",
                    what=_type_name(value),
                )
            )
        return tuple(structure_list(value, items))

    return structure_tuple


def _by_key(cls: Any, converter: Converter) -> Any:
    structure_dict = mapping_structure_factory(cls, converter)

    def structure_mapping(value: Any, _: Any) -> Any:
        if not isinstance(value, dict):
            raise InvalidValueError(
                lazy_gettext("This must be keys with values (`S01: {{…}}`), not {what}.", what=_type_name(value))
            )
        return structure_dict(value, cls)

    return structure_mapping


def _fields(cls: type, converter: Converter) -> Any:
    structure_fields: Callable[[Any, Any], Any] = make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True)

    def structure_class(value: Any, _: Any) -> Any:
        if not isinstance(value, dict):
            names = ", ".join(attribute.name for attribute in declared_fields(cls))
            raise InvalidValueError(
                lazy_gettext(
                    "This must be a mapping with the fields {names}, not {what}.",
                    names=names,
                    what=_type_name(value),
                )
            )
        return structure_fields(value, cls)

    return structure_class


def _invalid_values(error: BaseException, path: FieldPath, cls: Any) -> Iterator[InvalidValue]:
    if isinstance(error, BaseValidationError):
        inner = error.cl if isinstance(error, ClassValidationError) else cls
        for exception in error.exceptions:
            yield from _invalid_values(exception, (*path, *_step(exception)), inner)
    elif isinstance(error, ForbiddenExtraKeysError):
        names = [attribute.name for attribute in declared_fields(error.cl)]
        for name in sorted(error.extra_fields):
            message = lazy_gettext(
                "Unknown key {name!r}.{hint} Allowed keys: {names}.",
                name=name,
                hint=did_you_mean(name, names),
                names=", ".join(names),
            )
            yield InvalidValue((*path, name), message, is_key=True)
    elif isinstance(error, KeyError):
        name = str(error.args[0])
        if has(cls) and name in fields_dict(cls):
            meaning = LazyString(help_text(fields_dict(cls)[name]))
            yield InvalidValue(
                path[:-1], lazy_gettext("The field {name!r} is missing. {meaning}", name=name, meaning=meaning)
            )
        else:
            yield InvalidValue(path[:-1], lazy_gettext("The field {name!r} is missing.", name=name))
    else:
        yield InvalidValue(path, error.args[0])


def _step(error: BaseException) -> FieldPath:
    """Return the step of the path that cattrs has added to an error as a note."""
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return (note.name,)
        if isinstance(note, IterableValidationNote):
            return (note.index,)
    return ()


def _type_name(value: Any) -> LazyString:
    match value:
        case None:
            return lazy_gettext("nothing")
        case dict():
            return lazy_gettext("a mapping")
        case list():
            return lazy_gettext("a list")
        case _:
            return lazy_gettext("the text {value!r}", value=value)
