"""Several processes that serve on one port: each takes its part of those who come, and one that dies is replaced."""

import asyncio
import errno
import os
import select
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

from attrs import define, evolve, field

from bindertui.cli.hosting import Entrance, Hosting, Worker, endings, serve
from bindertui.cli.listening import listening
from bindertui.cli.operator_log import tell
from bindertui.errors import BinderError, ExitCode, system_words
from bindertui.settings import Settings
from bindertui.speech import say

_BREATH = 1.0
"""Seconds before those that have died are replaced: they may die again."""


def serve_together(chosen: Settings, hosting: Hosting, workers: int) -> int:
    """Serve with several processes until a signal of `endings`; the exit code.

    Raises:
        BinderError: the access file, the host key or the address cannot be used.
    """
    first = os.getpid()

    def told(words: str) -> None:
        # All have this from the first, and each sees what changes; one tells.
        if os.getpid() == first:
            tell(words)

    entrance = Entrance.of(hosting, told)
    counted = TemporaryDirectory(prefix="bindertui-", ignore_cleanup_errors=True)
    with _reserved(hosting.host, hosting.port) as held, counted as counts:
        port = held.getsockname()[1]
        run = partial(_run, chosen, evolve(hosting, port=port, parts=workers))
        crew = _Crew(run, workers, entrance, Path(counts), chosen.language)
        return crew.work(lambda: entrance.announce(hosting, port))


def _reserved(host: str, port: int) -> socket.socket:
    """Holds a port that workers may share, and nobody else takes meanwhile; a free one for 0."""
    with listening("--port", host, port):
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        for family, kind, _, _, address in addresses:
            _ensure_free(family, kind, address)
        family, kind, _, _, address = addresses[0]
        held = socket.socket(family, kind)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.bind(address)
        return held


def _ensure_free(family: int, kind: int, address: Any) -> None:
    """`OSError` if somebody listens on an address; another server would share it, and be given half of who comes."""
    try:
        with socket.socket(family, kind) as probe:
            # As any server: those who have left its predecessor are in nobody's way.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            probe.bind(address)
    except OSError as error:
        # Whatever else is wrong with one of several addresses is for the server to judge.
        if error.errno == errno.EADDRINUSE:
            raise


def _run(chosen: Settings, hosting: Hosting, worker: Worker) -> int:
    """Be a worker; the exit code."""
    try:
        asyncio.run(serve(chosen, hosting, worker))
    except BinderError as error:
        tell(error.words(chosen.language))
        return error.exit_code
    except OSError as error:
        tell(f"{system_words(error).read(chosen.language)}.")
        return ExitCode.USAGE
    return ExitCode.DONE


@define
class _Crew:
    """The workers, as the process that has started them sees them.

    Attributes:
        run: is a worker; gives its exit code.
        size: how many there are.
        entrance: who may come in; each that takes another's place has it from here.
        counts: the folder where they keep what they count.
        language: of the operator.
    """

    run: Callable[[Worker], int]
    size: int
    entrance: Entrance
    counts: Path
    language: str
    _workers: dict[int, int] = field(init=False, factory=dict)
    _stopping: bool = field(init=False, default=False)
    _told: tuple[int, int] = field(init=False, factory=os.pipe)
    _alive: tuple[int, int] = field(init=False, factory=os.pipe)
    _woken: tuple[int, int] = field(init=False, factory=os.pipe)
    _signs: set[signal.Signals] = field(init=False, factory=endings)

    def work(self, ready: Callable[[], None]) -> int:
        """Have them work until a signal ends it; the exit code, which is that of one that could not begin.

        Args:
            ready: called once all of them are.
        """
        for sign in self._signs:
            signal.signal(sign, self._stop)
        for number in range(self.size):
            self._start(number)
        if not self._all_ready():
            self._stop()
            return max(self._codes(), default=ExitCode.DONE)
        ready()
        missing: list[int] = []
        while not self._stopping:
            select.select([self._woken[0]], [], [], _BREATH)
            # Looked at here as well: who begins while the file is mistaken is to know what it said before.
            self.entrance.roster.refresh()
            for number in missing:
                self._start(number)
            missing = self._missing()
        self._codes()
        return ExitCode.DONE

    def _missing(self) -> list[int]:
        """The workers that have ended since."""
        missing = []
        while (ended := self._ended(os.WNOHANG)) is not None:
            number, code = ended
            missing.append(number)
            if not self._stopping:
                tell(
                    say(
                        "Worker {number} has ended with {code}; another takes its place.",
                        self.language,
                        number=number + 1,
                        code=code,
                    )
                )
        return missing

    def _start(self, number: int) -> None:
        # Between the fork and the worker's own handlers, a signal must not be taken for one to this process.
        signal.pthread_sigmask(signal.SIG_BLOCK, self._signs)
        if not self._stopping:
            sys.stdout.flush()
            process = os.fork()
            if process == 0:
                self._become(number)
            self._workers[process] = number
        signal.pthread_sigmask(signal.SIG_UNBLOCK, self._signs)

    def _become(self, number: int) -> NoReturn:
        code: int = ExitCode.USAGE
        try:
            for sign in self._signs:
                signal.signal(sign, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, self._signs)
            # Where only the first process holds this end, the other tells when that one is gone.
            os.close(self._alive[1])
            code = self.run(Worker(number, self.entrance, self._told[1], self._alive[0], self.counts))
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
        os.write(self._woken[1], b".")
        for process in tuple(self._workers):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGTERM)

    def _ended(self, how: int = 0) -> tuple[int, int] | None:
        """The next worker that ends, and its exit code; None where there is none, or none yet with `WNOHANG`."""
        try:
            process, status = os.waitpid(-1, how)
        except ChildProcessError:
            return None
        return (self._workers.pop(process), os.waitstatus_to_exitcode(status)) if process else None

    def _codes(self) -> list[int]:
        """The exit codes of all, once they have ended."""
        codes = []
        while (ended := self._ended()) is not None:
            codes.append(ended[1])
        return codes
