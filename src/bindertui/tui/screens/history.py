"""The versions of an entry, and what changed between two of them."""

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

from bindertui.document.diff import DiffLine, OmittedLines
from bindertui.document.flow import Run, Tone
from bindertui.document.wrapping import Row
from bindertui.errors import BinderError
from bindertui.i18n import gettext
from bindertui.model.text import single_line
from bindertui.services.history import CURRENT, EntryHistory, Restore, Version, compare_versions, restore_version
from bindertui.tui.bindings import command_bindings
from bindertui.tui.commands import HISTORY
from bindertui.tui.screens.dialogs import ConfirmDialog, HelpScreen
from bindertui.tui.threads import run_in_thread
from bindertui.tui.widgets.bars import KeyBar
from bindertui.tui.widgets.diff_view import DiffView
from bindertui.tui.widgets.line_view import LineView, crop_strip

_Pair = tuple[Version | None, Version, bool]
"""The older version, the newer one, and whether to show their full text."""

_MAX_VERSIONS = 200
"""The number of versions that are listed."""


class VersionList(LineView):
    """The versions in two rows each: time and author, and the message; a mark shows the one to compare with."""

    versions: reactive[tuple[Version, ...]] = reactive(())
    marked: reactive[int | None] = reactive(None)
    language: reactive[str] = reactive("en")

    class Moved(Message):
        """The cursor moved to another version."""

    class Opened(Message):
        """The user wants to go to the diff."""

    class Marked(Message):
        """The user marks or unmarks the version at the cursor."""

    def item_count(self) -> int:
        """Return the number of versions."""
        return len(self.versions)

    def row_count(self) -> int:
        """Return the number of rows: two for each version."""
        return 2 * len(self.versions)

    def rows_of(self, item: int) -> range:
        """Return the two rows of a version."""
        return range(2 * item, 2 * item + 2)

    def item_at(self, row: int) -> int:
        """Return the version in a row."""
        return row // 2

    def row(self, number: int) -> Row:
        """Return time and author, or in the row below the message."""
        version = self.versions[number // 2]
        if number % 2:
            message = version.message or (
                "" if version.id == CURRENT else gettext("changed outside the app", self.language)
            )
            return (Run(crop_strip(f"  {single_line(message)}", self.text_width), Tone.QUIET),)
        mark = Run("◆ " if number // 2 == self.marked else "  ")
        return (mark, Run(crop_strip(version_name(version, self.language), self.text_width - 2), strong=True))

    def watch_versions(self) -> None:
        """Show other versions, with the cursor on the newest."""
        self.resized()
        self.go(0)

    def watch_marked(self) -> None:
        """Show the mark."""
        self.refresh()

    def watch_language(self) -> None:
        """Show the texts in another language."""
        self.refresh()

    def watch_cursor(self, before: int, after: int) -> None:
        """Announce the version at the cursor."""
        super().watch_cursor(before, after)
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Adapt to another width."""
        self.resized()
        self.go(self.cursor)

    def action_open(self) -> None:
        """Go to the diff (Enter)."""
        self.post_message(self.Opened())

    def action_fold(self) -> None:
        """Mark the version (Space)."""
        self.post_message(self.Marked())


class HistoryScreen(Screen[None]):
    """A list of versions, and the diff of the version at the cursor."""

    CSS_PATH = "history.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = command_bindings(HISTORY)

    versions: reactive[tuple[Version, ...]] = reactive(())
    marked: reactive[int | None] = reactive(None)
    diff: reactive[tuple[DiffLine | OmittedLines, ...]] = reactive(())
    language: reactive[str] = reactive("en")

    def __init__(self, read: Callable[[], EntryHistory], title: str, language: str, *, restore: Restore | None) -> None:
        """Prepare to show the versions of an entry.

        Args:
            read: reads its history; called in a thread, may raise `BinderError`.
            title: the title of the entry, safe for a terminal.
            language: the language of the interface.
            restore: saves a version again; None if the user may not change the binder.
        """
        super().__init__()
        self._read = read
        self._title = title
        self._restore = restore
        self._history: EntryHistory | None = None
        self._full_text = False
        self._comparing = False
        self.set_reactive(HistoryScreen.language, language)

    def compose(self) -> ComposeResult:
        """Compose the title, the versions, and the diff."""
        yield Static(Content(gettext("Versions of {title}", self.language, title=self._title)), id="history-title")
        with Container(id="history"):
            yield VersionList(id="versions").data_bind(
                HistoryScreen.versions, HistoryScreen.marked, HistoryScreen.language
            )
            with Vertical(id="change"):
                yield Static(Content(gettext("Loading versions …", self.language)), id="compared")
                yield DiffView(id="difference").data_bind(HistoryScreen.diff, HistoryScreen.language)
        yield KeyBar(HISTORY, id="history-keys").data_bind(HistoryScreen.language)

    @property
    def is_comparing(self) -> bool:
        """Whether a comparison is running."""
        return self._comparing

    def on_mount(self) -> None:
        """Read the versions in a thread."""
        self.query_one(VersionList).focus()
        run_in_thread(self.app, partial(_read_versions, self._read), self._show_versions)

    def _show_versions(self, result: tuple[EntryHistory, tuple[Version, ...]] | None) -> None:
        if not self.is_attached:
            return
        if result is None:
            self._show_caption(gettext("A list has no versions. Open one of its entries.", self.language))
            return
        self._history, self.versions = result
        if self.versions:
            self._compare()
        else:
            self._show_caption(gettext("No versions yet. The first save creates one.", self.language))

    def _show_caption(self, text: str) -> None:
        """Show the names of the versions, or why there is no diff."""
        self.query_one("#compared", Static).update(Content(text))

    def action_help(self) -> None:
        """Show all keys."""
        self.app.push_screen(HelpScreen(self.language, HISTORY))

    # Comparing

    def _pair(self) -> _Pair:
        """Return the versions to compare."""
        at = self.query_one(VersionList).cursor
        other = at + 1 if self.marked in {None, at} else self.marked
        assert other is not None
        old = self.versions[max(at, other)] if max(at, other) < len(self.versions) else None
        return old, self.versions[min(at, other)], self._full_text

    @on(VersionList.Moved)
    def _compare(self) -> None:
        if self._history is None or not self.versions or self._comparing:
            # A comparison that is running calls this again when it ends.
            return
        self._comparing = True
        pair = self._pair()
        run_in_thread(self.app, partial(_compare, self._history, pair), partial(self._show_diff, pair))

    def _show_diff(self, pair: _Pair, lines: tuple[DiffLine | OmittedLines, ...] | None) -> None:
        self._comparing = False
        if not self.is_attached:
            return
        if pair != self._pair():
            self._compare()
            return
        old, new, _ = pair
        if lines is None:
            self._show_caption(gettext("This version can no longer be read.", self.language))
        elif old is None:
            self._show_caption(
                gettext("{version}, the first version", self.language, version=version_name(new, self.language))
            )
        else:
            same = gettext("The two versions are identical.", self.language)
            names = f"{version_name(old, self.language)} → {version_name(new, self.language)}"
            self._show_caption(names if lines else f"{names}  {same}")
        self.diff = lines or ()

    # Commands

    def action_leave(self) -> None:
        """Go back to reading."""
        self.dismiss()

    def action_pane(self) -> None:
        """Switch between the versions and the diff."""
        here = self.query_one(VersionList)
        other = self.query_one(DiffView)
        self.set_focus(other if self.focused is here else here)

    @on(VersionList.Opened)
    def _focus_diff(self) -> None:
        self.set_focus(self.query_one(DiffView))

    @on(VersionList.Marked)
    def action_mark(self) -> None:
        """Mark or unmark this version to compare others with it."""
        at = self.query_one(VersionList).cursor
        self.marked = None if self.marked == at else at
        self._compare()

    def action_whole(self) -> None:
        """Show the full text, or only the changes."""
        self._full_text = not self._full_text
        self._compare()

    def action_restore(self) -> None:
        """Save this version again, if the user confirms it."""
        if self._restore is None:
            self._report(gettext("The binder is read-only, so nothing can be restored.", self.language))
        elif self._history is not None and self.versions:
            version = self.versions[self.query_one(VersionList).cursor]
            if version.id == CURRENT:
                self._report(gettext("This is already the current version.", self.language))
                return
            question = gettext(
                "Restore the version of {moment}? It is saved as a new version; the current one is kept.",
                self.language,
                moment=format_time(version),
            )
            ask = ConfirmDialog(question, gettext("Restore", self.language), self.language)
            self.app.push_screen(ask, partial(self._restore_if, self._history, version, self._restore))

    @on(KeyBar.Pressed)
    async def _pressed(self, event: KeyBar.Pressed) -> None:
        await self.run_action(event.command.action)

    def _restore_if(
        self,
        history: EntryHistory,
        version: Version,
        restore: Restore,
        agreed: bool | None,  # noqa: FBT001
    ) -> None:
        if agreed:
            run_in_thread(self.app, partial(restore_version, history, version, restore), self._show_restored)

    def _show_restored(self, message: str | None) -> None:
        self._report(
            message
            or gettext("This part cannot be restored on its own. Restore the section that contains it.", self.language)
        )
        if self.is_attached:
            run_in_thread(self.app, partial(_read_versions, self._read), self._show_versions)

    def _report(self, message: str) -> None:
        self.app.clear_notifications()
        self.notify(message, markup=False, timeout=6)


def version_name(version: Version, language: str) -> str:
    """Return time and author of a version, or the words for the current one."""
    if version.id == CURRENT:
        return gettext("Current version", language)
    when = format_time(version)
    return gettext("{when}, by {who}", language, when=when, who=single_line(version.author)) if version.author else when


def format_time(version: Version) -> str:
    """Return the time of a version in the local time zone."""
    return version.saved_at.astimezone().strftime("%Y-%m-%d %H:%M")


def _read_versions(read: Callable[[], EntryHistory]) -> tuple[EntryHistory, tuple[Version, ...]] | None:
    try:
        history = read()
    except BinderError:
        return None
    return history, history.versions(_MAX_VERSIONS)


def _compare(history: EntryHistory, pair: _Pair) -> tuple[DiffLine | OmittedLines, ...] | None:
    old, new, full = pair
    return compare_versions(history, old, new, full=full)
