"""The results of a search, grouped by entry."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from bindertui._frozen import frozen
from bindertui.document.flow import Passage, Run, Tone
from bindertui.document.labels import label_for
from bindertui.document.layout import layout_rows
from bindertui.document.wrapping import Row
from bindertui.i18n import gettext
from bindertui.model.address import Address
from bindertui.model.enums import EntryKind
from bindertui.model.text import Text, single_line
from bindertui.tui.messages import AddressChosen, AddressHighlighted
from bindertui.tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from bindertui.search.results import Hit
    from bindertui.services.search import SearchResult

PAGE = 20
"""Hits fetched at a time, about a screen full."""
_MOST_ROWS = 4
_AHEAD = 10
"""Items before the end at which more hits are fetched."""


@frozen
class _Item:
    address: Address
    rows: list[Row]


class SearchResults(LineView):
    """Hits below the title of their entry, with the words around the match; moving to one previews it.

    Attributes:
        result: the result of the search.
        open_entries: the ids of the entries in the open document; their hits are marked.
        editions: a label for each binder, by its id, if there are several.
    """

    result: reactive["SearchResult | None"] = reactive(None)
    language: reactive[str] = reactive("en")
    open_entries: reactive[frozenset[str]] = reactive(frozenset)
    editions: reactive[Mapping[str, str]] = reactive(dict)

    class MoreWanted(Message):
        """The cursor is near the last hit that was fetched."""

    class LeftUp(Message):
        """The user moves up from the first hit."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._items: list[_Item] = []
        self._rows: list[tuple[int, Row]] = []
        self._starts: list[int] = []
        self._asked = 0
        self._room = 0

    def item_count(self) -> int:
        """Return the number of hits and titles."""
        return len(self._items)

    def row_count(self) -> int:
        """Return the number of their rows."""
        return len(self._rows)

    def rows_of(self, item: int) -> range:
        """Return the rows of a hit or a title."""
        return range(self._starts[item], self._starts[item] + len(self._items[item].rows))

    def item_at(self, row: int) -> int:
        """Return the hit or the title on a row."""
        return self._rows[row][0]

    def row(self, number: int) -> Row:
        """Return a row of a title or a snippet."""
        return self._rows[number][1]

    def watch_result(self, before: "SearchResult | None", after: "SearchResult | None") -> None:
        """Show another result, with the cursor on the best hit; while the same result grows, the cursor stays."""
        same = self.has_focus and before is not None and after is not None and before.text == after.text
        kept = self._address() if same else None
        self._lay_out()
        item = next((item for item, shown in enumerate(self._items) if kept and shown.address == kept), None)
        if item is not None:
            self.go(item)
        else:
            self.set_reactive(LineView.cursor, 0)
            self.scroll_to(y=0, animate=False, immediate=True, force=True)
            self.go(min(1, len(self._items) - 1))
        self._asked = len(after.hits.hits) if after else 0
        self.refresh()

    def watch_open_entries(self) -> None:
        """Mark the hits in another document."""
        self._lay_out()

    def on_resize(self) -> None:
        """Arrange the rows for another width."""
        self._fit()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render a part; for the first frame, no resize event has come yet."""
        self._fit()
        return super().render_lines(crop)

    def _fit(self) -> None:
        if self.text_width != self._room:
            self._lay_out()
            self.go(self.cursor)

    def _lay_out(self) -> None:
        self._room = self.text_width
        self._items = [_Item(line.address, layout_rows(line, self.text_width)[:_MOST_ROWS]) for line in self._lines()]
        self._starts, self._rows = [], []
        for item, shown in enumerate(self._items):
            self._starts.append(len(self._rows))
            self._rows += ((item, row) for row in shown.rows)
        self.resized()

    def _lines(self) -> list[Passage]:
        lines = []
        for hits in _by_entry(self.result.hits.hits) if self.result else ():
            lines.append(Passage(address=_head(hits[0]), runs=self._title(hits[0])))
            lines += (Passage(address=hit.address, runs=_snippet_row(hit, self.language), indent=1) for hit in hits)
        return lines

    def _title(self, hit: "Hit") -> Row:
        """Return the title above the hits of an entry: its name, its kind, the edition, and whether it is open now."""
        quiet = [label_for(f"kind.{hit.kind}", self.language)]
        if edition := self.editions.get(hit.address.binder or ""):
            quiet.append(edition)
        runs = [
            Run(single_line(hit.title.in_language(self.language)), strong=True),
            Run(f"  {' · '.join(quiet)}", Tone.QUIET),
        ]
        if hit.address.binder is None and hit.entry in self.open_entries:
            runs.append(Run("  ◂ " + gettext("open now", self.language), Tone.SOURCE))
        return tuple(runs)

    def watch_cursor(self, before: int, after: int) -> None:
        """Preview the hit under the cursor, and ask for more hits near the end."""
        super().watch_cursor(before, after)
        if self.has_focus and (address := self._address()):
            self.post_message(AddressHighlighted(address))
        hits = self.result.hits if self.result else None
        if hits and len(self._items) - after < _AHEAD and self._asked == len(hits.hits) < hits.total:
            self._asked = hits.total
            self.post_message(self.MoreWanted())

    def on_focus(self) -> None:
        """Preview the hit under the cursor."""
        if address := self._address():
            self.post_message(AddressHighlighted(address))

    def action_cursor_by(self, items: int) -> None:
        """Move the cursor; up from the first hit, go back to the bar."""
        if items < 0 and self.cursor == 0 and not self.scroll_offset.y:
            self.post_message(self.LeftUp())
        else:
            super().action_cursor_by(items)

    def action_open(self) -> None:
        """Go to the hit under the cursor."""
        if address := self._address():
            self.post_message(AddressChosen(address))

    def _address(self) -> Address | None:
        """Return the address of the item under the cursor."""
        return self._items[self.cursor].address if self.cursor < len(self._items) else None

    def clicked(self, row: int, column: int) -> None:
        """Go to the hit that was clicked."""
        self.action_open()


def _by_entry(hits: "tuple[Hit, ...]") -> "Iterator[list[Hit]]":
    """Group hits by entry, the entry with the best hit first; each term and source is a group of its own.

    Hits that are fetched later come below the others: nothing moves while it is read.
    """
    for start in range(0, len(hits), PAGE):
        groups: dict[tuple[str | None, str, Text], list[Hit]] = {}
        for hit in hits[start : start + PAGE]:
            groups.setdefault((hit.address.binder, hit.entry, hit.title), []).append(hit)
        yield from groups.values()


def _head(hit: "Hit") -> Address:
    """Return the address that the title above a hit leads to."""
    return hit.address if hit.kind in {EntryKind.TERM, EntryKind.SOURCE} else hit.address.entry_address


def _snippet_row(hit: "Hit", language: str) -> Row:
    runs: list[Run] = []
    end = 0
    for start, stop in hit.spans:
        runs += (Run(single_line(hit.snippet[end:start])), Run(single_line(hit.snippet[start:stop]), highlighted=True))
        end = stop
    runs.append(Run(single_line(hit.snippet[end:])))
    if hit.reason:
        runs.append(Run(f"  ({single_line(hit.reason.in_language(language))})", Tone.QUIET))
    return tuple(runs)
