"""A button of one line of text."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, Key, Paste
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from bindertui.tui.widgets.key_order import forward_key, keep_order


class LineButton(Widget, can_focus=True):
    """A button without a border, pressed by Enter, Space or a click."""

    DEFAULT_CSS = """
    LineButton { height: auto; width: auto; padding: 0 1; background: $panel; color: $foreground; }
    LineButton:focus { background: $selected; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", show=False)]

    content: reactive[Content] = reactive(Content(""), layout=True)

    class Pressed(Message):
        """The button was pressed."""

        def __init__(self, button: "LineButton") -> None:
            super().__init__()
            self.button = button

        @property
        def control(self) -> "LineButton":
            """Return the button, for selectors of `on`."""
            return self.button

    def __init__(self, content: Content, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(LineButton.content, content)

    def render(self) -> Content:
        """Return the label."""
        return self.content

    def action_press(self) -> None:
        """Press the button."""
        self.post_message(self.Pressed(self))

    async def _on_key(self, event: Key) -> None:
        await keep_order(self, event)

    def on_paste(self, event: Paste) -> None:
        """Forward text that was pasted before the focus moved away."""
        forward_key(self, event)

    def on_click(self, event: Click) -> None:
        """Press the button."""
        event.stop()
        self.action_press()
