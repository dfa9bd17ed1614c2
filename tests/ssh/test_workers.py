"""Several processes on one port: they serve as one, stop as one, and none is missed for long."""

import asyncio
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import asyncssh
import pytest

from tests.cli.conftest import FILES
from tests.conftest import WriteBinder
from tests.ssh.clients import Client
from tests.ssh.serving import Served, admitted, serving
from tests.ssh.test_serving_people import until

MANY = 24
"""Connections after which each of two processes has had some, unless the system shares out by no rule at all."""


@pytest.fixture
def binder(write_binder: WriteBinder) -> Path:
    """A small binder."""
    return write_binder(FILES)


def children(served: Served) -> list[int]:
    """The workers."""
    process = served.process.pid
    return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def counted(served: Served, what: str) -> int:
    """A count on the page for Prometheus; 0 if it is not there."""
    told = re.search(r"http://\S+", served.log)
    assert told is not None
    with urllib.request.urlopen(told[0]) as answer:
        found = re.search(rf"^{re.escape(what)} (\d+)$", answer.read().decode(), re.MULTILINE)
    return int(found[1]) if found else 0


async def test_they_serve_as_one(tmp_path: Path, binder: Path) -> None:
    """Whichever process a connection comes to, it is served alike; counts are of all of them."""
    admitted(tmp_path, rita="reader")
    with serving(tmp_path, binder, "--workers=2", "--metrics=0") as served:
        assert len(children(served)) == 2
        for _ in range(MANY):
            assert await served.run("rita", "show unhcr#name --lang en") == (0, b"Refugee Agency\n", b"")
        await until(lambda: counted(served, 'bindertui_logins_total{role="reader"}') == MANY)


async def test_one_that_dies_is_replaced(tmp_path: Path, binder: Path) -> None:
    """When a process is killed, another one takes its place, and the log says so."""
    admitted(tmp_path, rita="reader")
    with serving(tmp_path, binder, "--workers=2") as served:
        before = children(served)
        os.kill(before[0], signal.SIGKILL)
        await until(lambda: len(children(served)) == 2 and before[0] not in children(served))
        assert "another takes its place" in served.log
        assert (await served.run("rita", "show unhcr#name --lang en"))[0] == 0


async def test_they_stop_as_one(tmp_path: Path, binder: Path) -> None:
    """SIGTERM to the first process ends all of them, with exit code 0."""
    admitted(tmp_path, rita="reader")
    with serving(tmp_path, binder, "--workers=2") as served:
        workers = children(served)
        served.process.terminate()
        assert await asyncio.to_thread(served.process.wait, 30) == 0
        assert not any(running(worker) for worker in workers)


async def test_they_end_with_the_first(tmp_path: Path, binder: Path) -> None:
    """When the first process is killed, none of the others stays behind."""
    admitted(tmp_path, rita="reader")
    with serving(tmp_path, binder, "--workers=2") as served:
        workers = children(served)
        served.process.kill()
        await until(lambda: not any(running(worker) for worker in workers))


@pytest.mark.parametrize("options", [(), ("--workers=2",)])
def test_a_port_has_one_server(tmp_path: Path, binder: Path, options: tuple[str, ...]) -> None:
    """Whether with several processes or one: a second server on its port is refused, and says so."""
    admitted(tmp_path, rita="reader")
    for others in ((), ("--workers=2",)):
        with serving(tmp_path, binder, *options) as served:
            refused = serve(tmp_path, binder, f"--port={served.port}", *others)
            assert (refused.returncode, refused.stdout) == (2, "")
            assert refused.stderr == (
                f"Port {served.port} of 127.0.0.1 is taken already."
                " Name another one with --port; 0 picks one that is free.\n"
            )


async def test_a_port_is_free_at_once(tmp_path: Path, binder: Path) -> None:
    """A server that was stopped while people were there can be started again on its port."""
    admitted(tmp_path, rita="reader")
    with serving(tmp_path, binder, "--workers=2") as served:
        client = await served.connect("rita")
        served.process.terminate()
        await client.wait_closed()
    with serving(tmp_path, binder, "--workers=2", f"--port={served.port}") as again:
        assert (await again.run("rita", "show unhcr#name --lang en"))[0] == 0


