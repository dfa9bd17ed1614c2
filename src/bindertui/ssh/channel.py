"""A channel as a client asks for it: what is never given here is refused, and noted.

The way to a client: what may be sent on it for as long as the client is there.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

import asyncssh
from asyncssh.packet import SSHPacket

from bindertui.model.text import visible_text
from bindertui.terminal.capabilities import is_supported_term

_VARIABLES = 32
"""Variables that are kept of what a client sets."""
_PACKET = 1 << 15
"""Bytes of data that a client may put into one packet."""

if TYPE_CHECKING:
    _Base = asyncssh.SSHServerChannel[bytes]
else:
    _Base = asyncssh.SSHServerChannel


class RefusedRequest(StrEnum):
    """What somebody who has logged in may ask for, and does not get."""

    FORWARDING = "port forwarding"
    AGENT = "agent forwarding"
    X11 = "X11 forwarding"
    SUBSYSTEM = "subsystem"
    VARIABLE = "environment variable"
    CHANNEL = "too many channels"
    LAPSED = "a key that was revoked"


class Refuse(Protocol):
    """Takes note of what is refused."""

    def __call__(self, wish: RefusedRequest, wanted: str = "") -> None:
        """Note it.

        Args:
            wish: what was asked for.
            wanted: which one, in the client's words.
        """


class Channel(_Base):
    """A channel for the app or a command; of all else that may be asked of one, asyncssh would tell nobody."""

    def __init__(self, connection: asyncssh.SSHServerConnection, refuse: Refuse, window: int) -> None:
        """Prepare for what is asked.

        Args:
            connection: the connection it is on.
            refuse: takes note of what is refused.
            window: bytes that the client may send ahead of what has been read.
        """
        super().__init__(
            connection,
            asyncio.get_running_loop(),
            allow_pty=True,
            line_editor=False,
            line_echo=False,
            line_history=0,
            max_line_length=0,
            encoding=None,
            errors="strict",
            window=window,
            max_pktsize=_PACKET,
        )
        self._refuse = refuse

    def _process_exec_request(self, packet: SSHPacket) -> bool:
        """Take a command that is no UTF-8 as well: whoever runs it says what is wrong, and notes it."""
        line = packet.get_string()
        packet.check_end()
        return self._start_session(command=line.decode("utf-8", "surrogateescape"))

    def _process_subsystem_request(self, packet: SSHPacket) -> bool:
        self._refuse(RefusedRequest.SUBSYSTEM, _shown(packet.get_string()))
        return False

    def _process_env_request(self, packet: SSHPacket) -> bool:
        name, value = packet.get_string(), packet.get_string()
        packet.check_end()
        if not is_supported_term({name: value}) or len(self._env) >= _VARIABLES:
            self._refuse(RefusedRequest.VARIABLE, _shown(name))
            return False
        self._env[name] = value
        return True

    def _process_x11_req_request(self, packet: SSHPacket) -> bool:
        self._refuse(RefusedRequest.X11)
        return False

    def _process_auth_agent_req_at_openssh_dot_com_request(self, packet: SSHPacket) -> bool:  # type: ignore[override] # an answer at once
        self._refuse(RefusedRequest.AGENT)
        return False


def _shown(name: bytes) -> str:
    return name.decode("utf-8", "replace")


class ChannelWriter:
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
        self.write_stderr("".join(f"{visible_text(line)}{end}" for line in words.splitlines()).encode())

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
