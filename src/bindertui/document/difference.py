"""The difference between two texts: which lines, and in them which words."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from itertools import groupby

from attrs import frozen

from bindertui.document.alignment import Effort, Stretch, aligned
from bindertui.document.flow import Run, Runs, Tone
from bindertui.model.text import one_line

_LONGEST = 200_000
"""Characters of changed lines that are compared word by word; more count as changed whole."""
_ALIKE = 0.25
"""How much of its words a changed text shares with the other for it to be worth showing which."""
_PIECE = re.compile(r"\s+|\d+(?:[.,\u00a0\u202f]\d+)*|\w+|[^\w\s]")
"""A word, a whole number, spaces or a mark."""
_JOINED = re.compile(r"[\u200d\ufe0e\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")
"""Characters that are drawn together with the one before them, beside those that combine."""


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
        removed, added = _toned(_part(old, stretch.before), _part(new, stretch.after), effort)
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
    removed, added = _toned(before, after, Effort())
    return _shown(removed), _shown(added)


def unified(before: str, after: str, old_name: str, new_name: str, context: int = 3) -> str:
    """The difference as a patch that `patch` and `git apply` read; empty where there is none.

    The lines stand as they are in the texts: what shows them to anyone makes them safe.
    """
    old, new = _with_breaks(before), _with_breaks(after)
    hunks = list(_hunks(aligned(old, new, Effort()), context))
    if not hunks:
        return ""
    parts = [f"--- {old_name}\n+++ {new_name}\n"]
    for hunk in hunks:
        removed = range(hunk[0].before.start, hunk[-1].before.stop)
        added = range(hunk[0].after.start, hunk[-1].after.stop)
        parts.append(f"@@ -{_span(removed)} +{_span(added)} @@\n")
        for stretch in hunk:
            if stretch.same:
                parts += (_patched(" ", old[number]) for number in stretch.before)
            else:
                parts += (_patched("-", old[number]) for number in stretch.before)
                parts += (_patched("+", new[number]) for number in stretch.after)
    return "".join(parts)


def _hunks(stretches: Sequence[Stretch], context: int) -> Iterator[list[Stretch]]:
    """The changes, each with the unchanged lines around it, those that touch joined."""
    hunk: list[Stretch] = []
    for position, stretch in enumerate(stretches):
        if not stretch.same:
            hunk.append(stretch)
        elif position == 0:
            hunk.append(_cut(stretch, max(len(stretch.before) - context, 0), len(stretch.before)))
        elif position == len(stretches) - 1:
            hunk.append(_cut(stretch, 0, context))
        elif len(stretch.before) <= 2 * context:
            hunk.append(stretch)
        else:
            yield [*hunk, _cut(stretch, 0, context)]
            hunk = [_cut(stretch, len(stretch.before) - context, len(stretch.before))]
    if any(not stretch.same for stretch in hunk):
        yield hunk


def _cut(stretch: Stretch, start: int, stop: int) -> Stretch:
    return Stretch(stretch.same, stretch.before[start:stop], stretch.after[start:stop])


def _span(lines: range) -> str:
    """A range of lines as a hunk's head writes it; an empty one by the line it stands behind."""
    return f"{lines.start + 1 if lines else lines.start},{len(lines)}"


def _patched(sign: str, line: str) -> str:
    return f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    return [line.removesuffix("\n") for line in _with_breaks(text)]


def _with_breaks(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _with_plain_breaks(before: str, after: str) -> tuple[str, str]:
    """Both texts, the line ends of Windows left out where all lines of both have them: they are no difference."""
    if all(text.count("\r\n") == text.count("\n") for text in (before, after)):
        return before.replace("\r\n", "\n"), after.replace("\r\n", "\n")
    return before, after


def _part(lines: Sequence[str], wanted: range) -> str:
    return "\n".join(lines[wanted.start : wanted.stop])


_Toned = list[tuple[str, Tone]]
"""Pieces of a text, each with its tone, line breaks among them."""


def _toned(before: str, after: str, effort: Effort) -> tuple[_Toned, _Toned]:
    """Both texts in pieces, those that changed in their tones; all of them where hardly a word is shared."""
    whole = [(before, Tone.REMOVED)], [(after, Tone.ADDED)]
    if not before or not after or len(before) + len(after) > _LONGEST:
        return whole
    old, new = _pieces(before), _pieces(after)
    stretches = aligned([_key(piece) for piece in old], [_key(piece) for piece in new], effort)
    removed: _Toned = []
    added: _Toned = []
    shared = 0
    for position, stretch in enumerate(stretches):
        inside = 0 < position < len(stretches) - 1
        between = inside and not any(_is_word(old[number]) for number in stretch.before)
        same = stretch.same and not between
        shared += sum(len(old[number]) for number in stretch.before if same and _is_word(old[number]))
        if same:
            for one, other in zip(stretch.before, stretch.after, strict=True):
                kept = _same_space(old[one], new[other])
                removed.append((old[one], Tone.TEXT if kept else Tone.REMOVED))
                added.append((new[other], Tone.TEXT if kept else Tone.ADDED))
        else:
            removed += ((old[number], Tone.REMOVED) for number in stretch.before)
            added += ((new[number], Tone.ADDED) for number in stretch.after)
    most = max(sum(len(piece) for piece in pieces if _is_word(piece)) for pieces in (old, new))
    return whole if shared < _ALIKE * most else (removed, added)


def _pieces(text: str) -> list[str]:
    """The text in words, numbers, spaces and marks; what is drawn together stays together."""
    pieces: list[str] = _PIECE.findall(text)
    if not any(_clings(character) for character in set(text)):
        return pieces
    joined: list[str] = []
    for piece in pieces:
        apart = not joined or piece.isspace() or joined[-1].isspace()
        if not apart and (_clings(piece[0]) or _clings(joined[-1][-1])):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _clings(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or _JOINED.match(character) is not None


def _key(piece: str) -> str:
    """What a piece is compared by: a paragraph may be broken into lines anew, so any space is like another."""
    return " " if piece.isspace() else piece


def _same_space(before: str, after: str) -> bool:
    """Whether two pieces that were lined up look the same: on one line, or at its start, a space is not any space."""
    return before == after or ("\n" in before) != ("\n" in after)


def _is_word(piece: str) -> bool:
    return any(map(str.isalnum, piece))


def _by_line(toned: _Toned) -> Iterator[Runs]:
    line: _Toned = []
    for piece, tone in toned:
        first, *rest = piece.split("\n")
        line.append((first, tone))
        for part in rest:
            yield _shown(line)
            line = [(part, tone)]
    yield _shown(line)


def _shown(toned: _Toned) -> Runs:
    parts = ((tone, "".join(piece for piece, _ in same)) for tone, same in groupby(toned, key=lambda part: part[1]))
    return tuple(run for tone, text in parts for run in _run(text, tone))


def _run(text: str, tone: Tone) -> Runs:
    return (Run(one_line(text), tone),) if text else ()
