"""Clients of a real server; pyte draws their screens."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import asyncssh
import pyte

from tests.helpers import PATIENCE


class Client:
    """A client's terminal with a session on a server.

    Attributes:
        raw: all bytes received.
    """

    def __init__(self, process: asyncssh.SSHClientProcess[bytes], size: tuple[int, int]) -> None:
        self.process = process
        self.screen = pyte.Screen(*size)
        self.raw = b""
        self._stream = pyte.ByteStream(self.screen)

    def text(self) -> str:
        """Return the text on the screen."""
        return "\n".join(self.screen.display)

    def type(self, keys: str | bytes) -> None:
        """Send keys."""
        self.process.stdin.write(keys if isinstance(keys, bytes) else keys.encode())

    def size(self, width: int, height: int) -> None:
        """Resize the terminal."""
        self.screen.resize(height, width)
        self.process.change_terminal_size(width, height)

    async def read(self, seconds: float) -> bool:
        """Read some output; return False if there is none for some seconds, or the session has ended."""
        try:
            data = await asyncio.wait_for(self.process.stdout.read(65536), seconds)
        except TimeoutError:
            return False
        self.raw += data
        self._stream.feed(data)
        return bool(data)

    async def wait_for(self, what: str | Callable[[], bool]) -> None:
        """Wait until a text is on the screen, or until a condition is true."""

        def seen() -> bool:
            return what in self.text() if isinstance(what, str) else what()

        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while not seen():
            if not await self.read(max(end - loop.time(), 0)) and not seen():
                raise AssertionError(f"waited in vain; the screen shows\n{self.text()}")

    async def quiet(self, seconds: float = 0.6) -> None:
        """Read output until there is none for some seconds."""
        while await self.read(seconds):
            pass

    async def end(self) -> int | None:
        """Wait until the session ends, and return its exit code."""
        while await self.read(PATIENCE):
            pass
        await asyncio.wait_for(self.process.wait_closed(), PATIENCE)
        return self.process.exit_status


@asynccontextmanager
async def connected(
    port: int, key: asyncssh.SSHKey | None, name: str = "someone", **options: Any
) -> AsyncIterator[asyncssh.SSHClientConnection]:
    """Connect to a server on this machine, with a key or without."""
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
    """Open a session with a terminal."""
    process: asyncssh.SSHClientProcess[bytes] = await connection.create_process(
        command, term_type=term, term_size=size, encoding=None, **options
    )
    try:
        yield Client(process, (size[0] or 80, size[1] or 24))
    finally:
        process.close()
