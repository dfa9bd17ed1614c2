"""The parts of a form, as an outline."""

from collections.abc import Sequence

from textual.message import Message
from textual.reactive import reactive

from bindertui.document.flow import Run, Tone
from bindertui.document.wrapping import Row, width
from bindertui.model.address import Path
from bindertui.model.inline import unmarked
from bindertui.model.parts import Part
from bindertui.model.text import NEUTRAL, one_line
from bindertui.tui.form_words import name_of
from bindertui.tui.widgets.fields.field import text_in
from bindertui.tui.widgets.lines import LineView, cropped


class PartsView(LineView):
    """One part a row; those with problems are marked."""

    parts: reactive[Sequence[Part]] = reactive(())
    wrong: reactive[frozenset[Path]] = reactive(frozenset)
    language: reactive[str] = reactive("en")
    languages: reactive[tuple[str, ...]] = reactive(("en",))

    class Moved(Message):
        """The cursor stands on another part."""

        def __init__(self, part: Part) -> None:
            super().__init__()
            self.part = part

    class Opened(Message):
        """The user wants to fill in the part the cursor is on."""

    def item_count(self) -> int:
        """How many parts there are."""
        return len(self.parts)

    def row(self, number: int) -> Row:
        """What a part is, and how it begins."""
        part = self.parts[number]
        sign = "✗ " if part.path in self.wrong else "  "
        kind = Run(name_of(part.name, self.language), strong=not part.in_list)
        start = (Run("  " * part.depth), Run(sign, Tone.PROBLEM), kind)
        if not part.in_list and part.depth:
            return (*start, Run(f"  {len(part.value)}", Tone.QUIET))
        gist = one_line(unmarked(self._gist(part), lambda entry: entry))
        return (*start, Run(f"  {cropped(gist, self.text_width - width(start) - 2)}", Tone.QUIET))

    def _gist(self, part: Part) -> str:
        key = str(part.path[-1]) if part.path and isinstance(part.path[-1], str) and part.in_list else ""
        found = text_in(part.gist, self.language, self.languages) or text_in(part.gist, NEUTRAL, self.languages)
        return f"{key}  {found}" if key else found

    def watch_parts(self) -> None:
        """Show other parts."""
        self.resized()

    def watch_wrong(self) -> None:
        """Mark other parts."""
        self.refresh()

    def watch_language(self) -> None:
        """Name the parts in the reader's language."""
        self.refresh()

    def watch_cursor(self, before: int, after: int) -> None:
        """Tell which part the cursor is on."""
        super().watch_cursor(before, after)
        if 0 <= after < len(self.parts):
            self.post_message(self.Moved(self.parts[after]))

    def on_resize(self) -> None:
        """Fill another width."""
        self.resized()
        self.go(self.cursor)

    def show(self, parts: Sequence[Part], at: int) -> None:
        """Show parts with the cursor on one of them, as it was put there: nobody is told."""
        with self.prevent(self.Moved):
            self.parts = parts
            self.go(at)

    def action_open(self) -> None:
        """Fill in the part the cursor is on."""
        self.post_message(self.Opened())

    def action_fold(self) -> None:
        """Space opens, too: nothing folds here."""
        self.action_open()

    def clicked(self, row: int, column: int) -> None:
        """A click shows the part, and stays among the parts: a second one is Enter."""
