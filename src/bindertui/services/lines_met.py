"""Two changes to one text brought together line by line, where they are apart."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from bindertui.values import frozen

_MOST_LINES = 20_000


@frozen
class _Hunk:
    start: int
    end: int
    lines: list[str]


def lines_merged(base: str, mine: str, theirs: str) -> str | None:
    """The base with both changes, if at least one unchanged line lies between any two of them; else None."""
    old, one, other = (text.splitlines(keepends=True) for text in (base, mine, theirs))
    if max(len(old), len(one), len(other)) > _MOST_LINES:
        return None
    hunks = sorted((*_hunks(old, one), *_hunks(old, other)), key=lambda hunk: (hunk.start, hunk.end))
    result: list[str] = []
    done = 0
    last: _Hunk | None = None
    for hunk in hunks:
        if hunk == last:
            continue
        if last is not None and hunk.start <= last.end:
            return None
        result += old[done : hunk.start] + hunk.lines
        done, last = hunk.end, hunk
    return "".join(result + old[done:])


def _hunks(old: list[str], new: list[str]) -> Iterator[_Hunk]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield _Hunk(a, b, new[c:d])
