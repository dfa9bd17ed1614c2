"""The outline: every entry of the binder, foldable."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import reactive

from bindertui.document.flow import Run, Tone
from bindertui.document.wrapping import Row, text_width
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.outline import OutlineItem
from bindertui.model.text import single_line
from bindertui.tui.messages import AddressChosen
from bindertui.tui.widgets.line_view import LineView, crop_strip


class Outline(LineView):
    """The entries of a binder, one a row; the row of the entry being read is marked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "unfold", show=False),
        Binding("left", "up", show=False),
    ]

    binder: reactive[Binder | None] = reactive(None)
    language: reactive[str] = reactive("en")
    current_entry: reactive[str] = reactive("")

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._places: list[OutlineItem] = []
        self._parents: set[str] = set()
        self._unfolded: set[str] = set()
        self._shown: list[OutlineItem] = []

    def item_count(self) -> int:
        """How many entries are not folded away."""
        return len(self._shown)

    def row(self, number: int) -> Row:
        """An entry's title, under the ones it belongs to."""
        place = self._shown[number]
        sign = ("▾ " if place.id in self._unfolded else "▸ ") if place.id in self._parents else "  "
        indent = Run("  " * place.depth + sign, Tone.QUIET)
        title = crop_strip(single_line(place.title.in_language(self.language)), self.text_width - text_width((indent,)))
        if place.is_broken:
            return (indent, Run("✗ ", Tone.PROBLEM), Run(title, Tone.PROBLEM))
        return (indent, Run(title, strong=place.id == self.current_entry))

    def watch_binder(self, binder: Binder | None) -> None:
        """Show another binder, its entries folded."""
        self._places = list(binder.outline()) if binder else []
        self._parents = {place.parent for place in self._places if place.parent}
        self._fold()

    def watch_language(self) -> None:
        """Show the titles in the reader's language."""
        self.refresh()

    def watch_current_entry(self, current_entry: str) -> None:
        """Unfold down to the entry being read, and put the cursor there."""
        if self.binder is None:
            return
        above = set(self.binder.parents(current_entry))
        if not above <= self._unfolded:
            self._unfolded |= above
            self._fold()
        for item, place in enumerate(self._shown):
            if place.id == current_entry:
                self.go(item)
        self.refresh()

    def on_resize(self) -> None:
        """Fill another width."""
        self.resized()
        self.go(self.cursor)

    def _fold(self) -> None:
        self._shown = []
        hidden: int | None = None
        for place in self._places:
            if hidden is not None and place.depth > hidden:
                continue
            self._shown.append(place)
            hidden = place.depth if place.id in self._parents and place.id not in self._unfolded else None
        self.resized()

    def action_open(self) -> None:
        """Read the entry the cursor is on."""
        if self._shown:
            self.post_message(AddressChosen(Address(self._shown[self.cursor].id)))

    def action_fold(self) -> None:
        """Fold or unfold the entry the cursor is on."""
        if self._shown and self._shown[self.cursor].id in self._parents:
            self._unfolded ^= {self._shown[self.cursor].id}
            self._fold()

    def action_unfold(self) -> None:
        """Unfold the entry the cursor is on, or go to the first one in it."""
        if not self._shown or self._shown[self.cursor].id not in self._parents:
            return
        if self._shown[self.cursor].id in self._unfolded:
            self.go(self.cursor + 1)
        else:
            self.action_fold()

    def action_up(self) -> None:
        """Fold the entry the cursor is on, or go to the one it belongs to."""
        if not self._shown:
            return
        place = self._shown[self.cursor]
        if place.id in self._unfolded:
            self.action_fold()
        else:
            above = [item for item, other in enumerate(self._shown[: self.cursor]) if other.id == place.parent]
            self.go(above[-1] if above else self.cursor)

    def clicked(self, row: int, column: int) -> None:
        """Fold by the sign, open by the title."""
        place = self._shown[row]
        if place.id in self._parents and column < 2 * place.depth + 2:
            self.action_fold()
        else:
            self.action_open()
