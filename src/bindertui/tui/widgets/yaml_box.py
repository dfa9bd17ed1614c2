"""A draft as YAML: its text with the parts of the language told apart, and lines with problems marked."""

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import BindingType
from textual.events import Key
from textual.message import Message
from textual.style import Style as VisualStyle
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from bindertui.tui.shown_text import shown_text, taken_over
from bindertui.tui.widgets.keys import WHOLE_DRAFT, in_order
from bindertui.tui.yaml_tokens import tokens

_BOM = "\ufeff"
_LOOKS = {
    "comment": "italic $quiet",
    "quoted": "$success",
    "key": "$primary",
    "sign": "$accent",
    "anchor": "$secondary",
}


class YamlBox(TextArea):
    """The text of a draft; lines that are not touched keep their bytes, line ends and all."""

    DEFAULT_CSS = """
    YamlBox { padding: 0; background: $background; scrollbar-size-vertical: 1; }
    YamlBox .text-area--gutter { color: $quiet; }
    """

    BINDINGS: ClassVar[list[BindingType]] = WHOLE_DRAFT

    class Written(Message):
        """Something was typed: `unsent` tells what."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(
            "",
            soft_wrap=True,
            tab_behavior="focus",
            compact=True,
            show_line_numbers=True,
            highlight_cursor_line=False,
            id=id,
        )
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self._source = ""
        self._shown = ""
        self._wrong: frozenset[int] = frozenset()
        self._styles: dict[str, Style] = {}

    def show(self, source: str) -> None:
        """Show the text of the draft, the cursor staying where it is."""
        if source == self._source:
            return
        self._source = source
        shown = shown_text(source.removeprefix(_BOM))
        if shown != self.text:
            at = self.cursor_location
            self.load_text(shown)
            self.move_cursor(at)
        self._shown = shown

    def mark(self, lines: frozenset[int]) -> None:
        """Mark the lines, counted from 0, that have problems."""
        self._wrong = lines
        self._line_cache.clear()
        self.refresh()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell that something was typed."""
        event.stop()
        if self.text != self._shown:
            self.post_message(self.Written())

    def unsent(self) -> str | None:
        """The text, the lines that were not touched as they were; None if nothing was typed since it was asked last."""
        if self.text == self._shown:
            return None
        bom = _BOM if self._source.startswith(_BOM) else ""
        self._source = bom + taken_over(self._source.removeprefix(_BOM), self.text)
        self._shown = self.text
        return self._source

    def edit(self, edit: Edit) -> EditResult:
        """Escape what must not reach the terminal."""
        edit.text = shown_text(edit.text)
        return super().edit(edit)

    async def _on_key(self, event: Key) -> None:
        await in_order(self, event)

    def get_line(self, line_index: int) -> Text:
        """A line with its parts told apart."""
        text = super().get_line(line_index)
        for kind, start, end in tokens(text.plain):
            text.stylize(self._look(kind), start, end)
        if line_index in self._wrong:
            text.stylize(self._look("wrong"))
        return text

    def notify_style_update(self) -> None:
        """Forget styles of the theme that was."""
        self._styles = {}
        super().notify_style_update()

    def _look(self, kind: str) -> Style:
        if kind not in self._styles:
            look = _LOOKS.get(kind, "underline $error")
            self._styles[kind] = VisualStyle.parse(look, self.app.theme_variables).rich_style
        return self._styles[kind]
