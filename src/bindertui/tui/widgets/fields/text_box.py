"""A box to type in, which shows nothing that could steer the terminal."""

from typing import ClassVar

from textual.binding import BindingType
from textual.events import Key
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from bindertui.model.text import showable
from bindertui.tui.shown_text import shown_text
from bindertui.tui.widgets.keys import WHOLE_DRAFT, in_order


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
        edit.text = shown_text(edit.text)
        if not self._prose:
            edit.text = " ".join(edit.text.split("\n"))
        return super().edit(edit)

    async def _on_key(self, event: Key) -> None:
        if not await in_order(self, event) and event.key == "enter" and not self._prose:
            self.screen.focus_next()
            event.stop()
            event.prevent_default()
