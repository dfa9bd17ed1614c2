"""`history`: the versions of an entry, what one of them says, and how two of them differ."""

from collections.abc import Iterator

import click

from bindertui.cli.options import addresses, common_options, json_option, load_settings
from bindertui.cli.output import is_terminal, print_message, write, write_json, write_line
from bindertui.document.diff import unified_patch
from bindertui.errors import ExitCode
from bindertui.i18n import gettext
from bindertui.model.address import Address
from bindertui.model.text import single_line
from bindertui.services.history import NOW, EntryHistory
from bindertui.services.library import Library
from bindertui.store.history.base import Version

_SHORT = 10
"""Digits of a commit that are enough for people."""


@click.command("history")
@click.argument("address", shell_complete=addresses)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="The most versions to list.")
@click.option("--show", "shown", metavar="VERSION", help="Print what it says in this version.")
@click.option("--diff", "compared", metavar="A[..B]", help="Print what changed from version A to B, or to what stands.")
@json_option
@common_options
def verb(address: str, limit: int, shown: str | None, compared: str | None, as_json: bool) -> ExitCode:
    """List the versions of the entry, or of the field, at an ADDRESS, the newest first.

    Versions are commits where the binder lies in a work tree of Git, and what was kept of saves. The start of a
    version's id is enough to name it; `now` is the file as it stands.
    """
    if shown is not None and compared is not None:
        raise click.UsageError(gettext("Give --show or --diff, not both.", load_settings().language))
    chosen = load_settings()
    place = Address.parse(address)
    history = EntryHistory.of(Library.open(chosen).snapshot(place.binder), place, chosen)
    if shown is not None:
        return _print_version(history, history.named(shown), as_json=as_json)
    if compared is not None:
        return _print_diff(history, compared, chosen.language, as_json=as_json)
    return _print_list(history, limit, chosen.language, as_json=as_json)


def _print_list(history: EntryHistory, limit: int, language: str, *, as_json: bool) -> ExitCode:
    versions = history.versions(limit)
    if as_json:
        write_json([_record(version) for version in versions])
    else:
        write_line(_rows(versions))
    if versions:
        return ExitCode.DONE
    print_message(gettext("{address} has no versions yet. Saving makes one.", language, address=history.address))
    return ExitCode.NOTHING_FOUND


def _print_version(history: EntryHistory, version: Version, *, as_json: bool) -> ExitCode:
    text = history.text(version)
    if as_json:
        write_json({**_record(version), "text": text})
    elif is_terminal():
        write_line(text.removesuffix("\n").split("\n"))
    else:
        write((text,))
    return ExitCode.DONE


def _print_diff(history: EntryHistory, names: str, language: str, *, as_json: bool) -> ExitCode:
    before, _, after = names.partition("..")
    old, new = history.named(before), history.named(after or NOW)
    patch = unified_patch(history.text(old), history.text(new), _heading(history, old), _heading(history, new))
    if as_json:
        write_json({"from": _record(old), "to": _record(new), "diff": patch})
    elif is_terminal():
        write_line(patch.removesuffix("\n").split("\n") if patch else ())
    else:
        write((patch,))
    if not patch:
        print_message(gettext("The two versions say the same.", language))
    return ExitCode.DONE


def _record(version: Version) -> dict[str, str]:
    when = version.when.isoformat()
    return {"version": version.id, "when": when, "who": version.who, "message": version.message}


def _rows(versions: tuple[Version, ...]) -> Iterator[str]:
    ids = [_short(version) for version in versions]
    names = [single_line(version.who) for version in versions]
    width, breadth = max(map(len, ids), default=0), max(map(len, names), default=0)
    for version, identifier, name in zip(versions, ids, names, strict=True):
        when = version.when.astimezone().strftime("%Y-%m-%d %H:%M")
        row = f"{identifier:{width}}  {when}  {name:{breadth}}  {single_line(version.message)}"
        yield row.rstrip()


def _heading(history: EntryHistory, version: Version) -> str:
    return f"{history.address}@{_short(version)}"


def _short(version: Version) -> str:
    """A version's id as it is listed: enough of a commit's hash, the whole of a moment."""
    return version.id if "T" in version.id else version.id[:_SHORT]
