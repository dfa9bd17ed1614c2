"""Login by public key, limits per user and connection, and refusal of everything but the app and its commands."""

import asyncio
import os
import socket
import stat
from pathlib import Path

import asyncssh
import pytest

from bindertui.ssh.context import ServerLimits
from bindertui.ssh.host_key import HostKeyError, load_or_create_host_key
from tests.helpers import PATIENCE
from tests.keys import key_pair
from tests.ssh.clients import connected, session
from tests.ssh.conftest import Keys, Serve


async def check_serves(port: int, key: asyncssh.SSHKey) -> bool:
    """Return whether a user can still run a command."""
    async with connected(port, key) as connection:
        run = await connection.run("outline", encoding="utf-8")
        return "one" in str(run.stdout)


async def test_an_unknown_key(serve: Serve, keys: Keys) -> None:
    """A key that is not in the access file is refused under any name."""
    async with serve() as serving:
        for name in ("ed", "root", "anonymous", "ed; true", "é" * 200):
            with pytest.raises(asyncssh.PermissionDenied):
                async with connected(serving.port, keys.stranger, name):
                    pass
        assert await check_serves(serving.port, keys.rita)


async def test_only_public_keys(serve: Serve, keys: Keys) -> None:
    """Passwords and keyboard-interactive logins are refused, and only public keys are offered."""
    async with serve(anonymous="reader") as serving:
        for ways in ("password", "keyboard-interactive", "hostbased", "gssapi-with-mic"):
            with pytest.raises(asyncssh.PermissionDenied):
                async with connected(serving.port, None, "ed", preferred_auth=ways, password="secret"):
                    pass
        assert await check_serves(serving.port, keys.rita)


async def test_anonymous(serve: Serve, keys: Keys) -> None:
    """If the access file allows it, `anonymous` can read without a key, but change nothing; else it is refused."""
    async with (
        serve(anonymous="reader") as serving,
        connected(serving.port, None, "anonymous") as connection,
        session(connection) as client,
    ):
        await client.wait_for("read-only")
        run = await connection.run("set one#title.en X", encoding="utf-8")
        assert run.exit_status == 5
    async with serve() as serving:
        with pytest.raises(asyncssh.PermissionDenied):
            async with connected(serving.port, None, "anonymous"):
                pass


async def test_a_revoked_key(serve: Serve, keys: Keys) -> None:
    """The session of a user who is removed from the access file ends with a message; others continue."""
    async with (
        serve() as serving,
        connected(serving.port, keys.ed) as his,
        connected(serving.port, keys.rita) as hers,
        session(his) as ed,
        session(hers) as rita,
    ):
        await ed.wait_for("/ Search")
        await rita.wait_for("/ Search")
        serving.server.close_revoked(frozenset({keys.ed.export_public_key().decode().split()[1]}))
        await ed.end()
        assert "Your access has been changed or removed." in ed.text()
        rita.type("l")
        await rita.wait_for("La première section")


async def test_nothing_is_forwarded(serve: Serve, keys: Keys) -> None:
    """Ports, sockets, agents, X11 and files are refused."""
    async with serve() as serving, connected(serving.port, keys.ed) as connection:
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.open_connection("127.0.0.1", serving.port)
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.open_unix_connection("/elsewhere/x")
        with pytest.raises(asyncssh.ChannelListenError):
            await connection.forward_remote_port("127.0.0.1", 0, "127.0.0.1", serving.port)
        with pytest.raises(asyncssh.ChannelListenError):
            await connection.forward_remote_path("/elsewhere/y", "/elsewhere/x")
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.start_sftp_client()
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.create_process(subsystem="netconf")
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.create_process(x11_forwarding=True, x11_display=":77")
        assert await check_serves(serving.port, keys.ed)


async def test_variables_of_the_client(serve: Serve, keys: Keys) -> None:
    """The client's language is used; no other variable reaches the app or a command."""
    hostile = {
        "LD_PRELOAD": "/x.so",
        "PYTHONPATH": "/x",
        "TEXTUAL": "debug",
        "BINDERTUI_BINDER": "/etc",
        "GIT_DIR": "/x",
    }
    async with (
        serve() as serving,
        connected(serving.port, keys.ed) as connection,
        session(connection, env={**hostile, "LANG": "fr_CA.UTF-8"}) as client,
    ):
        await client.wait_for("La première section")
        run = await connection.run("outline", env=hostile, encoding="utf-8")
        assert run.exit_status == 0
        assert "The first section" in str(run.stdout)


