"""Run other programs without a shell, with a timeout after which they end with all their child processes."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from threading import Timer
from time import monotonic, sleep
from typing import IO

from bindertui._frozen import frozen

_GRACE_PERIOD = 5.0
"""Seconds between SIGTERM and SIGKILL, for a program to clean up."""
_POLL_INTERVAL = 0.002


@frozen
class ProcessResult:
    """The exit code and the output of a program."""

    code: int
    out: bytes
    err: bytes

    @property
    def message(self) -> str:
        """Return its messages for the user, unchanged."""
        return (self.err + self.out).decode("utf-8", "replace").strip()


def run_process(
    command: Sequence[str], environment: Mapping[str, str], timeout: float, stdin: bytes | None = None
) -> ProcessResult:
    """Run a program until it ends or times out.

    Args:
        command: its absolute path and its arguments.
        environment: its whole environment.
        timeout: the seconds after which it is ended, with exit code 124 as from `timeout`.
        stdin: its input; None for an empty one.

    Returns:
        The result; exit code 127 if the program cannot be started.
    """
    try:
        program = _start(command, environment, subprocess.DEVNULL if stdin is None else subprocess.PIPE)
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
    """Start a program and yield its stdin and stdout; it ends with the block, after `timeout` seconds at the latest.

    Raises:
        OSError: the program cannot be started, or has ended (from the streams).
    """
    program = _start(command, environment, subprocess.PIPE, subprocess.DEVNULL)
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


def _start(
    command: Sequence[str], environment: Mapping[str, str], stdin: int, stderr: int = subprocess.PIPE
) -> "subprocess.Popen[bytes]":
    # A session of its own: it can be ended with its child processes, and has no terminal to ask for passwords on.
    return subprocess.Popen(  # noqa: S603 - a list of arguments, the first an absolute path
        command, env=environment, stdin=stdin, stdout=subprocess.PIPE, stderr=stderr, start_new_session=True
    )


def _end(program: "subprocess.Popen[bytes]") -> None:
    """End a program and its child processes, first with SIGTERM, so that it can remove its lock files."""
    deadline = monotonic() + _GRACE_PERIOD
    with suppress(ProcessLookupError, ChildProcessError):
        os.killpg(program.pid, signal.SIGTERM)
        # WNOWAIT leaves the process as a zombie, so that no other process group can get its id meanwhile.
        while not os.waitid(os.P_PID, program.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) and monotonic() < deadline:
            sleep(_POLL_INTERVAL)
        os.killpg(program.pid, signal.SIGKILL)
    program.wait()
