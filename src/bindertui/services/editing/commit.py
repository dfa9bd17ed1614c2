"""Changes to the files of a binder, reviewed as one and saved as one.

The files of a binder as values with their places, and as texts to be edited.

Editing an entry: a draft of its file's text, and what comes of saving it.

Changes to several files as lines to look at before they are saved, and what comes of saving them.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path as FilePath

from attrs import evolve

from bindertui._frozen import frozen
from bindertui.document.diff import DiffLine, Gap, LineChange, changed_lines, diff_lines
from bindertui.document.flow import Run
from bindertui.errors import NotFoundError
from bindertui.i18n import lazy_gettext
from bindertui.model.address import Address, Path
from bindertui.model.binder import Binder
from bindertui.model.outline import BINDER, GLOSSARY, RESERVED_IDS, SOURCES, Broken
from bindertui.model.problems import Level, Problem
from bindertui.model.text import single_line
from bindertui.services.access import User, UserRole, can
from bindertui.services.editing.draft import Draft, file_path_of
from bindertui.services.editing.outcomes import Denied, Invalid, Outcome, Saved, SavedFile, Stale
from bindertui.services.library import Snapshot, document_id
from bindertui.store.content_files import FOLDERS, kind_of_file
from bindertui.store.files import decode_bytes
from bindertui.store.history.base import History, Recorded, Unrecorded, WrittenFile
from bindertui.store.loader import problem_at
from bindertui.store.transaction import FileChange, StaleFiles
from bindertui.store.yaml.edit import Edit, YamlDocument
from bindertui.store.yaml.edit.edits import unreadable_file
from bindertui.store.yaml.nodes import NodeError


@frozen
class ChangedFile:
    """What becomes of one file.

    Attributes:
        file: the file.
        before: its text now; None if there is none yet.
        digest: the digest of its bytes now; None if there is none yet.
        after: the text it is to have; None removes it.
        was: the file it is moved from.
    """

    file: FilePath
    before: str | None
    digest: str | None
    after: str | None
    was: FilePath | None = None


@frozen
class Changeset:
    """Changes to be saved together, or not at all.

    Attributes:
        snapshot: the binder.
        message: what they do, for the history.
        files: what becomes of each file.
    """

    snapshot: Snapshot
    message: str
    files: tuple[ChangedFile, ...]

    def diff(self) -> str:
        """What they change, as a patch that names the files from the binder's folder."""
        from bindertui.document.diff import unified_patch  # noqa: PLC0415 - wanted when somebody looks before saving

        return "".join(
            unified_patch(
                change.before or "",
                change.after or "",
                "/dev/null" if change.before is None else f"a/{display_name(change.was or change.file)}",
                "/dev/null" if change.after is None else f"b/{display_name(change.file)}",
            )
            for change in self.files
        )


def display_name(file: FilePath) -> str:
    """Return the path of a content file from the folder of its binder."""
    return f"{file.parent.name}/{file.name}" if file.parent.name in FOLDERS else file.name


def commit_changes(changes: Changeset, who: User, history: History | None = None) -> Outcome:
    """Save changes: all or none.

    Raises:
        SaveError: the disk is full, or may not be written.
    """
    snapshot = changes.snapshot
    if (denied := check_permission(snapshot, who)) is not None:
        return denied
    problems = problems_with_changes(changes)
    if errors := tuple(problem for problem in problems if problem.level is Level.ERROR):
        return Invalid(errors)
    files = [
        FileChange(change.file, change.digest, None if change.after is None else change.after.encode(), change.was)
        for change in changes.files
    ]

    def record(written: Sequence[WrittenFile]) -> Recorded | Unrecorded | None:
        worth = [file for file in written if file.before != file.after]
        return history.record(worth, changes.message, who.name) if history is not None and worth else None

    outcome = snapshot.repository.save(files, record)
    if isinstance(outcome, StaleFiles):
        return _stale(outcome)
    return Saved(tuple(_saved(change) for change in changes.files), tuple(problems), recorded=outcome)


def problems_with_changes(changes: Changeset) -> list[Problem]:
    """What would be wrong in the files that change, and what elsewhere that is not wrong already."""
    snapshot = changes.snapshot
    return snapshot.repository.problems_with(snapshot.binder, {change.file: change.after for change in changes.files})


def check_permission(snapshot: Snapshot, who: User) -> Denied | None:
    """Why someone may not save the binder; None if they may."""
    if not can(who, UserRole.EDITOR):
        return Denied(
            lazy_gettext("You may read this binder, but not change it. An editor can."),
        )
    if snapshot.shipped and not who.here:
        return Denied(
            lazy_gettext(
                "This binder comes with the program and is not changed. Whoever runs the server can serve a copy of it."
            ),
        )
    if snapshot.shipped:
        return Denied(
            lazy_gettext(
                "This binder comes with the program and is not changed. Copy it to a folder of your own first."
            ),
            copy=True,
        )
    return None


def _saved(change: ChangedFile) -> SavedFile:
    if change.after is None:
        return SavedFile(change.file, None, None)
    return SavedFile(change.file, change.after, sha256(change.after.encode()).hexdigest())


def _stale(overtaken: StaleFiles) -> Stale:
    if overtaken.content is None:
        return Stale(overtaken.path, None, None)
    try:
        content = decode_bytes(overtaken.content)
    except NodeError as error:
        # With other characters in the place of its bytes it would be saved over sooner or later.
        return Stale(overtaken.path, None, None, unreadable=problem_at(overtaken.path, error.mark, error.message))
    return Stale(overtaken.path, content.source, content.digest)


