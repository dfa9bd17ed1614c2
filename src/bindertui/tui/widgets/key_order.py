"""Keys in the order they were typed."""

from typing import Any

from textual.app import App
from textual.binding import Binding, BindingType
from textual.events import Key, Paste
from textual.widget import Widget

WHOLE_DRAFT: list[BindingType] = [
    Binding("ctrl+z", "screen.undo", show=False),
    Binding("ctrl+y", "screen.redo", show=False),
]
"""Undo and redo are of the draft, not of the box; and they come after the keys that were typed before them."""


async def keep_order(widget: Widget, event: Key) -> bool:
    """Take a key in the order it was typed, however many come at once; False if it is none that is bound here.

    Textual runs what is bound to a key some time after the key has come, on whatever has the focus then. So a widget
    calls this first when it is a key's turn: what it binds itself is run, the draft is saved as it is by then, the
    focus is moved, and what was typed before the focus or the screen had changed is passed on.
    """
    bound = widget._bindings.key_to_bindings.get(event.key)  # noqa: SLF001 - there is no other way to them
    if forward_key(widget, event):
        return True
    if bound:
        await widget.run_action(bound[0].action)
    elif event.key == "tab":
        widget.screen.focus_next()
    elif event.key == "shift+tab":
        widget.screen.focus_previous()
    elif _saves(widget, event):
        await widget.screen.run_action("save")
    else:
        return False
    event.stop()
    event.prevent_default()
    return True


def _saves(widget: Widget, event: Key) -> bool:
    """Whether a key that types nothing saves the draft; it is the keymap's to say which does."""
    if event.is_printable:
        return False
    active = widget.screen.active_bindings.get(event.key)
    return active is not None and active.enabled and active.binding.action == "save"


def forward_key(widget: Widget, event: Key | Paste) -> bool:
    """Pass on what was typed or pasted before the focus had moved from a widget; False if it has not.

    Where another screen has come, the app decides what a key that was typed before it means there.
    """
    there = widget.app.screen is widget.screen
    focused = widget.screen.focused
    if there and (focused is None or focused is widget):
        return False
    event.stop()
    event.prevent_default()
    again = _copy(event)
    if there and focused is not None:
        focused._forward_event(again)  # noqa: SLF001 - else the app would take it for one that has just come
    else:
        widget.app.post_message(again)
    return True


class HeldKeys:
    """Keys and pastes that follow an Enter which is not answered yet, in the order they were typed.

    They are meant for where Enter leads to. The search bar holds them back; what answers the query releases them.
    """

    def __init__(self) -> None:
        self._events: list[Key | Paste] | None = None

    def start(self) -> None:
        """Hold everything from now on."""
        self._events = []

    def hold(self, event: Key | Paste) -> bool:
        """Take an event out of the flow; False if nothing is held now."""
        if self._events is None:
            return False
        self._events.append(_copy(event))
        event.stop()
        event.prevent_default()
        return True

    async def release(self, app: App[Any]) -> None:
        """Pass what was held to the focused widget, before anything that is typed from now on."""
        events, self._events = self._events, None
        for event in events or ():
            await app.on_event(event)


def _copy(event: Key | Paste) -> Key | Paste:
    """Return an event as it was before any widget had handled it."""
    copy = Key(event.key, event.character) if isinstance(event, Key) else Paste(event.text)
    copy.time = event.time
    return copy
