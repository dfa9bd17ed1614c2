"""A line to press."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, Key, Paste
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from bindertui.tui.widgets.keys import in_order, passed_on


class Press(Widget, can_focus=True):
    """A line that does something when it is pressed: by Enter, by space, or by a click."""

    DEFAULT_CSS = """
    Press { height: auto; width: auto; padding: 0 1; background: $panel; color: $foreground; }
    Press:focus { background: $selected; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", show=False)]

    content: reactive[Content] = reactive(Content(""), layout=True)

    class Pressed(Message):
        """It was pressed."""

        def __init__(self, press: "Press") -> None:
            super().__init__()
            self.press = press

        @property
        def control(self) -> "Press":
            """The line that was pressed."""
            return self.press

    def __init__(self, content: Content, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(Press.content, content)

    def render(self) -> Content:
        """What it says."""
        return self.content

    def action_press(self) -> None:
        """Say that it was pressed."""
        self.post_message(self.Pressed(self))

    async def _on_key(self, event: Key) -> None:
        await in_order(self, event)

    def on_paste(self, event: Paste) -> None:
        """Pass on what was pasted before the focus had moved."""
        passed_on(self, event)

    def on_click(self, event: Click) -> None:
        """A click presses it."""
        event.stop()
        self.action_press()
