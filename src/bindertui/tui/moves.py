"""The moves that every list and text knows, with their keys."""

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
