"""Boxes to type in and lines to press, which show nothing that could steer the terminal."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, Key
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from bindertui.model.text import showable

WHOLE_DRAFT: list[BindingType] = [
    Binding("ctrl+z", "screen.undo", show=False),
    Binding("ctrl+y", "screen.redo", show=False),
]
"""Undo and redo are of the draft, not of the box; and they come after the keys that were typed before them."""


async def in_order(widget: Widget, event: Key) -> bool:
    """Take a key in the order it was typed, however many come at once; False if it is none that is bound here.

    Textual runs what is bound to a key some time after the key has come, on whatever has the focus then. So a widget
    calls this first when it is a key's turn: what it binds itself is run, the focus is moved, and what was typed before
    the focus had moved is passed on.
    """
    focused = widget.screen.focused
    bound = widget._bindings.key_to_bindings.get(event.key)  # noqa: SLF001 - there is no other way to them
    if focused is not None and focused is not widget:
        focused.post_message(Key(event.key, event.character))
    elif event.key == "tab":
        widget.screen.focus_next()
    elif event.key == "shift+tab":
        widget.screen.focus_previous()
    elif bound:
        await widget.run_action(bound[0].action)
    else:
        return False
    event.stop()
    event.prevent_default()
    return True


class TextBox(TextArea):
    """A text that grows with what is typed; one of a single line passes Enter on to the next field."""

    DEFAULT_CSS = """
    TextBox { height: auto; min-height: 1; max-height: 14; padding: 0 1; scrollbar-size-vertical: 1; }
    TextBox { background: $panel; }
    TextBox:focus { background: $raised; }
    """

    BINDINGS: ClassVar[list[BindingType]] = WHOLE_DRAFT

    def __init__(self, text: str, *, prose: bool) -> None:
        """Prepare the box.

        Args:
            text: what stands in it at first.
            prose: whether it may have several lines.
        """
        super().__init__(
            showable(text), soft_wrap=True, tab_behavior="focus", compact=True, highlight_cursor_line=False
        )
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self._prose = prose

    def show(self, text: str) -> None:
        """Show another text, unless it is there already: what is being typed keeps its cursor."""
        if showable(text) != self.text:
            self.load_text(showable(text))

    def edit(self, edit: Edit) -> EditResult:
        """Escape what must not reach the terminal: a text may be pasted from anywhere."""
        edit.text = showable(edit.text.replace("\r\n", "\n"))
        if not self._prose:
            edit.text = " ".join(edit.text.split("\n"))
        return super().edit(edit)

    async def _on_key(self, event: Key) -> None:
        if not await in_order(self, event) and event.key == "enter" and not self._prose:
            self.screen.focus_next()
            event.stop()
            event.prevent_default()


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

    def on_click(self, event: Click) -> None:
        """A click presses it."""
        event.stop()
        self.action_press()
