"""The tour: a binder like any other, read-only, on a screen above the one that was open."""

from typing import TYPE_CHECKING

from attrs import evolve
from textual import on

from bindertui.i18n import gettext, lazy_gettext
from bindertui.services.access import User, as_reader
from bindertui.services.live import LiveBinder
from bindertui.settings import Settings
from bindertui.tui.commands import Command
from bindertui.tui.messages import EntryRead, QuerySettled
from bindertui.tui.screens.browse import BrowseScreen

if TYPE_CHECKING:
    from bindertui.services.editing.session import SaveListener


class TourScreen(BrowseScreen):
    """Reads the tour; closing it uncovers the screen below, which keeps its state."""

    def __init__(self, tour: LiveBinder, settings: Settings, *, user: User, on_save_attempt: "SaveListener") -> None:
        """Prepare to read the tour.

        Args:
            tour: the binder.
            settings: the settings of the run, in the language of the reader.
            user: the reader.
            on_save_attempt: never called: nothing can be saved here.
        """
        super().__init__(tour, settings, at=None, user=as_reader(user), on_save_attempt=on_save_attempt)

    @property
    def commands(self) -> tuple[Command, ...]:
        """All commands of a reader, except to go to another binder of the library; what quits closes the tour."""
        return tuple(
            evolve(command, name=lazy_gettext("Close"), help=lazy_gettext("Close the tour."))
            if command.action == "quit"
            else command
            for command in super().commands
            if command.action != "library"
        )

    @on(EntryRead)
    @on(QuerySettled)
    def _keep_from_audit(self, event: EntryRead | QuerySettled) -> None:
        """Stop messages that the audit trail would take for entries and searches of the binder below."""
        event.stop()

    def read_only_message(self) -> str:
        """Return that the tour cannot be edited."""
        return gettext("The tour is read-only. Esc closes it.", self.language)

    def action_back(self) -> None:
        """Go back; from the first page, close the tour."""
        if self.reading.history.back:
            super().action_back()
        else:
            self._close()

    def action_escape(self) -> None:
        """Close the preview, or the search; without either, close the tour."""
        if self.preview is not None or self.search_open or (self.parsed_query and self.parsed_query.text):
            super().action_escape()
        else:
            self._close()

    def action_tour(self) -> None:
        """Close the tour."""
        self._close()

    def action_quit(self) -> None:
        """Close the tour."""
        self._close()

    def action_library(self) -> None:
        """Close the tour: the binder below is the only other one to go to from here."""
        self._close()

    def _close(self) -> None:
        # A second key may come before the screen is gone.
        if self.is_current:
            self.dismiss()
