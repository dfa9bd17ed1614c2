"""The way in: a key alone opens it, and it leads to nothing but the app and its commands."""

import asyncssh

from bindertui.i18n import LazyString
from bindertui.services.access import ANONYMOUS, User
from bindertui.services.access_directory import NO_KEY
from bindertui.ssh.channel import Channel, RefusedRequest
from bindertui.ssh.connection_log import ConnectionLog
from bindertui.ssh.context import PendingConnections, ServerContext
from bindertui.ssh.session import Session

WINDOW = 1 << 18
"""Bytes that a client may send ahead of what has been read."""


class Connection(asyncssh.SSHServer):
    """Lets one connection in.

    Whose key it is decides who comes; the name they log in with decides nothing. Only `anonymous` is let in without a
    key, where that is allowed: SSH clients try without one first, and everyone would be taken for somebody without.
    """

    def __init__(self, house: ServerContext, strangers: PendingConnections, guests: "set[Connection]") -> None:
        """Prepare for a connection.

        Args:
            house: what all sessions share.
            strangers: the connections that have not logged in yet.
            guests: those that have.
        """
        self._house = house
        self._guests = guests
        self._strangers = strangers
        self._who: User | None = None
        self._key = NO_KEY
        self._sessions: list[Session] = []
        self._attendance: ConnectionLog | None = None
        self._connection: asyncssh.SSHServerConnection | None = None

    # What asyncssh tells

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Somebody has come."""
        self._attendance = ConnectionLog(self._house.records, str(conn.get_extra_info("peername")[0]))
        if not self._attendance.arrive():
            conn.abort()
            return
        # asyncssh does nothing when the socket takes no more, and what a client does not read would pile up.
        conn.pause_writing = self._block  # type: ignore[method-assign]
        conn.resume_writing = self._unblock  # type: ignore[method-assign]
        self._connection = conn
        self._strangers.add(self, conn)

    def connection_lost(self, exc: Exception | None) -> None:
        """They have left."""
        self._strangers.remove(self)
        self._guests.discard(self)
        if self._attendance is not None:
            self._attendance.leave()

    def begin_auth(self, username: str) -> bool:
        """Whether this takes a key."""
        self._key = NO_KEY
        if self._attendance is not None:
            self._attendance.name(username)
        self._who = self._house.people().anonymous if username == ANONYMOUS.name else None
        return self._who is None

    def public_key_auth_supported(self) -> bool:
        """It is the only way."""
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Whether the key is somebody's; that the client has its other half, asyncssh sees to."""
        if self._attendance is not None:
            self._attendance.try_key()
        self._key = key.export_public_key("openssh").decode("ascii").split()[1]
        self._who = self._house.people().of_key(self._key)
        return self._who is not None

    def auth_completed(self) -> None:
        """They are no stranger any more."""
        self._strangers.remove(self)
        self._guests.add(self)
        if self._who is not None and self._attendance is not None:
            self._attendance.log_in(self._who, self._key)

    def session_requested(self) -> tuple[Channel, Session] | bool:
        """Something is to be run."""
        if self._who is None or self._attendance is None or self._connection is None:
            return False
        if self._who != self._house.people().by_key.get(self._key):
            self._attendance.refuse(RefusedRequest.LAPSED)
            return False
        if len(self._live()) >= self._house.bounds.channels:
            self._attendance.refuse(RefusedRequest.CHANNEL)
            return False
        session = Session(self._who, self._key, self._house, self._attendance)
        self._sessions.append(session)
        return Channel(self._connection, self._attendance.refuse, WINDOW), session

    def connection_requested(self, dest_host: str, dest_port: int, orig_host: str, orig_port: int) -> bool:
        """Nothing leads on from here."""
        return self._refuse_forwarding(f"{dest_host}:{dest_port}")

    def server_requested(self, listen_host: str, listen_port: int) -> bool:
        """Nor is anything let in here for a client."""
        return self._refuse_forwarding(f"{listen_host}:{listen_port}")

    def unix_connection_requested(self, dest_path: str) -> bool:
        """Nor to a socket of this machine."""
        return self._refuse_forwarding(dest_path)

    def unix_server_requested(self, listen_path: str) -> bool:
        """Nor from one."""
        return self._refuse_forwarding(listen_path)

    def tun_requested(self, unit: int | None) -> bool:
        """Nor into its network."""
        return self._refuse_forwarding("tun")

    def tap_requested(self, unit: int | None) -> bool:
        """Nor below that."""
        return self._refuse_forwarding("tap")

    def _refuse_forwarding(self, wanted: str) -> bool:
        if self._attendance is not None:
            self._attendance.refuse(RefusedRequest.FORWARDING, wanted)
        return False

    # What the server tells

    def expel(self, keys: frozenset[str], words: LazyString) -> None:
        """Let somebody be here no more.

        Args:
            keys: whose, in base64; the empty one stands for none.
            words: say why, to those who are in the middle of something.
        """
        if self._key not in keys:
            return
        sessions = self._live()
        for session in sessions:
            session.end(words)
        if not sessions:
            self.close()

    async def gone(self) -> None:
        """Wait until the connection has ended."""
        if self._connection is not None:
            await self._connection.wait_closed()

    def close(self) -> None:
        """End the connection, with a word to the client's program."""
        if self._connection is not None:
            self._connection.close()

    def abort(self) -> None:
        """End the connection, whatever is still to be sent."""
        if self._connection is not None:
            self._connection.abort()

    def _live(self) -> list[Session]:
        self._sessions = [session for session in self._sessions if not session.over]
        return self._sessions

    # The way to the client

    def _block(self) -> None:
        for session in self._sessions:
            session.block("connection")

    def _unblock(self) -> None:
        for session in self._sessions:
            session.unblock("connection")
