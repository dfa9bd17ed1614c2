"""YAML as many hands write it: for a tree of values, a text in one of countless styles, with comments everywhere."""

import re
from collections.abc import Callable
from random import Random
from typing import Any

from attrs import define, field, frozen
from hypothesis import strategies as st

Tree = str | None | list["Tree"] | dict[str, "Tree"]

KEYS = (
    "title",
    "en",
    "fr",
    "body",
    "text",
    "points",
    "S1",
    "as_of",
    "two words",
    "it's",
    "x-y",
    "né",
    "<<",
    "key: colon",
)
WORDS = (
    *("binder", "NO", "2019-11", "1.10", "012", "yes", "null", "café", "«", "l’accord", "[[stca|it]]", "a#b", "x:y"),
    *(
        "**strong**",
        "été",
        "—",
        "😀",
        "S01",
        "-",
        "word",
        "{x}",
        "http://a.b/c?d=e#f",
        "'quoted'",
        '"said"',
        "\\n",
        "%",
    ),
)
ODD = (
    *("", " ", " lead", "trail ", "a: b", "# x", "a #b", "- x", "~", "*", "&a", "!t", "@x", "`", "tab\tin", "\ttab"),
    *("two  spaces", "nb\u00a0sp", "line\nbreak", "two\n\nbreaks", "end\n", "ends\n\n", "\nstart", "a\n  b\nc", "? q"),
    *(": c", "---", "...", "'", '"', "\\", "x\u2028y", "x\x85y", "it''s", "|", ">", "a,b", "]", "{", "\r", "x\ny: z\n"),
)
_PLAIN = re.compile(r"[A-Za-zé0-9](?:[A-Za-zé0-9’.,/-]| (?=[A-Za-zé0-9«]))*")
_FOLDABLE = re.compile(r"[^\s#'\"-][^\n\t\r\x85\u2028]*(?<! )")


@frozen
class Hand:
    """The style of a whole file."""

    step: int
    offset: int
    dash: int
    newline: str
    bom: bool
    start: bool
    end: bool
    comments: float
    blanks: float


@frozen
class Page:
    """A generated file.

    Attributes:
        text: the whole text.
        tree: its content.
        shared: the paths whose values are repeated by aliases, or repeat others.
    """

    text: str
    tree: dict[str, Tree]
    shared: set[tuple[str | int, ...]]


