"""Running the command line in a pseudo-terminal."""

import os
import pty
import select
import subprocess
import sys
from collections.abc import Mapping

from attrs import frozen

_PATIENCE = 30
"""Seconds of silence after which a run counts as stuck, and is ended."""


@frozen
class Session:
    """The result of a run in a terminal.

    Attributes:
        out: everything the terminal received, from stdout and stderr.
    """

    code: int
    out: bytes


def run_in_terminal(
    *arguments: str, env: Mapping[str, str] | None = None, keys: bytes = b"", after: bytes = b""
) -> Session:
    """Run a command line to its end with stdin, stdout and stderr on a terminal.

    Args:
        arguments: the command line.
        env: environment variables to add.
        keys: keys to type once `after` is received.
        after: the output to wait for.
    """
    here, there = pty.openpty()
    command = [sys.executable, "-m", "bindertui", *arguments]
    environment = {**os.environ, "TERM": "xterm-256color", **(env or {})}
    with subprocess.Popen(
        command, stdin=there, stdout=there, stderr=there, env=environment, start_new_session=True
    ) as process:
        os.close(there)
        out, typed = b"", not keys
        while data := _read(here, process):
            out += data
            if not typed and after in out:
                os.write(here, keys)
                typed = True
        os.close(here)
        return Session(process.wait(timeout=60), out)


def _read(descriptor: int, process: "subprocess.Popen[bytes]") -> bytes:
    if not select.select([descriptor], [], [], _PATIENCE)[0]:
        process.kill()
        return b""
    try:
        return os.read(descriptor, 65536)
    except OSError:
        # Linux reports the end of a terminal's output as an error.
        return b""
