"""Long texts over several lines: what is filled anew is only the lines whose words have changed.

Folded texts and the lines they are written on.

Literal and folded texts, on lines of their own.
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
"""Where a line may be broken: at a single space between words. A no-break space is no such place."""
_MOST_COMPARED = 4_000
"""Words that are compared one by one; a longer stretch that differs is filled anew as a whole."""


@frozen
class Word:
    """A word as it is written, and what it says."""

    raw: str
    said: str


Line = tuple[Word, ...]


def split_words(line: str) -> list[str]:
    """The words of a line, which a fold may part; runs of several spaces stay inside a word."""
    return _WORDS.split(line) if line else []


def refill(old: Sequence[Line], new: str, write: Callable[[str], str], width: int, *, grow: bool) -> list[str]:
    """A text over several lines in which the lines that say the same as before stay as they were broken.

    Args:
        old: the lines as they are.
        new: what the text is to say, on one line.
        write: a word as it is to be written.
        width: the most characters of a line that is filled anew.
        grow: a text that stands on a single line stays on it, however long it gets.
    """
    said = split_words(new)
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


def fill(words: Sequence[str], width: int) -> list[str]:
    """Words on lines as wide as allowed; a word that is wider has a line to itself."""
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _filled(words: Sequence[Word], width: int) -> list[str]:
    return fill([word.raw for word in words], width)


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


def find_folds(body: str, fill: Callable[[str], list[str]]) -> Iterator[str]:
    """The lines of a folded text: a blank line more between lines that would else be folded into one."""
    blanks = 0
    loose: bool | None = None
    for line in body.split("\n"):
        if not line:
            blanks += 1
            continue
        # Lines that start with a blank are not folded, and neither are the line breaks beside them.
        indented = line[0] in " \t"
        folded = loose is not None and not loose and not indented
        yield from ("" for _ in range(blanks + folded))
        yield from [line] if indented else fill(line)
        blanks, loose = 0, indented


def groups_in(lines: list[str]) -> Iterator[list[str]]:
    """The lines that are folded into one, together."""
    group: list[str] = []
    for line in [*lines, ""]:
        if line.strip(" ") and line[0] not in " \t":
            group.append(line)
        elif group:
            yield group
            group = []


def pair_groups(said: list[str], now: list[str], groups: list[list[str]]) -> list[list[str]]:
    """For each text now the lines of the one it comes from; none for a text that is new."""
    before: list[list[str]] = [[] for _ in now]
    for tag, a, b, c, d in SequenceMatcher(None, said, now, autojunk=False).get_opcodes():
        if tag in ("equal", "replace"):
            before[c : min(d, c + b - a)] = groups[a : min(b, a + d - c)]
    return before


_HEADER = re.compile(r"(?P<style>[|>])(?P<before>[1-9]?)(?P<chomp>[-+]?)(?P<after>[1-9]?)(?P<rest>.*)")


def write_literal(value: str, spot: Slot) -> Fragment:
    """A text whose lines are the lines it is written on."""
    return _block("|", value, spot, block_body(value).split("\n"))


def write_folded(value: str, spot: Slot) -> Fragment:
    """A text whose lines are filled to the width of the file."""
    width = spot.width - spot.indent
    return _block(">", value, spot, list(find_folds(block_body(value), lambda line: fill(split_words(line), width))))


def block_body(value: str) -> str:
    """A text without the line breaks that end it."""
    return value.rstrip("\n")


def _block(style: str, value: str, spot: Slot, body: list[str]) -> Fragment:
    digit = str(spot.indent - max(spot.parent, 0)) if _needs_digit(value) else ""
    return Fragment(f"{style}{digit}{_chomp(value, '')}", _indented(value, body, spot.indent), under=True)


def _needs_digit(value: str) -> bool:
    """Whether the indentation cannot be told from the first line, which starts with a blank itself."""
    return value.lstrip("\n")[:1] in (" ", "\t")


def _chomp(value: str, had: str) -> str:
    """What says how many line breaks end the value; `had` stays where it says the same."""
    ends = len(value) - len(block_body(value))
    if ends == 0:
        return "-"
    return "+" if ends > 1 or had == "+" else ""


def _indented(value: str, body: list[str], indent: int) -> tuple[str, ...]:
    ends = len(value) - len(block_body(value))
    lines = [f"{' ' * indent}{line}" if line else "" for line in body]
    return (*lines, *("" for _ in range(ends - 1)))


@frozen
class BlockStyle:
    """A literal or folded scalar as it is written.

    Attributes:
        header: its first line.
        lines: the lines below it.
        value: what it says.
        indent: how deep its lines are indented.
        width: the most characters of a line that is filled anew, without its indentation.
    """

    header: str
    lines: tuple[str, ...]
    value: str
    indent: int
    width: int

    @classmethod
    def of(cls, text: str, node: Scalar, raw: str, spot: Slot) -> "BlockStyle":
        """A scalar as it is written; `raw` is its text from the indicator on."""
        end = line_end(raw, 0)
        lines = tuple(split_lines(raw[skip_break(raw, end) :])) if end < len(raw) else ()
        indent = scalar_indent(text, node) or spot.indent
        widest = max((len(line) for line in lines), default=0) if len(lines) > 1 else 0
        return cls(raw[:end], lines, node.value, indent, max(widest, spot.width) - indent)

    def rewritten(self, value: str) -> Fragment:
        """The same style with another value."""
        found = _HEADER.fullmatch(self.header)
        assert found is not None
        digit = found["before"] + found["after"]
        digit = digit or (str(self.indent) if _needs_digit(value) else "")
        chomp = _chomp(value, found["chomp"])
        order = f"{chomp}{digit}" if found["after"] else f"{digit}{chomp}"
        body = self._folded(value) if found["style"] == ">" else block_body(value).split("\n")
        lines = _indented(value, body, self.indent)
        return Fragment(f"{found['style']}{order}", self._as_before(lines), under=True)

    def _folded(self, value: str) -> list[str]:
        said = [line for line in self.value.split("\n") if line and line[0] not in " \t"]
        groups = list(groups_in([line[self.indent :] for line in self.lines]))
        now = [line for line in block_body(value).split("\n") if line and line[0] not in " \t"]
        before = pair_groups(said, now, groups) if [" ".join(group) for group in groups] == said else [[]] * len(now)
        fills = iter(before)

        def fill(line: str) -> list[str]:
            old = [tuple(Word(word, word) for word in split_words(raw)) for raw in next(fills)]
            return refill(old, line, str, self.width, grow=False)

        return list(find_folds(block_body(value), fill))

    def _as_before(self, lines: tuple[str, ...]) -> tuple[str, ...]:
        """The lines, the blank ones with the blanks they had."""
        if not any(line and not line.strip() for line in self.lines):
            return lines
        as_written = list(lines)
        clean = [line if line.strip() else "" for line in self.lines]
        for tag, a, b, c, _ in SequenceMatcher(None, clean, lines, autojunk=False).get_opcodes():
            if tag == "equal":
                as_written[c : c + b - a] = self.lines[a:b]
        return tuple(as_written)
