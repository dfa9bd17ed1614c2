"""`outline`: the entries of a binder as lines of text and as records."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from bindertui.cli.options import common_options, default_snapshot, json_option, load_settings
from bindertui.cli.output import write_json, write_line
from bindertui.errors import ExitCode
from bindertui.i18n import gettext
from bindertui.model.binder import Binder
from bindertui.model.outline import Broken, Place
from bindertui.model.text import single_line

if TYPE_CHECKING:
    from bindertui.model.problems import Problem


@click.command("outline")
@click.option("--depth", type=click.IntRange(min=0), help="How deep to go; 0 is the top level alone.")
@json_option
@common_options
def verb(depth: int | None, as_json: bool) -> ExitCode:
    """List the entries in reading order: address and title."""
    chosen = load_settings()
    binder = default_snapshot(chosen).binder
    if as_json:
        write_json(list(records(binder, chosen.language, depth)))
    else:
        write_line(rows(binder, chosen.language, depth))
    return ExitCode.DONE


def rows(binder: Binder, language: str, depth: int | None) -> Iterator[str]:
    """A line an entry: indentation, address, title; the first problem of one that cannot be read."""
    for place in _places(binder, depth):
        row = f"{'  ' * place.depth}{single_line(place.id)}"
        problems = problems_of(binder, place.id)
        if problems:
            told = gettext("broken: {problem}", language, problem=problems[0].words(language))
        else:
            told = single_line(place.title.read(language))
        yield f"{row}  {told}"


def records(binder: Binder, language: str, depth: int | None) -> Iterator[dict[str, str | int]]:
    """A record an entry."""
    for place in _places(binder, depth):
        yield {"address": place.id, "kind": place.kind, "title": place.title.read(language), "depth": place.depth}


def problems_of(binder: Binder, identifier: str) -> "tuple[Problem, ...]":
    """What keeps the file of this entry from being read; nothing if it can be.

    The cover and the lists stand in for files that cannot be read, so those are looked up among the broken files.
    """
    place = binder.place(identifier)
    # Not every entry, only for this: reading them takes longer than all the rest.
    entry = binder.entry(identifier) if place and place.broken else None
    if isinstance(entry, Broken):
        return entry.problems
    return next((broken.problems for broken in binder.broken if broken.id == identifier), ())


def _places(binder: Binder, depth: int | None) -> Iterator[Place]:
    return (place for place in binder.outline() if depth is None or place.depth <= depth)
