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
        self._items: list[OutlineItem] = []
        self._parents: set[str] = set()
        self._unfolded: set[str] = set()
        self._visible: list[OutlineItem] = []

    def item_count(self) -> int:
        """Return the number of entries that are not folded away."""
        return len(self._visible)

    def row(self, number: int) -> Row:
        """Return an entry's title, indented below its parents."""
        item = self._visible[number]
        sign = ("▾ " if item.id in self._unfolded else "▸ ") if item.id in self._parents else "  "
        indent = Run("  " * item.depth + sign, Tone.QUIET)
        title = crop_strip(single_line(item.title.in_language(self.language)), self.text_width - text_width((indent,)))
        if item.is_broken:
            return (indent, Run("✗ ", Tone.PROBLEM), Run(title, Tone.PROBLEM))
        return (indent, Run(title, strong=item.id == self.current_entry))

    def watch_binder(self, binder: Binder | None) -> None:
        """Show another binder, with all entries folded."""
        self._items = list(binder.outline()) if binder else []
        self._parents = {item.parent for item in self._items if item.parent}
        self._fold()

    def watch_language(self) -> None:
        """Show the titles in the reader's language."""
        self.refresh()

    def watch_current_entry(self, current_entry: str) -> None:
        """Unfold the parents of the entry that is read, and move the cursor there."""
        if self.binder is None:
            return
        above = set(self.binder.parents(current_entry))
        if not above <= self._unfolded:
            self._unfolded |= above
            self._fold()
        for row, item in enumerate(self._visible):
            if item.id == current_entry:
                self.go(row)
        self.refresh()

    def on_resize(self) -> None:
        """Cut titles to another width."""
        self.resized()
        self.go(self.cursor)

    def _fold(self) -> None:
        self._visible = []
        hidden: int | None = None
        for item in self._items:
            if hidden is not None and item.depth > hidden:
                continue
            self._visible.append(item)
            hidden = item.depth if item.id in self._parents and item.id not in self._unfolded else None
        self.resized()

    def action_open(self) -> None:
        """Open the entry under the cursor."""
        if self._visible:
            self.post_message(AddressChosen(Address(self._visible[self.cursor].id)))

    def action_fold(self) -> None:
        """Fold or unfold the entry under the cursor."""
        if self._visible and self._visible[self.cursor].id in self._parents:
            self._unfolded ^= {self._visible[self.cursor].id}
            self._fold()

    def action_unfold(self) -> None:
        """Unfold the entry under the cursor, or go to its first child."""
        if not self._visible or self._visible[self.cursor].id not in self._parents:
            return
        if self._visible[self.cursor].id in self._unfolded:
            self.go(self.cursor + 1)
        else:
            self.action_fold()

    def action_up(self) -> None:
        """Fold the entry under the cursor, or go to its parent."""
        if not self._visible:
            return
        item = self._visible[self.cursor]
        if item.id in self._unfolded:
            self.action_fold()
        else:
            above = [row for row, other in enumerate(self._visible[: self.cursor]) if other.id == item.parent]
            self.go(above[-1] if above else self.cursor)

    def clicked(self, row: int, column: int) -> None:
        """Fold by a click on the sign, open by a click on the title."""
        item = self._visible[row]
        if item.id in self._parents and column < 2 * item.depth + 2:
            self.action_fold()
        else:
            self.action_open()
