"""Write literal (`|`) and folded (`>`) scalars.

A changed folded text is compared with the old one word by word. Lines with unchanged words keep their line breaks, the
others are refilled, so that a small edit gives a small diff.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from bindertui._frozen import frozen
from bindertui.store.yaml.edit.scan import line_end, scalar_indent, skip_break, split_lines
from bindertui.store.yaml.edit.splice import Fragment, Slot
from bindertui.store.yaml.nodes import Scalar

_WORDS = re.compile(r"(?<=[^ \t]) (?=[^ \t])")
"""Places for line breaks: single spaces between words, never a no-break space."""
_MOST_COMPARED = 4_000
"""The most words that are compared one by one; a longer changed part is refilled as a whole."""


@frozen
class FoldedWord:
    """A word as written (`raw`) and its value (`text`)."""

    raw: str
    text: str


FoldedLine = tuple[FoldedWord, ...]


def split_words(line: str) -> list[str]:
    """Split a line where it may be folded; several spaces in a row stay inside a word."""
    return _WORDS.split(line) if line else []


def refill(old: Sequence[FoldedLine], new: str, write: Callable[[str], str], width: int, *, grow: bool) -> list[str]:
    """Refill a text over several lines; lines with unchanged words keep their line breaks.

    Args:
        old: the existing lines.
        new: the new text on one line.
        write: encodes a word.
        width: the maximum length of a refilled line.
        grow: whether a text on a single line stays on one line, however long.
    """
    said = split_words(new)
    before = [word for line in old for word in line]
    if grow and len(old) <= 1:
        return [" ".join(word.raw for word in _align_words(before, said, write))]
    words = _align_words(before, said, write)
    kept = _kept_lines(old, before, said)
    lines: list[str] = []
    done = 0
    for start, end, line in kept:
        lines += _fill_words(words[done:start], width)
        lines.append(" ".join(word.raw for word in line))
        done = end
    lines += _fill_words(words[done:], width)
    return lines or [""]


def fill(words: Sequence[str], width: int) -> list[str]:
    """Fill lines with words up to a width; a longer word gets its own line."""
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _fill_words(words: Sequence[FoldedWord], width: int) -> list[str]:
    return fill([word.raw for word in words], width)


def _opcodes(before: list[FoldedWord], said: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield the word diff in the form of `SequenceMatcher.get_opcodes`."""
    old = [word.text for word in before]
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


def _align_words(before: list[FoldedWord], said: list[str], write: Callable[[str], str]) -> list[FoldedWord]:
    """Return the words to write; unchanged words keep their old form."""
    words: list[FoldedWord] = []
    for tag, a, b, c, d in _opcodes(before, said):
        words += before[a:b] if tag == "equal" else (FoldedWord(write(word), word) for word in said[c:d])
    return words


def _kept_lines(
    old: Sequence[FoldedLine], before: list[FoldedWord], said: list[str]
) -> list[tuple[int, int, FoldedLine]]:
    """Return the lines with all words still adjacent, each with the new positions of its words."""
    places: dict[int, int] = {}
    for tag, a, b, c, _ in _opcodes(before, said):
        if tag == "equal":
            places |= {a + step: c + step for step in range(b - a)}
    kept: list[tuple[int, int, FoldedLine]] = []
    at = 0
    for line in old:
        now = [places.get(position) for position in range(at, at + len(line))]
        at += len(line)
        if now and now[0] is not None and all(b is not None and a is not None and b == a + 1 for a, b in pairwise(now)):
            kept.append((now[0], now[0] + len(now), line))
    return _without_isolated(kept, old, len(said))


def _without_isolated(
    kept: list[tuple[int, int, FoldedLine]], old: Sequence[FoldedLine], count: int
) -> list[tuple[int, int, FoldedLine]]:
    """Drop kept lines next to added words that would otherwise get a line of their own."""
    numbers = {id(line): number for number, line in enumerate(old)}
    result: list[tuple[int, int, FoldedLine]] = []
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


def find_folds(body: str, fill: Callable[[str], list[str]]) -> Iterator[str]:
    """Yield the lines of a folded text, with an extra blank line where two lines would be folded into one."""
    blanks = 0
    loose: bool | None = None
    for line in body.split("\n"):
        if not line:
            blanks += 1
            continue
        # Lines that start with a blank are not folded, and neither are the line breaks around them.
        indented = line[0] in " \t"
        folded = loose is not None and not loose and not indented
        yield from ("" for _ in range(blanks + folded))
        yield from [line] if indented else fill(line)
        blanks, loose = 0, indented


def groups_in(lines: list[str]) -> Iterator[list[str]]:
    """Yield the groups of lines that are folded into one."""
    group: list[str] = []
    for line in [*lines, ""]:
        if line.strip(" ") and line[0] not in " \t":
            group.append(line)
        elif group:
            yield group
            group = []


