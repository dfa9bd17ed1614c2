"""What every screen that fills the terminal can do, whatever is on it."""

from typing import TYPE_CHECKING

from textual import on
from textual.reactive import reactive
from textual.screen import Screen

from bindertui.tui.bindings import SEARCHES
from bindertui.tui.commands import COMMANDS, Command
from bindertui.tui.themes import next_theme
from bindertui.tui.widgets.bars import KeyBar
from bindertui.tui.widgets.search_bar import SearchBar

if TYPE_CHECKING:
    from bindertui.tui.screens.palette import PaletteItem


class BaseScreen(Screen[None]):
    """The commands that need no binder, and the clicks on the bar that shows keys."""

    language: reactive[str] = reactive("en")

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands that its user has here."""
        return COMMANDS

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action may run; in the bar the key of a search is a letter of the query."""
        return action not in SEARCHES or not isinstance(self.focused, SearchBar)

    def action_theme(self) -> None:
        """Take the next theme."""
        self.app.theme = next_theme(self.app.theme)

    def action_help(self) -> None:
        """Show every key."""
        from bindertui.tui.screens.dialogs import HelpScreen  # noqa: PLC0415 - not before it is asked for

        self.app.push_screen(HelpScreen(self.language, self.commands))

    def action_quit(self) -> None:
        """Leave the app."""
        self.app.exit()

    def offer(self, at_hand: "list[PaletteItem]", placeholder: str) -> None:
        """Show what is offered in the palette, and do what is chosen there."""
        from bindertui.tui.screens.palette import PaletteScreen, run_chosen  # noqa: PLC0415 - not before it is asked for

        self.app.push_screen(PaletteScreen(at_hand, placeholder), run_chosen)

    @on(KeyBar.Pressed)
    async def _pressed(self, event: KeyBar.Pressed) -> None:
        target = self.focused if event.command.here and self.focused else self
        await target.run_action(event.command.action)
