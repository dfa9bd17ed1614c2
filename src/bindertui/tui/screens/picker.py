"""What there is to pick from, a row each.

A list to pick from: what is typed finds, and one or several are taken.
"""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from bindertui.document.flow import Run, Tone
from bindertui.document.wrapping import Row
from bindertui.i18n import gettext
from bindertui.model.text import fold_text, single_line
from bindertui.services.editing.forms import ReferenceCandidate
from bindertui.tui.widgets.line_view import LineView, crop_strip
from bindertui.tui.widgets.search_bar import LineInput


class CandidateList(LineView):
    """The candidates that match, those that are taken first."""

    can_focus = False
    candidates: reactive[Sequence[ReferenceCandidate]] = reactive(())
    chosen: reactive[tuple[str, ...]] = reactive(())
    multiple: reactive[bool] = reactive(default=False)

    class Clicked(Message):
        """A candidate was clicked."""

    def item_count(self) -> int:
        """How many candidates match."""
        return len(self.candidates)

    def row(self, number: int) -> Row:
        """A candidate, with its mark."""
        candidate = self.candidates[number]
        mark = ("☑ " if candidate.id in self.chosen else "☐ ") if self.multiple else ""
        shown = single_line(candidate.id)
        title = crop_strip(candidate.title, max(self.text_width - len(mark) - len(shown) - 2, 0))
        return (Run(mark), Run(shown, strong=candidate.id in self.chosen), Run(f"  {title}", Tone.QUIET))

    def watch_candidates(self) -> None:
        """Show what matches."""
        self.resized()

    def watch_chosen(self) -> None:
        """Mark what is taken."""
        self.refresh()

    def on_resize(self) -> None:
        """Fill another width."""
        self.resized()
        self.go(self.cursor)

    def clicked(self, row: int, column: int) -> None:
        """Take what is clicked."""
        self.post_message(self.Clicked())


class ReferencePicker(ModalScreen[tuple[str, ...] | None]):
    """Ends with the ids that were taken; None leaves them as they were."""

    CSS_PATH = "edit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "by(1)", show=False, priority=True),
        Binding("up", "by(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("left", "shift(-1)", show=False, priority=True),
        Binding("right", "shift(1)", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        candidates: Sequence[ReferenceCandidate],
        chosen: Sequence[str],
        language: str,
        *,
        multiple: bool,
    ) -> None:
        """Prepare the list.

        Args:
            title: what is picked, safe for a terminal.
            candidates: what there is to pick from.
            chosen: the ids that are taken already; one that is no candidate can be taken away.
            language: the reader's.
            multiple: whether several may be taken, in an order.
        """
        super().__init__()
        known = {candidate.id for candidate in candidates}
        self._title = title
        self._all = [*candidates, *(ReferenceCandidate(one, "") for one in chosen if one not in known)]
        self._taken = list(dict.fromkeys(chosen))
        self._language = language
        self._several = multiple
        self._last = ""

    def compose(self) -> ComposeResult:
        """The title, a line to type in, the list, and what the keys do."""
        if self._several:
            told = gettext("Enter marks, ← and → move what is marked, Esc closes.", self._language)
        else:
            told = gettext("Enter takes, Esc leaves it as it was.", self._language)
        with Vertical(classes="dialog", id="picking"):
            yield Static(Content.styled(self._title, "bold $accent"))
            yield LineInput(placeholder=gettext("Type to find", self._language))
            yield CandidateList(id="candidates")
            yield Static(Content.styled(told, "$quiet"))

    def on_mount(self) -> None:
        """Show everything before anything is typed."""
        self._list.multiple = self._several
        self._find("")
        if not self._several and self._taken:
            ids = [candidate.id for candidate in self._list.candidates]
            self._list.go(ids.index(self._taken[0]))

    @property
    def _list(self) -> CandidateList:
        return self.query_one(CandidateList)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches; a line that was emptied after something was taken leads to that."""
        self._find(event.value)
        self._go(self._last if not event.value else "", 0)

    def _find(self, query: str) -> None:
        words = fold_text(query).split()
        order = {one: at for at, one in enumerate(self._taken)} if self._several else {}
        matching = [one for one in self._all if all(word in fold_text(f"{one.id} {one.title}") for word in words)]
        self._list.chosen = tuple(self._taken)
        self._list.candidates = sorted(matching, key=lambda one: order.get(one.id, len(order)))

    def on_input_submitted(self) -> None:
        """Take what the cursor is on; of several, take it or leave it out."""
        self._take()

    def on_candidate_list_clicked(self) -> None:
        """As Enter does."""
        self._take()

    def _take(self) -> None:
        if not self.is_current or not self._list.candidates:
            return
        chosen = self._list.candidates[self._list.cursor].id
        if not self._several:
            self.dismiss((chosen,))
            return
        if chosen in self._taken:
            self._taken.remove(chosen)
        else:
            self._taken.append(chosen)
        self._last = chosen
        line = self.query_one(LineInput)
        if line.value:
            line.value = ""
        else:
            self._show_again()

    def _show_again(self) -> None:
        cursor = self._list.cursor
        self._find(self.query_one(LineInput).value)
        self._go(self._last, cursor)

    def _go(self, taken: str, cursor: int) -> None:
        """Go to what was taken last, if it is; else to a position."""
        ids = [candidate.id for candidate in self._list.candidates]
        self._list.go(ids.index(taken) if taken in self._taken and taken in ids else cursor)

    def action_shift(self, step: int) -> None:
        """Move what is taken among the others that are."""
        if not self._list.candidates:
            return
        chosen = self._list.candidates[self._list.cursor].id
        if self._several and chosen in self._taken:
            at = self._taken.index(chosen)
            to = max(0, min(at + step, len(self._taken) - 1))
            self._taken.insert(to, self._taken.pop(at))
            self._last = chosen
            self._show_again()

    def action_leave(self) -> None:
        """Close the list: several stay as they are marked, one stays as it was."""
        if self.is_current:
            self.dismiss(tuple(self._taken) if self._several else None)

    def action_by(self, items: int) -> None:
        """Move in the list while the line has the keys."""
        self._list.action_cursor_by(items)

    def action_page(self, pages: int) -> None:
        """Move in the list by pages."""
        self._list.action_page(pages)
