"""An editor for the YAML text of a draft that keeps the bytes of untouched lines.

What is shown differs from the source: control characters are escaped and line ends are all alike. `apply_edits` maps an
edited display text back to a source text: lines before and after the edited region keep their original bytes, and
edited lines get the most frequent line end.

Colours come from a few regular expressions for each line. Tree-sitter would parse the file a second time and must be
compiled for every platform, and the draft is parsed already by the reader that reports its problems.
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
    """Return a text with uniform line ends and escaped control characters, safe for a terminal."""
    return "\n".join(visible_text(line) for line in _BREAK.split(source))


def apply_edits(source: str, shown: str) -> str:
    """Return the source text for an edited display text; unchanged lines keep their bytes.

    Args:
        source: the source text before the edit.
        shown: the display text after the edit.
    """
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
            # Next to each other they would form a single line end.
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
    """Return the comments, quoted texts, keys, signs and anchors of a line, each with its start and end."""
    for match in _TOKENS.finditer(line):
        if match.lastgroup:
            yield match.lastgroup, *match.span()


_BOM = "\ufeff"
_STYLES = {
    "comment": "italic $quiet",
    "quoted": "$success",
    "key": "$primary",
    "sign": "$accent",
    "anchor": "$secondary",
}


class YamlEditor(TextArea):
    """A text area for the text of a draft; lines that are not edited keep their bytes."""

    DEFAULT_CSS = """
    YamlEditor { padding: 0; background: $background; scrollbar-size-vertical: 1; }
    YamlEditor .text-area--gutter { color: $quiet; }
    """

    BINDINGS: ClassVar[list[BindingType]] = WHOLE_DRAFT

    class Edited(Message):
        """Something was typed; `take_input` returns it."""

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
        self._problem_lines: frozenset[int] = frozenset()
        self._styles: dict[str, Style] = {}

    def show(self, source: str) -> None:
        """Show the text of the draft; the cursor stays where it is."""
        if source == self._source:
            return
        self._source = source
        shown = editable_text(source.removeprefix(_BOM))
        if shown != self.text:
            at = self.cursor_location
            self.load_text(shown)
            self.move_cursor(at)
        self._shown = shown

    def mark_problems(self, lines: frozenset[int]) -> None:
        """Mark the lines with problems, counted from 0."""
        self._problem_lines = lines
        self._line_cache.clear()
        self.refresh()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Announce typed text."""
        event.stop()
        if self.text != self._shown:
            self.post_message(self.Edited())

    def take_input(self) -> str | None:
        """Return the source text if something was typed since the last call; None otherwise."""
        if self.text == self._shown:
            return None
        bom = _BOM if self._source.startswith(_BOM) else ""
        self._source = bom + apply_edits(self._source.removeprefix(_BOM), self.text)
        self._shown = self.text
        return self._source

    def edit(self, edit: Edit) -> EditResult:
        """Insert or delete text; control characters are escaped."""
        edit.text = editable_text(edit.text)
        return super().edit(edit)

    async def _on_key(self, event: Key) -> None:
        await keep_order(self, event)

    def get_line(self, line_index: int) -> Text:
        """Return a line with its colours."""
        text = super().get_line(line_index)
        for kind, start, end in highlight_yaml(text.plain):
            text.stylize(self._style(kind), start, end)
        if line_index in self._problem_lines:
            text.stylize(self._style("problem"))
        return text

    def notify_style_update(self) -> None:
        """Discard the styles of the previous theme."""
        self._styles = {}
        super().notify_style_update()

    def _style(self, kind: str) -> Style:
        if kind not in self._styles:
            style = _STYLES.get(kind, "underline $error")
            self._styles[kind] = VisualStyle.parse(style, self.app.theme_variables).rich_style
        return self._styles[kind]
