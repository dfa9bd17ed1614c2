"""What the terminal at the other end can do, as far as the client tells: nothing of what it says is trusted.

Showing the app in as many colours as a terminal has; what colours tell apart, others of its means tell, too.
"""

import re
from collections.abc import Mapping
from enum import IntEnum
from functools import lru_cache
from io import StringIO
from typing import Literal

from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from bindertui._frozen import frozen
from bindertui.settings import SPEAKING, interface_language


class ColorDepth(IntEnum):
    """How many colours a terminal has."""

    MONO = 0
    EIGHT = 8
    SIXTEEN = 16
    MANY = 256
    TRUE = 1 << 24


SMALLEST, LARGEST = (1, 1), (500, 200)
"""Columns and rows that are drawn, at least and at most; a terminal may say anything, and each cell costs memory."""
USUAL = (80, 24)
"""The size of a terminal that does not say its own."""
_MAX_VALUE = 64
_ACCEPTED = re.compile(r"LANG|LC_[A-Z]{1,20}|NO_COLOR|COLORTERM|TERM_PROGRAM")
"""The variables that a client may set; they say what its terminal and its reader want, and nothing else is heard."""
_PLAIN = re.compile(r"[\w.+@:-]*", re.ASCII)

_DUMB = {"", "dumb", "unknown"}
_MONO = re.compile(r"(vt1\d\d|vt2\d\d|.*-m(ono)?)\Z")
_EIGHT = re.compile(r"(ansi|linux|cygwin|xterm-color|.*-8color)\Z")
_MANY = re.compile(r"(.*-256color|xterm|tmux|screen)\Z")
_TRUE = re.compile(r"(.*-(direct|truecolor)|xterm-(kitty|ghostty)|alacritty.*|foot.*|wezterm|contour.*|iterm2.*)\Z")
_MODERN = re.compile(r"(xterm-(kitty|ghostty)|alacritty.*|foot.*|wezterm|contour.*|iterm2.*)\Z")
"""Terminals that answer to what they do not know with silence, and draw a frame at once when asked to."""


@frozen
class TerminalInfo:
    """A terminal that an app can be shown on.

    Attributes:
        kind: its type, as `xterm-256color`; empty without one.
        depth: its colours; none where the reader wants none.
        language: the reader's language, of `settings.LANGUAGES`; None if it does not say.
        modern: whether it draws frames at once, and may be asked about it.
    """

    kind: str = ""
    depth: ColorDepth = ColorDepth.MONO
    language: str | None = None
    modern: bool = False

    @classmethod
    def of(cls, kind: str | None, environment: Mapping[str, str]) -> "TerminalInfo":
        """A terminal by what a client says of it.

        Args:
            kind: the terminal type of its request for a pseudo-terminal; None without one.
            environment: the variables it has set, those that are `accepted`.
        """
        kind = kind if kind and len(kind) <= _MAX_VALUE and _PLAIN.fullmatch(kind) else ""
        depth = ColorDepth.MONO if environment.get("NO_COLOR") else _depth(kind, environment)
        language = interface_language(environment).value if environment.keys() & SPEAKING else None
        return cls(kind, depth, language, _MODERN.match(kind) is not None)

    @property
    def links(self) -> bool:
        """Whether it knows links to the web, or at least passes over what tells it of one."""
        return _MANY.match(self.kind) is not None or _TRUE.match(self.kind) is not None

    @property
    def dumb(self) -> bool:
        """Whether it can only show one line after another."""
        return self.kind in _DUMB


def is_supported_term(environment: Mapping[bytes, bytes]) -> dict[str, str]:
    """Those variables of a client that may say something here."""
    found = {}
    for name, value in environment.items():
        if len(name) <= _MAX_VALUE and len(value) <= _MAX_VALUE:
            key, text = name.decode("ascii", "replace"), value.decode("ascii", "replace")
            if _ACCEPTED.fullmatch(key) and _PLAIN.fullmatch(text):
                found[key] = text
    return found


