"""Three-way merge of lists: items inserted, removed, changed and moved by two people at once.

The problem: the items of a list have no stable place. If they insert an item at the front and I change the third one,
a comparison by index would mix up all items. The order may matter (points of a text), positions may have a meaning
(cells of a row), or items may have ids.

The approach: each item of the base is matched with an item of my list and of theirs (`match_items`): by its `id`; if
items have no ids, by equal content in the same order (a sequence alignment), and between equal items by similarity, the
share of characters in common. Then, item by item of the base:

- matched in both lists: the two versions are merged as values (the callback `merge_values`);
- missing in mine: removed from theirs if they left it unchanged, otherwise a conflict;
- missing in theirs: a conflict if I changed it, otherwise it stays removed;
- only in mine: inserted into theirs after the item it follows in mine, and after their insertions there.

A list with the same items in a new order counts as moved: if one side only reordered, the order is applied to the other
side's items; if both did, the whole list is a conflict.

Invariants:

- The edits refer to positions in theirs and are applied from the end, so that earlier positions stay valid.
- An item that both inserted is inserted once. Equal items are numbered by their order of occurrence.
- Lists of one length without ids are compared by index, as cells of a row are.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar, cast

from attrs import define, field

from bindertui.document.diff import align
from bindertui.model.address import FieldPath
from bindertui.services.editing.outcomes import MISSING, Conflict, Side
from bindertui.store.yaml.edit import Edit, Insert, Move, Remove, Value

T = TypeVar("T")

_SIMILAR = 0.5
"""Share of characters in common from which an item counts as a changed version of another."""


@define
class MergeResult:
    """The result of a merge, filled in while values are compared.

    Attributes:
        edits: the edits of theirs, in this order.
        applied: the paths in theirs that the edits are about.
        conflicts: the fields that both sides changed.
    """

    edits: list[Edit] = field(factory=list)
    _applied: list[FieldPath] = field(factory=list)
    _conflicts: list[Conflict] = field(factory=list)

    @property
    def applied(self) -> tuple[FieldPath, ...]:
        """Return the paths in theirs that the edits are about."""
        return tuple(self._applied)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Return the fields that both sides changed."""
        return tuple(self._conflicts)

    def add_edits(self, path: FieldPath, *edits: Edit) -> None:
        """Add the edits for one field."""
        self.edits += edits
        self._applied.append(path)

    def add_conflict(self, path: FieldPath, base: Side, mine: Side, theirs: Side) -> None:
        """Add a field that both sides changed."""
        self._conflicts.append(Conflict(path, base, mine, theirs))


ValueMerger = Callable[[MergeResult, FieldPath, Side, Side, Side], None]
"""Merges the base, my and their version of a value at a path into a result."""


def merge_lists(  # noqa: PLR0913, PLR0917 - the three versions of a three-way merge count as one
    result: MergeResult,
    path: FieldPath,
    base: Sequence[Side],
    mine: Sequence[Side],
    theirs: Sequence[Side],
    merge_values: ValueMerger,
) -> None:
    """Merge two changed versions of a list.

    Args:
        result: receives the edits and conflicts.
        path: the path of the list.
        base: the list that both began from.
        mine: my list.
        theirs: their list.
        merge_values: merges an item that is in all three lists.
    """
    _ListMerge(result, path, base, mine, theirs, merge_values).merge()


