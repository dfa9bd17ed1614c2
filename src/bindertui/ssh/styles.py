"""Styles as a terminal is told them, and the shortest way from one to another."""

import re
from functools import lru_cache

from attrs import field, frozen

_FOREGROUND, _BACKGROUND = re.compile(r"3[0-8]|39|9[0-7]"), re.compile(r"4[0-8]|49|10[0-7]")
_SEEN_ON_BLANKS = {"4", "7", "9", "21", "53"}
"""Attributes that a blank shows: lines, and reverse."""


@frozen
class Style:
    """What makes a style.

    Attributes:
        foreground: the codes of the colour of the text; empty for the usual one.
        background: the same of what is behind it.
        attributes: the codes of everything else.
    """

    foreground: str = ""
    background: str = ""
    attributes: frozenset[str] = field(factory=frozenset)

    @property
    def plain(self) -> bool:
        """Whether a blank in it shows its background alone."""
        return not self.attributes & _SEEN_ON_BLANKS


NONE = Style()
"""How a terminal writes after a reset."""


def same(now: Style, wanted: Style, text: str) -> bool:
    """Whether a text looks the same in both styles."""
    return now == wanted or (now.background == wanted.background and now.plain and wanted.plain and not text.strip(" "))


@lru_cache(4096)
def transition(now: Style, wanted: Style) -> str:
    """The sequence that leads from one style to another."""
    taken_away = (
        not now.attributes <= wanted.attributes
        or (now.foreground and not wanted.foreground)
        or (now.background and not wanted.background)
    )
    base = NONE if taken_away else now
    codes = ["0"] if taken_away else []
    codes += sorted(wanted.attributes - base.attributes)
    codes += [colour for colour in (wanted.foreground,) if colour != base.foreground]
    codes += [colour for colour in (wanted.background,) if colour != base.background]
    return f"\x1b[{';'.join(codes)}m"


@lru_cache(4096)
def changed_by(style: Style, codes: str) -> Style:
    """A style after some codes."""
    foreground, background, attributes = style.foreground, style.background, set(style.attributes)
    rest = codes.split(";") if codes else ["0"]
    while rest:
        code = rest.pop(0)
        taken = [code]
        if code in {"38", "48"} and rest:
            more = 2 if rest[0] == "5" else 4
            taken, rest = [code, *rest[:more]], rest[more:]
        if code in {"", "0"}:
            foreground, background, attributes = "", "", set()
        elif _FOREGROUND.fullmatch(code):
            foreground = ";".join(taken)
        elif _BACKGROUND.fullmatch(code):
            background = ";".join(taken)
        else:
            attributes.add(code)
    return Style(foreground, background, frozenset(attributes))
