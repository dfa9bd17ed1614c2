"""Flow control between a client and its app, so that neither a fast nor a slow client affects other sessions.

One event loop serves all sessions, and a client decides how fast it sends and reads. Without limits, a megabyte of
pasted keys would keep the app, and with it the loop, busy for seconds, and a client that stops reading would have
frames pile up in memory.

Input, `InputThrottle`. Bytes wait in a buffer and reach the app in small pieces, one piece per turn of the event loop,
so that other sessions run in between. While the app has many unprocessed events, nothing is delivered. While bytes
wait, the SSH channel is not read: its window fills, and the client has to wait (backpressure). The buffer stays small
because the window does.

Output, `FrameWriter`. All that the app draws in one turn of the loop is sent as one frame. While the client has not
read earlier frames, new ones are dropped, not queued. Once it reads again, the app draws the whole screen once. A
client that never reads therefore costs one frame of memory.

Invariants: input is never dropped or reordered; reading is paused exactly while bytes wait or the app is busy; after a
dropped frame the next frame is a complete one.
"""

import asyncio
from collections.abc import Callable
from typing import Protocol

from bindertui.ssh.channel import ChannelWriter

_MAX_EARLY_BYTES = 4096
"""Bytes accepted before the app is ready; more of them wait on the client's side."""
_KEY_PIECE = 32
"""Bytes delivered in one turn of the loop; each may be a key."""
_PASTE_PIECE = 512
"""The same within a paste, which is one event however long it is."""
_BUSY_DELAY = 0.02
"""Seconds to wait for an app that is busy."""


class InputSink(Protocol):
    """The receiver of an `InputThrottle`."""

    @property
    def is_pasting(self) -> bool:
        """Whether a paste has begun and not ended."""

    @property
    def is_busy(self) -> bool:
        """Whether the app has many unprocessed events."""

    def deliver(self, data: bytes, *, more: bool) -> None:
        """Deliver some bytes to the app.

        Args:
            data: the bytes.
            more: whether more bytes wait, so that an escape sequence may continue in the next piece.
        """


class InputThrottle:
    """Delivers a client's input to its app in small pieces, and stops reading from the client meanwhile."""

    def __init__(self, sink: InputSink, channel: ChannelWriter) -> None:
        """Start to buffer input; nothing is delivered before `open`.

        Args:
            sink: receives the input.
            channel: the client's channel.
        """
        self._sink = sink
        self._channel = channel
        self._buffer = b""
        self._is_open = False
        self._next_piece: asyncio.TimerHandle | None = None

    def feed(self, data: bytes) -> None:
        """Add bytes from the client."""
        self._buffer += data
        if not self._is_open:
            if len(self._buffer) > _MAX_EARLY_BYTES:
                self._channel.pause_reading()
        elif self._next_piece is None:
            self._deliver_piece()

    def open(self) -> None:
        """Start to deliver, once the app has finished the current turn of the loop."""
        self._is_open = True
        asyncio.get_running_loop().call_soon(self._start)

    def close(self) -> None:
        """Deliver nothing more."""
        self._is_open = False
        if self._next_piece is not None:
            self._next_piece.cancel()

    def _start(self) -> None:
        if self._is_open and self._next_piece is None:
            self._deliver_piece()

    def _deliver_piece(self) -> None:
        if not self._sink.is_busy:
            size = _PASTE_PIECE if self._sink.is_pasting else _KEY_PIECE
            piece, self._buffer = self._buffer[:size], self._buffer[size:]
            if piece:
                self._sink.deliver(piece, more=bool(self._buffer))
        if self._buffer or self._sink.is_busy:
            if self._next_piece is None:
                self._channel.pause_reading()
            delay = _BUSY_DELAY if self._sink.is_busy else 0
            # Through the loop even without a delay, so that other sessions run before the next piece.
            self._next_piece = asyncio.get_running_loop().call_later(delay, self._deliver_piece)
        elif self._next_piece is not None:
            self._next_piece = None
            self._channel.resume_reading()


class FrameWriter:
    """Sends whole frames to a client, and drops frames while the client does not read."""

    def __init__(self, send: Callable[[bytes], object], redraw: Callable[[], object]) -> None:
        """Create a writer.

        Args:
            send: sends bytes on the connection.
            redraw: has the app draw the whole screen.
        """
        self._send = send
        self._redraw = redraw
        self._pending: list[str] = []
        self._is_scheduled = False
        self._is_paused = False
        self._has_dropped = False

    def write(self, text: str) -> None:
        """Add text to the frame of this turn of the loop."""
        if self._is_paused:
            self._has_dropped = True
            return
        self._pending.append(text)
        if not self._is_scheduled:
            self._is_scheduled = True
            asyncio.get_running_loop().call_soon(self.flush)

    def flush(self) -> None:
        """Send the frame now."""
        self._is_scheduled = False
        data = "".join(self._pending).encode("utf-8", "replace")
        self._pending.clear()
        if data:
            self._send(data)

    def write_final(self, text: str) -> None:
        """Send text after the pending output, even to a client that does not read."""
        self._pending.append(text)
        self.flush()

    def pause(self) -> None:
        """Drop frames from now on: the client does not read."""
        self._is_paused = True

    def resume(self) -> None:
        """Send frames again, the whole screen first if a frame was dropped."""
        self._is_paused = False
        if self._has_dropped:
            self._has_dropped = False
            self._redraw()