@define
class _Scribe:
    random: Random
    hand: Hand
    lines: list[str] = field(factory=list)
    anchors: list[tuple[str, str, tuple[str | int, ...]]] = field(factory=list)
    shared: set[tuple[str | int, ...]] = field(factory=set)
    count: int = 0
    kept: bool = False
    open_end: bool = False

    def chance(self, part: float) -> bool:
        return self.random.random() < part

    def label(self) -> str:
        self.count += 1
        return f"c{self.count}"

    def eol(self) -> str:
        if not self.chance(self.hand.comments / 2):
            return ""
        return f"{' ' * self.random.choice((1, 1, 3))}#{self.random.choice((' ', ''))}{self.label()}"

    def apart(self, column: int, *, first: bool) -> None:
        """Blank lines and comments before an entry."""
        if not first and not self.kept and self.chance(self.hand.blanks):
            self.lines.append("")
            if self.chance(self.hand.comments / 2):
                self.lines += [f"{' ' * column}# apart {self.label()}", ""]
        if self.chance(self.hand.comments) and not (first and self.kept):
            margin = " " * column
            self.lines += [f"{margin}# {self.label()}" for _ in range(self.random.choice((1, 1, 2)))]
        self.kept = False

    def mapping(self, tree: dict[str, Tree], column: int, path: tuple[str | int, ...], head: str | None) -> None:
        for position, (key, value) in enumerate(tree.items()):
            margin = " " * column
            if head is None or position:
                self.apart(column, first=not position)
            else:
                margin = head
            written = key if _PLAIN.fullmatch(key) else self.quoted(key)
            if self.chance(0.05):
                self.lines.append(f"{margin}? {written}{self.eol()}")
                margin, written = " " * column, ""
            self.value(f"{margin}{written}:", value, column, (*path, key), dash=False)

    def sequence(self, tree: list[Tree], column: int, path: tuple[str | int, ...], head: str | None) -> None:
        for position, value in enumerate(tree):
            margin = " " * column
            if head is None or position:
                self.apart(column, first=not position)
            else:
                margin = head
            self.value(f"{margin}-", value, column, (*path, position), dash=True)

    def value(self, head: str, value: Tree, column: int, path: tuple[str | int, ...], *, dash: bool) -> None:
        prefix = self.properties(value, path)
        space = " " * (self.hand.dash - 1 if dash else self.random.choice((1, 1, 1, 2)))
        if isinstance(value, dict | list):
            self.collection(f"{head}{prefix}", space, value, column, path, dash=dash, bare=not prefix)
        elif value is None:
            written = self.random.choice(("", f"{space}~")) if not prefix else f"{space}~"
            self.lines.append(f"{head}{prefix}{written}{self.eol()}")
        elif not prefix and (alias := self.alias(value, path)):
            self.lines.append(f"{head}{space}{alias}{self.eol()}")
        else:
            self.scalar(f"{head}{prefix}", space, value, column)

    def properties(self, value: Tree, path: tuple[str | int, ...]) -> str:
        written = ""
        if self.chance(0.06):
            name = f"a{self.label()}"
            written = f" &{name}"
            if isinstance(value, str):
                self.anchors.append((name, value, path))
        if self.chance(0.04):
            tag = (
                "!!seq"
                if isinstance(value, list)
                else "!!map"
                if isinstance(value, dict)
                else "!!str"
                if value
                else "!t"
            )
            written = f" {tag}{written}" if self.chance(0.5) else f"{written} {tag}"
        return written

    def alias(self, value: str, path: tuple[str | int, ...]) -> str:
        for name, said, place in self.anchors:
            if said == value and self.chance(0.5):
                self.shared |= {place, path}
                return f"*{name}"
        return ""

    def collection(
        self, head: str, space: str, value: Any, column: int, path: tuple[str | int, ...], *, dash: bool, bare: bool
    ) -> None:
        if not value or self.chance(0.25):
            self.flow(head, space, value, column, path)
            return
        write = self.mapping if isinstance(value, dict) else self.sequence
        if dash:
            inner = column + self.hand.dash
            if bare and self.chance(0.8):
                write(value, inner, path, f"{head}{' ' * (self.hand.dash - 1)}")
                return
        else:
            inner = column + (self.hand.step if isinstance(value, dict) else self.hand.offset)
        self.lines.append(f"{head}{self.eol()}")
        write(value, inner, path, None)

    def flow(self, head: str, space: str, value: Any, column: int, path: tuple[str | int, ...]) -> None:
        opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
        items = self.flow_items(value)
        if items and self.chance(0.4):
            margin = " " * (column + self.hand.step)
            self.lines.append(f"{head}{space}{opening}{self.eol()}")
            for position, item in enumerate(items):
                if self.chance(self.hand.comments / 2):
                    self.lines.append(f"{margin}# {self.label()}")
                comma = "," if position + 1 < len(items) or self.chance(0.5) else ""
                self.lines.append(f"{margin}{item}{comma}{self.eol()}")
            self.lines.append(f"{' ' * (column + 1)}{closing}{self.eol()}")
            return
        inner = self.random.choice((", ", ",", " , ")).join(items)
        pad = self.random.choice(("", "", " ")) if items else ""
        self.lines.append(f"{head}{space}{opening}{pad}{inner}{pad}{closing}{self.eol()}")

    def flow_items(self, value: Any) -> list[str]:
        if isinstance(value, dict):
            return [f"{self.flow_text(key)}: {self.flow_value(item)}" for key, item in value.items()]
        return [self.flow_value(item) for item in value]

    def flow_value(self, value: Tree) -> str:
        if isinstance(value, dict):
            return f"{{{', '.join(self.flow_items(value))}}}"
        if isinstance(value, list):
            return f"[{', '.join(self.flow_items(value))}]"
        return "~" if value is None else self.flow_text(value)

    def flow_text(self, value: str) -> str:
        return value if _PLAIN.fullmatch(value) and "," not in value and self.chance(0.7) else self.quoted(value)

    def quoted(self, value: str) -> str:
        if not re.search(r"[\n\t\r\x85\u2028]", value) and self.chance(0.5):
            return "'" + value.replace("'", "''") + "'"
        written = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
        written = written.replace("\r", "\\r").replace("\x85", "\\N").replace("\u2028", "\\L")
        return '"' + "".join(f"\\u{ord(c):04x}" if c == "é" and self.chance(0.5) else c for c in written) + '"'

    def scalar(self, head: str, space: str, value: str, column: int) -> None:
        deeper = " " * (column + self.hand.step)
        styles: list[Callable[[str], str]] = [self.quoted]
        if _PLAIN.fullmatch(value):
            styles += [str, str, str]
        if " " in value and _PLAIN.fullmatch(value) and self.chance(0.3):
            self.broken(head, space, value, deeper)
            return
        body = value.rstrip("\n")
        if body and all(not line or _FOLDABLE.fullmatch(line) for line in body.split("\n")) and self.chance(0.5):
            self.block(head, space, value, body, deeper)
            return
        self.lines.append(f"{head}{space}{self.random.choice(styles)(value)}{self.eol()}")

    def broken(self, head: str, space: str, value: str, deeper: str) -> None:
        quote = self.random.choice(("", "'", '"'))
        first, *rest = self.filled(value, self.random.choice((12, 30)))
        lines = [f"{head}{space}{quote}{first}", *(f"{deeper}{line}" for line in rest)]
        lines[-1] += f"{quote}{self.eol()}"
        self.lines += lines

    def block(self, head: str, space: str, value: str, body: str, deeper: str) -> None:
        ends = len(value) - len(body)
        literal = self.chance(0.5)
        chomp = "-" if not ends else self.random.choice(("", "+")) if ends == 1 else "+"
        digit = str(len(deeper) - len(head) + len(head.lstrip(" "))) if self.chance(0.0) else ""
        self.lines.append(f"{head}{space}{'|' if literal else '>'}{digit}{chomp}{self.eol()}")
        lines = body.split("\n") if literal else self.folded(body)
        self.lines += [f"{deeper}{line}" if line else "" for line in lines]
        self.lines += [""] * (ends - 1)
        self.kept = chomp == "+"
        self.open_end = True

    def folded(self, body: str) -> list[str]:
        lines: list[str] = []
        for line in body.split("\n"):
            # A line break of the text is a blank line, in addition to the one that would be folded.
            lines += [
                *([""] if any(lines) or not line else []),
                *(self.filled(line, self.random.choice((20, 60))) if line else []),
            ]
        return lines

    def filled(self, text: str, width: int) -> list[str]:
        lines: list[str] = []
        for word in re.split(r"(?<=[^ ]) (?=[^ ])", text):
            if lines and len(lines[-1]) + len(word) < width:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines


