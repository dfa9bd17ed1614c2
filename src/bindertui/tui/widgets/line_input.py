"""A line to type in."""

from textual.events import Key, Paste
from textual.widgets import Input

from bindertui.model.text import one_line
from bindertui.tui.widgets.keys import in_order, passed_on


class LineInput(Input):
    """One line, without a frame or a blinking cursor, that shows nothing that could steer the terminal."""

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(id=id, placeholder=placeholder, select_on_focus=True)
        # Asked for it, Textual would work out the styles at once, and once more when the line is shown.
        self.set_reactive(Input.compact, True)  # noqa: FBT003 - as Textual declares it
        self.add_class("-textual-compact", update=False)
        self.cursor_blink = False

    def validate_value(self, value: str) -> str:
        """Escape what must not reach the terminal: a text may be pasted from anywhere."""
        return one_line(value)

    async def _on_key(self, event: Key) -> None:
        await in_order(self, event)

    def on_paste(self, event: Paste) -> None:
        """Pass on what was pasted before the focus had moved."""
        passed_on(self, event)
