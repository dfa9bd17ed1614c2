"""The way in: a key alone opens it, and it leads to nothing but the app and its commands."""

import asyncssh

from bindertui.services.access import ANONYMOUS, Who
from bindertui.services.people import NO_KEY
from bindertui.ssh.attendance import Attendance
from bindertui.ssh.house import House
from bindertui.ssh.session import Session
from bindertui.ssh.strangers import Strangers


class Door(asyncssh.SSHServer):
    """Lets one connection in.

    Whose key it is decides who comes; the name they log in with decides nothing. Only `anonymous` is let in without a
    key, where that is allowed: SSH clients try without one first, and everyone would be taken for somebody without.
    """

    def __init__(self, house: House, strangers: Strangers) -> None:
        """Prepare for a connection.

        Args:
            house: what all sessions share.
            strangers: the connections that have not logged in yet.
        """
        self._house = house
        self._strangers = strangers
        self._who: Who | None = None
        self._key = NO_KEY
        self._user = ""
        self._sessions: list[Session] = []
        self._attendance: Attendance | None = None

    # What asyncssh tells

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Somebody has come."""
        self._attendance = Attendance(self._house.records, str(conn.get_extra_info("peername")[0]))
        if not self._attendance.arrive():
            conn.abort()
            return
        # asyncssh does nothing when the socket takes no more, and what a client does not read would pile up.
        conn.pause_writing = self._block  # type: ignore[method-assign]
        conn.resume_writing = self._unblock  # type: ignore[method-assign]
        self._strangers.add(self, conn)

    def connection_lost(self, exc: Exception | None) -> None:
        """They have left."""
        self._strangers.remove(self)
        if self._attendance is not None:
            self._attendance.leave()

    def begin_auth(self, username: str) -> bool:
        """Whether this takes a key."""
        self._key, self._user = NO_KEY, username
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
        if self._who is not None and self._attendance is not None:
            self._attendance.log_in(self._who, self._key, self._user)

    def session_requested(self) -> Session | bool:
        """Something is to be run."""
        self._sessions = [session for session in self._sessions if not session.over]
        if self._who is None or self._attendance is None or len(self._sessions) >= self._house.bounds.channels:
            return False
        session = Session(self._who, self._key, self._house, self._attendance)
        self._sessions.append(session)
        return session

    # The way to the client

    def _block(self) -> None:
        for session in self._sessions:
            session.block("connection")

    def _unblock(self) -> None:
        for session in self._sessions:
            session.unblock("connection")