def clamp_size(columns: int, rows: int) -> tuple[int, int]:
    """A size that can be drawn, in columns and rows, by the one a client tells."""
    width = min(max(columns, SMALLEST[0]), LARGEST[0]) if columns else USUAL[0]
    height = min(max(rows, SMALLEST[1]), LARGEST[1]) if rows else USUAL[1]
    return width, height


def _depth(kind: str, environment: Mapping[str, str]) -> ColorDepth:
    if kind in _DUMB or _MONO.match(kind):
        return ColorDepth.MONO
    if environment.get("COLORTERM") in {"truecolor", "24bit"} or _TRUE.match(kind):
        return ColorDepth.TRUE
    if _EIGHT.match(kind):
        return ColorDepth.EIGHT
    return ColorDepth.MANY if _MANY.match(kind) else ColorDepth.SIXTEEN


_SYSTEMS: tuple[tuple[int, ColorSystem, Literal["truecolor", "256", "standard"]], ...] = (
    (1 << 24, ColorSystem.TRUECOLOR, "truecolor"),
    (256, ColorSystem.EIGHT_BIT, "256"),
    (0, ColorSystem.STANDARD, "standard"),
)
_STANDS_OUT = 0.35
"""How much brighter or darker than what is around it a background is to be shown in reverse without colours."""
_BLACK, _WHITE = 0, 7
_BRIGHT = 8
"""The number of the first of the bright colours, which not every terminal has."""


def make_console(colours: int) -> Console:
    """What turns styles into a terminal's sequences; it knows nothing of the terminal this program runs in.

    Args:
        colours: how many the terminal has; 0 for none.
    """
    system = next(name for least, _, name in _SYSTEMS if colours >= least)
    return Console(
        color_system=system,
        file=StringIO(),
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
        force_terminal=True,
        safe_box=False,
        soft_wrap=False,
    )


def color_system(colours: int) -> ColorSystem:
    """How a terminal with so many colours is told one."""
    return next(system for least, system, _ in _SYSTEMS if colours >= least)


def color_filters(colours: int) -> list[LineFilter]:
    """What makes do with so many colours."""
    if colours == 0:
        return [MonochromeFilter()]
    return [PaletteFilter()] if colours <= _BRIGHT else []


class MonochromeFilter(LineFilter):
    """Leaves the colours away; what stood out from its background stands out in reverse."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments without colours."""
        return [
            Segment(text, _colourless(style, background) if style else style, control)
            for text, style, control in segments
        ]


class PaletteFilter(LineFilter):
    """Shows bright colours as the plain ones, and greys as a faint white: bold is for what is bold in any colours."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments in eight colours."""
        return [Segment(text, _plain(style) if style else style, control) for text, style, control in segments]


@lru_cache(1024)
def _colourless(style: Style, background: Color) -> Style:
    back = style.bgcolor
    reverse = bool(style.reverse)
    if back is not None and not back.is_default:
        stands_out = abs(Color.from_rich_color(back).brightness - background.brightness) >= _STANDS_OUT
        reverse = reverse != stands_out
    default = RichColor.default()
    return style + Style(color=default, bgcolor=default, reverse=reverse)


@lru_cache(1024)
def _plain(style: Style) -> Style:
    colour, back = _number(style.color), _number(style.bgcolor)
    faint = colour in {_WHITE, _BRIGHT}
    front = _WHITE if faint else _of_eight(colour)
    behind = _of_eight(back)
    if front is not None and front == behind:
        # They were two shades of one colour.
        front, faint = (_BLACK if behind == _WHITE else _WHITE), False
    return style + Style(color=_ansi(front), bgcolor=_ansi(behind), dim=faint or style.dim)


def _number(colour: RichColor | None) -> int | None:
    """The number of the nearest of sixteen colours; None for the terminal's own."""
    return None if colour is None or colour.is_default else colour.downgrade(ColorSystem.STANDARD).number


def _of_eight(number: int | None) -> int | None:
    return None if number is None else number % _BRIGHT


def _ansi(number: int | None) -> RichColor | None:
    return None if number is None else RichColor.from_ansi(number)
