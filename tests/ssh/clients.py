"""Clients of a real server: what they are sent is drawn by pyte."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import asyncssh
import pyte

from tests.helpers import PATIENCE


class Client:
    """A terminal with a session on a server.

    Attributes:
        raw: what was received.
    """

    def __init__(self, process: asyncssh.SSHClientProcess[bytes], size: tuple[int, int]) -> None:
        self.process = process
        self.screen = pyte.Screen(*size)
        self.raw = b""
        self._stream = pyte.ByteStream(self.screen)

    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self.screen.display)

    def type(self, keys: str | bytes) -> None:
        """Type keys."""
        self.process.stdin.write(keys if isinstance(keys, bytes) else keys.encode())

    def size(self, width: int, height: int) -> None:
        """Give the terminal another size."""
        self.screen.resize(height, width)
        self.process.change_terminal_size(width, height)

    async def read(self, seconds: float) -> bool:
        """Take in what comes; False if nothing does for so long, or the session is over."""
        try:
            data = await asyncio.wait_for(self.process.stdout.read(65536), seconds)
        except TimeoutError:
            return False
        self.raw += data
        self._stream.feed(data)
        return bool(data)

    async def wait_for(self, what: str | Callable[[], bool]) -> None:
        """Wait until a text, or whatever is asked for, is there."""

        def seen() -> bool:
            return what in self.text() if isinstance(what, str) else what()

        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while not seen():
            if not await self.read(max(end - loop.time(), 0)) and not seen():
                raise AssertionError(f"waited in vain; the screen shows\n{self.text()}")

    async def quiet(self, seconds: float = 0.6) -> None:
        """Take in everything until nothing has come for so long."""
        while await self.read(seconds):
            pass

    async def end(self) -> int | None:
        """Wait for the session to end by itself; its exit code."""
        while await self.read(PATIENCE):
            pass
        await asyncio.wait_for(self.process.wait_closed(), PATIENCE)
        return self.process.exit_status


@asynccontextmanager
async def connected(
    port: int, key: asyncssh.SSHKey | None, name: str = "someone", **options: Any
) -> AsyncIterator[asyncssh.SSHClientConnection]:
    """A connection to the server on a port of this machine, with a key or with none."""
    connection = await asyncssh.connect(
        "127.0.0.1",
        port,
        **{
            "username": name,
            "client_keys": [key] if key else None,
            "known_hosts": None,
            "config": None,
            "agent_path": None,
            **options,
        },
    )
    async with connection:
        yield connection


@asynccontextmanager
async def session(
    connection: asyncssh.SSHClientConnection,
    command: str | None = None,
    *,
    size: tuple[int, int] = (80, 24),
    term: str = "xterm-256color",
    **options: Any,
) -> AsyncIterator[Client]:
    """A session with a terminal."""
    process: asyncssh.SSHClientProcess[bytes] = await connection.create_process(
        command, term_type=term, term_size=size, encoding=None, **options
    )
    try:
        yield Client(process, (size[0] or 80, size[1] or 24))
    finally:
        process.close()
