"""`search`: what is found, as lines for a reader or as records."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from bindertui.cli.latest import latest
from bindertui.cli.options import as_json, common, settings
from bindertui.cli.output import narrate, on_terminal, put_json, write
from bindertui.errors import ExitCode
from bindertui.model.text import one_line
from bindertui.services.library import Snapshot
from bindertui.settings import Settings

if TYPE_CHECKING:
    from bindertui.search.hits import Hit, Hits

_BOLD, _PLAIN = "\x1b[1m", "\x1b[22m"


@click.command("search", context_settings={"ignore_unknown_options": True})
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="The most hits to print.")
@as_json
@common
def verb(query: tuple[str, ...], limit: int, as_json: bool) -> ExitCode:
    """Find passages, best first, in every language of the binder."""
    chosen = settings()
    return search(latest(chosen), " ".join(query), limit, chosen, as_json=as_json)


def search(snapshot: Snapshot, query: str, limit: int, settings: Settings, *, as_json: bool) -> ExitCode:
    """Print the best hits; what of the query could not be understood is said, and the rest searched for."""
    from bindertui.services.finding import find  # noqa: PLC0415 - the help, which lists every verb, needs no engine

    found = find(snapshot, query, settings.language, limit)
    for problem in found.problems:
        narrate(problem.message.read("en"))
    if as_json:
        put_json([_record(hit, settings.language) for hit in found.hits])
    else:
        bold = on_terminal() and settings.colour and os.environ.get("TERM") != "dumb"
        # Not through `put`: it would escape the bold. Every piece of content is made safe where the line is built.
        write(f"{row}\n" for hit in found.hits for row in _rows(hit, settings.language, bold=bold))
    if not found.hits:
        narrate(f"Nothing found for {one_line(query)!r}.")
        return ExitCode.NOTHING_FOUND
    for remark in _remarks(found):
        narrate(remark)
    return ExitCode.DONE


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
    via = f"  ({one_line(hit.via)})" if hit.via else ""
    yield f"{one_line(hit.title.read(language))}  {one_line(str(hit.address))}{via}"
    yield f"  {_lit(hit) if bold else one_line(hit.snippet)}"


def _lit(hit: "Hit") -> str:
    """The snippet with its matches in bold."""
    pieces, end = [], 0
    for start, stop in sorted(hit.spans):
        pieces += [one_line(hit.snippet[end:start]), _BOLD, one_line(hit.snippet[start:stop]), _PLAIN]
        end = stop
    return "".join([*pieces, one_line(hit.snippet[end:])])


def _remarks(found: "Hits") -> Iterator[str]:
    if found.scattered:
        yield "No passage has all the words; these are the best of the entries that have them."
    if found.partial:
        yield "No entry has all the words; these are the best of the entries that have the most."
    if found.total > len(found.hits):
        yield f"The best {len(found.hits)} of {found.total}; --limit N prints more."
