"""The search bar."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from bindertui.tui.widgets.line_input import LineInput


class SearchBar(LineInput):
    """A line to type a query in; says what is typed, and when the user is done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down,tab", "results", show=False),
    ]

    class Searched(Message):
        """The text of the query has changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Accepted(Message):
        """The user wants the best hit for the text."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """The user is done with the bar: back to where the search began, or on to the results."""

        def __init__(self, *, to_results: bool) -> None:
            super().__init__()
            self.to_results = to_results

    def on_input_changed(self, event: Input.Changed) -> None:
        """Speak of queries, not of inputs."""
        event.stop()
        self.post_message(self.Searched(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the best hit."""
        event.stop()
        self.post_message(self.Accepted(event.value))

    def action_leave(self) -> None:
        """Give the search up."""
        self.post_message(self.Left(to_results=False))

    def action_results(self) -> None:
        """Go on to the results."""
        self.post_message(self.Left(to_results=True))
