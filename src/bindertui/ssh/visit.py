"""Someone who has come to read: what an app is made from."""

from collections.abc import Callable
from typing import Any, Protocol

from attrs import frozen
from textual.app import App
from textual.driver import Driver

from bindertui.services.access import Who
from bindertui.ssh.terminal import Terminal


@frozen
class Visit:
    """One session's wish for an app.

    Attributes:
        who: who wishes.
        terminal: where the app is shown.
        at: the address to open at; None opens the front page.
        find: what to search for at once.
    """

    who: Who
    terminal: Terminal
    at: str | None = None
    find: str | None = None


MakeDriver = Callable[..., Driver]
"""Makes the driver of an app as Textual makes them."""


class MakeApp(Protocol):
    """Makes the app of a visit."""

    def __call__(self, visit: Visit, driver: MakeDriver) -> App[Any]:
        """An app that has not begun to run.

        Args:
            visit: who comes, from where, and where to.
            driver: makes its driver; the app takes no signals, and nothing of this machine's terminal.

        Raises:
            BinderError: there is nothing at the address.
        """
