"""What goes to one client: whole frames, and none for a client that does not read the last ones."""

import asyncio
from collections.abc import Callable


class Outgoing:
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
