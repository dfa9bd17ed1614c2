"""Commands over a real connection: what they give, what they cost others, and that they end with their client."""

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
    """Runs one command on a channel."""

    def __init__(self, commands: CommandRunner, who: User) -> None:
        self._commands = commands
        self._who = who

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        """A channel is open."""
        self._channel = chan

    def exec_requested(self, command: str) -> bool:
        """Take the command."""
        request = CommandRequest(command, self._who, "en")
        self._execution = CommandSession(self._commands, request, self._channel)
        return True

    def session_started(self) -> None:
        """Run it."""
        self._task = asyncio.ensure_future(self._run())

    async def _run(self) -> None:
        self._channel.exit(await self._execution.run())

    def data_received(self, data: bytes, datatype: asyncssh.DataType) -> None:
        """Hand on what comes."""
        self._execution.feed(data)

    def eof_received(self) -> bool:
        """Nothing more comes."""
        self._execution.feed_eof()
        return True

    def pause_writing(self) -> None:
        """The client does not read."""
        self._execution.pause_output()

    def resume_writing(self) -> None:
        """It reads again."""
        self._execution.resume_output()

    def connection_lost(self, exc: Exception | None) -> None:
        """End the command."""
        self._task.cancel()


class Door(asyncssh.SSHServer):
    """Lets everybody in as somebody."""

    def __init__(self, commands: CommandRunner, who: User) -> None:
        self._commands = commands
        self._who = who

    def begin_auth(self, username: str) -> bool:
        """Ask for nothing."""
        return False

    def session_requested(self) -> Running:
        """Run a command."""
        return Running(self._commands, self._who)


@pytest.fixture
def binder(write_binder: WriteBinder) -> Path:
    """A small binder."""
    return write_binder(FILES)


@pytest.fixture
def settings(binder: Path, tmp_path: Path) -> Settings:
    """The settings of a server."""
    return Settings.resolve(
        {"XDG_STATE_HOME": f"{tmp_path}/state", "XDG_CACHE_HOME": f"{tmp_path}/cache"}, binder=binder
    )


@asynccontextmanager
async def connected(
    commands: CommandRunner, role: UserRole = UserRole.READER
) -> AsyncIterator[asyncssh.SSHClientConnection]:
    """A client that is connected as rita."""
    key = asyncssh.generate_private_key("ssh-ed25519")
    who = User("rita", role)
    server = await asyncssh.listen(
        "127.0.0.1", 0, server_factory=lambda: Door(commands, who), server_host_keys=[key], encoding=None
    )
    async with server, asyncssh.connect("127.0.0.1", server.get_port(), known_hosts=None, config=None) as client:
        yield client


async def sent(client: asyncssh.SSHClientConnection, line: str, given: bytes = b"") -> tuple[int, bytes, bytes]:
    """The exit code and the streams of a command."""
    done = await client.run(line, input=given, encoding=None, check=False)
    assert done.exit_status is not None
    return done.exit_status, bytes(done.stdout or b""), bytes(done.stderr or b"")  # type: ignore[arg-type] # no encoding


def here(settings: Settings, *words: str, given: bytes = b"") -> tuple[int, bytes, bytes]:
    """The same of a verb that runs on this machine."""
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "LC_ALL": "C.UTF-8"}
    environment |= {
        "XDG_STATE_HOME": str(settings.state_folder.parent),
        "XDG_CACHE_HOME": str(settings.cache_folder.parent),
    }
    command = [sys.executable, "-m", "bindertui", "-b", str(settings.binder), *words]
    done = subprocess.run(command, env=environment, capture_output=True, check=False, input=given)
    return done.returncode, done.stdout, done.stderr


async def test_a_command_gives_what_the_verb_gives_here(settings: Settings) -> None:
    """The same bytes on both streams and the same exit code, in either language, for good and for bad commands."""
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
                assert await sent(client, line) == here(settings, *line.split())
        told = await asyncio.gather(*(sent(client, line) for line in lines))
        assert [code for code, _, _ in told] == [0, 0, 0, 0, 1, 2, 0]


async def test_what_is_set_comes_on_stdin(settings: Settings, binder: Path) -> None:
    """As much of it as a file may hold; what an editor saves carries their name; a reader is refused."""
    long = "é" * 200_000
    async with connected(CommandRunner(settings), UserRole.EDITOR) as client:
        assert (await sent(client, "set unhcr#summary.en -", long.encode()))[0] == 0
        assert long in (binder / "partners/unhcr.yaml").read_text()
        code, out, _ = await sent(client, "history unhcr --json")
        assert (code, json.loads(out)[0]["who"]) == (0, "rita")
    async with connected(CommandRunner(settings)) as client:
        code, _, said = await sent(client, "set unhcr#summary.en -", b"x")
        assert (code, b"You can read this binder but not edit it." in said) == (5, True)


