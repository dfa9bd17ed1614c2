"""Two changes to one value, compared field by field: what to do to theirs to have mine as well, and where they meet."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import cast

from attrs import define, field

from bindertui.model.address import Path
from bindertui.services.outcomes import MISSING, Conflict, Missing, Side
from bindertui.store.yamltext import Edit, Insert, Move, Replace, Value, WithKey, Without


@define
class Met:
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


def meet(base: Side, mine: Side, theirs: Side) -> Met:
    """What two changes to a value make of it."""
    met = Met()
    _values(met, (), base, mine, theirs)
    return met


def _values(met: Met, path: Path, base: Side, mine: Side, theirs: Side) -> None:
    if mine in (base, theirs):
        return
    if isinstance(mine, dict) and isinstance(theirs, dict) and isinstance(base, dict | Missing):
        _keys(met, path, base if isinstance(base, dict) else {}, mine, theirs)
    elif isinstance(mine, list) and isinstance(theirs, list) and isinstance(base, list):
        _Items(met, path, base, mine, theirs).meet()
    elif theirs == base and not isinstance(mine, Missing):
        met.do(path, Replace(path, mine))
    else:
        met.conflict(path, base, mine, theirs)


def _keys(met: Met, path: Path, base: Mapping[str, Side], mine: Mapping[str, Side], theirs: Mapping[str, Side]) -> None:
    for key in dict.fromkeys((*mine, *base, *theirs)):
        before, own, other = (side.get(key, MISSING) for side in (base, mine, theirs))
        inner = (*path, key)
        if own in (before, other):
            continue
        if isinstance(own, Missing) and other == before:
            met.do(inner, Without(inner))
        elif isinstance(other, Missing) and isinstance(before, Missing):
            met.do(inner, WithKey(path, key, cast(Value, own), tuple(mine)))
        elif isinstance(own, Missing) or isinstance(other, Missing):
            met.conflict(inner, before, own, other)
        else:
            _values(met, inner, before, own, other)


@define
class _Items:
    """Three forms of a list.

    Attributes:
        to_mine: for each item of the base its position in mine; None where it is gone.
        to_theirs: the same for theirs.
    """

    met: Met
    path: Path
    base: Sequence[Side]
    mine: Sequence[Side]
    theirs: Sequence[Side]
    to_mine: list[int | None] = field(init=False)
    to_theirs: list[int | None] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.to_mine = _matched(self.base, self.mine)
        self.to_theirs = _matched(self.base, self.theirs)

    def meet(self) -> None:
        order = _permutation(self.base, self.mine)
        if order is not None:
            self._reorder(order)
            return
        if _permutation(self.base, self.theirs) is not None:
            # They put the items in another order, I changed some: each is found by what it says.
            self.to_theirs = _permutation_of(self.base, self.theirs)
        later: list[tuple[int, int, Callable[[], None]]] = []
        for position, (own, other) in enumerate(zip(self.to_mine, self.to_theirs, strict=True)):
            before = self.base[position]
            if own is not None and other is not None:
                _values(self.met, (*self.path, other), before, self.mine[own], self.theirs[other])
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
            later.append((other, 0, lambda: self.met.do(at, Without(at))))
        else:
            self.met.conflict(at, before, MISSING, self.theirs[other])

    def _insert(self, index: int, item: Side) -> None:
        self.met.do((*self.path, index), Insert(self.path, index, cast(Value, item)))

    def _added(self) -> Iterator[tuple[int, Side]]:
        """The items that are new in mine, the last first, each with the position in theirs it goes before."""
        known = {own: position for position, own in enumerate(self.to_mine) if own is not None}
        new = {_form(self.theirs[at]) for at in set(range(len(self.theirs))) - set(self.to_theirs)}
        for own in reversed(range(len(self.mine))):
            if own in known or _form(self.mine[own]) in new:
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
            base, mine, theirs = (cast(Side, list(side)) for side in (self.base, self.mine, self.theirs))
            self.met.conflict(self.path, base, mine, theirs)
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


def _permutation(base: Sequence[Side], other: Sequence[Side]) -> list[int] | None:
    """For each place of the other list the item of the base that stands there now; None if it is no other order."""
    old, new = [_form(item) for item in base], [_form(item) for item in other]
    if old == new or sorted(old) != sorted(new) or len(set(old)) != len(old):
        return None
    return [old.index(form) for form in new]


def _permutation_of(base: Sequence[Side], other: Sequence[Side]) -> list[int | None]:
    new = [_form(item) for item in other]
    return [new.index(_form(item)) for item in base]


def _matched(base: Sequence[Side], other: Sequence[Side]) -> list[int | None]:
    """For each item of the base its position in the other list, by its id, else by what it says and where it stands."""
    places: list[int | None] = [None] * len(base)
    ids = {name: at for at, item in enumerate(other) if (name := _id(item)) is not None}
    for position, item in enumerate(base):
        places[position] = ids.get(_id(item) or "")
    free = [position for position, item in enumerate(base) if _id(item) is None]
    open_to = [position for position, item in enumerate(other) if _id(item) is None]
    old, new = [_form(base[at]) for at in free], [_form(other[at]) for at in open_to]
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs = list(zip(range(a, b), range(c, d), strict=True))
        else:
            pairs = _alike(range(a, b), range(c, d), lambda one, two: _likeness(base[free[one]], other[open_to[two]]))
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


def _likeness(one: Side, two: Side) -> float:
    if type(one) is not type(two):
        return 0.0
    return SequenceMatcher(None, _form(one), _form(two), autojunk=False).quick_ratio()


def _id(item: Side) -> str | None:
    name = item.get("id") if isinstance(item, dict) else None
    return name if isinstance(name, str) else None


def _form(item: Side) -> str:
    return json.dumps(item, sort_keys=True)