def pair_groups(said: list[str], now: list[str], groups: list[list[str]]) -> list[list[str]]:
    """Return, for each new text, the lines of its old version; none for an added text."""
    before: list[list[str]] = [[] for _ in now]
    for tag, a, b, c, d in SequenceMatcher(None, said, now, autojunk=False).get_opcodes():
        if tag in ("equal", "replace"):
            before[c : min(d, c + b - a)] = groups[a : min(b, a + d - c)]
    return before


_HEADER = re.compile(r"(?P<style>[|>])(?P<before>[1-9]?)(?P<chomp>[-+]?)(?P<after>[1-9]?)(?P<rest>.*)")


def write_literal(value: str, slot: Slot) -> Fragment:
    """Write a literal block scalar."""
    return _block("|", value, slot, block_body(value).split("\n"))


def write_folded(value: str, slot: Slot) -> Fragment:
    """Write a folded block scalar, filled to the width of the file."""
    width = slot.width - slot.indent
    return _block(">", value, slot, list(find_folds(block_body(value), lambda line: fill(split_words(line), width))))


def block_body(value: str) -> str:
    """Return a text without its trailing line breaks."""
    return value.rstrip("\n")


def _block(style: str, value: str, slot: Slot, body: list[str]) -> Fragment:
    digit = str(slot.indent - max(slot.parent, 0)) if _needs_digit(value) else ""
    return Fragment(f"{style}{digit}{_chomp(value, '')}", _indent(value, body, slot.indent), comment_after_head=True)


def _needs_digit(value: str) -> bool:
    """Return whether the header needs an indentation digit because the first line starts with a blank."""
    return value.lstrip("\n")[:1] in (" ", "\t")


def _chomp(value: str, had: str) -> str:
    """Return the chomping indicator for a value; keep the old one if it means the same."""
    ends = len(value) - len(block_body(value))
    if ends == 0:
        return "-"
    return "+" if ends > 1 or had == "+" else ""


def _indent(value: str, body: list[str], indent: int) -> tuple[str, ...]:
    ends = len(value) - len(block_body(value))
    lines = [f"{' ' * indent}{line}" if line else "" for line in body]
    return (*lines, *("" for _ in range(ends - 1)))


@frozen
class BlockStyle:
    """An existing literal or folded scalar.

    Attributes:
        header: its first line.
        lines: the lines below it.
        value: its value.
        indent: the indentation of its lines.
        width: the maximum length of a refilled line, without indentation.
    """

    header: str
    lines: tuple[str, ...]
    value: str
    indent: int
    width: int

    @classmethod
    def of(cls, text: str, node: Scalar, raw: str, slot: Slot) -> "BlockStyle":
        """Read an existing scalar; `raw` is its text from the indicator on."""
        end = line_end(raw, 0)
        lines = tuple(split_lines(raw[skip_break(raw, end) :])) if end < len(raw) else ()
        indent = scalar_indent(text, node) or slot.indent
        widest = max((len(line) for line in lines), default=0) if len(lines) > 1 else 0
        return cls(raw[:end], lines, node.value, indent, max(widest, slot.width) - indent)

    def rewrite(self, value: str) -> Fragment:
        """Write another value in the same style."""
        found = _HEADER.fullmatch(self.header)
        assert found is not None
        digit = found["before"] + found["after"]
        digit = digit or (str(self.indent) if _needs_digit(value) else "")
        chomp = _chomp(value, found["chomp"])
        order = f"{chomp}{digit}" if found["after"] else f"{digit}{chomp}"
        body = self._fold(value) if found["style"] == ">" else block_body(value).split("\n")
        lines = _indent(value, body, self.indent)
        return Fragment(f"{found['style']}{order}", self._keep_blanks(lines), comment_after_head=True)

    def _fold(self, value: str) -> list[str]:
        said = [line for line in self.value.split("\n") if line and line[0] not in " \t"]
        groups = list(groups_in([line[self.indent :] for line in self.lines]))
        now = [line for line in block_body(value).split("\n") if line and line[0] not in " \t"]
        before = pair_groups(said, now, groups) if [" ".join(group) for group in groups] == said else [[]] * len(now)
        fills = iter(before)

        def fill(line: str) -> list[str]:
            old = [tuple(FoldedWord(word, word) for word in split_words(raw)) for raw in next(fills)]
            return refill(old, line, str, self.width, grow=False)

        return list(find_folds(block_body(value), fill))

    def _keep_blanks(self, lines: tuple[str, ...]) -> tuple[str, ...]:
        """Restore the blanks that blank lines had."""
        if not any(line and not line.strip() for line in self.lines):
            return lines
        as_written = list(lines)
        clean = [line if line.strip() else "" for line in self.lines]
        for tag, a, b, c, _ in SequenceMatcher(None, clean, lines, autojunk=False).get_opcodes():
            if tag == "equal":
                as_written[c : c + b - a] = self.lines[a:b]
        return tuple(as_written)
