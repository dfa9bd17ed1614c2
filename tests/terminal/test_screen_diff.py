"""Changed cells leave the terminal with the same screen as whole frames."""

from collections.abc import Iterable, Sequence

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from bindertui.terminal.colors import make_console
from bindertui.terminal.screen_diff import PLAIN, ScreenBuffer, cell_style, style_change

WIDTH, HEIGHT = 24, 5
STYLES = [
    None,
    Style(color="red"),
    Style(color="#10a0f0", bgcolor="#202020", bold=True),
    Style(bgcolor="#202020"),
    Style(bgcolor="default", underline=True),
    Style(color="bright_green", bgcolor="blue", reverse=True, italic=True),
    Style(color="color(200)", strike=True, dim=True),
]

texts = st.text("ab  é─│→漢", min_size=1, max_size=8)
segments = st.builds(Segment, texts, st.sampled_from(STYLES), st.none())
strips = st.builds(Strip, st.lists(segments, max_size=6))
frames = st.lists(st.lists(strips, min_size=HEIGHT, max_size=HEIGHT), min_size=1, max_size=4)


def full_update(frame: Sequence[Strip]) -> LayoutUpdate:
    """Return an update of the whole screen."""
    rows: list[Iterable[Strip]] = [[strip.adjust_cell_length(WIDTH)] for strip in frame]
    return LayoutUpdate(rows, Region(0, 0, WIDTH, HEIGHT))


def terminal() -> tuple[pyte.Screen, pyte.Stream]:
    """Return a terminal without line wrap."""
    screen = pyte.Screen(WIDTH, HEIGHT)
    stream = pyte.Stream(screen)
    stream.feed("\x1b[?7l")
    return screen, stream


def cells(screen: pyte.Screen) -> list[list[tuple[object, ...]]]:
    """Return the visible content of each cell."""
    return [[visible_style(screen.buffer[y][x]) for x in range(WIDTH)] for y in range(HEIGHT)]


def visible_style(cell: pyte.screens.Char) -> tuple[object, ...]:
    """Return the visible content of one cell; a blank hides most attributes."""
    common = (cell.data, cell.bg if not cell.reverse else cell.fg, cell.underscore, cell.strikethrough, cell.reverse)
    return common if cell.data == " " and not cell.reverse else (*common, cell.fg, cell.bg, cell.bold, cell.italics)


@given(frames)
def test_changes_leave_the_same_cells(several: list[list[Strip]]) -> None:
    """After any frames, the terminal shows the same as after a full update."""
    canvas = ScreenBuffer(ColorSystem.TRUECOLOR, links=True)
    screen, stream = terminal()
    for frame in several:
        canvas.draw(full_update(frame))
        stream.feed(canvas.changes())
    other, other_stream = terminal()
    other_stream.feed(full_update(several[-1]).render_segments(make_console(1 << 24)))
    assert cells(screen) == cells(other)


@given(st.lists(strips, min_size=HEIGHT, max_size=HEIGHT))
def test_unchanged_frames_send_nothing(frame: list[Strip]) -> None:
    """A frame that is drawn again sends nothing, until `forget`."""
    canvas = ScreenBuffer(ColorSystem.EIGHT_BIT, links=True)
    canvas.draw(full_update(frame))
    first = canvas.changes()
    canvas.draw(full_update(frame))
    assert canvas.changes() == ""
    canvas.forget()
    canvas.draw(full_update(frame))
    assert canvas.changes() == first


def test_part_of_a_row() -> None:
    """If Textual draws part of a row, only that part is sent."""
    canvas = ScreenBuffer(ColorSystem.TRUECOLOR, links=True)
    screen, stream = terminal()
    canvas.draw(full_update([Strip([Segment("abcdefghij" * 2)])] * HEIGHT))
    stream.feed(canvas.changes())
    pieces = {0: None, 10: Strip([Segment("XYZ")])}
    canvas.draw(ChopsUpdate([{}, {}, pieces], [(2, 10, 13)], [[], [], [10, 24]]))
    output = canvas.changes()
    stream.feed(output)
    assert output == "\x1b[3;11HXYZ"
    assert screen.display[2] == "abcdefghijXYZdefghij    "
    assert screen.display[1] == screen.display[3] == "abcdefghijabcdefghij    "


def test_colors_of_this_terminal() -> None:
    """A style that another terminal got in many colors is sent in few here."""
    style = Style(color="#ff0000")
    assert style_change(PLAIN, cell_style(style, ColorSystem.TRUECOLOR, links=True)) == "\x1b[38;2;255;0;0m"
    assert style_change(PLAIN, cell_style(style, ColorSystem.STANDARD, links=True)) == "\x1b[31m"


def test_hyperlinks() -> None:
    """The cells of a link have its target, and the cells after it none."""
    canvas = ScreenBuffer(ColorSystem.TRUECOLOR, links=True)
    strip = Strip([Segment("here", Style(link="https://example.org")), Segment(" and on")])
    canvas.draw(full_update([strip] * HEIGHT))
    output = canvas.changes()
    assert output.count("https://example.org\x1b\\here\x1b]8;;\x1b\\") == HEIGHT
