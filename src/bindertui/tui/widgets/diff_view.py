"""A view of the difference between two texts, to the line and the word."""

from textual.reactive import reactive

from bindertui.document.diff import DiffLine, LineChange, OmittedLines
from bindertui.document.flow import Run, Tone
from bindertui.document.wrapping import Row, wrap_runs
from bindertui.i18n import ngettext
from bindertui.tui.widgets.line_view import LineView

_SIGNS = {
    LineChange.SAME: Run("  "),
    LineChange.REMOVED: Run("− ", Tone.REMOVED),
    LineChange.ADDED: Run("+ ", Tone.ADDED),
}
_NARROWEST = 12
"""Cells left for text, however deep its indentation is."""


class DiffView(LineView):
    """The lines of a diff, wrapped, with a cursor."""

    diff: reactive[tuple[DiffLine | OmittedLines, ...]] = reactive(())
    language: reactive[str] = reactive("en")

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: list[tuple[int, Row]] = []
        self._starts: list[int] = [0]

    def item_count(self) -> int:
        """Return the number of lines and gaps."""
        return len(self._starts) - 1

    def row_count(self) -> int:
        """Return the number of rows."""
        return len(self._rows)

    def rows_of(self, item: int) -> range:
        """Return the rows of a line."""
        return range(self._starts[item], self._starts[item + 1])

    def item_at(self, row: int) -> int:
        """Return the line in a row."""
        return self._rows[row][0]

    def row(self, number: int) -> Row:
        """Return the runs of a row."""
        return self._rows[number][1]

    def watch_diff(self) -> None:
        """Show another diff, with the cursor on its first change."""
        self._lay_out()
        changed = (item for item, line in enumerate(self.diff) if line.change is not LineChange.SAME)
        self.go(0)
        self.land(next(changed, 0))

    def watch_language(self) -> None:
        """Show the gaps in another language."""
        self._lay_out()

    def on_resize(self) -> None:
        """Wrap the lines for another width; the cursor stays on its line."""
        self._lay_out()
        self.land(self.cursor)

    def _lay_out(self) -> None:
        self._rows, self._starts = [], [0]
        # The width is unknown before the first resize.
        for item, line in enumerate(self.diff if self.size.width else ()):
            self._rows += ((item, row) for row in self._line_rows(line))
            self._starts.append(len(self._rows))
        self.resized()

    def _line_rows(self, line: DiffLine | OmittedLines) -> list[Row]:
        if isinstance(line, OmittedLines):
            label = ngettext("{count} unchanged line", "{count} unchanged lines", line.lines, self.language)
            return [(Run(f"  ⋮ {label}", Tone.QUIET),)]
        sign = _SIGNS[line.change]
        margin, *rest = line.runs or (Run(""),)
        bare = margin.text.lstrip(" ")
        # A wrapped line continues below its own beginning, because indentation has a meaning in YAML.
        deep = min(len(margin.text) - len(bare), max(self.text_width - len(sign.text) - _NARROWEST, 0))
        indent = Run(" " * deep, margin.tone)
        rows = wrap_runs((Run(bare, margin.tone), *rest), max(self.text_width - len(sign.text) - deep, 2))
        following = Run(" " * (len(sign.text) + deep))
        return [(sign, indent, *row) if number == 0 else (following, *row) for number, row in enumerate(rows)]
