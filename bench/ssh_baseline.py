"""The baseline for the server: the same app as a local process for each session."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from attrs import frozen

from bench.ssh_clients import SessionRequest
from bench.ssh_server_process import proportional_memory
from bench.ssh_sessions import KEYS
from bench.startup import time_first_text
from bench.terminal import NARROW, Terminal
from bench.workspace import SHIPPED, Workspace

_KEY_COUNT = 30
_QUIET = 0.1


@frozen
class LiveProcesses:
    """The cost of processes that run at the same time.

    Attributes:
        memory: of each, in MB; shared memory is divided among them.
        keys: milliseconds from a key of one of them to its first frame.
    """

    memory: list[float]
    keys: list[float]


def time_start(work: Workspace, request: SessionRequest) -> float:
    """Return the milliseconds to the first text of a process."""
    return time_first_text(work, _command(work, request), request.marker)


def time_starts(work: Workspace, number: int, request: SessionRequest) -> list[float]:
    """Return the milliseconds to the first text of each of several processes that start at once."""
    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(lambda _: time_start(work, request), range(number)))


def measure_live(work: Workspace, number: int, request: SessionRequest) -> LiveProcesses:
    """Measure processes that run at the same time."""
    with ExitStack() as stack:
        terminals = []
        for _ in range(number):
            terminal = Terminal(_command(work, request), work.environment, work.run_folder, NARROW)
            terminals.append(stack.enter_context(terminal))
            terminal.wait_for_text(request.marker)
            terminal.wait_until_quiet(1.0)
        memory = [proportional_memory(terminal.pid) for terminal in terminals]
        timings = (terminals[0].time_key(KEYS[timing % len(KEYS)], _QUIET) for timing in range(_KEY_COUNT))
        keys = [1000 * timing.to_frame for timing in timings if timing is not None]
    return LiveProcesses(memory, keys)


def _command(work: Workspace, request: SessionRequest) -> list[str]:
    return work.app_command(SHIPPED, *(request.line or "").split())
