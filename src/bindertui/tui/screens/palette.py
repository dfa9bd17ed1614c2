"""The command palette: a line to type in, and what it finds among the commands and the entries."""

from collections.abc import Callable
from inspect import isawaitable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widgets import Input

from bindertui.document.flow import Run, Tone
from bindertui.document.marking import lit_runs
from bindertui.document.wrapping import Row, cells
from bindertui.tui.palette import Offer, matching
from bindertui.tui.widgets.line_input import LineInput
from bindertui.tui.widgets.lines import LineView, cropped


class OfferList(LineView):
    """The offers that match, one a row."""

    can_focus = False
    found: reactive[list[tuple[Offer, tuple[tuple[int, int], ...]]]] = reactive(list)

    class Taken(Message):
        """The user clicked an offer."""

    def item_count(self) -> int:
        """How many offers match."""
        return len(self.found)

    def row(self, number: int) -> Row:
        """An offer with its matches lit."""
        offer, spans = self.found[number]
        room = self.text_width
        text = cropped(offer.text, max(room - cells(offer.aside) - 2, room // 2))
        # The ellipsis is no part of a match.
        kept = len(text) - (text != offer.text)
        moved = len(text) - len(offer.text)
        lit = tuple(
            (start + moved, end + moved) if start >= len(offer.text) else (min(start, kept), min(end, kept))
            for start, end in spans
        )
        return lit_runs((Run(text), Run(f"  {offer.aside}", Tone.QUIET)), lit)

    def watch_found(self) -> None:
        """Show what matches another query, the best on top."""
        self.resized()
        self.go(0)

    def on_resize(self) -> None:
        """Fill another width."""
        self.resized()
        self.go(self.cursor)

    def clicked(self, row: int, column: int) -> None:
        """Take the offer that is clicked."""
        self.post_message(self.Taken())


class PaletteScreen(ModalScreen[Callable[[], object] | None]):
    """Ends with what the chosen offer does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "by(1)", show=False, priority=True),
        Binding("up", "by(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
    ]

    def __init__(self, at_hand: list[Offer], placeholder: str) -> None:
        """Prepare the palette.

        Args:
            at_hand: what is offered.
            placeholder: what the empty line says.
        """
        super().__init__()
        self._at_hand = at_hand
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        """The line, and the list below it."""
        with Vertical(classes="dialog", id="palette"):
            yield LineInput(placeholder=self._placeholder)
            yield OfferList(id="offers")

    def on_mount(self) -> None:
        """Offer everything before anything is typed."""
        self.query_one(OfferList).found = matching(self._at_hand, "")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what matches."""
        self.query_one(OfferList).found = matching(self._at_hand, event.value)

    def on_input_submitted(self) -> None:
        """Take the offer the cursor is on."""
        self._take()

    def on_offer_list_taken(self) -> None:
        """Take the offer that was clicked."""
        self._take()

    def _take(self) -> None:
        offers = self.query_one(OfferList)
        # A second Enter may follow before the screen is gone.
        if offers.found and self.is_current:
            self.dismiss(offers.found[offers.cursor][0].run)

    def action_leave(self) -> None:
        """Close the palette, and change nothing."""
        if self.is_current:
            self.dismiss(None)

    def action_by(self, items: int) -> None:
        """Move in the list while the line has the keys."""
        self.query_one(OfferList).action_cursor_by(items)

    def action_page(self, pages: int) -> None:
        """Move in the list by pages."""
        self.query_one(OfferList).action_page(pages)


async def run_chosen(chosen: Callable[[], object] | None) -> None:
    """Run what was chosen in the palette, if anything was."""
    if chosen is not None and isawaitable(result := chosen()):
        await result
