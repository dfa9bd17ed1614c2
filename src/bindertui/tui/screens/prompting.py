"""A question that is answered by a line."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from bindertui.tui.widgets.line_input import LineInput


class PromptingScreen(ModalScreen[str | None]):
    """Ends with what was typed; None if nothing was, which changes nothing."""

    CSS_PATH = "edit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, question: str, value: str) -> None:
        """Prepare the question.

        Args:
            question: what is asked, safe for a terminal.
            value: what stands in the line at first.
        """
        super().__init__()
        self._question = question
        self._value = value

    def compose(self) -> ComposeResult:
        """The question, and a line."""
        with Vertical(classes="dialog prompt"):
            yield Static(Content(self._question))
            yield LineInput()

    def on_mount(self) -> None:
        """Show what stands there."""
        self.query_one(LineInput).value = self._value

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was typed."""
        if self.is_current:
            self.dismiss(event.value.strip() or None)
