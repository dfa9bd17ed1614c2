"""Names of keys: as users write them in a config file, as Textual calls them, and as they are shown."""

import re
import unicodedata

from bindertui.errors import did_you_mean
from bindertui.i18n import LazyString, lazy_gettext

FIXED_KEYS = frozenset(
    ("up", "down", "left", "right", "pageup", "pagedown", "home", "end", "enter", "escape", "ctrl+c", "ctrl+q")
)
"""Keys that cannot be changed, so that everyone can always move, choose and leave."""

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
"""Unicode names for which Textual has shorter ones."""
_LONG = {short: name for name, short in _SHORT.items()}
_ASCII = {unicodedata.name(chr(code)).lower().replace("-", "_").replace(" ", "_"): chr(code) for code in range(33, 127)}


class KeyNameError(ValueError):
    """A word is not the name of a key; the message says what is."""

    def __init__(self, wording: LazyString) -> None:
        super().__init__(wording)
        self.wording = wording


def parse_key(word: str) -> str:
    """Return Textual's name of a key: a character, a name such as `space`, or either after `ctrl+`.

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
    """Return the character that a key types; empty for other keys."""
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
    """Return whether some keyboards, terminals or screen readers use the key themselves."""
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
"""The keys of each move, by its id in the config file."""
