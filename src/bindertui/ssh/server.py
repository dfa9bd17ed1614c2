"""The key by which clients know this server again: it is made once, and kept.

The server: it listens, and it stops without losing anything.
"""

import asyncio
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import asyncssh

from bindertui.atomic import atomic_write
from bindertui.errors import BinderError, os_error_text
from bindertui.i18n import lazy_gettext
from bindertui.model.access import PublicKey, PublicKeyError
from bindertui.ssh.connection import Connection
from bindertui.ssh.context import PendingConnections, ServerContext

HostKey: TypeAlias = asyncssh.SSHKey
"""A private key of a server."""
_ALGORITHM = "ssh-ed25519"
_PERHAPS_WEAK = ("ssh-rsa", "ssh-dss")
_LARGEST = 1 << 20
"""Bytes of a file that are looked at; no key has as many."""


class HostKeyError(BinderError):
    """There is no host key to be had."""


def load_or_create_host_key(path: Path) -> HostKey:
    """The host key in a file; made, for its owner's eyes alone, if there is no such file.

    Raises:
        HostKeyError: the file cannot be read or written, others may read it, or it holds no private key that is strong.
    """
    try:
        if not path.exists():
            return _made(path)
        return _strong(asyncssh.import_private_key(_bytes(path)), path)
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError) as error:
        raise HostKeyError(
            lazy_gettext("{path} holds no host key that can be used: {reason}.", path=path, reason=str(error))
        ) from None
    except OSError as error:
        raise HostKeyError(
            lazy_gettext("The host key {path} cannot be had: {reason}.", path=path, reason=os_error_text(error))
        ) from None


def _strong(key: HostKey, path: Path) -> HostKey:
    """A key, if one of its kind would let in a person as well."""
    if key.get_algorithm() in _PERHAPS_WEAK:
        try:
            PublicKey.parse(key.export_public_key().decode())
        except PublicKeyError as error:
            raise HostKeyError(lazy_gettext("{path}: {reason}", path=path, reason=error.wording)) from None
    return key


def _bytes(path: Path) -> bytes:
    # Not blocking: opening a pipe that nobody writes to would wait for ever.
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:  # noqa: PTH123 - is open by then
        mode = os.fstat(file.fileno()).st_mode
        if not stat.S_ISREG(mode):
            raise HostKeyError(lazy_gettext("{path} is not a file with a host key in it. Name such a file.", path=path))
        if mode & 0o077:
            raise HostKeyError(
                lazy_gettext("{path}: others than its owner may read this host key. Run: chmod 600 {path}", path=path)
            )
        return file.read(_LARGEST)


def _made(path: Path) -> HostKey:
    key = asyncssh.generate_private_key(_ALGORITHM, comment="bindertui")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        atomic_write(path, key.export_private_key("openssh"), mode=0o600, overwrite=False)
    except FileExistsError:
        # Another server has made one at the same time: both use that one.
        return asyncssh.read_private_key(path)
    return key


_NAME = "bindertui"
"""What the server calls itself; which version of what answers is nobody's business."""

_LEAVING = 0.5
"""Seconds for clients to leave in, before they are asked to, and before they are cut off."""

_LAPSED = lazy_gettext("Your key no longer opens this server as it did.")
_STOPPING = lazy_gettext("The server is stopping.")


class Server:
    """Serves a house over SSH.

    Attributes:
        house: what all sessions share, and who of them is there.
    """

    def __init__(self, house: ServerContext) -> None:
        """Prepare to serve; `listen` begins."""
        self.house = house
        self._acceptor: asyncssh.SSHAcceptor | None = None
        self._guests: set[Connection] = set()
        self._strangers = PendingConnections(house.bounds.strangers)
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
            server_factory=lambda: Connection(self.house, self._strangers, self._guests),
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
        for leave in (None, Connection.close, Connection.abort):
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
