"""Check content at paths: binders, libraries and single content files."""

import os
from pathlib import Path

from bindertui.errors import BinderError, NotFoundError
from bindertui.i18n import lazy_gettext
from bindertui.model.problems import Problem
from bindertui.services.library import Library
from bindertui.settings import Settings
from bindertui.store.content_files import entry_files, is_binder, stray_files


class NothingToCheckError(BinderError):
    """A path to check has no content.

    A usage error, although a missing binder otherwise counts as "nothing found": to a script, 1 must mean that content
    was checked and has errors, never that the path was mistyped.
    """


def find_problems(settings: Settings, paths: tuple[Path, ...], *, with_parity: bool) -> list[Problem]:
    """Return the problems at paths, sorted by place; without paths, those of the library of the settings.

    Args:
        settings: the settings of the run.
        paths: binders, libraries or content files.
        with_parity: whether to compare the languages too.

    Raises:
        NothingToCheckError: there is no content at a path.
    """
    try:
        if not paths:
            return Library.open(settings).problems(with_parity=with_parity)
        return sorted({problem for path in paths for problem in _problems_at(path, with_parity=with_parity)})
    except NotFoundError as error:
        raise NothingToCheckError(error.message) from None


def _problems_at(path: Path, *, with_parity: bool) -> list[Problem]:
    if path.is_dir() or not os.path.lexists(path):
        return Library.at(path).problems(with_parity=with_parity)
    root = _containing_binder(path)
    files = [file.path for file in entry_files(root)] + [stray for stray, _ in stray_files(root)]
    if _resolve_path(path) not in map(_resolve_path, files):
        raise NothingToCheckError(
            lazy_gettext(
                "{path} is not a content file. Content files are binder.yaml, glossary.yaml, sources.yaml"
                " and the .yaml files in sections, partners and agreements.",
                path=path,
            )
        )
    problems = Library.at(root).problems(with_parity=with_parity)
    return [problem for problem in problems if _resolve_path(Path(problem.file)) == _resolve_path(path)]


def _resolve_path(path: Path) -> str:
    """Return a path with its symbolic links resolved as far as they exist."""
    return os.path.realpath(path)


def _containing_binder(file: Path) -> Path:
    """Return the binder of a file: its folder, or the folder above."""
    for folder in (file.parent, file.parent / ".." if file.parent == Path() else file.parent.parent):
        if is_binder(folder):
            return folder
    raise NothingToCheckError(
        lazy_gettext("{path} is not in a binder: neither its folder nor the folder above has a binder.yaml.", path=file)
    )
