"""Texts without quotes or in them, over as many lines as they were."""

from collections.abc import Callable

from bindertui.store.yamltext.folding import Word, refilled, words_of
from bindertui.store.yamltext.lines import split_lines
from bindertui.store.yamltext.quoting import inside_double, inside_single, unescaped
from bindertui.store.yamltext.spots import Spot, Written

_SPEECH: dict[str, tuple[Callable[[str], str], Callable[[str], str | None]]] = {
    "": (str, str),
    "'": (inside_single, lambda raw: raw.replace("''", "'")),
    '"': (inside_double, unescaped),
}
"""For each style without lines of its own: how a word is written, and what a written word says."""


def inline(raw: str, style: str, value: str, spot: Spot) -> Written:
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
