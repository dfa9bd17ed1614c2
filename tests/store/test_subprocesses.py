"""Other programs, and how they are ended."""

import os
import shutil
from pathlib import Path
from time import monotonic, sleep

import pytest

from bindertui.store.subprocesses import run_process, stream_process

_SHELL = shutil.which("sh") or "/bin/sh"


def _is_running(process: int) -> bool:
    """Whether a process is there and no mere entry of one that has ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _gone(process: int) -> None:
    """Wait until a killed process has ended, which is not immediate."""
    end = monotonic() + 60
    while _is_running(process):
        assert monotonic() < end
        sleep(0.01)


def test_a_timeout_ends_a_program_with_its_children(tmp_path: Path) -> None:
    """A hook that hangs blocks no one, and none of its child processes keeps running."""
    script = f"(trap '' TERM; while :; do sleep 1; done) & echo $! > {tmp_path}/child; wait"
    answer = run_process([_SHELL, "-c", script], os.environ, 1)
    assert answer.code == 124
    assert "more than 1 seconds" in answer.message
    _gone(int((tmp_path / "child").read_text()))


def test_a_missing_program_is_a_result(tmp_path: Path) -> None:
    """Not an exception."""
    answer = run_process([str(tmp_path / "gone")], {}, 1)
    assert answer.code == 127
    assert "cannot be started: No such file or directory." in answer.message


def test_a_program_has_no_terminal_and_no_input() -> None:
    """It cannot ask for a password that no one would see."""
    answer = run_process([_SHELL, "-c", "cat; (echo x > /dev/tty) 2>/dev/null || echo none"], os.environ, 60)
    assert answer.out == b"none\n"


def test_streaming_ends_the_program() -> None:
    """The process does not run any longer, whether or not it would have ended by itself."""
    with stream_process([_SHELL, "-c", "echo $$; read line; echo got $line; sleep 600"], os.environ, 60) as (
        asked,
        told,
    ):
        process = int(told.readline())
        asked.write(b"it\n")
        asked.flush()
        assert told.readline() == b"got it\n"
        assert _is_running(process)
    _gone(process)


def test_streaming_has_a_timeout() -> None:
    """The reader gets the end of the stream."""
    with stream_process([_SHELL, "-c", "sleep 600"], os.environ, 0.2) as (_, told):
        assert told.read() == b""


def test_streaming_a_missing_program_fails(tmp_path: Path) -> None:
    """The error is raised at once."""
    with pytest.raises(OSError, match="No such file"), stream_process([str(tmp_path / "gone")], {}, 1):
        pass
