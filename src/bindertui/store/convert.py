"""Plain values to the model, by the types of the schema: `NO` in a text field is the text NO.

What reads a type is put together when a value of it is met for the first time, of the few shapes that the types of the
model have. So a file with one kind of block pays for one, and a verb that reads one file waits for no code to be made.
"""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import cache, partial
from math import isfinite
from types import NoneType
from typing import Any, NamedTuple, TypeVar, get_args, get_origin

from attrs import NOTHING, fields, has, resolve_types

from bindertui.errors import did_you_mean
from bindertui.model.address import Path
from bindertui.model.binder import Cover
from bindertui.model.blocks import BLOCKS, Block, Point
from bindertui.model.entries import Agreement, Partner, Section, Source, Term
from bindertui.model.fields import declared_fields, help_text
from bindertui.model.text import NEUTRAL, Text
from bindertui.speech import Wording, all_of, wording
from bindertui.values import frozen

T = TypeVar("T")

_WHOLE = re.compile(r"[+-]?[0-9]{1,400}")


@frozen
class Misfit:
    """What does not fit at a path.

    Attributes:
        path: from the root of the file.
        message: what is wrong and what would be right.
        key: the key itself is wrong, not its value.
    """

    path: Path
    message: Wording
    key: bool = False


Read = Callable[[Any, Path, list[Misfit]], Any]
"""Gives the value that a plain one at a path means; of what does not fit it adds to the misfits."""


def structure(value: Any, cls: type[T]) -> T | list[Misfit]:
    """The value as an instance of a class, or everything about it that does not fit."""
    misfits: list[Misfit] = []
    structured: T = _fitting(cls, value, (), misfits)
    return misfits or structured


ENTRY_CLASSES: dict[str, type] = {
    "binder": Cover,
    "section": Section,
    "partner": Partner,
    "agreement": Agreement,
    "glossary": Term,
    "sources": Source,
}
"""The class that each kind of file holds (glossary.yaml a list of them, sources.yaml a mapping of them)."""


def _fitting(declared: Any, value: Any, path: Path, misfits: list[Misfit]) -> Any:
    return _reader(declared)(value, path, misfits)


@cache
def _reader(declared: Any) -> Read:
    """What reads a type of the schema."""
    if (known := _READERS.get(declared)) is not None:
        return known
    inner = get_args(declared)
    if get_origin(declared) is tuple:
        return partial(_items, _reader(inner[0]))
    if get_origin(declared) is dict:
        return partial(_by_key, _reader(inner[1]))
    if has(declared):
        return partial(_fields, declared)
    if isinstance(declared, type) and issubclass(declared, StrEnum):
        return partial(_choice, declared)
    (present,) = (each for each in inner if each is not NoneType)
    return partial(_unless_none, _reader(present))


def _unless_none(read: Read, value: Any, path: Path, misfits: list[Misfit]) -> Any:
    return None if value is None else read(value, path, misfits)


def _word(value: Any, path: Path, misfits: list[Misfit]) -> Any:
    if not isinstance(value, str):
        misfits.append(Misfit(path, wording("A text is expected here, not {what}.", what=_a(value))))
    return value


def _text(value: Any, path: Path, misfits: list[Misfit]) -> Text | None:
    if isinstance(value, str):
        return Text.plain(value)
    if (
        isinstance(value, dict)
        and value
        and NEUTRAL not in value
        and all(isinstance(text, str) for text in value.values())
    ):
        return Text.of(value)
    words = wording(
        "A text, or a text for each language ({{en: …, fr: …}}), is expected here, not {what}.", what=_a(value)
    )
    misfits.append(Misfit(path, words))
    return None


def _name_or_text(value: Any, path: Path, misfits: list[Misfit]) -> str | Text | None:
    return value if isinstance(value, str) else _text(value, path, misfits)


def _number(value: Any, path: Path, misfits: list[Misfit]) -> float | None:
    if value is None or value in ("null", "."):
        return None
    try:
        number = int(value) if isinstance(value, str) and _WHOLE.fullmatch(value) else float(value)
    except (TypeError, ValueError):
        words = wording(
            "{value!r} is not a number. Write digits alone, with a point for decimals, as in 20593 or 4.4.", value=value
        )
        misfits.append(Misfit(path, words))
        return None
    if isinstance(number, float) and not isfinite(number):
        words = wording("{value!r} is not a number that can be drawn. Leave the place empty.", value=value)
        misfits.append(Misfit(path, words))
    return number


