"""Keys handled in the order they were typed, even when the focus moves between them.

Textual runs a bound action some time after its key, and sends keys to the widget that has the focus when they arrive.
In a burst (a paste in a terminal without bracketed paste, a script, a slow connection) a key could overtake the one
before it. So each widget that takes text handles its own bindings at once (`keep_order`), passes on events that arrive
after the focus has moved (`forward_key`), and holds back what follows an Enter that is not answered yet (`HeldKeys`).
"""

from typing import Any

from textual.app import App
from textual.binding import Binding, BindingType
from textual.events import Key, Paste
from textual.widget import Widget

WHOLE_DRAFT: list[BindingType] = [
    Binding("ctrl+z", "screen.undo", show=False),
    Binding("ctrl+y", "screen.redo", show=False),
]
"""Undo and redo change the draft, not the text box, after the keys that were typed before them."""


async def keep_order(widget: Widget, event: Key) -> bool:
    """Handle a key at once if it is bound by the widget, moves the focus, or saves the draft.

    Returns:
        whether the key was handled or passed on.
    """
    bound = widget._bindings.key_to_bindings.get(event.key)  # noqa: SLF001 - Textual has no public access to a widget's own bindings
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
    """Return whether a key saves the draft; the keymap decides which one does."""
    if event.is_printable:
        return False
    active = widget.screen.active_bindings.get(event.key)
    return active is not None and active.enabled and active.binding.action == "save"


def forward_key(widget: Widget, event: Key | Paste) -> bool:
    """Pass a key or a paste to the widget that has the focus now, if that is another one.

    If another screen is open, the app decides what the key means there.

    Returns:
        whether it was passed on.
    """
    there = widget.app.screen is widget.screen
    focused = widget.screen.focused
    if there and (focused is None or focused is widget):
        return False
    event.stop()
    event.prevent_default()
    again = _copy(event)
    if there and focused is not None:
        focused._forward_event(again)  # noqa: SLF001 - the app would treat it as a new key
    else:
        widget.app.post_message(again)
    return True


class HeldKeys:
    """Keys and pastes after an Enter that is not answered yet, in the order they were typed.

    They are meant for the place that Enter leads to. The search bar holds them; the controller that answers the query
    releases them.
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
        """Pass the held events to the focused widget, before any new ones."""
        events, self._events = self._events, None
        for event in events or ():
            await app.on_event(event)


def _copy(event: Key | Paste) -> Key | Paste:
    """Return an event as it was before any widget had handled it."""
    copy = Key(event.key, event.character) if isinstance(event, Key) else Paste(event.text)
    copy.time = event.time
    return copy
