"""Keys that come faster than they are answered."""

from textual.events import Key

from bindertui.tui.app import BinderApp

_CHARACTERS = {"enter": "\r", "tab": "\t", "slash": "/"}


def burst(app: BinderApp, *keys: str) -> None:
    """Send keys so closely that none is answered before the next has come."""
    for key in keys:
        app.post_message(Key(key, key if len(key) == 1 else _CHARACTERS.get(key)))
