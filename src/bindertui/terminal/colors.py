"""Draw with the colors a terminal has; with few or none, reverse and faint text replace differences of color."""

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
"""Rich's color systems, by the number of colors each needs."""
_MIN_CONTRAST = 0.35
"""The difference of brightness to its surroundings from which a background becomes reverse text without colors."""
_BLACK, _WHITE = 0, 7
_FIRST_BRIGHT = 8
"""The number of the first bright color, which terminals with 8 colors lack."""


def make_console(colors: int) -> Console:
    """Return a Rich console for a terminal with this many colors, independent of this process's own terminal."""
    return Console(
        color_system=next(name for least, _, name in _SYSTEMS if colors >= least),
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


def color_system(colors: int) -> ColorSystem:
    """Return Rich's color system for a terminal with this many colors."""
    return next(system for least, system, _ in _SYSTEMS if colors >= least)


def color_filters(colors: int) -> list[LineFilter]:
    """Return the filters that reduce the app's output to this many colors."""
    if colors == 0:
        return [MonochromeFilter()]
    return [PaletteFilter()] if colors <= _FIRST_BRIGHT else []


class MonochromeFilter(LineFilter):
    """Removes all colors; text on a background with enough contrast becomes reverse."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments without colors."""
        return [
            Segment(text, _without_colors(style, background) if style else style, control)
            for text, style, control in segments
        ]


class PaletteFilter(LineFilter):
    """Replaces bright colors by plain ones, and greys by faint white; bold is left to text that is bold anyway."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments in eight colors."""
        return [
            Segment(text, _in_eight_colors(style) if style else style, control) for text, style, control in segments
        ]


@lru_cache(1024)
def _without_colors(style: Style, background: Color) -> Style:
    own_background = style.bgcolor
    reverse = bool(style.reverse)
    if own_background is not None and not own_background.is_default:
        contrast = abs(Color.from_rich_color(own_background).brightness - background.brightness)
        reverse = reverse != (contrast >= _MIN_CONTRAST)
    default = RichColor.default()
    return style + Style(color=default, bgcolor=default, reverse=reverse)


@lru_cache(1024)
def _in_eight_colors(style: Style) -> Style:
    number = _nearest_of_sixteen(style.color)
    faint = number in {_WHITE, _FIRST_BRIGHT}
    foreground = _WHITE if faint else _without_brightness(number)
    background = _without_brightness(_nearest_of_sixteen(style.bgcolor))
    if foreground is not None and foreground == background:
        # They were two shades of one color.
        foreground, faint = (_BLACK if background == _WHITE else _WHITE), False
    return style + Style(color=_ansi_color(foreground), bgcolor=_ansi_color(background), dim=faint or style.dim)


def _nearest_of_sixteen(color: RichColor | None) -> int | None:
    """Return the number of the nearest of the 16 standard colors; None for the terminal's default."""
    return None if color is None or color.is_default else color.downgrade(ColorSystem.STANDARD).number


def _without_brightness(number: int | None) -> int | None:
    return None if number is None else number % _FIRST_BRIGHT


def _ansi_color(number: int | None) -> RichColor | None:
    return None if number is None else RichColor.from_ansi(number)
