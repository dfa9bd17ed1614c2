"""The SSH server: listen, close the sessions of revoked keys, and stop without losing drafts."""

import asyncio
from collections.abc import Sequence

import asyncssh

from bindertui.i18n import lazy_gettext
from bindertui.ssh.connection import Connection, PendingConnections
from bindertui.ssh.context import ServerContext
from bindertui.ssh.host_key import HostKey

_SERVER_VERSION = "bindertui"
"""The software name in the SSH greeting; versions are not disclosed."""
_DISCONNECT_TIMEOUT = 0.5
"""Seconds to wait for clients to disconnect by themselves, then after a request, then after an abort."""

_REVOKED = lazy_gettext("Your access has been changed or removed.")
_STOPPING = lazy_gettext("The server is stopping.")


class Server:
    """An SSH server.

    Attributes:
        context: the shared state of all sessions.
    """

    def __init__(self, context: ServerContext) -> None:
        """Create a server; `listen` starts it."""
        self.context = context
        self._acceptor: asyncssh.SSHAcceptor | None = None
        self._authenticated: set[Connection] = set()
        self._pending = PendingConnections(context.limits.max_pending)
        self._collecting: asyncio.Task[None] | None = None

    async def listen(self, host: str, port: int, host_keys: Sequence[HostKey], *, reuse_port: bool = False) -> int:
        """Listen on an address and return the port.

        Args:
            host: the address.
            port: the port; 0 picks a free one.
            host_keys: the server's private keys.
            reuse_port: let other server processes listen on the same port (`SO_REUSEPORT`).

        Raises:
            OSError: the address is not available.
        """
        self._acceptor = await asyncssh.listen(
            host,
            port,
            reuse_port=reuse_port or None,
            server_factory=lambda: Connection(self.context, self._pending, self._authenticated),
            server_host_keys=list(host_keys),
            server_version=_SERVER_VERSION,
            config=None,
            encoding=None,
            line_editor=False,
            login_timeout=self.context.limits.login_timeout,
            keepalive_interval=self.context.limits.keepalive_interval,
            # Public-key login only.
            password_auth=False,
            kbdint_auth=False,
            host_based_auth=False,
            gss_auth=False,
            gss_kex=False,
            x509_trusted_certs=None,
            # The app and its commands only.
            agent_forwarding=False,
            x11_forwarding=False,
            sftp_factory=None,
            allow_scp=False,
        )
        collecting = self.context.collector.run(lambda: self.context.last_input_at, lambda: len(self.context.sessions))
        self._collecting = asyncio.get_running_loop().create_task(collecting)
        return self._acceptor.get_port()

    def close_revoked(self, keys: frozenset[str]) -> None:
        """Close all sessions of clients who logged in with one of some keys, in base64; see `NO_KEY`."""
        for connection in tuple(self._authenticated):
            connection.close_if_revoked(keys, _REVOKED)

    async def stop(self) -> None:
        """Stop listening, end every session with a message to its user, and close every connection."""
        acceptor, self._acceptor = self._acceptor, None
        if acceptor is None:
            return
        acceptor.close()
        if self._collecting is not None:
            self._collecting.cancel()
        sessions = tuple(self.context.sessions)
        for session in sessions:
            session.close(_STOPPING)
        if sessions:
            closed = [asyncio.ensure_future(session.wait_closed()) for session in sessions]
            _, late = await asyncio.wait(closed, timeout=self.context.limits.shutdown_timeout)
            for task in late:
                task.cancel()
        self._pending.abort_all()
        # Clients disconnect by themselves when their session ends; some report an error if the server does it first.
        for disconnect in (None, Connection.close, Connection.abort):
            for connection in tuple(self._authenticated):
                if disconnect is not None:
                    disconnect(connection)
            await self._wait_disconnected()
        await acceptor.wait_closed()

    async def _wait_disconnected(self) -> None:
        """Wait until all clients have disconnected, but not for long."""
        if closed := [asyncio.ensure_future(connection.wait_closed()) for connection in self._authenticated]:
            _, pending = await asyncio.wait(closed, timeout=_DISCONNECT_TIMEOUT)
            for task in pending:
                task.cancel()
