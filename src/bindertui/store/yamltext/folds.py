"""Folded texts and the lines they are written on."""

from collections.abc import Callable, Iterator
from difflib import SequenceMatcher


def folds(body: str, fill: Callable[[str], list[str]]) -> Iterator[str]:
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


def paired(said: list[str], now: list[str], groups: list[list[str]]) -> list[list[str]]:
    """For each text now the lines of the one it comes from; none for a text that is new."""
    before: list[list[str]] = [[] for _ in now]
    for tag, a, b, c, d in SequenceMatcher(None, said, now, autojunk=False).get_opcodes():
        if tag in ("equal", "replace"):
            before[c : min(d, c + b - a)] = groups[a : min(b, a + d - c)]
    return before
