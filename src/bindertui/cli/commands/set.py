"""`set`: save a field of a binder, like the editor."""

import os
import sys

import click

from bindertui.cli.options import common_options, complete_address, current_user, load_settings, stdin_size_descriptor
from bindertui.cli.output import print_message, write_lines, write_text
from bindertui.errors import BinderError, ExitCode
from bindertui.i18n import gettext, lazy_gettext
from bindertui.model.address import Address, format_path
from bindertui.model.problems import Level
from bindertui.model.text import single_line
from bindertui.services.editing.commit import ChangedFile, Changeset, begin, commit, validate_changes
from bindertui.services.editing.draft import Draft
from bindertui.services.editing.field_value import insert_item, remove_value, set_value, with_base_digest
from bindertui.services.editing.outcomes import Conflict, Denied, Invalid, Outcome, Recorded, Saved, Stale, Unrecorded
from bindertui.services.library import Library
from bindertui.settings import Settings

_MAX_DIGITS = 32
"""More bytes than a size has digits."""


def read_stdin() -> bytes:
    """Read the whole standard input.

    When a server passes the input on, it also sends its size once the client has finished. If the server dies, the pipe
    ends the same way, but no size arrives, and the input may be incomplete.

    Raises:
        click.Abort: the server died before the client had finished.
    """
    data = sys.stdin.buffer.read()
    descriptor = stdin_size_descriptor()
    if descriptor is not None and os.read(descriptor, _MAX_DIGITS) != str(len(data)).encode():
        raise click.Abort
    return data


def print_outcome(outcome: Outcome, settings: Settings) -> ExitCode:
    """Print the digests of the saved files, or why nothing was saved."""
    language = settings.language
    match outcome:
        case Saved():
            return _print_saved(outcome, language)
        case Invalid():
            for problem in outcome.problems:
                print_message(problem.describe(language))
            print_message(gettext("Nothing was saved.", language))
            return ExitCode.INVALID
        case Stale():
            print_message(
                gettext(
                    "Not saved: the file changed after you read it. Read it again with `bindertui show`, then retry.",
                    language,
                )
            )
            if outcome.unreadable:
                print_message(outcome.unreadable.describe(language))
            for conflict in outcome.conflicts:
                print_message(_conflict_text(conflict, language))
            return ExitCode.CONFLICT
        case Denied():
            print_message(outcome.describe(language))
            return ExitCode.DENIED


def _print_saved(saved: Saved, language: str) -> ExitCode:
    for warning in saved.warnings:
        print_message(warning.describe(language))
    if saved.merged:
        print_message(
            gettext("Someone else changed other fields of the file in the meantime. Both changes are saved.", language)
        )
    if isinstance(saved.recorded, Unrecorded):
        from bindertui.services.editing.outcomes import unrecorded_message  # noqa: PLC0415 - lazy: rarely needed

        print_message(unrecorded_message(saved.recorded, language))
    if isinstance(saved.recorded, Recorded) and saved.recorded.includes_earlier:
        from bindertui.services.editing.outcomes import includes_earlier_changes  # noqa: PLC0415 - lazy: rarely needed

        print_message(includes_earlier_changes(language))
    write_lines(file.digest for file in saved.files if file.digest)
    return ExitCode.DONE


def _conflict_text(conflict: Conflict, language: str) -> str:
    mine, theirs = (single_line(str(side)) for side in (conflict.mine, conflict.theirs))
    return gettext(
        "{path}: yours is {mine!r}, the file has {theirs!r}.",
        language,
        path=format_path(conflict.path),
        mine=mine,
        theirs=theirs,
    )


@click.command("set")
@click.argument("address", shell_complete=complete_address)
@click.argument("value", required=False)
@click.option("--expect", metavar="DIGEST", help="Save only if the file still has this digest (see show --digest).")
@click.option(
    "--insert",
    is_flag=True,
    help="Insert VALUE into a list: before the item at ADDRESS, or at the end of the list there.",
)
@click.option("--delete", is_flag=True, help="Delete the field or item at ADDRESS.")
@click.option("--dry-run", is_flag=True, help="Print the change as a patch, without saving.")
@common_options
def command(  # noqa: PLR0913, PLR0917 - a parameter for each option
    address: str, value: str | None, expect: str | None, insert: bool, delete: bool, dry_run: bool
) -> ExitCode:
    """Save a field.

    Sets the field at ADDRESS to VALUE and prints the new digest of the file. Text is saved as it is. Lists and values
    with fields are YAML: [a, b] or {en: a, fr: b}. Use - to read VALUE from stdin, and -- before a VALUE that starts
    with a hyphen.

    \b
    Examples:
      bindertui set unhcr#name.en UNHCR
      bindertui set unhcr#facts.0 --delete --dry-run
      bindertui set unhcr#summary.fr - < summary.txt
    """
    if (value is None) != delete or (insert and delete):
        raise click.UsageError(
            gettext("Give a VALUE. To delete the field instead, use --delete alone.", load_settings().language)
        )
    settings = load_settings()
    location = Address.parse(address)
    snapshot = Library.open(settings).snapshot(location.binder)
    draft = begin(snapshot, location, current_user())
    if isinstance(draft, Denied):
        return print_outcome(draft, settings)
    file_digest = draft.digest
    if expect is not None:
        draft = with_base_digest(draft, expect)
    changed = _apply_change(draft, None if value is None else _read_value(value, whole=not draft.path), insert=insert)
    if dry_run and draft.digest != file_digest:
        return print_outcome(Stale(draft.file, draft.base, file_digest), settings)
    if dry_run:
        return _preview(changed, settings.language)
    history = snapshot.history(settings)
    return print_outcome(
        commit(
            changed,
            current_user(),
            history,
            message=_message(location, insert=insert, delete=delete),
            merge=expect is None,
        ),
        settings,
    )


def _read_value(value: str, *, whole: bool) -> str:
    r"""Return the value, or the standard input if the value is `-`.

    For a field, the final line break is dropped and others become "\n"; the text of a whole file is used unchanged.
    """
    if value != "-":
        return value
    try:
        text = read_stdin().decode("utf-8")
    except UnicodeDecodeError:
        raise BinderError(lazy_gettext("Not saved: the input on stdin is not UTF-8.")) from None
    return text if whole else text.replace("\r\n", "\n").removesuffix("\n")


def _apply_change(draft: Draft, value: str | None, *, insert: bool) -> Draft:
    if value is None:
        return remove_value(draft)
    return insert_item(draft, value) if insert else set_value(draft, value)


def _message(location: Address, *, insert: bool, delete: bool) -> str:
    return f"{'Remove' if delete else 'Add to' if insert else 'Set'} {location}"


def _preview(draft: Draft, language: str) -> ExitCode:
    change = ChangedFile(draft.file, draft.base, draft.digest, draft.text)
    changes = Changeset(draft.snapshot, "", (change,))
    write_text((changes.diff(),))
    problems = validate_changes(changes)
    for problem in problems:
        print_message(problem.describe(language))
    return ExitCode.INVALID if any(each.level is Level.ERROR for each in problems) else ExitCode.DONE
