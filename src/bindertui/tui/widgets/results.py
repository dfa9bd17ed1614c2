"""The results of a search, grouped by entry."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from attrs import frozen
from textual.reactive import reactive

from bindertui.document.flow import Passage, Run, Tone
from bindertui.document.layout import rows
from bindertui.document.words import word
from bindertui.document.wrapping import Row
from bindertui.model.address import Address
from bindertui.model.kinds import EntryKind
from bindertui.model.text import Text, number_text, one_line
from bindertui.tui.messages import Chosen, Previewed
from bindertui.tui.widgets.lines import LineView
from bindertui.tui.words import say

if TYPE_CHECKING:
    from bindertui.search.hits import Hit
    from bindertui.services.finding import Found

NOWHERE = Address("")
"""The place of what is said above the hits."""
_MOST_ROWS = 4


@frozen
class _Item:
    address: Address
    rows: list[Row]


class Results(LineView):
    """Hits under the title of their entry, with the words around the match; moving over one previews it."""

    found: reactive["Found | None"] = reactive(None)
    language: reactive[str] = reactive("en")

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._items: list[_Item] = []
        self._rows: list[tuple[int, Row]] = []
        self._starts: list[int] = []

    def item_count(self) -> int:
        """How many hits and titles there are."""
        return len(self._items)

    def row_count(self) -> int:
        """How many rows they take."""
        return len(self._rows)

    def rows_of(self, item: int) -> range:
        """The rows of a hit or title."""
        return range(self._starts[item], self._starts[item] + len(self._items[item].rows))

    def item_at(self, row: int) -> int:
        """The hit or title on a row."""
        return self._rows[row][0]

    def row(self, number: int) -> Row:
        """A title, or a part of a snippet."""
        return self._rows[number][1]

    def watch_found(self) -> None:
        """Show what another search found, the cursor on the best hit."""
        self.set_reactive(LineView.cursor, 0)
        self._lay_out()
        self.scroll_to(y=0, animate=False, immediate=True, force=True)
        best = next((item for item, shown in enumerate(self._items) if shown.address.path), 0)
        self.go(best)
        self.refresh()

    def on_resize(self) -> None:
        """Lay the hits out anew for another width."""
        self._lay_out()
        self.go(self.cursor)

    def _lay_out(self) -> None:
        self._items = [_Item(line.address, rows(line, self.text_width)[:_MOST_ROWS]) for line in self._lines()]
        self._starts, self._rows = [], []
        for item, shown in enumerate(self._items):
            self._starts.append(len(self._rows))
            self._rows += ((item, row) for row in shown.rows)
        self.resized()

    def _lines(self) -> list[Passage]:
        lines = [Passage(address=NOWHERE, runs=(run,)) for run in self._said()]
        for hits in _by_entry(self.found.hits.hits) if self.found else ():
            title = Run(one_line(hits[0].title.read(self.language)), strong=True)
            kind = Run(f"  {word(f'kind.{hits[0].kind}', self.language)}", Tone.QUIET)
            lines.append(Passage(address=_head(hits[0]), runs=(title, kind)))
            lines += (Passage(address=hit.address, runs=_shown(hit), indent=1) for hit in hits)
        return lines

    def _said(self) -> Iterator[Run]:
        """What is said above the hits: how many there are, and what of the query was not understood."""
        if self.found is None:
            yield Run(say("results.preparing", self.language), Tone.QUIET)
            return
        hits = self.found.hits
        for problem in hits.problems:
            yield Run(one_line(problem.message), Tone.PROBLEM)
        if hits.total:
            key = "results.count.one" if hits.total == 1 else "results.count"
            yield Run(say(key, self.language).format(number_text(hits.total, self.language)), Tone.QUIET)
        elif self.found.text.strip():
            yield Run(say("results.none", self.language).format(one_line(self.found.text)), Tone.QUIET)
        if hits.scattered:
            yield Run(say("results.scattered", self.language), Tone.QUIET)
        elif hits.partial:
            yield Run(say("results.partial", self.language), Tone.QUIET)

    def watch_cursor(self, before: int, after: int) -> None:
        """Preview the hit the cursor is on."""
        super().watch_cursor(before, after)
        if self.has_focus and (address := self._address()):
            self.post_message(Previewed(address))

    def action_open(self) -> None:
        """Go to the hit the cursor is on."""
        if address := self._address():
            self.post_message(Chosen(address))

    def _address(self) -> Address | None:
        """Where the item under the cursor leads; None for what is only said."""
        address = self._items[self.cursor].address if self._items else NOWHERE
        return None if address == NOWHERE else address

    def clicked(self, row: int, column: int) -> None:
        """Go to the hit that is clicked."""
        self.action_open()


def _by_entry(hits: "tuple[Hit, ...]") -> "Iterable[list[Hit]]":
    """The hits by entry, the entry of the best one first; each term and source on its own."""
    groups: dict[tuple[str, Text], list[Hit]] = {}
    for hit in hits:
        groups.setdefault((hit.entry, hit.title), []).append(hit)
    return groups.values()


def _head(hit: "Hit") -> Address:
    """Where the title above a hit leads."""
    return hit.address if hit.kind in {EntryKind.TERM, EntryKind.SOURCE} else Address(hit.entry)


def _shown(hit: "Hit") -> Row:
    runs: list[Run] = []
    end = 0
    for start, stop in hit.spans:
        runs += (Run(one_line(hit.snippet[end:start])), Run(one_line(hit.snippet[start:stop]), lit=True))
        end = stop
    runs.append(Run(one_line(hit.snippet[end:])))
    if hit.via:
        runs.append(Run(f"  ({one_line(hit.via)})", Tone.QUIET))
    return tuple(runs)
