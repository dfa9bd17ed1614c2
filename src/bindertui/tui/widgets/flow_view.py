"""A document on the screen: a flow with folds, links and highlighted matches.

Only the visible lines and a screen around them are laid out; `document.viewport` estimates the height of the others.
Whenever an estimate is replaced, the scroll position is corrected so that the visible rows stay in place.
"""

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
from bindertui.tui.widgets.flow_scroll import FlowLines, MatchBar
from bindertui.tui.widgets.line_view import GUTTER
from bindertui.tui.widgets.panes import TWO_PANES

if TYPE_CHECKING:
    from bindertui.document.acronym_glossary import AcronymGlossary
    from bindertui.document.charts import ChartStyle

_SLICE, _PAUSE = 0.004, 0.012
"""Seconds of one slice of the search for matches, and between two slices."""


class FlowView(FlowLines):
    """A flow, with the cursor on one of its lines and, after → or ←, on a link of that line.

    Attributes:
        target: the address to jump to; setting it again jumps again.
        folded: the addresses of the folded headings.
        highlighter: finds the matches in a text.
        glossary: explains acronyms.
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
        """The cursor has moved to another line, or to another link."""

        def __init__(self, view: "FlowView", line: AnyLine, link: Run | None) -> None:
            super().__init__()
            self.view = view
            self.line = line
            self.link = link

        @property
        def control(self) -> "FlowView":
            """The view that posted it."""
            return self.view

    class Peeked(Message):
        """The user wants a preview of a source or a web link."""

        def __init__(self, run: Run) -> None:
            super().__init__()
            self.run = run

    class Folded(Message):
        """The user has folded or unfolded headings."""

        def __init__(self, folded: frozenset[Address]) -> None:
            super().__init__()
            self.folded = folded

    def __init__(self, *, chart_style: "ChartStyle" = "full", id: str | None = None) -> None:
        """Prepare the view.

        Args:
            chart_style: how to draw figures.
            id: the widget's id.
        """
        super().__init__(id=id)
        self._chart_style = chart_style
        self._link: int | None = None
        self.match_lines: tuple[int, ...] | None = None
        self._laid_out_size: Size | None = None
        """The size that the viewport is laid out for; None before."""

    # Laying out

    def watch_flow(self, before: Flow | None, flow: Flow | None) -> None:
        """Show another document from its top or from `target`; in another language, at the same height."""
        same = before is not None and flow is not None and before.entry == flow.entry
        depth = self._depth() if same else None
        self._link = None
        self._reset_viewport()
        self._update_matches()
        self._place_cursor(0, 0)
        found = self._item_of(self.target)
        if found is not None:
            self._place_cursor(found, depth)
            self.land(found)
            self._report_cursor()
        self.refresh()

    def watch_folded(self) -> None:
        """Fold and unfold; the cursor stays on its line, or on the heading that hides it, at the same height."""
        at = self._viewport.visible[self.cursor] if self.item_count() else 0
        depth = self._depth()
        self._viewport.set_folded(self.folded)
        if self.item_count():
            self._place_cursor(max(bisect_right(self._viewport.visible, at) - 1, 0), depth)
            self.go(self.cursor)
        self.refresh()

    def watch_highlighter(self) -> None:
        """Highlight the matches of another search."""
        self._viewport.set_highlighter(self.highlighter)
        self._update_matches()
        self.refresh()

    def watch_target(self, target: Address | None) -> None:
        """Go to the line with an address."""
        found = self._item_of(target)
        if found is not None:
            self._select_link(None)
            self.land(found)
            self._report_cursor()

    def on_resize(self, event: Resize) -> None:
        """Lay out for another size; the cursor stays on its line."""
        if self._laid_out_size != self.scrollable_content_region.size:
            self._lay_out()
            self.refresh()
        self._update_scrollbar()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render a part; for the first frame, no resize event has come yet."""
        if not self._width:
            self._lay_out()
        return super().render_lines(crop)

    def _lay_out(self) -> None:
        """Lay out for the current size."""
        depth = self._depth()
        if self.text_width != self._width:
            self._reset_viewport()
        self._laid_out_size = self.scrollable_content_region.size
        self._place_cursor(self.cursor, depth)
        self.land(self.cursor)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Lay out the lines that have become visible."""
        super().watch_scroll_y(old_value, new_value)
        self._lay_out_visible()

    def go(self, item: int) -> None:
        """Move the cursor to an item and scroll it into view."""
        self._lay_out_around(item)
        super().go(item)

    def land(self, item: int) -> None:
        """Jump to an item, with the lines after it visible."""
        self._lay_out_around(item)
        super().land(item)

    def _item_of(self, place: Address | None) -> int | None:
        """Return the item with an address, or the heading that hides it."""
        position = find_line(self._lines, place) if place is not None else None
        return bisect_right(self._viewport.visible, position) - 1 if position is not None else None

    def _reset_viewport(self) -> None:
        """Replace the viewport by a new one; before the first resize it has no width."""
        self._laid_out_size = None
        self._width = self.text_width if self.size.width else 0
        self._viewport = Viewport(
            self._lines,
            self._width,
            self.folded,
            side_by_side=self.app.size.width >= TWO_PANES,
            chart_style=self._chart_style,
        )
        self._viewport.set_highlighter(self.highlighter)
        self._select_link(self._link)

    def _depth(self) -> int | None:
        """Return how many rows below the top of the screen the cursor is.

        None if it is not visible, or if the document is not scrolled.
        """
        top = self.scroll_offset.y
        depth = self.rows_of(self.cursor).start - top
        return depth if top and 0 <= depth < self.scrollable_content_region.height else None

    def _place_cursor(self, item: int, depth: int | None) -> None:
        """Move the cursor to an item; with a depth, scroll it to so many rows below the top of the screen."""
        self.resized()
        self.cursor = item
        height = self.scrollable_content_region.height
        if self._width and height and self.item_count():
            if depth is not None:
                self._viewport.ensure_layout(self.cursor, 0, height)
                self.measured()
                self._scroll(max(self.rows_of(self.cursor).start - min(depth, height - 1), 0))
            self._lay_out_visible()

    def _lay_out_around(self, item: int) -> None:
        """Lay out the lines around an item; the visible rows stay in place."""
        height = self.scrollable_content_region.height
        if self._width and height and self.item_count():
            top, within = self._viewport.item_at(self.scroll_offset.y)
            if self._viewport.ensure_layout(self.validate_cursor(item), 0, height):
                self._update_heights(top, within)

    def _lay_out_visible(self) -> None:
        """Lay out the visible lines and a screen around them; the visible rows stay in place."""
        height = self.scrollable_content_region.height
        fresh = bool(self._width and height and self.item_count())
        while fresh:
            top, within = self._viewport.item_at(self.scroll_offset.y)
            fresh = self._viewport.ensure_layout(top, within, height)
            if fresh:
                self._update_heights(top, within)

    def _update_heights(self, top: int, within: int) -> None:
        """Use new heights, and scroll to a row of an item."""
        self.measured()
        self._scroll(self._viewport.first_row(top) + min(within, max(self._viewport.height(top) - 1, 0)))

    # Matches of a search

    def _update_matches(self) -> None:
        self.match_lines = None if self.highlighter and self._lines else ()
        if self.match_lines is None:
            self._find_matches()
        else:
            self.workers.cancel_group(self, "matches")
        self._update_scrollbar()

    @work(exclusive=True, group="matches")
    async def _find_matches(self) -> None:
        """Search the whole document in slices, so that no key has to wait."""
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
        self.match_lines = tuple(found)
        self._update_scrollbar()

    def _update_scrollbar(self) -> None:
        """Mark the matches on the scrollbar."""
        plain = not self.match_lines
        if self.show_vertical_scrollbar and not (plain and self.vertical_scrollbar.renderer is ScrollBarRender):
            bar = MatchBar.for_view(self._match_rows, partial(self.look, "mark"))
            # Textual documents a renderer of one scrollbar, but declares it on the class.
            self.vertical_scrollbar.renderer = ScrollBarRender if plain else bar  # type: ignore[misc]
            self.vertical_scrollbar.refresh()

    def _match_rows(self) -> list[int]:
        """Return the first row of each line with a match, or of the heading that hides it."""
        starts, shown = self._viewport.first_rows(), self._viewport.visible
        return [starts[bisect_right(shown, position) - 1] for position in self.match_lines or ()]

    # Cursor, links and clicks

    def watch_cursor(self, before: int, after: int) -> None:
        """Deselect the link, and report the cursor."""
        self._select_link(None)
        super().watch_cursor(before, after)
        self._report_cursor()

    def _report_cursor(self) -> None:
        if self.current is not None:
            self.post_message(self.Moved(self, self.current, self.link))

    @property
    def link(self) -> Run | None:
        """The selected link, if any."""
        ways = links_in(self.current) if self.current else []
        return ways[self._link] if self._link is not None and self._link < len(ways) else None

    def action_link(self, step: int) -> None:
        """Select the next or the previous link or source mark, on this line or the next one that has any."""
        item, link = self.cursor, self._link
        while 0 <= item < self.item_count():
            ways = links_in(self.line(item))
            at = (link + step) if link is not None else (0 if step > 0 else len(ways) - 1)
            if 0 <= at < len(ways):
                self._select(item, at)
                return
            item, link = item + step, None

    def _select(self, item: int, link: int) -> None:
        if item != self.cursor:
            self.go(item)
        self._select_link(link)
        self.refresh()
        self._report_cursor()

    def _select_link(self, link: int | None) -> None:
        self._link = link
        self._viewport.select_link((self.cursor, link) if link is not None else None)

    def action_open(self) -> None:
        """Follow the selected link; fold a heading; on a line with one link, follow that."""
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
        """Fold or unfold the heading at or above the cursor."""
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
        # As content: an explanation is never parsed as markup.
        self.tooltip = Content(meaning) if meaning else None

    def clicked(self, row: int, column: int) -> None:
        """Fold a heading; follow a link or a source mark."""
        line = self.current
        run = run_at_cell(self.row(row), column)
        if run is not None and run.is_link:
            self._follow(run)
        elif isinstance(line, Heading):
            self.action_fold()
