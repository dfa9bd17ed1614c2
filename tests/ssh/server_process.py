"""A server in a process of its own, with users in its access file, and clients for them."""

import os
import re
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncssh
from attrs import frozen

from tests.keys import key_pair


@frozen
class ServerProcess:
    """A running server.

    Attributes:
        folder: has `access.yaml`, `audit.jsonl`, `log`, `state` and each user's key.
        process: the process.
        port: its port.
        log_name: the file with its stderr.
    """

    folder: Path
    process: "subprocess.Popen[str]"
    port: int
    log_name: str = "log"

    async def connect(self, name: str | None, user: str = "someone") -> asyncssh.SSHClientConnection:
        """Connect with a user's key; None connects without."""
        keys = [] if name is None else [str(self.folder / name)]
        return await asyncssh.connect(
            "127.0.0.1",
            self.port,
            username=user,
            client_keys=keys or None,
            known_hosts=None,
            config=None,
            agent_path=None,
            preferred_auth="publickey" if keys else "none",
        )

    async def run(self, name: str, line: str, given: bytes = b"") -> tuple[int | None, bytes, bytes]:
        """Run a user's command, and return its exit code, stdout and stderr."""
        async with await self.connect(name) as client:
            done: Any = await client.run(line, input=given, encoding=None, check=False)
        return done.exit_status, done.stdout, done.stderr

    @property
    def memory(self) -> int:
        """The server's resident memory in bytes."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        return int(pages) * resource.getpagesize()

    @property
    def log(self) -> str:
        """The server's log."""
        return (self.folder / self.log_name).read_text()


def write_access_file(folder: Path, anonymous: str = "none", **people: str) -> None:
    """Write an access file with users and their roles, and create the keys that are missing."""
    lines = [f"anonymous: {anonymous}", "people:"]
    for name, role in people.items():
        key = folder / f"{name}.pub"
        line = key.read_text().strip() if key.exists() else key_pair(folder / name)
        lines += [f"  - name: {name}", f"    role: {role}", f"    keys: ['{line}']"]
    new = folder / "access.new"
    new.write_text("\n".join(lines) + "\n")
    new.replace(folder / "access.yaml")


@contextmanager
def start_server(
    folder: Path, binder: Path, *options: str, under: Sequence[str] = (), log: str = "log", **variables: str
) -> Iterator[ServerProcess]:
    """Run a server for the people in `access.yaml`.

    Args:
        folder: the folder of its files; see `ServerProcess`.
        binder: the binder to serve.
        options: more options of `serve`.
        under: a program, with its arguments, that starts it.
        log: the file in the folder for its stderr.
        variables: more environment variables.
    """
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8"}
    environment |= {"XDG_STATE_HOME": str(folder / "state"), "XDG_CACHE_HOME": str(folder / "cache")}
    environment |= variables
    files = [f"--access={folder / 'access.yaml'}", f"--audit={folder / 'audit.jsonl'}"]
    command = [
        *under,
        sys.executable,
        "-m",
        "bindertui",
        "serve",
        str(binder),
        "--host=127.0.0.1",
        "--port=0",
        *files,
        *options,
    ]
    with (folder / log).open("w") as stderr:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, env=environment, text=True)
    try:
        assert process.stdout is not None
        match = re.search(r":(\d+)$", process.stdout.readline().strip())
        assert match is not None, (folder / log).read_text()
        yield ServerProcess(folder, process, int(match[1]), log)
    finally:
        process.terminate()
        process.wait(30)
        assert process.stdout is not None
        process.stdout.close()