def any_text(random: Random) -> str:
    """A text of any kind."""

    def words(least: int, most: int) -> str:
        return " ".join(random.choices(WORDS, k=random.randint(least, most)))

    kind = random.random()
    if kind < 0.15:
        return random.choice(ODD)
    if kind < 0.6:
        return words(1, 4)
    if kind < 0.8:
        return words(12, 40)
    return "\n".join(words(1, 12) for _ in range(random.randint(2, 3))) + random.choice(("", "", "\n", "\n\n"))


def any_tree(random: Random, size: int, depth: int = 0) -> Tree:
    """A value of about so many values."""
    kind = random.random()
    if size <= 1 or depth > 4 or kind < 0.1:
        return None if kind < 0.01 else any_text(random)
    parts = random.randint(1, min(size, 5))
    inside = (any_tree(random, size // parts, depth + 1) for _ in range(parts))
    if depth and kind < 0.55:
        return list(inside) if kind > 0.13 else []
    return dict(zip(random.sample(KEYS, parts), inside, strict=True)) if kind > 0.13 or not depth else {}


def any_hand(random: Random) -> Hand:
    """A hand of any kind."""
    return Hand(
        step=random.randint(1, 8),
        offset=random.choice((0, 0, 2, 2, 1, 4)),
        dash=random.choice((2, 2, 2, 4, 3)),
        newline=random.choice(("\n", "\n", "\n", "\r\n", "mixed")),
        bom=random.random() < 0.2,
        start=random.random() < 0.4,
        end=random.random() < 0.3,
        comments=random.choice((0.0, 0.3, 0.9)),
        blanks=random.choice((0.0, 0.2, 0.6)),
    )


def write(tree: dict[str, Tree], hand: Hand, random: Random) -> Page:
    """A tree in a hand."""
    scribe = _Scribe(random, hand)
    scribe.mapping(tree, 0, (), None)
    lines = [*(["---"] if hand.start else []), *scribe.lines, *(["..."] if hand.end else [])]
    breaks = [random.choice(("\n", "\r\n")) if hand.newline == "mixed" else hand.newline for _ in lines]
    text = "".join(f"{line}{end}" for line, end in zip(lines, breaks, strict=True))
    return Page("\ufeff" * hand.bom + text, tree, scribe.shared)


def page(random: Random, size: int) -> Page:
    """A file in some hand that says about so many things."""
    inside = {key: any_tree(random, max(size // 3, 1), 1) for key in random.sample(KEYS, random.randint(1, 4))}
    return write(inside, any_hand(random), random)


RANDOMS = st.builds(Random, st.integers(0, 2**64))
"""Sources of chance. Whole files are made from one, and not of single choices, so that thousands can be looked at."""
PAGES = st.builds(page, RANDOMS, st.integers(1, 24))
"""Files in many hands."""
TEXTS = st.builds(any_text, RANDOMS)
"""Texts of every kind."""


def places(tree: Tree, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Tree]]:
    """Yield every path of a tree with its value."""
    found: list[tuple[tuple[str | int, ...], Tree]] = [(path, tree)]
    if isinstance(tree, dict):
        for key, value in tree.items():
            found += places(value, (*path, key))
    elif isinstance(tree, list):
        for position, value in enumerate(tree):
            found += places(value, (*path, position))
    return found


def without_empty(tree: Tree) -> Tree:
    """The tree as it is read: a field that is left empty is left out."""
    if isinstance(tree, dict):
        return {key: without_empty(value) for key, value in tree.items() if value is not None}
    return [without_empty(item) for item in tree] if isinstance(tree, list) else tree
