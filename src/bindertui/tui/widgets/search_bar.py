"""The search bar, the label of its scope, and the status line below it."""

from enum import Enum
from typing import TYPE_CHECKING, ClassVar

from rich.highlighter import Highlighter
from rich.text import Text as RichText
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, Key, Paste
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from bindertui.document.wrapping import cell_width
from bindertui.i18n import gettext, lazy_gettext, ngettext
from bindertui.model.text import single_line
from bindertui.tui.messages import ScopeToggled
from bindertui.tui.widgets.key_order import HeldKeys, forward_key, keep_order
from bindertui.tui.widgets.line_view import crop_strip

if TYPE_CHECKING:
    from bindertui.search.query import Query, QueryProblem
    from bindertui.tui.widgets.completion_list import Suggestions

_SEPARATOR = " · "
_MAX_QUERY_LENGTH = 2000
"""Characters of a query; a longer text was pasted by mistake."""


class LineInput(Input):
    """A line to type in, without a frame or a blinking cursor; nothing in it can control the terminal."""

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(id=id, placeholder=placeholder, select_on_focus=True)
        # With `compact=True` Textual would compute the styles at once, and again when the line is shown.
        self.set_reactive(Input.compact, True)  # noqa: FBT003 - as Textual declares it
        self.add_class("-textual-compact", update=False)
        self.cursor_blink = False

    def validate_value(self, value: str) -> str:
        """Escape control characters: a text may be pasted from anywhere."""
        return single_line(value)

    async def _on_key(self, event: Key) -> None:
        await keep_order(self, event)

    def on_paste(self, event: Paste) -> None:
        """Pass on a paste that came after the focus had moved."""
        forward_key(self, event)


class SearchStatus(Widget):
    """The line below the search bar: problems of the query, and the number of results."""

    language: reactive[str] = reactive("en")
    search_open: reactive[bool] = reactive(default=False)
    parsed_query: reactive["Query | None"] = reactive(None)
    notes: reactive[tuple[str, ...]] = reactive(())

    def watch_search_open(self, search_open: bool) -> None:  # noqa: FBT001 - as Textual calls it
        """Show the line only while the search bar is in use."""
        self.display = search_open

    def render(self) -> Content:
        """Render the first problem, the notes, and then problems that more typing may solve."""
        room = self.size.width
        problems = [problem for problem in self._problems if not problem.unfinished]
        error = ""
        if problems:
            more = f" (+{len(problems) - 1})" if len(problems) > 1 else ""
            error = crop_strip(f"✗ {single_line(problems[0].message.in_language(self.language))}{more}", room)
        unfinished = [problem.message.in_language(self.language) for problem in self._problems if problem.unfinished]
        rest = _SEPARATOR.join((*([""] if problems else []), *map(single_line, self.notes), *unfinished))
        return Content.assemble(
            Content.styled(error, "$error bold"),
            Content.styled(crop_strip(rest, room - cell_width(error)), "$quiet"),
        )

    @property
    def _problems(self) -> "tuple[QueryProblem, ...]":
        return self.parsed_query.problems if self.parsed_query else ()


def count_text(total: int, language: str) -> str:
    """Return a number of passages in words."""
    return ngettext("{count} passage", "{count} passages", total, language)


class Scope(Enum):
    """The extent of a search; the value is its label before the bar."""

    BINDER = lazy_gettext("Binder")
    ENTRY = lazy_gettext("This entry")
    LIBRARY = lazy_gettext("All binders")


class ScopeLabel(Widget):
    """The label before the bar that names the scope; a click changes it."""

    scope: reactive[Scope] = reactive(Scope.BINDER, layout=True)
    language: reactive[str] = reactive("en", layout=True)

    def render(self) -> Content:
        """Render the label."""
        return Content(self.scope.value.in_language(self.language))

    def on_click(self, event: Click) -> None:
        """Ask for the other scope."""
        self.post_message(ScopeToggled())


class BarText:
    """A text for the search bar that the user has not typed; each is new, even with the same text."""

    def __init__(self, text: str, cursor: int | None = None) -> None:
        """Hold a text.

        Args:
            text: the query.
            cursor: where to put the cursor; None leaves it where it is.
        """
        self.text = text
        self.cursor = cursor


