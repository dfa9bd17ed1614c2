"""Every benchmark runs, in its quickest form, and prints its figures as JSON."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from bench.drills import DRILLS

ROOT = Path(__file__).parents[2]
FIELDS = {"name", "unit", "value", "beside", "floor", "ratio", "budget", "at_least", "met", "rounds", "spread"}


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A run of `python -m bench`."""
    command = [sys.executable, "-m", "bench", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def measured(*arguments: str) -> dict[str, Any]:
    """The document of a run that succeeded."""
    run = bench(*arguments, "--quick")
    assert run.returncode == 0, run.stderr
    read: dict[str, Any] = json.loads(run.stdout)
    assert all(set(figure) == FIELDS and figure["value"] > 0 for figure in read["figures"])
    return read


def budgets(read: dict[str, Any]) -> dict[str, float]:
    """The figures of a document that have a budget."""
    found = {figure["name"]: figure for figure in read["figures"] if figure["budget"] is not None}
    assert all(isinstance(figure["met"], bool) for figure in found.values())
    return {name: figure["budget"] for name, figure in found.items()}


@pytest.mark.slow
def test_startup() -> None:
    """`startup` measures the first frame and the verbs, each beside its floor."""
    read = measured("startup", "--sections", "0")
    assert budgets(read) == {
        "first frame, shipped binder": 1.25,
        "search quebec, as a process": 0.5,
        "show unhcr, as a process": 0.5,
        "outline, as a process": 0.5,
        "set, as a process": 0.5,
        "set --dry-run, as a process": 0.5,
    }
    assert all(figure["ratio"] > 0 for figure in read["figures"] if figure["budget"])


@pytest.mark.slow
def test_save() -> None:
    """`save` measures one field of three files beside ruamel.yaml, with budgets for the largest and for the lines."""
    read = measured("save")
    lines = {f"lines changed, {size}": 1 for size in ("1 KB", "100 KB", "1 MB")}
    assert budgets(read) == {"read, edit and write one field, 1 MB": 0.05, **lines}
    assert all(figure["value"] == 1 for figure in read["figures"] if figure["name"] in lines)


@pytest.mark.slow
def test_memory() -> None:
    """`memory` measures the first frame, and a search after it."""
    read = measured("memory", "--sections", "0")
    assert budgets(read) == {"peak memory at the first frame, shipped binder": 1.6}
    first, searched = (figure["value"] for figure in read["figures"])
    assert searched >= first


@pytest.mark.slow
def test_reader() -> None:
    """`reader` measures every key in a generated binder, until the first frame and until the terminal is quiet."""
    read = measured("reader", "--sections", "12", "--keys", "1")
    assert set(budgets(read).values()) == {50.0}
    assert len(budgets(read)) == len(read["keys"]) == len(DRILLS)
    for key in read["keys"]:
        assert key["strokes"] == 1
        assert 0 < key["first_frame_ms"]["p50"] <= key["settled_ms"]["max"]


@pytest.mark.slow
def test_search() -> None:
    """`search` measures building and typing, beside a composer and, in a table, SQLite FTS5 and ripgrep."""
    read = measured("search")
    assert budgets(read) == {
        "cold build, 300 passages": 3.0,
        "a letter to its hits, engine only, 300 passages, p95": 5.0,
        "a letter to its repaint in the app, 300 passages, p95": 50.0,
    }
    (size,) = read["sizes"]
    assert size["passages"] == 300
    assert size["fts5_keys"] == read["keys"]
    assert min(size["index_bytes"], size["yaml_bytes"], size["fts5_bytes"]) > 0


@pytest.mark.slow
def test_search_quality() -> None:
    """`search-quality` grades recall and rank, and its budgets are the least that these may be."""
    read = measured("search-quality")
    assert budgets(read) == {
        "recall@5, while typing": 0.95,
        "MRR, while typing": 0.85,
        "recall@5, finished": 0.95,
        "MRR, finished": 0.85,
    }
    assert all(figure["at_least"] and figure["value"] <= 1 for figure in read["figures"])


@pytest.mark.slow
def test_ssh() -> None:
    """`ssh` measures logins, live sessions, bytes and sessions in a row, beside one process for each session."""
    run = bench("ssh", "--quick")
    assert run.returncode == 0, run.stderr
    read: dict[str, Any] = json.loads(run.stdout)
    assert budgets(read) == {
        "login to first text": 150,
        "login to first text, 20 at once, p95": 1000,
        "memory of a session, of 3": 4,
        "page down, greatest, 80x24": 5,
        "a key in the search bar, greatest, 80x24": 3,
        "idle for 1 s, in the text and in the search bar, 80x24": 0,
        "idle for 1 s, in the text and in the search bar, 160x48": 0,
        "5 sessions in a row, growth": 10,
        **{f"5 sessions in a row, {what} left": 0 for what in ("descriptors", "tasks", "threads")},
        "5 sessions in a row, sys.stdout changed": 0,
    }
    counted = {figure["name"]: figure for figure in read["figures"]}
    # What is counted, not timed, holds on every machine.
    for name in (*(name for name, most in budgets(read).items() if not most), "page down, greatest, 80x24"):
        assert counted[name]["met"], name
    assert {figure["beside"] for figure in read["figures"]} == {None, "one process for each session, under a pty"}


@pytest.mark.parametrize("arguments", [(), ("nothing",), ("startup", "--rounds", "0")])
def test_a_wrong_command_line_is_refused(arguments: Sequence[str]) -> None:
    """Without a benchmark's name, or with a number that makes no sense, usage is printed and nothing is measured."""
    run = bench(*arguments)
    assert run.returncode == 2
    assert run.stderr.startswith("usage: python -m bench")
    assert run.stdout == ""
