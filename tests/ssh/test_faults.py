"""When the line breaks, the server dies or the disk is full: nothing saved is lost, and drafts come back."""

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
from tests.ssh.guarded import contents
from tests.ssh.serving import Served, admitted, serving
from tests.ssh.test_sessions import edit_first


@define
class Wire:
    """A network between a client and a server, which can go dark: nothing is refused, and nothing arrives."""

    port: int = 0
    _dark: asyncio.Event = field(init=False, factory=asyncio.Event)
    _tasks: set["asyncio.Task[None]"] = field(init=False, factory=set)

    def cut(self) -> None:
        """Go dark."""
        self._dark.set()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1 << 16):
            if self._dark.is_set():
                await asyncio.Event().wait()
            writer.write(data)

    @asynccontextmanager
    async def to(self, port: int) -> AsyncIterator["Wire"]:
        """Lead to a port of this machine."""
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


def kept(state: Path, text: str) -> int:
    """How many drafts on the disk hold a text."""
    drafts = state.rglob("drafts/**/*.json")
    return sum(text in draft.read_text(errors="replace") for draft in drafts)


async def test_a_network_that_swallows_everything(serve: Serve, keys: Keys, tmp_path: Path) -> None:
    """A client of whom nothing is heard any more is given up, its draft is there, and its place is free again."""
    async with serve(ServerLimits(keepalive_interval=0.3)) as serving_, Wire().to(serving_.port) as wire:
        async with (
            connected(wire.port, keys.ed, login_timeout=PATIENCE) as connection,
            session(connection, "one", size=(120, 30)) as client,
        ):
            await edit_first(client, "Half of a ")
            await wait_until(lambda: kept(tmp_path / "state", "Half of a"))
            wire.cut()
            await wait_until(lambda: not serving_.server.context.sessions)
            connection.abort()
        async with (
            connected(serving_.port, keys.ed) as connection,
            session(connection, "one", size=(120, 30)) as client,
        ):
            await resumed(client, "Half of a")


async def resumed(client: Client, text: str) -> None:
    """Find the draft offered, and take it up."""
    await client.wait_for("There are unsaved drafts")
    client.type("e")
    await client.wait_for("An unsaved draft of")
    client.type("\r")
    await client.wait_for(text)


@pytest.mark.slow
async def test_the_server_is_killed_with_ten_drafts(tmp_path: Path, write_binder: WriteBinder) -> None:
    """Ten people type when the server is killed: what was saved is there, and each finds their own draft again."""
    names = [f"editor{number}" for number in range(10)]
    binder = write_binder({f"sections/s{number}.yaml": FILES["sections/one.yaml"] for number in range(10)})
    admitted(tmp_path, **dict.fromkeys(names, "editor"))
    with serving(tmp_path, binder) as served:
        assert (await served.run(names[0], "set s0#summary.en Saved"))[0] == 0
        connections = [await served.connect(name) for name in names]
        clients = [await typing(connection, f"s{number}") for number, connection in enumerate(connections)]
        for number, client in enumerate(clients):
            await edit_first(client, f"Draft {number} ")
        await wait_until(lambda: kept(tmp_path / "state", "Draft ") == 10)
        before = contents(binder)
        served.process.send_signal(signal.SIGKILL)
        served.process.wait(PATIENCE)
        for connection in connections:
            connection.abort()
    assert contents(binder) == before
    assert b"summary: {en: Saved," in before["sections/s0.yaml"]
    with serving(tmp_path, binder) as served:
        for number, name in enumerate(names):
            async with await served.connect(name) as connection:
                await resumed(await typing(connection, f"s{number}"), f"Draft {number}")


async def test_the_server_is_killed_in_the_middle_of_a_value(tmp_path: Path, write_binder: WriteBinder) -> None:
    """What came on stdin until then is half of something: the command that is left alone saves none of it."""
    binder = write_binder(FILES)
    admitted(tmp_path, ed="editor")
    with serving(tmp_path, binder) as served:
        connection = await served.connect("ed")
        client = await connection.create_process("set one#title.en -", encoding=None)
        await wait_until(lambda: commands(binder))
        command = commands(binder)[0]
        # Held until all that the client has sent lies in front of it.
        os.kill(command, signal.SIGSTOP)
        client.stdin.write(b"Half of")
        await wait_until(lambda: waiting(command) == len(b"Half of"))
        before = contents(binder)
        served.process.kill()
        await wait_until(lambda: alone(command))
        os.kill(command, signal.SIGCONT)
        await wait_until(lambda: command not in commands(binder))
        connection.abort()
    assert contents(binder) == before


