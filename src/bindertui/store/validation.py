"""Validate changes before they are saved: the problems that files would have with new texts.

Most edits leave the ids and references of a file as they are. Then only this file needs checking, which takes as long
in a large binder as in a small one. Otherwise the whole binder is loaded and checked before and after the change.
"""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import evolve

from bindertui.model.binder import Binder
from bindertui.model.checks import check_partial
from bindertui.model.entries import Section
from bindertui.model.enums import EntryKind
from bindertui.model.in_memory import InMemoryBinder
from bindertui.model.outline import BrokenEntry, Cover
from bindertui.model.problems import Level, Problem
from bindertui.store.assembler import ProblemLocator
from bindertui.store.content_files import EntryFile, entry_files
from bindertui.store.loader import LoadedFile, load_file, load_text

Texts = Mapping[EntryFile, str | None]
"""The new text of each file; None removes it."""


def validate_changes(root: Path, binder: Binder, texts: Texts) -> list[Problem]:
    """Return the problems that files would have with new texts, and errors that would be new in other files.

    Args:
        root: the binder's folder.
        binder: the binder before the change.
        texts: the files that change.
    """
    loaded = [load_text(file, root, text) for file, text in texts.items() if text is not None]
    if broken := [problem for load in loaded for problem in load.problems]:
        return broken
    if len(texts) == 1 and loaded and _has_same_names(loaded[0], binder):
        return _check_file(loaded[0], binder)
    return _check_binder(root, texts, loaded)


def _check_file(load: LoadedFile, binder: Binder) -> list[Problem]:
    """Return the problems of a file that defines the same names as before, which affects no other file."""
    rest = InMemoryBinder(
        cover=load.value if load.file.kind is EntryKind.BINDER else binder.cover, broken=binder.broken
    )
    part = evolve(rest, **_fields(load))
    cover = load if load.file.kind is EntryKind.BINDER else LoadedFile(_cover_file(load), load.root, binder.cover)
    locator = ProblemLocator([load] if cover is load else [cover, load])
    problems = (locator.locate(finding) for finding in check_partial(part, binder))
    return sorted(problem for problem in problems if problem.file == str(load.file.path))


def _cover_file(load: LoadedFile) -> EntryFile:
    return next(entry_files(load.root))


def _fields(load: LoadedFile) -> dict[str, Any]:
    match load.file.kind:
        case EntryKind.SECTION:
            return {"sections": (load.value,)}
        case EntryKind.PARTNER:
            return {"partners": (load.value,)}
        case EntryKind.AGREEMENT:
            return {"agreements": (load.value,)}
        case EntryKind.TERM:
            return {"terms": load.value}
        case EntryKind.SOURCE:
            return {"sources": load.value}
        case _:
            return {}


def _has_same_names(load: LoadedFile, binder: Binder) -> bool:
    """Return whether a file defines the same ids, keys and languages for other files as before."""
    match load.file.kind:
        case EntryKind.SECTION:
            before = binder.entry(load.file.id)
            return isinstance(before, Section) and _ids(before) == _ids(load.value)
        case EntryKind.PARTNER | EntryKind.AGREEMENT:
            return not isinstance(binder.entry(load.file.id), BrokenEntry | None)
        case EntryKind.TERM:
            return True
        case EntryKind.SOURCE:
            return set(binder.sources) == set(load.value)
        case _:
            return _reading_order(load.value) == _reading_order(binder.cover)


def _ids(section: Section) -> list[str]:
    return [section.id, *(name for nested in section.sections for name in _ids(nested))]


def _reading_order(cover: Cover) -> tuple[Any, ...]:
    """Return the fields that the reading of other files depends on."""
    return cover.languages, cover.sections


def _check_binder(root: Path, texts: Texts, changed: list[LoadedFile]) -> list[Problem]:
    from bindertui.store.assembler import check_loaded  # noqa: PLC0415 - most edits define no new names

    now = [load_file(file, root) for file in entry_files(root)]
    paths = {file.path for file in texts}
    after = [load for load in now if load.file.path not in paths] + changed
    order = {kind: position for position, kind in enumerate(EntryKind)}
    after.sort(key=lambda load: (order[load.file.kind], load.file.path))
    before = Counter((problem.file, problem.message) for problem in check_loaded(root, now))
    found = []
    for problem in sorted(check_loaded(root, after)):
        key = (problem.file, problem.message)
        if Path(problem.file) in paths:
            found.append(problem)
        elif before[key]:
            before[key] -= 1
        elif problem.level is Level.ERROR:
            found.append(problem)
    return found
