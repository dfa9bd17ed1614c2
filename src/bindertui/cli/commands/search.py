"""`search`: what is found, as lines for a reader or as records."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from bindertui.cli.options import common_options, default_snapshot, json_option, load_settings
from bindertui.cli.output import is_terminal, print_message, write, write_json, write_json_list, write_line
from bindertui.errors import ExitCode
from bindertui.i18n import format_number, gettext
from bindertui.model.text import single_line
from bindertui.services.library import Library, Snapshot
from bindertui.settings import Settings

if TYPE_CHECKING:
    from bindertui.search.results import Hit, Hits
    from bindertui.services.search import Finder, LibraryFinder

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
@json_option
@common_options
def verb(query: tuple[str, ...], limit: int, count: bool, in_all: bool, as_json: bool) -> ExitCode:
    """Find passages, best first, in every language of the binder."""
    chosen, text = load_settings(), " ".join(word.removeprefix(_LEFT_OUT) for word in query)
    finder = _finder_of_all(chosen) if in_all else _finder(default_snapshot(chosen), chosen.language)
    first = finder.found(text, chosen.language, min(limit, _PAGE))
    for problem in first.problems:
        print_message(problem.message.read(chosen.language))
    if count:
        write_json({"count": first.total}) if as_json else write_line([str(first.total)])
        return ExitCode.DONE if first.total else ExitCode.NOTHING_FOUND
    hits = _all_hits(finder, text, first, limit, chosen.language)
    if as_json:
        write_json_list(_record(hit, chosen.language) for hit in hits)
    else:
        bold = is_terminal() and chosen.colour and os.environ.get("TERM") != "dumb"
        # Not through `put`: it would escape the bold. Every piece of content is made safe where the line is built.
        write(f"{row}\n" for hit in hits for row in _rows(hit, chosen.language, bold=bold))
    if not first.hits:
        print_message(gettext("Nothing found for {text!r}.", chosen.language, text=single_line(text)))
        return ExitCode.NOTHING_FOUND
    for remark in _remarks(first, limit, chosen.language):
        print_message(remark)
    return ExitCode.DONE


# The help, which lists every verb, needs no engine: it is imported here.


def _finder(snapshot: Snapshot, language: str) -> "Finder":
    from bindertui.services.search import Finder  # noqa: PLC0415

    _tell_broken(snapshot, language)
    finder = Finder(snapshot)
    finder.prepare()
    return finder


def _finder_of_all(settings: Settings) -> "LibraryFinder":
    from bindertui.services.search import Finder, LibraryFinder  # noqa: PLC0415 - as in `_finder`

    snapshots = Library.open(settings).snapshots()
    for snapshot in snapshots:
        _tell_broken(snapshot, settings.language)
    finder = LibraryFinder([(snapshot.binder.cover.id, Finder(snapshot)) for snapshot in snapshots])
    finder.prepare()
    return finder


def _tell_broken(snapshot: Snapshot, language: str) -> None:
    """Say what cannot be found because it cannot be read."""
    if broken := [single_line(entry.id) for entry in snapshot.binder.broken]:
        names = ", ".join(broken[:3])
        print_message(
            gettext(
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
    via = f"  ({single_line(hit.via.read(language))})" if hit.via else ""
    yield f"{single_line(hit.title.read(language))}  {single_line(str(hit.address))}{via}"
    yield f"  {_highlight(hit) if bold else single_line(hit.snippet)}"


def _highlight(hit: "Hit") -> str:
    """The snippet with its matches in bold."""
    pieces, end = [], 0
    for start, stop in sorted(hit.spans):
        pieces += [single_line(hit.snippet[end:start]), _BOLD, single_line(hit.snippet[start:stop]), _PLAIN]
        end = stop
    return "".join([*pieces, single_line(hit.snippet[end:])])


def _remarks(found: "Hits", limit: int, language: str) -> Iterator[str]:
    if found.scattered:
        yield gettext("No passage has all the words; these are the best of the entries that have them.", language)
    if found.partial:
        yield gettext("No entry has all the words; these are the best of the entries that have the most.", language)
    if found.total > limit:
        yield gettext(
            "The best {limit} of {total}; --limit N prints more.",
            language,
            limit=format_number(limit, language),
            total=format_number(found.total, language),
        )
