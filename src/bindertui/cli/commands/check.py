"""`check`: find the problems of binders, libraries and single content files."""

import os
from collections import Counter
from pathlib import Path

import click

from bindertui.cli.options import common_options, json_option, load_settings
from bindertui.cli.output import print_message, write_json, write_lines
from bindertui.errors import BinderError, ExitCode, NotFoundError
from bindertui.i18n import LazyString, lazy_gettext, lazy_ngettext
from bindertui.model.problems import Level, Problem
from bindertui.services.library import Library
from bindertui.settings import Settings
from bindertui.store.content_files import entry_files, is_binder, stray_files


class NothingToCheckError(BinderError):
    """A path to check has no content.

    A usage error, although a missing binder otherwise counts as "nothing found": to a script, 1 must mean that content
    was checked and has errors, never that the path was mistyped.
    """


@click.command("check")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--parity", is_flag=True, help="Also compare the languages: numbers, headings, links, typography.")
@json_option
@common_options
def command(paths: tuple[Path, ...], parity: bool, as_json: bool) -> ExitCode:
    """Check content for errors.

    Checks binders, libraries or single content files, and prints every problem with its file, line and column. Exits
    with 1 if there are errors, with 0 if there are only warnings, and with 2 if a PATH has nothing to check.

    \b
    Examples:
      bindertui check
      bindertui check --parity sections/context.yaml
    """
    settings = load_settings()
    try:
        problems = _find_problems(settings, paths, with_parity=parity)
    except NotFoundError as error:
        raise NothingToCheckError(error.message) from None
    return print_problems(problems, settings.language, as_json=as_json)


def print_problems(problems: list[Problem], language: str, *, as_json: bool) -> ExitCode:
    """Print problems and their number; the exit code says whether one of them is an error."""
    if as_json:
        write_json([_to_record(problem, language) for problem in problems])
    else:
        write_lines(problem.describe(language) for problem in problems)
    levels = Counter(problem.level for problem in problems)
    print_message(_summary(levels[Level.ERROR], levels[Level.WARNING]).in_language(language))
    return ExitCode.NOTHING_FOUND if levels[Level.ERROR] else ExitCode.DONE


def _find_problems(settings: Settings, paths: tuple[Path, ...], *, with_parity: bool) -> list[Problem]:
    if not paths:
        return Library.open(settings).problems(with_parity=with_parity)
    return sorted({problem for path in paths for problem in _problems_in_path(path, with_parity=with_parity)})


def _problems_in_path(path: Path, *, with_parity: bool) -> list[Problem]:
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


def _to_record(problem: Problem, language: str) -> dict[str, str | int]:
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "level": problem.level,
        "message": problem.message.in_language(language),
    }


def _summary(errors: int, warnings: int) -> LazyString:
    problems = []
    if errors:
        problems.append(lazy_ngettext("{count} error", "{count} errors", errors))
    if warnings:
        problems.append(lazy_ngettext("{count} warning", "{count} warnings", warnings))
    match problems:
        case [one]:
            return lazy_gettext("{problems} found.", problems=one)
        case [one, other]:
            return lazy_gettext("{problems} and {others} found.", problems=one, others=other)
        case _:
            return lazy_gettext("No problems found.")
