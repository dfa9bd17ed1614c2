"""The server: who may come in, and what they find."""

import asyncssh

from bindertui.services.access import Who
from bindertui.ssh.session import Session
from bindertui.ssh.visit import MakeApp
from typing import Protocol


class People(Protocol):
    """Who may come in."""

    @property
    def anonymous(self) -> Who | None:
        """Who someone without a key is; None where nobody comes in without one."""

    def of_key(self, public_key_data: str) -> Who | None:
        """Whose key it is, by its data in base64."""


class Door(asyncssh.SSHServer):
    """Lets in one connection, by a key alone."""

    def __init__(self, people: People, make_app: MakeApp) -> None:
        self._people = people
        self._make_app = make_app
        self._who: Who | None = None

    def begin_auth(self, username: str) -> bool:
        self._who = self._people.anonymous
        return self._who is None

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        data = key.export_public_key("openssh").decode("ascii").split()[1]
        self._who = self._people.of_key(data)
        return self._who is not None

    def session_requested(self) -> Session:
        assert self._who is not None
        return Session(self._who, self._make_app)


async def listen(people: People, make_app: MakeApp, host: str, port: int, key: asyncssh.SSHKey) -> asyncssh.SSHAcceptor:
    return await asyncssh.listen(
        host,
        port,
        server_factory=lambda: Door(people, make_app),
        server_host_keys=[key],
        encoding=None,
        line_editor=False,
        agent_forwarding=False,
        x11_forwarding=False,
        keepalive_interval=30,
        login_timeout=30,
        gss_kex=False, gss_auth=False, 
        host_based_auth=False, kbdint_auth=False, password_auth=False, x509_trusted_certs=None,
    )
