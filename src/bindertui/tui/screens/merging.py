"""Two changes to the same fields: what one has written, what others have, and which it is to be."""

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
from bindertui.model.address import Path, dotted
from bindertui.model.text import one_line
from bindertui.services.draft import Draft
from bindertui.services.outcomes import Conflict, Missing, Side, Stale
from bindertui.services.settling import settled
from bindertui.speech import say, wording
from bindertui.tui.widgets.fields.press import Press
from bindertui.tui.widgets.fields.text_box import TextBox

_LOOKS = {Tone.ADDED: "bold underline $success", Tone.REMOVED: "strike $error"}

_SIDES = {"base": wording("Before"), "theirs": wording("Theirs"), "mine": wording("Mine")}
_ANSWERS = {
    "mine": wording("Use mine"),
    "theirs": wording("Use theirs"),
    "third": wording("Use what is written here"),
}


class MergingScreen(ModalScreen[str | None]):
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
        self._chosen: dict[Path, Side] = {}
        self._at = 0
        self._settled = False

    def compose(self) -> ComposeResult:
        """What the field held, what both made of it, a box to write it anew, and the answers."""
        with Vertical(classes="dialog", id="merging"):
            yield Static(id="merge-title")
            with VerticalScroll(id="merge-texts", can_focus=False):
                for side, heading in _SIDES.items():
                    yield Static(Content.styled(heading.read(self._language), "bold $primary"))
                    yield Static(id=f"merge-{side}", classes="merge-side")
                yield Static(
                    Content.styled(say("Or write it anew", self._language), "bold $primary"), classes="merge-write"
                )
                yield TextBox("", prose=True)
            with Horizontal(id="answers"):
                for answer, words in _ANSWERS.items():
                    yield Press(Content(words.read(self._language)), id=f"use-{answer}")

    def on_mount(self) -> None:
        """Show the first field."""
        self._show()

    @property
    def _conflict(self) -> Conflict:
        return self._stale.conflicts[self._at]

    def _show(self) -> None:
        conflict, count = self._conflict, len(self._stale.conflicts)
        place = one_line(dotted(conflict.path))
        title = Content.assemble(
            Content.styled(
                say("Someone has changed the same field meanwhile. Which is it to be?", self._language), "bold $accent"
            ),
            Content.styled(f"  {place}  {self._at + 1}/{count}", "$quiet"),
        )
        self.query_one("#merge-title", Static).update(title)
        base, mine, theirs = (self._written(side) for side in (conflict.base, conflict.mine, conflict.theirs))
        self.query_one("#merge-base", Static).update(Content(one_line(base)))
        self.query_one("#merge-mine", Static).update(_content(diff_words(base, mine)[1]))
        self.query_one("#merge-theirs", Static).update(_content(diff_words(base, theirs)[1]))
        by_word = isinstance(conflict.mine, str) or isinstance(conflict.theirs, str)
        box = self.query_one(TextBox)
        box.show(mine if isinstance(conflict.mine, str) else theirs)
        for widget in (box, self.query_one(".merge-write"), self.query_one("#use-third")):
            widget.display = by_word
        # What is typed at once is a text of one's own; no key takes either side by accident.
        (box if by_word else self.query_one("#use-theirs", Press)).focus()

    def _written(self, side: Side) -> str:
        """What a field holds, as a text."""
        if isinstance(side, Missing) or side is None:
            return say("(nothing)", self._language)
        return side if isinstance(side, str) else _flat(side)

    @on(Press.Pressed)
    def _answered(self, event: Press.Pressed) -> None:
        if self._settled:
            # A second press came before the screen had gone.
            return
        conflict = self._conflict
        if event.press.id == "use-mine":
            self._chosen[conflict.path] = conflict.mine
        elif event.press.id == "use-third":
            self._chosen[conflict.path] = self.query_one(TextBox).text
        else:
            self._chosen.pop(conflict.path, None)
        if self._at + 1 < len(self._stale.conflicts):
            self._at += 1
            self._show()
            return
        try:
            text = settled(self._draft, self._stale, self._chosen)
        except BinderError as error:
            self.notify(one_line(error.words(self._language)), severity="warning", markup=False)
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
