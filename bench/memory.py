"""`memory`: the peak memory of the app, at its first frame and after a search."""

import sys
from collections.abc import Sequence
from pathlib import Path

from bench.figures import Figure, log, measure_pairs, ratio_figure
from bench.options import Options
from bench.startup import ONE_WIDGET
from bench.terminal import NARROW, QUIT, Terminal
from bench.workspace import SHIPPED, ProgramError, Subject, Workspace

_SHIPPED_BUDGET, _GENERATED_BUDGET = 1.6, 2.5
_QUIET = 0.5
_SEARCH, _NOWHERE = b"/", b"zxzxzx"
_NOTHING = "Nothing found"
_RUSAGE_UNIT = 1 if sys.platform == "darwin" else 1024
"""The unit of memory in `getrusage`, in bytes."""


def run(options: Options) -> tuple[list[Figure], dict[str, object]]:
    """Measure the memory of the app."""
    with Workspace.create() as work:
        figures = _measure_peaks(work, SHIPPED, options, _SHIPPED_BUDGET)
        if options.sections:
            figures += _measure_peaks(work, work.generate_binder(options.sections), options, _GENERATED_BUDGET)
    return figures, {}


def _measure_peaks(work: Workspace, subject: Subject, options: Options, budget: float) -> list[Figure]:
    page = work.first_page(subject, "binder", NARROW)
    log(f"memory, {subject.name}")
    searched: list[float] = []

    def app() -> float:
        first, after = _peak_memory(work, work.app_command(subject), page.marker, search=True)
        searched.append(after)
        return first

    def floor() -> float:
        return _peak_memory(work, work.one_widget_command(page), page.marker, search=False)[0]

    # Create the cache and the index, as they are at any start but the first.
    work.time_command(work.app_command(subject, "search", "policy"))
    pairs = measure_pairs(options.rounds, app, floor, log)
    later = [(after, below) for after, (_, below) in zip(searched[-options.rounds :], pairs, strict=True)]
    return [
        ratio_figure(f"peak memory at the first frame, {subject.name}", "MB", pairs, beside=ONE_WIDGET, budget=budget),
        ratio_figure(f"peak memory after a search, {subject.name}", "MB", later, beside=ONE_WIDGET),
    ]


def _peak_memory(work: Workspace, command: Sequence[str], marker: str, *, search: bool) -> tuple[float, float]:
    """Return the peak memory of a program in MB, at its first frame and after a search.

    Raises:
        ProgramError: it did not exit cleanly.
    """
    with Terminal(command, work.environment, work.run_folder, NARROW) as terminal:
        terminal.wait_for_text(marker)
        terminal.wait_until_quiet(_QUIET)
        first = _current_peak(terminal.pid)
        if search:
            terminal.time_key(_SEARCH, _QUIET)
            terminal.press(_NOWHERE)
            terminal.wait_for_text(_NOTHING)
            terminal.wait_until_quiet(_QUIET)
        last = _current_peak(terminal.pid)
        if code := terminal.quit(QUIT):
            raise ProgramError(f"{' '.join(command)} ended with {code}: {terminal.text()[-2000:]}")
    unit = _RUSAGE_UNIT / 1_000_000
    return unit * (first or terminal.max_memory), unit * (last or terminal.max_memory)


def _current_peak(process: int) -> int:
    """Return the peak memory of a running process, in the unit of `getrusage`; 0 if the system does not report it."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    return int(next((line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")), 0))