class SearchBar(LineInput):
    """A line to type a query in; it reports the text, and when the user leaves it.

    Up, Down and Tab work on the list of completions while it is open, then on earlier queries, matches or results.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("tab", "tab", show=False),
        Binding("right", "right", show=False),
        Binding("down", "by(1)", show=False),
        Binding("up", "by(-1)", show=False),
    ]

    language: reactive[str] = reactive("en")
    scope: reactive[Scope] = reactive(Scope.BINDER)
    text: reactive[BarText | None] = reactive(None)
    suggestions: reactive["Suggestions | None"] = reactive(None)
    earlier_queries: reactive[tuple[str, ...]] = reactive(())
    parsed_query: reactive["Query | None"] = reactive(None)

    class Searched(Message):
        """The text of the query has changed; `cursor` is None if nothing is to be completed."""

        def __init__(self, text: str, cursor: int | None) -> None:
            super().__init__()
            self.text = text
            self.cursor = cursor

    class Accepted(Message):
        """The user pressed Enter, to go to the best hit."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """The user leaves the bar: for the results, or back to where the search began."""

        def __init__(self, *, to_results: bool) -> None:
            super().__init__()
            self.to_results = to_results

    class SuggestionSelected(Message):
        """The user selected a completion, or closed the list with None."""

        def __init__(self, suggestions: "Suggestions | None") -> None:
            super().__init__()
            self.suggestions = suggestions

    class MatchStepped(Message):
        """The user wants to see the next match, or with -1 the one before."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    COMPONENT_CLASSES: ClassVar[set[str]] = {"search--problem"}

    def __init__(self, held_keys: HeldKeys, *, id: str | None = None) -> None:
        """Prepare the bar.

        Args:
            held_keys: holds keys typed after Enter, until the query is answered.
            id: the widget's id.
        """
        super().__init__(id=id)
        self.highlighter = _ProblemHighlighter(self)
        self._held_keys = held_keys
        self._typed: str | None = None
        """The typed text while the user looks through earlier queries, else None."""
        self._steps_back = 0

    # The text

    def validate_value(self, value: str) -> str:
        """Cut off a text that is too long for a query."""
        return super().validate_value(value)[:_MAX_QUERY_LENGTH]

    def watch_text(self, text: BarText | None) -> None:
        """Show a text without reporting it."""
        if text is not None:
            with self.prevent(Input.Changed):
                self.value = text.text
            if text.cursor is not None:
                self.cursor_position = text.cursor

    def watch_scope(self) -> None:
        """Show the placeholder of the scope."""
        self._set_placeholder()

    def watch_language(self) -> None:
        """Show the placeholder in the reader's language."""
        self._set_placeholder()

    def _set_placeholder(self) -> None:
        self.placeholder = (
            gettext("Find in this entry", self.language)
            if self.scope is Scope.ENTRY
            else gettext('Search both languages: words, "a phrase", -not, kind:partner …', self.language)
        )

    def watch_parsed_query(self) -> None:
        """Underline the problems of the query."""
        self.refresh()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Report the query."""
        event.stop()
        self.post_message(self.Searched(event.value, self.cursor_position if self._typed is None else None))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Insert the selected completion, else accept the best hit."""
        event.stop()
        if self._open and self._open.selected is not None:
            self._insert(self._open)
            self.call_next(self._held_keys.release, self.app)
        else:
            self.post_message(self.Accepted(event.value))

    # Keys

    async def action_submit(self) -> None:
        """Accept the query, and hold further keys: they are meant for the result."""
        self._held_keys.start()
        await super().action_submit()

    def on_paste(self, event: Paste) -> None:
        """Hold a paste, too."""
        self._held_keys.hold(event)

    async def on_key(self, event: Key) -> None:
        """Toggle the scope with a slash in an empty or selected text, and leave the earlier queries when text is typed.

        Escape never waits for an answer.
        """
        if event.key == "escape":
            await self._held_keys.release(self.app)
        if self._held_keys.hold(event) or forward_key(self, event):
            return
        if event.character == "/" and (not self.value or len(self.selected_text) == len(self.value)):
            event.stop()
            event.prevent_default()
            self.post_message(ScopeToggled())
        elif event.is_printable or event.key in {"backspace", "delete"}:
            self._typed = None

    def action_tab(self) -> None:
        """Insert the completion; without one, go to the results."""
        if self._open:
            self._insert(self._open)
        else:
            self.post_message(self.Left(to_results=True))

    def action_right(self) -> None:
        """Insert the completion at the end of the text; elsewhere move the cursor."""
        if self._open and self.cursor_at_end:
            self._insert(self._open)
        else:
            self.action_cursor_right()

    def action_leave(self) -> None:
        """Close the list of completions; without one, end the search."""
        if self._open:
            self._select(None)
        else:
            self.post_message(self.Left(to_results=False))

    def action_by(self, step: int) -> None:
        """Move in the completions, else through earlier queries, through the matches, or into the results."""
        suggestions = self._open.move(step) if self._open else None
        if suggestions is not None:
            self._select(suggestions)
        elif self._recall(step):
            return
        elif self.scope is Scope.ENTRY and self.value:
            self.post_message(self.MatchStepped(step))
        elif step > 0:
            self.post_message(self.Left(to_results=True))

    # Completions

    @property
    def _open(self) -> "Suggestions | None":
        """The suggestions for exactly this text and cursor, if the list is open."""
        suggestions = self.suggestions
        if suggestions is None or not suggestions.completions:
            return None
        return suggestions if (suggestions.text, suggestions.cursor) == (self.value, self.cursor_position) else None

    def _insert(self, suggestions: "Suggestions") -> None:
        self.value, self.cursor_position = suggestions.apply()

    def _select(self, suggestions: "Suggestions | None") -> None:
        self.suggestions = suggestions
        self.post_message(self.SuggestionSelected(suggestions))

    # Earlier queries

    def _recall(self, step: int) -> bool:
        """Show an earlier query, or a later one, and return whether the key was used for that."""
        recalling = self._typed is not None
        if not recalling and (step > 0 or (self.scope is Scope.ENTRY and self.value)):
            return False
        if not recalling:
            self._typed, self._steps_back = self.value, 0
        steps_back = self._steps_back - step
        # The typed query itself is no earlier one.
        earlier = tuple(query for query in self.earlier_queries if query != self._typed)
        if not 0 <= steps_back <= len(earlier):
            return recalling
        self._steps_back = steps_back
        self.value = earlier[-steps_back] if steps_back else self._typed or ""
        self.cursor_position = len(self.value)
        if not steps_back:
            self._typed = None
        return True


class _ProblemHighlighter(Highlighter):
    """Underlines the parts of a query that were not understood."""

    def __init__(self, bar: SearchBar) -> None:
        self._bar = bar

    def highlight(self, text: RichText) -> None:
        """Underline them in the text of the bar."""
        query = self._bar.parsed_query
        # The last answer may be to an earlier text.
        if query is not None and query.text == self._bar.value:
            style = self._bar.get_component_rich_style("search--problem", partial=True)
            for problem in query.problems:
                text.stylize(style, *problem.extent)
