"""The review of changes before they are saved: a diff to the line and the word, and a button to go ahead."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from bindertui.document.diff import DiffLine, OmittedLines
from bindertui.i18n import gettext
from bindertui.tui.commands import shown_key
from bindertui.tui.widgets.diff_view import DiffView
from bindertui.tui.widgets.line_button import LineButton


class ReviewScreen(ModalScreen[bool]):
    """Shows a diff; ends with whether the user agrees to it."""

    CSS_PATH = "edit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(False)", show=False),
        Binding("s,ctrl+s", "confirm", show=False),
        Binding("tab", "app.focus_next", show=False),
    ]

    def __init__(self, title: str, lines: Sequence[DiffLine | OmittedLines], action: str | None, language: str) -> None:
        """Prepare to show changes.

        Args:
            title: the title, safe for a terminal.
            lines: the changed lines with their context.
            action: the label of the button that goes ahead; None to look only.
            language: the language of the interface.
        """
        super().__init__()
        self._title = title
        self._lines = tuple(lines)
        self._action = action
        self._language = language
        self._includes_earlier = False

    def compose(self) -> ComposeResult:
        """Compose the title, the diff, and the buttons."""
        with Vertical(classes="dialog", id="reviewing"):
            yield Static(Content.styled(self._title, "bold $accent"))
            yield DiffView(id="review")
            yield Static(
                Content.styled(
                    gettext("The commit will include earlier, uncommitted changes of the file.", self._language),
                    "$warning",
                ),
                id="review-along",
            )
            with Horizontal(id="answers"):
                if self._action is not None:
                    yield LineButton(Content.assemble(("s ", "bold $accent"), self._action), id="deed")
                key = (f"{shown_key('escape', self._language)} ", "bold $accent")
                yield LineButton(Content.assemble(key, gettext("Go back", self._language)), id="back")

    def on_mount(self) -> None:
        """Show the first change."""
        view = self.query_one(DiffView)
        view.language = self._language
        view.diff = self._lines
        self.query_one("#review-along").display = self._includes_earlier
        self.query(LineButton).first().focus()

    def show_earlier_changes(self, included: bool) -> None:  # noqa: FBT001 - the result of a check
        """Warn if the commit will include earlier changes, which the diff does not show."""
        self._includes_earlier = included
        # The check may end after the user has answered, when the screen is being closed.
        for line in self.query("#review-along"):
            line.display = included

    def on_line_button_pressed(self, event: LineButton.Pressed) -> None:
        """Close with the answer."""
        if self.is_current:
            self.dismiss(event.button.id == "deed")

    def action_confirm(self) -> None:
        """Agree to the changes."""
        if self._action is not None and self.is_current:
            self.dismiss(True)  # noqa: FBT003 - the answer
