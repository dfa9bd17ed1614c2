"""The verbs: what each takes, and which module does its work.

Each verb imports that module when it runs, and only then. A verb is a process of its own, often one of many in a
script, and most of its time is imports: `outline` has no use for the search engine, and none of them for the terminal
app, whose framework alone takes longer to import than a verb may run.
"""
# ruff: noqa: PLC0415

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from bindertui.cli.options import common, settings
from bindertui.cli.output import narrate, put, put_json
from bindertui.errors import ExitCode

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from bindertui.services.library import Library, Snapshot

_JSON = click.option("--json", "as_json", is_flag=True, help="Write JSON.")


def _addresses(context: click.Context, _: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    from bindertui.cli.completing import addresses

    return addresses(context, incomplete)


@click.command("open")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--at", metavar="ADDRESS", shell_complete=_addresses, help="Open this place.")
@click.option("--find", metavar="QUERY", help="Open with this search.")
@click.option("--read-only", is_flag=True, help="Without editing.")
@common
def open_verb(path: Path | None, at: str | None, find: str | None, read_only: bool) -> ExitCode:
    """Open the app; without a terminal, print the outline."""
    from bindertui.cli.opening import open_app

    return open_app(settings(), path=path, at=at, find=find, read_only=read_only)


@click.command()
@click.option("--depth", type=click.IntRange(min=0), help="How deep to go; 0 is the top level alone.")
@_JSON
@common
def outline(depth: int | None, as_json: bool) -> ExitCode:
    """List the entries in reading order: address and title."""
    from bindertui.cli.outlining import records, rows
    from bindertui.services.library import Library

    chosen = settings()
    binder = _latest(Library.open(chosen)).binder
    if as_json:
        put_json(list(records(binder, chosen.language, depth)))
    else:
        put(rows(binder, chosen.language, depth))
    return ExitCode.DONE


@click.command()
@click.argument("address", shell_complete=_addresses)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "markdown", "json", "yaml")),
    default="text",
    show_default=True,
    help="How to write it; json and yaml as the binder's file holds it, in every language.",
)
@common
def show(address: str, form: str) -> ExitCode:
    """Print the entry, or the field of an entry, at an ADDRESS.

    An address is entry, entry#field.path or binder/entry, as in unhcr or unhcr#summary.fr; the key of a source, as
    in S34, leads to it.
    """
    from bindertui.cli.showing import show as show_at
    from bindertui.model.address import Address
    from bindertui.model.binder import SOURCES
    from bindertui.services.library import Library

    chosen = settings()
    library = Library.open(chosen)
    if address.isalnum() and not address.islower() and address in library.snapshot().binder.sources:
        place = Address(SOURCES, (address,))
    else:
        place = Address.parse(address)
    return show_at(library.snapshot(place.binder), place, form, chosen.language)


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="The most hits to print.")
@_JSON
@common
def search(query: tuple[str, ...], limit: int, as_json: bool) -> ExitCode:
    """Find passages, best first, in every language of the binder."""
    from bindertui.cli.searching import search as search_for
    from bindertui.services.library import Library

    chosen = settings()
    return search_for(_latest(Library.open(chosen)), " ".join(query), limit, chosen, as_json=as_json)


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@_JSON
@common
def check(paths: tuple[Path, ...], as_json: bool) -> ExitCode:
    """Check binders, libraries or single content files.

    Prints every problem with its place. Exits with 1 if there is an error, with 0 if there are warnings at most, and
    with 2 if a PATH holds nothing to check.
    """
    from bindertui.cli.checking import check as check_paths

    return check_paths(settings(), paths, as_json=as_json)


@click.command()
@click.argument(
    "kind",
    required=False,
    type=click.Choice(("binder", "section", "partner", "agreement", "glossary", "sources")),
)
@common
def schema(kind: str | None) -> ExitCode:
    """Print the JSON Schema of content files.

    Of one KIND of file, or of any. Editors with a YAML language server check and complete content with it.
    """
    from bindertui.store.schema import schema as schema_of

    put_json(schema_of(kind))
    return ExitCode.DONE


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@common
def new(folder: Path) -> ExitCode:
    """Write a small binder to start from.

    DIR is a new or an empty folder; nothing is ever overwritten.
    """
    from bindertui.store.starter import write_starter

    put(str(path) for path in write_starter(folder))
    named = quote(str(folder))
    narrate(
        f"A binder to start from. Change its files, then: bindertui check {named}\nTo read it: bindertui open {named}"
    )
    return ExitCode.DONE


@click.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@common
def completion(shell: str) -> ExitCode:
    """Print the completion script of a shell.

    Load it, in bash, with: eval "$(bindertui completion bash)".
    """
    from bindertui.cli.completing import script

    put((script(click.get_current_context().find_root().command, shell),))
    return ExitCode.DONE


def _latest(library: "Library") -> "Snapshot":
    """The binder that is meant when none is named; of several, says which."""
    from bindertui.model.text import one_line

    snapshot = library.snapshot()
    if (count := len(library.folders)) > 1:
        latest = one_line(snapshot.binder.cover.id)
        narrate(f"This is {latest}, the latest edition of {count} binders here. Name another with --binder PATH.")
    return snapshot


ALL = (open_verb, outline, show, search, check, schema, new, completion)
"""Every verb, in the order of the help."""
