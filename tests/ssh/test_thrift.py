"""Thrift: a terminal that is sent less shows the same."""

import pyte
from hypothesis import given
from hypothesis import strategies as st

from bindertui.ssh.thrift import Thrift

_STYLES = ("", "1", "4", "7", "31", "38;5;99", "48;2;1;2;3", "1;3;38;2;9;8;7;48;5;17", "38;5;99;48;5;17", "9;97;104")
_SPANS = st.tuples(st.sampled_from(_STYLES), st.sampled_from(("word", "    ", " x ", "é…", "  ▌")))
_ROWS = st.tuples(st.integers(1, 6), st.integers(1, 30), st.lists(_SPANS, min_size=1, max_size=4))
_FRAMES = st.lists(st.lists(_ROWS, max_size=6), max_size=6)


def frame(rows: list[tuple[int, int, list[tuple[str, str]]]]) -> str:
    """A frame as Textual writes one."""
    drawn = [
        f"\x1b[{row};{column}H" + "".join(f"\x1b[{style}m{text}\x1b[0m" if style else text for style, text in spans)
        for row, column, spans in rows
    ]
    return "\n".join(drawn) + "\x1b[3;4H"


@given(_FRAMES)
def test_the_screen_is_the_same(frames: list[list[tuple[int, int, list[tuple[str, str]]]]]) -> None:
    """After any frames, what is sent in the end draws what all of them would have drawn."""
    whole, spared = pyte.Screen(60, 8), pyte.Screen(60, 8)
    all_of_it, less = pyte.Stream(whole), pyte.Stream(spared)
    thrift = Thrift()
    for rows in frames:
        text = frame(rows)
        saved = thrift.saved(text)
        all_of_it.feed(text.replace("\n", ""))
        less.feed(saved)
        assert _shown(spared) == _shown(whole)
        assert (spared.cursor.x, spared.cursor.y) == (whole.cursor.x, whole.cursor.y)
        assert thrift.saved(text) == ""


def _shown(screen: pyte.Screen) -> list[object]:
    """What each cell shows: of a blank without lines, its background alone."""
    cells = [screen.buffer[row][column] for row in range(8) for column in range(60)]
    return [
        cell.bg if cell.data == " " and not (cell.underscore or cell.reverse or cell.strikethrough) else cell
        for cell in cells
    ]
