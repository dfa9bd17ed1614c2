"""Two changes to one list, compared item by item."""

from collections.abc import Callable, Iterator, Sequence
from typing import cast

from attrs import define, field

from bindertui.model.address import Path
from bindertui.services.matching import form_of, matched, permutation, permutation_of, reordered
from bindertui.services.met import Met
from bindertui.services.outcomes import MISSING, Side
from bindertui.store.yamltext import Insert, Move, Value, Without


@define
class Items:
    """Three forms of a list.

    Attributes:
        values: brings an item together that all three have.
        to_mine: for each item of the base its position in mine; None where it is gone.
        to_theirs: the same for theirs.
    """

    values: Callable[[Met, Path, Side, Side, Side], None]
    met: Met
    path: Path
    base: Sequence[Side]
    mine: Sequence[Side]
    theirs: Sequence[Side]
    to_mine: list[int | None] = field(init=False)
    to_theirs: list[int | None] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.to_mine = matched(self.base, self.mine)
        self.to_theirs = matched(self.base, self.theirs)

    def meet(self) -> None:
        """Find what to do to theirs, and where both have changed the same."""
        if reordered(self.base, self.mine) and reordered(self.base, self.theirs):
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
            later.append((other, 0, lambda: self.met.do(at, Without(at))))
        else:
            self.met.conflict(at, before, MISSING, self.theirs[other])

    def _insert(self, index: int, item: Side) -> None:
        self.met.do((*self.path, index), Insert(self.path, index, cast(Value, item)))

    def _added(self) -> Iterator[tuple[int, Side]]:
        """The items that are new in mine, the last first, each with the position in theirs it goes before."""
        known = {own: position for position, own in enumerate(self.to_mine) if own is not None}
        new = {form_of(self.theirs[at]) for at in set(range(len(self.theirs))) - set(self.to_theirs)}
        for own in reversed(range(len(self.mine))):
            if own in known or form_of(self.mine[own]) in new:
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
