"""A server under attack: what it noted since a test began, and whether it still serves."""

import asyncio
import json
import os
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

import asyncssh
from attrs import define, field

from tests.helpers import PATIENCE, wait_until
from tests.ssh.serving import Served, admitted

UNHARMED = (0, b"Refugee Agency\n", b"")
"""What a reader's command comes to, as long as the server serves."""


@define
class Guarded:
    """A server of a process of its own.

    Attributes:
        served: the server.
        binder: the binder it serves.
    """

    served: Served
    binder: Path
    _before: int = field(init=False, default=0)

    def begin(self) -> None:
        """Forget what was noted so far."""
        self._before = len(self._lines())

    def noted(self, what: str | None = None, **details: Any) -> list[dict[str, Any]]:
        """The lines of the audit trail since the test began, those alone that say this."""
        wanted = {"what": what, **details} if what else details
        lines = [json.loads(line) for line in self._lines()[self._before :]]
        return [line for line in lines if wanted.items() <= line.items()]

    async def until_noted(self, what: str, count: int = 1, **details: Any) -> None:
        """Wait until the audit trail says something, so many times."""
        await wait_until(lambda: len(self.noted(what, **details)) >= count)
        assert len(self.noted(what, **details)) == count

    async def admit(self, **people: str) -> None:
        """Have other people in the access file, and wait until that counts."""
        read = self.served.log.count("access file reloaded")
        admitted(self.served.folder, **people)
        await wait_until(lambda: self.served.log.count("access file reloaded") > read)

    async def run(self, line: str | bytes, given: bytes = b"", name: str = "rita") -> tuple[int | None, bytes, bytes]:
        """What a command of somebody comes to."""
        client = await self.served.connect(name)
        try:
            return await run_on(client, line, given)
        finally:
            client.close()
            await client.wait_closed()

    async def serves(self) -> None:
        """Somebody with a key still comes in, and gets what they ask for."""
        assert self.served.process.poll() is None, self.served.log
        assert await self.run("show unhcr#name --lang en") == UNHARMED
        assert "Traceback" not in self.served.log, self.served.log

    def count(self, name: str) -> float:
        """What the page of counts says of something."""
        address = self.served.log.partition("metrics at ")[2].split()[0]
        page = urllib.request.urlopen(address, timeout=PATIENCE).read().decode()
        return next((float(line.rsplit(" ", 1)[1]) for line in page.splitlines() if name in line), 0)

    def ssh(self, *words: str, name: str | None = "rita", user: str = "someone", **options: str) -> "Ran":
        """What OpenSSH's own client comes to, without a terminal and without this machine's configuration."""
        return ran(*self.command("ssh", name, **options), "-p", str(self.served.port), f"{user}@127.0.0.1", *words)

    def command(self, program: str, name: str | None, **options: str) -> list[str]:
        """The beginning of a command line of OpenSSH's."""
        folder = self.served.folder
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
        path = self.served.folder / "audit.jsonl"
        return path.read_text().splitlines() if path.exists() else []


Ran = subprocess.CompletedProcess[str]


def ran(*command: str, **environment: str) -> Ran:
    """What a program comes to, with some variables added to the environment of this process."""
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
    """What a command comes to; a line may be bytes that are no text."""
    run: Any = client.run
    done = await asyncio.wait_for(run(line, input=given, encoding=None, check=False), PATIENCE)
    return done.exit_status, done.stdout, done.stderr


def contents(binder: Path) -> dict[str, bytes]:
    """Every file of a binder."""
    return {str(path.relative_to(binder)): path.read_bytes() for path in binder.rglob("*") if path.is_file()}