async def test_more_on_stdin_than_a_file_holds_is_refused(settings: Settings, binder: Path) -> None:
    """Nothing is saved of 17 MB, the words say so, and the connection goes on."""
    before = (binder / "partners/unhcr.yaml").read_bytes()
    async with connected(CommandRunner(settings), UserRole.EDITOR) as client:
        code, out, said = await sent(client, "set unhcr#summary.en -", b"x" * 17_000_000)
        assert (code, out) == (2, b"")
        assert said == b"More than 16,777,216 bytes came on stdin. Nothing was saved.\n"
        assert (await sent(client, "show unhcr#name"))[0] == 0
    assert (binder / "partners/unhcr.yaml").read_bytes() == before


async def test_a_command_that_reads_nothing_takes_what_is_sent(settings: Settings) -> None:
    """Megabytes that nobody reads neither hold the command up nor end the connection."""
    async with connected(CommandRunner(settings)) as client:
        code, out, _ = await sent(client, "show unhcr#name --lang en", b"x" * 5_000_000)
        assert (code, out) == (0, b"Refugee Agency\n")


@pytest.mark.parametrize("line", ["show 'unhcr", "show a\0b", f"show {'x' * 100_000}", "show \\"])
async def test_lines_that_are_no_commands(settings: Settings, line: str) -> None:
    """They are refused with a sentence and as a usage error."""
    async with connected(CommandRunner(settings)) as client:
        code, out, said = await sent(client, line)
        assert (code, out) == (2, b"")
        assert b"command" in said


async def test_nothing_of_a_client_reaches_the_environment(settings: Settings, tmp_path: Path) -> None:
    """A command has what the server gives it, whatever the client and the server's own environment hold."""
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
    """The processes that this one has started and that have not ended."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
            if int(parent) == os.getpid() and state != "Z":
                yield int(path.parent.name)


async def test_a_command_ends_with_its_client(settings: Settings) -> None:
    """When the connection is lost, the process is gone as well, and its turn is free."""
    before = set(children())
    commands = CommandRunner(settings, slots=CommandSlots(max_running=1, max_per_user=1))
    async with connected(commands, UserRole.EDITOR) as client:
        await client.create_process("set unhcr#name.en -", encoding=None)
        await wait_until(lambda: set(children()) - before)
        client.abort()
        await wait_until(lambda: not set(children()) - before)
    async with connected(commands) as client:
        assert (await sent(client, "show unhcr#name"))[0] == 0


async def test_too_many_commands_at_once(settings: Settings) -> None:
    """One person has so many and no more; the others are refused with exit code 5; those that wait get their turn."""
    commands = CommandRunner(settings, slots=CommandSlots(max_running=1, max_per_user=3))
    async with connected(commands) as client:
        told = await asyncio.gather(*(sent(client, "show unhcr#name --lang en") for _ in range(6)))
    assert sorted(code for code, _, _ in told) == [0, 0, 0, 5, 5, 5]
    assert {said for code, _, said in told if code} == {
        b"Too many commands are running. Wait for one of them to end, and try again.\n"
    }


async def test_a_command_that_takes_too_long_is_ended(settings: Settings) -> None:
    """It ends with 130 and a sentence."""
    commands = CommandRunner(settings, timeout=0.5)
    async with connected(commands, UserRole.EDITOR) as client:
        process: Any = await client.create_process("set unhcr#name.en -", encoding=None)
        done = await process.wait()
        assert (done.exit_status, done.stderr) == (130, b"The command took too long and was stopped.\n")


async def test_a_client_that_does_not_read_holds_its_own_command(settings: Settings, write_binder: WriteBinder) -> None:
    """The server keeps no more than a window of what is written, and the rest comes when it is read."""
    long = "\n".join(f"  - text: {{en: Paragraph {number} {'x' * 2_000}, fr: P}}" for number in range(4_000))
    write_binder({**FILES, "sections/context.yaml": f"title: {{en: C, fr: C}}\nbody:\n{long}\n"})
    async with connected(CommandRunner(settings)) as client:
        process: Any = await client.create_process("show context --format yaml", encoding=None, window=1 << 16)
        await asyncio.sleep(1)
        out = await process.stdout.read()
        assert len(out) > 8_000_000
        assert out == here(settings, "show", "context", "--format", "yaml")[1]
