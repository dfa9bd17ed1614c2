"""`search`: typed letter to results and binder to index, at several sizes, compared with SQLite FTS5 and ripgrep."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from bench.figures import Figure, log, percentile, ratio_figure, value_figure
from bench.key_sequences import SEARCH, time_keys
from bench.options import Options
from bench.queries import QUERIES, typed_prefixes
from bench.search_baselines import SqliteIndex, time_ripgrep
from bench.terminal import NARROW, Terminal
from bench.workspace import ProgramError, Subject, Workspace
from bindertui.search.passages import binder_passages
from bindertui.services.library import Library
from bindertui.services.search import PAGE_SIZE, Finder
from bindertui.settings import Settings
from bindertui.store.cache.catalog import BinderCache
from bindertui.store.folder_repository import FolderRepository

_PER_SECTION = 9.07
"""Passages in a generated section, on average."""
_BUILD_BUDGET, _KEY_BUDGET = 3.0, 50.0
_BUILD_BUDGET_UP_TO = 100_000
_ENGINE_BUDGETS = {100_000: 5.0, 1_000_000: 15.0}
"""Budgets in milliseconds at p95, by the largest number of passages each applies to."""
_MOST_ROUNDS = {10_000: 5, 100_000: 3}
_BASELINE_SECONDS = 60.0
"""Seconds after which SQLite is not asked any more keys."""
_QUIET = 0.5

_COMPOSE = """
import sys
from pathlib import Path
from ruamel.yaml import YAML
for path in sorted(Path(sys.argv[1]).rglob("*.yaml")):
    YAML(typ="safe").compose(path.read_bytes())
"""


def run(options: Options) -> tuple[list[Figure], dict[str, object]]:
    """Measure search at each size."""
    figures: list[Figure] = []
    table: list[dict[str, object]] = []
    for size in options.passages:
        with Workspace.create() as work:
            found, row = _measure_size(work, size, options)
        figures += found
        table.append(row)
    return figures, {"sizes": table, "queries": len(QUERIES), "keys": len(typed_prefixes())}


def _measure_size(work: Workspace, size: int, options: Options) -> tuple[list[Figure], dict[str, object]]:
    log(f"{size} passages: generating")
    subject = work.generate_binder(max(round(size / _PER_SECTION), 1))
    folder = Path(subject.options[-1])
    written = sum(path.stat().st_size for path in folder.rglob("*.yaml"))
    rounds = min(options.rounds, next((most for up_to, most in _MOST_ROUNDS.items() if size <= up_to), 1))
    build, memory = _build(work, folder, size, rounds)
    figures, row = _time_typing(work, subject, size)
    figures.append(_time_repaint(work, subject, size, options))
    index = sum(path.stat().st_size for path in (work.folder / "cache").rglob("*") if ".index" in str(path))
    row |= {"yaml_bytes": written, "index_bytes": index, "build_peak_mb": memory}
    return [build, *figures], row


def _build(work: Workspace, folder: Path, size: int, rounds: int) -> tuple[Figure, float]:
    """Build the index, compared with only parsing the same files; return the figure and the peak memory."""
    cache = work.folder / "cache" / "bindertui"
    token = FolderRepository(folder, BinderCache(cache)).subprocess_token() or ""
    indexing = [sys.executable, "-m", "bindertui.services.index_worker", token]
    floor = [sys.executable, "-c", _COMPOSE, str(folder)]
    pairs, memory = [], 0.0
    for _ in range(rounds):
        subprocess.run(["rm", "-rf", str(cache)], check=True)
        elapsed, used = _run_process(work, indexing)
        composed, _ = _run_process(work, floor)
        log(f"  built in {elapsed:.1f} s, parsed in {composed:.1f} s")
        pairs.append((elapsed, composed))
        memory = max(memory, used)
    budget = _BUILD_BUDGET if size <= _BUILD_BUDGET_UP_TO else None
    name = f"index build from nothing, {size} passages"
    return ratio_figure(name, "s", pairs, beside="parsing the same files with ruamel's C parser", budget=budget), memory


def _run_process(work: Workspace, command: Sequence[str]) -> tuple[float, float]:
    """Return the seconds a process takes, and its peak memory in MB."""
    start = perf_counter()
    process = subprocess.Popen(command, env=work.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise ProgramError(f"{' '.join(command[:4])} ended with {process.returncode}.")
    return elapsed, round(usage.ru_maxrss / 1000, 1)


def _time_typing(work: Workspace, subject: Subject, size: int) -> tuple[list[Figure], dict[str, object]]:
    """Search for every prefix of every query, with our search and with the baselines."""
    binder = subject.options[-1]
    snapshot = Library.open(Settings.resolve(work.environment, binder=Path(binder))).snapshot()
    finder = Finder(snapshot)
    finder.prepare()
    finder.search_as_you_type("warm", "en")
    texts = (
        (str(passage.place), text) for passage in binder_passages(snapshot.binder) for _, text in passage.text.originals
    )
    log(f"  building SQLite FTS5 over {size} passages")
    with SqliteIndex(work.folder / "baseline.sqlite", texts) as baseline:
        ours, theirs = [], []
        baseline_until = perf_counter() + _BASELINE_SECONDS
        for typed in typed_prefixes():
            start = perf_counter()
            finder.search_as_you_type(typed, "en")
            ours.append(1000 * (perf_counter() - start))
            if perf_counter() < baseline_until:
                theirs.append(1000 * baseline.time_query(typed, PAGE_SIZE))
        row: dict[str, object] = {
            "passages": size,
            "engine_ms": _quantiles(ours),
            "fts5_ms": _quantiles(theirs),
            "fts5_keys": len(theirs),
            "fts5_build_s": round(baseline.build_seconds, 1),
            "fts5_bytes": baseline.size,
            "slowest": [key for _, key in sorted(zip(ours, typed_prefixes(), strict=True), reverse=True)[:5]],
        }
    grepped = [1000 * elapsed for query in QUERIES if (elapsed := time_ripgrep(Path(binder), query)) is not None]
    row["ripgrep_ms"] = _quantiles(grepped) if grepped else None
    budget = next((most for up_to, most in _ENGINE_BUDGETS.items() if size <= up_to), None)
    name = f"typed letter to results, engine only, {size} passages, p95"
    return [value_figure(name, "ms", percentile(ours, 0.95), ours, budget=budget)], row


def _time_repaint(work: Workspace, subject: Subject, size: int, options: Options) -> Figure:
    """Type a word in the app, and measure from each key to its repaint while the search runs."""
    log("  typing in the app")
    page = work.first_page(subject, "binder", NARROW)
    with Terminal(work.app_command(subject), work.environment, work.run_folder, NARROW) as terminal:
        terminal.wait_for_text(page.marker)
        terminal.wait_until_quiet(_QUIET)
        timings, _ = time_keys(terminal, SEARCH, options.keys)
    times = [1000 * timing.to_frame for timing in timings]
    name = f"typed letter to repaint in the app, {size} passages, p95"
    return value_figure(name, "ms", percentile(times, 0.95), times, budget=_KEY_BUDGET)


def _quantiles(values: Sequence[float]) -> dict[str, float]:
    return {name: round(percentile(values, part), 2) for name, part in (("p50", 0.5), ("p95", 0.95), ("max", 1.0))}
