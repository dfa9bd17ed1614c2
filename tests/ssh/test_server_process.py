"""The server as a process: its port, the signals that stop it, and several processes on one port."""

import asyncio
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncssh
import pytest

from tests.cli.conftest import FILES
from tests.conftest import WriteBinder
from tests.helpers import wait_until
from tests.ssh.clients import Client
from tests.ssh.server_process import ServerProcess, start_server, write_access_file

CONNECTIONS = 24
"""Enough that each of two processes gets one: that one gets none happens once in eight million runs."""


@pytest.fixture
def binder(write_binder: WriteBinder) -> Path:
    """A small binder."""
    return write_binder(FILES)


@contextmanager
def two_servers(folder: Path, binder: Path) -> Iterator[tuple[ServerProcess, ServerProcess]]:
    """Run two servers with `--reuse-port` on one port, with one access file, host key, audit trail and state folder."""
    write_access_file(folder, rita="reader", ed="editor")
    with start_server(folder, binder, "--reuse-port", "--metrics=0") as first:
        options = ("--reuse-port", "--metrics=0", f"--port={first.port}")
        with start_server(folder, binder, *options, log="second.log") as second:
            assert second.port == first.port
            yield first, second


def logins(served: ServerProcess) -> int:
    """Return how many logins a server counts."""
    address = re.search(r"http://\S+", served.log)
    assert address is not None
    with urllib.request.urlopen(address[0]) as answer:
        counts = re.findall(r"^bindertui_logins_total\{.*\} (\d+)\.0$", answer.read().decode(), re.MULTILINE)
    return sum(map(int, counts))


async def test_two_servers_share_a_port(tmp_path: Path, binder: Path) -> None:
    """Both get connections, each counts its own, and both answer alike with the same host key."""
    with two_servers(tmp_path, binder) as servers:
        keys = set()
        for _ in range(CONNECTIONS):
            async with await servers[0].connect("rita") as client:
                key = client.get_server_host_key()
                assert key is not None
                keys.add(key.get_fingerprint())
                done = await client.run("show unhcr#name --lang en", check=True)
                assert done.stdout == "Refugee Agency\n"
        assert len(keys) == 1
        counts = [logins(served) for served in servers]
        assert sum(counts) == CONNECTIONS
        assert all(counts)


async def test_one_of_two_servers_stops(tmp_path: Path, binder: Path) -> None:
    """The other one serves everybody who comes afterwards; a change of the access file reaches both."""
    with two_servers(tmp_path, binder) as (first, second):
        write_access_file(tmp_path, rita="reader")
        await wait_until(lambda: all("access file reloaded" in served.log for served in (first, second)))
        for _ in range(CONNECTIONS // 4):
            with pytest.raises(asyncssh.PermissionDenied):
                await first.connect("ed")
        first.process.terminate()
        assert await asyncio.to_thread(first.process.wait, 30) == 0
        for _ in range(CONNECTIONS // 4):
            assert (await second.run("rita", "show unhcr#name --lang en"))[0] == 0
        assert second.process.poll() is None


@pytest.mark.parametrize(("options", "others"), [((), ()), ((), ("--reuse-port",)), (("--reuse-port",), ())])
def test_a_port_is_shared_only_on_request(
    tmp_path: Path, binder: Path, options: tuple[str, ...], others: tuple[str, ...]
) -> None:
    """Unless both servers have `--reuse-port`, the second one fails with a message."""
    write_access_file(tmp_path, rita="reader")
    with start_server(tmp_path, binder, *options) as served:
        refused = serve(tmp_path, binder, f"--port={served.port}", *others)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert refused.stderr == (
            f"Port {served.port} of 127.0.0.1 is already in use. Choose another one with --port; 0 picks a free one.\n"
        )


@pytest.mark.parametrize("options", [(), ("--reuse-port",)])
async def test_a_port_is_free_at_once(tmp_path: Path, binder: Path, options: tuple[str, ...]) -> None:
    """A server that was stopped while people were connected can be started again on its port."""
    write_access_file(tmp_path, rita="reader")
    with start_server(tmp_path, binder, *options) as served:
        client = await served.connect("rita")
        served.process.terminate()
        await client.wait_closed()
    with start_server(tmp_path, binder, *options, f"--port={served.port}") as again:
        assert (await again.run("rita", "show unhcr#name --lang en"))[0] == 0


async def test_a_terminal_that_is_closed_stops_a_server(tmp_path: Path, binder: Path) -> None:
    """SIGHUP ends every session with a message."""
    write_access_file(tmp_path, rita="reader")
    with start_server(tmp_path, binder) as served:
        connection = await served.connect("rita")
        client = Client(
            await connection.create_process(term_type="xterm", term_size=(100, 30), encoding=None), (100, 30)
        )
        await client.wait_for("/ Search")
        served.process.send_signal(signal.SIGHUP)
        assert await asyncio.to_thread(served.process.wait, 30) == 0
        await client.wait_for("The server is stopping.")


async def test_under_nohup_it_goes_on(tmp_path: Path, binder: Path) -> None:
    """Where SIGHUP is ignored, it stops nothing."""
    write_access_file(tmp_path, rita="reader")
    with start_server(tmp_path, binder, under=["nohup"]) as served:
        served.process.send_signal(signal.SIGHUP)
        assert (await served.run("rita", "show unhcr#name --lang en"))[0] == 0
        assert served.process.poll() is None
        served.process.terminate()
        assert await asyncio.to_thread(served.process.wait, 30) == 0


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    """Without a binder the server does not start: it exits with an error and announces no port."""
    write_access_file(tmp_path, rita="reader")
    refused = serve(tmp_path, tmp_path / "nothing", "--port=0")
    assert refused.returncode != 0
    assert str(tmp_path / "nothing") in refused.stderr
    assert refused.stdout == ""


def serve(folder: Path, binder: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    """Run a server that does not start."""
    command = [sys.executable, "-m", "bindertui", "serve", str(binder), "--host=127.0.0.1"]
    return subprocess.run(
        [*command, f"--access={folder / 'access.yaml'}", f"--host-key={folder / 'host_key'}", *options],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
