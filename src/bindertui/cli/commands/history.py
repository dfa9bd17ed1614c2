"""`history`: list the versions of an entry, print one, or compare two."""

from collections.abc import Iterator

import click

from bindertui.cli.options import common_options, complete_address, json_option, load_settings
from bindertui.cli.output import is_terminal, print_message, write_json, write_lines, write_text
from bindertui.document.diff import unified_patch
from bindertui.errors import ExitCode
from bindertui.i18n import gettext
from bindertui.model.address import Address
from bindertui.model.text import single_line
from bindertui.services.history import CURRENT, EntryHistory, Version
from bindertui.services.library import Library

_SHORT_ID_LENGTH = 10
"""Digits of a commit id to show."""


@click.command("history")
@click.argument("address", shell_complete=complete_address)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    default=50,
    show_default=True,
    help="Maximum number of versions to list.",
)
@click.option("--show", "show", metavar="VERSION", help="Print the content of VERSION.")
@click.option("--diff", "diff", metavar="A[..B]", help="Show changes from version A to B (default: the current file).")
@json_option
@common_options
def command(address: str, limit: int, show: str | None, diff: str | None, as_json: bool) -> ExitCode:
    """List the versions of an entry or a field, newest first.

    Versions are Git commits, if the binder is in a Git work tree, and bindertui's own records of saves. To name a
    version, the beginning of its id is enough. `now` is the current file.

    \b
    Examples:
      bindertui history unhcr#name
      bindertui history unhcr --diff VERSION
    """
    if show is not None and diff is not None:
        raise click.UsageError(gettext("Use --show or --diff, not both.", load_settings().language))
    settings = load_settings()
    location = Address.parse(address)
    history = EntryHistory.open(Library.open(settings).snapshot(location.binder), location, settings)
    if show is not None:
        return _print_version(history, history.find_version(show), as_json=as_json)
    if diff is not None:
        return _print_diff(history, diff, settings.language, as_json=as_json)
    return _print_list(history, limit, settings.language, as_json=as_json)


def _print_list(history: EntryHistory, limit: int, language: str, *, as_json: bool) -> ExitCode:
    versions = history.versions(limit)
    if as_json:
        write_json([_record(version) for version in versions])
    else:
        write_lines(_rows(versions))
    if versions:
        return ExitCode.DONE
    print_message(gettext("{address} has no versions yet. Each save creates one.", language, address=history.address))
    return ExitCode.NOTHING_FOUND


def _print_version(history: EntryHistory, version: Version, *, as_json: bool) -> ExitCode:
    text = history.text(version)
    if as_json:
        write_json({**_record(version), "text": text})
    elif is_terminal():
        write_lines(text.removesuffix("\n").split("\n"))
    else:
        write_text((text,))
    return ExitCode.DONE


def _print_diff(history: EntryHistory, names: str, language: str, *, as_json: bool) -> ExitCode:
    before, _, after = names.partition("..")
    old, new = history.find_version(before), history.find_version(after or CURRENT)
    patch = unified_patch(history.text(old), history.text(new), _heading(history, old), _heading(history, new))
    if as_json:
        write_json({"from": _record(old), "to": _record(new), "diff": patch})
    elif is_terminal():
        write_lines(patch.removesuffix("\n").split("\n") if patch else ())
    else:
        write_text((patch,))
    if not patch:
        print_message(gettext("The two versions are identical.", language))
    return ExitCode.DONE


def _record(version: Version) -> dict[str, str]:
    when = version.saved_at.isoformat()
    return {"version": version.id, "when": when, "who": version.author, "message": version.message}


def _rows(versions: tuple[Version, ...]) -> Iterator[str]:
    ids = [_short(version) for version in versions]
    names = [single_line(version.author) for version in versions]
    width, breadth = max(map(len, ids), default=0), max(map(len, names), default=0)
    for version, identifier, name in zip(versions, ids, names, strict=True):
        when = version.saved_at.astimezone().strftime("%Y-%m-%d %H:%M")
        row = f"{identifier:{width}}  {when}  {name:{breadth}}  {single_line(version.message)}"
        yield row.rstrip()


def _heading(history: EntryHistory, version: Version) -> str:
    return f"{history.address}@{_short(version)}"


def _short(version: Version) -> str:
    """Return a version's id for lists: the beginning of a commit id, or a complete time."""
    return version.id if "T" in version.id else version.id[:_SHORT_ID_LENGTH]
