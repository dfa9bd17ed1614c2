"""Text replacements (`Splice`), the text of a new value (`Fragment`) and the place where it goes (`Slot`)."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from attrs import frozen as attrs_frozen

from bindertui._frozen import frozen
from bindertui.store.yaml.edit.scan import line_end, skip_break, split_lines


@attrs_frozen(order=True)
class Splice:
    """A replacement of the text between two offsets."""

    start: int
    end: int
    text: str


def apply_splices(text: str, splices: Iterable[Splice]) -> str:
    """Apply splices that do not overlap, and return the new text."""
    parts: list[str] = []
    done = 0
    for splice in sorted(splices):
        parts += text[done : splice.start], splice.text
        done = splice.end
    return "".join((*parts, text[done:]))


def overlap(splices: Iterable[Splice]) -> bool:
    """Return whether any two splices touch the same place."""
    done = -1
    for splice in sorted(splices):
        if splice.start <= done:
            return True
        done = max(splice.end, splice.start)
    return False


def join_lines(lines: list[str], old: str, usual: str) -> str:
    """Join lines with line breaks; a line that was in the old text keeps its line break.

    Args:
        lines: the new lines.
        old: the text that they replace.
        usual: the line break of new lines.
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
    """The text of a value after a dash or a colon.

    Attributes:
        head: the part on the same line; may be empty.
        lines: the lines below it, indented.
        comment_after_head: the end-of-line comment goes after the head, not after the last line.
    """

    head: str
    lines: tuple[str, ...] = ()
    comment_after_head: bool = False


@frozen
class Slot:
    """The place of a value.

    Attributes:
        flow: whether it is in brackets or braces.
        parent: the column of the enclosing block collection.
        indent: the indentation of the lines below it.
        column: the column of its first character.
        width: the maximum length of a refilled line, indentation included.
        blank_line_follows: whether a blank line follows, which must not become part of the value.
        null: the text for null here.
    """

    flow: bool
    parent: int
    indent: int
    column: int
    width: int
    blank_line_follows: bool = False
    null: str = "~"
