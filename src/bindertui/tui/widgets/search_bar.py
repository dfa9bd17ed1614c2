"""A line to type in.

The line under the search bar: how much was found, and what of the query was not understood.

What a search looks through, and the word for it before the bar.

The search bar.
"""

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
from bindertui.i18n import lazy_gettext, ngettext
from bindertui.model.text import single_line
from bindertui.tui.messages import ScopeToggled
from bindertui.tui.widgets.key_order import forward_key, keep_order
from bindertui.tui.widgets.line_view import crop_strip

if TYPE_CHECKING:
    from bindertui.search.query import Query, QueryProblem
    from bindertui.tui.widgets.completion_list import Offers


class LineInput(Input):
    """One line, without a frame or a blinking cursor, that shows nothing that could steer the terminal."""

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(id=id, placeholder=placeholder, select_on_focus=True)
        # Asked for it, Textual would work out the styles at once, and once more when the line is shown.
        self.set_reactive(Input.compact, True)  # noqa: FBT003 - as Textual declares it
        self.add_class("-textual-compact", update=False)
        self.cursor_blink = False

    def validate_value(self, value: str) -> str:
        """Escape what must not reach the terminal: a text may be pasted from anywhere."""
        return single_line(value)

    async def _on_key(self, event: Key) -> None:
        await keep_order(self, event)

    def on_paste(self, event: Paste) -> None:
        """Pass on what was pasted before the focus had moved."""
        forward_key(self, event)


_BETWEEN = " · "


class SearchStatus(Widget):
    """A problem of the query, else what there is to say of its answer."""

    language: reactive[str] = reactive("en")
    asking: reactive[bool] = reactive(default=False)
    understood: reactive["Query | None"] = reactive(None)
    said: reactive[tuple[str, ...]] = reactive(())

    def watch_asking(self, asking: bool) -> None:  # noqa: FBT001 - as Textual calls it
        """Stand there only while somebody searches."""
        self.display = asking

    def render(self) -> Content:
        """What is wrong; what may yet be put right by typing on is only mentioned."""
        room = self.size.width
        wrong = [problem for problem in self._problems if not problem.unfinished]
        more = f" (+{len(wrong) - 1})" if len(wrong) > 1 else ""
        problem = crop_strip(f"✗ {single_line(wrong[0].message.read(self.language))}{more}", room) if wrong else ""
        unfinished = [problem.message.read(self.language) for problem in self._problems if problem.unfinished]
        rest = _BETWEEN.join((*([""] if wrong else []), *map(single_line, self.said), *unfinished))
        return Content.assemble(
            Content.styled(problem, "$error bold"),
            Content.styled(crop_strip(rest, room - cell_width(problem)), "$quiet"),
        )

    @property
    def _problems(self) -> "tuple[QueryProblem, ...]":
        return self.understood.problems if self.understood else ()


def count_text(total: int, language: str) -> str:
    """How many passages there are, in words."""
    return ngettext("{count} passage", "{count} passages", total, language)


class Scope(Enum):
    """What a search looks through; each has its word in the bar."""

    BINDER = lazy_gettext("Binder")
    ENTRY = lazy_gettext("This entry")
    LIBRARY = lazy_gettext("All binders")


class ScopeLabel(Widget):
    """Says in words what the bar searches; a click changes it."""

    scope: reactive[Scope] = reactive(Scope.BINDER, layout=True)
    language: reactive[str] = reactive("en", layout=True)

    def render(self) -> Content:
        """The word."""
        return Content(self.scope.value.read(self.language))

    def on_click(self, event: Click) -> None:
        """Search the other one."""
        self.post_message(ScopeToggled())


_LONGEST = 2000
"""Characters of the longest query."""


