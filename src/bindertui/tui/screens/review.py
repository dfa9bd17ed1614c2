"""Two changes to the same fields: what one has written, what others have, and which it is to be.

What a save will change, to the line and the word, before it is made.
"""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from bindertui.document.diff import DiffLine, Gap, diff_words
from bindertui.document.flow import Runs, Tone
from bindertui.errors import BinderError
from bindertui.i18n import gettext, lazy_gettext
from bindertui.model.address import FieldPath, format_path
from bindertui.model.text import single_line
from bindertui.services.editing.draft import Draft
from bindertui.services.editing.merge import resolve_conflicts
from bindertui.services.editing.outcomes import Conflict, Missing, Side, Stale
from bindertui.tui.commands import shown_key
from bindertui.tui.widgets.diff_view import DiffView
from bindertui.tui.widgets.line_button import LineButton
from bindertui.tui.widgets.text_box import TextBox

_LOOKS = {Tone.ADDED: "bold underline $success", Tone.REMOVED: "strike $error"}

_SIDES = {"base": lazy_gettext("Before"), "theirs": lazy_gettext("Theirs"), "mine": lazy_gettext("Mine")}
_ANSWERS = {
    "mine": lazy_gettext("Use mine"),
    "theirs": lazy_gettext("Use theirs"),
    "third": lazy_gettext("Use what is written here"),
}


class ConflictScreen(ModalScreen[str | None]):
    """Goes through the fields that both have changed; ends with the text to save, or None to go on editing."""

    CSS_PATH = "edit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, draft: Draft, stale: Stale, language: str) -> None:
        """Prepare to merge.

        Args:
            draft: the draft that met another change.
            stale: what came of saving it; its file is there.
            language: the reader's.
        """
        super().__init__()
        self._draft = draft
        self._stale = stale
        self._language = language
        self._chosen: dict[FieldPath, Side] = {}
        self._at = 0
        self._settled = False

    def compose(self) -> ComposeResult:
        """What the field held, what both made of it, a box to write it anew, and the answers."""
        with Vertical(classes="dialog", id="merging"):
            yield Static(id="merge-title")
            with VerticalScroll(id="merge-texts", can_focus=False):
                for side, heading in _SIDES.items():
                    yield Static(Content.styled(heading.in_language(self._language), "bold $primary"))
                    yield Static(id=f"merge-{side}", classes="merge-side")
                yield Static(
                    Content.styled(gettext("Or write it anew", self._language), "bold $primary"), classes="merge-write"
                )
                yield TextBox("", multiline=True)
            with Horizontal(id="answers"):
                for answer, words in _ANSWERS.items():
                    yield LineButton(Content(words.in_language(self._language)), id=f"use-{answer}")

    def on_mount(self) -> None:
        """Show the first field."""
        self._show()

    @property
    def _conflict(self) -> Conflict:
        return self._stale.conflicts[self._at]

    def _show(self) -> None:
        conflict, count = self._conflict, len(self._stale.conflicts)
        place = single_line(format_path(conflict.path))
        title = Content.assemble(
            Content.styled(
                gettext("Someone has changed the same field meanwhile. Which is it to be?", self._language),
                "bold $accent",
            ),
            Content.styled(f"  {place}  {self._at + 1}/{count}", "$quiet"),
        )
        self.query_one("#merge-title", Static).update(title)
        base, mine, theirs = (self._written(side) for side in (conflict.base, conflict.mine, conflict.theirs))
        self.query_one("#merge-base", Static).update(Content(single_line(base)))
        self.query_one("#merge-mine", Static).update(_content(diff_words(base, mine)[1]))
        self.query_one("#merge-theirs", Static).update(_content(diff_words(base, theirs)[1]))
        by_word = isinstance(conflict.mine, str) or isinstance(conflict.theirs, str)
        box = self.query_one(TextBox)
        box.show(mine if isinstance(conflict.mine, str) else theirs)
        for widget in (box, self.query_one(".merge-write"), self.query_one("#use-third")):
            widget.display = by_word
        # What is typed at once is a text of one's own; no key takes either side by accident.
        (box if by_word else self.query_one("#use-theirs", LineButton)).focus()

    def _written(self, side: Side) -> str:
        """What a field holds, as a text."""
        if isinstance(side, Missing) or side is None:
            return gettext("(nothing)", self._language)
        return side if isinstance(side, str) else _flat(side)

    @on(LineButton.Pressed)
    def _answered(self, event: LineButton.Pressed) -> None:
        if self._settled:
            # A second press came before the screen had gone.
            return
        conflict = self._conflict
        if event.button.id == "use-mine":
            self._chosen[conflict.path] = conflict.mine
        elif event.button.id == "use-third":
            self._chosen[conflict.path] = self.query_one(TextBox).text
        else:
            self._chosen.pop(conflict.path, None)
        if self._at + 1 < len(self._stale.conflicts):
            self._at += 1
            self._show()
            return
        try:
            text = resolve_conflicts(self._draft, self._stale, self._chosen)
        except BinderError as error:
            self.notify(single_line(error.describe(self._language)), severity="warning", markup=False)
            return
        self._settled = True
        self.dismiss(text)


