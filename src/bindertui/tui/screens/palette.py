"""What the command palette offers: the commands, and every entry by its title.

The command palette: a line to type in, and what it finds among the commands and the entries.
"""

from collections.abc import Callable
from functools import partial
from inspect import isawaitable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widgets import Input

from bindertui._frozen import frozen
from bindertui.document.flow import Run, Tone
from bindertui.document.highlight import highlight_text
from bindertui.document.wrapping import Row, cell_width
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.text import fold_text, single_line
from bindertui.tui.commands import Command, shown_key
from bindertui.tui.widgets.line_view import LineView, crop_strip
from bindertui.tui.widgets.search_bar import LineInput


@frozen
class PaletteItem:
    """One thing the palette offers.

    Attributes:
        text: what it is found by and shown as.
        aside: shown behind it: the key, or the entry's id.
        run: what choosing it does.
    """

    text: str
    aside: str
    run: Callable[[], object]

    @property
    def shown(self) -> str:
        """The offer on one line."""
        return f"{self.text}  {self.aside}"


def palette_items(
    binder: Binder,
    commands: tuple[Command, ...],
    language: str,
    act: Callable[[str], object],
    go: Callable[[Address], object],
) -> list[PaletteItem]:
    """Everything the palette offers.

    Args:
        binder: whose entries are offered.
        commands: those of the screen, with the keys of the session.
        language: the reader's language.
        act: runs an action of the screen.
        go: goes to a place.
    """
    doing = [command_item(command, language, act) for command in commands if not command.here]
    entries = [
        PaletteItem(single_line(place.title.read(language)), place.id, partial(go, Address(place.id)))
        for place in binder.outline()
    ]
    return [*doing, *entries]


def command_item(command: Command, language: str, act: Callable[[str], object]) -> PaletteItem:
    """A command as the palette offers it: what it does, and its key if it has one."""
    key = shown_key(command.keys[0], language) if command.keys else ""
    return PaletteItem(command.help.read(language), key, partial(act, command.action))


def match_items(at_hand: list[PaletteItem], query: str) -> list[tuple[PaletteItem, tuple[tuple[int, int], ...]]]:
    """The offers that have every word of a query, in any order, each with where they match; the best first.

    Best is what begins with one of the words. Case and accents do not matter.
    """
    words = _key(query).split()
    found = []
    for offer in at_hand:
        key = _key(offer.shown)
        places = [_place(word, key) for word in words]
        if min(places, default=0) >= 0:
            begun = sum(not key[:place].strip() or key[place - 1] == " " for place in places)
            spans = tuple((place, place + len(word)) for word, place in zip(words, places, strict=True))
            found.append((begun, -min(places, default=0), offer, spans))
    return [(offer, spans) for _, _, offer, spans in sorted(found, key=lambda match: match[:2], reverse=True)]


def _key(text: str) -> str:
    """The text without case and accents, character for character."""
    return "".join((fold_text(character) or character)[0] for character in text)


def _place(word: str, key: str) -> int:
    """Where a word stands, at the start of another if it can; -1 if nowhere."""
    at_start = f" {key}".find(f" {word}")
    return at_start if at_start >= 0 else key.find(word)


class OfferList(LineView):
    """The offers that match, one a row."""

    can_focus = False
    found: reactive[list[tuple[PaletteItem, tuple[tuple[int, int], ...]]]] = reactive(list)

    class Taken(Message):
        """The user clicked an offer."""

    def item_count(self) -> int:
        """How many offers match."""
        return len(self.found)

    def row(self, number: int) -> Row:
        """An offer with its matches lit."""
        offer, spans = self.found[number]
        room = self.text_width
        text = crop_strip(offer.text, max(room - cell_width(offer.aside) - 2, room // 2))
        # The ellipsis is no part of a match.
        kept = len(text) - (text != offer.text)
        moved = len(text) - len(offer.text)
        lit = tuple(
            (start + moved, end + moved) if start >= len(offer.text) else (min(start, kept), min(end, kept))
            for start, end in spans
        )
        return highlight_text((Run(text), Run(f"  {offer.aside}", Tone.QUIET)), lit)

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

    def __init__(self, at_hand: list[PaletteItem], placeholder: str) -> None:
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
        self.query_one(OfferList).found = match_items(self._at_hand, "")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what matches."""
        self.query_one(OfferList).found = match_items(self._at_hand, event.value)

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
