"""The structure of the code: layers, import cycles, sizes, start-up imports, and docstrings of tests."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from shutil import copytree

import grimp
import pytest
from click import Context

from bindertui.cli.main import cli

ROOT = Path(__file__).parent.parent
MODULES = sorted(path for folder in ("src", "bench") for path in (ROOT / folder).rglob("*.py"))

HEADLESS = {
    "check": ["check"],
    "completion": ["completion", "bash"],
    "config": ["config", "show"],
    "history": ["history", "unhcr", "--show", "now"],
    "new": ["new", "made"],
    "outline": ["outline"],
    "remote": ["remote", "--name", "rita", "--role", "reader"],
    "schema": ["schema"],
    "search": ["search", "quebec"],
    "set": ["set", "unhcr#summary.en", "A text.", "--binder", "binder"],
    "show": ["show", "unhcr"],
}
"""A command line for every verb that needs no terminal."""

_RUN = """
import sys
from bindertui.cli.main import run
try:
    code = run(sys.argv[1:])
except SystemExit as end:
    code = end.code
packages = {name.partition(".")[0] for name in sys.modules}
loaded = sorted(packages & {"textual", "rich", "ruamel", "cattrs", "watchfiles"})
print(code, loaded, file=sys.stderr)
"""


def test_import_contracts_hold() -> None:
    """Every contract of pyproject.toml holds."""
    lint = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_modules_do_not_import_each_other_in_a_cycle() -> None:
    """No chain of imports leads back to its start, lazy imports and those for type checkers included."""
    graph = grimp.build_graph("bindertui", cache_dir=None)
    sorter = TopologicalSorter({name: graph.find_modules_directly_imported_by(name) for name in graph.modules})
    sorter.prepare()


@pytest.mark.parametrize("verb", [verb for verb in cli.list_commands(Context(cli)) if verb not in {"open", "serve"}])
def test_verbs_do_without_the_terminal_app(verb: str, tmp_path: Path) -> None:
    """Only the verbs that open the app import Textual."""
    if verb == "set":
        copytree(ROOT / "content" / "ircc-minister-2019", tmp_path / "binder")
    arguments = [sys.executable, "-c", _RUN, *HEADLESS[verb]]
    run = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert not {"textual", "rich"} & set(ast.literal_eval(run.stderr.splitlines()[-1].removeprefix("0 "))), run.stderr


@pytest.mark.parametrize("verb", ["outline", "search", "show"])
def test_reading_verbs_start_without_parsers(verb: str, tmp_path: Path) -> None:
    """If the binder is cached and indexed, reading verbs import no YAML parser and no file watcher."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    for loaded in (False, True):
        run = subprocess.run(
            [sys.executable, "-c", _RUN, *HEADLESS[verb]],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert not loaded or run.stderr.splitlines()[-1] == "0 []", run.stderr


def test_modules_are_small() -> None:
    """No module has more than 500 lines."""
    sizes = {path: len(path.read_text().splitlines()) for path in MODULES}
    assert {str(path): size for path, size in sizes.items() if size > 500} == {}


def test_functions_are_small() -> None:
    """No function has more than 60 lines."""
    sizes = {
        f"{path}:{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in MODULES
        for function in functions(path)
    }
    assert {name: size for name, size in sizes.items() if size > 60} == {}


def test_tests_have_docstrings() -> None:
    """Every test has a docstring that states the behaviour."""
    silent = [
        f"{path}:{function.name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for function in functions(path)
        if function.name.startswith("test_") and not ast.get_docstring(function)
    ]
    assert silent == []


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module, methods and nested ones too."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
