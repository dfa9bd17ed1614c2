"""`check`: every problem of binders, libraries and single files."""

import os
from collections import Counter
from pathlib import Path

import click

from bindertui.cli.options import common_options, json_option, load_settings
from bindertui.cli.output import print_message, write_json, write_line
from bindertui.errors import BinderError, ExitCode, NotFoundError
from bindertui.i18n import LazyString, lazy_gettext, lazy_ngettext
from bindertui.model.problems import Level, Problem
from bindertui.services.library import Library
from bindertui.settings import Settings
from bindertui.store.content_files import entry_files, is_binder, stray_files


class NothingToCheckError(BinderError):
    """A path that was to be checked holds no content.

    A usage error, although elsewhere a missing binder counts as nothing found: 1 must mean to a script that content was
    checked and has errors, never that the path was mistyped.
    """


@click.command("check")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--parity", is_flag=True, help="Also compare the languages: numbers, headings, links, typography.")
@json_option
@common_options
def verb(paths: tuple[Path, ...], parity: bool, as_json: bool) -> ExitCode:
    """Check binders, libraries or single content files.

    Prints every problem with its place. Exits with 1 if there is an error, with 0 if there are warnings at most, and
    with 2 if a PATH holds nothing to check.
    """
    chosen = load_settings()
    try:
        found = _find_problems(chosen, paths, with_parity=parity)
    except NotFoundError as error:
        raise NothingToCheckError(error.wording) from None
    return print_problems(found, chosen.language, as_json=as_json)


def print_problems(found: list[Problem], language: str, *, as_json: bool) -> ExitCode:
    """Print problems and say how many there are; the exit code tells whether one of them is an error."""
    if as_json:
        write_json([_to_record(problem, language) for problem in found])
    else:
        write_line(problem.words(language) for problem in found)
    levels = Counter(problem.level for problem in found)
    print_message(_summary(levels[Level.ERROR], levels[Level.WARNING]).read(language))
    return ExitCode.NOTHING_FOUND if levels[Level.ERROR] else ExitCode.DONE


def _find_problems(settings: Settings, paths: tuple[Path, ...], *, with_parity: bool) -> list[Problem]:
    if not paths:
        return Library.open(settings).problems(with_parity=with_parity)
    return sorted({problem for path in paths for problem in _problems_in_path(path, with_parity=with_parity)})


def _problems_in_path(path: Path, *, with_parity: bool) -> list[Problem]:
    if path.is_dir() or not os.path.lexists(path):
        return Library.at(path).problems(with_parity=with_parity)
    root = _binder_of(path)
    files = [file.path for file in entry_files(root)] + [stray for stray, _ in stray_files(root)]
    if _resolve_path(path) not in map(_resolve_path, files):
        raise NothingToCheckError(
            lazy_gettext(
                "{path} is not a content file. Those are binder.yaml, glossary.yaml, sources.yaml,"
                " and the .yaml files in the folders sections, partners and agreements.",
                path=path,
            )
        )
    found = Library.at(root).problems(with_parity=with_parity)
    return [problem for problem in found if _resolve_path(Path(problem.file)) == _resolve_path(path)]


def _resolve_path(path: Path) -> str:
    """Where a path leads, links followed as far as they lead anywhere."""
    return os.path.realpath(path)


def _binder_of(file: Path) -> Path:
    """The binder a file lies in: its folder, or the one above that."""
    for folder in (file.parent, file.parent / ".." if file.parent == Path() else file.parent.parent):
        if is_binder(folder):
            return folder
    raise NothingToCheckError(
        lazy_gettext("{path} lies in no binder: there is no binder.yaml beside it or one folder up.", path=file)
    )


def _to_record(problem: Problem, language: str) -> dict[str, str | int]:
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "level": problem.level,
        "message": problem.message.read(language),
    }


def _summary(errors: int, warnings: int) -> LazyString:
    found = []
    if errors:
        found.append(lazy_ngettext("{count} error", "{count} errors", errors))
    if warnings:
        found.append(lazy_ngettext("{count} warning", "{count} warnings", warnings))
    match found:
        case [one]:
            return lazy_gettext("{problems} found.", problems=one)
        case [one, other]:
            return lazy_gettext("{problems} and {others} found.", problems=one, others=other)
        case _:
            return lazy_gettext("No problems found.")
