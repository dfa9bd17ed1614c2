"""A document on the screen: a flow laid out for the room there is, with folds, links and lit matches."""

from asyncio import sleep
from bisect import bisect_right
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import MouseMove, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scrollbar import ScrollBarRender
from textual.strip import Strip

from bindertui.document.flow import AnyLine, Flow, Heading, Run
from bindertui.document.highlight import SpanFinder, has_match, links_in
from bindertui.document.viewport import Viewport
from bindertui.document.wrapping import run_at_cell
from bindertui.model.address import Address
from bindertui.services.reading import find_line
from bindertui.tui.messages import AddressChosen
from bindertui.tui.widgets.flow_scroll import MatchBar, SheetView
from bindertui.tui.widgets.line_view import GUTTER
from bindertui.tui.widgets.panes import TWO_PANES

if TYPE_CHECKING:
    from bindertui.document.acronym_glossary import AcronymGlossary
    from bindertui.document.charts import ChartStyle

_SLICE, _PAUSE = 0.004, 0.012
"""Seconds of work on matches at a time, and between two such slices."""


class FlowView(SheetView):
    """A flow, with the cursor on one of its lines and, on request, on one of that line's links.

    Messages go up when the cursor moves, a link to an entry is followed, or a mark or a web link is to be peeked at.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "link(1)", show=False),
        Binding("left", "link(-1)", show=False),
    ]

    target: reactive[Address | None] = reactive(None, always_update=True)
    folded: reactive[frozenset[Address]] = reactive(frozenset)
    highlighter: reactive[SpanFinder | None] = reactive(None)
    glossary: "reactive[AcronymGlossary | None]" = reactive(None, repaint=False)

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

    def __init__(self, *, chart_style: "ChartStyle" = "full", id: str | None = None) -> None:
        """Prepare the view.

        Args:
            chart_style: how figures are shown.
            id: the widget's id.
        """
        super().__init__(id=id)
        self._chart_style = chart_style
        self._link: int | None = None
        self._matching: tuple[int, ...] | None = None
        self._filled: Size | None = None
        """The room that the sheet has been laid out for, once that was done."""

    # Laying out

    def watch_flow(self, before: Flow | None, flow: Flow | None) -> None:
        """Show another document from its top, or where `place` says; in another language, at the same height."""
        same = before is not None and flow is not None and before.entry == flow.entry
        depth = self._depth() if same else None
        self._link = None
        self._take_sheet()
        self._look_for_matches()
        self._put(0, 0)
        found = self._found(self.target)
        if found is not None:
            self._put(found, depth)
            self.land(found)
            self._tell()
        self.refresh()

    def watch_folded(self) -> None:
        """Fold and unfold, the cursor staying on its line or on the heading it folded into, and where it is."""
        at = self._sheet.visible[self.cursor] if self.item_count() else 0
        depth = self._depth()
        self._sheet.set_folded(self.folded)
        if self.item_count():
            self._put(max(bisect_right(self._sheet.visible, at) - 1, 0), depth)
            self.go(self.cursor)
        self.refresh()

    def watch_highlighter(self) -> None:
        """Light the matches of another search."""
        self._sheet.set_highlighter(self.highlighter)
        self._look_for_matches()
        self.refresh()

    def watch_target(self, target: Address | None) -> None:
        """Go to the line that shows a place."""
        found = self._found(target)
        if found is not None:
            self._choose_link(None)
            self.land(found)
            self._tell()

    def on_resize(self, event: Resize) -> None:
        """Fill another size, the cursor staying on its line."""
        if self._filled != self.scrollable_content_region.size:
            self._fill()
            self.refresh()
        self._mark_matches()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw a part; the first time before any event has told of the size, so that the first frame has the text."""
        if not self._room:
            self._fill()
        return super().render_lines(crop)

    def _fill(self) -> None:
        """Lay out for the room there is now."""
        depth = self._depth()
        if self.text_width != self._room:
            self._take_sheet()
        self._filled = self.scrollable_content_region.size
        self._put(self.cursor, depth)
        self.land(self.cursor)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Lay out what has come into sight."""
        super().watch_scroll_y(old_value, new_value)
        self._settle()

    def go(self, item: int) -> None:
        """Put the cursor on an item and keep it in sight, from its first row if it does not fit."""
        self._look_at(item)
        super().go(item)

    def land(self, item: int) -> None:
        """Put the cursor on an item that was jumped to, with what follows it in sight."""
        self._look_at(item)
        super().land(item)

    def _found(self, place: Address | None) -> int | None:
        """The item that shows a place, or the heading it is folded into."""
        position = find_line(self._lines, place) if place is not None else None
        return bisect_right(self._sheet.visible, position) - 1 if position is not None else None

    def _take_sheet(self) -> None:
        """Begin anew, with nothing laid out; before the first resize there is no room to lay anything out for."""
        self._filled = None
        self._room = self.text_width if self.size.width else 0
        self._sheet = Viewport(
            self._lines,
            self._room,
            self.folded,
            side_by_side=self.app.size.width >= TWO_PANES,
            chart_style=self._chart_style,
        )
        self._sheet.set_highlighter(self.highlighter)
        self._choose_link(self._link)

    def _depth(self) -> int | None:
        """How many rows below the top of the screen the cursor is.

        None where it is out of sight, and where the document's own first row is at the top and may stay there.
        """
        top = self.scroll_offset.y
        depth = self.rows_of(self.cursor).start - top
        return depth if top and 0 <= depth < self.scrollable_content_region.height else None

    def _put(self, item: int, depth: int | None) -> None:
        """Put the cursor on an item, so many rows below the top of the screen where a depth is given."""
        self.resized()
        self.cursor = item
        height = self.scrollable_content_region.height
        if self._room and height and self.item_count():
            if depth is not None:
                self._sheet.ensure_layout(self.cursor, 0, height)
                self.measured()
                self._scroll(max(self.rows_of(self.cursor).start - min(depth, height - 1), 0))
            self._settle()

    def _look_at(self, item: int) -> None:
        """Lay out what stands around an item, without moving what is in sight."""
        height = self.scrollable_content_region.height
        if self._room and height and self.item_count():
            top, within = self._sheet.item_at(self.scroll_offset.y)
            if self._sheet.ensure_layout(self.validate_cursor(item), 0, height):
                self._keep(top, within)

    def _settle(self) -> None:
        """Lay out what is in sight, and a screen around it, without moving what is in sight."""
        height = self.scrollable_content_region.height
        fresh = bool(self._room and height and self.item_count())
        while fresh:
            top, within = self._sheet.item_at(self.scroll_offset.y)
            fresh = self._sheet.ensure_layout(top, within, height)
            if fresh:
                self._keep(top, within)

    def _keep(self, top: int, within: int) -> None:
        """Take up new heights, with a row of an item at the top of the screen."""
        self.measured()
        self._scroll(self._sheet.first_row(top) + min(within, max(self._sheet.height(top) - 1, 0)))

    # Matches of a search

    def _look_for_matches(self) -> None:
        self._matching = None if self.highlighter and self._lines else ()
        if self._matching is None:
            self._find_matches()
        else:
            self.workers.cancel_group(self, "matches")
        self._mark_matches()

    @work(exclusive=True, group="matches")
    async def _find_matches(self) -> None:
        """Look through the whole document, a slice at a time, so that no key ever waits for it."""
        lines, lighter = self._lines, self.highlighter
        found: list[int] = []
        position = 0
        while lighter is not None and position < len(lines):
            await sleep(_PAUSE)
            end = monotonic() + _SLICE
            while position < len(lines) and monotonic() < end:
                if has_match(lines[position], lighter):
                    found.append(position)
                position += 1
        self._matching = tuple(found)
        self._mark_matches()

    def _mark_matches(self) -> None:
        """Show on the scrollbar where the matches are."""
        plain = not self._matching
        if self.show_vertical_scrollbar and not (plain and self.vertical_scrollbar.renderer is ScrollBarRender):
            bar = MatchBar.showing(self._matching_rows, partial(self.look, "mark"))
            # Textual documents a renderer for a single scrollbar, though it is declared of the class.
            self.vertical_scrollbar.renderer = ScrollBarRender if plain else bar  # type: ignore[misc]
            self.vertical_scrollbar.refresh()

    def _matching_rows(self) -> list[int]:
        """The first rows of the lines with a match; of a folded one, of the heading it is folded into."""
        starts, shown = self._sheet.first_rows(), self._sheet.visible
        return [starts[bisect_right(shown, position) - 1] for position in self._matching or ()]

    # What the user does

    def watch_cursor(self, before: int, after: int) -> None:
        """Leave the link that was chosen on another line, and tell where the cursor is."""
        self._choose_link(None)
        super().watch_cursor(before, after)
        self._tell()

    def _tell(self) -> None:
        if self.current is not None:
            self.post_message(self.Moved(self, self.current, self.link))

    @property
    def link(self) -> Run | None:
        """The link the cursor is on, if any."""
        ways = links_in(self.current) if self.current else []
        return ways[self._link] if self._link is not None and self._link < len(ways) else None

    def action_link(self, step: int) -> None:
        """Choose the next or the previous link or mark, of this line or of the next that has one."""
        item, link = self.cursor, self._link
        while 0 <= item < self.item_count():
            ways = links_in(self.line(item))
            at = (link + step) if link is not None else (0 if step > 0 else len(ways) - 1)
            if 0 <= at < len(ways):
                self._choose(item, at)
                return
            item, link = item + step, None

    def _choose(self, item: int, link: int) -> None:
        if item != self.cursor:
            self.go(item)
        self._choose_link(link)
        self.refresh()
        self._tell()

    def _choose_link(self, link: int | None) -> None:
        self._link = link
        self._sheet.select_link((self.cursor, link) if link is not None else None)

    def action_open(self) -> None:
        """Follow the chosen link; on a heading fold it; on a line with one way to go, go there."""
        line = self.current
        if line is None:
            return
        ways = links_in(line)
        places = {run.target for run in ways if run.target}
        if self.link is not None:
            self._follow(self.link)
        elif isinstance(line, Heading) and not ways:
            self.action_fold()
        elif len(places) == 1:
            self.post_message(AddressChosen(places.pop()))
        elif ways:
            self.action_link(1)

    def _follow(self, run: Run) -> None:
        self.post_message(AddressChosen(run.target) if run.target else self.Peeked(run))

    def action_fold(self) -> None:
        """Fold or unfold the heading the cursor is on or below."""
        for item in range(min(self.cursor, self.item_count() - 1), -1, -1):
            line = self.line(item)
            if isinstance(line, Heading) and line.depth:
                self.post_message(self.Folded(self.folded ^ {line.address}))
                self.go(item)
                return

    def on_mouse_move(self, event: MouseMove) -> None:
        """Explain the acronym under the mouse."""
        row = event.y + self.scroll_offset.y
        text = "".join(run.text for run in self.row(row)) if self.glossary and 0 <= row < self.row_count() else ""
        meaning = self.glossary.explain_at_cell(text, event.x - GUTTER) if self.glossary and text else None
        # As content: what is said of an acronym is never taken for markup.
        self.tooltip = Content(meaning) if meaning else None

    def clicked(self, row: int, column: int) -> None:
        """Fold a heading; follow a link or a mark."""
        line = self.current
        run = run_at_cell(self.row(row), column)
        if run is not None and run.is_link:
            self._follow(run)
        elif isinstance(line, Heading):
            self.action_fold()
