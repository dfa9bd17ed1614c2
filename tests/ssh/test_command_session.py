"""Commands over a real connection: output, limits, and their end with the client."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from bindertui.services.access import User, UserRole
from bindertui.settings import Settings
from bindertui.ssh.command_session import CommandRequest, CommandRunner, CommandSession
from bindertui.ssh.scheduling import CommandSlots
from tests.cli.conftest import FILES
from tests.conftest import WriteBinder
from tests.helpers import wait_until


class Running(asyncssh.SSHServerSession[bytes]):
    """A session that runs one command."""

    def __init__(self, commands: CommandRunner, who: User) -> None:
        self._commands = commands
        self._who = who

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        """Keep the channel."""
        self._channel = chan

    def exec_requested(self, command: str) -> bool:
        """Accept the command."""
        request = CommandRequest(command, self._who, "en")
        self._execution = CommandSession(self._commands, request, self._channel)
        return True

    def session_started(self) -> None:
        """Run the command."""
        self._task = asyncio.ensure_future(self._run())

    async def _run(self) -> None:
        self._channel.exit(await self._execution.run())

    def data_received(self, data: bytes, datatype: asyncssh.DataType) -> None:
        """Pass input on to the command."""
        self._execution.feed(data)

    def eof_received(self) -> bool:
        """Note the end of the input."""
        self._execution.feed_eof()
        return True

    def pause_writing(self) -> None:
        """Pause the command's output."""
        self._execution.pause_output()

    def resume_writing(self) -> None:
        """Resume the command's output."""
        self._execution.resume_output()

    def connection_lost(self, exc: Exception | None) -> None:
        """Cancel the command."""
        self._task.cancel()


class AnonymousServer(asyncssh.SSHServer):
    """A server that lets everyone in as the same user."""

    def __init__(self, commands: CommandRunner, who: User) -> None:
        self._commands = commands
        self._who = who

    def begin_auth(self, username: str) -> bool:
        """Require no key."""
        return False

    def session_requested(self) -> Running:
        """Return a session that runs a command."""
        return Running(self._commands, self._who)


@pytest.fixture
def binder(write_binder: WriteBinder) -> Path:
    """Return a small binder."""
    return write_binder(FILES)


@pytest.fixture
def settings(binder: Path, tmp_path: Path) -> Settings:
    """Return the settings of a server."""
    return Settings.resolve(
        {"XDG_STATE_HOME": f"{tmp_path}/state", "XDG_CACHE_HOME": f"{tmp_path}/cache"}, binder=binder
    )


@asynccontextmanager
async def connected(
    commands: CommandRunner, role: UserRole = UserRole.READER
) -> AsyncIterator[asyncssh.SSHClientConnection]:
    """Connect as Rita."""
    key = asyncssh.generate_private_key("ssh-ed25519")
    who = User("rita", role)
    server = await asyncssh.listen(
        "127.0.0.1", 0, server_factory=lambda: AnonymousServer(commands, who), server_host_keys=[key], encoding=None
    )
    async with server, asyncssh.connect("127.0.0.1", server.get_port(), known_hosts=None, config=None) as client:
        yield client


async def run_command(client: asyncssh.SSHClientConnection, line: str, given: bytes = b"") -> tuple[int, bytes, bytes]:
    """Run a command, and return its exit code, stdout and stderr."""
    done = await client.run(line, input=given, encoding=None, check=False)
    assert done.exit_status is not None
    return done.exit_status, bytes(done.stdout or b""), bytes(done.stderr or b"")  # type: ignore[arg-type] # no encoding


def run_locally(settings: Settings, *words: str, given: bytes = b"") -> tuple[int, bytes, bytes]:
    """Run a verb on this machine, and return the same."""
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "LC_ALL": "C.UTF-8"}
    environment |= {
        "XDG_STATE_HOME": str(settings.state_folder.parent),
        "XDG_CACHE_HOME": str(settings.cache_folder.parent),
    }
    command = [sys.executable, "-m", "bindertui", "-b", str(settings.binder), *words]
    done = subprocess.run(command, env=environment, capture_output=True, check=False, input=given)
    return done.returncode, done.stdout, done.stderr


async def test_a_command_is_like_the_local_verb(settings: Settings) -> None:
    """Both have the same output and exit code, in either language, also if they fail."""
    lines = (
        "outline --json",
        "show unhcr --lang fr",
        "search refugees --json",
        "check",
        "show nobody",
        "show",
        "--help",
    )
    async with connected(CommandRunner(settings)) as client:
        for line in lines:
            if line != "--help":
                assert await run_command(client, line) == run_locally(settings, *line.split())
        results = await asyncio.gather(*(run_command(client, line) for line in lines))
        assert [code for code, _, _ in results] == [0, 0, 0, 0, 1, 2, 0]


async def test_set_reads_stdin(settings: Settings, binder: Path) -> None:
    """An editor may send as much as a file may hold, and the save has their name; a reader is refused."""
    long = "é" * 200_000
    async with connected(CommandRunner(settings), UserRole.EDITOR) as client:
        assert (await run_command(client, "set unhcr#summary.en -", long.encode()))[0] == 0
        assert long in (binder / "partners/unhcr.yaml").read_text()
        code, out, _ = await run_command(client, "history unhcr --json")
        assert (code, json.loads(out)[0]["who"]) == (0, "rita")
    async with connected(CommandRunner(settings)) as client:
        code, _, stderr = await run_command(client, "set unhcr#summary.en -", b"x")
        assert (code, b"You can read this binder but not edit it." in stderr) == (5, True)


