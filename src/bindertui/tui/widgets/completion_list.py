"""The list of what may complete a query, under the bar.

A list of options to choose from.
"""

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

_MOST_ROWS = 8
_GAP = "  "


@frozen
class Offers:
    """What may complete a query, and which of it is chosen.

    Attributes:
        text: the query it was found for.
        cursor: where in it the cursor stood.
        at: the completion that is chosen; None before any is.
    """

    text: str
    cursor: int
    completions: "tuple[Completion, ...]" = ()
    at: int | None = None

    def moved(self, step: int) -> "Offers | None":
        """These with the next one chosen; None past either end, where the key means something else."""
        at = step - 1 if self.at is None and step > 0 else (self.at if self.at is not None else -1) + step
        if at == -1 and self.at is not None:
            return evolve(self, at=None)
        return evolve(self, at=at) if 0 <= at < len(self.completions) else None


class CompletionList(Widget):
    """Each completion with what it means; the one Tab takes is marked."""

    offers: reactive[Offers | None] = reactive(None)

    class Taken(Message):
        """The user clicked a completion."""

        def __init__(self, offers: Offers) -> None:
            super().__init__()
            self.offers = offers

    def watch_offers(self, offers: Offers | None) -> None:
        """Take as much room as there is to show, below the word that is being completed."""
        self.display = bool(offers and offers.completions)
        if offers is None or not offers.completions:
            return
        rows = [cell_width(f"{_GAP}{shown}{_GAP}{meaning}{_GAP}Tab ") for shown, meaning in self._rows(offers)]
        room = self.screen.size.width - self.styles.margin.left
        wide = min(max(rows), room)
        self.styles.width, self.styles.height = wide, min(len(offers.completions), _MOST_ROWS)
        indent = cell_width(offers.text[: offers.completions[0].extent[0]])
        self.styles.offset = (max(min(indent, room - wide), 0), 0)
        self.refresh()

    def _rows(self, offers: Offers) -> list[tuple[str, str]]:
        widest = max(cell_width(completion.shown) for completion in offers.completions)
        return [
            (completion.shown + " " * (widest - cell_width(completion.shown)), completion.help)
            for completion in offers.completions
        ]

    def _top(self, offers: Offers) -> int:
        """The first completion in sight."""
        return max((offers.at or 0) - _MOST_ROWS + 1, 0)

    def render(self) -> Content:
        """The completions in sight."""
        offers = self.offers
        if offers is None:
            return Content()
        top, room = self._top(offers), self.size.width
        lines = []
        for number, (shown, meaning) in enumerate(self._rows(offers)[top : top + _MOST_ROWS], top):
            taken = number == (offers.at or 0)
            mark = "▌ " if number == offers.at else _GAP
            key = f"{_GAP}Tab " if taken else ""
            left = crop_strip(f"{mark}{shown}{_GAP}{meaning}", room - cell_width(key))
            split = min(len(mark) + len(shown), len(left))
            gap = " " * max(room - cell_width(left) - cell_width(key), 0)
            style = "on $selected" if number == offers.at else ""
            lines.append(
                Content.assemble(
                    Content.styled(left[:split], f"bold {style}"),
                    Content.styled(left[split:] + gap, f"$quiet {style}"),
                    Content.styled(key, f"$accent {style}"),
                )
            )
        return Content("\n").join(lines)

    def on_click(self, event: Click) -> None:
        """Take the completion that is clicked."""
        if self.offers is not None:
            at = self._top(self.offers) + event.y
            if at < len(self.offers.completions):
                self.post_message(self.Taken(evolve(self.offers, at=at)))


class Options(OptionList):
    """Options that may hold anything, shown as they are; j and k move as they do everywhere."""

    BINDINGS: ClassVar[list[BindingType]] = move_bindings({"down": "cursor_down", "up": "cursor_up"})

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(texts)
        super().__init__(*map(Content, self._texts), markup=False, compact=True)

    def on_resize(self) -> None:
        """Break lines as the text does: Textual would break them at spaces that must not be."""
        padding = self.get_component_styles("option-list--option").padding.width
        room = self.scrollable_content_region.width - padding
        for number, text in enumerate(self._texts):
            rows = wrap_runs((Run(text),), max(room, 1))
            self.replace_option_prompt_at_index(
                number, Content("\n".join("".join(run.text for run in row) for row in rows))
            )
