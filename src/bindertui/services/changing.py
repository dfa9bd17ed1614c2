"""Changes to the files of a binder, reviewed as one and saved as one."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path as FilePath

from bindertui.model.problems import Level, Problem
from bindertui.services.access import Role, Who, may
from bindertui.services.library import Snapshot
from bindertui.services.outcomes import Denied, Invalid, Outcome, Saved, SavedFile, Stale
from bindertui.speech import wording
from bindertui.store.files import decoded
from bindertui.store.folder import FOLDERS
from bindertui.store.history import History, Written
from bindertui.store.load import problem_at
from bindertui.store.nodes import NodeError
from bindertui.store.recorded import Recorded, Unrecorded
from bindertui.store.saving import FileChange, Overtaken
from bindertui.values import frozen


@frozen
class Change:
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
class Changes:
    """Changes to be saved together, or not at all.

    Attributes:
        snapshot: the binder.
        message: what they do, for the history.
        files: what becomes of each file.
    """

    snapshot: Snapshot
    message: str
    files: tuple[Change, ...]

    def diff(self) -> str:
        """What they change, as a patch that names the files from the binder's folder."""
        from bindertui.document.diff import unified_patch  # noqa: PLC0415 - wanted when somebody looks before saving

        return "".join(
            unified_patch(
                change.before or "",
                change.after or "",
                "/dev/null" if change.before is None else f"a/{shown_file(change.was or change.file)}",
                "/dev/null" if change.after is None else f"b/{shown_file(change.file)}",
            )
            for change in self.files
        )


def shown_file(file: FilePath) -> str:
    """Return the path of a content file from the folder of its binder."""
    return f"{file.parent.name}/{file.name}" if file.parent.name in FOLDERS else file.name


def commit_changes(changes: Changes, who: Who, history: History | None = None) -> Outcome:
    """Save changes: all or none.

    Raises:
        SaveError: the disk is full, or may not be written.
    """
    snapshot = changes.snapshot
    if (denied := refused(snapshot, who)) is not None:
        return denied
    problems = problems_in(changes)
    if errors := tuple(problem for problem in problems if problem.level is Level.ERROR):
        return Invalid(errors)
    files = [
        FileChange(change.file, change.digest, None if change.after is None else change.after.encode(), change.was)
        for change in changes.files
    ]

    def record(written: Sequence[Written]) -> Recorded | Unrecorded | None:
        worth = [file for file in written if file.before != file.after]
        return history.record(worth, changes.message, who.name) if history is not None and worth else None

    outcome = snapshot.repository.save(files, record)
    if isinstance(outcome, Overtaken):
        return _stale(outcome)
    return Saved(tuple(_saved(change) for change in changes.files), tuple(problems), recorded=outcome)


def problems_in(changes: Changes) -> list[Problem]:
    """What would be wrong in the files that change, and what elsewhere that is not wrong already."""
    snapshot = changes.snapshot
    return snapshot.repository.problems_with(snapshot.binder, {change.file: change.after for change in changes.files})


def refused(snapshot: Snapshot, who: Who) -> Denied | None:
    """Why someone may not save the binder; None if they may."""
    if not may(who, Role.EDITOR):
        return Denied(
            wording("You may read this binder, but not change it. An editor can."),
        )
    if snapshot.shipped and not who.here:
        return Denied(
            wording(
                "This binder comes with the program and is not changed. Whoever runs the server can serve a copy of it."
            ),
        )
    if snapshot.shipped:
        return Denied(
            wording("This binder comes with the program and is not changed. Copy it to a folder of your own first."),
            copy=True,
        )
    return None


def _saved(change: Change) -> SavedFile:
    if change.after is None:
        return SavedFile(change.file, None, None)
    return SavedFile(change.file, change.after, sha256(change.after.encode()).hexdigest())


def _stale(overtaken: Overtaken) -> Stale:
    if overtaken.content is None:
        return Stale(overtaken.path, None, None)
    try:
        content = decoded(overtaken.content)
    except NodeError as error:
        # With other characters in the place of its bytes it would be saved over sooner or later.
        return Stale(overtaken.path, None, None, unreadable=problem_at(overtaken.path, error.mark, error.message))
    return Stale(overtaken.path, content.source, content.digest)