def commands(binder: Path) -> list[int]:
    """The processes of commands that run for clients."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        # Others end meanwhile.
        with suppress(OSError):
            words = path.read_bytes().split(b"\0")
            if b"remote" in words and f"--binder={binder}".encode() in words:
                found.append(int(path.parent.name))
    return found


def waiting(command: int) -> int:
    """Bytes that lie on the stdin of a process."""
    with Path(f"/proc/{command}/fd/0").open("rb", buffering=0) as pipe:
        return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)


def alone(command: int) -> bool:
    """Whether nobody holds the other end of the stdin of a process any more."""
    with Path(f"/proc/{command}/fd/0").open("rb", buffering=0) as pipe:
        hung_up = select.poll()
        hung_up.register(pipe, 0)
        return bool(hung_up.poll(0))


async def typing(connection: asyncssh.SSHClientConnection, place: str) -> Client:
    """A terminal that shows a place."""
    process: asyncssh.SSHClientProcess[bytes] = await connection.create_process(
        place, term_type="xterm-256color", term_size=(120, 30), encoding=None
    )
    return Client(process, (120, 30))


async def test_a_client_is_killed_in_the_middle_of_an_edit(tmp_path: Path, write_binder: WriteBinder) -> None:
    """A client goes without a word: the draft is there for the next session, and only for whose it is."""
    binder = write_binder(FILES)
    admitted(tmp_path, ed="editor", ada="admin")
    with serving(tmp_path, binder) as served:
        async with await served.connect("ed") as connection:
            client = await typing(connection, "one")
            await edit_first(client, "Half of a ")
            await wait_until(lambda: kept(tmp_path / "state", "Half of a"))
            connection.abort()
        async with await served.connect("ada") as connection:
            other = await typing(connection, "one")
            await other.wait_for("/ Search")
            await other.quiet()
            assert "unsaved drafts" not in other.text()
        async with await served.connect("ed") as connection:
            await resumed(await typing(connection, "one"), "Half of a")


@pytest.mark.parametrize("end", ["connection", "input", "server"])
async def test_the_last_word_is_kept(end: str, tmp_path: Path, write_binder: WriteBinder) -> None:
    """Whatever could be read on the screen is in the draft, however soon the end came after it."""
    binder = write_binder(FILES)
    admitted(tmp_path, ed="editor")
    with serving(tmp_path, binder) as served:
        connection = await served.connect("ed")
        client = await typing(connection, "one")
        await edit_first(client, "Half of a ")
        await wait_until(lambda: kept(tmp_path / "state", "Half of a"))
        client.type("piece ")
        await client.wait_for("Half of a piece")
        if end == "connection":
            connection.abort()
        elif end == "input":
            client.process.stdin.write_eof()
        else:
            served.process.terminate()
        await wait_until(lambda: kept(tmp_path / "state", "Half of a piece"))
        connection.abort()


async def test_a_disk_that_is_full(tmp_path: Path, write_binder: WriteBinder) -> None:
    """No file can grow: saves fail in a sentence and lose nothing, the server serves, and drafts come back."""
    long = "\n".join(f"  - text: {{en: Paragraph {number} {'x' * 80}, fr: P}}" for number in range(400))
    binder = write_binder({**FILES, "sections/long.yaml": f"title: {{en: Long, fr: Long}}\nbody:\n{long}\n"})
    admitted(tmp_path, rita="reader", ed="editor")
    # Python would leave halves of compiled modules beside the sources, which nothing could import any more.
    with serving(tmp_path, binder, PYTHONDONTWRITEBYTECODE="1") as served:
        async with await served.connect("ed") as connection:
            client = await typing(connection, "one")
            await edit_first(client, "Half of a ")
            await wait_until(lambda: kept(tmp_path / "state", "Half of a"))
            before = contents(binder)
            full(served, 1_000)
            code, _, said = await served.run("ed", "set long#title.en Longer")
            assert code not in {0, None}
            assert b"Traceback" not in said
            assert said
            client.type("piece ")
            await client.quiet()
            assert "Half of a piece" in client.text()
            assert (await served.run("rita", "show one#summary --lang en"))[:2] == (0, b"What comes first.\n")
            assert contents(binder) == before
            full(served, resource.RLIM_INFINITY)
            client.type("of work ")
            await wait_until(lambda: kept(tmp_path / "state", "Half of a piece of work"))
            assert (await served.run("ed", "set long#title.en Longer"))[0] == 0
            connection.abort()
        async with await served.connect("ed") as connection:
            await resumed(await typing(connection, "one"), "Half of a piece of work")
        assert "Traceback" not in served.log


def full(served: Served, most: int) -> None:
    """Let no file of the server, or of what it starts, grow beyond so many bytes."""
    assert served.process is not None
    _, hard = resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, (most, hard))
