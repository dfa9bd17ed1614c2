"""Breaking runs into rows of a given width, measured in terminal cells."""

import re
from collections.abc import Iterator
from itertools import groupby

from bindertui.document.flow import Run, Runs

Row = Runs
"""What stands on one row of the screen or the page."""

_Piece = tuple[Run, str]
"""A part of the text of a run."""

_WIDEST = 2
"""Cells of the widest character."""
_SINGLE_CELL = re.compile(
    "[\x20-\u02ff\u2010-\u2027\u202f-\u205e\u20a0-\u20bf\u2190-\u21ff\u2500-\u25ff\u2800-\u28ff]*"
)
_JOINER = "\u200d"
_SKIN = re.compile("([\U0001f3fb-\U0001f3ff])")
_SPACES_AND_WORDS = re.compile(r" +|[^ ]+")


def cell_width(text: str) -> int:
    """How many cells of a terminal a text takes."""
    if _SINGLE_CELL.fullmatch(text):
        return len(text)
    # In a whole text, nothing would be counted for what follows a joiner, joined to it or not.
    return sum(map(_cells, graphemes(text) if _JOINER in text else (text,)))


def _cells(text: str) -> int:
    import wcwidth  # noqa: PLC0415 - most texts need no tables, and verbs must start fast

    return max(0, wcwidth.wcswidth(text))


def text_width(runs: Runs) -> int:
    """How many cells a row takes."""
    return sum(cell_width(run.text) for run in runs)


def wrap_runs(runs: Runs, room: int) -> list[Row]:
    """Runs broken at spaces into rows; a word wider than the room is broken where it must."""
    done: list[Row] = []
    row: list[_Piece] = []
    used = 0
    for word, size, is_space in _words(runs):
        if is_space:
            if row and used + size <= room:
                row += word
                used += size
            elif row:
                used = room + 1
        elif used + size <= room:
            row += word
            used += size
        else:
            if row:
                done.append(_row(row))
            *full, row = _chopped(word, room) if size > room else [word]
            done += map(_row, full)
            used = sum(cell_width(text) for _, text in row)
    done.append(_row(row))
    return done


def longest_word(runs: Runs) -> int:
    """How many cells the widest word takes."""
    return max((size for _, size, is_space in _words(runs) if not is_space), default=0)


def _words(runs: Runs) -> Iterator[tuple[list[_Piece], int, bool]]:
    """The words of a text, each with the styles inside it, and the spaces between them; with their widths."""
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


def _chopped(word: list[_Piece], room: int) -> list[list[_Piece]]:
    rows: list[list[_Piece]] = [[]]
    used = 0
    for run, text in word:
        part = ""
        for grapheme in graphemes(text):
            size = cell_width(grapheme)
            if used + size > room and used:
                rows[-1].append((run, part))
                rows.append([])
                part, used = "", 0
            part += grapheme
            used += size
        rows[-1].append((run, part))
    return rows


def graphemes(text: str) -> Iterator[str]:
    """The characters of a text as readers count them, none of them wider than a terminal's two cells."""
    if _SINGLE_CELL.fullmatch(text):
        yield from text
        return
    import wcwidth  # noqa: PLC0415 - as in `_cells`

    for grapheme in wcwidth.iter_graphemes(text):
        # A modifier of skin behind anything but a person is a picture of its own to terminals.
        parts = (grapheme,) if _cells(grapheme) <= _WIDEST else filter(None, _SKIN.split(grapheme))
        for part in parts:
            yield from (part,) if _cells(part) <= _WIDEST else part


def _row(pieces: list[_Piece]) -> Row:
    """The pieces as runs again: those of one run joined, spaces at the end left out."""
    while pieces and not pieces[-1][1].strip(" "):
        pieces = pieces[:-1]
    joined = (
        (run, "".join(text for _, text in same))
        for (_, run), same in groupby(pieces, key=lambda piece: (id(piece[0]), piece[0]))
    )
    return tuple(run if run.text == text else run._replace(text=text) for run, text in joined)


def run_at_cell(row: Row, column: int) -> Run | None:
    """The run that stands on a cell of a row, or None."""
    start = 0
    for run in row:
        end = start + text_width((run,))
        if start <= column < end:
            return run
        start = end
    return None
