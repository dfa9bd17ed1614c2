"""Conflicts of a save: for each field that two people have changed, the user chooses a version."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from bindertui.document.diff import diff_words
from bindertui.document.flow import Runs, Tone
from bindertui.errors import BinderError
from bindertui.i18n import gettext, lazy_gettext
from bindertui.model.address import FieldPath, format_path
from bindertui.model.text import single_line
from bindertui.services.editing.draft import Draft
from bindertui.services.editing.merge import resolve_conflicts
from bindertui.services.editing.outcomes import Conflict, Missing, Side, Stale
from bindertui.tui.widgets.line_button import LineButton
from bindertui.tui.widgets.text_box import TextBox

_STYLES = {Tone.ADDED: "bold underline $success", Tone.REMOVED: "strike $error"}

_SIDES = {"base": lazy_gettext("Before"), "theirs": lazy_gettext("Theirs"), "mine": lazy_gettext("Mine")}
_ANSWERS = {
    "mine": lazy_gettext("Use mine"),
    "theirs": lazy_gettext("Use theirs"),
    "third": lazy_gettext("Use my new version"),
}


class ConflictScreen(ModalScreen[str | None]):
    """Shows one conflict after another; ends with the merged text, or None to continue editing."""

    CSS_PATH = "edit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, draft: Draft, stale: Stale, language: str) -> None:
        """Prepare to resolve conflicts.

        Args:
            draft: the draft.
            stale: the state of its file, with the conflicts.
            language: the language of the interface.
        """
        super().__init__()
        self._draft = draft
        self._stale = stale
        self._language = language
        self._chosen: dict[FieldPath, Side] = {}
        self._index = 0
        self._resolved = False

    def compose(self) -> ComposeResult:
        """Compose the versions of the field, a box for a new version, and the answers."""
        with Vertical(classes="dialog", id="merging"):
            yield Static(id="merge-title")
            with VerticalScroll(id="merge-texts", can_focus=False):
                for side, heading in _SIDES.items():
                    yield Static(Content.styled(heading.in_language(self._language), "bold $primary"))
                    yield Static(id=f"merge-{side}", classes="merge-side")
                yield Static(
                    Content.styled(gettext("Or write a new version", self._language), "bold $primary"),
                    classes="merge-write",
                )
                yield TextBox("", multiline=True)
            with Horizontal(id="answers"):
                for answer, words in _ANSWERS.items():
                    yield LineButton(Content(words.in_language(self._language)), id=f"use-{answer}")

    def on_mount(self) -> None:
        """Show the first conflict."""
        self._show()

    @property
    def _conflict(self) -> Conflict:
        return self._stale.conflicts[self._index]

    def _show(self) -> None:
        conflict, count = self._conflict, len(self._stale.conflicts)
        place = single_line(format_path(conflict.path))
        title = Content.assemble(
            Content.styled(
                gettext(
                    "Someone else changed this field while you were editing it. Which version do you want to keep?",
                    self._language,
                ),
                "bold $accent",
            ),
            Content.styled(f"  {place}  {self._index + 1}/{count}", "$quiet"),
        )
        self.query_one("#merge-title", Static).update(title)
        base, mine, theirs = (self._to_text(side) for side in (conflict.base, conflict.mine, conflict.theirs))
        self.query_one("#merge-base", Static).update(Content(single_line(base)))
        self.query_one("#merge-mine", Static).update(_content(diff_words(base, mine)[1]))
        self.query_one("#merge-theirs", Static).update(_content(diff_words(base, theirs)[1]))
        is_text = isinstance(conflict.mine, str) or isinstance(conflict.theirs, str)
        box = self.query_one(TextBox)
        box.show(mine if isinstance(conflict.mine, str) else theirs)
        for widget in (box, self.query_one(".merge-write"), self.query_one("#use-third")):
            widget.display = is_text
        # Keys typed too early go into the new version; none of them chooses a side by accident.
        (box if is_text else self.query_one("#use-theirs", LineButton)).focus()

    def _to_text(self, side: Side) -> str:
        """Return the value of a field as a text."""
        if isinstance(side, Missing) or side is None:
            return gettext("(empty)", self._language)
        return side if isinstance(side, str) else _flatten(side)

    @on(LineButton.Pressed)
    def _choose_version(self, event: LineButton.Pressed) -> None:
        if self._resolved:
            # Pressed a second time before the screen was closed.
            return
        conflict = self._conflict
        if event.button.id == "use-mine":
            self._chosen[conflict.path] = conflict.mine
        elif event.button.id == "use-third":
            self._chosen[conflict.path] = self.query_one(TextBox).text
        else:
            self._chosen.pop(conflict.path, None)
        if self._index + 1 < len(self._stale.conflicts):
            self._index += 1
            self._show()
            return
        try:
            text = resolve_conflicts(self._draft, self._stale, self._chosen)
        except BinderError as error:
            self.notify(single_line(error.describe(self._language)), severity="warning", markup=False)
            return
        self._resolved = True
        self.dismiss(text)


def _flatten(side: Side) -> str:
    if isinstance(side, dict):
        return "  ".join(f"{key}: {_flatten(value)}" for key, value in side.items())
    if isinstance(side, list):
        return "  ·  ".join(_flatten(value) for value in side)
    return str(side)


def _content(runs: Runs) -> Content:
    return Content.assemble(*(Content.styled(run.text, _STYLES.get(run.tone, "")) for run in runs))
