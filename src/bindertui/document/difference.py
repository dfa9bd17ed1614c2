"""The difference between two texts: which lines, and in them which words."""

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from itertools import groupby
from typing import ClassVar

from bindertui.document.alignment import aligned
from bindertui.document.flow import Run, Runs, Tone
from bindertui.document.pieces import Toned, toned
from bindertui.document.shortest import Effort
from bindertui.model.text import one_line
from bindertui.values import frozen


class Change(Enum):
    """What became of a line."""

    SAME = auto()
    REMOVED = auto()
    ADDED = auto()


@frozen
class Compared:
    """A line of either text.

    Attributes:
        runs: its text, safe for a terminal; the words that changed have the tones ADDED and REMOVED.
        before: its number in the first text, from 1; None if it was added.
        after: its number in the second text, from 1; None if it was removed.
    """

    change: Change
    runs: Runs
    before: int | None = None
    after: int | None = None


@frozen
class Gap:
    """Lines that are left out because nothing changes in them or near them.

    Attributes:
        lines: how many they are.
    """

    lines: int
    change: ClassVar[Change] = Change.SAME


def difference(before: str, after: str) -> tuple[Compared, ...]:
    """Every line of two texts: those they share, and where they differ those removed and then those added.

    A paragraph that was only broken into lines anew has lines that were removed and added, and no word that was.
    """
    before, after = _with_plain_breaks(before, after)
    old, new = _lines(before), _lines(after)
    effort = Effort()
    compared: list[Compared] = []
    for stretch in aligned(old, new, effort):
        if stretch.same:
            compared += (
                Compared(Change.SAME, _run(old[one], Tone.TEXT), one + 1, other + 1)
                for one, other in zip(stretch.before, stretch.after, strict=True)
            )
            continue
        removed, added = toned(_part(old, stretch.before), _part(new, stretch.after), effort)
        compared += (
            Compared(Change.REMOVED, runs, before=number + 1)
            for number, runs in zip(stretch.before, _by_line(removed), strict=False)
        )
        compared += (
            Compared(Change.ADDED, runs, after=number + 1)
            for number, runs in zip(stretch.after, _by_line(added), strict=False)
        )
    return tuple(compared)


def nearby(lines: Sequence[Compared], context: int = 3) -> tuple[Compared | Gap, ...]:
    """The lines that changed, with so many unchanged ones around them, and gaps for the rest; nothing if none did."""
    wanted: set[int] = set()
    for position, line in enumerate(lines):
        if line.change is not Change.SAME:
            wanted.update(range(position - context, position + context + 1))
    if not wanted:
        return ()
    kept: list[Compared | Gap] = []
    for near, positions in groupby(range(len(lines)), key=wanted.__contains__):
        run = list(positions)
        # A gap takes a line of its own, so one that hides a single line hides nothing.
        kept += (lines[position] for position in run) if near or len(run) == 1 else [Gap(len(run))]
    return tuple(kept)


def words(before: str, after: str) -> tuple[Runs, Runs]:
    """Two short texts, each on one line, with the words that differ in the tones REMOVED and ADDED."""
    removed, added = toned(before, after, Effort())
    return _shown(removed), _shown(added)


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    return lines if lines[-1] else lines[:-1]


def _with_plain_breaks(before: str, after: str) -> tuple[str, str]:
    """Both texts, the line ends of Windows left out where all lines of both have them: they are no difference."""
    if all(text.count("\r\n") == text.count("\n") for text in (before, after)):
        return before.replace("\r\n", "\n"), after.replace("\r\n", "\n")
    return before, after


def _part(lines: Sequence[str], wanted: range) -> str:
    return "\n".join(lines[wanted.start : wanted.stop])


def _by_line(pieces: Toned) -> Iterator[Runs]:
    line: Toned = []
    for piece, tone in pieces:
        first, *rest = piece.split("\n")
        line.append((first, tone))
        for part in rest:
            yield _shown(line)
            line = [(part, tone)]
    yield _shown(line)


def _shown(pieces: Toned) -> Runs:
    parts = ((tone, "".join(piece for piece, _ in same)) for tone, same in groupby(pieces, key=lambda part: part[1]))
    return tuple(run for tone, text in parts for run in _run(text, tone))


def _run(text: str, tone: Tone) -> Runs:
    return (Run(one_line(text), tone),) if text else ()
