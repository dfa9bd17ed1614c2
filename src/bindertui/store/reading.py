"""Reading the folder of a binder: its files to a value, and what is wrong with them."""

from collections.abc import Callable
from pathlib import Path

from bindertui.model.binder import BINDER
from bindertui.model.checks import check
from bindertui.model.problems import Level, Problem
from bindertui.model.whole import WholeBinder
from bindertui.store.assemble import Places, assemble, findings_in_order
from bindertui.store.files import Content, read
from bindertui.store.folder import entry_files, strays
from bindertui.store.load import Loaded, load, problem_at
from bindertui.store.nodes import Mark, NodeError

Progress = Callable[[int, int], object]
"""Told how many files have been read, and of how many."""


def folder_binder(root: Path, progress: Progress | None = None) -> WholeBinder:
    """The binder in a folder, with broken entries in their places; `progress` is told file by file."""
    return assemble(root, _loaded(root, progress))


def folder_problems(root: Path, *, with_parity: bool = False) -> list[Problem]:
    """Everything that is wrong in a folder's binder, sorted by place; `with_parity` compares its languages too."""
    found = problems_of(root, _loaded(root), with_parity=with_parity)
    found += [problem_at(path, Mark(0, 0), message, Level.WARNING) for path, message in strays(root)]
    return sorted(found)


def problems_of(root: Path, loaded: list[Loaded], *, with_parity: bool = False) -> list[Problem]:
    """Everything that is wrong with the binder that files make up; `with_parity` compares its languages too."""
    binder = assemble(root, loaded)
    places = Places(loaded)
    found = [problem for file in loaded for problem in file.problems]
    cover_is_broken = any(broken.id == BINDER for broken in binder.broken)
    findings = [*check(binder), *findings_in_order(binder, loaded)]
    if with_parity:
        from bindertui.model.parity import parity  # noqa: PLC0415 - a save does not compare languages

        findings += parity(binder)
    found += [places.problem(each) for each in findings if not (cover_is_broken and each.entry == BINDER)]
    return found


def file_content(root: Path, identifier: str) -> Content | None:
    """The content of the file with this id, or None if there is none that can be read."""
    for file in entry_files(root):
        if file.id == identifier:
            try:
                return read(file.path, root)
            except NodeError:
                return None
    return None


def _loaded(root: Path, progress: Progress | None = None) -> list[Loaded]:
    files = list(entry_files(root))
    loaded = []
    for count, file in enumerate(files, 1):
        loaded.append(load(file, root))
        if progress is not None:
            progress(count, len(files))
    return loaded
