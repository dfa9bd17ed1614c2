"""A scrollbar that shows where in the document the matches of a search are."""

from collections.abc import Callable, Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBarRender

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
