"""A document on the screen: a flow laid out for the room there is, with folds, links and lit matches."""

from bisect import bisect_right
from typing import ClassVar

from attrs import evolve
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.message import Message
from textual.reactive import reactive

from bindertui.document.flow import AnyLine, Flow, Grid, Heading, Passage, Run, tight
from bindertui.document.folding import unfolded
from bindertui.document.layout import rows
from bindertui.document.marking import Lighter, chosen, links, lit
from bindertui.document.wrapping import Row, width
from bindertui.model.address import Address
from bindertui.services.reading import line_at
from bindertui.tui.messages import Chosen
from bindertui.tui.widgets.lines import LineView

MEASURE = 96
"""The widest a row of running text gets, in cells; longer rows are hard to read."""


class FlowView(LineView):
    """A flow, with the cursor on one of its lines and, on request, on one of that line's links.

    Messages go up when the cursor moves, a link to an entry is followed, or a mark or a web link is to be peeked at.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "link(1)", show=False),
        Binding("left", "link(-1)", show=False),
    ]

    flow: reactive[Flow | None] = reactive(None)
    place: reactive[Address | None] = reactive(None, always_update=True)
    folded: reactive[frozenset[Address]] = reactive(frozenset)
    lighter: reactive[Lighter | None] = reactive(None)

    class Moved(Message):
        """The cursor stands on another line, or on another link of it."""

        def __init__(self, view: "FlowView", line: AnyLine, link: Run | None) -> None:
            super().__init__()
            self.view = view
            self.line = line
            self.link = link

        @property
        def control(self) -> "FlowView":
            """The view that posts it."""
            return self.view

    class Peeked(Message):
        """The user wants to see where a source mark or a web link leads, without leaving."""

        def __init__(self, run: Run) -> None:
            super().__init__()
            self.run = run

    class Folded(Message):
        """The user folds or unfolds headings."""

        def __init__(self, folded: frozenset[Address]) -> None:
            super().__init__()
            self.folded = folded

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: list[int] = []
        self._rows: list[tuple[int, Row]] = []
        self._starts: list[int] = []
        self._laid: dict[tuple[int, bool, int | None], list[Row]] = {}
        self._link: int | None = None

    # What there is to draw

    def item_count(self) -> int:
        """How many lines are not folded away."""
        return len(self._shown)

    def row_count(self) -> int:
        """How many rows they take."""
        return len(self._rows)

    def rows_of(self, item: int) -> range:
        """The rows a line takes, the blank one before it left out."""
        if not self._starts:
            return range(0)
        last = self._starts[item + 1] if item + 1 < len(self._starts) else len(self._rows)
        first = self._starts[item]
        return range(first + (item > 0 and not self._rows[first][1] and last > first + 1), last)

    def item_at(self, row: int) -> int:
        """The line that stands on a row."""
        return self._rows[row][0]

    def row(self, number: int) -> Row:
        """What a row holds."""
        return self._rows[number][1]

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
        assert self.flow is not None
        return self.flow.lines[self._shown[item]]

    @property
    def current(self) -> AnyLine | None:
        """The line the cursor is on."""
        return self.line(self.cursor) if self._shown else None

    # Laying out

    def watch_flow(self) -> None:
        """Show another document from its top, or where `place` says."""
        self._link = None
        self._lay_out(anew=True)
        self.set_reactive(LineView.cursor, 0)
        self._to_place(self.place)

    def watch_folded(self) -> None:
        """Fold and unfold, the cursor staying on its line or on the heading it folded into."""
        address = self.current.address if self.current else None
        at = self._shown[self.cursor] if self._shown else 0
        self._lay_out()
        if address is not None:
            self.go(max(bisect_right(self._shown, at) - 1, 0))

    def watch_lighter(self) -> None:
        """Light the matches of another search."""
        self._lay_out(anew=True)

    def watch_place(self, place: Address | None) -> None:
        """Go to the line that shows a place."""
        self._to_place(place)

    def on_resize(self, event: Resize) -> None:
        """Lay the flow out anew for another width, the cursor staying on its line."""
        self._lay_out(anew=True)
        self.land(self.cursor)

    def _to_place(self, place: Address | None) -> None:
        if self.flow is None or place is None:
            return
        found = line_at(self.flow.lines, place)
        if found is None:
            return
        self._link = None
        self.land(bisect_right(self._shown, found) - 1)
        self._tell()

    def _lay_out(self, *, anew: bool = False) -> None:
        """Fill the rows; `anew` when lines that were laid out before look different now."""
        if anew:
            self._laid.clear()
        self._shown = unfolded(self.flow.lines, self.folded) if self.flow else []
        self._rows, self._starts = [], []
        # Before the first resize there is no room to lay anything out for.
        for item, position in enumerate(self._shown if self.size.width else ()):
            self._starts.append(len(self._rows))
            self._rows += ((item, row) for row in self._item_rows(item, position))
        self.resized()

    def _item_rows(self, item: int, position: int) -> list[Row]:
        assert self.flow is not None
        line = self.flow.lines[position]
        link = self._link if item == self.cursor else None
        key = (position, line.address in self.folded, link)
        if key not in self._laid:
            room = self.text_width if isinstance(line, Grid) else min(self.text_width, MEASURE)
            self._laid[key] = rows(self._dressed(line, link), room)
        spaced = item > 0 and not tight(self.flow.lines[self._shown[item - 1]], line)
        return [(), *self._laid[key]] if spaced else self._laid[key]

    def _dressed(self, line: AnyLine, link: int | None) -> AnyLine:
        """The line with its fold sign, the chosen link marked and its matches lit."""
        if link is not None:
            line = chosen(line, link)
        if self.lighter is not None:
            line = lit(line, self.lighter)
        if isinstance(line, Heading) and line.depth:
            sign = Run("▸ " if line.address in self.folded else "▾ ")
            line = evolve(line, runs=(sign, *line.runs))
        return line

    # What the user does

    def watch_cursor(self, before: int, after: int) -> None:
        """Leave the link that was chosen on another line, and tell where the cursor is."""
        if self._link is not None:
            self._link = None
            self._lay_out()
        super().watch_cursor(before, after)
        self._tell()

    def _tell(self) -> None:
        if self.current is not None:
            self.post_message(self.Moved(self, self.current, self.link))

    @property
    def link(self) -> Run | None:
        """The link the cursor is on, if any."""
        ways = links(self.current) if self.current else []
        return ways[self._link] if self._link is not None and self._link < len(ways) else None

    def action_link(self, step: int) -> None:
        """Choose the next or the previous link or mark, of this line or of the next that has one."""
        item, link = self.cursor, self._link
        while 0 <= item < self.item_count():
            ways = links(self.line(item))
            at = (link + step) if link is not None else (0 if step > 0 else len(ways) - 1)
            if 0 <= at < len(ways):
                self._choose(item, at)
                return
            item, link = item + step, None

    def _choose(self, item: int, link: int) -> None:
        if item != self.cursor:
            self.go(item)
        self._link = link
        self._lay_out()
        self._tell()

    def action_open(self) -> None:
        """Follow the chosen link; on a heading fold it; on a line with one way to go, go there."""
        line = self.current
        if line is None:
            return
        ways = links(line)
        places = {run.to for run in ways if run.to}
        if self.link is not None:
            self._follow(self.link)
        elif isinstance(line, Heading) and not ways:
            self.action_fold()
        elif len(places) == 1:
            self.post_message(Chosen(places.pop()))
        elif ways:
            self.action_link(1)

    def _follow(self, run: Run) -> None:
        self.post_message(Chosen(run.to) if run.to else self.Peeked(run))

    def action_fold(self) -> None:
        """Fold or unfold the heading the cursor is on or below."""
        for item in range(min(self.cursor, self.item_count() - 1), -1, -1):
            line = self.line(item)
            if isinstance(line, Heading) and line.depth:
                self.post_message(self.Folded(self.folded ^ {line.address}))
                self.go(item)
                return

    def clicked(self, row: int, column: int) -> None:
        """Fold a heading; follow a link or a mark."""
        line = self.current
        run = _run_at(self.row(row), column)
        if run is not None and run.leads:
            self._follow(run)
        elif isinstance(line, Heading):
            self.action_fold()


def _run_at(row: Row, column: int) -> Run | None:
    start = 0
    for run in row:
        end = start + width((run,))
        if start <= column < end:
            return run
        start = end
    return None
