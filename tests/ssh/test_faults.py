"""Broken connections, killed processes and full disks: saved changes stay, and drafts are offered again."""

import asyncio
import fcntl
import os
import resource
import select
import signal
import sys
import termios
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import asyncssh
import pytest
from attrs import define, field

from bindertui.ssh.context import ServerLimits
from tests.conftest import WriteBinder
from tests.helpers import PATIENCE, wait_until
from tests.ssh.clients import Client, connected, session
from tests.ssh.conftest import FILES, Keys, Serve
from tests.ssh.guarded_server import read_files
from tests.ssh.server_process import ServerProcess, start_server, write_access_file
from tests.ssh.test_sessions import edit_first


@define
class Wire:
    """A network between a client and a server that can start to drop everything."""

    port: int = 0
    _dark: asyncio.Event = field(init=False, factory=asyncio.Event)
    _tasks: set["asyncio.Task[None]"] = field(init=False, factory=set)

    def cut(self) -> None:
        """Drop everything from now on."""
        self._dark.set()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1 << 16):
            if self._dark.is_set():
                await asyncio.Event().wait()
            writer.write(data)

    @asynccontextmanager
    async def to(self, port: int) -> AsyncIterator["Wire"]:
        """Connect to a port on this machine."""
        writers: list[asyncio.StreamWriter] = []

        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            there = await asyncio.open_connection("127.0.0.1", port)
            writers.extend((writer, there[1]))
            for pair in ((reader, there[1]), (there[0], writer)):
                self._tasks.add(asyncio.create_task(self._carry(*pair)))

        server = await asyncio.start_server(accept, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            for writer in writers:
                writer.close()


def count_drafts(state: Path, text: str) -> int:
    """Return the number of drafts on disk that contain a text."""
    drafts = state.rglob("drafts/**/*.json")
    return sum(text in draft.read_text(errors="replace") for draft in drafts)


async def test_a_network_that_drops_everything(serve: Serve, keys: Keys, tmp_path: Path) -> None:
    """The server gives up a client it cannot reach, keeps the draft, and frees the session."""
    async with serve(ServerLimits(keepalive_interval=0.3)) as serving_, Wire().to(serving_.port) as wire:
        async with (
            connected(wire.port, keys.ed, login_timeout=PATIENCE) as connection,
            session(connection, "one", size=(120, 30)) as client,
        ):
            await edit_first(client, "Half of a ")
            await wait_until(lambda: count_drafts(tmp_path / "state", "Half of a"))
            wire.cut()
            await wait_until(lambda: not serving_.server.context.sessions)
            connection.abort()
        async with (
            connected(serving_.port, keys.ed) as connection,
            session(connection, "one", size=(120, 30)) as client,
        ):
            await resume_draft(client, "Half of a")


async def resume_draft(client: Client, text: str) -> None:
    """Accept the draft that is offered."""
    await client.wait_for("You have unsaved drafts")
    client.type("e")
    await client.wait_for("You have an unsaved draft of")
    client.type("\r")
    await client.wait_for(text)


@pytest.mark.slow
async def test_the_server_is_killed_with_ten_drafts(tmp_path: Path, write_binder: WriteBinder) -> None:
    """After a kill, saved changes are on disk and ten users find their drafts again."""
    names = [f"editor{number}" for number in range(10)]
    binder = write_binder({f"sections/s{number}.yaml": FILES["sections/one.yaml"] for number in range(10)})
    write_access_file(tmp_path, **dict.fromkeys(names, "editor"))
    with start_server(tmp_path, binder) as served:
        assert (await served.run(names[0], "set s0#summary.en Saved"))[0] == 0
        connections = [await served.connect(name) for name in names]
        clients = [await open_at(connection, f"s{number}") for number, connection in enumerate(connections)]
        for number, client in enumerate(clients):
            await edit_first(client, f"Draft {number} ")
        await wait_until(lambda: count_drafts(tmp_path / "state", "Draft ") == 10)
        before = read_files(binder)
        served.process.send_signal(signal.SIGKILL)
        served.process.wait(PATIENCE)
        for connection in connections:
            connection.abort()
    assert read_files(binder) == before
    assert b"summary: {en: Saved," in before["sections/s0.yaml"]
    with start_server(tmp_path, binder) as served:
        for number, name in enumerate(names):
            async with await served.connect(name) as connection:
                await resume_draft(await open_at(connection, f"s{number}"), f"Draft {number}")


async def test_the_server_is_killed_while_a_value_arrives(tmp_path: Path, write_binder: WriteBinder) -> None:
    """The command that is left alone with half a value saves nothing."""
    binder = write_binder(FILES)
    write_access_file(tmp_path, ed="editor")
    with start_server(tmp_path, binder) as served:
        connection = await served.connect("ed")
        client = await connection.create_process("set one#title.en -", encoding=None)
        await wait_until(lambda: commands(binder))
        command = commands(binder)[0]
        # Stopped until the whole input is in its pipe.
        os.kill(command, signal.SIGSTOP)
        client.stdin.write(b"Half of")
        await wait_until(lambda: unread_stdin(command) == len(b"Half of"))
        before = read_files(binder)
        served.process.kill()
        await wait_until(lambda: is_stdin_closed(command))
        os.kill(command, signal.SIGCONT)
        await wait_until(lambda: command not in commands(binder))
        connection.abort()
    assert read_files(binder) == before


def commands(binder: Path) -> list[int]:
    """Return the process ids of running commands."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        # Others end meanwhile.
        with suppress(OSError):
            words = path.read_bytes().split(b"\0")
            if b"remote" in words and f"--binder={binder}".encode() in words:
                found.append(int(path.parent.name))
    return found


def unread_stdin(command: int) -> int:
    """Return the number of unread bytes on a process's stdin."""
    with Path(f"/proc/{command}/fd/0").open("rb", buffering=0) as pipe:
        return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)