class SearchBar(LineInput):
    """A line to type a query in; says what is typed, and when the user is done.

    The keys go to the list of completions while one is open, then to the matches or the results.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("tab", "tab", show=False),
        Binding("right", "right", show=False),
        Binding("down", "by(1)", show=False),
        Binding("up", "by(-1)", show=False),
    ]

    offers: reactive["Offers | None"] = reactive(None)
    scope: reactive[Scope] = reactive(Scope.BINDER)
    past: reactive[tuple[str, ...]] = reactive(())
    understood: reactive["Query | None"] = reactive(None)

    class Searched(Message):
        """The text of the query has changed; `cursor` is None where nothing is to be completed."""

        def __init__(self, text: str, cursor: int | None) -> None:
            super().__init__()
            self.text = text
            self.cursor = cursor

    class Accepted(Message):
        """The user wants the best hit for the text."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """The user is done with the bar: back to where the search began, or on to the results."""

        def __init__(self, *, to_results: bool) -> None:
            super().__init__()
            self.to_results = to_results

    class Highlighted(Message):
        """The user chooses among the completions, or closes their list with None."""

        def __init__(self, offers: "Offers | None") -> None:
            super().__init__()
            self.offers = offers

    class Stepped(Message):
        """The user wants to see the next match, or with -1 the one before."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    COMPONENT_CLASSES: ClassVar[set[str]] = {"search--problem"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.highlighter = _Underlining(self)
        self._draft: str | None = None
        self._earlier = 0
        self._held: list[Key | Paste] | None = None
        """What was typed behind an Enter that is not answered yet."""

    def validate_value(self, value: str) -> str:
        """Leave out what is beyond any query: it may be a whole document that was pasted."""
        return super().validate_value(value)[:_LONGEST]

    # The text

    def on_input_changed(self, event: Input.Changed) -> None:
        """Speak of queries, not of inputs."""
        event.stop()
        self.post_message(self.Searched(event.value, self.cursor_position if self._draft is None else None))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the completion that was chosen, else the best hit."""
        event.stop()
        if self._open and self._open.at is not None:
            self.take(self._open)
            self.call_next(self.go_on)
        else:
            self.post_message(self.Accepted(event.value))

    async def action_submit(self) -> None:
        """Hold what is typed from here on: it is for where Enter leads to."""
        self._held = []
        await super().action_submit()

    async def go_on(self) -> None:
        """Let what was held go where the keys go now, before any that are still to come."""
        held, self._held = self._held, None
        for event in held or ():
            await self.app.on_event(event)

    def _hold(self, event: Key | Paste) -> bool:
        if self._held is None:
            return False
        again = Key(event.key, event.character) if isinstance(event, Key) else Paste(event.text)
        again.time = event.time
        self._held.append(again)
        event.stop()
        event.prevent_default()
        return True

    def on_paste(self, event: Paste) -> None:
        """Hold what is pasted, too."""
        self._hold(event)

    async def on_key(self, event: Key) -> None:
        """Slash where no text would be lost by it changes what is searched; any text ends the walk through the past.

        Escape waits for no answer.
        """
        if event.key == "escape":
            await self.go_on()
        if self._hold(event) or forward_key(self, event):
            return
        if event.character == "/" and (not self.value or len(self.selected_text) == len(self.value)):
            event.stop()
            event.prevent_default()
            self.post_message(ScopeToggled())
        elif event.is_printable or event.key in {"backspace", "delete"}:
            self._draft = None

    def watch_understood(self) -> None:
        """Underline other parts."""
        self.refresh()

    # The completions

    @property
    def _open(self) -> "Offers | None":
        """The list that is open: one made for this very text and cursor."""
        offers = self.offers
        fits = offers and offers.completions and (offers.text, offers.cursor) == (self.value, self.cursor_position)
        return offers if fits else None

    def take(self, offers: "Offers") -> None:
        """Put the chosen completion, or the first, in its place."""
        text, cursor = offers.completions[offers.at or 0].applied(self.value)
        self.value = text
        self.cursor_position = cursor

    def _choose(self, offers: "Offers | None") -> None:
        self.offers = offers
        self.post_message(self.Highlighted(offers))

    def action_tab(self) -> None:
        """Take the completion; without one go on to the results."""
        if self._open:
            self.take(self._open)
        else:
            self.post_message(self.Left(to_results=True))

    def action_right(self) -> None:
        """Take the completion at the end of the text; elsewhere move."""
        if self._open and self.cursor_at_end:
            self.take(self._open)
        else:
            self.action_cursor_right()

    def action_leave(self) -> None:
        """Close the list; without one give the search up."""
        if self._open:
            self._choose(None)
        else:
            self.post_message(self.Left(to_results=False))

    def action_by(self, step: int) -> None:
        """Move in the list of completions; else in the past, through the matches, or into the results."""
        moved = self._open.moved(step) if self._open else None
        if moved is not None:
            self._choose(moved)
        elif self._recalled(step):
            return
        elif self.scope is Scope.ENTRY and self.value:
            self.post_message(self.Stepped(step))
        elif step > 0:
            self.post_message(self.Left(to_results=True))

    def _recalled(self, step: int) -> bool:
        """Whether the key has brought an earlier query back, or a later one while walking there."""
        walking = self._draft is not None
        if not walking and (step > 0 or (self.scope is Scope.ENTRY and self.value)):
            return False
        if not walking:
            self._draft, self._earlier = self.value, 0
        earlier = self._earlier - step
        # The query at hand is no earlier one.
        past = tuple(query for query in self.past if query != self._draft)
        if not 0 <= earlier <= len(past):
            return walking
        self._earlier = earlier
        self.value = past[-earlier] if earlier else self._draft or ""
        self.cursor_position = len(self.value)
        if not earlier:
            self._draft = None
        return True


class _Underlining(Highlighter):
    """Underlines what could not be understood."""

    def __init__(self, bar: SearchBar) -> None:
        self._bar = bar

    def highlight(self, text: RichText) -> None:
        """Underline it in the text of the bar."""
        understood = self._bar.understood
        # The answer may be to a text that was.
        if understood is not None and understood.text == self._bar.value:
            style = self._bar.get_component_rich_style("search--problem", partial=True)
            for problem in understood.problems:
                text.stylize(style, *problem.extent)
