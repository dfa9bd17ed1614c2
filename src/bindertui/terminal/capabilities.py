"""Capabilities of a client's terminal, from its type and environment variables; the values are checked, not trusted."""

import re
from collections.abc import Mapping
from enum import IntEnum

from bindertui._frozen import frozen
from bindertui.settings import LOCALE_VARIABLES, locale_language


class ColorDepth(IntEnum):
    """The number of colors of a terminal."""

    MONO = 0
    EIGHT = 8
    SIXTEEN = 16
    MANY = 256
    TRUE = 1 << 24


MIN_SIZE, MAX_SIZE = (1, 1), (500, 200)
"""Smallest and largest size in columns and rows; a client may claim any size, and every cell costs memory."""
DEFAULT_SIZE = (80, 24)

_MAX_LENGTH = 64
"""Characters of a terminal type, and of the name and the value of an environment variable."""
_ALLOWED_VARIABLES = re.compile(r"LANG|LC_[A-Z]{1,20}|NO_COLOR|COLORTERM|TERM_PROGRAM")
"""Variables a client may set: they describe its terminal and its user's language, nothing else."""
_ALLOWED_VALUE = re.compile(r"[\w.+@:-]*", re.ASCII)


@frozen
class _Family:
    """A family of terminal types with the same capabilities."""

    types: re.Pattern[str]
    depth: ColorDepth
    hyperlinks: bool = False
    synchronized_output: bool = False


_FAMILIES = (
    _Family(re.compile(r"(|dumb|unknown)\Z"), ColorDepth.MONO),
    _Family(re.compile(r"(vt1\d\d|vt2\d\d|.*-m(ono)?)\Z"), ColorDepth.MONO),
    _Family(
        re.compile(r"(xterm-(kitty|ghostty)|alacritty.*|foot.*|wezterm|contour.*|iterm2.*)\Z"),
        ColorDepth.TRUE,
        hyperlinks=True,
        synchronized_output=True,
    ),
    _Family(re.compile(r".*-(direct|truecolor)\Z"), ColorDepth.TRUE, hyperlinks=True),
    _Family(re.compile(r"(ansi|linux|cygwin|xterm-color|.*-8color)\Z"), ColorDepth.EIGHT),
    _Family(re.compile(r"(.*-256color|xterm|tmux|screen)\Z"), ColorDepth.MANY, hyperlinks=True),
    _Family(re.compile(r".*\Z"), ColorDepth.SIXTEEN),
)
"""The capabilities by terminal type; the first family that matches counts."""


@frozen
class TerminalInfo:
    """The capabilities of a terminal.

    Attributes:
        term: its type, such as `xterm-256color`; empty if there is no terminal.
        depth: the number of colors to use.
        language: the user's language, of `i18n.LANGUAGES`; None if the client does not say.
        hyperlinks: whether it shows, or at least ignores, hyperlinks (OSC 8).
        synchronized_output: whether it may be asked to draw frames at once (mode 2026).
    """

    term: str = ""
    depth: ColorDepth = ColorDepth.MONO
    language: str | None = None
    hyperlinks: bool = False
    synchronized_output: bool = False

    @classmethod
    def detect(cls, term: str | None, environment: Mapping[str, str]) -> "TerminalInfo":
        """Return the capabilities of a client's terminal.

        Args:
            term: the terminal type in the client's request; None without a terminal.
            environment: the variables the client has set, as returned by `accepted_variables`.
        """
        term = term if term and len(term) <= _MAX_LENGTH and _ALLOWED_VALUE.fullmatch(term) else ""
        family = next(family for family in _FAMILIES if family.types.match(term))
        depth = family.depth
        if depth and environment.get("COLORTERM") in {"truecolor", "24bit"}:
            depth = ColorDepth.TRUE
        if environment.get("NO_COLOR"):
            depth = ColorDepth.MONO
        language = locale_language(environment).value if environment.keys() & set(LOCALE_VARIABLES) else None
        return cls(term, depth, language, family.hyperlinks, family.synchronized_output)

    @property
    def is_dumb(self) -> bool:
        """Whether the terminal can only show one line after another."""
        return self.term in {"", "dumb", "unknown"}


def accepted_variables(environment: Mapping[bytes, bytes]) -> dict[str, str]:
    """Return the client's variables that the server accepts."""
    accepted = {}
    for name, value in environment.items():
        if len(name) <= _MAX_LENGTH and len(value) <= _MAX_LENGTH:
            key, text = name.decode("ascii", "replace"), value.decode("ascii", "replace")
            if _ALLOWED_VARIABLES.fullmatch(key) and _ALLOWED_VALUE.fullmatch(text):
                accepted[key] = text
    return accepted


def clamp_size(columns: int, rows: int) -> tuple[int, int]:
    """Return the size in columns and rows to draw at, for the size a client claims; 0 means unknown."""
    width = min(max(columns, MIN_SIZE[0]), MAX_SIZE[0]) if columns else DEFAULT_SIZE[0]
    height = min(max(rows, MIN_SIZE[1]), MAX_SIZE[1]) if rows else DEFAULT_SIZE[1]
    return width, height
