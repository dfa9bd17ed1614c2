"""Commands that run for somebody: each a process of its own, which ends with its client and knows nothing of others."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress

from attrs import field

from bindertui.services.access import Who
from bindertui.services.remote import VARIABLE
from bindertui.settings import Settings
from bindertui.ssh.turns import Turns
from bindertui.values import frozen

_PASSED_ON = (
    *("PATH", "HOME", "TZ", "XDG_CONFIG_HOME", "BINDERTUI_COMMITS"),
    *("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"),
)
"""What a command is given of the server's own environment: how to find Git, and who commits. Nothing is a client's."""
_FAREWELL = 2.0
"""Seconds a command has to end when it is told to."""


@frozen
class Request:
    """A command that somebody asks for.

    Attributes:
        line: the command line, as it was sent.
        who: who asks.
        language: their language, of `settings.LANGUAGES`.
        colour: whether their terminal may be sent more than plain text.
    """

    line: str
    who: Who
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
class Commands:
    """Starts commands.

    Attributes:
        settings: those of the server: its binder, and where state and copies are kept.
        environment: the server's environment.
        turns: how many commands may run.
        patience: the seconds after which a command is ended.
    """

    settings: Settings
    environment: Mapping[str, str] = field(factory=lambda: os.environ)
    turns: Turns = field(factory=Turns)
    patience: float = 300.0

    @asynccontextmanager
    async def running(self, request: Request) -> AsyncIterator[Command]:
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

    def _words(self, request: Request, told: int) -> list[str]:
        # -P: the folder the server happens to stand in is no place to import from. -B: on a disk that is full, Python
        # leaves the half of a compiled module behind, which nothing can import any more.
        binder = [] if self.settings.binder is None else [f"--binder={self.settings.binder}"]
        someone = [f"--name={request.who.name}", f"--role={request.who.role}", f"--lang={request.language}"]
        program = [sys.executable, "-P", "-B", "-X", "utf8", "-m", "bindertui"]
        return [*program, "remote", *binder, *someone, f"--stdin-size={told}"]

    def _environment(self, request: Request) -> dict[str, str]:
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
