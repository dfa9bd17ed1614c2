"""The lines of a document as a scrolling list, and the scrollbar that marks the matches of a search."""

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
"""The sign of a match: its shape, not only its colour, differs from the bar and the thumb."""


class MatchBar(ScrollBarRender):
    """A vertical scrollbar with a sign in each cell that covers rows with a match.

    Attributes:
        rows: returns the rows of the document that have a match.
        mark: returns the style of the sign.
    """

    rows: Callable[[], Sequence[int]]
    mark: Callable[[], Style]

    @classmethod
    def for_view(cls, rows: Callable[[], Sequence[int]], mark: Callable[[], Style]) -> "type[MatchBar]":
        """Return the class for one view: Textual makes a new instance for every frame.

        Args:
            rows: see above.
            mark: see above.
        """
        return type(cls.__name__, (cls,), {"rows": staticmethod(rows), "mark": staticmethod(mark)})

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Render the bar, and the signs over it."""
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
"""More rows than any line has: rows of different lines never have the same key."""


class FlowLines(LineView):
    """The visible lines of a flow, as items; a subclass lays them out."""

    flow: reactive[Flow | None] = reactive(None)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._viewport = Viewport((), 0, frozenset())
        self._width = 0

    def item_count(self) -> int:
        """Return the number of lines that are not folded away."""
        return len(self._viewport.visible)

    def row_count(self) -> int:
        """Return their rows: exact near the visible part, estimated elsewhere."""
        return self._viewport.total_rows if self._width else 0

    def rows_of(self, item: int) -> range:
        """Return the rows of a line, without the blank row before it."""
        return self._viewport.row_range(item) if self.item_count() else range(0)

    def item_at(self, row: int) -> int:
        """Return the line on a row."""
        return self._viewport.item_at(row)[0]

    def row(self, number: int) -> Row:
        """Return the runs of a row."""
        return self._viewport.row(number)

    def row_key(self, number: int) -> int:
        """Return a key made of the line and the row in it; it does not depend on the lines above."""
        item, within = self._viewport.item_at(number)
        return self._viewport.visible[item] * _KEYS + within

    def keyed_rows(self, first: int, last: int | None) -> Iterable[tuple[int, Row]]:
        """Return the rows from one key to another, and lay them out."""
        end = divmod(last, _KEYS) if last is not None else (len(self._lines), 0)
        return (
            (position * _KEYS + within, row)
            for (position, within), row in self._viewport.rows_between(divmod(first, _KEYS), end)
        )

    def row_class(self, item: int) -> str | None:
        """Return the style of headings and notes."""
        line = self.line(item)
        match line:
            case Heading():
                return "heading" if line.depth else "title"
            case Passage() if line.note:
                return line.note.value
            case _:
                return None

    def line(self, item: int) -> AnyLine:
        """Return the line of an item."""
        return self._lines[self._viewport.visible[item]]

    @property
    def current(self) -> AnyLine | None:
        """The line the cursor is on."""
        return self.line(self.cursor) if self.item_count() else None

    @property
    def _lines(self) -> tuple[AnyLine, ...]:
        return self.flow.lines if self.flow else ()

    def finished_lines(self) -> list[AnyLine]:
        """Return the visible lines that are the last of their entries."""
        top = self.scroll_offset.y
        rows = range(top, top + self.scrollable_content_region.height)
        return self._viewport.entry_ends(rows) if self._width and self.item_count() else []
