"""Begin an edit and commit it: one draft, or a changeset of several files, saved completely or not at all.

The result of a commit is a value: `Saved`, `Invalid`, `Stale` or `Denied` (see `outcomes`).
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from attrs import evolve

from bindertui._frozen import frozen
from bindertui.errors import NotFoundError
from bindertui.i18n import lazy_gettext
from bindertui.model.address import Address, FieldPath
from bindertui.model.binder import Binder
from bindertui.model.outline import BINDER, GLOSSARY, RESERVED_IDS, SOURCES, BrokenEntry
from bindertui.model.problems import Level, Problem
from bindertui.services.access import User, UserRole, has_role
from bindertui.services.editing.draft import Draft, path_in_file, unreadable
from bindertui.services.editing.outcomes import Denied, Invalid, Outcome, Saved, SavedFile, Stale
from bindertui.services.library import Snapshot, document_id
from bindertui.store.content_files import kind_of_file
from bindertui.store.files import SourceText
from bindertui.store.history.base import History
from bindertui.store.repository import StaleContent, UnreadableFileError
from bindertui.store.transaction import FileChange
from bindertui.store.yaml.edit import Edit, YamlDocument
from bindertui.store.yaml.nodes import NodeError


@frozen
class ChangedFile:
    """A change to one file.

    Attributes:
        file: the file's name in the binder.
        before: its present text; None if it does not exist.
        digest: the digest of its present bytes; None if it does not exist.
        after: its new text; None removes it.
        old_name: the file it is renamed from.
    """

    file: str
    before: str | None
    digest: str | None
    after: str | None
    old_name: str | None = None


@frozen
class Changeset:
    """Changes to be saved together or not at all.

    Attributes:
        snapshot: the binder.
        message: a description of them, for the history.
        files: the change to each file.
    """

    snapshot: Snapshot
    message: str
    files: tuple[ChangedFile, ...]

    def diff(self) -> str:
        """Return the changes as a unified patch with file names relative to the binder."""
        from bindertui.document.diff import unified_patch  # noqa: PLC0415 - for `set --dry-run` only

        return "".join(
            unified_patch(
                change.before or "",
                change.after or "",
                "/dev/null" if change.before is None else f"a/{change.old_name or change.file}",
                "/dev/null" if change.after is None else f"b/{change.file}",
            )
            for change in self.files
        )


# Drafts


def begin(snapshot: Snapshot, address: Address, user: User) -> Draft | Denied:
    """Return a draft of the file that an address leads to.

    Raises:
        NotFoundError: there is no such entry, or it has no file.
        EditError: the file is not text.
    """
    if (denied := check_permission(snapshot, user)) is not None:
        return denied
    if address.entry not in (BINDER, GLOSSARY, SOURCES):
        snapshot.entry(address)
    document = document_id(snapshot, address.entry)
    file = snapshot.repository.find_file(document)
    if file is None:
        raise NotFoundError(
            lazy_gettext("{entry} has no file of its own. Name one of its entries.", entry=address.entry)
        )
    content = _read(snapshot, file)
    source = content.source
    path = address.path if document == address.entry else path_in_file(source, address)
    return Draft(snapshot, address, file, kind_of_file(file), path, source, content.digest, source)


def commit(
    draft: Draft, user: User, history: History | None = None, *, message: str | None = None, merge: bool = True
) -> Outcome:
    """Save a draft, merged with changes that others have saved meanwhile.

    Changes of others to other fields are kept. If both sides changed the same field nothing is saved, and the outcome
    lists the conflicts.

    Args:
        draft: the draft.
        user: who saves it.
        history: records the save as a version; None records nothing.
        message: a description of the change, for the history; None means that the entry was edited.
        merge: whether it may be merged; otherwise any change by others makes it stale.

    Raises:
        SaveError: there is no room, no permission, or the storage fails.
    """
    message = message or f"Edit {draft.address.entry_address}"
    while True:
        change = ChangedFile(draft.file, draft.base if draft.digest else None, draft.digest, draft.text)
        outcome = commit_changes(Changeset(draft.snapshot, message, (change,)), user, history)
        if not isinstance(outcome, Stale) or not merge or outcome.theirs is None or outcome.digest is None:
            return outcome
        # Most saves need no merge.
        from bindertui.services.editing.merge import merge_with_theirs  # noqa: PLC0415

        stale, applied = merge_with_theirs(draft, outcome)
        if stale.theirs is None or stale.merged is None or stale.conflicts or stale.unclear:
            return stale
        merged = evolve(draft, base=stale.theirs, digest=stale.digest, text=stale.merged, document=None)
        outcome = commit(merged, user, history, message=message, merge=False)
        if isinstance(outcome, Saved):
            return evolve(outcome, merged=applied, others=stale.changed)
        if not isinstance(outcome, Stale):
            return outcome
        # Someone has saved once more since: merge with that.


# Changesets


def edit_document(snapshot: Snapshot, document: str, edits: Iterable[Edit]) -> ChangedFile:
    """Return the change that edits make to the file with an id.

    Raises:
        NotFoundError: no file has this id.
        EditError: the file cannot be read, or an edit cannot be applied.
    """
    file = snapshot.repository.find_file(document)
    if file is None:
        raise NotFoundError(lazy_gettext("There is no file for {document}.", document=document))
    content = _read(snapshot, file)
    try:
        text = YamlDocument.parse(content.source)
    except NodeError as error:
        name = snapshot.repository.display_name(file)
        raise unreadable(name, error.mark.line, error.mark.column, error.message) from None
    return ChangedFile(file, content.source, content.digest, text.apply(edits).text)


def commit_changes(changes: Changeset, user: User, history: History | None = None) -> Outcome:
    """Save a changeset completely or not at all.

    Raises:
        SaveError: there is no room, no permission, or the storage fails.
    """
    snapshot = changes.snapshot
    if (denied := check_permission(snapshot, user)) is not None:
        return denied
    problems = validate_changes(changes)
    if errors := tuple(problem for problem in problems if problem.level is Level.ERROR):
        return Invalid(errors)
    files = [
        FileChange(change.file, change.digest, None if change.after is None else change.after.encode(), change.old_name)
        for change in changes.files
    ]
    result = snapshot.repository.save(files, history, changes.message, user.name or "")
    if isinstance(result, StaleContent):
        return Stale(result.file, result.text, result.digest, unreadable=result.unreadable)
    return Saved(tuple(map(_saved_file, changes.files)), tuple(problems), recorded=result)


def validate_changes(changes: Changeset) -> list[Problem]:
    """Return the problems of the files that change, and errors that would be new in other files."""
    snapshot = changes.snapshot
    return snapshot.repository.validate(snapshot.binder, {change.file: change.after for change in changes.files})


def check_permission(snapshot: Snapshot, user: User) -> Denied | None:
    """Return why a user may not edit the binder; None if they may."""
    if not has_role(user, UserRole.EDITOR):
        return Denied(lazy_gettext("You can read this binder but not edit it. Ask an editor."))
    if snapshot.is_shipped and not user.is_local:
        return Denied(
            lazy_gettext(
                "This binder comes with the program and cannot be edited."
                " Ask the server's administrator to serve a copy."
            )
        )
    if snapshot.is_shipped:
        return Denied(
            lazy_gettext(
                "This binder comes with the program and cannot be edited. Copy it to a folder of your own first."
            ),
            copy=True,
        )
    return None


def undo_change(changes: Changeset, saved: Saved) -> Changeset:
    """Return the changeset that reverts a saved one; it becomes stale if someone edits the files meanwhile."""
    digests = {file.file: file.digest for file in saved.files}
    files = tuple(
        ChangedFile(change.file, change.after, digests.get(change.file), change.before) for change in changes.files
    )
    return Changeset(changes.snapshot, f"Undo: {changes.message}", files)


def iter_documents(binder: Binder) -> Iterator[tuple[str, object, FieldPath]]:
    """Yield the content of all files in reading order: the file's id, and a value with its path in the file."""
    yield BINDER, binder.cover, ()
    for item in binder.outline():
        has_file = item.parent is None or item.parent in RESERVED_IDS
        if has_file and item.id not in RESERVED_IDS:
            entry = binder.entry(item.id)
            if entry is not None and not isinstance(entry, BrokenEntry):
                yield item.id, entry, ()
    for position, term in enumerate(binder.terms):
        yield GLOSSARY, term, (position,)
    for key, source in binder.sources.items():
        yield SOURCES, source, (key,)


def _read(snapshot: Snapshot, file: str) -> SourceText:
    try:
        return snapshot.repository.read(file)
    except UnreadableFileError as error:
        problem = error.problem
        raise unreadable(problem.file, problem.line - 1, problem.column - 1, problem.message) from None


def _saved_file(change: ChangedFile) -> SavedFile:
    if change.after is None:
        return SavedFile(change.file, None, None)
    return SavedFile(change.file, change.after, sha256(change.after.encode()).hexdigest())
