"""The app of someone who is not at this machine: nothing it does reaches the machine it runs on."""

import sys
from collections.abc import Callable
from typing import Any, cast

from textual.driver import Driver

from bindertui.model.address import Address
from bindertui.services.access import Role, Who, may
from bindertui.services.events import Published
from bindertui.services.library import Snapshot
from bindertui.services.sharing import SharedLibrary
from bindertui.settings import Settings
from bindertui.tui.app import BinderApp
from bindertui.tui.colours import console_of, filters_of

MakeDriver = Callable[..., Driver]
"""Makes the driver of an app, with the arguments that Textual makes one with."""


class RemoteApp(BinderApp):
    """Reads a binder in a terminal that is elsewhere.

    It takes no signals, leaves the streams of this process alone, starts no editor, and draws in the colours of its own
    terminal. Its driver can do nothing here either: see `MakeDriver`.
    """

    def __init__(
        self,
        library: SharedLibrary,
        settings: Settings,
        *,
        who: Who,
        driver: MakeDriver,
        colours: int,
        at: Address | None = None,
        find: str | None = None,
    ) -> None:
        """Prepare the app.

        Args:
            library: the binders, open for all who come.
            settings: the settings of this session: its language, and where this person's own state is kept.
            who: whose session it is; a reader changes nothing.
            driver: makes what the app talks to its terminal through.
            colours: how many the terminal has; 0 for none.
            at: where to open.
            find: what to search for at once.
        """
        self._shared = library
        super().__init__(
            library,
            settings,
            at=at,
            find=find,
            read_only=not may(who, Role.EDITOR),
            who=who,
            driver=cast("type[Driver]", driver),
        )
        # Textual takes both from the terminal this process runs in.
        self.console = console_of(colours)
        self.no_color = not colours
        self._filters = [self._filters[0], *filters_of(colours)]
        self.animation_level = "none"
        # Textual redirects the streams while an app runs; several that end in any order would leave them redirected.
        self._capture_stdout, self._capture_stderr = cast("Any", sys.stdout), cast("Any", sys.stderr)

    def heed_signals(self) -> None:
        """Take none: they are for the server."""

    def published(self, snapshot: Snapshot) -> Published:
        """What tells everyone who is here of the changes of a binder."""
        return self._shared.published(snapshot)

    def _print_error_renderables(self) -> None:
        """Say nothing on the streams of this process: what went wrong is in the report."""
        self._exit_renderables.clear()
