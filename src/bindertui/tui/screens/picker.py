"""A list to choose references from: typing filters it, and one or several are chosen."""

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
    """The candidates that match, chosen ones first."""

    can_focus = False
    candidates: reactive[Sequence[ReferenceCandidate]] = reactive(())
    chosen: reactive[tuple[str, ...]] = reactive(())
    multiple: reactive[bool] = reactive(default=False)

    class Clicked(Message):
        """A candidate was clicked."""

    def item_count(self) -> int:
        """Return the number of candidates."""
        return len(self.candidates)

    def row(self, number: int) -> Row:
        """Return a candidate with its mark."""
        candidate = self.candidates[number]
        mark = ("☑ " if candidate.id in self.chosen else "☐ ") if self.multiple else ""
        name = single_line(candidate.id)
        title = crop_strip(candidate.title, max(self.text_width - len(mark) - len(name) - 2, 0))
        return (Run(mark), Run(name, strong=candidate.id in self.chosen), Run(f"  {title}", Tone.QUIET))

    def watch_candidates(self) -> None:
        """Show other candidates."""
        self.resized()

    def watch_chosen(self) -> None:
        """Show other marks."""
        self.refresh()

    def on_resize(self) -> None:
        """Adapt to another width."""
        self.resized()
        self.go(self.cursor)

    def clicked(self, row: int, column: int) -> None:
        """Announce the click."""
        self.post_message(self.Clicked())


class ReferencePicker(ModalScreen[tuple[str, ...] | None]):
    """Ends with the ids that were chosen; None if nothing was changed."""

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
            title: the name of the field, safe for a terminal.
            candidates: the candidates.
            chosen: the ids that are chosen already; one that is no candidate is listed, too, and can be removed.
            language: the language of the interface.
            multiple: whether several may be chosen, in an order.
        """
        super().__init__()
        known = {candidate.id for candidate in candidates}
        self._title = title
        self._all = [*candidates, *(ReferenceCandidate(one, "") for one in chosen if one not in known)]
        self._chosen = list(dict.fromkeys(chosen))
        self._language = language
        self._multiple = multiple
        self._last = ""

    def compose(self) -> ComposeResult:
        """Compose the title, the line to type in, the list, and the help."""
        if self._multiple:
            help_text = gettext("Enter to select · ← → to reorder · Esc when done", self._language)
        else:
            help_text = gettext("Enter to accept, Esc to cancel", self._language)
        with Vertical(classes="dialog", id="picking"):
            yield Static(Content.styled(self._title, "bold $accent"))
            yield LineInput(placeholder=gettext("Type to search", self._language))
            yield CandidateList(id="candidates")
            yield Static(Content.styled(help_text, "$quiet"))

    def on_mount(self) -> None:
        """Show all candidates."""
        self._list.multiple = self._multiple
        self._filter("")
        if not self._multiple and self._chosen:
            ids = [candidate.id for candidate in self._list.candidates]
            self._list.go(ids.index(self._chosen[0]))

    @property
    def _list(self) -> CandidateList:
        return self.query_one(CandidateList)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter the list; an emptied line moves the cursor to the candidate that was chosen last."""
        self._filter(event.value)
        self._go(self._last if not event.value else "", 0)

    def _filter(self, query: str) -> None:
        words = fold_text(query).split()
        order = {one: at for at, one in enumerate(self._chosen)} if self._multiple else {}
        matching = [one for one in self._all if all(word in fold_text(f"{one.id} {one.title}") for word in words)]
        self._list.chosen = tuple(self._chosen)
        self._list.candidates = sorted(matching, key=lambda one: order.get(one.id, len(order)))

    def on_input_submitted(self) -> None:
        """Choose the candidate at the cursor, or toggle it if several can be chosen."""
        self._choose()

    def on_candidate_list_clicked(self) -> None:
        """Choose the candidate that was clicked."""
        self._choose()

    def _choose(self) -> None:
        if not self.is_current or not self._list.candidates:
            return
        chosen = self._list.candidates[self._list.cursor].id
        if not self._multiple:
            self.dismiss((chosen,))
            return
        if chosen in self._chosen:
            self._chosen.remove(chosen)
        else:
            self._chosen.append(chosen)
        self._last = chosen
        line = self.query_one(LineInput)
        if line.value:
            line.value = ""
        else:
            self._refresh_list()

    def _refresh_list(self) -> None:
        cursor = self._list.cursor
        self._filter(self.query_one(LineInput).value)
        self._go(self._last, cursor)

    def _go(self, identifier: str, cursor: int) -> None:
        """Move the cursor to the candidate that was toggled last if it is chosen, or else to an index."""
        ids = [candidate.id for candidate in self._list.candidates]
        self._list.go(ids.index(identifier) if identifier in self._chosen and identifier in ids else cursor)

    def action_shift(self, step: int) -> None:
        """Move a chosen candidate among the chosen ones."""
        if not self._list.candidates:
            return
        chosen = self._list.candidates[self._list.cursor].id
        if self._multiple and chosen in self._chosen:
            index = self._chosen.index(chosen)
            target = max(0, min(index + step, len(self._chosen) - 1))
            self._chosen.insert(target, self._chosen.pop(index))
            self._last = chosen
            self._refresh_list()

    def action_leave(self) -> None:
        """Close the list; several choices are kept, a single one stays as it was."""
        if self.is_current:
            self.dismiss(tuple(self._chosen) if self._multiple else None)

    def action_by(self, items: int) -> None:
        """Move in the list by items; the line keeps the focus."""
        self._list.action_cursor_by(items)

    def action_page(self, pages: int) -> None:
        """Move in the list by pages."""
        self._list.action_page(pages)
