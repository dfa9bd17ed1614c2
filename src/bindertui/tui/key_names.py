"""The names of keys: as users write them, as the terminal app knows them, and as they are shown.

The moves that every list and text knows, with their keys.
"""

import re
import unicodedata

from bindertui.errors import did_you_mean
from bindertui.i18n import LazyString, lazy_gettext

LASTING = frozenset(
    ("up", "down", "left", "right", "pageup", "pagedown", "home", "end", "enter", "escape", "ctrl+c", "ctrl+q")
)
"""Keys that always mean the same, so that whatever else is changed, everyone can move, choose and leave."""

_NAMED = ("space", "enter", "tab", "backspace", "delete", "insert", "up", "down", "left", "right",
          "pageup", "pagedown", "home", "end", "escape", *(f"f{number}" for number in range(1, 25)))  # fmt: skip
_MODIFIED = re.compile(r"(?:(?:ctrl|alt|shift)\+)+")
_SHORT = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Names of characters that the app has shorter ones for."""
_LONG = {short: name for name, short in _SHORT.items()}
_ASCII = {unicodedata.name(chr(code)).lower().replace("-", "_").replace(" ", "_"): chr(code) for code in range(33, 127)}


class KeyNameError(ValueError):
    """A word names no key; the wording says what would."""

    def __init__(self, wording: LazyString) -> None:
        super().__init__(wording)
        self.wording = wording


def parse_key(word: str) -> str:
    """The app's name of a key that a user wrote: a character, a name as `space`, or either with `ctrl+` before it.

    Raises:
        KeyNameError: there is no such key.
    """
    if len(word) == 1 and word.isprintable():
        return "space" if word == " " else _named(word)
    modified = _MODIFIED.match(word.lower())
    if modified is None:
        return _plain(word)
    modifiers, rest = modified.group(), _plain(word[modified.end() :])
    if modifiers == "shift+" and len(rest) == 1:
        raise KeyNameError(lazy_gettext("{word!r} is the key {key!r}. Write that.", word=word, key=rest.upper()))
    return modifiers + rest


def _plain(word: str) -> str:
    if word.lower() in _NAMED:
        return word.lower()
    if len(word) == 1 and word.isprintable():
        return _named(word)
    if character := key_character(word.lower()):
        return _named(character)
    hint = did_you_mean(word.lower(), _NAMED)
    raise KeyNameError(
        lazy_gettext(
            "There is no key {word!r}.{hint} A key is a character, a name as space or f3, or ctrl+x.",
            word=word,
            hint=hint,
        )
    )


def _named(character: str) -> str:
    if character.isalnum():
        return character
    name = unicodedata.name(character, character).lower().replace("-", "_").replace(" ", "_")
    return _SHORT.get(name, name)


def key_character(key: str) -> str:
    """The character that a key types; empty for a key that types none."""
    if len(key) == 1:
        return key
    if key in _NAMED or "+" in key:
        return " " if key == "space" else ""
    name = _LONG.get(key, key)
    if name in _ASCII:
        return _ASCII[name]
    try:
        return unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return ""


def is_awkward(key: str) -> bool:
    """Whether a key is one that some keyboards, terminals and screen readers keep for themselves."""
    return "ctrl+" in key or "alt+" in key or bool(re.fullmatch(r"f\d+", key))


MOVE_KEYS = {
    "down": ("down", "j"),
    "up": ("up", "k"),
    "page-down": ("pagedown",),
    "page-up": ("pageup",),
    "first": ("home", "g"),
    "last": ("end", "G"),
    "open": ("enter",),
    "fold": ("space",),
}
"""The keys of each move by its id in the config file."""
