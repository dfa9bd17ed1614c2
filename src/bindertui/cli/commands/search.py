"""`search`: find passages, as text or JSON."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from bindertui.cli.options import common_options, default_snapshot, json_option, load_settings
from bindertui.cli.output import is_terminal, print_message, write_json, write_json_list, write_lines, write_text
from bindertui.errors import ExitCode
from bindertui.i18n import format_number, gettext
from bindertui.model.text import single_line
from bindertui.services.library import Library, Snapshot
from bindertui.settings import Settings

if TYPE_CHECKING:
    from bindertui.search.results import Hit, Hits
    from bindertui.services.search import Finder, LibraryFinder

_EXCLUSION_MARK = "\0"
"""Prefix of arguments that look like options but are words to exclude; no program argument can contain it."""
_PAGE_SIZE = 200
"""Hits to load at once."""
_BOLD, _PLAIN = "\x1b[1m", "\x1b[22m"


class _SearchCommand(click.Command):
    """Accepts arguments that begin with one hyphen as words to exclude, not as short options."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, [_EXCLUSION_MARK + arg if _is_exclusion(arg) else arg for arg in args])


def _is_exclusion(argument: str) -> bool:
    return argument.startswith("-") and not argument.startswith("--") and argument not in {"-", "-b", "-h"}


@click.command("search", cls=_SearchCommand)
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    default=20,
    show_default=True,
    help="Maximum number of passages to print.",
)
@click.option("--count", is_flag=True, help="Print only the number of passages.")
@click.option("--all", "search_all", is_flag=True, help="Search all binders of the library. Addresses name the binder.")
@json_option
@common_options
def command(query: tuple[str, ...], limit: int, count: bool, search_all: bool, as_json: bool) -> ExitCode:
    """Search the binder in all its languages, best matches first.

    \b
    Examples:
      bindertui search safe third country
      bindertui search asylum kind:partner -quebec
    """
    settings, text = load_settings(), " ".join(word.removeprefix(_EXCLUSION_MARK) for word in query)
    finder = _finder_of_all(settings) if search_all else _finder(default_snapshot(settings), settings.language)
    first = finder.search(text, settings.language, min(limit, _PAGE_SIZE))
    for problem in first.problems:
        print_message(problem.message.in_language(settings.language))
    if count:
        write_json({"count": first.total}) if as_json else write_lines([str(first.total)])
        return ExitCode.DONE if first.total else ExitCode.NOTHING_FOUND
    hits = _all_hits(finder, text, first, limit, settings.language)
    if as_json:
        write_json_list(_record(hit, settings.language) for hit in hits)
    else:
        bold = is_terminal() and settings.use_colour and os.environ.get("TERM") != "dumb"
        # `write_lines` would escape the bold; each piece of content is made safe in `_rows`.
        write_text(f"{row}\n" for hit in hits for row in _rows(hit, settings.language, bold=bold))
    if not first.hits:
        print_message(gettext("Nothing found for {text!r}.", settings.language, text=single_line(text)))
        return ExitCode.NOTHING_FOUND
    for remark in _result_notes(first, limit, settings.language):
        print_message(remark)
    return ExitCode.DONE


# The search engine is imported in the following functions, since the help of all verbs must not wait for it.


def _finder(snapshot: Snapshot, language: str) -> "Finder":
    from bindertui.services.search import Finder  # noqa: PLC0415

    _report_broken(snapshot, language)
    finder = Finder(snapshot)
    finder.prepare()
    return finder


def _finder_of_all(settings: Settings) -> "LibraryFinder":
    from bindertui.services.search import Finder, LibraryFinder  # noqa: PLC0415 - as in `_finder`

    snapshots = Library.open(settings).snapshots()
    for snapshot in snapshots:
        _report_broken(snapshot, settings.language)
    finder = LibraryFinder([(snapshot.binder.cover.id, Finder(snapshot)) for snapshot in snapshots])
    finder.prepare()
    return finder


def _report_broken(snapshot: Snapshot, language: str) -> None:
    """Print which entries are not searched because they cannot be read."""
    if broken := [single_line(entry.id) for entry in snapshot.binder.broken]:
        names = ", ".join(broken[:3])
        print_message(
            gettext(
                "Not searched because of errors: {names}. To see the errors, run `bindertui check`.",
                language,
                names=names,
            )
        )


def _all_hits(finder: "Finder | LibraryFinder", text: str, first: "Hits", limit: int, language: str) -> "Iterator[Hit]":
    """Yield the hits up to a limit, page by page, so that the first are printed before the last are loaded."""
    page, count = first, 0
    while page.hits:
        yield from page.hits
        count += len(page.hits)
        room = min(limit, first.total) - count
        if room <= 0:
            return
        page = finder.search(text, language, min(room, _PAGE_SIZE), count)


def _record(hit: "Hit", language: str) -> dict[str, str | float]:
    return {
        "address": str(hit.address),
        "entry": hit.entry,
        "kind": hit.kind,
        "title": hit.title.in_language(language),
        "lang": hit.language,
        "snippet": hit.snippet,
        "score": hit.score,
    }


def _rows(hit: "Hit", language: str, *, bold: bool) -> Iterator[str]:
    via = f"  ({single_line(hit.reason.in_language(language))})" if hit.reason else ""
    yield f"{single_line(hit.title.in_language(language))}  {single_line(str(hit.address))}{via}"
    yield f"  {_highlight(hit) if bold else single_line(hit.snippet)}"


def _highlight(hit: "Hit") -> str:
    """Return the snippet with its matches in bold."""
    pieces, end = [], 0
    for start, stop in sorted(hit.spans):
        pieces += [single_line(hit.snippet[end:start]), _BOLD, single_line(hit.snippet[start:stop]), _PLAIN]
        end = stop
    return "".join([*pieces, single_line(hit.snippet[end:])])


def _result_notes(result: "Hits", limit: int, language: str) -> Iterator[str]:
    if result.scattered:
        yield gettext("No passage has all your words. Showing entries that do.", language)
    if result.partial:
        yield gettext("No entry has all your words. Showing the closest.", language)
    if result.total > limit:
        yield gettext(
            "Showing the best {limit} of {total}. To see more, use --limit N.",
            language,
            limit=format_number(limit, language),
            total=format_number(result.total, language),
        )
