"""A scrollbar that shows where in the document the matches of a search are.

A list of lines that are those of a flow, in rows of a width: what there is to draw.
"""

from collections.abc import Callable, Iterable, Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment, Segments
from rich.style import Style
from textual.reactive import reactive
from textual.scrollbar import ScrollBarRender

from bindertui.document.flow import AnyLine, Flow, Heading, Passage
from bindertui.document.viewport import Viewport
from bindertui.document.wrapping import Row
from bindertui.tui.widgets.line_view import LineView

MATCH = "━"
"""The sign of a match: told from the bar and the thumb by its shape, not by its colour alone."""


class MatchBar(ScrollBarRender):
    """A vertical scrollbar with a sign in each cell that stands for rows with a match.

    Attributes:
        rows: says on which rows of the document there are matches, when the bar is drawn.
        mark: says how the sign looks.
    """

    rows: Callable[[], Sequence[int]]
    mark: Callable[[], Style]

    @classmethod
    def showing(cls, rows: Callable[[], Sequence[int]], mark: Callable[[], Style]) -> "type[MatchBar]":
        """A bar for one view: Textual makes a new one of the class for every frame.

        Args:
            rows: see above.
            mark: see above.
        """
        return type(cls.__name__, (cls,), {"rows": staticmethod(rows), "mark": staticmethod(mark)})

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw the bar, and the signs over it."""
        size = options.height or console.height
        length = max(self.virtual_size, size, 1)
        marked = {min(row * size // length, size - 1) for row in self.rows()}
        for drawn in super().__rich_console__(console, options):
            if isinstance(drawn, Segments):
                cells = [self._marked(cell) if at in marked else cell for at, cell in enumerate(drawn.segments)]
                yield Segments(cells, new_lines=True)
            else:
                yield drawn

    def _marked(self, cell: Segment) -> Segment:
        style = cell.style or Style()
        ground = style.color if style.reverse or cell.text.strip() else style.bgcolor
        return Segment(MATCH, Style(color=self.mark().color, bgcolor=ground, bold=True, meta=style.meta))


_KEYS = 1 << 32
"""More rows than any line takes: the keys of two lines' rows never meet."""


class SheetView(LineView):
    """The lines of a flow that are not folded away, as items; a subclass lays them out."""

    flow: reactive[Flow | None] = reactive(None)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._sheet = Viewport((), 0, frozenset())
        self._room = 0

    def item_count(self) -> int:
        """How many lines are not folded away."""
        return len(self._sheet.visible)

    def row_count(self) -> int:
        """How many rows they take: exactly what is in sight and near it, the rest by guess."""
        return self._sheet.total_rows if self._room else 0

    def rows_of(self, item: int) -> range:
        """The rows a line takes, the blank one before it left out."""
        return self._sheet.row_range(item) if self.item_count() else range(0)

    def item_at(self, row: int) -> int:
        """The line that stands on a row."""
        return self._sheet.item_at(row)[0]

    def row(self, number: int) -> Row:
        """What a row holds."""
        return self._sheet.row(number)

    def row_key(self, number: int) -> int:
        """A row by its line in the document: it keeps its key when lines above it turn out longer, or unfold."""
        item, within = self._sheet.item_at(number)
        return self._sheet.visible[item] * _KEYS + within

    def keyed_rows(self, first: int, last: int | None) -> Iterable[tuple[int, Row]]:
        """The rows from one key to another, laid out for the purpose."""
        end = divmod(last, _KEYS) if last is not None else (len(self._lines), 0)
        return (
            (position * _KEYS + within, row)
            for (position, within), row in self._sheet.rows_between(divmod(first, _KEYS), end)
        )

    def row_class(self, item: int) -> str | None:
        """How headings and notes look."""
        line = self.line(item)
        match line:
            case Heading():
                return "heading" if line.depth else "title"
            case Passage() if line.note:
                return line.note.value
            case _:
                return None

    def line(self, item: int) -> AnyLine:
        """The line of the flow an item shows."""
        return self._lines[self._sheet.visible[item]]

    @property
    def current(self) -> AnyLine | None:
        """The line the cursor is on."""
        return self.line(self.cursor) if self.item_count() else None

    @property
    def _lines(self) -> tuple[AnyLine, ...]:
        return self.flow.lines if self.flow else ()

    def finished_lines(self) -> list[AnyLine]:
        """The lines in sight that are the last of their entries."""
        top = self.scroll_offset.y
        rows = range(top, top + self.scrollable_content_region.height)
        return self._sheet.entry_ends(rows) if self._room and self.item_count() else []
