"""Run a program in a pseudo-terminal and time its output."""

import os
import pty
import re
import select
import signal
import struct
import termios
from collections.abc import Mapping, Sequence
from fcntl import ioctl
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Self

from attrs import frozen

_ESCAPES = re.compile(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-9;:?<>=$ ]*[@-~]|\x1b[()][A-Z0-9]|\x1b[=>78M]")
_MODE_QUERY, _MODE_REPLY = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
_FRAME_END = b"\x1b[?2026l"

NARROW, WIDE = (80, 24), (160, 48)
"""Terminal sizes in columns and rows: room for one pane, and for three."""

QUIT = b"\x11"
"""Ctrl+Q, which quits the app even from the search bar."""

TIMEOUT = 180.0
"""Seconds after which to give up on a program that shows nothing."""


class NoOutputError(Exception):
    """A program did not show the expected text."""


def without_escapes(written: bytes) -> str:
    """Return terminal output without its escape sequences."""
    return _ESCAPES.sub("", written.decode("utf-8", "replace"))


@frozen
class KeyTiming:
    """The time from a key to its output, in seconds.

    Attributes:
        to_frame: until the first complete frame; without frame marks, until the last byte.
        to_quiet: until the last byte before the terminal fell quiet.
        size: the number of bytes.
    """

    to_frame: float
    to_quiet: float
    size: int


class Terminal:
    """A program in a pseudo-terminal of a given size.

    It reports support for synchronized output, like most terminals, so that programs mark the end of each frame.

    Attributes:
        max_memory: after `quit`, the peak memory of the program, in the unit of `getrusage`.
    """

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], folder: Path, size: tuple[int, int]
    ) -> None:
        """Start a program and the clock.

        Args:
            command: the program and its arguments.
            environment: its environment.
            folder: its working directory.
            size: columns and rows.
        """
        self._output = b""
        self._status: int | None = None
        self.max_memory = 0
        self.started = perf_counter()
        self.pid, self._file = pty.fork()
        if self.pid == 0:
            _exec_program(command, environment, folder, size)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the program, by force if it has not exited."""
        if self._status is None:
            os.kill(self.pid, signal.SIGKILL)
            self._status = os.waitpid(self.pid, 0)[1]
        os.close(self._file)

    def wait_for_text(self, text: str, timeout: float = TIMEOUT) -> float:
        """Return the seconds from the start of the program until a text is on the screen.

        Raises:
            NoOutputError: the text did not appear.
        """
        end = perf_counter() + timeout
        while not self._has_text(text):
            if not self._read(end - perf_counter()):
                raise NoOutputError(f"{text!r} was not shown. The terminal's last words: {self.text()[-300:]!r}")
        return perf_counter() - self.started

    def wait_until_quiet(self, quiet: float) -> None:
        """Read output until there is none for a number of seconds."""
        while self._read(quiet):
            pass

    def clear_output(self) -> None:
        """Drop the output so far, so that `wait_for_text` waits for new text."""
        self._output = b""

    def press(self, keys: bytes) -> None:
        """Press keys without waiting."""
        os.write(self._file, keys)

    def time_key(self, keys: bytes, quiet: float, timeout: float = 10.0) -> KeyTiming | None:
        """Press a key and time the output; None if there is none."""
        start = perf_counter()
        os.write(self._file, keys)
        frame, settled, answer = None, start, b""
        while chunk := self._read(quiet if answer else timeout):
            settled = perf_counter()
            answer += chunk
            if frame is None and _FRAME_END in answer:
                frame = settled
        if not answer:
            return None
        return KeyTiming((frame or settled) - start, settled - start, len(answer))

    def quit(self, keys: bytes = b"q", timeout: float = TIMEOUT) -> int:
        """Press the keys that quit the program, wait for it, and return its exit code.

        Raises:
            NoOutputError: it does not exit.
        """
        os.write(self._file, keys)
        end = perf_counter() + timeout
        while self._read(end - perf_counter(), may_end=True):
            pass
        ended, status, usage = os.wait4(self.pid, os.WNOHANG if perf_counter() >= end else 0)
        if not ended:
            raise NoOutputError(f"The program goes on. Its last words: {self.text()[-300:]!r}")
        self._status = status
        self.max_memory = usage.ru_maxrss
        return os.waitstatus_to_exitcode(status)

    def text(self) -> str:
        """Return the output without escape sequences."""
        return without_escapes(self._output)

    def _has_text(self, text: str) -> bool:
        first = text.split(maxsplit=1)[0].encode()
        return first in self._output and text in self.text()

    def _read(self, timeout: float, *, may_end: bool = False) -> bytes:
        """Return the next output; empty if there is none in time, or the program has ended."""
        ready, _, _ = select.select([self._file], [], [], max(timeout, 0))
        if not ready:
            return b""
        try:
            chunk = os.read(self._file, 65_536)
        except OSError:  # how Linux says that the other side is closed
            chunk = b""
        if not chunk and not may_end:
            raise NoOutputError(f"The program has ended. Its last words: {self.text()[-2000:]!r}")
        if _MODE_QUERY in self._output[-len(_MODE_QUERY) :] + chunk and _MODE_QUERY not in self._output:
            os.write(self._file, _MODE_REPLY)
        self._output += chunk
        return chunk


def _exec_program(command: Sequence[str], environment: Mapping[str, str], folder: Path, size: tuple[int, int]) -> None:
    """In the child process: set the terminal's size and execute the program."""
    try:
        columns, rows = size
        ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.chdir(folder)
        os.execve(command[0], list(command), environment)
    finally:
        os._exit(127)
