"""A scrolling list that draws only the rows on the screen."""

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.events import Click, Key
from textual.geometry import Region, Size
from textual.reactive import Reactive, reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollDown, ScrollTo, ScrollUp
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style as VisualStyle

from bindertui.document.flow import Run, Tone
from bindertui.document.wrapping import Row, cell_width, graphemes, text_width
from bindertui.tui.bindings import move_bindings
from bindertui.tui.terminal_driver import hyperlink
from bindertui.tui.widgets.key_order import forward_key

GUTTER = 2
"""Cells before the text, for the cursor's mark."""

_AT_CURSOR = {True: "▌ ", False: "▏ "}
"""The mark of the cursor, by whether its view has the keys: without colours, too, one sees where one is."""

_TONES = {
    Tone.QUIET: "quiet",
    Tone.BAR: "bar",
    Tone.SECOND: "second",
    Tone.THIRD: "third",
    Tone.FOURTH: "fourth",
    Tone.SOURCE: "source",
    Tone.WITHHELD: "withheld",
    Tone.PROBLEM: "problem",
    Tone.ADDED: "added",
    Tone.REMOVED: "removed",
}


_LOOKS = {
    "quiet": "$quiet",
    "bar": "$primary",
    "second": "$accent",
    "third": "$success",
    "fourth": "$secondary",
    "source": "$secondary",
    "withheld": "bold $background on $foreground",
    "problem": "bold $error",
    "added": "bold underline $success",
    "removed": "strike $error",
    "link": "underline $primary",
    "lit": "bold $background on $accent",
    "chosen": "reverse bold",
    "selected": "reverse",
    "title": "bold $accent",
    "heading": "bold $primary",
    "cursor": "on $raised",
    "cursor-focus": "on $selected",
    "mark": "bold $accent",
    "aftermath": "$success",
    "caution": "$warning",
    "takeaway": "$accent",
}
"""The styles of rows and runs, in the colours of the theme.

They are no component classes: Textual recomputes every one of those, for every view, whenever a style may have changed,
and that took as long as the rest of the first frame together.
"""


