"""Refused logins: one answer for all, a record in the audit trail, and no effect on others."""

import asyncio
import contextlib
import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from tests.helpers import PATIENCE, wait_until
from tests.keys import key_pair
from tests.programs import needs
from tests.ssh.guarded_server import GuardedServer, run_on

openssh = needs("ssh")


class Answering(asyncssh.SSHClient):
    """A client that answers every question and keeps the questions."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def password_auth_requested(self) -> str:
        """Return a password."""
        self.asked.append("password")
        return "letmein"

    def kbdint_auth_requested(self) -> str:
        """Accept the dialog."""
        self.asked.append("keyboard-interactive")
        return ""

    def auth_banner_received(self, msg: str, lang: str) -> None:
        """Keep the banner."""
        self.asked.append(msg)


async def test_no_key(guarded: GuardedServer) -> None:
    """A login without a key is refused under any name, and recorded with the name."""
    for user in ("rita", "root", "anonymous"):
        with pytest.raises(asyncssh.PermissionDenied):
            await guarded.process.connect(None, user)
        await guarded.wait_for_event("refused", reason="no key", user=user, keys=0, who=None)


async def test_a_wrong_key(guarded: GuardedServer) -> None:
    """An unknown key is refused, even with a user's name."""
    for user in ("rita", "root"):
        with pytest.raises(asyncssh.PermissionDenied):
            await guarded.process.connect("eve", user)
        await guarded.wait_for_event("refused", reason="no key that is known", user=user, keys=1)


async def test_a_forged_signature(guarded: GuardedServer, tmp_path: Path) -> None:
    """A user's public key with the signature of another key is refused."""
    rita = asyncssh.read_public_key(guarded.process.folder / "rita.pub")
    eve = asyncssh.read_private_key(guarded.process.folder / "eve")

    class Forged(asyncssh.SSHKeyPair):
        """Offers Rita's key and signs with Eve's."""

        def __init__(self) -> None:
            super().__init__(
                b"ssh-ed25519", b"ssh-ed25519", (b"ssh-ed25519",), (b"ssh-ed25519",), rita.public_data, b""
            )

        def sign(self, data: bytes) -> bytes:
            """Sign with the wrong key."""
            return eve.sign(data, b"ssh-ed25519")

    with pytest.raises(asyncssh.PermissionDenied):
        await asyncssh.connect(
            "127.0.0.1",
            guarded.process.port,
            username="rita",
            client_keys=[Forged()],
            known_hosts=None,
            config=None,
            agent_path=None,
        )
    await guarded.wait_for_event("refused", reason="no key that is known")
    assert guarded.events("login") == []


async def test_passwords_are_not_offered(guarded: GuardedServer) -> None:
    """Neither a password nor anything else is asked for; only public keys are offered."""
    for method in ("password", "keyboard-interactive"):
        client = Answering()
        with pytest.raises(asyncssh.PermissionDenied):
            await asyncssh.connect(
                "127.0.0.1",
                guarded.process.port,
                username="rita",
                client_factory=lambda client=client: client,
                client_keys=None,
                preferred_auth=method,
                known_hosts=None,
                config=None,
                agent_path=None,
            )
        assert client.asked == []
    await guarded.wait_for_event("refused", count=2, reason="no key", user="rita")
    methods = await asyncssh.get_server_auth_methods("127.0.0.1", guarded.process.port, username="rita", config=None)
    assert [str(method) for method in methods] == ["publickey"]


@openssh
async def test_passwords_by_openssh(guarded: GuardedServer) -> None:
    """OpenSSH's client learns that public keys are the only method."""
    run = await asyncio.to_thread(
        guarded.ssh,
        "show unhcr",
        name=None,
        user="rita",
        PreferredAuthentications="password,keyboard-interactive",
        NumberOfPasswordPrompts="3",
    )
    assert (run.returncode, run.stdout) == (255, "")
    assert "Permission denied (publickey)." in run.stderr


@openssh
async def test_names_disclose_nothing(guarded: GuardedServer) -> None:
    """Known and unknown names get the same packets in the same order."""

    async def conversation(user: str, name: str | None) -> list[str]:
        run = await asyncio.to_thread(guarded.ssh, "-vvv", "show unhcr", name=name, user=user)
        assert run.returncode == 255
        replies = re.findall(
            r"receive packet: type \d+|Authentications that can continue: .*|: Permission .*", run.stderr
        )
        assert replies[-1] == ": Permission denied (publickey)."
        return replies

    for name in (None, "eve"):
        first, *others = [await conversation(user, name) for user in ("rita", "nobody", "root", "anonymous", "x" * 200)]
        for other in others:
            assert other == first


async def test_a_revoked_key(guarded: GuardedServer) -> None:
    """It is refused, and all that it had opened ends with a message: the app, a command, an idle connection."""
    key_pair(guarded.process.folder / "gone")
    await guarded.set_users(rita="reader", ed="editor", ada="admin", gone="editor")
    *clients, idle = [await guarded.process.connect("gone") for _ in range(3)]
    app = await clients[0].create_process(term_type="xterm", encoding=None)
    await app.stdout.read(1)
    command = await clients[1].create_process("set unhcr#name.en -", encoding=None)
    await guarded.set_users(rita="reader", ed="editor", ada="admin")
    result: Any = await asyncio.wait_for(app.wait(), PATIENCE)
    assert b"Your access has been changed or removed." in result.stdout
    ended: Any = await asyncio.wait_for(command.wait(), PATIENCE)
    assert ended.exit_status == 130
    with pytest.raises((asyncssh.Error, OSError)):
        await run_on(idle, "show unhcr#name")
    with pytest.raises(asyncssh.PermissionDenied):
        await guarded.process.connect("gone")
    await guarded.wait_for_event("refused", reason="no key that is known")
    await guarded.wait_for_event("ran", who="gone", code=130)
    for client in (*clients, idle):
        client.abort()


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"SSH-1.5-old\r\n",
        b"SSH-2.0-" + b"x" * 100_000,
        b"SSH-2.0-x\r\n" + b"\xff" * 64,
        b"SSH-2.0-x\r\n" + b"\x00\x00\x00\x0c\x0a" + b"\x00" * 60,
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),
    ],
    ids=["nothing", "http", "ssh1", "endless", "junk", "no-packet", "tls"],
)
async def test_other_protocols(guarded: GuardedServer, sent: bytes) -> None:
    """Anything but SSH ends its own connection only."""
    reader, writer = await asyncio.open_connection("127.0.0.1", guarded.process.port)
    writer.write(sent)
    if sent:
        with contextlib.suppress(ConnectionError):
            await asyncio.wait_for(reader.read(1 << 20), PATIENCE)
    writer.close()


@pytest.mark.slow
async def test_a_thousand_silent_connections(guarded: GuardedServer, raise_file_limit: Callable[[int], None]) -> None:
    """They keep no user out, and take a line or two in the audit trail."""
    raise_file_limit(1_200)
    silent = []
    for number in range(1_000):
        connection = socket.create_connection(("127.0.0.1", guarded.process.port))
        if number % 2:
            connection.sendall(b"SSH-2.0-")
        silent.append(connection)
    try:
        await guarded.check_serves()
        # The oldest have made room.
        silent[0].settimeout(PATIENCE)
        with contextlib.suppress(ConnectionError):
            while silent[0].recv(1 << 16):
                pass
    finally:
        for connection in silent:
            connection.close()
    # Once a minute at most.
    assert len(guarded.events("refused", reason="no login")) <= 3
    await wait_until(lambda: guarded.metric('refusals_total{reason="no login"}') >= 1_000)
