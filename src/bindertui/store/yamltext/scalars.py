"""One value as YAML writes it where it stands: in the style it has, and in another only where it needs one."""

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

from attrs import frozen

from bindertui.store.nodes import Scalar
from bindertui.store.yamltext.folding import Word, filled, refilled, words_of
from bindertui.store.yamltext.layout import content_start, end_of, scalar_indent
from bindertui.store.yamltext.lines import after_break, line_end, split_lines
from bindertui.store.yamltext.quoting import (
    double,
    inside_double,
    inside_single,
    mistakable,
    reads_as,
    single,
    unescaped,
)

Atom = str | int | float | bool | None

_UNSEEN_BREAKS = re.compile("[\r\x85\u2028\u2029]")
"""Line breaks that editors do not show as such: they are escaped."""
_HEADER = re.compile(r"(?P<style>[|>])(?P<before>[1-9]?)(?P<chomp>[-+]?)(?P<after>[1-9]?)(?P<rest>.*)")


@frozen
class Written:
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
class Spot:
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


def word_of(value: Atom, null: str) -> str:
    """A number, a truth value or nothing, as YAML writes it."""
    if value is None:
        return null
    if isinstance(value, bool):
        return "true" if value else "false"
    if value != value:  # noqa: PLR0124 - only NaN differs from itself
        return ".nan"
    if value in (float("inf"), float("-inf")):
        return ".inf" if value == float("inf") else "-.inf"
    return str(value)


def fresh(value: Atom, spot: Spot, model: Scalar | None = None, *, careless: bool = False) -> Written | None:
    """A value that was not there before; None if no style can write it.

    Args:
        value: what it is to say.
        spot: where it is to stand.
        model: a scalar of its kind, whose style it takes where that says it.
        careless: words that other programs take for numbers or the like stand without quotes here.
    """
    if not isinstance(value, str):
        return Written(word_of(value, spot.null))
    quote = model.event.style if model is not None else ""
    long = spot.column + len(value) > spot.width and " " in value
    candidates: list[Callable[[], Written]] = []
    if not spot.flow and ("\n" in value or long):
        wide = any(len(line) + spot.indent > spot.width for line in value.split("\n"))
        candidates += [lambda: _literal(value, spot)] if quote == "|" or not (wide or quote == ">") else []
        candidates += [lambda: _folded(value, spot), lambda: _literal(value, spot)]
    if quote not in ("'", '"') and "\n" not in value and (careless or not mistakable(value)):
        candidates.append(lambda: Written(value))
    if quote != '"' and "\n" not in value:
        candidates.append(lambda: Written(single(value)))
    candidates.append(lambda: Written(double(value)))
    return _first(candidates, value, spot)


def rewritten(text: str, node: Scalar, value: Atom, spot: Spot) -> Written | None:
    """A scalar with another value in the style it has, as far as that style can say it; None if none can.

    Args:
        text: the whole text.
        node: the scalar as it is.
        value: what it is to say.
        spot: where it stands.
    """
    if not isinstance(value, str):
        return Written(word_of(value, spot.null))
    style = node.event.style or ""
    raw = text[content_start(text, node) : end_of(text, node, node.event.start_mark.index)]
    candidates: list[Callable[[], Written]] = []
    if style in ("|", ">"):
        block = _Block.of(text, node, raw, spot)
        if _body(value):
            candidates = [lambda: block.rewritten(value), lambda: _literal(value, spot)]
        if "\n" not in value:
            candidates += [lambda: Written(value), lambda: Written(single(value))]
    else:
        candidates += [lambda: _inline(raw, style, value, spot)] if style or raw else []
        if not style and "\n" not in value:
            candidates += [lambda: Written(value), lambda: Written(single(value))]
        if style != '"' and "\n" in value and not spot.flow:
            candidates += [lambda: _literal(value, spot)]
    candidates.append(lambda: Written(double(value)))
    return _first(candidates, value, spot)


def _first(candidates: list[Callable[[], Written]], value: str, spot: Spot) -> Written | None:
    for candidate in candidates:
        written = candidate()
        raw = "\n".join((written.head, *written.lines))
        if _UNSEEN_BREAKS.search(value) and not written.head.startswith('"'):
            continue
        if (written.under and spot.flow) or (written.head[-1:] == "+" and spot.followed and written.under):
            continue
        if reads_as(raw, value, flow=spot.flow, parent=max(spot.parent, 0)):
            return written
    return None


def _literal(value: str, spot: Spot) -> Written:
    return _block("|", value, spot, _body(value).split("\n"))


