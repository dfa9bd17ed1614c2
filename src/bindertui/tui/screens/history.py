"""The versions of an entry, one below the other.

The versions of an entry, and what changed between two of them.
"""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Static

from bindertui.document.diff import DiffLine, Gap
from bindertui.document.flow import Run, Tone
from bindertui.document.wrapping import Row
from bindertui.errors import BinderError
from bindertui.i18n import gettext
from bindertui.model.text import single_line
from bindertui.services.history import CURRENT, EntryHistory, Restore, compare_versions, restore_version
from bindertui.store.history.base import Version
from bindertui.tui.bindings import command_bindings
from bindertui.tui.commands import HISTORY
from bindertui.tui.screens.dialogs import ConfirmDialog
from bindertui.tui.threads import run_in_thread
from bindertui.tui.widgets.bars import KeyBar
from bindertui.tui.widgets.diff_view import DiffView
from bindertui.tui.widgets.line_view import LineView, crop_strip


class VersionList(LineView):
    """A version an item, on two rows: when and by whom, and what was done; a mark is on the one others go against."""

    versions: reactive[tuple[Version, ...]] = reactive(())
    marked: reactive[int | None] = reactive(None)
    language: reactive[str] = reactive("en")

    class Moved(Message):
        """The cursor stands on another version."""

    class Opened(Message):
        """The user wants to look at what changed."""

    class Marked(Message):
        """The user marks the version the cursor is on, or takes its mark away."""

    def item_count(self) -> int:
        """How many versions there are."""
        return len(self.versions)

    def row_count(self) -> int:
        """Two rows a version."""
        return 2 * len(self.versions)

    def rows_of(self, item: int) -> range:
        """The two rows of a version."""
        return range(2 * item, 2 * item + 2)

    def item_at(self, row: int) -> int:
        """The version on a row."""
        return row // 2

    def row(self, number: int) -> Row:
        """When and by whom; below it, what was done."""
        version = self.versions[number // 2]
        if number % 2:
            message = version.message or (
                "" if version.id == CURRENT else gettext("changed outside the app", self.language)
            )
            return (Run(crop_strip(f"  {single_line(message)}", self.text_width), Tone.QUIET),)
        mark = Run("◆ " if number // 2 == self.marked else "  ")
        return (mark, Run(crop_strip(version_name(version, self.language), self.text_width - 2), strong=True))

    def watch_versions(self) -> None:
        """Show other versions, from the newest."""
        self.resized()
        self.go(0)

    def watch_marked(self) -> None:
        """Draw the mark."""
        self.refresh()

    def watch_language(self) -> None:
        """Say the dates in the reader's language."""
        self.refresh()

    def watch_cursor(self, before: int, after: int) -> None:
        """Tell that the cursor has moved."""
        super().watch_cursor(before, after)
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Fill another width."""
        self.resized()
        self.go(self.cursor)

    def action_open(self) -> None:
        """Look at what changed."""
        self.post_message(self.Opened())

    def action_fold(self) -> None:
        """Mark the version: the key that folds elsewhere has nothing to fold here."""
        self.post_message(self.Marked())


def version_name(version: Version, language: str) -> str:
    """A version by when and by whom it was made; `NOW` in words."""
    if version.id == CURRENT:
        return gettext("As it stands", language)
    when = format_time(version)
    return gettext("{when}, by {who}", language, when=when, who=single_line(version.author)) if version.author else when


def format_time(version: Version) -> str:
    """When a version was made, on the reader's clock."""
    return version.saved_at.astimezone().strftime("%Y-%m-%d %H:%M")


_Pair = tuple[Version | None, Version, bool]
"""The older version, the newer one, and whether all of their text is wanted."""

_MOST = 200
"""Versions that are listed."""


class HistoryScreen(Screen[None]):
    """The versions on one side; on the other what changed in the one under the cursor."""

    CSS_PATH = "history.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = command_bindings(HISTORY)

    versions: reactive[tuple[Version, ...]] = reactive(())
    marked: reactive[int | None] = reactive(None)
    diff: reactive[tuple[DiffLine | Gap, ...]] = reactive(())
    language: reactive[str] = reactive("en")

    def __init__(self, read: Callable[[], EntryHistory], title: str, language: str, *, restore: Restore | None) -> None:
        """Prepare to show the versions of an entry.

        Args:
            read: finds its history; not called on the event loop. It may raise `BinderError`.
            title: what the entry is called, safe for a terminal.
            language: the reader's language.
            restore: saves a version again; None where nothing may be changed.
        """
        super().__init__()
        self._read = read
        self._title = title
        self._restore = restore
        self._history: EntryHistory | None = None
        self._whole = False
        self._comparing = False
        self.set_reactive(HistoryScreen.language, language)

    def compose(self) -> ComposeResult:
        """The versions, and what changed in one."""
        yield Static(Content(gettext("Versions of {title}", self.language, title=self._title)), id="history-title")
        with Container(id="history"):
            yield VersionList(id="versions").data_bind(
                HistoryScreen.versions, HistoryScreen.marked, HistoryScreen.language
            )
            with Vertical(id="change"):
                yield Static(Content(gettext("Reading the versions …", self.language)), id="compared")
                yield DiffView(id="difference").data_bind(HistoryScreen.diff, HistoryScreen.language)
        yield KeyBar(HISTORY, id="history-keys").data_bind(HistoryScreen.language)

    def on_mount(self) -> None:
        """Read the versions, which may take a while."""
        self.query_one(VersionList).focus()
        run_in_thread(self.app, partial(_found, self._read), self._list)

    def _list(self, found: tuple[EntryHistory, tuple[Version, ...]] | None) -> None:
        if not self.is_attached:
            return
        if found is None:
            self._say(gettext("This list has no versions of its own; its entries do.", self.language))
            return
        self._history, self.versions = found
        if self.versions:
            self._compare()
        else:
            self._say(gettext("There are no versions yet. Saving makes one.", self.language))

    def _say(self, text: str) -> None:
        """Say what is compared, or why nothing is."""
        self.query_one("#compared", Static).update(Content(text))

    def action_help(self) -> None:
        """Show every key."""
        from bindertui.tui.screens.dialogs import HelpScreen  # noqa: PLC0415 - not before it is asked for

        self.app.push_screen(HelpScreen(self.language, HISTORY))

    # Comparing

    def _pair(self) -> _Pair:
        """What is to be compared now."""
        at = self.query_one(VersionList).cursor
        other = at + 1 if self.marked in {None, at} else self.marked
        assert other is not None
        old = self.versions[max(at, other)] if max(at, other) < len(self.versions) else None
        return old, self.versions[min(at, other)], self._whole

    @on(VersionList.Moved)
    def _compare(self) -> None:
        if self._history is None or not self.versions or self._comparing:
            # What is being compared already is asked about again when it is there.
            return
        self._comparing = True
        pair = self._pair()
        run_in_thread(self.app, partial(_compared, self._history, pair), partial(self._show, pair))

    def _show(self, pair: _Pair, lines: tuple[DiffLine | Gap, ...] | None) -> None:
        self._comparing = False
        if not self.is_attached:
            return
        if pair != self._pair():
            self._compare()
            return
        old, new, _ = pair
        if lines is None:
            self._say(gettext("This version can no longer be read.", self.language))
        elif old is None:
            self._say(gettext("{version}, the first version", self.language, version=version_name(new, self.language)))
        else:
            same = gettext("The two versions say the same.", self.language)
            told = f"{version_name(old, self.language)} → {version_name(new, self.language)}"
            self._say(told if lines else f"{told}  {same}")
        self.diff = lines or ()

    # The commands

    def action_leave(self) -> None:
        """Go back to the text."""
        self.dismiss()

    def action_pane(self) -> None:
        """Go to the other side."""
        here = self.query_one(VersionList)
        other = self.query_one(DiffView)
        self.set_focus(other if self.focused is here else here)

    @on(VersionList.Opened)
    def _opened(self) -> None:
        self.set_focus(self.query_one(DiffView))

    @on(VersionList.Marked)
    def action_mark(self) -> None:
        """Compare this version with others, or no longer."""
        at = self.query_one(VersionList).cursor
        self.marked = None if self.marked == at else at
        self._compare()

    def action_whole(self) -> None:
        """Show the whole text, or only what changed."""
        self._whole = not self._whole
        self._compare()

    def action_restore(self) -> None:
        """Ask whether to save this version again."""
        if self._restore is None:
            self._tell(gettext("Nothing can be restored here: the binder is read-only.", self.language))
        elif self._history is not None and self.versions:
            version = self.versions[self.query_one(VersionList).cursor]
            if version.id == CURRENT:
                self._tell(gettext("This is how it stands already.", self.language))
                return
            question = gettext(
                "Restore the version of {moment}? It is saved as a new version: what stands now is not lost.",
                self.language,
                moment=format_time(version),
            )
            ask = ConfirmDialog(question, gettext("Restore", self.language), self.language)
            self.app.push_screen(ask, partial(self._restored_if, self._history, version, self._restore))

    @on(KeyBar.Pressed)
    async def _pressed(self, event: KeyBar.Pressed) -> None:
        await self.run_action(event.command.action)

    def _restored_if(
        self,
        history: EntryHistory,
        version: Version,
        restore: Restore,
        agreed: bool | None,  # noqa: FBT001
    ) -> None:
        if agreed:
            run_in_thread(self.app, partial(restore_version, history, version, restore), self._done)

    def _done(self, told: str | None) -> None:
        self._tell(told or gettext("This cannot be put back alone. Restore the section it lies in.", self.language))
        if self.is_attached:
            run_in_thread(self.app, partial(_found, self._read), self._list)

    def _tell(self, message: str) -> None:
        self.app.clear_notifications()
        self.notify(message, markup=False, timeout=6)


def _found(read: Callable[[], EntryHistory]) -> tuple[EntryHistory, tuple[Version, ...]] | None:
    try:
        history = read()
    except BinderError:
        return None
    return history, history.versions(_MOST)


def _compared(history: EntryHistory, pair: _Pair) -> tuple[DiffLine | Gap, ...] | None:
    old, new, whole = pair
    return compare_versions(history, old, new, full=whole)
