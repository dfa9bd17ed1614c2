"""A channel as a client asks for it: what is never given here is refused, and noted."""

import asyncio
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

import asyncssh
from asyncssh.packet import SSHPacket

from bindertui.ssh.terminal import accepted

_VARIABLES = 32
"""Variables that are kept of what a client sets."""
_PACKET = 1 << 15
"""Bytes of data that a client may put into one packet."""

if TYPE_CHECKING:
    _Base = asyncssh.SSHServerChannel[bytes]
else:
    _Base = asyncssh.SSHServerChannel


class Wish(StrEnum):
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

    def __call__(self, wish: Wish, wanted: str = "") -> None:
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
        self._refuse(Wish.SUBSYSTEM, _shown(packet.get_string()))
        return False

    def _process_env_request(self, packet: SSHPacket) -> bool:
        name, value = packet.get_string(), packet.get_string()
        packet.check_end()
        if not accepted({name: value}) or len(self._env) >= _VARIABLES:
            self._refuse(Wish.VARIABLE, _shown(name))
            return False
        self._env[name] = value
        return True

    def _process_x11_req_request(self, packet: SSHPacket) -> bool:
        self._refuse(Wish.X11)
        return False

    def _process_auth_agent_req_at_openssh_dot_com_request(self, packet: SSHPacket) -> bool:  # type: ignore[override] # an answer at once
        self._refuse(Wish.AGENT)
        return False


def _shown(name: bytes) -> str:
    return name.decode("utf-8", "replace")