def parse_documents(binder: Binder) -> Iterator[tuple[str, object, Path]]:
    """What the files hold, in reading order: the file's id, and a value of the model with its path in the file."""
    yield BINDER, binder.cover, ()
    for place in binder.outline():
        top = place.parent is None or place.parent in RESERVED_IDS
        if top and place.id not in RESERVED_IDS:
            entry = binder.entry(place.id)
            if entry is not None and not isinstance(entry, Broken):
                yield place.id, entry, ()
    for position, term in enumerate(binder.terms):
        yield GLOSSARY, term, (position,)
    for key, source in binder.sources.items():
        yield SOURCES, source, (key,)


def edit_text(snapshot: Snapshot, document: str, edits: Iterable[Edit]) -> ChangedFile:
    """What edits make of a file.

    Raises:
        NotFoundError: no file has this id.
        EditError: the file cannot be read, or an edit cannot be made.
    """
    file = snapshot.repository.file(document)
    if file is None:
        raise NotFoundError(lazy_gettext("No file holds {document}.", document=document))
    try:
        content = snapshot.repository.content(file)
        text = YamlDocument.parse(content.source)
    except NodeError as error:
        raise unreadable_file(file, error) from None
    return ChangedFile(file, content.source, content.digest, text.edited(edits).text)


def begin(snapshot: Snapshot, address: Address, who: User) -> Draft | Denied:
    """A draft of the file that an address leads to.

    Raises:
        NotFoundError: there is no such entry, or no file holds it.
        EditError: the file is no text.
    """
    if (denied := check_permission(snapshot, who)) is not None:
        return denied
    if address.entry not in (BINDER, GLOSSARY, SOURCES):
        snapshot.entry(address)
    file = snapshot.repository.file(document_id(snapshot, address.entry))
    if file is None:
        raise NotFoundError(lazy_gettext("No file holds {entry}. Name one of its entries.", entry=address.entry))
    try:
        content = snapshot.repository.content(file)
    except NodeError as error:
        raise unreadable_file(file, error) from None
    source = content.source
    path = address.path if file.stem == address.entry else file_path_of(source, address)
    return Draft(snapshot, address, file, kind_of_file(file), path, source, content.digest, source)


def commit(
    draft: Draft, who: User, history: History | None = None, *, message: str | None = None, merge: bool = True
) -> Outcome:
    """Save a draft.

    Changes that others have made to the file meanwhile stay: where they touch other fields, both are saved; where they
    touch the same, nothing is, and the outcome says which.

    Args:
        draft: the draft.
        who: who saves it.
        history: where the save becomes a version; None keeps none.
        message: what was done, for the history; None says which entry was edited.
        merge: whether it may be merged; else any change to the file since makes it stale.

    Raises:
        SaveError: the disk is full, or may not be written.
    """
    words = message or f"Edit {draft.address.whole}"
    while True:
        change = ChangedFile(draft.file, draft.base if draft.digest else None, draft.digest, draft.text)
        outcome = commit_changes(Changeset(draft.snapshot, words, (change,)), who, history)
        if not isinstance(outcome, Stale) or not merge or outcome.theirs is None or outcome.digest is None:
            return outcome
        # Wanted where others have saved meanwhile.
        from bindertui.services.editing.merge import merge_with_theirs  # noqa: PLC0415

        outcome, mine = merge_with_theirs(draft, outcome)
        if outcome.theirs is None or outcome.merged is None or outcome.conflicts or outcome.unclear:
            return outcome
        again = evolve(draft, base=outcome.theirs, digest=outcome.digest, text=outcome.merged, read=None)
        saved = commit(again, who, history, message=words, merge=False)
        if isinstance(saved, Saved):
            return evolve(saved, merged=mine, others=outcome.changed)
        if not isinstance(saved, Stale):
            return saved


@frozen
class ChangeReview:
    """What changes will do, file by file.

    Attributes:
        lines: the name of each file, and below it the lines that change with those around them.
        files: how many files there are.
    """

    lines: tuple[DiffLine | Gap, ...]
    files: int


def review_changes(changes: Changeset) -> ChangeReview:
    """The lines that changes to files change."""
    lines: list[DiffLine | Gap] = []
    for change in changes.files:
        name = single_line(display_name(change.file))
        if change.was is not None:
            name = f"{single_line(display_name(change.was))} → {name}"
        lines.append(DiffLine(LineChange.SAME, (Run(name, strong=True),)))
        moved = next((other.before for other in changes.files if other.file == change.was), None)
        if change.after is None and any(other.was == change.file for other in changes.files):
            lines.pop()
            continue
        lines += changed_lines(diff_lines(change.before or moved or "", change.after or ""))
    return ChangeReview(tuple(lines), len({change.was or change.file for change in changes.files}))


def undo_change(changes: Changeset, saved: Saved) -> Changeset:
    """The changes that take back what was saved; someone else's change meanwhile makes them stale."""
    digests = {file.path: file.digest for file in saved.files}
    files = tuple(ChangedFile(one.file, one.after, digests.get(one.file), one.before) for one in changes.files)
    return Changeset(changes.snapshot, f"Undo: {changes.message}", files)
