"""What would be wrong with a binder if some of its files had other texts, or were gone."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import evolve

from bindertui.model.binder import Binder
from bindertui.model.checks import check_part
from bindertui.model.entries import Section
from bindertui.model.enums import EntryKind
from bindertui.model.in_memory import InMemoryBinder
from bindertui.model.outline import Broken, Cover
from bindertui.model.problems import Level, Problem
from bindertui.store.assembler import ProblemLocator
from bindertui.store.content_files import EntryFile, entry_files
from bindertui.store.loader import LoadedFile, load_file, load_text

Texts = Mapping[EntryFile, str | None]
"""The text each file is to have; None: it is to be gone."""


def validate_changes(root: Path, binder: Binder, texts: Texts) -> list[Problem]:
    """What would be wrong in the files that change, and what would be wrong elsewhere and is not now.

    Args:
        root: the binder's folder.
        binder: the binder as it is.
        texts: the files that are to change.
    """
    loaded = [load_text(file, root, text) for file, text in texts.items() if text is not None]
    if broken := [problem for load in loaded for problem in load.problems]:
        return broken
    if len(texts) == 1 and loaded and _keeps_names(loaded[0], binder):
        return _alone(loaded[0], binder)
    return _together(root, texts, loaded)


def _alone(load: LoadedFile, binder: Binder) -> list[Problem]:
    """What is wrong in a file that gives the same names as before: nothing else can be the worse for it."""
    whole = InMemoryBinder(
        cover=load.value if load.file.kind is EntryKind.BINDER else binder.cover, broken=binder.broken
    )
    part = evolve(whole, **_held(load))
    cover = load if load.file.kind is EntryKind.BINDER else LoadedFile(_cover_file(load), load.root, binder.cover)
    places = ProblemLocator([load] if cover is load else [cover, load])
    found = (places.problem(finding) for finding in check_part(part, binder))
    return sorted(problem for problem in found if problem.file == str(load.file.path))


def _cover_file(load: LoadedFile) -> EntryFile:
    return next(entry_files(load.root))


def _held(load: LoadedFile) -> dict[str, Any]:
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


def _keeps_names(load: LoadedFile, binder: Binder) -> bool:
    """Whether the file gives other files the same names to refer to as before."""
    match load.file.kind:
        case EntryKind.SECTION:
            before = binder.entry(load.file.id)
            return isinstance(before, Section) and _ids(before) == _ids(load.value)
        case EntryKind.PARTNER | EntryKind.AGREEMENT:
            return not isinstance(binder.entry(load.file.id), Broken | None)
        case EntryKind.TERM:
            return True
        case EntryKind.SOURCE:
            return set(binder.sources) == set(load.value)
        case _:
            return _reading(load.value) == _reading(binder.cover)


def _ids(section: Section) -> list[str]:
    return [section.id, *(name for nested in section.sections for name in _ids(nested))]


def _reading(cover: Cover) -> tuple[Any, ...]:
    """What of a cover other files are read by."""
    return cover.languages, cover.sections


def _together(root: Path, texts: Texts, changed: list[LoadedFile]) -> list[Problem]:
    from bindertui.store.assembler import check_loaded  # noqa: PLC0415 - most edits change no names

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