@define
class _ListMerge:
    """The state of a merge of three lists.

    Attributes:
        to_mine: for each item of the base its position in mine; None if it was removed.
        to_theirs: the same for theirs.
    """

    result: MergeResult
    path: FieldPath
    base: Sequence[Side]
    mine: Sequence[Side]
    theirs: Sequence[Side]
    merge_values: ValueMerger
    to_mine: list[int | None] = field(init=False)
    to_theirs: list[int | None] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.to_mine = match_items(self.base, self.mine)
        self.to_theirs = match_items(self.base, self.theirs)

    def merge(self) -> None:
        if is_reordered(self.base, self.mine) and is_reordered(self.base, self.theirs):
            self._add_conflict()
            return
        order = find_permutation(self.base, self.mine)
        if order is not None:
            self._reorder(order)
            return
        if find_permutation(self.base, self.theirs) is not None:
            # They only reordered the items: each is found by its content.
            self.to_theirs = positions_in(self.base, self.theirs)
        self._merge_items()

    def _merge_items(self) -> None:
        shifts: list[tuple[int, int, Callable[[], None]]] = []
        for position, (in_mine, in_theirs) in enumerate(zip(self.to_mine, self.to_theirs, strict=True)):
            before = self.base[position]
            if in_mine is not None and in_theirs is not None:
                path = (*self.path, in_theirs)
                self.merge_values(self.result, path, before, self.mine[in_mine], self.theirs[in_theirs])
            elif in_mine is None and in_theirs is not None:
                self._remove(shifts, before, in_theirs)
            elif in_mine is not None and self.mine[in_mine] != before:
                self.result.add_conflict((*self.path, position), before, self.mine[in_mine], MISSING)
        for index, item in self._insertions():
            shifts.append((index, 1, lambda index=index, item=item: self._insert(index, item)))  # type: ignore[misc]
        # From the end, so that earlier positions stay valid; at one position, removals come before insertions.
        for _, _, add_edit in sorted(shifts, key=lambda shift: (-shift[0], shift[1])):
            add_edit()

    def _remove(self, shifts: list[tuple[int, int, Callable[[], None]]], before: Side, index: int) -> None:
        path = (*self.path, index)
        if self.theirs[index] == before:
            shifts.append((index, 0, lambda: self.result.add_edits(path, Remove(path))))
        else:
            self.result.add_conflict(path, before, MISSING, self.theirs[index])

    def _insert(self, index: int, item: Side) -> None:
        self.result.add_edits((*self.path, index), Insert(self.path, index, cast(Value, item)))

    def _insertions(self) -> Iterator[tuple[int, Side]]:
        """Yield my new items, last first, with the position in theirs at which each is inserted."""
        in_base = {in_mine: position for position, in_mine in enumerate(self.to_mine) if in_mine is not None}
        inserted = set(range(len(self.theirs))) - set(self.to_theirs)
        their_items = {canonical_form(self.theirs[index]) for index in inserted}
        for index in reversed(range(len(self.mine))):
            if index in in_base or canonical_form(self.mine[index]) in their_items:
                continue
            before = next((in_base[at] for at in range(index - 1, -1, -1) if at in in_base), None)
            yield self._position_after(before), self.mine[index]

    def _position_after(self, position: int | None) -> int:
        """Return where in theirs an item goes that follows an item of the base; their insertions there come first."""
        index = 0
        for at in range(position if position is not None else -1, -1, -1):
            in_theirs = self.to_theirs[at]
            if in_theirs is not None:
                index = in_theirs + 1
                break
        matched = set(self.to_theirs)
        while index < len(self.theirs) and index not in matched:
            index += 1
        return index

    def _reorder(self, order: list[int]) -> None:
        """Move their items into my order; items that they inserted keep their positions."""
        if None in self.to_theirs or self.to_theirs != sorted(cast(list[int], self.to_theirs)):
            self._add_conflict()
            return
        present = list(range(len(self.theirs)))
        slots = cast(list[int], self.to_theirs)
        moves = []
        for slot, position in zip(slots, order, strict=True):
            source = present.index(slots[position])
            if source != slot:
                present.insert(slot, present.pop(source))
                moves.append(Move(self.path, source, slot))
        if moves:
            self.result.add_edits(self.path, *moves)

    def _add_conflict(self) -> None:
        base, mine, theirs = (cast(Side, list(side)) for side in (self.base, self.mine, self.theirs))
        self.result.add_conflict(self.path, base, mine, theirs)


# Matching items


