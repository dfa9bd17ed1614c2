"""Commands that run for somebody: each a process of its own, which ends with its client and knows nothing of others.

One command on a channel: what it reads and writes, no faster than either side can follow, and its exit code.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, Protocol

from attrs import field

from bindertui._frozen import frozen
from bindertui.errors import BinderError, ExitCode
from bindertui.i18n import LazyString, lazy_gettext
from bindertui.services.access import User
from bindertui.services.remote_command import VARIABLE, split_command
from bindertui.settings import Settings
from bindertui.ssh.scheduling import CommandSlots
from bindertui.store.files import MAX_BYTES, encode_text

_PASSED_ON = (
    *("PATH", "HOME", "TZ", "XDG_CONFIG_HOME", "BINDERTUI_COMMITS"),
    *("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"),
)
"""What a command is given of the server's own environment: how to find Git, and who commits. Nothing is a client's."""
_FAREWELL = 2.0
"""Seconds a command has to end when it is told to."""


@frozen
class CommandRequest:
    """A command that somebody asks for.

    Attributes:
        line: the command line, as it was sent.
        who: who asks.
        language: their language, of `settings.LANGUAGES`.
        colour: whether their terminal may be sent more than plain text.
    """

    line: str
    who: User
    language: str
    colour: bool = True


@frozen
class Command:
    """A command that runs.

    Attributes:
        process: it, its streams on pipes.
        size: where the size of what it is given is told.
    """

    process: asyncio.subprocess.Process
    size: int

    def end(self, total: int) -> None:
        """End what it is given; without this, the end of its stdin says that this process has died.

        Args:
            total: bytes that it was given.

        Raises:
            BrokenPipeError: it has ended.
        """
        os.write(self.size, str(total).encode())
        assert self.process.stdin is not None
        self.process.stdin.close()


@frozen
class CommandRunner:
    """Starts commands.

    Attributes:
        settings: those of the server: its binder, and where state and copies are kept.
        environment: the server's environment.
        turns: how many commands may run.
        patience: the seconds after which a command is ended.
    """

    settings: Settings
    environment: Mapping[str, str] = field(factory=lambda: os.environ)
    turns: CommandSlots = field(factory=CommandSlots)
    patience: float = 300.0

    @asynccontextmanager
    async def running(self, request: CommandRequest) -> AsyncIterator[Command]:
        """A command that runs; it is ended when this is left.

        Raises:
            OSError: it cannot be started.
        """
        with _pipe() as (told, size):
            process = await asyncio.create_subprocess_exec(
                *self._words(request, told),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env=self._environment(request),
                pass_fds=(told,),
                # Ended with all that it has started.
                start_new_session=True,
            )
            try:
                yield Command(process, size)
            finally:
                await _end(process)

    def _words(self, request: CommandRequest, told: int) -> list[str]:
        # -P: the folder the server happens to stand in is no place to import from. -B: on a disk that is full, Python
        # leaves the half of a compiled module behind, which nothing can import any more.
        binder = [] if self.settings.binder is None else [f"--binder={self.settings.binder}"]
        someone = [f"--name={request.who.name}", f"--role={request.who.role}", f"--lang={request.language}"]
        program = [sys.executable, "-P", "-B", "-X", "utf8", "-m", "bindertui"]
        return [*program, "remote", *binder, *someone, f"--stdin-size={told}"]

    def _environment(self, request: CommandRequest) -> dict[str, str]:
        own = {name: self.environment[name] for name in _PASSED_ON if name in self.environment}
        folders = {
            "XDG_STATE_HOME": str(self.settings.state.parent),
            "XDG_CACHE_HOME": str(self.settings.cache.parent),
        }
        return {
            **own,
            **folders,
            **({} if request.colour else {"NO_COLOR": "1"}),
            "LC_ALL": "C.UTF-8",
            VARIABLE: request.line,
        }


@contextmanager
def _pipe() -> Iterator[tuple[int, int]]:
    """The two ends of a pipe, the one to read from first."""
    ends = os.pipe()
    try:
        yield ends
    finally:
        for end in ends:
            os.close(end)


async def _end(process: asyncio.subprocess.Process) -> None:
    """End a process and what it has started; first asking."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        if process.returncode is None:
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), _FAREWELL)


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


class CommandSession:
    """A command that runs for a client.

    Attributes:
        sent: bytes that have been sent.
        received: bytes that have been taken.
        begun: whether it has had its turn.
    """

    def __init__(
        self, commands: CommandRunner, request: CommandRequest, channel: Channel, *, terminal: bool = False
    ) -> None:
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
            split_command(self._request.line)
            async with self._commands.turns.turn(self._request.who), asyncio.timeout(self._commands.patience):
                return await self._run()
        except TimeoutError:
            return await self._fail(lazy_gettext("The command took too long, and was ended."), ExitCode.INTERRUPTED)
        except BinderError as error:
            return await self._fail(error.wording, error.exit_code)
        except OSError as error:
            words = lazy_gettext("The command cannot be run: {reason}.", reason=str(error.strerror))
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
                        words = lazy_gettext(
                            "More than {most} came on stdin. Nothing was saved.", most=encode_text(MAX_BYTES)
                        )
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

    async def _fail(self, words: LazyString, code: ExitCode) -> int:
        await self._send(f"{words.read(self._request.language)}\n".encode(), error=True)
        return code
