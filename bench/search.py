"""`search`: a letter to its answer, and files to an index, at several sizes, beside SQLite FTS5 and ripgrep."""

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
from bindertui.store.cache.catalog import Catalog
from bindertui.store.folder_repository import FolderRepository

_PER_SECTION = 9.07
"""Passages that a generated section has, on average."""
_BUILD_BUDGET, _KEY_BUDGET = 3.0, 50.0
_BUILD_BUDGET_UP_TO = 100_000
_ENGINE_BUDGETS = {100_000: 5.0, 1_000_000: 15.0}
"""Milliseconds at p95, by the number of passages up to which they hold."""
_MOST_ROUNDS = {10_000: 5, 100_000: 3}
_SLOW_RIVAL = 60.0
"""Seconds after which a rival need not answer any more keys."""
_QUIET = 0.5

_COMPOSE = """
import sys
from pathlib import Path
from ruamel.yaml import YAML
for path in sorted(Path(sys.argv[1]).rglob("*.yaml")):
    YAML(typ="safe").compose(path.read_bytes())
"""


def run(options: Options) -> tuple[list[Figure], dict[str, object]]:
    """Measure searching at each size."""
    figures: list[Figure] = []
    table: list[dict[str, object]] = []
    for size in options.passages:
        with Workspace.create() as work:
            found, row = _at(work, size, options)
        figures += found
        table.append(row)
    return figures, {"sizes": table, "queries": len(QUERIES), "keys": len(typed_prefixes())}


def _at(work: Workspace, size: int, options: Options) -> tuple[list[Figure], dict[str, object]]:
    log(f"{size} passages: generating")
    subject = work.generate_binder(max(round(size / _PER_SECTION), 1))
    folder = Path(subject.options[-1])
    written = sum(path.stat().st_size for path in folder.rglob("*.yaml"))
    rounds = min(options.rounds, next((most for up_to, most in _MOST_ROUNDS.items() if size <= up_to), 1))
    build, memory = _build(work, folder, size, rounds)
    figures, row = _typing(work, subject, size)
    figures.append(_repaint(work, subject, size, options))
    index = sum(path.stat().st_size for path in (work.folder / "cache").rglob("*") if ".index" in str(path))
    row |= {"yaml_bytes": written, "index_bytes": index, "build_peak_mb": memory}
    return [build, *figures], row


def _build(work: Workspace, folder: Path, size: int, rounds: int) -> tuple[Figure, float]:
    """From the files to an index that is complete, beside composing the same files; and the most memory it took."""
    cache = work.folder / "cache" / "bindertui"
    token = FolderRepository(folder, Catalog(cache)).subprocess_token() or ""
    indexing = [sys.executable, "-m", "bindertui.services.index_worker", token]
    floor = [sys.executable, "-c", _COMPOSE, str(folder)]
    pairs, memory = [], 0.0
    for _ in range(rounds):
        subprocess.run(["rm", "-rf", str(cache)], check=True)
        took, used = _process(work, indexing)
        composed, _ = _process(work, floor)
        log(f"  built in {took:.1f} s, composed in {composed:.1f} s")
        pairs.append((took, composed))
        memory = max(memory, used)
    budget = _BUILD_BUDGET if size <= _BUILD_BUDGET_UP_TO else None
    name = f"cold build, {size} passages"
    return ratio_figure(name, "s", pairs, beside="ruamel's C composer alone over the same files", budget=budget), memory


def _process(work: Workspace, command: Sequence[str]) -> tuple[float, float]:
    """Seconds that a process takes, and the most megabytes it held."""
    start = perf_counter()
    process = subprocess.Popen(command, env=work.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    took = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise ProgramError(f"{' '.join(command[:4])} ended with {process.returncode}.")
    return took, round(usage.ru_maxrss / 1000, 1)


def _typing(work: Workspace, subject: Subject, size: int) -> tuple[list[Figure], dict[str, object]]:
    """Every letter of every query: our answer with its first hits, and that of the rivals."""
    binder = subject.options[-1]
    snapshot = Library.open(Settings.resolve(work.environment, binder=Path(binder))).snapshot()
    finder = Finder(snapshot)
    finder.prepare()
    finder.search_as_you_type("warm", "en")
    texts = (
        (str(passage.place), text) for passage in binder_passages(snapshot.binder) for _, text in passage.text.originals
    )
    log(f"  building SQLite FTS5 over {size} passages")
    with SqliteIndex(work.folder / "rival.sqlite", texts) as rival:
        ours, theirs = [], []
        rival_until = perf_counter() + _SLOW_RIVAL
        for typed in typed_prefixes():
            start = perf_counter()
            finder.search_as_you_type(typed, "en")
            ours.append(1000 * (perf_counter() - start))
            if perf_counter() < rival_until:
                theirs.append(1000 * rival.time_query(typed, PAGE_SIZE))
        row: dict[str, object] = {
            "passages": size,
            "engine_ms": _quantiles(ours),
            "fts5_ms": _quantiles(theirs),
            "fts5_keys": len(theirs),
            "fts5_build_s": round(rival.build_seconds, 1),
            "fts5_bytes": rival.size,
            "slowest": [key for _, key in sorted(zip(ours, typed_prefixes(), strict=True), reverse=True)[:5]],
        }
    grepped = [1000 * took for query in QUERIES if (took := time_ripgrep(Path(binder), query)) is not None]
    row["ripgrep_ms"] = _quantiles(grepped) if grepped else None
    budget = next((most for up_to, most in _ENGINE_BUDGETS.items() if size <= up_to), None)
    name = f"a letter to its hits, engine only, {size} passages, p95"
    return [value_figure(name, "ms", percentile(ours, 0.95), ours, budget=budget)], row


def _repaint(work: Workspace, subject: Subject, size: int, options: Options) -> Figure:
    """A letter typed in the app, from the key to its repaint, while the searches it begins run."""
    log("  typing in the app")
    with Terminal(work.app_command(subject), work.environment, work.run_folder, NARROW) as terminal:
        terminal.wait_until_quiet(_QUIET)
        strokes, _ = time_keys(terminal, SEARCH, options.keys)
    times = [1000 * stroke.to_frame for stroke in strokes]
    name = f"a letter to its repaint in the app, {size} passages, p95"
    return value_figure(name, "ms", percentile(times, 0.95), times, budget=_KEY_BUDGET)


def _quantiles(values: Sequence[float]) -> dict[str, float]:
    return {name: round(percentile(values, part), 2) for name, part in (("p50", 0.5), ("p95", 0.95), ("max", 1.0))}