def match_items(base: Sequence[Side], other: Sequence[Side]) -> list[int | None]:
    """Return for each item of the base its position in another version of the list; None if it was removed.

    Items are matched by id, then by equal content in the same order, then by similarity. Lists of one length without
    ids are matched by position.
    """
    if len(base) == len(other) and not any(map(_id, (*base, *other))):
        return list(range(len(base)))
    matches: list[int | None] = [None] * len(base)
    ids = {name: index for index, name in enumerate(_with_occurrence(map(_id, other))) if name[0] is not None}
    for position, name in enumerate(_with_occurrence(map(_id, base))):
        matches[position] = ids.get(name)
    base_free = [index for index, item in enumerate(base) if _id(item) is None]
    other_free = [index for index, item in enumerate(other) if _id(item) is None]
    base_forms = [canonical_form(base[index]) for index in base_free]
    other_forms = [canonical_form(other[index]) for index in other_free]

    def similarity(one: int, two: int) -> float:
        return _similarity(base[base_free[one]], other[other_free[two]])

    for block in align(base_forms, other_forms):
        if block.equal:
            pairs = list(zip(block.before, block.after, strict=True))
        else:
            pairs = _pair_similar(block.before, block.after, similarity)
        for one, two in pairs:
            matches[base_free[one]] = other_free[two]
    return matches


def is_reordered(base: Sequence[Side], other: Sequence[Side]) -> bool:
    """Return whether another version of a list has the same items in another order."""
    base_forms, other_forms = [canonical_form(item) for item in base], [canonical_form(item) for item in other]
    return base_forms != other_forms and sorted(base_forms) == sorted(other_forms)


def find_permutation(base: Sequence[Side], other: Sequence[Side]) -> list[int] | None:
    """Return for each position of a reordered list the index of its item in the base; None if it is not reordered.

    Equal items keep their order. A list with repeated plain values does not count as reordered: like cells of a row,
    these belong to their positions.
    """
    if not is_reordered(base, other):
        return None
    base_items = _with_occurrence(map(canonical_form, base))
    other_items = _with_occurrence(map(canonical_form, other))
    if any(count for _, count in base_items) and not any(isinstance(item, dict | list) for item in base):
        return None
    return [base_items.index(item) for item in other_items]


def positions_in(base: Sequence[Side], other: Sequence[Side]) -> list[int | None]:
    """Return for each item of the base its position in a reordered list."""
    other_items = _with_occurrence(map(canonical_form, other))
    return [other_items.index(item) for item in _with_occurrence(map(canonical_form, base))]


def canonical_form(item: Side) -> str:
    """Return a value as a text that is equal for equal values."""
    return json.dumps(item, sort_keys=True)


def _pair_similar(base: range, other: range, similarity: Callable[[int, int], float]) -> list[tuple[int, int]]:
    """Pair the items of two ranges that are versions of each other, in order; ranges of one length item by item."""
    if len(base) == len(other):
        return list(zip(base, other, strict=True))
    pairs, start = [], other.start
    for one in base:
        for two in range(start, other.stop):
            if similarity(one, two) >= _SIMILAR:
                pairs.append((one, two))
                start = two + 1
                break
    return pairs


def _similarity(one: Side, other: Side) -> float:
    """Return the share of characters that two values have in common, in any order."""
    if type(one) is not type(other):
        return 0.0
    first, second = canonical_form(one), canonical_form(other)
    return 2 * (Counter(first) & Counter(second)).total() / (len(first) + len(second))


def _id(item: Side) -> str | None:
    identifier = item.get("id") if isinstance(item, dict) else None
    return identifier if isinstance(identifier, str) else None


def _with_occurrence(names: Iterable[T]) -> list[tuple[T, int]]:
    """Return each name with the number of equal names before it."""
    counts = Counter[T]()
    numbered = []
    for name in names:
        numbered.append((name, counts[name]))
        counts[name] += 1
    return numbered
