"""The command palette: finds commands and entries by their words, and runs or opens the chosen one."""

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
from bindertui.document.highlight import highlight_spans
from bindertui.document.wrapping import Row, cell_width
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.text import fold_text, single_line
from bindertui.tui.commands import Command, shown_key
from bindertui.tui.widgets.line_view import LineView, crop_strip
from bindertui.tui.widgets.search_bar import LineInput


@frozen
class PaletteItem:
    """An item of the palette.

    Attributes:
        text: its label.
        aside: shown after the label: the key of a command, or the id of an entry.
        run: runs the command, or opens the entry.
    """

    text: str
    aside: str
    run: Callable[[], object]

    @property
    def shown(self) -> str:
        """The item on one line; its words can be searched."""
        return f"{self.text}  {self.aside}"


def palette_items(
    binder: Binder,
    commands: tuple[Command, ...],
    language: str,
    act: Callable[[str], object],
    go: Callable[[Address], object],
) -> list[PaletteItem]:
    """Return an item for each command and each entry.

    Args:
        binder: the binder with the entries.
        commands: the commands of the screen, with the keys of the session.
        language: the reader's language.
        act: runs an action of the screen.
        go: goes to an address.
    """
    command_items = [command_item(command, language, act) for command in commands if not command.here]
    entries = [
        PaletteItem(single_line(place.title.in_language(language)), place.id, partial(go, Address(place.id)))
        for place in binder.outline()
    ]
    return [*command_items, *entries]


def command_item(command: Command, language: str, act: Callable[[str], object]) -> PaletteItem:
    """Return the item of a command: its help text, and its key if it has one."""
    key = shown_key(command.keys[0], language) if command.keys else ""
    return PaletteItem(command.help.in_language(language), key, partial(act, command.action))


def match_items(items: list[PaletteItem], query: str) -> list[tuple[PaletteItem, tuple[tuple[int, int], ...]]]:
    """Return the items that have every word of a query, in any order, with the matching spans.

    Items in which words of the query start a word come first. Case and accents do not matter.
    """
    words = _key(query).split()
    found = []
    for item in items:
        key = _key(item.shown)
        places = [_place(word, key) for word in words]
        if min(places, default=0) >= 0:
            begun = sum(not key[:place].strip() or key[place - 1] == " " for place in places)
            spans = tuple((place, place + len(word)) for word, place in zip(words, places, strict=True))
            found.append((begun, -min(places, default=0), item, spans))
    return [(item, spans) for _, _, item, spans in sorted(found, key=lambda match: match[:2], reverse=True)]


def _key(text: str) -> str:
    """Return a text without case and accents, of the same length."""
    return "".join((fold_text(character) or character)[0] for character in text)


def _place(word: str, key: str) -> int:
    """Return the position of a word, preferably at the start of a word; -1 if it is missing."""
    at_start = f" {key}".find(f" {word}")
    return at_start if at_start >= 0 else key.find(word)


class PaletteList(LineView):
    """The matching items, one a row."""

    can_focus = False
    matches: reactive[list[tuple[PaletteItem, tuple[tuple[int, int], ...]]]] = reactive(list)

    class Chosen(Message):
        """The user clicked an item."""

    def item_count(self) -> int:
        """Return the number of matching items."""
        return len(self.matches)

    def row(self, number: int) -> Row:
        """Return an item with its matches highlighted."""
        item, spans = self.matches[number]
        room = self.text_width
        text = crop_strip(item.text, max(room - cell_width(item.aside) - 2, room // 2))
        # The ellipsis is not part of a match.
        kept = len(text) - (text != item.text)
        moved = len(text) - len(item.text)
        lit = tuple(
            (start + moved, end + moved) if start >= len(item.text) else (min(start, kept), min(end, kept))
            for start, end in spans
        )
        return highlight_spans((Run(text), Run(f"  {item.aside}", Tone.QUIET)), lit)

    def watch_matches(self) -> None:
        """Show the matches of another query."""
        self.resized()
        self.go(0)

    def on_resize(self) -> None:
        """Cut items to another width."""
        self.resized()
        self.go(self.cursor)

    def clicked(self, row: int, column: int) -> None:
        """Choose the item that was clicked."""
        self.post_message(self.Chosen())


class PaletteScreen(ModalScreen[Callable[[], object] | None]):
    """A dialog whose result runs the chosen item."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "by(1)", show=False, priority=True),
        Binding("up", "by(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
    ]

    def __init__(self, items: list[PaletteItem], placeholder: str) -> None:
        """Prepare the palette.

        Args:
            items: everything that can be chosen.
            placeholder: the text of the empty line.
        """
        super().__init__()
        self._items = items
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        """Lay out the line, and the list below it."""
        with Vertical(classes="dialog", id="palette"):
            yield LineInput(placeholder=self._placeholder)
            yield PaletteList(id="offers")

    def on_mount(self) -> None:
        """List everything before anything is typed."""
        self.query_one(PaletteList).matches = match_items(self._items, "")

    def on_input_changed(self, event: Input.Changed) -> None:
        """List the items that match."""
        self.query_one(PaletteList).matches = match_items(self._items, event.value)

    def on_input_submitted(self) -> None:
        """Choose the item under the cursor."""
        self._take()

    def on_palette_list_chosen(self) -> None:
        """Choose the item that was clicked."""
        self._take()

    def _take(self) -> None:
        palette_list = self.query_one(PaletteList)
        # A second Enter may follow before the screen is gone.
        if palette_list.matches and self.is_current:
            self.dismiss(palette_list.matches[palette_list.cursor][0].run)

    def action_leave(self) -> None:
        """Close the palette without choosing."""
        if self.is_current:
            self.dismiss(None)

    def action_by(self, items: int) -> None:
        """Move in the list while the line has the focus."""
        self.query_one(PaletteList).action_cursor_by(items)

    def action_page(self, pages: int) -> None:
        """Move in the list by pages."""
        self.query_one(PaletteList).action_page(pages)


async def run_chosen(chosen: Callable[[], object] | None) -> None:
    """Run the chosen item, if any."""
    if chosen is not None and isawaitable(result := chosen()):
        await result
