"""What the terminal at the other end can do, as far as the client tells: nothing of what it says is trusted."""

import re
from collections.abc import Mapping
from enum import IntEnum

from bindertui.settings import SPEAKING, spoken
from bindertui.values import frozen


class Depth(IntEnum):
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
class Terminal:
    """A terminal that an app can be shown on.

    Attributes:
        kind: its type, as `xterm-256color`; empty without one.
        depth: its colours; none where the reader wants none.
        language: the reader's language, of `settings.LANGUAGES`; None if it does not say.
        modern: whether it draws frames at once, and may be asked about it.
    """

    kind: str = ""
    depth: Depth = Depth.MONO
    language: str | None = None
    modern: bool = False

    @classmethod
    def of(cls, kind: str | None, environment: Mapping[str, str]) -> "Terminal":
        """A terminal by what a client says of it.

        Args:
            kind: the terminal type of its request for a pseudo-terminal; None without one.
            environment: the variables it has set, those that are `accepted`.
        """
        kind = kind if kind and len(kind) <= _MAX_VALUE and _PLAIN.fullmatch(kind) else ""
        depth = Depth.MONO if environment.get("NO_COLOR") else _depth(kind, environment)
        language = spoken(environment).value if environment.keys() & SPEAKING else None
        return cls(kind, depth, language, _MODERN.match(kind) is not None)

    @property
    def links(self) -> bool:
        """Whether it knows links to the web, or at least passes over what tells it of one."""
        return _MANY.match(self.kind) is not None or _TRUE.match(self.kind) is not None

    @property
    def dumb(self) -> bool:
        """Whether it can only show one line after another."""
        return self.kind in _DUMB


def accepted(environment: Mapping[bytes, bytes]) -> dict[str, str]:
    """Those variables of a client that may say something here."""
    found = {}
    for name, value in environment.items():
        if len(name) <= _MAX_VALUE and len(value) <= _MAX_VALUE:
            key, text = name.decode("ascii", "replace"), value.decode("ascii", "replace")
            if _ACCEPTED.fullmatch(key) and _PLAIN.fullmatch(text):
                found[key] = text
    return found


def fitting(columns: int, rows: int) -> tuple[int, int]:
    """A size that can be drawn, in columns and rows, by the one a client tells."""
    width = min(max(columns, SMALLEST[0]), LARGEST[0]) if columns else USUAL[0]
    height = min(max(rows, SMALLEST[1]), LARGEST[1]) if rows else USUAL[1]
    return width, height


def _depth(kind: str, environment: Mapping[str, str]) -> Depth:
    if kind in _DUMB or _MONO.match(kind):
        return Depth.MONO
    if environment.get("COLORTERM") in {"truecolor", "24bit"} or _TRUE.match(kind):
        return Depth.TRUE
    if _EIGHT.match(kind):
        return Depth.EIGHT
    return Depth.MANY if _MANY.match(kind) else Depth.SIXTEEN
