"""A question with several answers."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static


class ChoosingScreen(ModalScreen[int | None]):
    """Ends with the position of the answer; None if there was none, which changes nothing."""

    CSS_PATH = "edit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", show=False),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
    ]

    def __init__(self, question: str, answers: Sequence[str]) -> None:
        """Prepare the question.

        Args:
            question: what is asked, safe for a terminal.
            answers: what can be answered, safe for a terminal; the first is at hand.
        """
        super().__init__()
        self._question = question
        self._answers = answers

    def compose(self) -> ComposeResult:
        """The question and its answers."""
        with Vertical(classes="dialog"):
            with VerticalScroll(classes="question", can_focus=False):
                yield Static(Content(self._question))
            yield OptionList(*(Content(answer) for answer in self._answers), markup=False, compact=True)

    def on_mount(self) -> None:
        """The answers take the keys."""
        self.query_one(OptionList).focus()

    def action_move(self, step: int) -> None:
        """Move as j and k do everywhere."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the answer."""
        if self.is_current:
            self.dismiss(event.option_index)
