"""One command on an SSH channel: a process of its own, its input and output, and its exit code.

A command runs as `bindertui remote` in a new process with an environment made from nothing. It reads the client's
stdin through a pipe, never faster than it reads (backpressure on the channel), and writes no faster than the client
reads. It ends with its client, and after a timeout.

stdin needs care: if the server dies while a client sends a new value for `set`, the command sees the end of its stdin
in the middle of the value. A second pipe therefore carries the total size once the client has sent everything, and
the command saves nothing without it.
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
from bindertui.services.remote_command import COMMAND_VARIABLE, MAX_INPUT_BYTES, MAX_INPUT_SIZE, split_command
from bindertui.settings import Settings
from bindertui.ssh.scheduling import CommandSlots

_INHERITED_VARIABLES = (
    *("PATH", "HOME", "TZ", "XDG_CONFIG_HOME", "BINDERTUI_COMMITS"),
    *("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"),
)
"""The server's variables that commands get: where to find Git, and who commits. None comes from the client."""
_TERMINATION_TIMEOUT = 2.0
"""Seconds a command has to end after SIGTERM."""
_READ_SIZE = 1 << 16
_MAX_BUFFERED_INPUT = 1 << 18
"""Bytes of input that may wait for the command; then the channel is not read."""
_CTRL_C, _CTRL_D = b"\x03", b"\x04"


@frozen
class CommandRequest:
    """A client's request for a command.

    Attributes:
        line: the command line, as it was sent.
        user: the user who has logged in.
        language: the user's language, of `i18n.LANGUAGES`.
        color: whether the client's terminal shows colors.
    """

    line: str
    user: User
    language: str
    color: bool = True


@frozen
class Command:
    """A running command.

    Attributes:
        process: its process, with pipes for all streams.
        size_pipe: the write end of the pipe for the total size of its stdin.
    """

    process: asyncio.subprocess.Process
    size_pipe: int

    def close_stdin(self, total: int) -> None:
        """Close stdin after everything was written; without the size, the command assumes that the server died.

        Args:
            total: the bytes that were written.

        Raises:
            BrokenPipeError: the command has ended.
        """
        os.write(self.size_pipe, str(total).encode())
        assert self.process.stdin is not None
        self.process.stdin.close()


@frozen
class CommandRunner:
    """Starts commands.

    Attributes:
        settings: the server's settings: the binder, the state folder and the cache folder.
        environment: the server's environment.
        slots: limits how many commands run.
        timeout: the seconds after which a command is ended.
    """

    settings: Settings
    environment: Mapping[str, str] = field(factory=lambda: os.environ)
    slots: CommandSlots = field(factory=CommandSlots)
    timeout: float = 300.0

    @asynccontextmanager
    async def start(self, request: CommandRequest) -> AsyncIterator[Command]:
        """Start a command, and end it with the `with` block.

        Raises:
            OSError: it cannot be started.
        """
        with _open_pipe() as (read_end, write_end):
            process = await asyncio.create_subprocess_exec(
                *self._build_arguments(request, read_end),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env=self._build_environment(request),
                pass_fds=(read_end,),
                # A process group of its own, so that all its children end with it.
                start_new_session=True,
            )
            try:
                yield Command(process, write_end)
            finally:
                await _terminate(process)

    def _build_arguments(self, request: CommandRequest, size_pipe: int) -> list[str]:
        # -P: do not import from the server's working folder. -B: on a full disk Python leaves truncated bytecode files
        # behind, which cannot be imported any more.
        binder = [] if self.settings.binder is None else [f"--binder={self.settings.binder}"]
        user = [f"--name={request.user.name}", f"--role={request.user.role}", f"--lang={request.language}"]
        program = [sys.executable, "-P", "-B", "-X", "utf8", "-m", "bindertui"]
        return [*program, "remote", *binder, *user, f"--stdin-size={size_pipe}"]

    def _build_environment(self, request: CommandRequest) -> dict[str, str]:
        inherited = {name: self.environment[name] for name in _INHERITED_VARIABLES if name in self.environment}
        folders = {
            "XDG_STATE_HOME": str(self.settings.state_folder.parent),
            "XDG_CACHE_HOME": str(self.settings.cache_folder.parent),
        }
        return {
            **inherited,
            **folders,
            **({} if request.color else {"NO_COLOR": "1"}),
            "LC_ALL": "C.UTF-8",
            COMMAND_VARIABLE: request.line,
        }


@contextmanager
def _open_pipe() -> Iterator[tuple[int, int]]:
    """Open a pipe for the `with` block: the read end and the write end."""
    ends = os.pipe()
    try:
        yield ends
    finally:
        for end in ends:
            os.close(end)


