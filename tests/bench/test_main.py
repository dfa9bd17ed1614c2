"""Every benchmark runs in its quick form and prints its figures as JSON."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from bench.key_sequences import KEY_SEQUENCES

ROOT = Path(__file__).parents[2]
FIELDS = {"name", "unit", "value", "beside", "floor", "ratio", "budget", "at_least", "met", "rounds", "spread"}


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m bench`."""
    command = [sys.executable, "-m", "bench", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def run_benchmark(*arguments: str) -> dict[str, Any]:
    """Return the document of a successful run."""
    run = bench(*arguments, "--quick")
    assert run.returncode == 0, run.stderr
    read: dict[str, Any] = json.loads(run.stdout)
    assert all(set(figure) == FIELDS and figure["value"] > 0 for figure in read["figures"])
    return read


def budgets_of(read: dict[str, Any]) -> dict[str, float]:
    """Return the budgets of the figures that have one."""
    found = {figure["name"]: figure for figure in read["figures"] if figure["budget"] is not None}
    assert all(isinstance(figure["met"], bool) for figure in found.values())
    return {name: figure["budget"] for name, figure in found.items()}


@pytest.mark.slow
def test_startup() -> None:
    """`startup` measures the first frame and the verbs, each with its baseline."""
    read = run_benchmark("startup", "--sections", "0")
    assert budgets_of(read) == {
        "first frame, shipped binder": 1.25,
        "bindertui search quebec, whole process": 0.5,
        "bindertui show unhcr, whole process": 0.5,
        "bindertui outline, whole process": 0.5,
        "bindertui set, whole process": 0.5,
        "bindertui set --dry-run, whole process": 0.5,
    }
    assert all(figure["ratio"] > 0 for figure in read["figures"] if figure["budget"])


@pytest.mark.slow
def test_save() -> None:
    """`save` compares one field with ruamel.yaml, and `set` in a large binder with a small one; both have budgets."""
    read = run_benchmark("save")
    lines = {f"lines changed, {size}": 1 for size in ("1 KB", "100 KB", "1 MB")}
    processes = {"bindertui set, whole process, generated binder, 30 sections": 1.5}
    assert budgets_of(read) == {"read, edit and write one field, 1 MB": 0.05, **lines, **processes}
    assert all(figure["value"] == 1 for figure in read["figures"] if figure["name"] in lines)


@pytest.mark.slow
def test_memory() -> None:
    """`memory` measures the first frame, and after it a search."""
    read = run_benchmark("memory", "--sections", "0")
    assert budgets_of(read) == {"peak memory at the first frame, shipped binder": 1.6}
    first, searched = (figure["value"] for figure in read["figures"])
    assert searched >= first


@pytest.mark.slow
def test_reader() -> None:
    """`reader` measures every key in a generated binder, to the first frame and until the terminal is quiet."""
    read = run_benchmark("reader", "--sections", "12", "--keys", "1")
    assert set(budgets_of(read).values()) == {50.0}
    assert len(budgets_of(read)) == len(read["keys"]) == len(KEY_SEQUENCES)
    for key in read["keys"]:
        assert key["strokes"] == 1
        assert 0 < key["first_frame_ms"]["p50"] <= key["settled_ms"]["max"]


@pytest.mark.slow
def test_search() -> None:
    """`search` measures indexing and typing, compared with a YAML parser and, in a table, SQLite FTS5 and ripgrep."""
    read = run_benchmark("search")
    assert budgets_of(read) == {
        "index build from nothing, 300 passages": 3.0,
        "typed letter to results, engine only, 300 passages, p95": 5.0,
        "typed letter to repaint in the app, 300 passages, p95": 50.0,
    }
    (size,) = read["sizes"]
    assert size["passages"] == 300
    assert size["fts5_keys"] == read["keys"]
    assert min(size["index_bytes"], size["yaml_bytes"], size["fts5_bytes"]) > 0


@pytest.mark.slow
def test_search_quality() -> None:
    """`search-quality` grades recall and rank; its budgets are minimums."""
    read = run_benchmark("search-quality")
    assert budgets_of(read) == {
        "recall@5, while typing": 0.95,
        "MRR, while typing": 0.85,
        "recall@5, finished": 0.95,
        "MRR, finished": 0.85,
    }
    assert all(figure["at_least"] and figure["value"] <= 1 for figure in read["figures"])


@pytest.mark.slow
def test_ssh() -> None:
    """`ssh` measures logins, simultaneous and consecutive sessions, and bytes, compared with local processes."""
    run = bench("ssh", "--quick")
    assert run.returncode == 0, run.stderr
    read: dict[str, Any] = json.loads(run.stdout)
    assert budgets_of(read) == {
        "login to first text": 150,
        "login to first text, 20 at once, p95": 1000,
        "memory per session, 3 sessions": 4,
        "page down, maximum, 80x24": 5,
        "key in the search bar, maximum, 80x24": 3,
        "idle for 1 s, in the text and in the search bar, 80x24": 0,
        "idle for 1 s, in the text and in the search bar, 160x48": 0,
        "5 consecutive sessions, memory growth": 10,
        **{f"5 consecutive sessions, {what} left": 0 for what in ("descriptors", "tasks", "threads")},
        "5 consecutive sessions, sys.stdout changed": 0,
    }
    counted = {figure["name"]: figure for figure in read["figures"]}
    # What is counted, not timed, holds on every machine.
    for name in (*(name for name, most in budgets_of(read).items() if not most), "page down, maximum, 80x24"):
        assert counted[name]["met"], name
    assert {figure["beside"] for figure in read["figures"]} == {
        None,
        "one local process for each session, in a pseudo-terminal",
    }


@pytest.mark.parametrize("arguments", [(), ("nothing",), ("startup", "--rounds", "0")])
def test_a_wrong_command_line_is_refused(arguments: Sequence[str]) -> None:
    """Without a benchmark's name, or with an invalid number, usage is printed and nothing is measured."""
    run = bench(*arguments)
    assert run.returncode == 2
    assert run.stderr.startswith("usage: python -m bench")
    assert run.stdout == ""