async def test_connections_that_never_log_in(serve: Serve, keys: Keys) -> None:
    """Many silent connections are closed, and keep no user out."""
    async with serve(ServerLimits(max_pending=20, login_timeout=1.0)) as serving:
        loop = asyncio.get_running_loop()
        silent = [socket.socket() for _ in range(200)]
        try:
            for each in silent:
                each.setblocking(False)
                await loop.sock_connect(each, ("127.0.0.1", serving.port))
            assert await check_serves(serving.port, keys.rita)
            # Each gets the server's version, and then the end.
            async with asyncio.timeout(PATIENCE):
                for each in silent:
                    try:
                        while await loop.sock_recv(each, 4096):
                            pass
                    except ConnectionError:
                        continue
        finally:
            for each in silent:
                each.close()
        assert await check_serves(serving.port, keys.rita)


async def test_limits_of_sessions(serve: Serve, keys: Keys) -> None:
    """Sessions beyond the limit of a user, or of the server, are refused with a message; a closed one makes room."""
    async with (
        serve(ServerLimits(max_sessions=2, sessions_per_user=1)) as serving,
        connected(serving.port, keys.ed) as his,
        connected(serving.port, keys.rita) as hers,
    ):
        async with session(his) as first:
            await first.wait_for("/ Search")
            async with session(his) as second:
                assert await second.end() == 5
            assert "You have too many sessions open." in second.text()
            first.type("q")
            await first.end()
        async with session(hers) as rita, session(his) as again:
            await rita.wait_for("/ Search")
            await again.wait_for("/ Search")


async def test_too_many_channels(serve: Serve, keys: Keys) -> None:
    """Channels beyond the limit of a connection are refused."""
    async with (
        serve(ServerLimits(channels_per_connection=3)) as serving,
        connected(serving.port, keys.ed) as connection,
    ):
        processes = [await connection.create_process(term_type="xterm", encoding=None) for _ in range(3)]
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.create_process()
        for process in processes:
            process.close()
            await process.wait_closed()
        assert await connection.run("outline")


def test_the_host_key_is_created_once(tmp_path: Path) -> None:
    """The first start creates a key readable by its owner only; the next start uses it."""
    path = tmp_path / "state" / "host_key"
    first = load_or_create_host_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_or_create_host_key(path).public_data == first.public_data
    assert list(path.parent.iterdir()) == [path]


def test_invalid_host_keys(tmp_path: Path) -> None:
    """An invalid key, or one that other users may read, is refused with a message that names the file."""
    path = tmp_path / "host_key"
    load_or_create_host_key(path)
    path.chmod(0o644)
    with pytest.raises(HostKeyError, match="other users may read this host key"):
        load_or_create_host_key(path)
    path.write_text("no key")
    path.chmod(0o600)
    with pytest.raises(HostKeyError, match="has no usable host key"):
        load_or_create_host_key(path)
    with pytest.raises(HostKeyError, match="Cannot read or create the host key"):
        load_or_create_host_key(path / "below")
    path.unlink()
    os.mkfifo(path, 0o600)
    with pytest.raises(HostKeyError, match="is not a regular file"):
        load_or_create_host_key(path)


def test_a_weak_host_key(tmp_path: Path) -> None:
    """RSA keys need 2,048 bits; the message for a shorter one says how to create a better one."""
    key_pair(tmp_path / "strong", "-t", "rsa", "-b", "2048")
    assert load_or_create_host_key(tmp_path / "strong").get_algorithm() == "ssh-rsa"
    key_pair(tmp_path / "weak", "-t", "rsa", "-b", "1024")
    with pytest.raises(HostKeyError, match=r"An RSA key of 1024 bits is too weak\. Create a new key with"):
        load_or_create_host_key(tmp_path / "weak")
