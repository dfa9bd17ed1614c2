"""Frozen values: the classes of attrs, without the methods that attrs would compile when their module is imported.

A start imports dozens of such classes, and compiling was most of what each took. How values compare, hash and show
themselves can be said once for all of them. It takes twice as long then, half a microsecond more: values that are
looked up by the thousand stay with `attrs.frozen(cache_hash=True)`.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, TypeVar, overload

import attrs

T = TypeVar("T")


@overload
def frozen(cls: type[T]) -> type[T]: ...
@overload
def frozen(*, kw_only: bool = False, slots: bool = True) -> Callable[[type[T]], type[T]]: ...
def frozen(cls: type | None = None, *, kw_only: bool = False, slots: bool = True) -> Any:
    """`attrs.frozen`, of which only `__init__` is compiled; for values that are put in an order, take that one.

    Args:
        cls: the class, as attrs declares them.
        kw_only: fields are given by name alone.
        slots: instances have room for their fields and nothing else, as for what is worked out once.
    """

    def made(cls: type) -> type:
        value = attrs.frozen(cls, eq=False, repr=False, kw_only=kw_only, slots=slots)
        fields = attrs.fields(value)
        own = vars(cls)
        if "__eq__" not in own:
            _compared(value, [field.name for field in fields if field.eq])
        if "__repr__" not in own:
            _shown(value, [field.name for field in fields if field.repr])
        return value

    return made if cls is None else made(cls)


def _compared(cls: Any, names: list[str]) -> None:
    held: Callable[[Any], Any] = attrgetter(*names) if names else type

    def equal(self: object, other: object) -> bool:
        return held(self) == held(other) if other.__class__ is self.__class__ else NotImplemented

    cls.__eq__ = equal
    cls.__hash__ = lambda self: hash(held(self))


def _shown(cls: Any, names: list[str]) -> None:
    def shown(self: object) -> str:
        return f"{cls.__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    cls.__repr__ = shown
