"""The app of someone who is not at this machine: nothing it does reaches the machine it runs on."""

import sys
from collections.abc import Callable
from typing import Any, cast

from attrs import evolve
from rich.console import Console
from textual.app import App
from textual.driver import Driver

from bindertui.model.address import Address
from bindertui.services.access import Role, Who, may
from bindertui.services.events import Published
from bindertui.services.library import Snapshot
from bindertui.services.sharing import SharedLibrary
from bindertui.settings import Settings
from bindertui.tui.app import BinderApp


class RemoteApp(BinderApp):
    """Reads a binder in a terminal that is elsewhere."""

    def __init__(
        self,
        library: SharedLibrary,
        settings: Settings,
        *,
        who: Who,
        driver: Callable[..., Driver],
        at: Address | None = None,
        find: str | None = None,
    ) -> None:
        self._shared = library
        super().__init__(
            library,
            evolve(settings, editor=""),
            at=at,
            find=find,
            read_only=not may(who, Role.EDITOR),
            who=who,
            driver=cast("type[Driver]", driver),
        )
        # Textual redirects these while an app runs, and several that end in any order would leave them redirected.
        self._capture_stdout, self._capture_stderr = cast("Any", sys.stdout), cast("Any", sys.stderr)

    def heed_signals(self) -> None:
        """Signals are for the server."""

    def published(self, snapshot: Snapshot) -> Published:
        """What tells everyone who is here of the changes of a binder."""
        return self._shared.published(snapshot)
