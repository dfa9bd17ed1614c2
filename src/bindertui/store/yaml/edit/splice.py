"""A stretch of a text and what is to stand there instead.

Where a value stands, and what is written there.
"""

from collections.abc import Iterable
from difflib import SequenceMatcher

from attrs import frozen as attrs_frozen

from bindertui._frozen import frozen
from bindertui.store.yaml.edit.scan import line_end, skip_break, split_lines


@attrs_frozen(order=True)
class Splice:
    """A stretch of a text, and what replaces it."""

    start: int
    end: int
    text: str


def apply_splices(text: str, splices: Iterable[Splice]) -> str:
    """The text with every splice made; they do not overlap."""
    parts: list[str] = []
    done = 0
    for splice in sorted(splices):
        parts += text[done : splice.start], splice.text
        done = splice.end
    return "".join((*parts, text[done:]))


def find_overlap(splices: Iterable[Splice]) -> bool:
    """Whether two splices want the same place."""
    done = -1
    for splice in sorted(splices):
        if splice.start <= done:
            return True
        done = max(splice.end, splice.start)
    return False


def merge_splices(lines: list[str], old: str, usual: str) -> str:
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
        stop = skip_break(text, index)
        breaks.append(text[index:stop])
        index = line_end(text, stop)
    return breaks


@frozen
class Fragment:
    """What stands after a dash or a colon.

    Attributes:
        head: what stands on that line; empty for nothing.
        lines: what stands on the lines below it, indented.
        under: the comment that ends the line comes after the head and not after the last line.
    """

    head: str
    lines: tuple[str, ...] = ()
    under: bool = False


@frozen
class Slot:
    """Where a value stands.

    Attributes:
        flow: in brackets or braces.
        parent: the column of the block collection around it.
        indent: how deep the lines below it are indented.
        column: where its first character stands.
        width: the most characters of a line that is filled anew, its indentation included.
        followed: a blank line comes after it, which must not become part of it.
        null: what stands for nothing here.
    """

    flow: bool
    parent: int
    indent: int
    column: int
    width: int
    followed: bool = False
    null: str = "~"
