"""Several processes that serve on one port: each takes its part of those who come, and one that dies is replaced."""

import asyncio
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from attrs import define, evolve, field

from bindertui.cli.hosting import Hosting, Worker, serve
from bindertui.cli.operator_log import tell
from bindertui.cli.output import put
from bindertui.errors import BinderError, ExitCode
from bindertui.services.roster import Roster
from bindertui.settings import Settings
from bindertui.speech import say
from bindertui.ssh.host_key import read_or_make

_SIGNS = {signal.SIGTERM, signal.SIGINT}
_BREATH = 1.0
"""Seconds before one that has died is replaced: it may die again."""


def serve_together(chosen: Settings, hosting: Hosting, workers: int) -> int:
    """Serve with several processes until SIGTERM or SIGINT; the exit code.

    Raises:
        BinderError: the access file or the host key cannot be used.
        OSError: the address cannot be had.
    """
    # What is wrong is said once, and the key is made once.
    Roster(hosting.access, tell)
    read_or_make(hosting.host_key)
    with _reserved(hosting.host, hosting.port) as port, TemporaryDirectory(prefix="bindertui-") as counts:
        run = partial(_run, chosen, evolve(hosting, port=port, parts=workers))
        crew = _Crew(run, workers, Path(counts), chosen.language)
        return crew.work(lambda: put([f"listening on {hosting.host}:{port}"]))


@contextmanager
def _reserved(host: str, port: int) -> Iterator[int]:
    """A port that workers may share, and nobody else takes meanwhile; a free one for 0."""
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.bind(address)
        yield held.getsockname()[1]


def _run(chosen: Settings, hosting: Hosting, worker: Worker) -> int:
    """Be a worker; the exit code."""
    try:
        asyncio.run(serve(chosen, hosting, worker))
    except BinderError as error:
        tell(str(error))
        return error.exit_code
    except OSError as error:
        tell(f"{error.strerror or error}.")
        return ExitCode.USAGE
    return ExitCode.DONE


@define
class _Crew:
    """The workers, as the process that has started them sees them.

    Attributes:
        run: is a worker; gives its exit code.
        size: how many there are.
        counts: the folder where they keep what they count.
        language: of the operator.
    """

    run: Callable[[Worker], int]
    size: int
    counts: Path
    language: str
    _workers: dict[int, int] = field(init=False, factory=dict)
    _stopping: bool = field(init=False, default=False)
    _told: tuple[int, int] = field(init=False, factory=os.pipe)
    _alive: tuple[int, int] = field(init=False, factory=os.pipe)

    def work(self, ready: Callable[[], None]) -> int:
        """Have them work until a signal ends it; the exit code, which is that of one that could not begin.

        Args:
            ready: called once all of them are.
        """
        for sign in _SIGNS:
            signal.signal(sign, self._stop)
        for number in range(self.size):
            self._start(number)
        if not self._all_ready():
            self._stop()
            return max(self._codes(), default=ExitCode.DONE)
        ready()
        while (ended := self._ended()) is not None:
            number, code = ended
            if not self._stopping:
                tell(
                    say(
                        "Worker {number} has ended with {code}; another takes its place.",
                        self.language,
                        number=number + 1,
                        code=code,
                    )
                )
                time.sleep(_BREATH)
                self._start(number)
        return ExitCode.DONE

    def _start(self, number: int) -> None:
        # Between the fork and the worker's own handlers, a signal must not be taken for one to this process.
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNS)
        if not self._stopping:
            sys.stdout.flush()
            process = os.fork()
            if process == 0:
                self._become(number)
            self._workers[process] = number
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNS)

    def _become(self, number: int) -> NoReturn:
        code: int = ExitCode.USAGE
        try:
            for sign in _SIGNS:
                signal.signal(sign, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNS)
            # Where only the first process holds this end, the other tells when that one is gone.
            os.close(self._alive[1])
            code = self.run(Worker(number, self._told[1], self._alive[0], self.counts))
        finally:
            os._exit(code)

    def _all_ready(self) -> bool:
        """Wait until every worker has said that it is; False if one has ended instead."""
        ready = 0
        while ready < self.size:
            if self._stopping or os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
                return False
            if select.select([self._told[0]], [], [], 0.1)[0]:
                ready += len(os.read(self._told[0], self.size))
        return True

    def _stop(self, *_: object) -> None:
        self._stopping = True
        for process in tuple(self._workers):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGTERM)

    def _ended(self) -> tuple[int, int] | None:
        """The next worker that ends, and its exit code; None once there are none."""
        try:
            process, status = os.wait()
        except ChildProcessError:
            return None
        return self._workers.pop(process), os.waitstatus_to_exitcode(status)

    def _codes(self) -> list[int]:
        """The exit codes of all, once they have ended."""
        codes = []
        while (ended := self._ended()) is not None:
            codes.append(ended[1])
        return codes
