"""Two changes to one text brought together line by line, where they are apart."""

from collections.abc import Iterator

from bindertui.document.diff import align
from bindertui.values import frozen


@frozen
class _Hunk:
    start: int
    end: int
    lines: list[str]


def lines_merged(base: str, mine: str, theirs: str) -> str | None:
    """The base with both changes, if at least one unchanged line lies between any two of them; else None."""
    old, one, other = (text.splitlines(keepends=True) for text in (base, mine, theirs))
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
    for block in align(old, new):
        if not block.equal:
            yield _Hunk(block.before.start, block.before.stop, new[block.after.start : block.after.stop])
