"""Someone who has come to read: what an app is made from."""

from collections.abc import Callable
from typing import Any, Protocol

from textual.app import App
from textual.driver import Driver

from bindertui.services.access import Who
from bindertui.services.audit import Note
from bindertui.services.remote import Opening
from bindertui.ssh.terminal import Terminal
from bindertui.values import frozen


@frozen
class Visit:
    """One session's wish for an app.

    Attributes:
        who: who wishes.
        terminal: where the app is shown.
        opening: what it opens at.
        language: the reader's, of `speech.LANGUAGES`.
        note: takes note of what they do there.
    """

    who: Who
    terminal: Terminal
    opening: Opening
    language: str
    note: Note


MakeDriver = Callable[..., Driver]
"""Makes the driver of an app, with the arguments that Textual makes one with."""


class MakeApp(Protocol):
    """Makes the app of a visit."""

    def __call__(self, visit: Visit, driver: MakeDriver) -> App[Any]:
        """An app that has not begun to run.

        Args:
            visit: who comes, from where, and where to.
            driver: makes its driver; the app takes no signals, and nothing of this machine's own terminal.

        Raises:
            BinderError: there is nothing at the address.
        """
