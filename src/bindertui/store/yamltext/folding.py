"""Long texts over several lines: what is filled anew is only the lines whose words have changed."""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from bindertui.values import frozen

_WORDS = re.compile(r"(?<=[^ \t]) (?=[^ \t])")
"""Where a line may be broken: at a single space between words. A no-break space is no such place."""
_MOST_COMPARED = 4_000
"""Words that are compared one by one; a longer stretch that differs is filled anew as a whole."""


@frozen
class Word:
    """A word as it is written, and what it says."""

    raw: str
    said: str


Line = tuple[Word, ...]


def words_of(line: str) -> list[str]:
    """The words of a line, which a fold may part; runs of several spaces stay inside a word."""
    return _WORDS.split(line) if line else []


def refilled(old: Sequence[Line], new: str, write: Callable[[str], str], width: int, *, grow: bool) -> list[str]:
    """A text over several lines in which the lines that say the same as before stay as they were broken.

    Args:
        old: the lines as they are.
        new: what the text is to say, on one line.
        write: a word as it is to be written.
        width: the most characters of a line that is filled anew.
        grow: a text that stands on a single line stays on it, however long it gets.
    """
    said = words_of(new)
    before = [word for line in old for word in line]
    if grow and len(old) <= 1:
        return [" ".join(word.raw for word in _aligned(before, said, write))]
    words = _aligned(before, said, write)
    kept = _kept_lines(old, before, said)
    lines: list[str] = []
    done = 0
    for start, end, line in kept:
        lines += _filled(words[done:start], width)
        lines.append(" ".join(word.raw for word in line))
        done = end
    lines += _filled(words[done:], width)
    return lines or [""]


def filled(words: Sequence[str], width: int) -> list[str]:
    """Words on lines as wide as allowed; a word that is wider has a line to itself."""
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _filled(words: Sequence[Word], width: int) -> list[str]:
    return filled([word.raw for word in words], width)


def _opcodes(before: list[Word], said: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """What of the words before is in the words now, as `SequenceMatcher.get_opcodes` tells it."""
    old = [word.said for word in before]
    head = next((at for at, (a, b) in enumerate(zip(old, said, strict=False)) if a != b), min(len(old), len(said)))
    room = min(len(old), len(said)) - head
    tail = next((at for at in range(room) if old[-1 - at] != said[-1 - at]), room)
    inner, outer = old[head : len(old) - tail], said[head : len(said) - tail]
    yield "equal", 0, head, 0, head
    if len(inner) + len(outer) > _MOST_COMPARED:
        yield "replace", head, head + len(inner), head, head + len(outer)
    else:
        for tag, a, b, c, d in SequenceMatcher(None, inner, outer, autojunk=False).get_opcodes():
            yield tag, a + head, b + head, c + head, d + head
    yield "equal", len(old) - tail, len(old), len(said) - tail, len(said)


def _aligned(before: list[Word], said: list[str], write: Callable[[str], str]) -> list[Word]:
    """The words to write: as they were where they are the same."""
    words: list[Word] = []
    for tag, a, b, c, d in _opcodes(before, said):
        words += before[a:b] if tag == "equal" else (Word(write(word), word) for word in said[c:d])
    return words


def _kept_lines(old: Sequence[Line], before: list[Word], said: list[str]) -> list[tuple[int, int, Line]]:
    """The lines all of whose words are still there side by side, each with the places of its words now."""
    places: dict[int, int] = {}
    for tag, a, b, c, _ in _opcodes(before, said):
        if tag == "equal":
            places |= {a + step: c + step for step in range(b - a)}
    kept: list[tuple[int, int, Line]] = []
    at = 0
    for line in old:
        now = [places.get(position) for position in range(at, at + len(line))]
        at += len(line)
        if now and now[0] is not None and all(b is not None and a is not None and b == a + 1 for a, b in pairwise(now)):
            kept.append((now[0], now[0] + len(now), line))
    return _without_strays(kept, old, len(said))


def _without_strays(kept: list[tuple[int, int, Line]], old: Sequence[Line], count: int) -> list[tuple[int, int, Line]]:
    """The kept lines, less those next to words that would else stand on a line of their own without having had one."""
    numbers = {id(line): number for number, line in enumerate(old)}
    result: list[tuple[int, int, Line]] = []
    done, last = 0, -1
    for start, end, line in kept:
        number = numbers[id(line)]
        if start > done and number == last + 1:
            # Words were added right between two lines, or before the first: they join the line above, or this one.
            if result:
                result.pop()
            else:
                last = number
                continue
        result.append((start, end, line))
        done, last = end, number
    if count > done and last == len(old) - 1 and result:
        result.pop()
    return result
