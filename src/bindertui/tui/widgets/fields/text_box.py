"""A box to type in, which shows nothing that could steer the terminal."""

from typing import ClassVar

from rich.text import Text
from textual.binding import BindingType
from textual.events import Key
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from bindertui.model.text import showable
from bindertui.tui.shown_text import shown_text
from bindertui.tui.widgets.keys import WHOLE_DRAFT, in_order


class TextBox(TextArea):
    """A text that grows with what is typed; one of a single line passes Enter on to the next field."""

    DEFAULT_CSS = """
    TextBox { height: auto; min-height: 1; max-height: 14; padding: 0 1; scrollbar-size-vertical: 1; }
    TextBox { background: $panel; }
    TextBox:focus { background: $raised; }
    """

    BINDINGS: ClassVar[list[BindingType]] = WHOLE_DRAFT

    def __init__(self, text: str, *, prose: bool) -> None:
        """Prepare the box.

        Args:
            text: what stands in it at first.
            prose: whether it may have several lines.
        """
        super().__init__(
            showable(text), soft_wrap=True, tab_behavior="focus", compact=True, highlight_cursor_line=False
        )
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self._prose = prose

    def show(self, text: str) -> None:
        """Show another text, unless it is there already: what is being typed keeps its cursor."""
        if showable(text) != self.text:
            self.load_text(showable(text))

    def edit(self, edit: Edit) -> EditResult:
        """Escape what must not reach the terminal: a text may be pasted from anywhere."""
        edit.text = shown_text(edit.text)
        if not self._prose:
            edit.text = " ".join(edit.text.split("\n"))
        return super().edit(edit)

    def render_line(self, y: int) -> Strip:
        """Draw what stands on one row: Textual would cut the whole line, however long, for each of its rows."""
        wrapped, theme = self.wrapped_document, self._theme
        row = y + self.scroll_offset.y
        ground = self.rich_style if theme is None or theme.base_style is None else theme.base_style
        if row >= wrapped.height:
            return Strip.blank(self.size.width, ground)
        line, section = wrapped._offset_to_line_info[row]  # noqa: SLF001 - what is public cuts the line as well
        breaks = wrapped.get_offsets(line)
        start = breaks[section - 1] if section else 0
        whole = self.document.get_line(line)
        end = breaks[section] if section < len(breaks) else len(whole) + 1
        text = Text(f"{whole[start:end]} " if end > len(whole) else whole[start:end], end="", no_wrap=True)
        first, last = sorted(self.selection)
        if theme is not None and theme.selection_style is not None and first[0] <= line <= last[0] and first != last:
            begun = first[1] if first[0] == line else 0
            over = last[1] if last[0] == line else end
            text.stylize(theme.selection_style, max(begun - start, 0), max(over - start, 0))
        at, column = self.cursor_location
        if theme is not None and theme.cursor_style is not None and at == line and start <= column < end:
            text.stylize(theme.cursor_style if self._draw_cursor else "", column - start, column - start + 1)
        strip = Strip(text.render(self.app.console), text.cell_len)
        return strip.extend_cell_length(self.scrollable_content_region.width, ground).apply_style(ground)

    async def _on_key(self, event: Key) -> None:
        if not await in_order(self, event) and event.key == "enter" and not self._prose:
            self.screen.focus_next()
            event.stop()
            event.prevent_default()
