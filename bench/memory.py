"""`memory`: the most memory the app has held, at its first frame and after a search."""

import sys
from collections.abc import Sequence
from pathlib import Path

from bench.figures import Figure, against, interleaved, narrate
from bench.options import Options
from bench.startup import ONE_WIDGET
from bench.terminal import NARROW, QUIT, Terminal
from bench.workplace import SHIPPED, FailedError, Subject, Workplace

_SHIPPED_BUDGET, _GENERATED_BUDGET = 1.6, 2.5
_QUIET = 0.5
_SEARCH, _NOWHERE = b"/", b"zxzxzx"
_NOTHING = "Nothing found"
_BYTES = 1 if sys.platform == "darwin" else 1024
"""What `getrusage` counts memory in."""


def run(options: Options) -> tuple[list[Figure], dict[str, object]]:
    """Measure the memory of the app."""
    with Workplace.made() as work:
        figures = _peaks(work, SHIPPED, options, _SHIPPED_BUDGET)
        if options.sections:
            figures += _peaks(work, work.generated(options.sections), options, _GENERATED_BUDGET)
    return figures, {}


def _peaks(work: Workplace, subject: Subject, options: Options, budget: float) -> list[Figure]:
    page = work.page(subject, "binder", NARROW)
    narrate(f"memory, {subject.name}")
    searched: list[float] = []

    def app() -> float:
        first, after = _held_most(work, work.app(subject), page.marker, search=True)
        searched.append(after)
        return first

    def floor() -> float:
        return _held_most(work, work.one_widget(page), page.marker, search=False)[0]

    # With the copy of the binder and the index where a second start finds them.
    work.took(work.app(subject, "search", "policy"))
    pairs = interleaved(options.rounds, app, floor, narrate)
    later = [(after, below) for after, (_, below) in zip(searched[-options.rounds :], pairs, strict=True)]
    return [
        against(f"peak memory at the first frame, {subject.name}", "MB", pairs, beside=ONE_WIDGET, budget=budget),
        against(f"peak memory after a search, {subject.name}", "MB", later, beside=ONE_WIDGET),
    ]


def _held_most(work: Workplace, command: Sequence[str], marker: str, *, search: bool) -> tuple[float, float]:
    """The most memory, in MB, that a program has held once its first frame stands, and once it has searched.

    Raises:
        FailedError: it did not end cleanly.
    """
    with Terminal(command, work.environment, work.empty, NARROW) as terminal:
        terminal.shows(marker)
        terminal.settle(_QUIET)
        first = _peak(terminal.pid)
        if search:
            terminal.stroke(_SEARCH, _QUIET)
            terminal.press(_NOWHERE)
            terminal.shows(_NOTHING)
            terminal.settle(_QUIET)
        last = _peak(terminal.pid)
        if code := terminal.quit(QUIT):
            raise FailedError(f"{' '.join(command)} ended with {code}: {terminal.words()[-2000:]}")
    unit = _BYTES / 1_000_000
    return unit * (first or terminal.largest), unit * (last or terminal.largest)


def _peak(process: int) -> int:
    """The most memory a running process has held, in the units of `getrusage`; 0 where the system does not say."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    return int(next((line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")), 0))
