"""`set`: one place of a binder, through the same path as the editor."""

import click

from bindertui.cli.given import given
from bindertui.cli.options import addresses, common, settings, who
from bindertui.cli.outcomes import told
from bindertui.cli.output import narrate, write
from bindertui.errors import BinderError, ExitCode
from bindertui.model.address import Address
from bindertui.model.problems import Level
from bindertui.services.changing import Change, Changes, problems_in
from bindertui.services.draft import Draft
from bindertui.services.editing import begin, commit
from bindertui.services.library import Library
from bindertui.services.outcomes import Denied, Stale
from bindertui.services.setting import expecting, with_item, with_value, without_value
from bindertui.speech import say, wording


@click.command("set")
@click.argument("address", shell_complete=addresses)
@click.argument("value", required=False)
@click.option("--expect", metavar="DIGEST", help="Save only if the file still has this digest (see show --digest).")
@click.option("--insert", is_flag=True, help="Add an item to a list: before the one named, or at the end.")
@click.option("--delete", is_flag=True, help="Take away what is there.")
@click.option("--dry-run", is_flag=True, help="Print what would change as a patch, and save nothing.")
@common
def verb(  # noqa: PLR0913, PLR0917 - a parameter for each option
    address: str, value: str | None, expect: str | None, insert: bool, delete: bool, dry_run: bool
) -> ExitCode:
    """Set the field at an ADDRESS to a VALUE; - reads it from stdin.

    A text is taken as it is. A list, or anything with fields of its own, is written as YAML: [a, b] or {en: a, fr: b}.
    A value that starts with a hyphen comes after --. Prints the new digest of the file.
    """
    if (value is None) != delete or (insert and delete):
        raise click.UsageError(say("Give a VALUE, with --insert or without, or say --delete.", settings().language))
    chosen = settings()
    place = Address.parse(address)
    snapshot = Library.open(chosen).snapshot(place.binder)
    draft = begin(snapshot, place, who())
    if isinstance(draft, Denied):
        return told(draft, chosen)
    standing = draft.digest
    if expect is not None:
        draft = expecting(draft, expect)
    changed = _changed(draft, None if value is None else _given(value, whole=not draft.path), insert=insert)
    if dry_run and draft.digest != standing:
        return told(Stale(draft.file, draft.base, standing), chosen)
    if dry_run:
        return _shown(changed, chosen.language)
    history = snapshot.repository.history(chosen.versions, commits=chosen.commits)
    return told(
        commit(changed, who(), history, message=_message(place, insert=insert, delete=delete), merge=expect is None),
        chosen,
    )


def _given(value: str, *, whole: bool) -> str:
    """The value, from stdin if that is asked for.

    Of a field, the line break that a shell puts at its end is no part of it, and a line ends in any system's way; the
    text of a whole file is taken to the byte.
    """
    if value != "-":
        return value
    try:
        text = given().decode("utf-8")
    except UnicodeDecodeError:
        raise BinderError(wording("What stdin gave is not UTF-8. Nothing was saved.")) from None
    return text if whole else text.replace("\r\n", "\n").removesuffix("\n")


def _changed(draft: Draft, value: str | None, *, insert: bool) -> Draft:
    if value is None:
        return without_value(draft)
    return with_item(draft, value) if insert else with_value(draft, value)


def _message(place: Address, *, insert: bool, delete: bool) -> str:
    return f"{'Remove' if delete else 'Add to' if insert else 'Set'} {place}"


def _shown(draft: Draft, language: str) -> ExitCode:
    change = Change(draft.file, draft.base, draft.digest, draft.text)
    changes = Changes(draft.snapshot, "", (change,))
    write((changes.diff(),))
    problems = problems_in(changes)
    for problem in problems:
        narrate(problem.words(language))
    return ExitCode.INVALID if any(each.level is Level.ERROR for each in problems) else ExitCode.DONE
