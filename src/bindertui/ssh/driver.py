"""Textual's driver for an app at the other end of an SSH channel."""

import asyncio
from collections.abc import Callable
from typing import Any, BinaryIO, TextIO

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.message import Message

from bindertui._frozen import frozen
from bindertui.ssh.flow_control import FrameWriter
from bindertui.terminal.capabilities import DEFAULT_SIZE, TerminalInfo
from bindertui.terminal.input import InputDecoder

_START = "\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?7l"
"""Alternate screen, no cursor, bracketed paste, no line wrap."""
_ENABLE_MOUSE = "\x1b[?1000h\x1b[?1002h\x1b[?1006h"
"""Clicks and drags in SGR format, but not every movement."""
_QUERY_SYNCHRONIZED_OUTPUT = "\x1b[?2026$p"
RESET = (
    "\x1b[?2026l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1004l\x1b[?2004l"
    "\x1b[?7h\x1b[0m\x1b[?1049l\x1b[?25h"
)
"""Undoes every mode an app may have set, whether or not it did."""


@frozen
class ClientTerminal:
    """The terminal of a client.

    Attributes:
        info: its capabilities.
        frames: sends frames to it.
        on_frame: called after each frame.
    """

    info: TerminalInfo
    frames: FrameWriter
    on_frame: Callable[[], object]


class ChannelDriver(Driver):
    """Draws on a client's terminal and decodes its input; does not touch the terminal of this process."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
        terminal: ClientTerminal,
    ) -> None:
        """Create a driver.

        Args:
            app: the app.
            debug: ignored; other drivers write a log then.
            mouse: whether the app wants mouse events.
            size: the size of the terminal in columns and rows.
            terminal: the client's terminal.
        """
        super().__init__(app, debug=False, mouse=mouse, size=size)
        self._terminal = terminal
        self._decoder = InputDecoder()
        self._expiry: asyncio.TimerHandle | None = None
        self.accepts_input = False
        """Whether input reaches the app."""
        self._is_stopped = False

    def start_application_mode(self) -> None:
        """Take over the terminal."""
        self.accepts_input = True
        query = _QUERY_SYNCHRONIZED_OUTPUT if self._terminal.info.synchronized_output else ""
        self.write(_START + (_ENABLE_MOUSE if self._mouse else "") + query)
        self.resize(self._size or DEFAULT_SIZE)

    def stop_application_mode(self) -> None:
        """Restore the terminal."""
        self.disable_input()
        self._terminal.frames.write_final(RESET)
        self._is_stopped = True

    def disable_input(self) -> None:
        """Drop all input from now on."""
        self.accepts_input = False
        self._cancel_expiry()

    def write(self, data: str) -> None:
        """Send output, unless the terminal has been restored already."""
        if not self._is_stopped:
            self._terminal.frames.write(data)

    def flush(self) -> None:
        """Report that a frame is complete."""
        self._terminal.on_frame()

    def resize(self, size: tuple[int, int]) -> None:
        """Send the app the new size of its terminal, in columns and rows."""
        self._size = size
        cells = Size(*size)
        self.send_message(events.Resize(cells, cells))

    @property
    def is_pasting(self) -> bool:
        """Whether a paste has begun and not ended."""
        return self._decoder.is_pasting

    def feed(self, data: bytes, more: bool) -> None:  # noqa: FBT001 - `Context.run` passes it by position
        """Decode input from the terminal.

        Args:
            data: the bytes.
            more: whether more bytes wait, so that an escape sequence may continue in the next piece.
        """
        if not self.accepts_input:
            return
        self._cancel_expiry()
        for message in self._decoder.feed(data, more=more):
            self.process_message(message)
        if not more and (timeout := self._decoder.timeout) is not None:
            self._expiry = self._loop.call_later(timeout, self._expire)

    def open_url(self, url: str, new_tab: bool = True) -> None:  # noqa: FBT001, FBT002 - as Textual calls it
        """Do nothing: a browser would open on the server."""

    def deliver_binary(self, binary: BinaryIO | TextIO, **keywords: Any) -> None:
        """Do nothing: the file would be written on the server."""
        binary.close()

    def send_message(self, message: Message) -> None:
        """Post a message to the app, in the order of the input."""
        self._app.post_message(message)

    def _expire(self) -> None:
        self._expiry = None
        for message in self._decoder.expire():
            self.process_message(message)

    def _cancel_expiry(self) -> None:
        if self._expiry is not None:
            self._expiry.cancel()
            self._expiry = None
