"""SSH channels: requests the server refuses and records, and a writer that outlives the client."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING

import asyncssh
from asyncssh.packet import SSHPacket

from bindertui.model.text import visible_text
from bindertui.terminal.capabilities import accepted_variables

_MAX_VARIABLES = 32
"""Environment variables kept of one client."""
_MAX_PACKET_SIZE = 1 << 15
"""Bytes of data in one packet from a client."""

if TYPE_CHECKING:
    _Base = asyncssh.SSHServerChannel[bytes]
else:
    _Base = asyncssh.SSHServerChannel


class RefusedRequest(StrEnum):
    """Requests that are refused after a login; the values are the reasons in the audit trail."""

    FORWARDING = "port forwarding"
    AGENT = "agent forwarding"
    X11 = "X11 forwarding"
    SUBSYSTEM = "subsystem"
    VARIABLE = "environment variable"
    CHANNEL = "too many channels"
    REVOKED = "a key that was revoked"


class Channel(_Base):
    """A channel for the app or a command; overrides asyncssh where it refuses a request without telling anyone."""

    def __init__(
        self,
        connection: asyncssh.SSHServerConnection,
        on_refusal: Callable[[RefusedRequest, str], object],
        window: int,
    ) -> None:
        """Create a channel.

        Args:
            connection: the connection it is on.
            on_refusal: called with each refused request and its argument.
            window: the unread bytes the client may send.
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
            max_pktsize=_MAX_PACKET_SIZE,
        )
        self._on_refusal = on_refusal

    def _process_exec_request(self, packet: SSHPacket) -> bool:
        """Accept a command that is not UTF-8, so that the session can report and record it."""
        line = packet.get_string()
        packet.check_end()
        return self._start_session(command=line.decode("utf-8", "surrogateescape"))

    def _process_subsystem_request(self, packet: SSHPacket) -> bool:
        self._on_refusal(RefusedRequest.SUBSYSTEM, _decode_name(packet.get_string()))
        return False

    def _process_env_request(self, packet: SSHPacket) -> bool:
        name, value = packet.get_string(), packet.get_string()
        packet.check_end()
        if not accepted_variables({name: value}) or len(self._env) >= _MAX_VARIABLES:
            self._on_refusal(RefusedRequest.VARIABLE, _decode_name(name))
            return False
        self._env[name] = value
        return True

    def _process_x11_req_request(self, packet: SSHPacket) -> bool:
        self._on_refusal(RefusedRequest.X11, "")
        return False

    def _process_auth_agent_req_at_openssh_dot_com_request(self, packet: SSHPacket) -> bool:  # type: ignore[override] # synchronous, which asyncssh allows
        self._on_refusal(RefusedRequest.AGENT, "")
        return False


def _decode_name(name: bytes) -> str:
    return name.decode("utf-8", "replace")


class ChannelWriter:
    """Writes to a channel; once the client is gone, output is discarded."""

    def __init__(
        self, channel: asyncssh.SSHServerChannel[bytes], on_sent: Callable[[int], None], *, terminal: bool
    ) -> None:
        """Create a writer.

        Args:
            channel: the channel.
            on_sent: called with the number of bytes after each write.
            terminal: whether the client has a terminal.
        """
        self._channel = channel
        self._on_sent = on_sent
        self._terminal = terminal
        self._is_open = True

    @property
    def unsent_bytes(self) -> int:
        """The bytes that wait for the client to read them."""
        return self._channel.get_write_buffer_size()

    def write(self, data: bytes) -> None:
        """Write to stdout."""
        self._write(data, None)

    def write_stderr(self, data: bytes) -> None:
        """Write to stderr; a terminal shows both streams."""
        self._write(data, None if self._terminal else asyncssh.EXTENDED_DATA_STDERR)

    def write_message(self, text: str) -> None:
        """Write a message to stderr, with control characters made visible."""
        end = "\r\n" if self._terminal else "\n"
        self.write_stderr("".join(f"{visible_text(line)}{end}" for line in text.splitlines()).encode())

    def pause_reading(self) -> None:
        """Read nothing more from the client."""
        if self._is_open:
            self._channel.pause_reading()

    def resume_reading(self) -> None:
        """Read from the client again."""
        if self._is_open:
            self._channel.resume_reading()

    def exit(self, code: int) -> None:
        """Close the channel with an exit code."""
        if self._is_open:
            with suppress(OSError):
                self._channel.exit(code)

    def mark_closed(self) -> None:
        """Discard all output from now on: the client is gone."""
        self._is_open = False

    def _write(self, data: bytes, datatype: int | None) -> None:
        if self._is_open:
            # The channel may be closing before asyncssh has said so.
            with suppress(OSError):
                self._channel.write(data, datatype)
                self._on_sent(len(data))
