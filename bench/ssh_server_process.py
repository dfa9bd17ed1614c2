"""The server process to measure, its statistics and those of the system about it."""

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

from bench.workspace import ProgramError, Workspace

USER_COUNT = 20
"""Users with access; each user may have a limited number of sessions."""
_SCRIPT = Path(__file__).with_name("ssh_server.py")
_TICKS = os.sysconf("SC_CLK_TCK")


@frozen
class ServerStats:
    """The resources of a server.

    Attributes:
        memory: resident memory in MB.
        descriptors: open files and connections.
        threads: its threads.
        tasks: tasks of its event loop.
        is_stdout_unchanged: whether `sys.stdout` is the object it was at the start.
    """

    memory: float
    descriptors: int
    threads: int
    tasks: int
    is_stdout_unchanged: bool


@frozen
class ServerProcess:
    """A running server.

    Attributes:
        process: its process.
        stats_pipe: the descriptor to read its statistics from.
        port: the port it listens on.
        keys: the private keys of its users.
    """

    process: "subprocess.Popen[str]"
    stats_pipe: int
    port: int
    keys: tuple[asyncssh.SSHKey, ...]

    @classmethod
    @contextmanager
    def run(cls, work: Workspace, binder: Path, *options: str) -> Iterator["ServerProcess"]:
        """Run a server of a binder.

        Raises:
            ProgramError: it does not start, or did not exit cleanly.
        """
        keys = tuple(asyncssh.generate_private_key("ssh-ed25519") for _ in range(USER_COUNT))
        access = work.folder / "access.yaml"
        access.write_text(_access_file(keys), encoding="utf-8")
        read_end, write_end = os.pipe()
        arguments = (str(write_end), str(binder), f"--access={access}", "--host=127.0.0.1", "--port=0", *options)
        with (work.folder / "log").open("w+", encoding="utf-8") as log:
            process = subprocess.Popen(
                [sys.executable, str(_SCRIPT), *arguments],
                cwd=work.run_folder,
                env=work.environment,
                stdout=subprocess.PIPE,
                stderr=log,
                pass_fds=[write_end],
                text=True,
            )
            try:
                assert process.stdout is not None
                line = process.stdout.readline()
                if (port := re.search(r":(\d+)$", line.strip())) is None:
                    raise ProgramError(f"The server did not start. {_read_log(log.name)}")
                yield cls(process, read_end, int(port[1]), keys)
            finally:
                process.terminate()
                code = process.wait(60)
                for descriptor in (read_end, write_end):
                    os.close(descriptor)
            if code:
                raise ProgramError(f"The server ended with {code}. {_read_log(log.name)}")

    @property
    def memory(self) -> float:
        """Resident memory in MB."""
        return sum(_status(process, "VmRSS") for process in self._processes) * 1024 / 1_000_000

    @property
    def processor_seconds(self) -> float:
        """Processor time used so far."""
        fields = (_proc(process, "stat").rpartition(")")[2].split() for process in self._processes)
        return sum(int(each[11]) + int(each[12]) for each in fields) / _TICKS

    def read_stats(self) -> ServerStats:
        """Return its current resources."""
        self.process.send_signal(signal.SIGUSR1)
        stats = json.loads(os.read(self.stats_pipe, 4096))
        descriptors = len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))
        threads = _status(self.process.pid, "Threads")
        return ServerStats(self.memory, descriptors, threads, stats["tasks"], stats["stdout"])

    @property
    def _processes(self) -> list[int]:
        """The ids of the process and its children."""
        own = self.process.pid
        return [own, *map(int, _proc(own, f"task/{own}/children").split())]


def proportional_memory(process: int) -> float:
    """Return the memory of a process in MB; shared memory is divided among the processes that share it."""
    rollup = _proc(process, "smaps_rollup")
    return sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) * 1024 / 1_000_000


def _access_file(keys: tuple[asyncssh.SSHKey, ...]) -> str:
    lines = ["people:"]
    for number, key in enumerate(keys):
        line = key.export_public_key("openssh").decode().strip()
        lines += [f"  - name: person{number}", "    role: reader", f"    keys: ['{line}']"]
    return "\n".join(lines) + "\n"


def _proc(process: int, name: str) -> str:
    return Path(f"/proc/{process}/{name}").read_text(encoding="utf-8")


def _status(process: int, name: str) -> int:
    """Return a number in a process's status; memory in kB."""
    line = next(line for line in _proc(process, "status").splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1])


def _read_log(log: str) -> str:
    return Path(log).read_text(encoding="utf-8")[-2000:]
