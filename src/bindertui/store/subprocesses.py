"""Other programs: started without a shell, ended with all that they have started, never waited for without end."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from threading import Timer
from time import monotonic, sleep
from typing import IO

from bindertui._frozen import frozen

_FAREWELL = 5.0
"""Seconds a program has to tidy up when it is told to end."""
_PAUSE = 0.002


@frozen
class ProcessResult:
    """How a program ended: its exit code, and what it wrote."""

    code: int
    out: bytes
    err: bytes

    @property
    def message(self) -> str:
        """What it said to the user, as it said it."""
        return (self.err + self.out).decode("utf-8", "replace").strip()


def run_process(
    command: Sequence[str], environment: Mapping[str, str], timeout: float, stdin: bytes | None = None
) -> ProcessResult:
    """Run a program to its end, or for `timeout` seconds; that it cannot be started is an answer as well.

    Args:
        command: its absolute path and its arguments.
        environment: all of its environment.
        timeout: the seconds after which it is ended, with exit code 124 as of `timeout`.
        stdin: what it reads; None gives it nothing.
    """
    try:
        program = _started(command, environment, subprocess.DEVNULL if stdin is None else subprocess.PIPE)
    except OSError as error:
        return ProcessResult(127, b"", f"{command[0]} cannot be started: {error.strerror}.".encode())
    with program:
        try:
            out, err = program.communicate(stdin, timeout)
        except subprocess.TimeoutExpired:
            _end(program)
            return ProcessResult(124, b"", f"{command[0]} was ended: it took more than {timeout:.0f} seconds.".encode())
        except BaseException:
            _end(program)
            raise
    return ProcessResult(program.returncode, out, err)


@contextmanager
def stream_process(
    command: Sequence[str], environment: Mapping[str, str], timeout: float
) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """What a program reads and what it writes, for as long as it is talked with, and no longer than `timeout` seconds.

    Raises:
        OSError: the program cannot be started; or, from the streams, it is gone.
    """
    program = _started(command, environment, subprocess.PIPE, subprocess.DEVNULL)
    assert program.stdin is not None
    assert program.stdout is not None
    timer = Timer(timeout, _end, (program,))
    timer.daemon = True
    timer.start()
    try:
        yield program.stdin, program.stdout
    finally:
        timer.cancel()
        _end(program)
        for pipe in (program.stdin, program.stdout):
            with suppress(OSError):
                pipe.close()


def _started(
    command: Sequence[str], environment: Mapping[str, str], given: int, told: int = subprocess.PIPE
) -> "subprocess.Popen[bytes]":
    # A session of its own: it can be ended with all that it has started, and has no terminal to ask anything on.
    return subprocess.Popen(  # noqa: S603 - words in a list, the first of them an absolute path
        command, env=environment, stdin=given, stdout=subprocess.PIPE, stderr=told, start_new_session=True
    )


def _end(program: "subprocess.Popen[bytes]") -> None:
    """End a program and what it has started: first asking, so that it can take its lock files away."""
    end = monotonic() + _FAREWELL
    with suppress(ProcessLookupError, ChildProcessError):
        os.killpg(program.pid, signal.SIGTERM)
        # Not yet taken off the system's list: until then no other group can have its number.
        while not os.waitid(os.P_PID, program.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) and monotonic() < end:
            sleep(_PAUSE)
        os.killpg(program.pid, signal.SIGKILL)
    program.wait()
