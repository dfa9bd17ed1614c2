"""`check`: find the problems of binders, libraries and single content files."""

from collections import Counter
from pathlib import Path

import click

from bindertui.cli.options import common_options, json_option, load_settings
from bindertui.cli.output import print_message, write_json, write_lines
from bindertui.errors import ExitCode
from bindertui.i18n import LazyString, lazy_gettext, lazy_ngettext
from bindertui.model.problems import Level, Problem
from bindertui.services.content_check import find_problems


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
      bindertui check --parity my-binder/sections/context.yaml
    """
    settings = load_settings()
    problems = find_problems(settings, paths, with_parity=parity)
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
