"""A text of a file as it is shown to be edited, and what was meant by changing what is shown.

The parts of a line of YAML, to be told apart on the screen.

A few patterns a line: Tree-sitter would parse the file anew for it and would have to be built for every platform, and a
draft is parsed already, by the reader that says what is wrong with it.

A draft as YAML: its text with the parts of the language told apart, and lines with problems marked.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import BindingType
from textual.events import Key
from textual.message import Message
from textual.style import Style as VisualStyle
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from bindertui.model.text import visible_text
from bindertui.tui.widgets.key_order import WHOLE_DRAFT, keep_order

_BREAK = re.compile("\r\n|\n|\r")


def editable_text(source: str) -> str:
    """A text with line ends of one kind, safe for a terminal."""
    return "\n".join(visible_text(line) for line in _BREAK.split(source))


def typed_text(source: str, shown: str) -> str:
    """The text that was meant by what is shown: above and below what was changed, the bytes of the source."""
    ends = _BREAK.findall(source)
    before, after = _BREAK.split(source), shown.split("\n")
    as_shown = [visible_text(line) for line in before]
    most = min(len(before), len(after))
    head = next((at for at in range(most) if as_shown[at] != after[at]), most)
    tail = next((at for at in range(most - head) if as_shown[-1 - at] != after[-1 - at]), most - head)
    usual = max(dict.fromkeys(ends), key=ends.count) if ends else "\n"
    kept = [line + end for line, end in zip(before, [*ends, ""], strict=True)]
    last = len(after) - tail
    changed = [line + (usual if at < len(after) - 1 else "") for at, line in enumerate(after) if head <= at < last]
    start = kept[:head]
    if start and not changed and not tail:
        start[-1] = before[head - 1]
    elif head == len(before) and changed:
        start[-1] += usual
    parts = [*start, *changed, *kept[len(before) - tail :]]
    for at, (part, after) in enumerate(pairwise(parts)):
        if part.endswith("\r") and after.startswith("\n"):
            # Side by side they would be one line end.
            parts[at] = f"{part}\n"
    return "".join(parts)


_TOKENS = re.compile(
    r"""(?P<comment>(?:^|(?<=\s))\#.*$)
      | (?P<quoted>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')
      | (?P<key>(?:(?<=^)|(?<=[\s{,\[-]))[A-Za-z0-9_][\w.-]*(?=\s*:(?:\s|$)))
      | (?P<sign>^\s*-(?=\s|$)|[\[\]{}]|:(?=\s|$)|[>|][+-]?\d*\s*$|^---$|^\.\.\.$)
      | (?P<anchor>(?:(?<=^)|(?<=\s))[&*!][\w.-]+)""",
    re.VERBOSE,
)


def highlight_yaml(line: str) -> Iterator[tuple[str, int, int]]:
    """The comments, quoted texts, keys, signs and anchors of a line, each with its start and end."""
    for match in _TOKENS.finditer(line):
        if match.lastgroup:
            yield match.lastgroup, *match.span()


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
        shown = editable_text(source.removeprefix(_BOM))
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
        self._source = bom + typed_text(self._source.removeprefix(_BOM), self.text)
        self._shown = self.text
        return self._source

    def edit(self, edit: Edit) -> EditResult:
        """Escape what must not reach the terminal."""
        edit.text = editable_text(edit.text)
        return super().edit(edit)

    async def _on_key(self, event: Key) -> None:
        await keep_order(self, event)

    def get_line(self, line_index: int) -> Text:
        """A line with its parts told apart."""
        text = super().get_line(line_index)
        for kind, start, end in highlight_yaml(text.plain):
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
