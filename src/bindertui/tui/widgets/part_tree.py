"""The parts of a form as an outline."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key, Paste
from textual.message import Message
from textual.reactive import reactive

from bindertui.document.flow import Run, Tone
from bindertui.document.wrapping import Row, text_width
from bindertui.model.address import FieldPath
from bindertui.model.forms import FormPart
from bindertui.model.markup import strip_markup
from bindertui.model.text import NEUTRAL, single_line
from bindertui.tui.labels import field_label
from bindertui.tui.widgets.form_field import text_in_language
from bindertui.tui.widgets.key_order import forward_key, keep_order
from bindertui.tui.widgets.line_view import LineView, crop_strip


class PartTree(LineView):
    """An outline with one part in each row; parts with problems are marked."""

    parts: reactive[Sequence[FormPart]] = reactive(())
    problem_paths: reactive[frozenset[FieldPath]] = reactive(frozenset)
    language: reactive[str] = reactive("en")
    languages: reactive[tuple[str, ...]] = reactive(("en",))

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "screen.fill_in", show=False)]

    class Moved(Message):
        """The cursor moved to another part."""

        def __init__(self, part: FormPart) -> None:
            super().__init__()
            self.part = part

    def item_count(self) -> int:
        """Return the number of parts."""
        return len(self.parts)

    def row(self, number: int) -> Row:
        """Return the name of a part and the beginning of its text."""
        part = self.parts[number]
        sign = "✗ " if part.path in self.problem_paths else "  "
        kind = Run(field_label(part.name, self.language), strong=not part.in_list)
        start = (Run("  " * part.depth), Run(sign, Tone.PROBLEM), kind)
        if not part.in_list and part.depth:
            return (*start, Run(f"  {len(part.value)}", Tone.QUIET))
        heading = single_line(strip_markup(self._heading(part), lambda entry: entry))
        return (*start, Run(f"  {crop_strip(heading, self.text_width - text_width(start) - 2)}", Tone.QUIET))

    def _heading(self, part: FormPart) -> str:
        key = str(part.path[-1]) if part.path and isinstance(part.path[-1], str) and part.in_list else ""
        text = text_in_language(part.heading, self.language, self.languages) or text_in_language(
            part.heading, NEUTRAL, self.languages
        )
        return f"{key}  {text}" if key else text

    def watch_parts(self) -> None:
        """Show other parts."""
        self.resized()

    def watch_problem_paths(self) -> None:
        """Mark other parts."""
        self.refresh()

    def watch_language(self) -> None:
        """Show the names of the parts in another language."""
        self.refresh()

    def watch_cursor(self, before: int, after: int) -> None:
        """Announce the part at the cursor."""
        super().watch_cursor(before, after)
        if 0 <= after < len(self.parts):
            self.post_message(self.Moved(self.parts[after]))

    def on_resize(self) -> None:
        """Adapt to another width."""
        self.resized()
        self.go(self.cursor)

    def show(self, parts: Sequence[FormPart], at: int) -> None:
        """Show parts with the cursor on one of them, without posting `Moved`."""
        with self.prevent(self.Moved):
            self.parts = parts
            self.go(at)

    async def _on_key(self, event: Key) -> None:
        """Run commands of the screen in the order of their keys, too: the next key may be meant for a field."""
        commands = self.screen._bindings.key_to_bindings  # noqa: SLF001 - as in `keep_order`
        if not await keep_order(self, event) and event.key in commands:
            event.stop()
            event.prevent_default()
            await self.screen.run_action(commands[event.key][0].action)

    def on_paste(self, event: Paste) -> None:
        """Forward text that was pasted before the focus moved away."""
        forward_key(self, event)

    def clicked(self, row: int, column: int) -> None:
        """Do nothing: a click only moves the cursor, a double click works as Enter."""
