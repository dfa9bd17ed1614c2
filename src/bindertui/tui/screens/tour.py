"""The tour on the screen: a binder like any other, read-only, above the one that was open."""

from typing import TYPE_CHECKING

from attrs import evolve
from textual import on

from bindertui.i18n import gettext, lazy_gettext
from bindertui.services.access import User, as_reader
from bindertui.services.live import LiveBinder
from bindertui.settings import Settings
from bindertui.tui.commands import Command
from bindertui.tui.messages import Read, Sought
from bindertui.tui.screens.browse import BrowseScreen

if TYPE_CHECKING:
    from bindertui.services.editing.session import Tried
    from bindertui.tui.controllers.edit import EditController


class TourScreen(BrowseScreen):
    """A reader screen for the tour; closing it uncovers the reader screen below, which keeps its state."""

    def __init__(self, tour: LiveBinder, settings: Settings, *, who: User, tried: "Tried") -> None:
        """Prepare to read the tour.

        Args:
            tour: the binder.
            settings: the settings of the run, in the language of the reader.
            who: the reader.
            tried: called after each attempt to save; here there is none.
        """
        super().__init__(tour, settings, at=None, find=None, who=as_reader(who), tried=tried)

    @property
    def commands(self) -> tuple[Command, ...]:
        """All that a reader can do, except to go to another binder of the library; what quits closes the tour."""
        return tuple(
            evolve(command, name=lazy_gettext("Close"), help=lazy_gettext("Close the tour."))
            if command.action == "quit"
            else command
            for command in super().commands
            if command.action != "library"
        )

    @on(Read)
    @on(Sought)
    def _keep_from_audit(self, event: Read | Sought) -> None:
        """Stop messages that the audit trail would take for entries and searches of the binder below."""
        event.stop()

    def action_back(self) -> None:
        """Go back; from the first page, close the tour."""
        if self._trail.back:
            super().action_back()
        else:
            self._close()

    def action_escape(self) -> None:
        """Close what is open above the text, or the search; without either, close the tour."""
        if self.peeked is not None or self.asking or (self.understood and self.understood.text):
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

    def _editing(self) -> "EditController | None":
        """Say that the tour cannot be edited."""
        self.tell(gettext("The tour is read-only. Esc closes it.", self.language), severity="warning")
        return None

    def _close(self) -> None:
        # A second key may come before the screen is gone.
        if self.is_current:
            self.dismiss()
