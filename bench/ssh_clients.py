"""Clients of a server that is measured: when what it sends arrives, and how much that is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter
from typing import Any, Self

import asyncssh
from attrs import frozen

from bench.ssh_host import Host
from bench.terminal import LONGEST, NARROW, SilentError, without_escapes

_QUIET = 0.5


@frozen
class Wish:
    """What is opened.

    Attributes:
        line: the command line; None for the front page.
        marker: how the text begins that is shown then.
    """

    line: str | None
    marker: str


class Visit(asyncssh.SSHClientSession[bytes]):
    """A session with a terminal.

    Attributes:
        seen: what has come since it was last forgotten.
    """

    def __init__(self) -> None:
        self.seen = b""
        self._came = asyncio.Event()
        self._first = self._last = 0.0
        self._over = False
        self._channel: asyncssh.SSHClientChannel[bytes] | None = None

    # What asyncssh tells

    def connection_made(self, chan: asyncssh.SSHClientChannel[bytes]) -> None:
        """The channel is open."""
        self._channel = chan

    def data_received(self, data: bytes, datatype: asyncssh.DataType) -> None:
        """Something came."""
        self._last = perf_counter()
        if not self.seen:
            self._first = self._last
        self.seen += data
        self._came.set()

    def connection_lost(self, exc: Exception | None) -> None:
        """The session is over."""
        self._over = True
        self._came.set()

    # What is done and measured

    async def shows(self, text: str) -> None:
        """Wait until a text has come.

        Raises:
            SilentError: it never did.
        """
        first = text.split(maxsplit=1)[0].encode()
        while not (first in self.seen and text in without_escapes(self.seen)):
            if self._over or not await self._more(LONGEST):
                raise SilentError(f"{text!r} was not shown, but {without_escapes(self.seen)[-300:]!r}")

    async def quiet(self, seconds: float) -> None:
        """Wait until nothing has come for so long."""
        while await self._more(seconds):
            pass

    async def stroke(self, keys: bytes) -> float:
        """Milliseconds from a key to the first of what it changes.

        Raises:
            SilentError: nothing came.
        """
        self.seen = b""
        start = perf_counter()
        self.press(keys)
        if not await self._more(LONGEST):
            raise SilentError(f"{keys!r} changed nothing.")
        return 1000 * (self._first - start)

    async def size(self, keys: bytes, quiet: float) -> int:
        """Bytes that come after some keys until nothing has come for so long."""
        self.seen = b""
        self._came.clear()
        self.press(keys)
        await self.quiet(quiet)
        return len(self.seen)

    def press(self, keys: bytes) -> None:
        """Press keys, and wait for nothing."""
        assert self._channel is not None
        self._channel.write(keys)

    async def quit(self) -> None:
        """Press the key that ends the app, and wait until the session is over."""
        self.press(b"q")
        while not self._over:
            await self._more(LONGEST)

    async def _more(self, seconds: float) -> bool:
        """Whether something comes within so many seconds."""
        try:
            await asyncio.wait_for(self._came.wait(), seconds)
        except TimeoutError:
            return False
        self._came.clear()
        return not self._over


class Wire(asyncssh.SSHClient):
    """A connection whose bytes are counted as they come over the line.

    Attributes:
        received: how many have come.
    """

    def __init__(self) -> None:
        self.received = 0

    def connection_made(self, conn: asyncssh.SSHClientConnection) -> None:
        """The connection stands; count from its first byte."""
        receive = conn.data_received

        def counted(data: bytes, datatype: Any = None) -> None:
            self.received += len(data)
            receive(data, datatype)

        conn.data_received = counted  # type: ignore[method-assign]


class Guest:
    """Somebody with a connection and one session on it.

    Attributes:
        connection: it.
        wire: counts what comes.
        visit: the session.
    """

    def __init__(self, connection: asyncssh.SSHClientConnection, wire: Wire, visit: Visit) -> None:
        self.connection = connection
        self.wire = wire
        self.visit = visit

    @classmethod
    async def coming(
        cls, host: Host, number: int, line: str | None, *, size: tuple[int, int] = NARROW, compressed: bool = False
    ) -> Self:
        """A guest who has logged in, and for whom the app begins to run.

        Args:
            host: where.
            number: which guest; they are different people by turns.
            line: the command line; None opens the front page.
            size: of their terminal, in columns and rows.
            compressed: whether the line is.
        """
        wire, visit = Wire(), Visit()
        connection, _ = await asyncssh.create_connection(
            lambda: wire,
            "127.0.0.1",
            host.port,
            username="someone",
            client_keys=[host.keys[number % len(host.keys)]],
            known_hosts=None,
            config=None,
            agent_path=None,
            compression_algs=["zlib@openssh.com"] if compressed else ["none"],
        )
        await connection.create_session(
            lambda: visit, line, term_type="xterm-256color", term_size=size, encoding=None, env={"LANG": "C.UTF-8"}
        )
        return cls(connection, wire, visit)

    async def leave(self) -> None:
        """Quit the app and hang up."""
        await self.visit.quit()
        await self.hang_up()

    async def hang_up(self) -> None:
        """Close the connection."""
        self.connection.close()
        await self.connection.wait_closed()


async def first_text(host: Host, number: int, wish: Wish) -> tuple[float, Guest]:
    """Milliseconds from connecting until the text stands there, and whose it is."""
    start = perf_counter()
    guest = await Guest.coming(host, number, wish.line)
    await guest.visit.shows(wish.marker)
    return 1000 * (perf_counter() - start), guest


@asynccontextmanager
async def reading(
    host: Host, wish: Wish, *, size: tuple[int, int] = NARROW, compressed: bool = False
) -> AsyncIterator[Guest]:
    """A guest who reads, with nothing more to come."""
    guest = await Guest.coming(host, 0, wish.line, size=size, compressed=compressed)
    await guest.visit.shows(wish.marker)
    await guest.visit.quiet(_QUIET)
    try:
        yield guest
    finally:
        await guest.hang_up()
