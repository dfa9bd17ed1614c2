"""How many rows each of many items takes, and which of them stands on a row: both fast, however many there are."""

from bisect import bisect_right
from itertools import accumulate

_BLOCK = 128


class Heights:
    """Items one under another, each of at least one row; their heights may be corrected one by one.

    Heights are summed by blocks, so that no question and no correction looks at every item.
    """

    def __init__(self, rows: list[int]) -> None:
        """Take the heights of all items; the list is kept, not copied."""
        self._rows = rows
        self._sums = [sum(rows[start : start + _BLOCK]) for start in range(0, len(rows), _BLOCK)]

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, item: int) -> int:
        return self._rows[item]

    def __setitem__(self, item: int, rows: int) -> None:
        self._sums[item // _BLOCK] += rows - self._rows[item]
        self._rows[item] = rows

    @property
    def total(self) -> int:
        """The rows of all items."""
        return sum(self._sums)

    def start(self, item: int) -> int:
        """The first row of an item."""
        block = item // _BLOCK
        return sum(self._sums[:block]) + sum(self._rows[block * _BLOCK : item])

    def starts(self) -> list[int]:
        """The first row of every item."""
        return list(accumulate(self._rows, initial=0))[:-1]

    def find(self, row: int) -> tuple[int, int]:
        """The item that stands on a row, and which of its rows that is; rows outside count as the nearest one."""
        row = max(0, min(row, self.total - 1))
        blocks = list(accumulate(self._sums, initial=0))
        block = bisect_right(blocks, row) - 1
        starts = list(accumulate(self._rows[block * _BLOCK : (block + 1) * _BLOCK], initial=blocks[block]))
        within = bisect_right(starts, row) - 1
        return block * _BLOCK + within, row - starts[within]
