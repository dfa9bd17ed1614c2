"""What both sides of a measurement share: a folder of their own, the same environment, the commands that start them."""

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

_MARKER = 28
_SCRIPT = "from bindertui.__main__ import main; main()"
"""What the installed `bindertui` command does."""


class FailedError(Exception):
    """A measured program ended as it should not."""


@frozen
class Subject:
    """A binder that is measured.

    Attributes:
        name: what figures call it.
        options: the options that open it.
    """

    name: str
    options: tuple[str, ...]


SHIPPED = Subject("shipped binder", ())


@frozen
class Page:
    """The text a program shows first.

    Attributes:
        file: a file that holds it.
        marker: how it starts.
    """

    file: Path
    marker: str


@frozen
class Workplace:
    """A folder for one run, with caches and state of its own.

    Attributes:
        folder: where programs run; no content lies in it.
        environment: what every measured program gets.
    """

    folder: Path
    environment: dict[str, str]

    @classmethod
    @contextmanager
    def made(cls) -> Iterator["Workplace"]:
        """A workplace that is gone afterwards."""
        with TemporaryDirectory(prefix="bindertui-bench-") as name:
            folder = Path(name)
            for part in ("run", "state", "cache", "config"):
                (folder / part).mkdir()
            yield cls(folder, _environment(folder))

    @property
    def empty(self) -> Path:
        """The folder that programs run in."""
        return self.folder / "run"

    def clear(self) -> None:
        """Empty the caches."""
        shutil.rmtree(self.folder / "cache")
        (self.folder / "cache").mkdir()

    def generated(self, sections: int) -> Subject:
        """A generated binder of so many sections."""
        folder = generate(self.folder / f"generated-{sections}", sections)
        return Subject(f"generated binder, {sections} sections", ("-b", str(folder)))

    def app(self, subject: Subject, *verb: str) -> list[str]:
        """The command that opens a binder in the app, or runs a verb on it."""
        return [sys.executable, "-c", _SCRIPT, *subject.options, *verb]

    def one_widget(self, page: Page) -> list[str]:
        """The command of the app with one widget, which shows the same text."""
        return [sys.executable, str(Path(__file__).with_name("one_widget.py")), str(page.file)]

    def page(self, subject: Subject, address: str, size: tuple[int, int]) -> Page:
        """The text that an address shows, as much as a terminal holds."""
        columns, rows = size
        lines = self.output(self.app(subject, "show", address)).splitlines()
        file = self.folder / f"page-{address}.txt"
        file.write_text("\n".join(line[:columns] for line in lines[: rows - 1]), encoding="utf-8")
        return Page(file, lines[0][:_MARKER].rstrip())

    def output(self, command: list[str]) -> str:
        """What a command prints.

        Raises:
            FailedError: it failed.
        """
        run = subprocess.run(
            command, cwd=self.empty, env=self.environment, capture_output=True, text=True, encoding="utf-8", check=False
        )
        if run.returncode:
            raise FailedError(f"{' '.join(command)} ended with {run.returncode}: {run.stderr[-2000:]}")
        return run.stdout

    def took(self, command: list[str]) -> float:
        """Milliseconds that a command takes as a process, its output thrown away.

        Raises:
            FailedError: it failed.
        """
        start = perf_counter()
        code = subprocess.run(
            command,
            cwd=self.empty,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        ).returncode
        took = 1000 * (perf_counter() - start)
        if code:
            raise FailedError(f"{' '.join(command)} ended with {code}.")
        return took


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
