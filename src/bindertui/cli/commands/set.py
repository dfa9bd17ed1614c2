"""What is given on stdin: all of it, or nothing.

What came of a save, as sentences and an exit code.

`set`: one place of a binder, through the same path as the editor.
"""

import os
import sys

import click

from bindertui.cli.options import addresses, common_options, current_user, load_settings, stdin_size
from bindertui.cli.output import print_message, write, write_line
from bindertui.errors import BinderError, ExitCode
from bindertui.i18n import gettext, lazy_gettext
from bindertui.model.address import Address, format_path
from bindertui.model.problems import Level
from bindertui.model.text import single_line
from bindertui.services.editing.commit import ChangedFile, Changeset, begin, commit, problems_with_changes
from bindertui.services.editing.draft import Draft
from bindertui.services.editing.field_value import check_digest, insert_item, remove_value, set_value
from bindertui.services.editing.outcomes import Conflict, Denied, Invalid, Outcome, Saved, Stale
from bindertui.services.library import Library
from bindertui.settings import Settings
from bindertui.store.history.base import Recorded, Unrecorded

_DIGITS = 32
"""More bytes than the size has that is told of anything."""


def read_stdin() -> bytes:
    """All that comes on stdin.

    Where a server hands it on, the server also tells its size once the client has come to the end. A pipe ends in the
    same way when the server dies, but then no size is told, and what came is half of something.

    Raises:
        click.Abort: the server has died before the client came to the end.
    """
    data = sys.stdin.buffer.read()
    descriptor = stdin_size()
    if descriptor is not None and os.read(descriptor, _DIGITS) != str(len(data)).encode():
        raise click.Abort
    return data


def print_outcome(outcome: Outcome, settings: Settings) -> ExitCode:
    """Print the digests of what was saved, or say why nothing was."""
    language = settings.language
    match outcome:
        case Saved():
            return _print_saved(outcome, language)
        case Invalid():
            for problem in outcome.problems:
                print_message(problem.words(language))
            print_message(gettext("Nothing was saved.", language))
            return ExitCode.INVALID
        case Stale():
            print_message(gettext("The file has changed since. Nothing was saved; look at it and try again.", language))
            if outcome.unreadable:
                print_message(outcome.unreadable.words(language))
            for conflict in outcome.conflicts:
                print_message(_print_conflict(conflict, language))
            return ExitCode.CONFLICT
        case Denied():
            print_message(outcome.words(language))
            return ExitCode.DENIED


def _print_saved(saved: Saved, language: str) -> ExitCode:
    for warning in saved.warnings:
        print_message(warning.words(language))
    if saved.merged:
        print_message(
            gettext("Someone else had changed other fields of the file meanwhile; both changes are saved.", language)
        )
    if isinstance(saved.recorded, Unrecorded):
        from bindertui.services.editing.outcomes import unrecorded_message  # noqa: PLC0415 - most saves become a version

        print_message(unrecorded_message(saved.recorded, language))
    if isinstance(saved.recorded, Recorded) and saved.recorded.along:
        from bindertui.services.editing.outcomes import includes_earlier_changes  # noqa: PLC0415 - as above

        print_message(includes_earlier_changes(language))
    write_line(file.digest for file in saved.files if file.digest)
    return ExitCode.DONE


def _print_conflict(conflict: Conflict, language: str) -> str:
    mine, theirs = (single_line(str(side)) for side in (conflict.mine, conflict.theirs))
    return gettext(
        "{path}: yours is {mine!r}, the file has {theirs!r}.",
        language,
        path=format_path(conflict.path),
        mine=mine,
        theirs=theirs,
    )


@click.command("set")
@click.argument("address", shell_complete=addresses)
@click.argument("value", required=False)
@click.option("--expect", metavar="DIGEST", help="Save only if the file still has this digest (see show --digest).")
@click.option("--insert", is_flag=True, help="Add an item to a list: before the one named, or at the end.")
@click.option("--delete", is_flag=True, help="Take away what is there.")
@click.option("--dry-run", is_flag=True, help="Print what would change as a patch, and save nothing.")
@common_options
def verb(  # noqa: PLR0913, PLR0917 - a parameter for each option
    address: str, value: str | None, expect: str | None, insert: bool, delete: bool, dry_run: bool
) -> ExitCode:
    """Set the field at an ADDRESS to a VALUE; - reads it from stdin.

    A text is taken as it is. A list, or anything with fields of its own, is written as YAML: [a, b] or {en: a, fr: b}.
    A value that starts with a hyphen comes after --. Prints the new digest of the file.
    """
    if (value is None) != delete or (insert and delete):
        raise click.UsageError(
            gettext("Give a VALUE, with --insert or without, or say --delete.", load_settings().language)
        )
    chosen = load_settings()
    place = Address.parse(address)
    snapshot = Library.open(chosen).snapshot(place.binder)
    draft = begin(snapshot, place, current_user())
    if isinstance(draft, Denied):
        return print_outcome(draft, chosen)
    standing = draft.digest
    if expect is not None:
        draft = check_digest(draft, expect)
    changed = _apply_change(draft, None if value is None else _read_value(value, whole=not draft.path), insert=insert)
    if dry_run and draft.digest != standing:
        return print_outcome(Stale(draft.file, draft.base, standing), chosen)
    if dry_run:
        return _preview(changed, chosen.language)
    history = snapshot.repository.history(chosen.versions, commits=chosen.commits)
    return print_outcome(
        commit(
            changed,
            current_user(),
            history,
            message=_message(place, insert=insert, delete=delete),
            merge=expect is None,
        ),
        chosen,
    )


def _read_value(value: str, *, whole: bool) -> str:
    """The value, from stdin if that is asked for.

    Of a field, the line break that a shell puts at its end is no part of it, and a line ends in any system's way; the
    text of a whole file is taken to the byte.
    """
    if value != "-":
        return value
    try:
        text = read_stdin().decode("utf-8")
    except UnicodeDecodeError:
        raise BinderError(lazy_gettext("What stdin gave is not UTF-8. Nothing was saved.")) from None
    return text if whole else text.replace("\r\n", "\n").removesuffix("\n")


def _apply_change(draft: Draft, value: str | None, *, insert: bool) -> Draft:
    if value is None:
        return remove_value(draft)
    return insert_item(draft, value) if insert else set_value(draft, value)


def _message(place: Address, *, insert: bool, delete: bool) -> str:
    return f"{'Remove' if delete else 'Add to' if insert else 'Set'} {place}"


def _preview(draft: Draft, language: str) -> ExitCode:
    change = ChangedFile(draft.file, draft.base, draft.digest, draft.text)
    changes = Changeset(draft.snapshot, "", (change,))
    write((changes.diff(),))
    problems = problems_with_changes(changes)
    for problem in problems:
        print_message(problem.words(language))
    return ExitCode.INVALID if any(each.level is Level.ERROR for each in problems) else ExitCode.DONE