def is_stdin_closed(command: int) -> bool:
    """Return whether the other end of a process's stdin is closed."""
    with Path(f"/proc/{command}/fd/0").open("rb", buffering=0) as pipe:
        hung_up = select.poll()
        hung_up.register(pipe, 0)
        return bool(hung_up.poll(0))


async def open_at(connection: asyncssh.SSHClientConnection, place: str) -> Client:
    """Open the app at an address."""
    process: asyncssh.SSHClientProcess[bytes] = await connection.create_process(
        place, term_type="xterm-256color", term_size=(120, 30), encoding=None
    )
    return Client(process, (120, 30))


async def test_a_client_is_killed_in_the_middle_of_an_edit(tmp_path: Path, write_binder: WriteBinder) -> None:
    """The draft is offered at the same user's next session, and not to other users."""
    binder = write_binder(FILES)
    write_access_file(tmp_path, ed="editor", ada="admin")
    with start_server(tmp_path, binder) as served:
        async with await served.connect("ed") as connection:
            client = await open_at(connection, "one")
            await edit_first(client, "Half of a ")
            await wait_until(lambda: count_drafts(tmp_path / "state", "Half of a"))
            connection.abort()
        async with await served.connect("ada") as connection:
            other = await open_at(connection, "one")
            await other.wait_for("/ Search")
            await other.quiet()
            assert "unsaved drafts" not in other.text()
        async with await served.connect("ed") as connection:
            await resume_draft(await open_at(connection, "one"), "Half of a")


@pytest.mark.parametrize("end", ["connection", "input", "server"])
async def test_the_last_word_is_kept(end: str, tmp_path: Path, write_binder: WriteBinder) -> None:
    """Everything that was on the screen is in the draft, even if the session ended right after."""
    binder = write_binder(FILES)
    write_access_file(tmp_path, ed="editor")
    with start_server(tmp_path, binder) as served:
        connection = await served.connect("ed")
        client = await open_at(connection, "one")
        await edit_first(client, "Half of a ")
        await wait_until(lambda: count_drafts(tmp_path / "state", "Half of a"))
        client.type("piece ")
        await client.wait_for("Half of a piece")
        if end == "connection":
            connection.abort()
        elif end == "input":
            client.process.stdin.write_eof()
        else:
            served.process.terminate()
        await wait_until(lambda: count_drafts(tmp_path / "state", "Half of a piece"))
        connection.abort()


async def test_a_full_disk(tmp_path: Path, write_binder: WriteBinder) -> None:
    """Saves fail with a message and lose nothing, the server keeps serving, and drafts are offered again."""
    long = "\n".join(f"  - text: {{en: Paragraph {number} {'x' * 80}, fr: P}}" for number in range(400))
    binder = write_binder({**FILES, "sections/long.yaml": f"title: {{en: Long, fr: Long}}\nbody:\n{long}\n"})
    write_access_file(tmp_path, rita="reader", ed="editor")
    # Python would leave truncated bytecode files behind, which cannot be imported.
    with start_server(tmp_path, binder, PYTHONDONTWRITEBYTECODE="1") as served:
        async with await served.connect("ed") as connection:
            client = await open_at(connection, "one")
            await edit_first(client, "Half of a ")
            await wait_until(lambda: count_drafts(tmp_path / "state", "Half of a"))
            before = read_files(binder)
            limit_file_size(served, 1_000)
            code, _, stderr = await served.run("ed", "set long#title.en Longer")
            assert code not in {0, None}
            assert b"Traceback" not in stderr
            assert stderr
            client.type("piece ")
            await client.quiet()
            assert "Half of a piece" in client.text()
            assert (await served.run("rita", "show one#summary --lang en"))[:2] == (0, b"What comes first.\n")
            assert read_files(binder) == before
            limit_file_size(served, resource.RLIM_INFINITY)
            client.type("of work ")
            await wait_until(lambda: count_drafts(tmp_path / "state", "Half of a piece of work"))
            assert (await served.run("ed", "set long#title.en Longer"))[0] == 0
            connection.abort()
        async with await served.connect("ed") as connection:
            await resume_draft(await open_at(connection, "one"), "Half of a piece of work")
        assert "Traceback" not in served.log


def limit_file_size(served: ServerProcess, most: int) -> None:
    """Limit the size of files that the server and its children can write."""
    assert served.process is not None
    _, hard = resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, (most, hard))
