"""SSH clients for benchmarks: they time and count the server's output."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter
from typing import Any, Self

import asyncssh
from attrs import frozen

from bench.ssh_server_process import ServerProcess
from bench.terminal import NARROW, TIMEOUT, NoOutputError, without_escapes

_QUIET = 0.5


@frozen
class SessionRequest:
    """What to open in a session.

    Attributes:
        line: the command line; None for the front page.
        marker: the beginning of the expected text.
    """

    line: str | None
    marker: str


class ClientSession(asyncssh.SSHClientSession[bytes]):
    """A session with a terminal.

    Attributes:
        output: the output since it was last cleared.
    """

    def __init__(self) -> None:
        self.output = b""
        self._received = asyncio.Event()
        self._first_at = self._last_at = 0.0
        self._ended = False
        self._channel: asyncssh.SSHClientChannel[bytes] | None = None

    # Callbacks of asyncssh

    def connection_made(self, chan: asyncssh.SSHClientChannel[bytes]) -> None:
        """Store the channel."""
        self._channel = chan

    def data_received(self, data: bytes, datatype: asyncssh.DataType) -> None:
        """Store output and its time."""
        self._last_at = perf_counter()
        if not self.output:
            self._first_at = self._last_at
        self.output += data
        self._received.set()

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that the session has ended."""
        self._ended = True
        self._received.set()

    # Actions and measurements

    async def wait_for_text(self, text: str) -> None:
        """Wait until a text appears.

        Raises:
            NoOutputError: it did not appear.
        """
        first = text.split(maxsplit=1)[0].encode()
        while not (first in self.output and text in without_escapes(self.output)):
            if self._ended or not await self._wait_for_output(TIMEOUT):
                raise NoOutputError(f"{text!r} was not shown, but {without_escapes(self.output)[-300:]!r}")

    async def wait_until_quiet(self, seconds: float) -> None:
        """Wait until there is no output for a number of seconds."""
        while await self._wait_for_output(seconds):
            pass

    async def time_key(self, keys: bytes) -> float:
        """Return the milliseconds from a key to the first output.

        Raises:
            NoOutputError: there was no output.
        """
        self.output = b""
        start = perf_counter()
        self.press(keys)
        if not await self._wait_for_output(TIMEOUT):
            raise NoOutputError(f"{keys!r} changed nothing.")
        return 1000 * (self._first_at - start)

    async def count_bytes(self, keys: bytes, quiet: float) -> int:
        """Return the bytes of output after some keys, until it is quiet."""
        self.output = b""
        self._received.clear()
        self.press(keys)
        await self.wait_until_quiet(quiet)
        return len(self.output)

    def press(self, keys: bytes) -> None:
        """Press keys without waiting."""
        assert self._channel is not None
        self._channel.write(keys)

    async def quit(self) -> None:
        """Press the quit key and wait for the end of the session."""
        self.press(b"q")
        while not self._ended:
            await self._wait_for_output(TIMEOUT)

    async def _wait_for_output(self, seconds: float) -> bool:
        """Return whether there is output within a number of seconds."""
        try:
            await asyncio.wait_for(self._received.wait(), seconds)
        except TimeoutError:
            return False
        self._received.clear()
        return not self._ended


class CountingClient(asyncssh.SSHClient):
    """A connection that counts the bytes received over the network.

    Attributes:
        bytes_received: the bytes received so far.
    """

    def __init__(self) -> None:
        self.bytes_received = 0

    def connection_made(self, conn: asyncssh.SSHClientConnection) -> None:
        """Start counting with the first byte."""
        receive = conn.data_received

        def counted(data: bytes, datatype: Any = None) -> None:
            self.bytes_received += len(data)
            receive(data, datatype)

        conn.data_received = counted  # type: ignore[method-assign]


class Client:
    """A connection with one session.

    Attributes:
        connection: the connection.
        counter: counts the bytes received.
        session: the session.
    """

    def __init__(
        self, connection: asyncssh.SSHClientConnection, counter: CountingClient, session: ClientSession
    ) -> None:
        self.connection = connection
        self.counter = counter
        self.session = session

    @classmethod
    async def connect(
        cls,
        server: ServerProcess,
        number: int,
        line: str | None,
        *,
        size: tuple[int, int] = NARROW,
        compressed: bool = False,
    ) -> Self:
        """Log in and start the app.

        Args:
            server: the server.
            number: which client; clients log in as different users in turn.
            line: the command line; None opens the front page.
            size: the terminal's columns and rows.
            compressed: whether to compress the connection.
        """
        counter, session = CountingClient(), ClientSession()
        connection, _ = await asyncssh.create_connection(
            lambda: counter,
            "127.0.0.1",
            server.port,
            username="someone",
            client_keys=[server.keys[number % len(server.keys)]],
            known_hosts=None,
            config=None,
            agent_path=None,
            compression_algs=["zlib@openssh.com"] if compressed else ["none"],
        )
        await connection.create_session(
            lambda: session, line, term_type="xterm-256color", term_size=size, encoding=None, env={"LANG": "C.UTF-8"}
        )
        return cls(connection, counter, session)

    async def quit(self) -> None:
        """Quit the app and disconnect."""
        await self.session.quit()
        await self.disconnect()

    async def disconnect(self) -> None:
        """Close the connection."""
        self.connection.close()
        await self.connection.wait_closed()


async def time_login(server: ServerProcess, number: int, request: SessionRequest) -> tuple[float, Client]:
    """Return the milliseconds from connecting to the first text, and the client."""
    start = perf_counter()
    client = await Client.connect(server, number, request.line)
    await client.session.wait_for_text(request.marker)
    return 1000 * (perf_counter() - start), client


@asynccontextmanager
async def reading_client(
    server: ServerProcess, request: SessionRequest, *, size: tuple[int, int] = NARROW, compressed: bool = False
) -> AsyncIterator[Client]:
    """Connect, open a document, and yield the client once the session is quiet."""
    client = await Client.connect(server, 0, request.line, size=size, compressed=compressed)
    await client.session.wait_for_text(request.marker)
    await client.session.wait_until_quiet(_QUIET)
    try:
        yield client
    finally:
        await client.disconnect()
