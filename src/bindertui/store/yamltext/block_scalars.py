"""Literal and folded texts, on lines of their own."""

import re
from difflib import SequenceMatcher

from bindertui.store.nodes import Scalar
from bindertui.store.yamltext.folding import Word, filled, refilled, words_of
from bindertui.store.yamltext.folds import folds, groups_in, paired
from bindertui.store.yamltext.lines import after_break, line_end, split_lines
from bindertui.store.yamltext.places import scalar_indent
from bindertui.store.yamltext.spots import Spot, Written
from bindertui.values import frozen

_HEADER = re.compile(r"(?P<style>[|>])(?P<before>[1-9]?)(?P<chomp>[-+]?)(?P<after>[1-9]?)(?P<rest>.*)")


def literal(value: str, spot: Spot) -> Written:
    """A text whose lines are the lines it is written on."""
    return _block("|", value, spot, body_of(value).split("\n"))


def folded(value: str, spot: Spot) -> Written:
    """A text whose lines are filled to the width of the file."""
    width = spot.width - spot.indent
    return _block(">", value, spot, list(folds(body_of(value), lambda line: filled(words_of(line), width))))


def body_of(value: str) -> str:
    """A text without the line breaks that end it."""
    return value.rstrip("\n")


def _block(style: str, value: str, spot: Spot, body: list[str]) -> Written:
    digit = str(spot.indent - max(spot.parent, 0)) if _needs_digit(value) else ""
    return Written(f"{style}{digit}{_chomp(value, '')}", _indented(value, body, spot.indent), under=True)


def _needs_digit(value: str) -> bool:
    """Whether the indentation cannot be told from the first line, which starts with a blank itself."""
    return value.lstrip("\n")[:1] in (" ", "\t")


def _chomp(value: str, had: str) -> str:
    """What says how many line breaks end the value; `had` stays where it says the same."""
    ends = len(value) - len(body_of(value))
    if ends == 0:
        return "-"
    return "+" if ends > 1 or had == "+" else ""


def _indented(value: str, body: list[str], indent: int) -> tuple[str, ...]:
    ends = len(value) - len(body_of(value))
    lines = [f"{' ' * indent}{line}" if line else "" for line in body]
    return (*lines, *("" for _ in range(ends - 1)))


@frozen
class Block:
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
    def of(cls, text: str, node: Scalar, raw: str, spot: Spot) -> "Block":
        """A scalar as it is written; `raw` is its text from the indicator on."""
        end = line_end(raw, 0)
        lines = tuple(split_lines(raw[after_break(raw, end) :])) if end < len(raw) else ()
        indent = scalar_indent(text, node) or spot.indent
        widest = max((len(line) for line in lines), default=0) if len(lines) > 1 else 0
        return cls(raw[:end], lines, node.value, indent, max(widest, spot.width) - indent)

    def rewritten(self, value: str) -> Written:
        """The same style with another value."""
        found = _HEADER.fullmatch(self.header)
        assert found is not None
        digit = found["before"] + found["after"]
        digit = digit or (str(self.indent) if _needs_digit(value) else "")
        chomp = _chomp(value, found["chomp"])
        order = f"{chomp}{digit}" if found["after"] else f"{digit}{chomp}"
        body = self._folded(value) if found["style"] == ">" else body_of(value).split("\n")
        lines = _indented(value, body, self.indent)
        return Written(f"{found['style']}{order}", self._as_before(lines), under=True)

    def _folded(self, value: str) -> list[str]:
        said = [line for line in self.value.split("\n") if line and line[0] not in " \t"]
        groups = list(groups_in([line[self.indent :] for line in self.lines]))
        now = [line for line in body_of(value).split("\n") if line and line[0] not in " \t"]
        before = paired(said, now, groups) if [" ".join(group) for group in groups] == said else [[]] * len(now)
        fills = iter(before)

        def fill(line: str) -> list[str]:
            old = [tuple(Word(word, word) for word in words_of(raw)) for raw in next(fills)]
            return refilled(old, line, str, self.width, grow=False)

        return list(folds(body_of(value), fill))

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
