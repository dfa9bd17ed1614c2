"""What a save will change, to the line and the word, before it is made."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from bindertui.document.diff import DiffLine, Gap
from bindertui.speech import say
from bindertui.tui.commands import shown_key
from bindertui.tui.widgets.difference import DifferenceView
from bindertui.tui.widgets.fields.press import Press


class ReviewingScreen(ModalScreen[bool]):
    """Ends with whether it is to be done; Esc means no."""

    CSS_PATH = "edit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(False)", show=False),
        Binding("s,ctrl+s", "deed", show=False),
        Binding("tab", "app.focus_next", show=False),
    ]

    def __init__(self, title: str, lines: Sequence[DiffLine | Gap], deed: str | None, language: str) -> None:
        """Prepare to show changes.

        Args:
            title: what changes, safe for a terminal.
            lines: the lines that change, and those around them.
            deed: the word for making the change; None where it is only looked at.
            language: the reader's.
        """
        super().__init__()
        self._title = title
        self._lines = tuple(lines)
        self._deed = deed
        self._language = language
        self._along = False

    def compose(self) -> ComposeResult:
        """The title, the changes, and what can be answered."""
        with Vertical(classes="dialog", id="reviewing"):
            yield Static(Content.styled(self._title, "bold $accent"))
            yield DifferenceView(id="review")
            yield Static(
                Content.styled(
                    say("The commit will also hold earlier changes of the file that are in no commit.", self._language),
                    "$warning",
                ),
                id="review-along",
            )
            with Horizontal(id="answers"):
                if self._deed is not None:
                    yield Press(Content.assemble(("s ", "bold $accent"), self._deed), id="deed")
                key = (f"{shown_key('escape', self._language)} ", "bold $accent")
                yield Press(Content.assemble(key, say("Go back", self._language)), id="back")

    def on_mount(self) -> None:
        """Show the first change."""
        view = self.query_one(DifferenceView)
        view.language = self._language
        view.compared = self._lines
        self.query_one("#review-along").display = self._along
        self.query(Press).first().focus()

    def warn(self, along: bool) -> None:  # noqa: FBT001 - what was found out
        """Say whether the commit will hold more than is shown."""
        self._along = along
        # The answer may be given before this is known, and the screen be half gone.
        for line in self.query("#review-along"):
            line.display = along

    def on_press_pressed(self, event: Press.Pressed) -> None:
        """Answer."""
        if self.is_current:
            self.dismiss(event.press.id == "deed")

    def action_deed(self) -> None:
        """Make the change."""
        if self._deed is not None and self.is_current:
            self.dismiss(True)  # noqa: FBT003 - the answer
