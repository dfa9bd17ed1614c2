"""The shortest way from one sequence to another, looked for with bounded effort."""

from attrs import define


@define
class Effort:
    """The steps an exact comparison may still take; when they are spent, what is left counts as changed."""

    left: int = 2_000_000


def shortest(before: list[int], after: list[int], effort: Effort) -> list[tuple[int, int]]:
    """The equal pairs on the shortest way from one to the other (Myers, 1986); none once the effort is spent."""
    here, there = len(before), len(after)
    rounds: list[dict[int, int]] = [{1: 0}]
    for distance in range(here + there + 1):
        furthest: dict[int, int] = {}
        # At most every item is removed, and every item added: diagonals beyond lead nowhere.
        for diagonal in range(max(-distance, distance - 2 * there), min(distance, 2 * here - distance) + 1, 2):
            begun = x = _step(rounds[-1], diagonal)[0]
            while x < here and x - diagonal < there and before[x] == after[x - diagonal]:
                x += 1
            furthest[diagonal] = x
            effort.left -= 1 + x - begun
            if x >= here and x - diagonal >= there:
                return _walked_back(rounds, here, there)
        if effort.left <= 0:
            break
        rounds.append(furthest)
    return []


def _step(furthest: dict[int, int], diagonal: int) -> tuple[int, int]:
    """The farthest place on a diagonal one step from those already reached, and the diagonal it is reached from."""
    below, above = furthest.get(diagonal - 1, -1), furthest.get(diagonal + 1, -1)
    return (above, diagonal + 1) if below < above else (below + 1, diagonal - 1)


def _walked_back(rounds: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    for furthest in reversed(rounds):
        begun, origin = _step(furthest, x - y)
        while x > max(begun, 0) and y > 0:
            pairs.append((x - 1, y - 1))
            x, y = x - 1, y - 1
        x = furthest[origin]
        y = x - origin
    return pairs[::-1]
