"""The list of completions below the search bar, and lists of options in dialogs."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from attrs import evolve
from textual.binding import BindingType
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import OptionList

from bindertui._frozen import frozen
from bindertui.document.flow import Run
from bindertui.document.wrapping import cell_width, wrap_runs
from bindertui.tui.bindings import move_bindings
from bindertui.tui.widgets.line_view import crop_strip

if TYPE_CHECKING:
    from bindertui.search.completion import Completion

_MAX_ROWS = 8
_GAP = "  "


@frozen
class Suggestions:
    """The completions of a query, and which of them is selected.

    Attributes:
        text: the query they were found for.
        cursor: where in it the cursor was.
        completions: the best first.
        selected: the index of the selected completion; None before any is selected.
    """

    text: str
    cursor: int
    completions: "tuple[Completion, ...]" = ()
    selected: int | None = None

    def move(self, step: int) -> "Suggestions | None":
        """Select the next or the previous completion; None past either end, where the key has another meaning."""
        index = step - 1 if self.selected is None else self.selected + step
        if index == -1 and self.selected is not None:
            return evolve(self, selected=None)
        return evolve(self, selected=index) if 0 <= index < len(self.completions) else None

    def apply(self) -> tuple[str, int]:
        """Return the query with the selected completion, or the first, and where the cursor is then."""
        return self.completions[self.selected or 0].apply(self.text)


class CompletionList(Widget):
    """Each completion with its meaning; the one that Tab inserts is marked."""

    suggestions: reactive[Suggestions | None] = reactive(None)

    class Taken(Message):
        """The user clicked a completion; it is the selected one."""

        def __init__(self, suggestions: Suggestions) -> None:
            super().__init__()
            self.suggestions = suggestions

    def watch_suggestions(self, suggestions: Suggestions | None) -> None:
        """Take as much room as the completions need, below the word that is completed."""
        self.display = bool(suggestions and suggestions.completions)
        if suggestions is None or not suggestions.completions:
            return
        rows = [cell_width(f"{_GAP}{label}{_GAP}{meaning}{_GAP}Tab ") for label, meaning in self._rows(suggestions)]
        room = self.screen.size.width - self.styles.margin.left
        width = min(max(rows), room)
        self.styles.width, self.styles.height = width, min(len(suggestions.completions), _MAX_ROWS)
        indent = cell_width(suggestions.text[: suggestions.completions[0].extent[0]])
        self.styles.offset = (max(min(indent, room - width), 0), 0)
        self.refresh()

    def _rows(self, suggestions: Suggestions) -> list[tuple[str, str]]:
        """Return the label, padded to the widest, and the meaning of each completion."""
        completions = suggestions.completions
        widest = max(cell_width(completion.label) for completion in completions)
        return [
            (completion.label + " " * (widest - cell_width(completion.label)), completion.help)
            for completion in completions
        ]

    def _first_visible(self, suggestions: Suggestions) -> int:
        return max((suggestions.selected or 0) - _MAX_ROWS + 1, 0)

    def render(self) -> Content:
        """Render the visible completions."""
        suggestions = self.suggestions
        if suggestions is None:
            return Content()
        first, room = self._first_visible(suggestions), self.size.width
        lines = []
        for number, (label, meaning) in enumerate(self._rows(suggestions)[first : first + _MAX_ROWS], first):
            is_selected = number == suggestions.selected
            mark = "▌ " if is_selected else _GAP
            key = f"{_GAP}Tab " if number == (suggestions.selected or 0) else ""
            left = crop_strip(f"{mark}{label}{_GAP}{meaning}", room - cell_width(key))
            split = min(len(mark) + len(label), len(left))
            gap = " " * max(room - cell_width(left) - cell_width(key), 0)
            style = "on $selected" if is_selected else ""
            lines.append(
                Content.assemble(
                    Content.styled(left[:split], f"bold {style}"),
                    Content.styled(left[split:] + gap, f"$quiet {style}"),
                    Content.styled(key, f"$accent {style}"),
                )
            )
        return Content("\n").join(lines)

    def on_click(self, event: Click) -> None:
        """Insert the completion that is clicked."""
        if self.suggestions is not None:
            number = self._first_visible(self.suggestions) + event.y
            if number < len(self.suggestions.completions):
                self.post_message(self.Taken(evolve(self.suggestions, selected=number)))


class Options(OptionList):
    """A list of plain texts to choose from; j and k move as they do everywhere."""

    BINDINGS: ClassVar[list[BindingType]] = move_bindings({"down": "cursor_down", "up": "cursor_up"})

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(texts)
        super().__init__(*map(Content, self._texts), markup=False, compact=True)

    def on_resize(self) -> None:
        """Wrap lines as the text is wrapped: Textual would break them at no-break spaces."""
        padding = self.get_component_styles("option-list--option").padding.width
        room = self.scrollable_content_region.width - padding
        for number, text in enumerate(self._texts):
            rows = wrap_runs((Run(text),), max(room, 1))
            self.replace_option_prompt_at_index(
                number, Content("\n".join("".join(run.text for run in row) for row in rows))
            )