async def test_too_much_stdin_is_refused(settings: Settings, binder: Path) -> None:
    """17 MB are refused with a message, nothing is saved, and the connection stays open."""
    before = (binder / "partners/unhcr.yaml").read_bytes()
    async with connected(CommandRunner(settings), UserRole.EDITOR) as client:
        code, out, stderr = await run_command(client, "set unhcr#summary.en -", b"x" * 17_000_000)
        assert (code, out) == (2, b"")
        assert stderr == b"More than 16,777,216 bytes came on stdin. Nothing was saved.\n"
        assert (await run_command(client, "show unhcr#name"))[0] == 0
    assert (binder / "partners/unhcr.yaml").read_bytes() == before


async def test_unread_stdin_is_discarded(settings: Settings) -> None:
    """Megabytes of unread stdin neither block the command nor end the connection."""
    async with connected(CommandRunner(settings)) as client:
        code, out, _ = await run_command(client, "show unhcr#name --lang en", b"x" * 5_000_000)
        assert (code, out) == (0, b"Refugee Agency\n")


@pytest.mark.parametrize("line", ["show 'unhcr", "show a\0b", f"show {'x' * 100_000}", "show \\"])
async def test_invalid_command_lines(settings: Settings, line: str) -> None:
    """They are refused with a message and the exit code of a usage error."""
    async with connected(CommandRunner(settings)) as client:
        code, out, stderr = await run_command(client, line)
        assert (code, out) == (2, b"")
        assert b"command" in stderr


async def test_the_environment_of_a_command(settings: Settings, tmp_path: Path) -> None:
    """A command gets only the server's variables that are on the list."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": "/evil", "LD_PRELOAD": "/evil.so", "GIT_DIR": "/evil"}
    commands = CommandRunner(settings, environment)
    request = CommandRequest("show unhcr", User("rita", UserRole.READER), "fr", color=False)
    async with commands.start(request) as command:
        given, process = "", command.process
        # Nothing is there to be read before the process has become the program.
        while not given and process.returncode is None:
            await asyncio.sleep(0)
            given = Path(f"/proc/{process.pid}/environ").read_bytes().decode()  # noqa: ASYNC240 - it is in memory
    assert dict(line.split("=", 1) for line in given.rstrip("\0").split("\0")) == {
        "PATH": os.environ["PATH"],
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
        "SSH_ORIGINAL_COMMAND": "show unhcr",
    }


def children() -> Iterator[int]:
    """Yield the ids of this process's running children."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
            if int(parent) == os.getpid() and state != "Z":
                yield int(path.parent.name)


async def test_a_command_ends_with_its_client(settings: Settings) -> None:
    """If the connection is lost, the process ends and its slot is free."""
    before = set(children())
    commands = CommandRunner(settings, slots=CommandSlots(max_running=1, max_per_user=1))
    async with connected(commands, UserRole.EDITOR) as client:
        await client.create_process("set unhcr#name.en -", encoding=None)
        await wait_until(lambda: set(children()) - before)
        client.abort()
        await wait_until(lambda: not set(children()) - before)
    async with connected(commands) as client:
        assert (await run_command(client, "show unhcr#name"))[0] == 0


async def test_too_many_commands_at_once(settings: Settings) -> None:
    """Commands beyond a user's limit are refused with exit code 5; those that wait are run later."""
    commands = CommandRunner(settings, slots=CommandSlots(max_running=1, max_per_user=3))
    async with connected(commands) as client:
        results = await asyncio.gather(*(run_command(client, "show unhcr#name --lang en") for _ in range(6)))
    assert sorted(code for code, _, _ in results) == [0, 0, 0, 5, 5, 5]
    assert {stderr for code, _, stderr in results if code} == {
        b"Too many commands are running. Wait for one of them to end, and try again.\n"
    }


async def test_a_command_that_takes_too_long_is_ended(settings: Settings) -> None:
    """It ends with exit code 130 and a message."""
    commands = CommandRunner(settings, timeout=0.5)
    async with connected(commands, UserRole.EDITOR) as client:
        process: Any = await client.create_process("set unhcr#name.en -", encoding=None)
        done = await process.wait()
        assert (done.exit_status, done.stderr) == (130, b"The command took too long and was stopped.\n")


async def test_output_waits_for_the_client(settings: Settings, write_binder: WriteBinder) -> None:
    """A command waits while its client does not read, and the client misses nothing."""
    long = "\n".join(f"  - text: {{en: Paragraph {number} {'x' * 2_000}, fr: P}}" for number in range(4_000))
    write_binder({**FILES, "sections/context.yaml": f"title: {{en: C, fr: C}}\nbody:\n{long}\n"})
    async with connected(CommandRunner(settings)) as client:
        process: Any = await client.create_process("show context --format yaml", encoding=None, window=1 << 16)
        await asyncio.sleep(1)
        out = await process.stdout.read()
        assert len(out) > 8_000_000
        assert out == run_locally(settings, "show", "context", "--format", "yaml")[1]
