"""The items of a list found again in another form of the list."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from bindertui.document.diff import align
from bindertui.services.outcomes import Side

T = TypeVar("T")


def reordered(base: Sequence[Side], other: Sequence[Side]) -> bool:
    """Whether the other list holds the same items in another order."""
    old, new = [form_of(item) for item in base], [form_of(item) for item in other]
    return old != new and sorted(old) == sorted(new)


def permutation(base: Sequence[Side], other: Sequence[Side]) -> list[int] | None:
    """For each place of the other list the item of the base that stands there now; None if it is no other order.

    Of items that say the same the first is the first. Texts and numbers that repeat are in no order: like the cells of
    a row they are what stands in their places.
    """
    if not reordered(base, other):
        return None
    old, new = _told_apart(map(form_of, base)), _told_apart(map(form_of, other))
    if any(count for _, count in old) and not any(isinstance(item, dict | list) for item in base):
        return None
    return [old.index(item) for item in new]


def permutation_of(base: Sequence[Side], other: Sequence[Side]) -> list[int | None]:
    """For each item of the base its position in a list that holds the same items in another order."""
    new = _told_apart(map(form_of, other))
    return [new.index(item) for item in _told_apart(map(form_of, base))]


def matched(base: Sequence[Side], other: Sequence[Side]) -> list[int | None]:
    """For each item of the base its position in the other list, by its id, else by what it says and where it stands.

    In a list that is as long as it was, items without ids are taken to stand where they stood, as cells of a row do.
    """
    if len(base) == len(other) and not any(map(_id, (*base, *other))):
        return list(range(len(base)))
    places: list[int | None] = [None] * len(base)
    ids = {name: at for at, name in enumerate(_told_apart(map(_id, other))) if name[0] is not None}
    for position, name in enumerate(_told_apart(map(_id, base))):
        places[position] = ids.get(name)
    free = [position for position, item in enumerate(base) if _id(item) is None]
    open_to = [position for position, item in enumerate(other) if _id(item) is None]
    old, new = [form_of(base[at]) for at in free], [form_of(other[at]) for at in open_to]
    for block in align(old, new):
        if block.equal:
            pairs = list(zip(block.before, block.after, strict=True))
        else:
            pairs = _alike(block.before, block.after, lambda one, two: _likeness(base[free[one]], other[open_to[two]]))
        for one, two in pairs:
            places[free[one]] = open_to[two]
    return places


_ALIKE = 0.5
"""How much of an item must be as it was for it to count as the same, changed."""


def _alike(old: range, new: range, likeness: Callable[[int, int], float]) -> list[tuple[int, int]]:
    """The items of two stretches that are the same but changed, in order; as many on both sides are taken in turn."""
    if len(old) == len(new):
        return list(zip(old, new, strict=True))
    pairs, start = [], new.start
    for one in old:
        for two in range(start, new.stop):
            if likeness(one, two) >= _ALIKE:
                pairs.append((one, two))
                start = two + 1
                break
    return pairs


def _likeness(one: Side, other: Side) -> float:
    """Return the share of characters that two values have in common, in whatever order."""
    if type(one) is not type(other):
        return 0.0
    first, second = form_of(one), form_of(other)
    return 2 * (Counter(first) & Counter(second)).total() / (len(first) + len(second))


def _id(item: Side) -> str | None:
    name = item.get("id") if isinstance(item, dict) else None
    return name if isinstance(name, str) else None


def _told_apart(names: Iterable[T]) -> list[tuple[T, int]]:
    """Names, each with how many of the same come before it."""
    counts = Counter[T]()
    told = []
    for name in names:
        told.append((name, counts[name]))
        counts[name] += 1
    return told


def form_of(item: Side) -> str:
    """A value in a form that can be compared."""
    return json.dumps(item, sort_keys=True)
