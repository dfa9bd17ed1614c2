"""One command on a channel: what it reads and writes, no faster than either side can follow, and its exit code."""

import asyncio
from contextlib import suppress
from typing import Any, Protocol

from bindertui.errors import BinderError, ExitCode
from bindertui.services.remote import words_of
from bindertui.speech import Wording, wording
from bindertui.ssh.commands import Command, Commands, Request
from bindertui.store.files import MAX_BYTES, in_bytes

_PIECE = 1 << 16
"""Bytes that are read at once."""
_AHEAD = 1 << 18
"""Bytes that a client may be ahead of the command that reads them."""
_INTERRUPT, _END = b"\x03", b"\x04"
"""What a terminal sends to interrupt, and at the end of what is typed."""


class Channel(Protocol):
    """The way to a client."""

    def write(self, data: bytes) -> None:
        """Send what the command writes."""

    def write_stderr(self, data: bytes) -> None:
        """Send what it says to the user."""

    def pause_reading(self) -> None:
        """Take nothing more from the client."""

    def resume_reading(self) -> None:
        """Go on taking."""


class Execution:
    """A command that runs for a client.

    Attributes:
        sent: bytes that have been sent.
        received: bytes that have been taken.
        begun: whether it has had its turn.
    """

    def __init__(self, commands: Commands, request: Request, channel: Channel, *, terminal: bool = False) -> None:
        """Prepare to run a command.

        Args:
            commands: starts it.
            request: what is asked for.
            channel: the way to the client.
            terminal: whether there is a terminal at the other end: then lines end as terminals want them.
        """
        self.sent = 0
        self.received = 0
        self.begun = False
        self._commands = commands
        self._request = request
        self._channel = channel
        self._terminal = terminal
        self._given: list[bytes] = []
        self._ended = False
        self._heard = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()
        self._paused = False
        self._interrupted = asyncio.Event()

    # What the channel tells

    def hear(self, data: bytes) -> None:
        """Take what the client sends."""
        self.received += len(data)
        if self._terminal:
            typed, end, _ = data.partition(_END)
            self._ended = self._ended or bool(end)
            if _INTERRUPT in typed:
                self._interrupted.set()
            data = typed.replace(b"\r", b"\n")
        self._given.append(data)
        self._heard.set()
        if not self._paused and sum(map(len, self._given)) > _AHEAD:
            self._paused = True
            self._channel.pause_reading()

    def end(self) -> None:
        """The client sends nothing more."""
        self._ended = True
        self._heard.set()

    def block(self) -> None:
        """The client does not take what was sent: send nothing more, until `unblock`."""
        self._writable.clear()

    def unblock(self) -> None:
        """Go on sending."""
        self._writable.set()

    # The command

    async def run(self) -> int:
        """Run the command to its end; its exit code. Cancel this when the client is gone: the command ends with it."""
        try:
            # What no process could be given is refused here, in the words in which it would be.
            words_of(self._request.line)
            async with self._commands.turns.turn(self._request.who), asyncio.timeout(self._commands.patience):
                return await self._run()
        except TimeoutError:
            return await self._fail(wording("The command took too long, and was ended."), ExitCode.INTERRUPTED)
        except BinderError as error:
            return await self._fail(error.wording, error.exit_code)
        except OSError as error:
            words = wording("The command cannot be run: {reason}.", reason=str(error.strerror))
            return await self._fail(words, ExitCode.USAGE)

    async def _run(self) -> int:
        self.begun = True
        async with self._commands.running(self._request) as command:
            process = command.process
            assert process.stdout is not None
            assert process.stderr is not None
            given = asyncio.create_task(self._give(command))
            interrupt = asyncio.create_task(self._interrupted.wait())
            told = asyncio.gather(self._tell(process.stdout, error=False), self._tell(process.stderr, error=True))
            waiting: set[asyncio.Future[Any]] = {given, interrupt, told}
            try:
                while True:
                    done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                    if told in done:
                        told.result()
                        code = await process.wait()
                        return code if code >= 0 else ExitCode.INTERRUPTED
                    if interrupt in done:
                        return ExitCode.INTERRUPTED
                    if not given.result():
                        words = wording("More than {most} came on stdin. Nothing was saved.", most=in_bytes(MAX_BYTES))
                        return await self._fail(words, ExitCode.USAGE)
            finally:
                for task in (given, interrupt, told):
                    task.cancel()
                await asyncio.gather(given, interrupt, told, return_exceptions=True)

    async def _give(self, command: Command) -> bool:
        """Hand on what the client sends; False if that is too much."""
        stdin, total = command.process.stdin, 0
        assert stdin is not None
        with suppress(BrokenPipeError, ConnectionResetError):
            while True:
                await self._heard.wait()
                self._heard.clear()
                given, self._given = b"".join(self._given), []
                total += len(given)
                if total > MAX_BYTES:
                    return False
                stdin.write(given)
                await stdin.drain()
                if self._paused and not self._given:
                    self._paused = False
                    self._channel.resume_reading()
                if self._ended and not self._given:
                    command.end(total)
                    return True
        # The command has ended, or read as much as it wanted; the rest is nobody's.
        stdin.close()
        return True

    async def _tell(self, stream: asyncio.StreamReader, *, error: bool) -> None:
        while data := await stream.read(_PIECE):
            await self._send(data, error=error)

    async def _send(self, data: bytes, *, error: bool) -> None:
        await self._writable.wait()
        piece = data.replace(b"\n", b"\r\n") if self._terminal else data
        self.sent += len(piece)
        (self._channel.write_stderr if error else self._channel.write)(piece)

    async def _fail(self, words: Wording, code: ExitCode) -> int:
        await self._send(f"{words.read(self._request.language)}\n".encode(), error=True)
        return code
