"""Showing the app in as many colours as a terminal has; what colours tell apart, others of its means tell, too."""

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


def console_of(colours: int) -> Console:
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


def system_of(colours: int) -> ColorSystem:
    """How a terminal with so many colours is told one."""
    return next(system for least, system, _ in _SYSTEMS if colours >= least)


def filters_of(colours: int) -> list[LineFilter]:
    """What makes do with so many colours."""
    if colours == 0:
        return [Colourless()]
    return [FewColours()] if colours <= _BRIGHT else []


class Colourless(LineFilter):
    """Leaves the colours away; what stood out from its background stands out in reverse."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments without colours."""
        return [
            Segment(text, _colourless(style, background) if style else style, control)
            for text, style, control in segments
        ]


class FewColours(LineFilter):
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
