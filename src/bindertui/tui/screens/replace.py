"""Find and replace in all entries: the places found, which of them to change, and saving them together."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Input, Static

from bindertui.document.diff import diff_words
from bindertui.document.flow import Run, Tone
from bindertui.document.wrapping import Row
from bindertui.errors import BinderError
from bindertui.i18n import gettext
from bindertui.model.address import Address
from bindertui.model.text import single_line
from bindertui.services.editing.find_replace import Replacement, ReplaceQuery, find_replacements
from bindertui.services.library import Snapshot
from bindertui.tui.threads import run_in_thread
from bindertui.tui.widgets.line_button import LineButton
from bindertui.tui.widgets.line_view import LineView
from bindertui.tui.widgets.search_bar import LineInput

_CONTEXT = 24
"""Characters of unchanged text shown before the first change."""


class ReplacementList(LineView):
    """The texts that would change, in two rows each: the address, and the change."""

    replacements: reactive[Sequence[Replacement]] = reactive(())
    picked: reactive[frozenset[int]] = reactive(frozenset)

    class Toggled(Message):
        """The user selects a text, or takes the selection back."""

    class Opened(Message):
        """The user wants to open the address of a text."""

    def item_count(self) -> int:
        """Return the number of texts."""
        return len(self.replacements)

    def row_count(self) -> int:
        """Return the number of rows."""
        return 2 * len(self.replacements)

    def rows_of(self, item: int) -> range:
        """Return the two rows of a text."""
        return range(2 * item, 2 * item + 2)

    def item_at(self, row: int) -> int:
        """Return the text in a row."""
        return row // 2

    def row(self, number: int) -> Row:
        """Return the address of a text, or its change from shortly before the first difference."""
        replacement = self.replacements[number // 2]
        if number % 2 == 0:
            mark = "☑ " if number // 2 in self.picked else "☐ "
            return (Run(mark), Run(single_line(str(replacement.address)), Tone.QUIET))
        return (Run("  "), *_change_row(replacement))

    def watch_replacements(self) -> None:
        """Show other texts."""
        self.resized()
        self.go(0)

    def watch_picked(self) -> None:
        """Show the selection."""
        self.refresh()

    def on_resize(self) -> None:
        """Adapt to another width."""
        self.resized()
        self.go(self.cursor)

    def action_fold(self) -> None:
        """Select or deselect the text (Space)."""
        self.post_message(self.Toggled())

    def action_open(self) -> None:
        """Open the address of the text (Enter)."""
        self.post_message(self.Opened())

    def clicked(self, row: int, column: int) -> None:
        """Select or deselect the text."""
        self.post_message(self.Toggled())


def _change_row(replacement: Replacement) -> Row:
    """Return a text with removed words before added ones, from shortly before the first change."""
    removed, added = diff_words(single_line(replacement.before), single_line(replacement.after))
    row = _interleave(removed, added)
    if row and row[0].tone not in {Tone.ADDED, Tone.REMOVED} and len(row[0].text) > _CONTEXT:
        row[0] = Run(f"… {row[0].text[-_CONTEXT:]}", row[0].tone)
    return tuple(row)


def _interleave(removed: Row, added: Row) -> list[Run]:
    """Merge the runs of the old and the new text into one row."""
    old, new = list(removed), list(added)
    row: list[Run] = []
    while old or new:
        if old and old[0].tone is Tone.REMOVED:
            row.append(old.pop(0))
        elif new and (new[0].tone is Tone.ADDED or not old):
            row.append(new.pop(0))
        else:
            # Where only one side changes, the other continues with the same run.
            shared = min((len(runs[0].text) for runs in (old, new) if runs), default=0)
            row.append(Run(old[0].text[:shared], old[0].tone))
            for runs in (old, new):
                if runs:
                    rest = runs.pop(0)
                    runs[:0] = [Run(rest.text[shared:], rest.tone)] if rest.text[shared:] else []
    return row


class ReplaceScreen(Screen[Address | None]):
    """Searches, and lets the user select changes; ends with an address to open, or None."""

    CSS_PATH = "edit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", show=False),
        Binding("s,ctrl+s", "save", show=False),
        Binding("a", "all", show=False),
    ]

    picked: reactive[frozenset[int]] = reactive(frozenset)

    def __init__(
        self, snapshot: Snapshot, language: str, save: Callable[[Sequence[Replacement], ReplaceQuery], object]
    ) -> None:
        """Prepare to find and replace.

        Args:
            snapshot: the binder.
            language: the language of the interface.
            save: reviews and saves the selected changes.
        """
        super().__init__()
        self._snapshot = snapshot
        self._language = language
        self._save = save
        self._case = True
        self._words = False
        self._query: ReplaceQuery | None = None

    def compose(self) -> ComposeResult:
        """Compose the two lines, the options, the texts found, and the help."""
        yield Static(Content.styled(gettext("Find and replace", self._language), "bold $accent"), id="replace-title")
        with Horizontal(id="replace-lines"):
            yield LineInput(placeholder=gettext("Find", self._language), id="find")
            yield LineInput(placeholder=gettext("Replace with", self._language), id="with")
        with Horizontal(id="replace-ways"):
            yield LineButton(self._option_label("case"), id="case")
            yield LineButton(self._option_label("words"), id="words")
            yield LineButton(Content(gettext("All / none", self._language)), id="all")
            yield Static(id="replace-count")
        yield ReplacementList(id="replacements").data_bind(ReplaceScreen.picked)
        yield Static(
            Content.styled(
                gettext("Enter: search · In the list: Space to select, Enter to open, s to save", self._language),
                "$quiet",
            ),
            id="replace-help",
        )

    def _option_label(self, name: str) -> Content:
        checked, label = {
            "case": (self._case, gettext("Match case", self._language)),
            "words": (self._words, gettext("Whole words", self._language)),
        }[name]
        return Content(f"{'☑' if checked else '☐'} {label}")

    @property
    def _list(self) -> ReplacementList:
        return self.query_one(ReplacementList)

    @on(Input.Submitted)
    def _search(self) -> None:
        """Find the texts in a thread."""
        find, replacement = (self.query_one(f"#{name}", LineInput).value for name in ("find", "with"))
        if find:
            self._query = ReplaceQuery(find, replacement, match_case=self._case, whole_words=self._words)
            run_in_thread(self.app, partial(_find, self._snapshot, self._query), partial(self._show, self._query))

    def _show(self, query: ReplaceQuery, found: tuple[Replacement, ...] | str) -> None:
        if not self.is_attached or query is not self._query:
            return
        if isinstance(found, str):
            self.notify(single_line(found), severity="warning", markup=False)
            return
        # A deselected text that is found again stays deselected.
        before = enumerate(self._list.replacements)
        deselected = {(one.document, one.path) for at, one in before if at not in self.picked}
        self._list.replacements = found
        self.picked = frozenset(at for at, one in enumerate(found) if (one.document, one.path) not in deselected)
        self.watch_picked()
        if found:
            self._list.focus()

    def watch_picked(self) -> None:
        """Show how many texts are selected."""
        if self.is_mounted:
            count = gettext(
                "{count} of {total} selected",
                self._language,
                count=len(self.picked),
                total=len(self._list.replacements),
            )
            self.query_one("#replace-count", Static).update(Content.styled(count, "$quiet"))

    @on(LineButton.Pressed)
    def _pressed(self, event: LineButton.Pressed) -> None:
        if event.button.id == "all":
            self.action_all()
            return
        if event.button.id == "case":
            self._case = not self._case
            event.button.content = self._option_label("case")
        else:
            self._words = not self._words
            event.button.content = self._option_label("words")
        self._search()

    @on(ReplacementList.Toggled)
    def _toggle(self) -> None:
        if self._list.replacements:
            self.picked ^= {self._list.cursor}

    @on(ReplacementList.Opened)
    def _open(self) -> None:
        if self._list.replacements:
            self.dismiss(self._list.replacements[self._list.cursor].address)

    def action_all(self) -> None:
        """Select all texts, or none if all are selected."""
        everything = frozenset(range(len(self._list.replacements)))
        self.picked = frozenset() if self.picked == everything else everything

    def action_save(self) -> None:
        """Review and save the selected changes."""
        selected = [self._list.replacements[at] for at in sorted(self.picked)]
        if selected and self._query is not None:
            self._save(selected, self._query)
        else:
            self.notify(gettext("Select at least one change first.", self._language), markup=False)


def _find(snapshot: Snapshot, query: ReplaceQuery) -> tuple[Replacement, ...] | str:
    try:
        return tuple(find_replacements(snapshot, query))
    except BinderError as error:
        return str(error)
