"""A temporary folder, environment and command lines for the programs to measure."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from attrs import frozen

import bindertui
from bench.generate import generate

_MARKER_LENGTH = 28
_SCRIPT = "from bindertui.__main__ import main; main()"
"""The code of the installed `bindertui` command."""


class ProgramError(Exception):
    """A measured program failed."""


@frozen
class Subject:
    """A binder to measure with.

    Attributes:
        name: its name in figures.
        options: the options that open it.
    """

    name: str
    options: tuple[str, ...]


SHIPPED = Subject("shipped binder", ())


@frozen
class Page:
    """The first text that a program shows.

    Attributes:
        file: a file with the text.
        marker: the beginning of the text.
    """

    file: Path
    marker: str


@frozen
class Workspace:
    """A folder for one run, with its own caches and state.

    Attributes:
        folder: the folder.
        environment: the environment of all measured programs.
    """

    folder: Path
    environment: dict[str, str]

    @classmethod
    @contextmanager
    def create(cls) -> Iterator["Workspace"]:
        """Create a workspace, and delete it at the end."""
        with TemporaryDirectory(prefix="bindertui-bench-") as name:
            folder = Path(name)
            for part in ("run", "state", "cache", "config"):
                (folder / part).mkdir()
            yield cls(folder, _environment(folder))

    @property
    def run_folder(self) -> Path:
        """The working directory of programs; it is empty."""
        return self.folder / "run"

    def clear_caches(self) -> None:
        """Empty the caches."""
        shutil.rmtree(self.folder / "cache")
        (self.folder / "cache").mkdir()

    def generate_binder(self, sections: int) -> Subject:
        """Generate a binder with a number of sections."""
        folder = generate(self.folder / f"generated-{sections}", sections)
        return Subject(f"generated binder, {sections} sections", ("-b", str(folder)))

    def app_command(self, subject: Subject, *verb: str) -> list[str]:
        """Return the command that opens a binder in the app, or runs a verb on it."""
        return [sys.executable, "-c", _SCRIPT, *subject.options, *verb]

    def one_widget_command(self, page: Page) -> list[str]:
        """Return the command of the one-widget app with the same text."""
        return [sys.executable, str(Path(__file__).with_name("one_widget.py")), str(page.file)]

    def first_page(self, subject: Subject, address: str, size: tuple[int, int]) -> Page:
        """Return the text at an address, as much as fits a terminal."""
        columns, rows = size
        lines = self.run_command(self.app_command(subject, "show", address)).splitlines()
        file = self.folder / f"page-{address}.txt"
        file.write_text("\n".join(line[:columns] for line in lines[: rows - 1]), encoding="utf-8")
        return Page(file, lines[0][:_MARKER_LENGTH].rstrip())

    def run_command(self, command: list[str]) -> str:
        """Return the output of a command.

        Raises:
            ProgramError: it failed.
        """
        run = subprocess.run(
            command,
            cwd=self.run_folder,
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if run.returncode:
            raise ProgramError(f"{' '.join(command)} ended with {run.returncode}: {run.stderr[-2000:]}")
        return run.stdout

    def time_command(self, command: list[str]) -> float:
        """Return the milliseconds that a command takes as a process, with its output discarded.

        Raises:
            ProgramError: it failed.
        """
        start = perf_counter()
        code = subprocess.run(
            command,
            cwd=self.run_folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        ).returncode
        elapsed = 1000 * (perf_counter() - start)
        if code:
            raise ProgramError(f"{' '.join(command)} ended with {code}.")
        return elapsed


def _environment(folder: Path) -> dict[str, str]:
    unwanted = {"NO_COLOR", "COLORTERM", "PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME", "COLUMNS", "LINES"}
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in unwanted and not name.startswith(("LC_", "BINDERTUI_", "TEXTUAL"))
    }
    package = Path(bindertui.__file__).parents[1]
    paths = [package, *map(Path, filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep)))]
    return {
        **kept,
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join(str(path.resolve()) for path in paths),
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "XDG_CONFIG_HOME": str(folder / "config"),
    }
