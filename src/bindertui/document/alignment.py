"""What two sequences have in common, in order, found in bounded time."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

from bindertui.document.shortest import Effort, shortest
from bindertui.values import frozen

_DEEPEST = 12
"""How often the parts between anchors are searched for anchors of their own."""


@frozen
class Stretch:
    """A part of both sequences: the same in both, or replaced by one another.

    Attributes:
        same: whether the items are equal one by one.
        before: the positions in the first sequence; empty where items were only added.
        after: the positions in the second; empty where items were only removed.
    """

    same: bool
    before: range
    after: range


_Region = tuple[int, int, int, int]
"""From where to where in the first sequence, and in the second."""
_Block = tuple[int, int, int]
"""Equal items: where they start in either sequence, and how many they are."""


def aligned(before: Sequence[Hashable], after: Sequence[Hashable], effort: Effort) -> list[Stretch]:
    """Both sequences from their starts to their ends, as stretches that are the same or replaced in turn.

    Items that occur once on either side are lined up first, as a reader would; between those the shortest way from
    one to the other is looked for while there is effort left.
    """
    numbers: dict[Hashable, int] = {}
    first = [numbers.setdefault(item, len(numbers)) for item in before]
    second = [numbers.setdefault(item, len(numbers)) for item in after]
    blocks = sorted(_blocks(first, second, effort))
    return list(_stretches(blocks, len(first), len(second)))


def _stretches(blocks: list[_Block], before: int, after: int) -> Iterator[Stretch]:
    at = there = 0
    start: _Block | None = None
    for left, right, count in (*blocks, (before, after, 0)):
        if start is not None and (left, right) == (at, there) and count:
            at, there = at + count, there + count
            continue
        if start is not None:
            yield Stretch(same=True, before=range(start[0], at), after=range(start[1], there))
        if (left, right) != (at, there):
            yield Stretch(same=False, before=range(at, left), after=range(there, right))
        start = (left, right, count)
        at, there = left + count, right + count


def _blocks(before: list[int], after: list[int], effort: Effort) -> Iterator[_Block]:
    waiting: list[tuple[_Region, int]] = [((0, len(before), 0, len(after)), 0)]
    while waiting:
        region, depth = waiting.pop()
        head, region, tail = _trimmed(before, after, region)
        yield from (block for block in (head, tail) if block[2])
        left, left_end, right, right_end = region
        if left == left_end or right == right_end:
            continue
        anchors = _anchors(before, after, region) if depth < _DEEPEST else []
        if not anchors:
            pairs = shortest(before[left:left_end], after[right:right_end], effort)
            yield from ((left + one, right + other, 1) for one, other in pairs)
            continue
        for one, other in anchors:
            yield one, other, 1
            waiting.append(((left, one, right, other), depth + 1))
            left, right = one + 1, other + 1
        waiting.append(((left, left_end, right, right_end), depth + 1))


def _trimmed(before: list[int], after: list[int], region: _Region) -> tuple[_Block, _Region, _Block]:
    """What a region has in common at its start, what is left, and what it has in common at its end."""
    start, end, other, other_end = region
    head = 0
    most = min(end - start, other_end - other)
    while head < most and before[start + head] == after[other + head]:
        head += 1
    tail = 0
    while tail < most - head and before[end - tail - 1] == after[other_end - tail - 1]:
        tail += 1
    rest = (start + head, end - tail, other + head, other_end - tail)
    return (start, other, head), rest, (end - tail, other_end - tail, tail)


def _anchors(before: list[int], after: list[int], region: _Region) -> list[tuple[int, int]]:
    """Items that occur once on either side and stand in the same order: the longest such row of them."""
    start, end, other, other_end = region
    here = Counter(before[start:end])
    there = Counter(after[other:other_end])
    places = {number: at for at, number in enumerate(after[other:other_end], other) if there[number] == 1}
    pairs = [
        (at, places[number])
        for at, number in enumerate(before[start:end], start)
        if here[number] == 1 and number in places
    ]
    return _rising(pairs)


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest row of pairs that rise in both of their numbers; they rise in the first already."""
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for position, (_, there) in enumerate(pairs):
        length = bisect_left(ends, there)
        previous.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(there)
            last.append(position)
        else:
            ends[length], last[length] = there, position
    row = []
    at = last[-1] if last else -1
    while at >= 0:
        row.append(pairs[at])
        at = previous[at]
    return row[::-1]
