"""The base classes of full screens, and of full screens with a search bar."""

from typing import TYPE_CHECKING, Any, Literal

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.reactive import reactive
from textual.screen import Screen

from bindertui.tui.bindings import SEARCHES
from bindertui.tui.commands import COMMANDS, Command
from bindertui.tui.controllers.search import SearchController
from bindertui.tui.themes import next_theme
from bindertui.tui.widgets.bars import KeyBar
from bindertui.tui.widgets.search_bar import BarText, Scope, ScopeLabel, SearchBar

if TYPE_CHECKING:
    from bindertui.search.query import Query
    from bindertui.services.search import SearchResult
    from bindertui.tui.screens.palette import PaletteItem
    from bindertui.tui.widgets.completion_list import CompletionList, Suggestions


class BaseScreen(Screen[None]):
    """The commands that need no binder, and the clicks on the bar that shows keys."""

    language: reactive[str] = reactive("en")

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands of this screen that the user may run."""
        return COMMANDS

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action may run; in the search bar, the key that opens it is a letter of the query."""
        return action not in SEARCHES or not isinstance(self.focused, SearchBar)

    def report(self, message: str, severity: Literal["information", "warning"] = "information") -> None:
        """Show a short message in place of the one before it."""
        self.app.clear_notifications()
        self.notify(message, severity=severity, markup=False, timeout=4)

    def action_theme(self) -> None:
        """Switch to the next theme."""
        self.app.theme = next_theme(self.app.theme)

    def action_help(self) -> None:
        """Show all keys."""
        from bindertui.tui.screens.dialogs import HelpScreen  # noqa: PLC0415 - not before it is asked for

        self.app.push_screen(HelpScreen(self.language, self.commands))

    def action_quit(self) -> None:
        """Quit the program."""
        self.app.exit()

    def open_palette(self, items: "list[PaletteItem]", placeholder: str) -> None:
        """Offer items in the palette, and run the one that is chosen."""
        from bindertui.tui.screens.palette import PaletteScreen, run_chosen  # noqa: PLC0415 - not before it is asked for

        self.app.push_screen(PaletteScreen(items, placeholder), run_chosen)

    @on(KeyBar.Pressed)
    async def _run_command(self, event: KeyBar.Pressed) -> None:
        target = self.focused if event.command.here and self.focused else self
        await target.run_action(event.command.action)


class SearchScreen(BaseScreen):
    """A screen with a search bar.

    The reactives are the state of the search (see `SearchHost`); the widgets that `compose_search_bar` makes are bound
    to them. A subclass sets `search`, composes a `SearchResults`, and completes the protocol.
    """

    search: SearchController[Any]

    scope: reactive[Scope] = reactive(Scope.BINDER)
    search_open: reactive[bool] = reactive(default=False)
    results_open: reactive[bool] = reactive(default=False)
    bar_text: reactive[BarText | None] = reactive(None)
    suggestions: reactive["Suggestions | None"] = reactive(None)
    earlier_queries: reactive[tuple[str, ...]] = reactive(())
    parsed_query: reactive["Query | None"] = reactive(None)
    result: reactive["SearchResult | None"] = reactive(None)
    notes: reactive[tuple[str, ...]] = reactive(())
    index_progress: reactive[tuple[int, int] | None] = reactive(None)
    index_in_memory: reactive[bool] = reactive(default=False)

    _has_search_widgets = False

    def compose_search_bar(self) -> ComposeResult:
        """Make the bar; the line and the list below it are mounted by the first search."""
        with Horizontal(id="bar"):
            yield ScopeLabel(id="scope").data_bind(SearchScreen.scope, SearchScreen.language)
            yield SearchBar(self.search.held_keys, id="search").data_bind(
                SearchScreen.language,
                SearchScreen.scope,
                SearchScreen.suggestions,
                SearchScreen.earlier_queries,
                SearchScreen.parsed_query,
                text=SearchScreen.bar_text,
            )

    def watch_search_open(self, search_open: bool) -> None:  # noqa: FBT001 - as Textual calls it
        """Mount the widgets below the bar, once."""
        if search_open and not self._has_search_widgets:
            from bindertui.tui.widgets.completion_list import CompletionList  # noqa: PLC0415 - not before a search
            from bindertui.tui.widgets.search_bar import SearchStatus  # noqa: PLC0415

            self._has_search_widgets = True
            status = SearchStatus(id="remark").data_bind(
                SearchScreen.language, SearchScreen.search_open, SearchScreen.parsed_query, SearchScreen.notes
            )
            completions = CompletionList(id="completions").data_bind(SearchScreen.suggestions)
            self.mount(status, completions, after="#bar")

    def watch_language(self) -> None:
        """Search in the reader's language."""
        self.search.repeat()

    @property
    def is_typing(self) -> bool:
        """Whether the search bar has the focus."""
        return isinstance(self.focused, SearchBar)

    @property
    def bar(self) -> SearchBar:
        """The search bar."""
        return self.query_one(SearchBar)

    def focus_search_bar(self) -> None:
        """Give the search bar the focus."""
        self.set_focus(self.bar)

    def start_search(self, text: str) -> None:
        """Search for a text as if it had been typed."""
        self.search.fill(text)
        self.search.type(text, len(text))

    # Messages of the widgets

    @on(SearchBar.Searched)
    def _type_query(self, event: SearchBar.Searched) -> None:
        self.search.type(event.text, event.cursor)

    @on(SearchBar.Accepted)
    async def _accept_query(self, event: SearchBar.Accepted) -> None:
        await self.search.accept(event.text)

    @on(SearchBar.SuggestionSelected)
    def _select_suggestion(self, event: SearchBar.SuggestionSelected) -> None:
        self.suggestions = event.suggestions

    def on_completion_list_taken(self, event: "CompletionList.Taken") -> None:
        """Put the completion that was clicked into the bar."""
        text, cursor = event.suggestions.apply()
        self.search.fill(text, cursor)
        self.search.type(text, cursor)

    def on_search_results_more_wanted(self) -> None:
        """Fetch the next hits."""
        self.search.load_more()

    def on_search_results_left_up(self) -> None:
        """Go from the first result back to the bar."""
        self.focus_search_bar()
