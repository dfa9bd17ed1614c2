"""The outcomes of a save as values, `Saved | Invalid | Stale | Denied`, and messages about how it was recorded."""

from attrs import field

from bindertui._frozen import frozen
from bindertui.errors import BinderError
from bindertui.i18n import LazyString, gettext, lazy_gettext
from bindertui.model.address import Address, FieldPath
from bindertui.model.plain_data import PlainData
from bindertui.model.problems import Problem
from bindertui.store.history.base import Recorded, Unrecorded, UnrecordedReason

__all__ = [
    "MISSING",
    "Conflict",
    "Denied",
    "Invalid",
    "Missing",
    "Outcome",
    "Recorded",
    "Saved",
    "SavedFile",
    "Side",
    "Stale",
    "Unrecorded",
    "includes_earlier_changes",
    "outcome_kind",
    "unrecorded_message",
]


class Missing:
    """The type of `MISSING`."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING = Missing()
"""The value of a field or item that does not exist, as opposed to an empty one, which is None."""

Side = PlainData | Missing
"""The value of a field in one of the texts of a merge."""


@frozen
class Conflict:
    """A field that two people have changed in different ways.

    Attributes:
        path: where it is in their file; for a field that they removed, where it was.
        base: its value before both changes.
        mine: its value in the draft.
        theirs: its value in the file now.
    """

    path: FieldPath
    base: Side
    mine: Side
    theirs: Side


@frozen
class SavedFile:
    """A file after a save.

    Attributes:
        file: the file's name in the binder.
        text: its text; None if it was removed.
        digest: the SHA-256 of its bytes, in hexadecimal; None if it was removed.
    """

    file: str
    text: str | None
    digest: str | None


@frozen
class Saved:
    """The changes are saved.

    Attributes:
        files: every file that was written or removed.
        warnings: problems of those files that did not prevent the save.
        merged: the changes that were merged into a file someone else had saved meanwhile; empty without a merge.
        others: the fields that those others had changed.
        recorded: the result of the history; None without a history, or if nothing had changed.
    """

    files: tuple[SavedFile, ...]
    warnings: tuple[Problem, ...] = ()
    merged: tuple[Address, ...] = ()
    others: tuple[Address, ...] = ()
    recorded: Recorded | Unrecorded | None = None


@frozen
class Invalid:
    """Nothing is saved: the new texts have errors, each with its place."""

    problems: tuple[Problem, ...]


@frozen
class Stale:
    """Nothing is saved: others have changed the file, and a person has to decide.

    Attributes:
        file: the file's name in the binder.
        theirs: its present text; None if it does not exist or cannot be read.
        digest: the digest of its present bytes; None as above.
        merged: their text with the changes of mine that do not conflict; None if the texts cannot be merged.
        conflicts: the fields that both have changed; empty if only comments or blank lines conflict.
        changed: the fields that others have changed, at their places in my text; empty if unknown.
        unclear: whether comments or blank lines conflict, so that a person has to choose one of the texts.
        unreadable: why and where their text cannot be read; None if it can, or does not exist.
    """

    file: str
    theirs: str | None
    digest: str | None
    merged: str | None = None
    conflicts: tuple[Conflict, ...] = field(default=())
    changed: tuple[Address, ...] = ()
    unclear: bool = False
    unreadable: Problem | None = None

    @property
    def is_mergeable(self) -> bool:
        """Return whether both changes can be merged without a decision."""
        return self.merged is not None and not self.conflicts and not self.unclear


@frozen
class Denied:
    """Nothing is saved, and trying again does not help.

    Attributes:
        message: the reason, and advice for the user.
        copy: whether a copy of the binder could be edited, because the binder comes with the program.
    """

    message: LazyString
    copy: bool = False

    def describe(self, language: str) -> str:
        """Return the message in a language."""
        return self.message.in_language(language)


Outcome = Saved | Invalid | Stale | Denied


def outcome_kind(outcome: Outcome | BinderError) -> str:
    """Return the outcome of a save as one word for the audit log; `failed` for an error of the storage."""
    return "failed" if isinstance(outcome, BinderError) else type(outcome).__name__.lower()


def includes_earlier_changes(language: str) -> str:
    """Return the message that a commit includes changes that were made before the save."""
    return gettext("The commit includes earlier, uncommitted changes of the file.", language)


_UNRECORDED = {
    UnrecordedReason.REFUSED: lazy_gettext("Git refused the commit."),
    UnrecordedReason.IGNORED: lazy_gettext("Git ignores this file, so there is no commit."),
    UnrecordedReason.BUSY: lazy_gettext("There is no commit: a merge, a rebase or the like is in progress in Git."),
    UnrecordedReason.OVERTAKEN: lazy_gettext("There is no commit: someone has changed the file since."),
    UnrecordedReason.OUTSIDE: lazy_gettext("There is no commit: the file is outside the Git work tree."),
    UnrecordedReason.DISTRUSTED: lazy_gettext("Git does not work in this folder."),
    UnrecordedReason.UNWRITABLE: lazy_gettext("The version could not be kept."),
}
_SAVED = lazy_gettext("Saved.")
_KEPT = lazy_gettext("This version is kept without Git.")


def unrecorded_message(outcome: Unrecorded, language: str) -> str:
    """Return why a save did not become a commit or a version, followed by the output of git or its hook."""
    sentences = (_SAVED, _UNRECORDED[outcome.reason], *((_KEPT,) if outcome.local_version else ()))
    message = " ".join(sentence.in_language(language) for sentence in sentences)
    return f"{message}\n{outcome.message}" if outcome.message else message
