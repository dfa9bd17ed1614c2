"""The difference between two texts on the screen, words and all."""

from textual.reactive import reactive

from bindertui.document.diff import DiffLine, Gap, LineChange
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
"""Cells that are left for text, however deep its indentation."""


class DifferenceView(LineView):
    """The lines of a comparison, long ones broken, with the cursor on one of them."""

    compared: reactive[tuple[DiffLine | Gap, ...]] = reactive(())
    language: reactive[str] = reactive("en")

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: list[tuple[int, Row]] = []
        self._starts: list[int] = [0]

    def item_count(self) -> int:
        """How many lines there are, gaps included."""
        return len(self._starts) - 1

    def row_count(self) -> int:
        """How many rows they take."""
        return len(self._rows)

    def rows_of(self, item: int) -> range:
        """The rows a line takes."""
        return range(self._starts[item], self._starts[item + 1])

    def item_at(self, row: int) -> int:
        """The line that stands on a row."""
        return self._rows[row][0]

    def row(self, number: int) -> Row:
        """What a row holds."""
        return self._rows[number][1]

    def watch_compared(self) -> None:
        """Show another comparison, from its first change."""
        self._lay_out()
        changed = (item for item, line in enumerate(self.compared) if line.change is not LineChange.SAME)
        self.go(0)
        self.land(next(changed, 0))

    def watch_language(self) -> None:
        """Name the gaps in the reader's language."""
        self._lay_out()

    def on_resize(self) -> None:
        """Break the lines anew for another width, the cursor staying on its line."""
        self._lay_out()
        self.land(self.cursor)

    def _lay_out(self) -> None:
        self._rows, self._starts = [], [0]
        # Before the first resize there is no room to lay anything out for.
        for item, line in enumerate(self.compared if self.size.width else ()):
            self._rows += ((item, row) for row in self._line_rows(line))
            self._starts.append(len(self._rows))
        self.resized()

    def _line_rows(self, line: DiffLine | Gap) -> list[Row]:
        if isinstance(line, Gap):
            told = ngettext("{count} unchanged line", "{count} unchanged lines", line.lines, self.language)
            return [(Run(f"  ⋮ {told}", Tone.QUIET),)]
        sign = _SIGNS[line.change]
        margin, *rest = line.runs or (Run(""),)
        bare = margin.text.lstrip(" ")
        # A text that is broken goes on below its own beginning: how deep it stands is what YAML says with spaces.
        deep = min(len(margin.text) - len(bare), max(self.text_width - len(sign.text) - _NARROWEST, 0))
        indent = Run(" " * deep, margin.tone)
        found = wrap_runs((Run(bare, margin.tone), *rest), max(self.text_width - len(sign.text) - deep, 2))
        following = Run(" " * (len(sign.text) + deep))
        return [(sign, indent, *row) if number == 0 else (following, *row) for number, row in enumerate(found)]
