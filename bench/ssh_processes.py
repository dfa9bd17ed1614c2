"""The peer of the server: the same app in a process of its own for each session, under a pty."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from attrs import frozen

from bench.ssh_clients import Wish
from bench.ssh_crowd import KEYS
from bench.ssh_host import proportional
from bench.startup import first_text
from bench.terminal import NARROW, Terminal
from bench.workplace import SHIPPED, Workplace

_STROKES = 30
_QUIET = 0.1


@frozen
class Live:
    """What processes cost that live at once.

    Attributes:
        memory: of each, in MB; what they share is divided among them.
        keys: milliseconds from a key of one of them to its first frame.
    """

    memory: list[float]
    keys: list[float]


def took(work: Workplace, wish: Wish) -> float:
    """Milliseconds to the first text of a process."""
    return first_text(work, _command(work, wish), wish.marker)


def at_once(work: Workplace, number: int, wish: Wish) -> list[float]:
    """Milliseconds to the first text of each of some processes that begin at once."""
    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(lambda _: took(work, wish), range(number)))


def live(work: Workplace, number: int, wish: Wish) -> Live:
    """Some processes that live at once."""
    with ExitStack() as stack:
        terminals = []
        for _ in range(number):
            terminal = Terminal(_command(work, wish), work.environment, work.empty, NARROW)
            terminals.append(stack.enter_context(terminal))
            terminal.shows(wish.marker)
            terminal.settle(1.0)
        memory = [proportional(terminal.pid) for terminal in terminals]
        strokes = (terminals[0].stroke(KEYS[stroke % len(KEYS)], _QUIET) for stroke in range(_STROKES))
        keys = [1000 * stroke.frame for stroke in strokes if stroke is not None]
    return Live(memory, keys)


def _command(work: Workplace, wish: Wish) -> list[str]:
    return work.app(SHIPPED, *(wish.line or "").split())