class LineView(ScrollView, can_focus=True):
    """Items of one or more rows each, with a cursor on one of them.

    A subclass returns the number of items and their rows. Rows are runs, never markup.
    """

    DEFAULT_CSS = """
    LineView {
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        scrollbar-color: $border-blurred;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-background-active: $background;
        overflow-x: hidden;
        overflow-y: scroll;
        background: $background;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = move_bindings(
        {
            "down": "cursor_by(1)",
            "up": "cursor_by(-1)",
            "page-down": "page(1)",
            "page-up": "page(-1)",
            "first": "edge(-1)",
            "last": "edge(1)",
            "open": "open",
            "fold": "fold",
        }
    )

    cursor: reactive[int] = reactive(0)
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)
    """Changes do not lay out the whole screen again, as in Textual: the scrollbar is always there."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._styles: dict[object, Style] = {}

    def item_count(self) -> int:
        """Return the number of items."""
        raise NotImplementedError

    def row_count(self) -> int:
        """Return the number of rows of all items."""
        return self.item_count()

    def rows_of(self, item: int) -> range:
        """Return the rows of an item."""
        return range(item, item + 1)

    def item_at(self, row: int) -> int:
        """Return the item on a row."""
        return row

    def row(self, number: int) -> Row:
        """Return the runs of a row."""
        raise NotImplementedError

    def row_key(self, number: int) -> int:
        """Return the key that identifies a row in a selection."""
        return number

    def keyed_rows(self, first: int, last: int | None) -> Iterable[tuple[int, Row]]:
        """Return the rows from one key to another, or to the end, each with its key."""
        end = self.row_count() if last is None else min(last + 1, self.row_count())
        return ((number, self.row(number)) for number in range(first, end))

    def row_class(self, item: int) -> str | None:
        """Return the name of a style for all rows of an item, or None."""
        return None

    def action_open(self) -> None:
        """Open the item under the cursor."""

    def action_fold(self) -> None:
        """Fold or unfold the item under the cursor."""

    @property
    def text_width(self) -> int:
        """The cells available for the text of a row."""
        return max(self.scrollable_content_region.width - GUTTER, 2)

    def resized(self) -> None:
        """Show changed rows; a subclass calls this whenever they change."""
        self.measured()
        self.cursor = self.validate_cursor(self.cursor)
        self.refresh()

    def measured(self) -> None:
        """Update the number of rows; the visible rows are the same."""
        self.virtual_size = Size(self.scrollable_content_region.width, self.row_count())

    def watch_virtual_size(self, size: Size) -> None:
        """Update the length of the scrollbar, and scroll back behind the last row."""
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.window_virtual_size = size.height
        if self.styles.is_auto_height:
            self.refresh(layout=True)
        self.scroll_y = self.validate_scroll_y(self.scroll_y)

    def notify_style_update(self) -> None:
        """Drop the styles of the previous theme."""
        self._styles = {}
        super().notify_style_update()

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on an item."""
        return max(0, min(cursor, self.item_count() - 1))

    def watch_cursor(self, before: int, after: int) -> None:
        """Draw the items that the cursor has left and entered."""
        for item in (before, after):
            if 0 <= item < self.item_count():
                rows = self.rows_of(item)
                self.refresh(*(Region(0, row - self.scroll_offset.y, self.size.width, 1) for row in rows))

    def go(self, item: int) -> None:
        """Move the cursor to an item, and scroll it into view; if it does not fit, from its first row."""
        self.cursor = item
        if not self.item_count() or not self.size.height:
            return
        rows, top, height = self.rows_of(self.cursor), self.scroll_offset.y, self.scrollable_content_region.height
        if rows.start < top or len(rows) >= height:
            self._scroll(rows.start)
        elif rows.stop > top + height:
            self._scroll(rows.stop - height)

    def land(self, item: int) -> None:
        """Jump to an item, and scroll so that the items after it are visible, too."""
        self.cursor = item
        if not self.item_count() or not self.size.height:
            return
        first, top = self.rows_of(self.cursor).start, self.scroll_offset.y
        height = self.scrollable_content_region.height
        if not top <= first < top + height // 2:
            self._scroll(max(first - height // 4, 0))

    def _scroll(self, row: int) -> None:
        self.scroll_to(y=row, animate=False, immediate=True, force=True)

    def action_cursor_by(self, items: int) -> None:
        """Move the cursor; an item taller than the screen is scrolled through first."""
        if not self.item_count():
            return
        rows, height = self.rows_of(self.cursor), self.scrollable_content_region.height
        top = self.scroll_offset.y
        if items > 0 and rows.start <= top + height < rows.stop:
            self._scroll(top + 1)
        elif items < 0 and rows.start < top < rows.stop:
            self._scroll(top - 1)
        else:
            self.go(self.cursor + items)

    def action_page(self, pages: int) -> None:
        """Scroll by whole pages, and move the cursor along."""
        height = max(self.scrollable_content_region.height - 1, 1)
        top = self.scroll_offset.y
        target = max(0, min(top + pages * height, self.row_count() - height - 1))
        if target == top:
            self.action_edge(pages)
        else:
            self._scroll(target)
            top = self.scroll_offset.y
            if self.rows_of(self.item_at(top)).start >= top + self.scrollable_content_region.height:
                # A screen of one row, which shows the blank row before an item.
                self._scroll(top + pages)
            self.cursor = self.item_at(self.scroll_offset.y)

    def action_edge(self, direction: int) -> None:
        """Go to the first or the last item."""
        self.go(0 if direction < 0 else self.item_count() - 1)

    def on_key(self, event: Key) -> None:
        """Pass on a key that was typed before the focus moved: after a slash, letters are text, not commands."""
        forward_key(self, event)

    def on_scroll_up(self, event: ScrollUp) -> None:
        """Scroll up by a page without an animation."""
        event.prevent_default()
        self._scroll(self.scroll_offset.y - self.scrollable_content_region.height)

    def on_scroll_down(self, event: ScrollDown) -> None:
        """Scroll down by a page without an animation."""
        event.prevent_default()
        self._scroll(self.scroll_offset.y + self.scrollable_content_region.height)

    def on_scroll_to(self, event: ScrollTo) -> None:
        """Follow the thumb of the scrollbar without an animation."""
        event.prevent_default()
        if event.y is not None:
            self._scroll(round(event.y))

    def on_click(self, event: Click) -> None:
        """Move the cursor to the row that is clicked, and pass the click on to the item."""
        row = event.y + self.scroll_offset.y
        if 0 <= row < self.row_count():
            self.go(self.item_at(row))
            self.clicked(row, event.x - GUTTER)

    def clicked(self, row: int, column: int) -> None:
        """Handle a click on a cell of a row's text; the cursor is there already."""

    def render_line(self, y: int) -> Strip:
        """Render one row of the screen."""
        number = y + self.scroll_offset.y
        room = self.scrollable_content_region.width
        if number >= self.row_count():
            return Strip.blank(room, self.rich_style)
        item = self.item_at(number)
        at_cursor = item == self.cursor and number in self.rows_of(item)
        ground = self.rich_style
        if at_cursor:
            ground += self.look("cursor-focus" if self.has_focus else "cursor")
        mark = self.look("mark") if at_cursor else Style()
        sign = _AT_CURSOR[self.has_focus] if at_cursor else "  "
        gutter = Strip([Segment(sign, ground + mark)])
        row = self.row(number)
        text = Strip(self._segments(row, ground, self.row_class(item)), text_width(row))
        selection = self.text_selection
        key = self.row_key(number)
        if selection is not None and (span := selection.get_span(key)) is not None:
            text = self._selected(text, span)
        text = text.adjust_cell_length(max(room - GUTTER, 0), ground).apply_offsets(0, key)
        return Strip.join([gutter, text])

    def _segments(self, row: Iterable[Run], ground: Style, row_class: str | None) -> list[Segment]:
        base = ground + self.look(row_class) if row_class else ground
        return [Segment(run.text, base + self._run_style(run)) for run in row]

    def _run_style(self, run: Run) -> Style:
        key = (run.tone, run.strong, run.emphasis, run.is_link, run.highlighted, run.selected)
        if key not in self._styles:
            names = [name for name in (_TONES.get(run.tone), *_marks(run)) if name]
            style = Style(bold=run.strong or None, italic=run.emphasis or None)
            for name in names:
                style += self.look(name)
            self._styles[key] = style
        return hyperlink(self._styles[key], run.url) if run.url else self._styles[key]

    def look(self, name: str) -> Style:
        """Return the style of a tone, a mark, a kind of row or the cursor, by its name."""
        if name not in self._styles:
            self._styles[name] = VisualStyle.parse(_LOOKS[name], self.app.theme_variables).rich_style
        return self._styles[name]

    def _selected(self, text: Strip, span: tuple[int, int]) -> Strip:
        start, end = span
        length = text.cell_length
        end = length if end == -1 else min(end, length)
        start = min(start, end)
        inside = text.crop(start, end)
        # Applied over the style of each run: every run has its own background.
        selected = Strip(Segment.apply_style(inside, post_style=self.look("selected")), inside.cell_length)
        return Strip.join([text.crop(0, start), selected, text.crop(end, length)])

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected text, row by row."""
        first = selection.start.y if selection.start else 0
        last = selection.end.y if selection.end else None
        return "\n".join(self._cut(row, selection.get_span(key)) for key, row in self.keyed_rows(first, last)), "\n"

    def _cut(self, row: Row, span: tuple[int, int] | None) -> str:
        start, end = span or (0, 0)
        text = "".join(run.text for run in row)
        return text[start:] if end < 0 else text[start:end]

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw the selection."""
        self.refresh()


def crop_strip(text: str, room: int) -> str:
    """Return a text cut to a width, with an ellipsis where it was cut; the rest is not measured."""
    room = max(room, 0)
    if len(text) <= room and cell_width(text) <= room:
        return text
    used = end = fitting = 0
    for grapheme in graphemes(text):
        used += cell_width(grapheme)
        end += len(grapheme)
        if used > room:
            return f"{text[:fitting]}…" if room > 0 else ""
        if used < room:
            fitting = end
    return text


def _marks(run: Run) -> Iterable[str]:
    if (run.target or run.url) and run.tone is not Tone.SOURCE:
        yield "link"
    if run.highlighted:
        yield "lit"
    if run.selected:
        yield "chosen"
