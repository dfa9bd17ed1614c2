"""The type of the functions that create an app's driver."""

from typing import Any, Protocol

from textual.app import App
from textual.driver import Driver


class DriverFactory(Protocol):
    """Creates the driver through which an app reads keys and draws."""

    def __call__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> Driver:
        """Return a driver; Textual calls this when the app starts, with the arguments it gives a driver class."""
