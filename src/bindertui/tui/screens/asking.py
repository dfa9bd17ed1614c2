"""A question before something is done."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from bindertui.speech import say
from bindertui.tui.widgets.options import Options


class AskScreen(ModalScreen[bool]):
    """Ends with whether it is to be done; Esc and the answer at hand both mean no."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss(False)", show=False)]

    def __init__(self, question: str, deed: str, language: str) -> None:
        """Prepare the question.

        Args:
            question: what is asked, safe for a terminal.
            deed: the answer that does it, a word or two.
            language: the reader's language.
        """
        super().__init__()
        self._question = question
        self._answers = (say("Cancel", language), deed)

    def compose(self) -> ComposeResult:
        """The question and its two answers."""
        with Vertical(classes="dialog"):
            yield Static(Content(self._question), id="question")
            yield Options(self._answers)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the answer."""
        self.dismiss(event.option_index == 1)
