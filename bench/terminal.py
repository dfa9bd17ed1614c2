"""A program in a real terminal of its own: a pseudo-terminal that is read as fast as the program writes."""

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
_QUESTION, _ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
_FRAME_END = b"\x1b[?2026l"

NARROW, WIDE = (80, 24), (160, 48)
"""Sizes of terminals, in columns and rows: one pane, and three."""

QUIT = b"\x11"
"""Ctrl+Q, which ends the app from the search bar too."""

LONGEST = 180.0
"""Seconds after which a program that shows nothing is given up."""


class SilentError(Exception):
    """A program did not show what it was to show."""


def without_escapes(written: bytes) -> str:
    """What was written to a terminal, without its escape sequences."""
    return _ESCAPES.sub("", written.decode("utf-8", "replace"))


@frozen
class Stroke:
    """How long the answer to a key took, in seconds.

    Attributes:
        frame: until the first complete frame; without frame marks, until its last byte.
        settled: until the last byte before the terminal fell quiet.
        size: how many bytes came.
    """

    frame: float
    settled: float
    size: int


class Terminal:
    """A program running in a terminal of a given size, which answers the one question that changes how frames end.

    `largest` is, after the program was quit, the most memory it had held, as `getrusage` counts it.

    It says that it understands synchronized output, as most terminals now do; a program that asks marks its frames.
    """

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], folder: Path, size: tuple[int, int]
    ) -> None:
        """Start a program; the clock starts with it.

        Args:
            command: the program and its arguments.
            environment: its whole environment.
            folder: where it runs.
            size: columns and rows.
        """
        self._seen = b""
        self._status: int | None = None
        self.largest = 0
        self.started = perf_counter()
        self.pid, self._file = pty.fork()
        if self.pid == 0:
            _become(command, environment, folder, size)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the program, by force where it has not ended by itself."""
        if self._status is None:
            os.kill(self.pid, signal.SIGKILL)
            self._status = os.waitpid(self.pid, 0)[1]
        os.close(self._file)

    def shows(self, text: str, longest: float = LONGEST) -> float:
        """Seconds from the start of the program until a text stands on the screen.

        Raises:
            SilentError: it never did.
        """
        end = perf_counter() + longest
        while not self._has(text):
            if not self._read(end - perf_counter()):
                raise SilentError(f"{text!r} was not shown. The terminal's last words: {self.words()[-300:]!r}")
        return perf_counter() - self.started

    def settle(self, quiet: float) -> None:
        """Read until nothing comes for so many seconds."""
        while self._read(quiet):
            pass

    def forget(self) -> None:
        """Forget what was shown so far, so that `shows` waits for something new."""
        self._seen = b""

    def press(self, keys: bytes) -> None:
        """Press keys, and wait for nothing."""
        os.write(self._file, keys)

    def stroke(self, keys: bytes, quiet: float, longest: float = 10.0) -> Stroke | None:
        """Press a key and time its answer; None if there is none."""
        start = perf_counter()
        os.write(self._file, keys)
        frame, settled, answer = None, start, b""
        while chunk := self._read(quiet if answer else longest):
            settled = perf_counter()
            answer += chunk
            if frame is None and _FRAME_END in answer:
                frame = settled
        if not answer:
            return None
        return Stroke((frame or settled) - start, settled - start, len(answer))

    def quit(self, keys: bytes = b"q", longest: float = LONGEST) -> int:
        """Press the keys that end the program and wait until it has; its exit code.

        Raises:
            SilentError: it goes on.
        """
        os.write(self._file, keys)
        end = perf_counter() + longest
        while self._read(end - perf_counter(), ends=True):
            pass
        ended, status, usage = os.wait4(self.pid, os.WNOHANG if perf_counter() >= end else 0)
        if not ended:
            raise SilentError(f"The program goes on. Its last words: {self.words()[-300:]!r}")
        self._status = status
        self.largest = usage.ru_maxrss
        return os.waitstatus_to_exitcode(status)

    def words(self) -> str:
        """What was written to the terminal, without its escape sequences."""
        return without_escapes(self._seen)

    def _has(self, text: str) -> bool:
        first = text.split(maxsplit=1)[0].encode()
        return first in self._seen and text in self.words()

    def _read(self, longest: float, *, ends: bool = False) -> bytes:
        """What the program writes next; nothing if it is silent for too long, or has ended."""
        ready, _, _ = select.select([self._file], [], [], max(longest, 0))
        if not ready:
            return b""
        try:
            chunk = os.read(self._file, 65_536)
        except OSError:  # how Linux says that the other side is closed
            chunk = b""
        if not chunk and not ends:
            raise SilentError(f"The program has ended. Its last words: {self.words()[-2000:]!r}")
        if _QUESTION in self._seen[-len(_QUESTION) :] + chunk and _QUESTION not in self._seen:
            os.write(self._file, _ANSWER)
        self._seen += chunk
        return chunk


def _become(command: Sequence[str], environment: Mapping[str, str], folder: Path, size: tuple[int, int]) -> None:
    """In the child: take the terminal's size and become the program."""
    try:
        columns, rows = size
        ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.chdir(folder)
        os.execve(command[0], list(command), environment)
    finally:
        os._exit(127)
