"""Several processes on one port: they serve as one, stop as one, and none is missed for long."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.cli.conftest import FILES
from tests.conftest import WriteBinder
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


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    """Where there is no binder, the server ends with the exit code of one process, and says so."""
    admitted(tmp_path, rita="reader")
    alone, together = (serve_nothing(tmp_path, *options) for options in ((), ("--workers=2",)))
    assert alone.returncode == together.returncode != 0
    assert alone.stderr.strip() in together.stderr
    assert together.stdout == ""


def serve_nothing(folder: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    """A server of a folder that is not there."""
    command = [sys.executable, "-m", "bindertui", "serve", str(folder / "nothing"), "--port=0"]
    return subprocess.run(
        [*command, f"--access={folder / 'access.yaml'}", f"--host-key={folder / 'host_key'}", *options],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def running(process: int) -> bool:
    """Whether a process does anything yet."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