async def test_they_are_replaced_while_the_access_file_is_mistaken(tmp_path: Path, binder: Path) -> None:
    """What the file last said counts for those that begin as well; all that have died are replaced together."""
    admitted(tmp_path, rita="reader", ed="editor")
    with serving(tmp_path, binder, "--workers=3") as served:
        admitted(tmp_path, rita="reader")
        await until(lambda: "was read again" in served.log)
        (tmp_path / "access.yaml").write_text("people: [")
        await until(lambda: "is not used as it is now" in served.log)
        before = children(served)
        for worker in before:
            os.kill(worker, signal.SIGKILL)
        await until(lambda: len(set(children(served)) - set(before)) == 3)
        await until(lambda: served.log.count("another takes its place") == 3)
        await until(lambda: listens(served.port))
        for _ in range(MANY // 4):
            assert (await served.run("rita", "show unhcr#name --lang en"))[0] == 0
            with pytest.raises(asyncssh.PermissionDenied):
                await served.connect("ed")
        assert len(set(children(served)) - set(before)) == 3


@pytest.mark.parametrize("options", [(), ("--workers=2",)])
async def test_a_terminal_that_is_closed_stops_a_server(tmp_path: Path, binder: Path, options: tuple[str, ...]) -> None:
    """SIGHUP ends every session with a word, and leaves nothing behind."""
    admitted(tmp_path, rita="reader")
    with serving(tmp_path, binder, *options) as served:
        connection = await served.connect("rita")
        client = Client(
            await connection.create_process(term_type="xterm", term_size=(100, 30), encoding=None), (100, 30)
        )
        await client.wait_for("/ Search")
        served.process.send_signal(signal.SIGHUP)
        assert await asyncio.to_thread(served.process.wait, 30) == 0
        await client.wait_for("The server is stopping.")
        assert not left(tmp_path)


@pytest.mark.parametrize("options", [(), ("--workers=2",)])
async def test_under_nohup_it_goes_on(tmp_path: Path, binder: Path, options: tuple[str, ...]) -> None:
    """Where SIGHUP is to be ignored, it ends nothing."""
    admitted(tmp_path, rita="reader")
    with serving(tmp_path, binder, *options, under=["nohup"]) as served:
        for process in (served.process.pid, *(children(served) if options else ())):
            os.kill(process, signal.SIGHUP)
        assert (await served.run("rita", "show unhcr#name --lang en"))[0] == 0
        assert served.process.poll() is None
        served.process.terminate()
        assert await asyncio.to_thread(served.process.wait, 30) == 0


async def test_counts_that_cannot_be_kept(tmp_path: Path, binder: Path) -> None:
    """When the folder is gone where counts meet, the page tells those of its own process, and the log says so."""
    admitted(tmp_path, rita="reader")
    with serving(tmp_path, binder, "--workers=2", "--metrics=0") as served:
        (folder,) = left(tmp_path)
        shutil.rmtree(folder)
        await until(lambda: served.log.count("cannot be kept: No such file or directory") == 2)
        assert counted(served, "bindertui_received_bytes_total") == 0
        folder.mkdir()
        for _ in range(MANY):
            assert (await served.run("rita", "show unhcr#name --lang en"))[0] == 0
        await until(lambda: counted(served, 'bindertui_logins_total{role="reader"}') == MANY)


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    """Where there is no binder, the server ends with the exit code of one process, and says so."""
    admitted(tmp_path, rita="reader")
    alone, together = (serve(tmp_path, tmp_path / "nothing", "--port=0", *more) for more in ((), ("--workers=2",)))
    assert alone.returncode == together.returncode != 0
    assert alone.stderr.strip() in together.stderr
    assert together.stdout == ""


def serve(folder: Path, binder: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    """A server that does not start."""
    command = [sys.executable, "-m", "bindertui", "serve", str(binder), "--host=127.0.0.1"]
    return subprocess.run(
        [*command, f"--access={folder / 'access.yaml'}", f"--host-key={folder / 'host_key'}", *options],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def listens(port: int) -> bool:
    """Whether anybody lets connections in on a port."""
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def left(folder: Path) -> list[Path]:
    """The folders in which processes that serve together keep counts."""
    return list(folder.glob("bindertui-*"))


def running(process: int) -> bool:
    """Whether a process does anything yet."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
