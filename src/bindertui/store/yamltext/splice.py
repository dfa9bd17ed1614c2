"""A stretch of a text and what is to stand there instead."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from attrs import frozen

from bindertui.store.yamltext.lines import after_break, line_end, split_lines


@frozen(order=True)
class Splice:
    """A stretch of a text, and what replaces it."""

    start: int
    end: int
    text: str


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """The text with every splice made; they do not overlap."""
    parts: list[str] = []
    done = 0
    for splice in sorted(splices):
        parts += text[done : splice.start], splice.text
        done = splice.end
    return "".join((*parts, text[done:]))


def overlapping(splices: Iterable[Splice]) -> bool:
    """Whether two splices want the same place."""
    done = -1
    for splice in sorted(splices):
        if splice.start <= done:
            return True
        done = max(splice.end, splice.start)
    return False


def joined(lines: list[str], old: str, usual: str) -> str:
    """Lines with line breaks between them: those that were there before with the line breaks they had.

    Args:
        lines: the lines, which stand where `old` stood.
        old: the text that was there.
        usual: the line break of a new line.
    """
    breaks = _breaks(old)
    if not breaks or set(breaks) == {usual}:
        return usual.join(lines)
    had = split_lines(old)
    own = [usual] * len(lines)
    for tag, a, b, c, _ in SequenceMatcher(None, had, lines, autojunk=False).get_opcodes():
        if tag == "equal":
            for step in range(min(b, len(breaks)) - a):
                own[c + step] = breaks[a + step]
    return "".join(f"{line}{end}" for line, end in zip(lines, own, strict=True))[: -len(own[-1])]


def _breaks(text: str) -> list[str]:
    breaks, index = [], line_end(text, 0)
    while index < len(text):
        stop = after_break(text, index)
        breaks.append(text[index:stop])
        index = line_end(text, stop)
    return breaks
