"""The server: it listens, and it stops without losing anything."""

import asyncio
from collections.abc import Sequence

import asyncssh

from bindertui.speech import wording
from bindertui.ssh.door import Door
from bindertui.ssh.house import House
from bindertui.ssh.strangers import Strangers

_NAME = "bindertui"
"""What the server calls itself; which version of what answers is nobody's business."""

_LEAVING = 0.5
"""Seconds for clients to leave in, before they are asked to, and before they are cut off."""

_LAPSED = wording("Your key no longer opens this server as it did.")
_STOPPING = wording("The server is stopping.")


class Server:
    """Serves a house over SSH.

    Attributes:
        house: what all sessions share, and who of them is there.
    """

    def __init__(self, house: House) -> None:
        """Prepare to serve; `listen` begins."""
        self.house = house
        self._acceptor: asyncssh.SSHAcceptor | None = None
        self._guests: set[Door] = set()
        self._strangers = Strangers(house.bounds.strangers)
        self._tidying: asyncio.Task[None] | None = None

    async def listen(
        self, host: str, port: int, host_keys: Sequence[asyncssh.SSHKey], *, reuse_port: bool = False
    ) -> int:
        """Listen on an address; the port, which is a free one if `port` is 0.

        Args:
            host: the address.
            port: see above.
            host_keys: the server's private keys.
            reuse_port: let other server processes listen on the same port (`SO_REUSEPORT`).

        Raises:
            OSError: the address cannot be had.
        """
        self._acceptor = await asyncssh.listen(
            host,
            port,
            reuse_port=reuse_port or None,
            server_factory=lambda: Door(self.house, self._strangers, self._guests),
            server_host_keys=list(host_keys),
            server_version=_NAME,
            config=None,
            encoding=None,
            line_editor=False,
            login_timeout=self.house.bounds.login,
            keepalive_interval=self.house.bounds.alive,
            # Keys alone.
            password_auth=False,
            kbdint_auth=False,
            host_based_auth=False,
            gss_auth=False,
            gss_kex=False,
            x509_trusted_certs=None,
            # The app and its commands alone.
            agent_forwarding=False,
            x11_forwarding=False,
            sftp_factory=None,
            allow_scp=False,
        )
        tidying = self.house.tidying.go_on(lambda: self.house.heard, lambda: len(self.house.sessions))
        self._tidying = asyncio.get_running_loop().create_task(tidying)
        return self._acceptor.get_port()

    def expel(self, keys: frozenset[str]) -> None:
        """Let those be here no more who came with one of these keys, in base64; the empty one stands for none."""
        for guest in tuple(self._guests):
            guest.expel(keys, _LAPSED)

    async def stop(self) -> None:
        """Let nobody in any more, end every session with a word to its user, and close every connection."""
        acceptor, self._acceptor = self._acceptor, None
        if acceptor is None:
            return
        acceptor.close()
        if self._tidying is not None:
            self._tidying.cancel()
        sessions = tuple(self.house.sessions)
        for session in sessions:
            session.end(_STOPPING)
        if sessions:
            ended = [asyncio.ensure_future(session.ended()) for session in sessions]
            _, late = await asyncio.wait(ended, timeout=self.house.bounds.farewell)
            for task in late:
                task.cancel()
        self._strangers.dismiss()
        # Clients whose session has ended leave by themselves; one that is told to may take that for a mistake.
        for leave in (None, Door.close, Door.abort):
            for guest in tuple(self._guests):
                if leave is not None:
                    leave(guest)
            await self._empty()
        await acceptor.wait_closed()

    async def _empty(self) -> None:
        """Wait until nobody is here any more, but not for long."""
        if gone := [asyncio.ensure_future(guest.gone()) for guest in self._guests]:
            _, waiting = await asyncio.wait(gone, timeout=_LEAVING)
            for task in waiting:
                task.cancel()
