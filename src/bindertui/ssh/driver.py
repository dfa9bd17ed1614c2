"""What goes to one client: whole frames, and none for a client that does not read the last ones.

How an app talks to a terminal at the other end of a channel.
"""

import asyncio
from collections.abc import Callable
from typing import Any, BinaryIO, TextIO

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.message import Message

from bindertui._frozen import frozen
from bindertui.terminal.capabilities import USUAL, TerminalInfo
from bindertui.terminal.input import InputDecoder


class FrameWriter:
    """Frames on their way to a client.

    What one turn of the event loop draws is sent as one piece. While the way is blocked frames are dropped; once it is
    free again, the screen is to be drawn whole. So a client that reads slowly, or not at all, costs one frame.
    """

    def __init__(self, write: Callable[[bytes], object], redraw: Callable[[], object]) -> None:
        """Prepare to send.

        Args:
            write: hands bytes to the connection.
            redraw: has the whole screen drawn.
        """
        self._write = write
        self._redraw = redraw
        self._waiting: list[str] = []
        self._scheduled = False
        self._blocked = False
        self._stale = False

    def add(self, text: str) -> None:
        """Send some text with this turn of the loop."""
        if self._blocked:
            self._stale = True
            return
        self._waiting.append(text)
        if not self._scheduled:
            self._scheduled = True
            asyncio.get_running_loop().call_soon(self.send)

    def send(self) -> None:
        """Send what is waiting now."""
        self._scheduled = False
        data = "".join(self._waiting).encode("utf-8", "replace")
        self._waiting.clear()
        if data:
            self._write(data)

    def last(self, text: str) -> None:
        """Send some text whatever is in the way, and what is waiting before it."""
        self._waiting.append(text)
        self.send()

    def block(self) -> None:
        """Send no more frames: the client does not take what was sent."""
        self._blocked = True

    def unblock(self) -> None:
        """Go on, with the whole screen if a frame was left out."""
        self._blocked = False
        if self._stale:
            self._stale = False
            self._redraw()


_START = "\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?7l"
"""Another screen, no cursor, pastes told from keys, no wrapping."""
_MOUSE = "\x1b[?1000h\x1b[?1002h\x1b[?1006h"
"""Clicks and drags, but not every move."""
_AT_ONCE = "\x1b[?2026$p"
"""Whether frames can be drawn at once."""
RESET = (
    "\x1b[?2026l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1004l\x1b[?2004l"
    "\x1b[?7h\x1b[0m\x1b[?1049l\x1b[?25h"
)
"""Everything a terminal may be left in is undone, whether or not it was asked for."""


@frozen
class Line:
    """The line to a terminal.

    Attributes:
        terminal: what it can do.
        outgoing: where frames go.
        drawn: told of every frame, once it is on its way.
    """

    terminal: TerminalInfo
    outgoing: FrameWriter
    drawn: Callable[[], object]


class ChannelDriver(Driver):
    """Draws on a terminal through a channel, and hears its keys; nothing here knows this machine's own terminal."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
        line: Line,
    ) -> None:
        """Prepare to draw.

        Args:
            app: whose driver it is.
            debug: is for other drivers.
            mouse: whether clicks are wanted.
            size: of the terminal, in columns and rows.
            line: the line to it.
        """
        super().__init__(app, debug=False, mouse=mouse, size=size)
        self._line = line
        self._incoming = InputDecoder()
        self._expiry: asyncio.TimerHandle | None = None
        self.listening = False
        """Whether keys are heard."""
        self._given_back = False

    def start_application_mode(self) -> None:
        """Take over the terminal."""
        self.listening = True
        self.write(_START + (_MOUSE if self._mouse else "") + (_AT_ONCE if self._line.terminal.modern else ""))
        self.resize(self._size or USUAL)

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was."""
        self.disable_input()
        self._line.outgoing.last(RESET)
        self._given_back = True

    def disable_input(self) -> None:
        """Hear no more."""
        self.listening = False
        self._stop_waiting()

    def write(self, data: str) -> None:
        """Draw; nothing once the terminal was given back."""
        if not self._given_back:
            self._line.outgoing.add(data)

    def flush(self) -> None:
        """A frame has been drawn."""
        self._line.drawn()

    def resize(self, size: tuple[int, int]) -> None:
        """Tell the app that its terminal has another size, in columns and rows."""
        self._size = size
        cells = Size(*size)
        self.send_message(events.Resize(cells, cells))

    @property
    def pasting(self) -> bool:
        """Whether the end of a paste is still to come."""
        return self._incoming.pasting

    def hear(self, data: bytes, more: bool) -> None:  # noqa: FBT001 - a context runs it
        """Take in what the terminal sends.

        Args:
            data: the bytes.
            more: whether others are waiting, so that a sequence that begins here goes on.
        """
        if not self.listening:
            return
        self._stop_waiting()
        for message in self._incoming.feed(data, more=more):
            self.process_message(message)
        if not more and (pause := self._incoming.pause) is not None:
            self._expiry = self._loop.call_later(pause, self._expire)

    def open_url(self, url: str, new_tab: bool = True) -> None:  # noqa: FBT001, FBT002 - as Textual calls it
        """Open nothing: a browser would open on this machine."""

    def deliver_binary(self, binary: BinaryIO | TextIO, **keywords: Any) -> None:
        """Deliver nothing: a file would be written on this machine."""
        binary.close()

    def send_message(self, message: Message) -> None:
        """Hand a message to the app, in the order of the keys."""
        self._app.post_message(message)

    def _expire(self) -> None:
        self._expiry = None
        for message in self._incoming.expire():
            self.process_message(message)

    def _stop_waiting(self) -> None:
        if self._expiry is not None:
            self._expiry.cancel()
            self._expiry = None
