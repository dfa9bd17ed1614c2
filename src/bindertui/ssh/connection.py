"""One SSH connection: public-key login, its sessions, and refusal of everything but the app and its commands."""

import asyncssh
from attrs import define, field

from bindertui.i18n import LazyString
from bindertui.services.access import ANONYMOUS, User
from bindertui.services.access_directory import NO_KEY
from bindertui.ssh.channel import Channel, RefusedRequest
from bindertui.ssh.connection_log import ConnectionLog
from bindertui.ssh.context import ServerContext
from bindertui.ssh.session import Session

WINDOW_SIZE = 1 << 18
"""Unread bytes that a client may send."""


@define
class PendingConnections:
    """The connections that have not logged in; a new one always fits, at the cost of the oldest.

    Attributes:
        max_count: how many there may be.
    """

    max_count: int
    _pending: dict[object, asyncssh.SSHServerConnection] = field(init=False, factory=dict)

    def add(self, key: object, connection: asyncssh.SSHServerConnection) -> None:
        """Add a connection, and abort the oldest one if there are too many."""
        self._pending[key] = connection
        if len(self._pending) > self.max_count:
            oldest = next(iter(self._pending))
            self._pending.pop(oldest).abort()

    def remove(self, key: object) -> None:
        """Remove a connection that has logged in or ended. Idempotent."""
        self._pending.pop(key, None)

    def abort_all(self) -> None:
        """Abort all connections."""
        for connection in tuple(self._pending.values()):
            connection.abort()


class Connection(asyncssh.SSHServer):
    """The server's side of one connection.

    The client's key decides who the user is; the name in the login decides nothing. Only the name `anonymous` is let in
    without a key, if the access file allows it: SSH clients try without a key first, and would all be anonymous.
    """

    def __init__(self, context: ServerContext, pending: PendingConnections, authenticated: "set[Connection]") -> None:
        """Prepare for a connection.

        Args:
            context: the shared state of all sessions.
            pending: the connections that have not logged in.
            authenticated: the connections that have.
        """
        self._context = context
        self._pending = pending
        self._authenticated = authenticated
        self._user: User | None = None
        self._key = NO_KEY
        self._sessions: list[Session] = []
        self._log: ConnectionLog | None = None
        self._connection: asyncssh.SSHServerConnection | None = None

    # Called by asyncssh

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Accept the connection, unless the login rate limit refuses it."""
        self._log = ConnectionLog(self._context.telemetry, str(conn.get_extra_info("peername")[0]))
        if not self._log.admit():
            conn.abort()
            return
        # asyncssh ignores a full socket buffer, and output for a client that does not read would pile up.
        conn.pause_writing = self._pause_output  # type: ignore[method-assign]
        conn.resume_writing = self._resume_output  # type: ignore[method-assign]
        self._connection = conn
        self._pending.add(self, conn)

    def connection_lost(self, exc: Exception | None) -> None:
        """Record the end of the connection."""
        self._pending.remove(self)
        self._authenticated.discard(self)
        if self._log is not None:
            self._log.disconnect()

    def begin_auth(self, username: str) -> bool:
        """Return whether the login requires a key."""
        self._key = NO_KEY
        if self._log is not None:
            self._log.start_login(username)
        self._user = self._context.access.current.anonymous if username == ANONYMOUS.name else None
        return self._user is None

    def public_key_auth_supported(self) -> bool:
        """Offer public-key login, and no other method."""
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Return whether a key is known; asyncssh verifies that the client has the private key."""
        if self._log is not None:
            self._log.count_key()
        self._key = key.export_public_key("openssh").decode("ascii").split()[1]
        self._user = self._context.access.current.find(self._key)
        return self._user is not None

    def auth_completed(self) -> None:
        """Record the login."""
        self._pending.remove(self)
        self._authenticated.add(self)
        if self._user is not None and self._log is not None:
            self._log.log_in(self._user, self._key)

    def session_requested(self) -> tuple[Channel, Session] | bool:
        """Open a channel, unless the key was revoked or too many channels are open."""
        if self._user is None or self._log is None or self._connection is None:
            return False
        if self._user != self._context.access.current.by_key.get(self._key):
            self._log.refuse(RefusedRequest.REVOKED)
            return False
        if len(self._open_sessions()) >= self._context.limits.channels_per_connection:
            self._log.refuse(RefusedRequest.CHANNEL)
            return False
        session = Session(self._user, self._context, self._log)
        self._sessions.append(session)
        return Channel(self._connection, self._log.refuse, WINDOW_SIZE), session

    def connection_requested(self, dest_host: str, dest_port: int, orig_host: str, orig_port: int) -> bool:
        """Refuse local port forwarding (`ssh -L`, `-W`)."""
        return self._refuse_forwarding(f"{dest_host}:{dest_port}")

    def server_requested(self, listen_host: str, listen_port: int) -> bool:
        """Refuse remote port forwarding (`ssh -R`)."""
        return self._refuse_forwarding(f"{listen_host}:{listen_port}")

    def unix_connection_requested(self, dest_path: str) -> bool:
        """Refuse local forwarding to a Unix socket."""
        return self._refuse_forwarding(dest_path)

    def unix_server_requested(self, listen_path: str) -> bool:
        """Refuse remote forwarding from a Unix socket."""
        return self._refuse_forwarding(listen_path)

    def tun_requested(self, unit: int | None) -> bool:
        """Refuse a network tunnel (`ssh -w`)."""
        return self._refuse_forwarding("tun")

    def tap_requested(self, unit: int | None) -> bool:
        """Refuse an Ethernet tunnel."""
        return self._refuse_forwarding("tap")

    def _refuse_forwarding(self, wanted: str) -> bool:
        if self._log is not None:
            self._log.refuse(RefusedRequest.FORWARDING, wanted)
        return False

    # Called by the server

    def close_if_revoked(self, keys: frozenset[str], reason: LazyString) -> None:
        """Close the sessions, or the connection without any, if the client logged in with one of some keys.

        Args:
            keys: the keys in base64; `NO_KEY` means a login without a key.
            reason: the message for the user.
        """
        if self._key not in keys:
            return
        sessions = self._open_sessions()
        for session in sessions:
            session.close(reason)
        if not sessions:
            self.close()

    async def wait_closed(self) -> None:
        """Wait until the connection has ended."""
        if self._connection is not None:
            await self._connection.wait_closed()

    def close(self) -> None:
        """Close the connection with a message to the client."""
        if self._connection is not None:
            self._connection.close()

    def abort(self) -> None:
        """Close the connection at once, and discard unsent output."""
        if self._connection is not None:
            self._connection.abort()

    def _open_sessions(self) -> list[Session]:
        self._sessions = [session for session in self._sessions if not session.is_closed]
        return self._sessions

    # Called by asyncssh when the socket's buffer is full or free again

    def _pause_output(self) -> None:
        for session in self._sessions:
            session.pause_output("connection")

    def _resume_output(self) -> None:
        for session in self._sessions:
            session.resume_output("connection")
