"""What is on the screen while a binder is read for the first time."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import ProgressBar, Static

from bindertui.speech import say


class OpeningScreen(Screen[None]):
    """How far the reading of the files has come."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def compose(self) -> ComposeResult:
        """A sentence and a bar."""
        with Vertical(classes="dialog"):
            yield Static(Content(say("Reading the binder …", self._language)))
            yield ProgressBar(show_eta=False)

    def progress(self, done: int, total: int) -> None:
        """Show that so many files of so many have been read."""
        self.query_one(ProgressBar).update(progress=done, total=total)
