"""`search`: what is found, as lines for a reader or as records."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from bindertui.cli.latest import latest
from bindertui.cli.options import as_json, common, settings
from bindertui.cli.output import narrate, on_terminal, put, write
from bindertui.cli.records import put_json, put_json_list
from bindertui.errors import ExitCode
from bindertui.model.text import one_line
from bindertui.services.library import Library, Snapshot
from bindertui.settings import Settings
from bindertui.speech import number_text, say

if TYPE_CHECKING:
    from bindertui.search.hits import Hit, Hits
    from bindertui.services.finding import Finder
    from bindertui.services.finding_all import LibraryFinder

_LEFT_OUT = "\0"
"""Stands before what looks like an option and is none: no argument of a program can hold it."""
_PAGE = 200
"""Hits that are asked for at once."""
_BOLD, _PLAIN = "\x1b[1m", "\x1b[22m"


class _Search(click.Command):
    """Takes what begins with one hyphen as a word to leave out, not as a heap of short options."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, [_LEFT_OUT + arg if _is_left_out(arg) else arg for arg in args])


def _is_left_out(argument: str) -> bool:
    return argument.startswith("-") and not argument.startswith("--") and argument not in {"-", "-b", "-h"}


@click.command("search", cls=_Search)
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="The most hits to print.")
@click.option("--count", is_flag=True, help="Print only how many passages there are.")
@click.option("--all", "in_all", is_flag=True, help="Search every binder of the library; addresses say which.")
@as_json
@common
def verb(query: tuple[str, ...], limit: int, count: bool, in_all: bool, as_json: bool) -> ExitCode:
    """Find passages, best first, in every language of the binder."""
    chosen, text = settings(), " ".join(word.removeprefix(_LEFT_OUT) for word in query)
    finder = _finder_of_all(chosen) if in_all else _finder(latest(chosen), chosen.language)
    first = finder.found(text, chosen.language, min(limit, _PAGE))
    for problem in first.problems:
        narrate(problem.message.read(chosen.language))
    if count:
        put_json({"count": first.total}) if as_json else put([str(first.total)])
        return ExitCode.DONE if first.total else ExitCode.NOTHING_FOUND
    hits = _all_hits(finder, text, first, limit, chosen.language)
    if as_json:
        put_json_list(_record(hit, chosen.language) for hit in hits)
    else:
        bold = on_terminal() and chosen.colour and os.environ.get("TERM") != "dumb"
        # Not through `put`: it would escape the bold. Every piece of content is made safe where the line is built.
        write(f"{row}\n" for hit in hits for row in _rows(hit, chosen.language, bold=bold))
    if not first.hits:
        narrate(say("Nothing found for {text!r}.", chosen.language, text=one_line(text)))
        return ExitCode.NOTHING_FOUND
    for remark in _remarks(first, limit, chosen.language):
        narrate(remark)
    return ExitCode.DONE


# The help, which lists every verb, needs no engine: it is imported here.


def _finder(snapshot: Snapshot, language: str) -> "Finder":
    from bindertui.services.finding import Finder  # noqa: PLC0415

    _tell_broken(snapshot, language)
    finder = Finder(snapshot)
    finder.prepare()
    return finder


def _finder_of_all(settings: Settings) -> "LibraryFinder":
    from bindertui.services.finding import Finder  # noqa: PLC0415
    from bindertui.services.finding_all import LibraryFinder  # noqa: PLC0415

    snapshots = Library.open(settings).snapshots()
    for snapshot in snapshots:
        _tell_broken(snapshot, settings.language)
    finder = LibraryFinder([(snapshot.binder.cover.id, Finder(snapshot)) for snapshot in snapshots])
    finder.prepare()
    return finder


def _tell_broken(snapshot: Snapshot, language: str) -> None:
    """Say what cannot be found because it cannot be read."""
    if broken := [one_line(entry.id) for entry in snapshot.binder.broken]:
        names = ", ".join(broken[:3])
        narrate(
            say(
                "Not searched, because it cannot be read: {names}. `bindertui check` says what is wrong.",
                language,
                names=names,
            )
        )


def _all_hits(finder: "Finder | LibraryFinder", text: str, first: "Hits", limit: int, language: str) -> "Iterator[Hit]":
    """The hits up to a limit, page by page, so that the first are printed before the last are read."""
    page, count = first, 0
    while page.hits:
        yield from page.hits
        count += len(page.hits)
        room = min(limit, first.total) - count
        if room <= 0:
            return
        page = finder.found(text, language, min(room, _PAGE), count)


def _record(hit: "Hit", language: str) -> dict[str, str | float]:
    return {
        "address": str(hit.address),
        "entry": hit.entry,
        "kind": hit.kind,
        "title": hit.title.read(language),
        "lang": hit.language,
        "snippet": hit.snippet,
        "score": hit.score,
    }


def _rows(hit: "Hit", language: str, *, bold: bool) -> Iterator[str]:
    via = f"  ({one_line(hit.via.read(language))})" if hit.via else ""
    yield f"{one_line(hit.title.read(language))}  {one_line(str(hit.address))}{via}"
    yield f"  {_lit(hit) if bold else one_line(hit.snippet)}"


def _lit(hit: "Hit") -> str:
    """The snippet with its matches in bold."""
    pieces, end = [], 0
    for start, stop in sorted(hit.spans):
        pieces += [one_line(hit.snippet[end:start]), _BOLD, one_line(hit.snippet[start:stop]), _PLAIN]
        end = stop
    return "".join([*pieces, one_line(hit.snippet[end:])])


def _remarks(found: "Hits", limit: int, language: str) -> Iterator[str]:
    if found.scattered:
        yield say("No passage has all the words; these are the best of the entries that have them.", language)
    if found.partial:
        yield say("No entry has all the words; these are the best of the entries that have the most.", language)
    if found.total > limit:
        yield say(
            "The best {limit} of {total}; --limit N prints more.",
            language,
            limit=number_text(limit, language),
            total=number_text(found.total, language),
        )