def _folded(value: str, spot: Spot) -> Written:
    width = spot.width - spot.indent
    return _block(">", value, spot, list(_folds(_body(value), lambda line: filled(words_of(line), width))))


def _body(value: str) -> str:
    return value.rstrip("\n")


def _block(style: str, value: str, spot: Spot, body: list[str]) -> Written:
    digit = str(spot.indent - max(spot.parent, 0)) if _needs_digit(value) else ""
    return Written(f"{style}{digit}{_chomp(value, '')}", _indented(value, body, spot.indent), under=True)


def _needs_digit(value: str) -> bool:
    """Whether the indentation cannot be told from the first line, which starts with a blank itself."""
    return value.lstrip("\n")[:1] in (" ", "\t")


def _chomp(value: str, had: str) -> str:
    """What says how many line breaks end the value; `had` stays where it says the same."""
    ends = len(value) - len(_body(value))
    if ends == 0:
        return "-"
    return "+" if ends > 1 or had == "+" else ""


def _indented(value: str, body: list[str], indent: int) -> tuple[str, ...]:
    ends = len(value) - len(_body(value))
    lines = [f"{' ' * indent}{line}" if line else "" for line in body]
    return (*lines, *("" for _ in range(ends - 1)))


def _folds(body: str, fill: Callable[[str], list[str]]) -> Iterator[str]:
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


@frozen
class _Block:
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
    def of(cls, text: str, node: Scalar, raw: str, spot: Spot) -> "_Block":
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
        body = self._folded(value) if found["style"] == ">" else _body(value).split("\n")
        lines = _indented(value, body, self.indent)
        return Written(f"{found['style']}{order}", self._as_before(lines), under=True)

    def _folded(self, value: str) -> list[str]:
        said = [line for line in self.value.split("\n") if line and line[0] not in " \t"]
        groups = list(_groups([line[self.indent :] for line in self.lines]))
        now = [line for line in _body(value).split("\n") if line and line[0] not in " \t"]
        before = _paired(said, now, groups) if [" ".join(group) for group in groups] == said else [[]] * len(now)
        fills = iter(before)

        def fill(line: str) -> list[str]:
            old = [tuple(Word(word, word) for word in words_of(raw)) for raw in next(fills)]
            return refilled(old, line, str, self.width, grow=False)

        return list(_folds(_body(value), fill))

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


def _groups(lines: list[str]) -> Iterator[list[str]]:
    """The lines that are folded into one, together."""
    group: list[str] = []
    for line in [*lines, ""]:
        if line.strip(" ") and line[0] not in " \t":
            group.append(line)
        elif group:
            yield group
            group = []


def _paired(said: list[str], now: list[str], groups: list[list[str]]) -> list[list[str]]:
    """For each text now the lines of the one it comes from; none for a text that is new."""
    before: list[list[str]] = [[] for _ in now]
    for tag, a, b, c, d in SequenceMatcher(None, said, now, autojunk=False).get_opcodes():
        if tag in ("equal", "replace"):
            before[c : min(d, c + b - a)] = groups[a : min(b, a + d - c)]
    return before


_SPEECH: dict[str, tuple[Callable[[str], str], Callable[[str], str | None]]] = {
    "": (str, str),
    "'": (inside_single, lambda raw: raw.replace("''", "'")),
    '"': (inside_double, unescaped),
}
"""For each style without lines of its own: how a word is written, and what a written word says."""


def _inline(raw: str, style: str, value: str, spot: Spot) -> Written:
    """A text without or in quotes, over as many lines as it was."""
    write, read = _SPEECH[style]
    inner = raw[1:-1] if style else raw
    first, *below = split_lines(inner)
    stripped = [first, *(line.lstrip(" \t") for line in below)]
    if below:
        stripped = [line.rstrip(" \t") for line in stripped[:-1]] + stripped[-1:]
    old = [tuple(Word(word, read(word) or word) for word in words_of(line)) for line in stripped]
    if "\n" in value or "" in stripped[1:-1] or (below and style == '"' and "\\" in inner):
        return Written(f"{style}{write(value)}{style}")
    lines = refilled(old, value, write, max(spot.width, *map(len, below), 0) if below else 0, grow=True)
    indents = {line.strip(" \t"): line for line in below}
    margin = below[0][: len(below[0]) - len(below[0].lstrip(" \t"))] if below else ""
    lines = [lines[0], *(indents.get(line, f"{margin}{line}") for line in lines[1:])]
    return Written(
        f"{style}{lines[0]}" + ("" if lines[1:] else style),
        (*lines[1:-1], *(f"{line}{style}" for line in lines[1:][-1:])),
    )
