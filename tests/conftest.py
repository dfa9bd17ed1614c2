"""Fixtures and settings shared by all tests."""

import gc
import os
import signal
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, settings

from bindertui import _gc
from bindertui.store.folder_repository import FolderRepository

# `make test` uses `fast`, `make test-slow` uses `full`. No deadline: the machine may be busy with other tests.
_BASE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("fast", _BASE, max_examples=20)
settings.register_profile("full", _BASE, max_examples=100)
settings.register_profile("nightly", _BASE, max_examples=10_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))


# A test run that was started in the background may ignore these signals, and its child processes would inherit that.
for _signal in (signal.SIGINT, signal.SIGHUP):
    if signal.getsignal(_signal) is signal.SIG_IGN:
        signal.signal(_signal, signal.default_int_handler if _signal is signal.SIGINT else signal.SIG_DFL)


def pytest_xdist_auto_num_workers() -> int:
    """Return twice the number of cores: many tests spend more time waiting for a process or an app than running."""
    return 2 * (os.cpu_count() or 1)


def pytest_collection_finish() -> None:
    """Let the garbage collector run as seldom as in the program, and never over what pytest has collected.

    With Python's own threshold it takes two fifths of the run time: it walks thousands of test items again and again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_gc.COMMAND_THRESHOLD)


@pytest.fixture(scope="session")
def home_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return an iterator over paths of new home folders; cheaper than `mktemp`, which lists its folder each time."""
    parent = tmp_path_factory.mktemp("homes")
    return (parent / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_home(home_folders: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test an empty home folder, so that it sees no caches and no state of the user who runs it."""
    home = next(home_folders)
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for variable in ("XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "BINDERTUI_BINDER"):
        monkeypatch.delenv(variable, raising=False)


COVER = """\
id: {name}
title: {{en: Sample binder, fr: Cahier modèle}}
edition: 2019-11
languages: [en, fr]
sections: [{sections}]
"""


class WriteBinder(Protocol):
    """Writes the files of a binder."""

    def __call__(self, files: Mapping[str, str | bytes], name: str = "binder") -> Path:
        """Write a binder and return its folder; see `written`."""


def problems(root: Path) -> list[str]:
    """Return the problems of a binder as `check` prints them, with files relative to its folder."""
    return [str(problem).removeprefix(f"{root}/") for problem in FolderRepository(root).check()]


def written(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files of a binder into a folder and return it; without a cover, add one that lists the sections."""
    sections = ", ".join(Path(file).stem for file in files if file.startswith("sections/"))
    cover = COVER.format(name=root.name, sections=sections)
    for file, content in {"binder.yaml": cover, **files}.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


@pytest.fixture
def write_binder(tmp_path: Path) -> WriteBinder:
    """Return a function that writes a binder into the temporary folder of the test."""

    def write(files: Mapping[str, str | bytes], name: str = "binder") -> Path:
        return written(tmp_path / name, files)

    return write