def _flat(side: Side) -> str:
    if isinstance(side, dict):
        return "  ".join(f"{key}: {_flat(value)}" for key, value in side.items())
    if isinstance(side, list):
        return "  ·  ".join(_flat(value) for value in side)
    return str(side)


def _content(runs: Runs) -> Content:
    return Content.assemble(*(Content.styled(run.text, _LOOKS.get(run.tone, "")) for run in runs))


class ReviewScreen(ModalScreen[bool]):
    """Ends with whether it is to be done; Esc means no."""

    CSS_PATH = "edit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(False)", show=False),
        Binding("s,ctrl+s", "deed", show=False),
        Binding("tab", "app.focus_next", show=False),
    ]

    def __init__(self, title: str, lines: Sequence[DiffLine | Gap], action: str | None, language: str) -> None:
        """Prepare to show changes.

        Args:
            title: what changes, safe for a terminal.
            lines: the lines that change, and those around them.
            action: the word for making the change; None where it is only looked at.
            language: the reader's.
        """
        super().__init__()
        self._title = title
        self._lines = tuple(lines)
        self._deed = action
        self._language = language
        self._along = False

    def compose(self) -> ComposeResult:
        """The title, the changes, and what can be answered."""
        with Vertical(classes="dialog", id="reviewing"):
            yield Static(Content.styled(self._title, "bold $accent"))
            yield DiffView(id="review")
            yield Static(
                Content.styled(
                    gettext(
                        "The commit will also hold earlier changes of the file that are in no commit.", self._language
                    ),
                    "$warning",
                ),
                id="review-along",
            )
            with Horizontal(id="answers"):
                if self._deed is not None:
                    yield LineButton(Content.assemble(("s ", "bold $accent"), self._deed), id="deed")
                key = (f"{shown_key('escape', self._language)} ", "bold $accent")
                yield LineButton(Content.assemble(key, gettext("Go back", self._language)), id="back")

    def on_mount(self) -> None:
        """Show the first change."""
        view = self.query_one(DiffView)
        view.language = self._language
        view.diff = self._lines
        self.query_one("#review-along").display = self._along
        self.query(LineButton).first().focus()

    def show_earlier_changes(self, along: bool) -> None:  # noqa: FBT001 - what was found out
        """Say whether the commit will hold more than is shown."""
        self._along = along
        # The answer may be given before this is known, and the screen be half gone.
        for line in self.query("#review-along"):
            line.display = along

    def on_line_button_pressed(self, event: LineButton.Pressed) -> None:
        """Answer."""
        if self.is_current:
            self.dismiss(event.button.id == "deed")

    def action_deed(self) -> None:
        """Make the change."""
        if self._deed is not None and self.is_current:
            self.dismiss(True)  # noqa: FBT003 - the answer
