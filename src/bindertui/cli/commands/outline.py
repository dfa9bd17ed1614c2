"""`outline`: print the entries of a binder, as text or JSON."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from bindertui.cli.options import common_options, default_snapshot, json_option, load_settings
from bindertui.cli.output import write_json, write_lines
from bindertui.errors import ExitCode
from bindertui.i18n import gettext
from bindertui.model.binder import Binder
from bindertui.model.outline import BrokenEntry, OutlineItem
from bindertui.model.text import single_line

if TYPE_CHECKING:
    from bindertui.model.problems import Problem


@click.command("outline")
@click.option("--depth", type=click.IntRange(min=0), metavar="N", help="Number of levels below the top level to print.")
@json_option
@common_options
def command(depth: int | None, as_json: bool) -> ExitCode:
    """Print the outline: the address and title of every entry."""
    settings = load_settings()
    binder = default_snapshot(settings).binder
    if as_json:
        write_json(list(outline_records(binder, settings.language, depth)))
    else:
        write_lines(outline_rows(binder, settings.language, depth))
    return ExitCode.DONE


def outline_rows(binder: Binder, language: str, depth: int | None) -> Iterator[str]:
    """Yield a line for each entry: indentation, address and title, or its first problem if it cannot be read."""
    for item in _items(binder, depth):
        row = f"{'  ' * item.depth}{single_line(item.id)}"
        problems = find_problems(binder, item.id)
        if problems:
            label = gettext("broken: {problem}", language, problem=problems[0].describe(language))
        else:
            label = single_line(item.title.in_language(language))
        yield f"{row}  {label}"


def outline_records(binder: Binder, language: str, depth: int | None) -> Iterator[dict[str, str | int]]:
    """Yield a JSON object for each entry."""
    for item in _items(binder, depth):
        yield {
            "address": item.id,
            "kind": item.kind,
            "title": item.title.in_language(language),
            "depth": item.depth,
        }


def find_problems(binder: Binder, identifier: str) -> "tuple[Problem, ...]":
    """Return the problems that prevent an entry's file from being read; none if it can be read.

    The cover and the lists are shown even if their files cannot be read, so these are looked up among the broken files.
    """
    item = binder.outline_item(identifier)
    # Load the entry only if it is broken: loading entries takes longer than printing the outline.
    entry = binder.entry(identifier) if item and item.is_broken else None
    if isinstance(entry, BrokenEntry):
        return entry.problems
    return next((broken.problems for broken in binder.broken if broken.id == identifier), ())


def _items(binder: Binder, depth: int | None) -> Iterator[OutlineItem]:
    return (item for item in binder.outline() if depth is None or item.depth <= depth)
