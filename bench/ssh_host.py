"""A server that is measured: a process of its own, and what the system and it say of itself."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncssh
from attrs import frozen

from bench.workplace import FailedError, Workplace

PEOPLE = 20
"""People who may log in; one person may have some sessions only."""
_SCRIPT = Path(__file__).with_name("ssh_server.py")
_TICKS = os.sysconf("SC_CLK_TCK")


@frozen
class Vitals:
    """What a server holds.

    Attributes:
        memory: resident, in MB.
        descriptors: files and connections.
        threads: of the process.
        tasks: of its event loop.
        stdout: whether `sys.stdout` is what it was at the start.
    """

    memory: float
    descriptors: int
    threads: int
    tasks: int
    stdout: bool


@frozen
class Host:
    """A server that runs.

    Attributes:
        process: its process.
        told: where it says what it holds.
        port: where it listens.
        keys: the keys of those who may log in.
    """

    process: "subprocess.Popen[str]"
    told: int
    port: int
    keys: tuple[asyncssh.SSHKey, ...]

    @classmethod
    @contextmanager
    def serving(cls, work: Workplace, binder: Path, *options: str) -> Iterator["Host"]:
        """A server of a binder, with nobody in it.

        Raises:
            FailedError: it does not start, or did not end cleanly.
        """
        keys = tuple(asyncssh.generate_private_key("ssh-ed25519") for _ in range(PEOPLE))
        access = work.folder / "access.yaml"
        access.write_text(_people(keys), encoding="utf-8")
        told, tell = os.pipe()
        arguments = (str(tell), str(binder), f"--access={access}", "--host=127.0.0.1", "--port=0", *options)
        with (work.folder / "log").open("w+", encoding="utf-8") as log:
            process = subprocess.Popen(
                [sys.executable, str(_SCRIPT), *arguments],
                cwd=work.empty,
                env=work.environment,
                stdout=subprocess.PIPE,
                stderr=log,
                pass_fds=[tell],
                text=True,
            )
            try:
                assert process.stdout is not None
                line = process.stdout.readline()
                if (port := re.search(r":(\d+)$", line.strip())) is None:
                    raise FailedError(f"The server did not start. {_said(log.name)}")
                yield cls(process, told, int(port[1]), keys)
            finally:
                process.terminate()
                code = process.wait(60)
                for descriptor in (told, tell):
                    os.close(descriptor)
            if code:
                raise FailedError(f"The server ended with {code}. {_said(log.name)}")

    @property
    def memory(self) -> float:
        """Resident memory in MB."""
        return sum(_status(process, "VmRSS") for process in self._processes) * 1024 / 1_000_000

    @property
    def seconds(self) -> float:
        """Processor time it has taken so far."""
        fields = (_proc(process, "stat").rpartition(")")[2].split() for process in self._processes)
        return sum(int(each[11]) + int(each[12]) for each in fields) / _TICKS

    def vitals(self) -> Vitals:
        """What it holds now."""
        self.process.send_signal(signal.SIGUSR1)
        said = json.loads(os.read(self.told, 4096))
        descriptors = len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))
        threads = _status(self.process.pid, "Threads")
        return Vitals(self.memory, descriptors, threads, said["tasks"], said["stdout"])

    @property
    def _processes(self) -> list[int]:
        """The process and its children."""
        own = self.process.pid
        return [own, *map(int, _proc(own, f"task/{own}/children").split())]


def proportional(process: int) -> float:
    """Memory of a process in MB; what it shares with others is divided among them."""
    rollup = _proc(process, "smaps_rollup")
    return sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) * 1024 / 1_000_000


def _people(keys: tuple[asyncssh.SSHKey, ...]) -> str:
    lines = ["people:"]
    for number, key in enumerate(keys):
        line = key.export_public_key("openssh").decode().strip()
        lines += [f"  - name: person{number}", "    role: reader", f"    keys: ['{line}']"]
    return "\n".join(lines) + "\n"


def _proc(process: int, name: str) -> str:
    return Path(f"/proc/{process}/{name}").read_text(encoding="utf-8")


def _status(process: int, name: str) -> int:
    """A number of a process's status, in kB where it is memory."""
    line = next(line for line in _proc(process, "status").splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1])


def _said(log: str) -> str:
    return Path(log).read_text(encoding="utf-8")[-2000:]
