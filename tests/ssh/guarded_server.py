"""A server under attack: its audit trail since the test began, and a check that it still serves."""

import asyncio
import json
import os
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

import asyncssh
from attrs import define, field

from tests.helpers import PATIENCE, complete_lines, wait_until
from tests.ssh.server_process import ServerProcess, write_access_file

EXPECTED_REPLY = (0, b"Refugee Agency\n", b"")
"""The result of a reader's command while the server serves."""


@define
class GuardedServer:
    """A server in a process of its own.

    Attributes:
        process: the server.
        binder: the binder it serves.
    """

    process: ServerProcess
    binder: Path
    _before: int = field(init=False, default=0)

    def skip_events(self) -> None:
        """Ignore the audit events so far."""
        self._before = len(self._lines())

    def events(self, what: str | None = None, **details: Any) -> list[dict[str, Any]]:
        """Return the audit events since the test began that have some values."""
        wanted = {"what": what, **details} if what else details
        lines = [json.loads(line) for line in self._lines()[self._before :]]
        return [line for line in lines if wanted.items() <= line.items()]

    async def wait_for_event(self, what: str, count: int = 1, **details: Any) -> None:
        """Wait until the audit trail has exactly so many events with some values."""
        await wait_until(lambda: len(self.events(what, **details)) >= count)
        assert len(self.events(what, **details)) == count

    async def set_users(self, **people: str) -> None:
        """Replace the users in the access file, and wait until the server has reloaded it."""
        read = self.process.log.count("access file reloaded")
        write_access_file(self.process.folder, **people)
        await wait_until(lambda: self.process.log.count("access file reloaded") > read)

    async def run(self, line: str | bytes, given: bytes = b"", name: str = "rita") -> tuple[int | None, bytes, bytes]:
        """Run a user's command."""
        client = await self.process.connect(name)
        try:
            return await run_on(client, line, given)
        finally:
            client.close()
            await client.wait_closed()

    async def check_serves(self) -> None:
        """Check that a user can still log in and run a command."""
        assert self.process.process.poll() is None, self.process.log
        assert await self.run("show unhcr#name --lang en") == EXPECTED_REPLY
        assert "Traceback" not in self.process.log, self.process.log

    def metric(self, name: str) -> float:
        """Return the value of a metric."""
        address = self.process.log.partition("metrics at ")[2].split()[0]
        page = urllib.request.urlopen(address, timeout=PATIENCE).read().decode()
        return next((float(line.rsplit(" ", 1)[1]) for line in page.splitlines() if name in line), 0)

    def ssh(self, *words: str, name: str | None = "rita", user: str = "someone", **options: str) -> "Ran":
        """Run OpenSSH's client without a terminal, independent of this machine's configuration."""
        return ran(*self.command("ssh", name, **options), "-p", str(self.process.port), f"{user}@127.0.0.1", *words)

    def command(self, program: str, name: str | None, **options: str) -> list[str]:
        """Return the first words of a command line of OpenSSH."""
        folder = self.process.folder
        usual = {
            "StrictHostKeyChecking": "no",
            "UserKnownHostsFile": "/dev/null",
            "IdentityAgent": "none",
            "IdentitiesOnly": "yes",
            "IdentityFile": "none" if name is None else str(folder / name),
            "BatchMode": "yes",
            "ConnectTimeout": "15",
        }
        words = [word for key, value in (usual | options).items() for word in ("-o", f"{key}={value}")]
        return [program, "-F", "none", *words]

    def _lines(self) -> list[str]:
        return complete_lines(self.process.folder / "audit.jsonl")


Ran = subprocess.CompletedProcess[str]


def ran(*command: str, **environment: str) -> Ran:
    """Run a program, with some additional environment variables."""
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        errors="replace",
        env=os.environ | environment,
    )


async def run_on(
    client: asyncssh.SSHClientConnection, line: str | bytes, given: bytes = b""
) -> tuple[int | None, bytes, bytes]:
    """Run a command on a connection; the command line may be invalid UTF-8."""
    run: Any = client.run
    done = await asyncio.wait_for(run(line, input=given, encoding=None, check=False), PATIENCE)
    return done.exit_status, done.stdout, done.stderr


def read_files(binder: Path) -> dict[str, bytes]:
    """Return the content of every file of a binder."""
    return {str(path.relative_to(binder)): path.read_bytes() for path in binder.rglob("*") if path.is_file()}