def _choice(cls: type[StrEnum], value: Any, path: Path, misfits: list[Misfit]) -> StrEnum | None:
    words = [member.value for member in cls]
    if isinstance(value, str) and value in words:
        return cls(value)
    misfit = (
        wording(
            "{value!r} is not one of {names}.{hint}",
            value=value,
            names=", ".join(words),
            hint=did_you_mean(value, words),
        )
        if isinstance(value, str)
        else wording("One of {names} is expected here, not {what}.", names=", ".join(words), what=_a(value))
    )
    misfits.append(Misfit(path, misfit))
    return None


def _block(value: Any, path: Path, misfits: list[Misfit]) -> Any:
    kinds = [key for key in BLOCKS if key in value] if isinstance(value, dict) else []
    if len(kinds) == 1:
        return _fitting(BLOCKS[kinds[0]], value, path, misfits)
    misfits.append(Misfit(path, _no_block(value, kinds)))
    return None


def _no_block(value: Any, kinds: list[str]) -> Wording:
    if not isinstance(value, dict):
        return wording("A block is expected here ({names}), not {what}.", names=", ".join(BLOCKS), what=_a(value))
    if kinds:
        return wording(
            "A block is one of {names}; this one is {kinds}. Make them blocks of their own.",
            names=", ".join(BLOCKS),
            kinds=all_of(kinds),
        )
    hints = [hint for key in value if (hint := did_you_mean(key, list(BLOCKS)))]
    return wording(
        "A block needs one of the keys {names}.{hint}", names=", ".join(BLOCKS), hint=hints[0] if hints else ""
    )


def _items(read: Read, value: Any, path: Path, misfits: list[Misfit]) -> tuple[Any, ...]:
    if isinstance(value, list):
        return tuple([read(item, (*path, position), misfits) for position, item in enumerate(value)])
    words = wording(
        "A list is expected here, not {what}. Start each item with a hyphen, or write [a, b].", what=_a(value)
    )
    misfits.append(Misfit(path, words))
    return ()


def _by_key(read: Read, value: Any, path: Path, misfits: list[Misfit]) -> dict[str, Any]:
    if isinstance(value, dict):
        return {key: read(item, (*path, key), misfits) for key, item in value.items()}
    words = wording("Keys with their values (S01: {{…}}) are expected here, not {what}.", what=_a(value))
    misfits.append(Misfit(path, words))
    return {}


def _fields(cls: type, value: Any, path: Path, misfits: list[Misfit]) -> Any:
    if not isinstance(value, dict):
        words = wording("Fields ({names}) are expected here, not {what}.", names=", ".join(_names(cls)), what=_a(value))
        misfits.append(Misfit(path, words))
        return None
    before = len(misfits)
    found: dict[str, Any] = {}
    for name, read, missing in _steps(cls):
        if name in value:
            found[name] = read(value[name], (*path, name), misfits)
        elif missing is not None:
            misfits.append(Misfit(path, missing))
    if len(found) < len(value):
        misfits += _unknown(cls, value.keys() - found.keys(), path)
    return cls(**found) if len(misfits) == before else None


class _Step(NamedTuple):
    """A field of a class: what reads it, and what is said where it is missing; None where that may be."""

    name: str
    read: Read
    missing: Wording | None


@cache
def _steps(cls: type) -> tuple[_Step, ...]:
    if cls in (Point, Section):
        # They nest, and name themselves before they are there.
        resolve_types(cls)
    return tuple(
        _Step(
            attribute.name,
            _reader(attribute.type),
            None
            if attribute.default is not NOTHING
            else wording(
                "The field {name!r} is missing. {meaning}",
                name=attribute.name,
                meaning=Wording(help_text(attribute)),
            ),
        )
        for attribute in fields(cls)
    )


def _names(cls: type) -> list[str]:
    return [attribute.name for attribute in declared_fields(cls)]


def _unknown(cls: type, keys: set[str], path: Path) -> Iterator[Misfit]:
    names = _names(cls)
    for key in sorted(keys):
        words = wording(
            "The key {name!r} is not known here.{hint} Known are {names}.",
            name=key,
            hint=did_you_mean(key, names),
            names=", ".join(names),
        )
        yield Misfit((*path, key), words, key=True)


def _a(value: Any) -> Wording:
    match value:
        case None:
            return wording("nothing")
        case dict():
            return wording("a mapping")
        case list():
            return wording("a list")
        case _:
            return wording("the text {value!r}", value=value)


_READERS: dict[Any, Read] = {
    str: _word,
    Text: _text,
    float | None: _number,
    str | Text: _name_or_text,
    Block: _block,
}
"""What reads the types whose values are not read by their shape."""
