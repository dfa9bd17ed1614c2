"""The way to a client: what may be sent on it for as long as the client is there."""

from collections.abc import Callable
from contextlib import suppress

import asyncssh

from bindertui.model.text import showable


class Way:
    """A channel, which may be gone at any time; then what is sent goes nowhere."""

    def __init__(
        self, channel: asyncssh.SSHServerChannel[bytes], sent: Callable[[int], None], *, terminal: bool
    ) -> None:
        """Prepare to send.

        Args:
            channel: the channel.
            sent: takes note of how many bytes have been sent.
            terminal: whether there is a terminal at its other end.
        """
        self._channel = channel
        self._sent = sent
        self._terminal = terminal
        self._open = True

    @property
    def held(self) -> int:
        """Bytes that wait for the client to take them."""
        return self._channel.get_write_buffer_size()

    def write(self, data: bytes) -> None:
        """Send."""
        self._send(data, None)

    def write_stderr(self, data: bytes) -> None:
        """Send what is said beside the data; a terminal shows both."""
        self._send(data, None if self._terminal else asyncssh.EXTENDED_DATA_STDERR)

    def tell(self, words: str) -> None:
        """Say something to the user, with nothing in it that could steer a terminal."""
        end = "\r\n" if self._terminal else "\n"
        self.write_stderr("".join(f"{showable(line)}{end}" for line in words.splitlines()).encode())

    def pause_reading(self) -> None:
        """Take nothing more from the client."""
        if self._open:
            self._channel.pause_reading()

    def resume_reading(self) -> None:
        """Go on taking."""
        if self._open:
            self._channel.resume_reading()

    def exit(self, code: int) -> None:
        """Close it with an exit code."""
        if self._open:
            with suppress(OSError):
                self._channel.exit(code)

    def gone(self) -> None:
        """The client is gone."""
        self._open = False

    def _send(self, data: bytes, datatype: int | None) -> None:
        if self._open:
            # It may be closing without having said so.
            with suppress(OSError):
                self._channel.write(data, datatype)
                self._sent(len(data))