async def _terminate(process: asyncio.subprocess.Process) -> None:
    """End a process and its children: SIGTERM first, SIGKILL after a while."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        if process.returncode is None:
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), _TERMINATION_TIMEOUT)


class CommandChannel(Protocol):
    """The channel of a command; see `ChannelWriter`."""

    def write(self, data: bytes) -> None:
        """Write to stdout."""

    def write_stderr(self, data: bytes) -> None:
        """Write to stderr."""

    def pause_reading(self) -> None:
        """Read nothing more from the client."""

    def resume_reading(self) -> None:
        """Read from the client again."""


class CommandSession:
    """Runs one command for a client.

    Attributes:
        has_started: whether the command got a slot and was started.
    """

    def __init__(
        self, runner: CommandRunner, request: CommandRequest, channel: CommandChannel, *, terminal: bool = False
    ) -> None:
        """Prepare to run a command.

        Args:
            runner: starts the command.
            request: the client's request.
            channel: the client's channel.
            terminal: whether the client has a terminal: then Ctrl+C, Ctrl+D and line ends work as on one.
        """
        self.has_started = False
        self._runner = runner
        self._request = request
        self._channel = channel
        self._terminal = terminal
        self._input: list[bytes] = []
        self._has_eof = False
        self._input_arrived = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()
        self._is_reading_paused = False
        self._interrupted = asyncio.Event()

    # Called by the session

    def feed(self, data: bytes) -> None:
        """Take input from the client."""
        if self._terminal:
            typed, ctrl_d, _ = data.partition(_CTRL_D)
            self._has_eof = self._has_eof or bool(ctrl_d)
            if _CTRL_C in typed:
                self._interrupted.set()
            data = typed.replace(b"\r", b"\n")
        self._input.append(data)
        self._input_arrived.set()
        if not self._is_reading_paused and sum(map(len, self._input)) > _MAX_BUFFERED_INPUT:
            self._is_reading_paused = True
            self._channel.pause_reading()

    def feed_eof(self) -> None:
        """Note that the client sends no more input."""
        self._has_eof = True
        self._input_arrived.set()

    def pause_output(self) -> None:
        """Write nothing more: the client does not read."""
        self._writable.clear()

    def resume_output(self) -> None:
        """Write again."""
        self._writable.set()

    # The command

    async def run(self) -> int:
        """Run the command to its end, and return its exit code; cancel this when the client is gone."""
        try:
            # Refuse lines here that no process could get, with the message it would give.
            split_command(self._request.line)
            async with self._runner.slots.acquire(self._request.user), asyncio.timeout(self._runner.timeout):
                return await self._run_process()
        except TimeoutError:
            message = lazy_gettext("The command took too long and was stopped.")
            return await self._fail(message, ExitCode.INTERRUPTED)
        except BinderError as error:
            return await self._fail(error.message, error.exit_code)
        except OSError as error:
            message = lazy_gettext("The command cannot be run: {reason}.", reason=str(error.strerror))
            return await self._fail(message, ExitCode.USAGE)

    async def _run_process(self) -> int:
        self.has_started = True
        async with self._runner.start(self._request) as command:
            process = command.process
            assert process.stdout is not None
            assert process.stderr is not None
            writing = asyncio.create_task(self._write_stdin(command))
            interrupted = asyncio.create_task(self._interrupted.wait())
            reading = asyncio.gather(self._copy(process.stdout, error=False), self._copy(process.stderr, error=True))
            pending: set[asyncio.Future[Any]] = {writing, interrupted, reading}
            try:
                while True:
                    done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
                    if reading in done:
                        reading.result()
                        code = await process.wait()
                        return code if code >= 0 else ExitCode.INTERRUPTED
                    if interrupted in done:
                        return ExitCode.INTERRUPTED
                    if not writing.result():
                        message = lazy_gettext(
                            "More than {most} came on stdin. Nothing was saved.", most=MAX_INPUT_SIZE
                        )
                        return await self._fail(message, ExitCode.USAGE)
            finally:
                for task in (writing, interrupted, reading):
                    task.cancel()
                await asyncio.gather(writing, interrupted, reading, return_exceptions=True)

    async def _write_stdin(self, command: Command) -> bool:
        """Pass the client's input on to the command; return False if it is too long."""
        stdin, total = command.process.stdin, 0
        assert stdin is not None
        with suppress(BrokenPipeError, ConnectionResetError):
            while True:
                await self._input_arrived.wait()
                self._input_arrived.clear()
                data, self._input = b"".join(self._input), []
                total += len(data)
                if total > MAX_INPUT_BYTES:
                    return False
                stdin.write(data)
                await stdin.drain()
                if self._is_reading_paused and not self._input:
                    self._is_reading_paused = False
                    self._channel.resume_reading()
                if self._has_eof and not self._input:
                    command.close_stdin(total)
                    return True
        # The command has ended, or has read as much as it wanted.
        stdin.close()
        return True

    async def _copy(self, stream: asyncio.StreamReader, *, error: bool) -> None:
        while data := await stream.read(_READ_SIZE):
            await self._write(data, error=error)

    async def _write(self, data: bytes, *, error: bool) -> None:
        await self._writable.wait()
        output = data.replace(b"\n", b"\r\n") if self._terminal else data
        (self._channel.write_stderr if error else self._channel.write)(output)

    async def _fail(self, message: LazyString, code: ExitCode) -> int:
        await self._write(f"{message.in_language(self._request.language)}\n".encode(), error=True)
        return code
