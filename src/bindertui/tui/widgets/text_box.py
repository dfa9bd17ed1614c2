"""A box to type a text in, safe for the terminal whatever is pasted."""

from typing import ClassVar

from rich.text import Text
from textual.binding import BindingType
from textual.events import Key
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from bindertui.model.text import visible_text
from bindertui.tui.widgets.key_order import WHOLE_DRAFT, keep_order
from bindertui.tui.widgets.yaml_editor import editable_text


class TextBox(TextArea):
    """A text area that grows with its text; in a box for a single line, Enter moves to the next field."""

    DEFAULT_CSS = """
    TextBox { height: auto; min-height: 1; max-height: 14; padding: 0 1; scrollbar-size-vertical: 1; }
    TextBox { background: $panel; }
    TextBox:focus { background: $raised; }
    """

    BINDINGS: ClassVar[list[BindingType]] = WHOLE_DRAFT

    def __init__(self, text: str, *, multiline: bool) -> None:
        """Prepare the box.

        Args:
            text: the text to start with.
            multiline: whether the text may have several lines.
        """
        super().__init__(
            visible_text(text), soft_wrap=True, tab_behavior="focus", compact=True, highlight_cursor_line=False
        )
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self._multiline = multiline

    def show(self, text: str) -> None:
        """Show another text; the cursor stays if the text is the same."""
        if visible_text(text) != self.text:
            self.load_text(visible_text(text))

    def edit(self, edit: Edit) -> EditResult:
        """Insert or delete text; control characters are escaped, because a text may be pasted from anywhere."""
        edit.text = editable_text(edit.text)
        if not self._multiline:
            edit.text = " ".join(edit.text.split("\n"))
        return super().edit(edit)

    def render_line(self, y: int) -> Strip:
        """Return one row. Textual would render the whole line for each of its wrapped rows."""
        wrapped, theme = self.wrapped_document, self._theme
        row = y + self.scroll_offset.y
        background = self.rich_style if theme is None or theme.base_style is None else theme.base_style
        if row >= wrapped.height:
            return Strip.blank(self.size.width, background)
        line, section = wrapped._offset_to_line_info[row]  # noqa: SLF001 - the public methods render the whole line
        breaks = wrapped.get_offsets(line)
        start = breaks[section - 1] if section else 0
        whole = self.document.get_line(line)
        end = breaks[section] if section < len(breaks) else len(whole) + 1
        text = Text(f"{whole[start:end]} " if end > len(whole) else whole[start:end], end="", no_wrap=True)
        first, last = sorted(self.selection)
        if theme is not None and theme.selection_style is not None and first[0] <= line <= last[0] and first != last:
            selection_start = first[1] if first[0] == line else 0
            selection_end = last[1] if last[0] == line else end
            text.stylize(theme.selection_style, max(selection_start - start, 0), max(selection_end - start, 0))
        cursor_line, column = self.cursor_location
        if theme is not None and theme.cursor_style is not None and cursor_line == line and start <= column < end:
            text.stylize(theme.cursor_style if self._draw_cursor else "", column - start, column - start + 1)
        strip = Strip(text.render(self.app.console), text.cell_len)
        width = self.scrollable_content_region.width
        return strip.extend_cell_length(width, background).apply_style(background)

    async def _on_key(self, event: Key) -> None:
        if not await keep_order(self, event) and event.key == "enter" and not self._multiline:
            self.screen.focus_next()
            event.stop()
            event.prevent_default()
