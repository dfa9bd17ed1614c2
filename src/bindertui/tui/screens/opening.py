"""What is on the screen while a binder is read for the first time."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import ProgressBar, Static

from bindertui.speech import say


class OpeningScreen(Screen[None]):
    """How far the reading of the files has come."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,escape,ctrl+c", "app.quit", show=False)]

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def compose(self) -> ComposeResult:
        """A sentence, a bar, and the way out."""
        with Vertical(classes="dialog"):
            yield Static(Content(say("Reading the binder …", self._language)))
            yield ProgressBar(show_eta=False)
            yield Static(Content(say("q leaves.", self._language)))

    def progress(self, done: int, total: int) -> None:
        """Show that so many files of so many have been read."""
        self.query_one(ProgressBar).update(progress=done, total=total)
