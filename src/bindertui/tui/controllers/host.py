"""The interface between controllers and the screen they belong to.

A controller holds the logic and the private state of one job of a screen: reading, searching, editing. It knows its
screen only by a protocol. The state that widgets show is a reactive of the screen, which `data_bind` passes down: the
controller sets the reactive, and never queries a widget.
"""

from collections.abc import Callable, Coroutine
from typing import Any, Literal, Protocol

from textual.app import App
from textual.message import Message
from textual.timer import Timer
from textual.worker import Worker

from bindertui.document.flow import Flow
from bindertui.model.address import Address
from bindertui.services.library import Snapshot


class ScreenHost(Protocol):
    """The screen of any controller.

    Attributes:
        language: the reader's language.
    """

    language: str

    @property
    def app(self) -> App[Any]:
        """Return the app the screen belongs to."""

    def report(self, message: str, severity: Literal["information", "warning"] = "information") -> None:
        """Show a short message in place of the one before it."""

    def post_message(self, message: Message, /) -> bool:
        """Post a message from the screen."""

    def set_timer(self, delay: float, callback: Callable[[], object], /) -> Timer:
        """Call something after so many seconds."""

    def run_worker(
        self, work: Callable[[], Coroutine[None, None, None]], /, *, group: str = ..., exclusive: bool = ...
    ) -> Worker[None]:
        """Run a coroutine function; an exclusive one cancels the others of its group."""


class EditHost(ScreenHost, Protocol):
    """The reading screen, for controllers that change files.

    Attributes:
        here: the address under the cursor.
        flow: the open document.
        other_editors: who else edits it, for the status bar.
    """

    here: Address
    flow: Flow | None
    other_editors: str

    @property
    def snapshot(self) -> Snapshot:
        """Return the binder as the screen shows it."""

    def go(self, address: Address, *, remember: bool = True) -> None:
        """Go to an address."""

    def renew(self, snapshot: Snapshot) -> None:
        """Show a newer version of the binder, or another binder, at the same address."""

    def read_only_message(self) -> str:
        """Return why nothing can be edited here."""
