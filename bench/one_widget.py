"""The baseline for the app: a Textual app with one widget that shows the text of a file."""

import sys
from pathlib import Path
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import Static


class OneWidget(App[None]):
    """Shows a text until q is pressed."""

    BINDINGS: ClassVar[list[BindingType]] = [("q", "quit", "Quit")]

    def __init__(self, text: str) -> None:
        """Create the app.

        Args:
            text: the text to show.
        """
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """Yield the widget."""
        yield Static(self._text, markup=False)


if __name__ == "__main__":
    OneWidget(Path(sys.argv[1]).read_text(encoding="utf-8")).run()
