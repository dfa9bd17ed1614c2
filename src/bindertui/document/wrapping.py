"""Word wrap: runs of text broken into rows of a given width, in terminal cells."""

import re
from collections.abc import Iterator
from itertools import groupby

from bindertui.document.flow import Run, Runs

Row = Runs
"""The runs on one row of the screen or page."""

_Piece = tuple[Run, str]
"""A run and a part of its text."""

_WIDEST = 2
"""Cells of the widest character."""
_SINGLE_CELL = re.compile(
    "[\x20-\u02ff\u2010-\u2027\u202f-\u205e\u20a0-\u20bf\u2190-\u21ff\u2500-\u25ff\u2800-\u28ff]*"
)
_AVERAGE_SLACK = 3
"""Cells that stay empty at the end of an average row, because the next word does not fit."""
_JOINER = "\u200d"
_SKIN = re.compile("([\U0001f3fb-\U0001f3ff])")
_SPACES_AND_WORDS = re.compile(r" +|[^ ]+")


def cell_width(text: str) -> int:
    """Return how many terminal cells a text takes."""
    if _SINGLE_CELL.fullmatch(text):
        return len(text)
    # By grapheme: in a longer text, wcwidth counts nothing for the character after a joiner, even if it is not joined.
    return sum(map(_cells, graphemes(text) if _JOINER in text else (text,)))


def _cells(text: str) -> int:
    import wcwidth  # noqa: PLC0415 - most texts need no tables, and verbs must start fast

    return max(0, wcwidth.wcswidth(text))


def text_width(runs: Runs) -> int:
    """Return how many terminal cells some runs take."""
    return sum(cell_width(run.text) for run in runs)


def wrap_runs(runs: Runs, width: int) -> list[Row]:
    """Break runs at spaces into rows; a word wider than a row is broken between characters."""
    done: list[Row] = []
    row: list[_Piece] = []
    used = 0
    for word, size, is_space in _words(runs):
        if is_space:
            if row and used + size <= width:
                row += word
                used += size
            elif row:
                used = width + 1
        elif used + size <= width:
            row += word
            used += size
        else:
            if row:
                done.append(_row(row))
            *full, row = _break_word(word, width) if size > width else [word]
            done += map(_row, full)
            used = sum(cell_width(text) for _, text in row)
    done.append(_row(row))
    return done


def estimate_wrapped_rows(runs: Runs, width: int) -> int:
    """Estimate how many rows `wrap_runs` makes of some runs, from the length of their text."""
    width = max(width, 2)
    size = 0
    for run in runs:
        size += len(run.text)
    return max(1, -(-size // (width - min(_AVERAGE_SLACK, width // 4))))


def longest_word(runs: Runs) -> int:
    """Return the width of the widest word."""
    return max((size for _, size, is_space in _words(runs) if not is_space), default=0)


def _words(runs: Runs) -> Iterator[tuple[list[_Piece], int, bool]]:
    """Yield the words and the spaces of a text: the pieces of each, its width, and whether it is a space."""
    word: list[_Piece] = []
    size = 0
    for run in runs:
        for text in _SPACES_AND_WORDS.findall(run.text):
            if text[0] != " ":
                word.append((run, text))
                size += cell_width(text)
                continue
            if word:
                yield word, size, False
                word, size = [], 0
            yield [(run, text)], len(text), True
    if word:
        yield word, size, False


def _break_word(word: list[_Piece], width: int) -> list[list[_Piece]]:
    rows: list[list[_Piece]] = [[]]
    used = 0
    for run, text in word:
        part = ""
        for grapheme in graphemes(text):
            size = cell_width(grapheme)
            if used + size > width and used:
                rows[-1].append((run, part))
                rows.append([])
                part, used = "", 0
            part += grapheme
            used += size
        rows[-1].append((run, part))
    return rows


def graphemes(text: str) -> Iterator[str]:
    """Yield the user-perceived characters of a text, none of them wider than two terminal cells."""
    if _SINGLE_CELL.fullmatch(text):
        yield from text
        return
    import wcwidth  # noqa: PLC0415 - as in `_cells`

    for grapheme in wcwidth.iter_graphemes(text):
        # After anything but a person, terminals draw a skin-tone modifier as a picture of its own.
        parts = (grapheme,) if _cells(grapheme) <= _WIDEST else filter(None, _SKIN.split(grapheme))
        for part in parts:
            yield from (part,) if _cells(part) <= _WIDEST else part


def _row(pieces: list[_Piece]) -> Row:
    """Return pieces as runs again: those of one run joined, trailing spaces dropped."""
    while pieces and not pieces[-1][1].strip(" "):
        pieces = pieces[:-1]
    joined = (
        (run, "".join(text for _, text in same))
        for (_, run), same in groupby(pieces, key=lambda piece: (id(piece[0]), piece[0]))
    )
    return tuple(run if run.text == text else run._replace(text=text) for run, text in joined)


def run_at_cell(row: Row, column: int) -> Run | None:
    """Return the run at a cell of a row, or None."""
    start = 0
    for run in row:
        end = start + text_width((run,))
        if start <= column < end:
            return run
        start = end
    return None
