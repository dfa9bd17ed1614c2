"""The items of a list found again in another form of the list.

What two changes to one value come to.

Two changes to one list, compared item by item.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar, cast

from attrs import define, field

from bindertui.document.diff import align
from bindertui.model.address import Path
from bindertui.services.editing.outcomes import MISSING, Conflict, Side
from bindertui.store.yaml.edit import Edit, Insert, Move, Remove, Value

T = TypeVar("T")


def reorder(base: Sequence[Side], other: Sequence[Side]) -> bool:
    """Whether the other list holds the same items in another order."""
    old, new = [item_form(item) for item in base], [item_form(item) for item in other]
    return old != new and sorted(old) == sorted(new)


def permutation(base: Sequence[Side], other: Sequence[Side]) -> list[int] | None:
    """For each place of the other list the item of the base that stands there now; None if it is no other order.

    Of items that say the same the first is the first. Texts and numbers that repeat are in no order: like the cells of
    a row they are what stands in their places.
    """
    if not reorder(base, other):
        return None
    old, new = _told_apart(map(item_form, base)), _told_apart(map(item_form, other))
    if any(count for _, count in old) and not any(isinstance(item, dict | list) for item in base):
        return None
    return [old.index(item) for item in new]


def permutation_of(base: Sequence[Side], other: Sequence[Side]) -> list[int | None]:
    """For each item of the base its position in a list that holds the same items in another order."""
    new = _told_apart(map(item_form, other))
    return [new.index(item) for item in _told_apart(map(item_form, base))]


def match_items(base: Sequence[Side], other: Sequence[Side]) -> list[int | None]:
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
    old, new = [item_form(base[at]) for at in free], [item_form(other[at]) for at in open_to]
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
    first, second = item_form(one), item_form(other)
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


def item_form(item: Side) -> str:
    """A value in a form that can be compared."""
    return json.dumps(item, sort_keys=True)


@define
class MergeResult:
    """What two changes make of a value.

    Attributes:
        edits: what to do to theirs, one after the other.
        applied: the places of theirs where that is done.
        conflicts: where both have changed the same.
    """

    edits: list[Edit] = field(factory=list)
    _applied: list[Path] = field(factory=list)
    _conflicts: list[Conflict] = field(factory=list)

    @property
    def applied(self) -> tuple[Path, ...]:
        """The places of theirs that the edits are about."""
        return tuple(self._applied)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Where both have changed the same."""
        return tuple(self._conflicts)

    def do(self, path: Path, *edits: Edit) -> None:
        """Note edits, and the place they are about."""
        self.edits += edits
        self._applied.append(path)

    def conflict(self, path: Path, base: Side, mine: Side, theirs: Side) -> None:
        """Note a place where both have changed the same."""
        self._conflicts.append(Conflict(path, base, mine, theirs))


@define
class ListMerge:
    """Three forms of a list.

    Attributes:
        values: brings an item together that all three have.
        to_mine: for each item of the base its position in mine; None where it is gone.
        to_theirs: the same for theirs.
    """

    values: Callable[[MergeResult, Path, Side, Side, Side], None]
    met: MergeResult
    path: Path
    base: Sequence[Side]
    mine: Sequence[Side]
    theirs: Sequence[Side]
    to_mine: list[int | None] = field(init=False)
    to_theirs: list[int | None] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.to_mine = match_items(self.base, self.mine)
        self.to_theirs = match_items(self.base, self.theirs)

    def meet(self) -> None:
        """Find what to do to theirs, and where both have changed the same."""
        if reorder(self.base, self.mine) and reorder(self.base, self.theirs):
            self._conflict()
            return
        order = permutation(self.base, self.mine)
        if order is not None:
            self._reorder(order)
            return
        if permutation(self.base, self.theirs) is not None:
            # They put the items in another order, I changed some: each is found by what it says.
            self.to_theirs = permutation_of(self.base, self.theirs)
        later: list[tuple[int, int, Callable[[], None]]] = []
        for position, (own, other) in enumerate(zip(self.to_mine, self.to_theirs, strict=True)):
            before = self.base[position]
            if own is not None and other is not None:
                self.values(self.met, (*self.path, other), before, self.mine[own], self.theirs[other])
            elif own is None and other is not None:
                self._gone(later, before, other)
            elif own is not None and self.mine[own] != before:
                self.met.conflict((*self.path, position), before, self.mine[own], MISSING)
        for index, item in self._added():
            later.append((index, 1, lambda index=index, item=item: self._insert(index, item)))  # type: ignore[misc]
        # From the end, so that the positions before still count; an item goes before one comes in its place.
        for _, _, do in sorted(later, key=lambda each: (-each[0], each[1])):
            do()

    def _gone(self, later: list[tuple[int, int, Callable[[], None]]], before: Side, other: int) -> None:
        at = (*self.path, other)
        if self.theirs[other] == before:
            later.append((other, 0, lambda: self.met.do(at, Remove(at))))
        else:
            self.met.conflict(at, before, MISSING, self.theirs[other])

    def _insert(self, index: int, item: Side) -> None:
        self.met.do((*self.path, index), Insert(self.path, index, cast(Value, item)))

    def _added(self) -> Iterator[tuple[int, Side]]:
        """The items that are new in mine, the last first, each with the position in theirs it goes before."""
        known = {own: position for position, own in enumerate(self.to_mine) if own is not None}
        new = {item_form(self.theirs[at]) for at in set(range(len(self.theirs))) - set(self.to_theirs)}
        for own in reversed(range(len(self.mine))):
            if own in known or item_form(self.mine[own]) in new:
                continue
            before = next((known[at] for at in range(own - 1, -1, -1) if at in known), None)
            yield self._place_after(before), self.mine[own]

    def _place_after(self, position: int | None) -> int:
        """Where in theirs an item goes that follows one of the base; what they have added there comes first."""
        index = 0
        for at in range(position if position is not None else -1, -1, -1):
            other = self.to_theirs[at]
            if other is not None:
                index = other + 1
                break
        matched = set(self.to_theirs)
        while index < len(self.theirs) and index not in matched:
            index += 1
        return index

    def _reorder(self, order: list[int]) -> None:
        """Put their items in my order; what they have added stays where it comes to stand."""
        if None in self.to_theirs or self.to_theirs != sorted(cast(list[int], self.to_theirs)):
            self._conflict()
            return
        standing = list(range(len(self.theirs)))
        slots = cast(list[int], self.to_theirs)
        moves = []
        for slot, position in zip(slots, order, strict=True):
            source = standing.index(slots[position])
            if source != slot:
                standing.insert(slot, standing.pop(source))
                moves.append(Move(self.path, source, slot))
        if moves:
            self.met.do(self.path, *moves)

    def _conflict(self) -> None:
        base, mine, theirs = (cast(Side, list(side)) for side in (self.base, self.mine, self.theirs))
        self.met.conflict(self.path, base, mine, theirs)
