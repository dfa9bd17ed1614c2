"""What a replacement would change, text by text.

Find and replace across the binder: every change is seen, picked, and saved with the others as one.
"""

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

_LEAD = 24
"""Characters shown before the first change of a text."""


class ReplacementList(LineView):
    """The texts that would change, each on two rows: where it is, and what changes in it."""

    replacements: reactive[Sequence[Replacement]] = reactive(())
    picked: reactive[frozenset[int]] = reactive(frozenset)

    class Toggled(Message):
        """A text is to be picked, or left out."""

    class Opened(Message):
        """The place of a text is to be shown."""

    def item_count(self) -> int:
        """How many texts would change."""
        return len(self.replacements)

    def row_count(self) -> int:
        """How many rows they take."""
        return 2 * len(self.replacements)

    def rows_of(self, item: int) -> range:
        """The two rows of a text."""
        return range(2 * item, 2 * item + 2)

    def item_at(self, row: int) -> int:
        """The text on a row."""
        return row // 2

    def row(self, number: int) -> Row:
        """Where a text is, or what changes in it: as much of that as there is room for, from its first change."""
        replacement = self.replacements[number // 2]
        if number % 2 == 0:
            mark = "☑ " if number // 2 in self.picked else "☐ "
            return (Run(mark), Run(single_line(str(replacement.address)), Tone.QUIET))
        return (Run("  "), *_shown(replacement))

    def watch_replacements(self) -> None:
        """Show what else was found."""
        self.resized()
        self.go(0)

    def watch_picked(self) -> None:
        """Mark what is picked."""
        self.refresh()

    def on_resize(self) -> None:
        """Fill another width."""
        self.resized()
        self.go(self.cursor)

    def action_fold(self) -> None:
        """Space picks."""
        self.post_message(self.Toggled())

    def action_open(self) -> None:
        """Enter shows the place."""
        self.post_message(self.Opened())

    def clicked(self, row: int, column: int) -> None:
        """A click picks."""
        self.post_message(self.Toggled())


def _shown(replacement: Replacement) -> Row:
    """The text with what goes struck out before what comes, from a little before the first change."""
    removed, added = diff_words(single_line(replacement.before), single_line(replacement.after))
    row = _interleaved(removed, added)
    if row and row[0].tone not in {Tone.ADDED, Tone.REMOVED} and len(row[0].text) > _LEAD:
        row[0] = Run(f"… {row[0].text[-_LEAD:]}", row[0].tone)
    return tuple(row)


def _interleaved(removed: Row, added: Row) -> list[Run]:
    """What goes and what comes in the one text that both have in common."""
    going, coming = list(removed), list(added)
    row: list[Run] = []
    while going or coming:
        if going and going[0].tone is Tone.REMOVED:
            row.append(going.pop(0))
        elif coming and (coming[0].tone is Tone.ADDED or not going):
            row.append(coming.pop(0))
        else:
            # Where only one side changes, the other goes on with the same run.
            shared = min((len(runs[0].text) for runs in (going, coming) if runs), default=0)
            row.append(Run(going[0].text[:shared], going[0].tone))
            for runs in (going, coming):
                if runs:
                    rest = runs.pop(0)
                    runs[:0] = [Run(rest.text[shared:], rest.tone)] if rest.text[shared:] else []
    return row


class ReplaceScreen(Screen[Address | None]):
    """Ends with the place to go to; None stays where the reader was."""

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
        """Prepare to replace.

        Args:
            snapshot: the binder.
            language: the reader's.
            save: shows what was picked as one change, and saves it.
        """
        super().__init__()
        self._snapshot = snapshot
        self._language = language
        self._save = save
        self._case = True
        self._words = False
        self._wanted: ReplaceQuery | None = None

    def compose(self) -> ComposeResult:
        """The lines to type in, the ways to look, what was found, and what the keys do."""
        yield Static(Content.styled(gettext("Find and replace", self._language), "bold $accent"), id="replace-title")
        with Horizontal(id="replace-lines"):
            yield LineInput(placeholder=gettext("Find", self._language), id="find")
            yield LineInput(placeholder=gettext("Replace by", self._language), id="with")
        with Horizontal(id="replace-ways"):
            yield LineButton(self._way("case"), id="case")
            yield LineButton(self._way("words"), id="words")
            yield LineButton(Content(gettext("All / none", self._language)), id="all")
            yield Static(id="replace-count")
        yield ReplacementList(id="replacements").data_bind(ReplaceScreen.picked)
        yield Static(
            Content.styled(
                gettext("Enter looks; in the list Space picks, Enter goes there, s saves.", self._language), "$quiet"
            ),
            id="replace-help",
        )

    def _way(self, name: str) -> Content:
        on, words = {
            "case": (self._case, gettext("Match case", self._language)),
            "words": (self._words, gettext("Whole words", self._language)),
        }[name]
        return Content(f"{'☑' if on else '☐'} {words}")

    @property
    def _list(self) -> ReplacementList:
        return self.query_one(ReplacementList)

    @on(Input.Submitted)
    def _look(self) -> None:
        """Find what is to be replaced, off the event loop."""
        find, put = (self.query_one(f"#{name}", LineInput).value for name in ("find", "with"))
        if find:
            self._wanted = ReplaceQuery(find, put, match_case=self._case, whole_words=self._words)
            run_in_thread(self.app, partial(_found, self._snapshot, self._wanted), partial(self._show, self._wanted))

    def _show(self, wanted: ReplaceQuery, found: tuple[Replacement, ...] | str) -> None:
        if not self.is_attached or wanted is not self._wanted:
            return
        if isinstance(found, str):
            self.notify(single_line(found), severity="warning", markup=False)
            return
        # What was left out stays left out where it is found again.
        before = enumerate(self._list.replacements)
        left_out = {(one.document, one.path) for at, one in before if at not in self.picked}
        self._list.replacements = found
        self.picked = frozenset(at for at, one in enumerate(found) if (one.document, one.path) not in left_out)
        self.watch_picked()
        if found:
            self._list.focus()

    def watch_picked(self) -> None:
        """Count what is picked."""
        if self.is_mounted:
            count = gettext(
                "{count} of {total} picked", self._language, count=len(self.picked), total=len(self._list.replacements)
            )
            self.query_one("#replace-count", Static).update(Content.styled(count, "$quiet"))

    @on(LineButton.Pressed)
    def _pressed(self, event: LineButton.Pressed) -> None:
        if event.button.id == "all":
            self.action_all()
            return
        if event.button.id == "case":
            self._case = not self._case
            event.button.content = self._way("case")
        else:
            self._words = not self._words
            event.button.content = self._way("words")
        self._look()

    @on(ReplacementList.Toggled)
    def _toggle(self) -> None:
        if self._list.replacements:
            self.picked ^= {self._list.cursor}

    @on(ReplacementList.Opened)
    def _open(self) -> None:
        if self._list.replacements:
            self.dismiss(self._list.replacements[self._list.cursor].address)

    def action_all(self) -> None:
        """Pick every text, or none if every one is picked."""
        everything = frozenset(range(len(self._list.replacements)))
        self.picked = frozenset() if self.picked == everything else everything

    def action_save(self) -> None:
        """Show what was picked as one change, to be saved."""
        chosen = [self._list.replacements[at] for at in sorted(self.picked)]
        if chosen and self._wanted is not None:
            self._save(chosen, self._wanted)
        else:
            self.notify(gettext("Nothing is picked.", self._language), markup=False)


def _found(snapshot: Snapshot, wanted: ReplaceQuery) -> tuple[Replacement, ...] | str:
    try:
        return tuple(find_replacements(snapshot, wanted))
    except BinderError as error:
        return str(error)
