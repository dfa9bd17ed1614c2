"""Capabilities of clients' terminals: claims are used only if they are harmless."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as TextualColor

from bindertui.terminal.capabilities import (
    MAX_SIZE,
    ColorDepth,
    TerminalInfo,
    accepted_variables,
    clamp_size,
)
from bindertui.terminal.colors import color_filters


@pytest.mark.parametrize(
    ("kind", "environment", "depth"),
    [
        ("xterm-256color", {}, ColorDepth.MANY),
        ("xterm-256color", {"COLORTERM": "truecolor"}, ColorDepth.TRUE),
        ("xterm-256color", {"COLORTERM": "truecolor", "NO_COLOR": "1"}, ColorDepth.MONO),
        ("xterm-kitty", {}, ColorDepth.TRUE),
        ("screen.xterm-256color", {}, ColorDepth.MANY),
        ("tmux", {}, ColorDepth.MANY),
        ("xterm-16color", {}, ColorDepth.SIXTEEN),
        ("rxvt", {}, ColorDepth.SIXTEEN),
        ("linux", {}, ColorDepth.EIGHT),
        ("vt100", {}, ColorDepth.MONO),
        ("vt220", {}, ColorDepth.MONO),
        ("xterm-mono", {}, ColorDepth.MONO),
        ("dumb", {"COLORTERM": "truecolor"}, ColorDepth.MONO),
        (None, {}, ColorDepth.MONO),
    ],
)
def test_colors(kind: str | None, environment: dict[str, str], depth: ColorDepth) -> None:
    """The number of colors follows the type, COLORTERM and NO_COLOR."""
    assert TerminalInfo.detect(kind, environment).depth == depth


@pytest.mark.parametrize(
    ("environment", "language"),
    [({}, None), ({"LANG": "fr_CA.UTF-8"}, "fr"), ({"LANG": "fr", "LC_ALL": "en_CA"}, "en"), ({"LANG": "de_DE"}, "en")],
)
def test_languages(environment: dict[str, str], language: str | None) -> None:
    """The language is that of the locale; without one, it is unknown."""
    assert TerminalInfo.detect("xterm", environment).language == language


@given(st.text())
def test_hostile_types(kind: str) -> None:
    """A terminal type is short and printable, or empty."""
    terminal = TerminalInfo.detect(kind, {})
    assert terminal.term in {kind, ""}
    assert terminal.term.isascii()
    assert terminal.term.isprintable()
    assert len(terminal.term) <= 64


def test_types_with_control_characters() -> None:
    """Types with escapes, paths or shell syntax count as dumb."""
    for kind in ("\x1b[2J", "xterm\n", "../../etc/passwd", "x" * 65, "$(id)", "xterm;id"):
        assert TerminalInfo.detect(kind, {}).is_dumb


@given(st.dictionaries(st.binary(max_size=80), st.binary(max_size=80), max_size=20))
def test_variables(environment: dict[bytes, bytes]) -> None:
    """Only variables about the terminal and the language are accepted."""
    for name in accepted_variables(environment):
        assert name in {"LANG", "NO_COLOR", "COLORTERM", "TERM_PROGRAM"} or name.startswith("LC_")


def test_refused_variables() -> None:
    """Variables that could change how programs run are refused."""
    names = (
        "LD_PRELOAD",
        "PYTHONPATH",
        "TEXTUAL",
        "TEXTUAL_DRIVER",
        "GIT_DIR",
        "PATH",
        "HOME",
        "BINDERTUI_BINDER",
        "TERM",
    )
    assert accepted_variables({name.encode(): b"x" for name in names}) == {}
    assert accepted_variables({b"LANG": b"fr_CA.UTF-8", b"LC_ALL": b"$(id)", b"LC_x": b"y"}) == {"LANG": "fr_CA.UTF-8"}


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_sizes(columns: int, rows: int) -> None:
    """Any claimed size becomes one that can be drawn."""
    width, height = clamp_size(columns, rows)
    assert 1 <= width <= MAX_SIZE[0]
    assert 1 <= height <= MAX_SIZE[1]
    assert columns == 0 or columns > MAX_SIZE[0] or width == columns


def test_no_size() -> None:
    """Without a size, the default size is used."""
    assert clamp_size(0, 0) == (80, 24)


@given(st.integers(0, 255), st.integers(0, 255), st.booleans())
def test_eight_colors(front: int, back: int, bold: bool) -> None:
    """With eight colors, text never has the color of its background, and only bold text is bold."""
    style = Style(color=Color.from_rgb(front, front, front), bgcolor=Color.from_rgb(back, back, back), bold=bold)
    (few,) = color_filters(8)
    ((_, style_shown, _),) = few.apply([Segment("text", style)], TextualColor(0, 0, 0))
    assert style_shown is not None
    assert style_shown.color is not None
    assert style_shown.bgcolor is not None
    assert style_shown.color != style_shown.bgcolor
    assert max(style_shown.color.number or 0, style_shown.bgcolor.number or 0) < 8
    assert bool(style_shown.bold) == bold
