"""A request for the app on a channel."""

from collections.abc import Callable
from typing import Any, Protocol

from textual.app import App
from textual.driver import Driver

from bindertui._frozen import frozen
from bindertui.services.access import User
from bindertui.services.audit import AuditDetail
from bindertui.services.remote_command import OpenRequest
from bindertui.terminal.capabilities import TerminalInfo


@frozen
class AppRequest:
    """One session's wish for an app.

    Attributes:
        who: who wishes.
        terminal: where the app is shown.
        opening: what it opens at.
        language: the reader's, of `speech.LANGUAGES`.
        note: takes note of what they do there.
    """

    who: User
    terminal: TerminalInfo
    opening: OpenRequest
    language: str
    note: AuditDetail


MakeDriver = Callable[..., Driver]
"""Makes the driver of an app, with the arguments that Textual makes one with."""


class MakeApp(Protocol):
    """Makes the app of a visit."""

    def __call__(self, visit: AppRequest, driver: MakeDriver) -> App[Any]:
        """An app that has not begun to run.

        Args:
            visit: who comes, from where, and where to.
            driver: makes its driver; the app takes no signals, and nothing of this machine's own terminal.

        Raises:
            BinderError: there is nothing at the address.
        """
