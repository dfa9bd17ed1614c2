"""A pseudo-terminal for the app; pyte draws its screen."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyte

from tests.helpers import PATIENCE


class Terminal:
    """A program in a terminal of its own."""

    def __init__(self, command: list[str], size: tuple[int, int], env: Mapping[str, str], folder: Path) -> None:
        """Start a program with the terminal as its streams and its controlling terminal."""
        self.master, self.slave = pty.openpty()
        self.size(*size)
        self.before = termios.tcgetattr(self.slave)
        self.raw = b""
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        self.process = subprocess.Popen(
            command,
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            cwd=folder,
            env={**environment, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), **env},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - no thread runs yet
        )

    def size(self, width: int, height: int) -> None:
        """Resize the terminal; the program gets SIGWINCH."""
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        if hasattr(self, "screen"):
            self.screen.resize(height, width)

    def type(self, keys: str) -> None:
        """Send keys."""
        os.write(self.master, keys.encode())

    def text(self) -> str:
        """Return the text on the screen."""
        return "\n".join(self.screen.display)

    def read(self, timeout: float) -> bool:
        """Read output; return False if there is none in time, or the program has ended."""
        if not select.select([self.master], [], [], timeout)[0]:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        self.raw += data
        self._stream.feed(data)
        return bool(data)

    def wait_for(self, what: str | Callable[[], bool]) -> None:
        """Wait until a text is on the screen, or until a condition is true."""

        def seen() -> bool:
            return what in self.text() if isinstance(what, str) else what()

        end = time.monotonic() + PATIENCE
        while not seen():
            if not self.read(max(end - time.monotonic(), 0)) and time.monotonic() >= end:
                raise AssertionError(f"waited in vain; the screen shows\n{self.text()}")
            if self.process.poll() is not None and not seen():
                raise AssertionError(f"the program ended with {self.process.returncode}:\n{self.raw[-2000:]!r}")

    def end(self) -> int:
        """Read until the program ends by itself, and return its exit code."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < deadline, "the program does not end"
            self.read(0.05)
        while self.read(0.05):
            pass
        return self.process.returncode

    def flags(self) -> list[Any]:
        """Return the terminal's modes (termios)."""
        return termios.tcgetattr(self.slave)


@contextmanager
def on_terminal(command: list[str], size: tuple[int, int], env: Mapping[str, str], folder: Path) -> Iterator[Terminal]:
    """Run a program in a terminal until the `with` block ends."""
    run = Terminal(command, size, env, folder)
    try:
        yield run
    finally:
        if run.process.poll() is None:
            run.process.kill()
        run.process.wait(PATIENCE)
        for descriptor in (run.master, run.slave):
            try:
                os.close(descriptor)
            except OSError:
                continue


@contextmanager
def terminal(
    *arguments: str,
    folder: Path,
    size: tuple[int, int] = (80, 24),
    env: Mapping[str, str] | None = None,
    script: str = "",
) -> Iterator[Terminal]:
    """The app on a terminal.

    Args:
        arguments: of the command line.
        folder: its working folder, and home.
        size: of the terminal.
        env: environment variables to add.
        script: Python to run in place of the command line's own start.
    """
    start = ["-m", "bindertui"]
    if script:
        start = [str(folder / "script.py")]
        (folder / "script.py").write_text(script)
    with on_terminal([sys.executable, *start, *arguments], size, env or {}, folder) as run:
        yield run


def restored(run: Terminal) -> dict[str, bool]:
    """Return whether each mode of the terminal was restored."""
    last = {mode: (run.raw.rfind(f"\x1b[?{mode}h".encode()), run.raw.rfind(f"\x1b[?{mode}l".encode()))
            for mode in (1049, 25, 1000, 1002, 1003, 1006, 2004)}  # fmt: skip
    off = {f"?{mode} off": on < 0 or on < gone for mode, (on, gone) in last.items() if mode != 25}
    return {**off, "cursor shown": last[25][0] > last[25][1], "termios": run.flags() == run.before}
