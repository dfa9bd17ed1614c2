"""What to say of a commit that holds more than was saved.

What can come of a save: values, each of which a front end shows in its way.

What to say of a save that did not become a version.
"""

from pathlib import Path as FilePath

from attrs import field

from bindertui._frozen import frozen
from bindertui.errors import BinderError
from bindertui.i18n import LazyString, gettext, lazy_gettext
from bindertui.model.address import Address, Path
from bindertui.model.problems import Problem
from bindertui.model.schema import Plain
from bindertui.store.history.base import Reason, Recorded, Unrecorded


def includes_earlier_changes(language: str) -> str:
    """That a commit holds more than its save has changed."""
    return gettext("The commit also holds earlier changes of the file that were in no commit.", language)


class Missing:
    """Stands for a value that is not there, which None, an empty one, is not."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING = Missing()
"""There is no such field or item."""

Side = Plain | Missing
"""What a field holds in one of the texts that meet."""


@frozen
class Conflict:
    """A field that two people have changed, each in their way.

    Attributes:
        path: where it is in their file; for one that they have taken away, where it was.
        base: what it held before both.
        mine: what it holds in the draft.
        theirs: what it holds in the file now.
    """

    path: Path
    base: Side
    mine: Side
    theirs: Side


@frozen
class SavedFile:
    """A file as a save left it.

    Attributes:
        path: the file.
        text: its text; None if it was removed.
        digest: the SHA-256 of its bytes, in hexadecimal; None if it was removed.
    """

    path: FilePath
    text: str | None
    digest: str | None


@frozen
class Saved:
    """The save is made.

    Attributes:
        files: every file it has written or removed.
        warnings: what is worth a look in those files, and kept nothing from being saved.
        merged: what of the saver's changes was put into a file that someone else had changed meanwhile; empty if
            no one had.
        others: what those others had changed.
        recorded: what the history made of it; None without a history, or if nothing was to be written.
    """

    files: tuple[SavedFile, ...]
    warnings: tuple[Problem, ...] = ()
    merged: tuple[Address, ...] = ()
    others: tuple[Address, ...] = ()
    recorded: Recorded | Unrecorded | None = None


@frozen
class Invalid:
    """Nothing is saved: this would be wrong, each problem with its place in the text that was to be saved."""

    problems: tuple[Problem, ...]


@frozen
class Stale:
    """Nothing is saved: the file has changed since, and only a person can say what it is to be.

    Attributes:
        file: the file.
        theirs: its text now; None if it is gone, or cannot be read.
        digest: the digest of its bytes now; None as above.
        merged: their text with those of my changes that meet none of theirs; None where that cannot be told.
        conflicts: the fields that both have changed; empty where it is comments or blank lines alone that meet.
        changed: the fields that others have changed, where they stand in mine; empty where that cannot be told.
        unclear: whether comments or blank lines of both meet, so that a person has to take one text whole.
        unreadable: why their text cannot be read, and where; None if it can, or is gone.
    """

    file: FilePath
    theirs: str | None
    digest: str | None
    merged: str | None = None
    conflicts: tuple[Conflict, ...] = field(default=())
    changed: tuple[Address, ...] = ()
    unclear: bool = False
    unreadable: Problem | None = None


@frozen
class Denied:
    """Nothing is saved, and trying again is no use.

    Attributes:
        wording: why, and what can be done, in sentences.
        copy: a copy of the binder can be saved: it comes with the program.
    """

    wording: LazyString
    copy: bool = False

    def words(self, language: str) -> str:
        """Why, and what can be done, in the reader's language."""
        return self.wording.read(language)


Outcome = Saved | Invalid | Stale | Denied


def outcome_kind(outcome: Outcome | BinderError) -> str:
    """What came of a save, in a word: saved, invalid, stale or denied; failed where the disk did not let it."""
    return "failed" if isinstance(outcome, BinderError) else type(outcome).__name__.lower()


_UNRECORDED = {
    Reason.REFUSED: lazy_gettext("Git refused to commit it."),
    Reason.IGNORED: lazy_gettext("Git was told to ignore this file."),
    Reason.BUSY: lazy_gettext("Git is in the middle of a merge or the like, so it was not committed."),
    Reason.OVERTAKEN: lazy_gettext("Someone has changed the file since, so it was not committed."),
    Reason.OUTSIDE: lazy_gettext("The file lies outside the work tree of Git, so it was not committed."),
    Reason.DISTRUSTED: lazy_gettext("Git does not work in this folder."),
    Reason.UNWRITABLE: lazy_gettext("The versions of the file cannot be kept."),
}
_SAVED = lazy_gettext("Saved.")
_KEPT = lazy_gettext("This version is kept without Git.")


def unrecorded_message(outcome: Unrecorded, language: str) -> str:
    """Why a save did not become a commit, or a version, though it stands; the words of Git or of its hook follow."""
    sentences = (_SAVED, _UNRECORDED[outcome.reason], *((_KEPT,) if outcome.kept else ()))
    told = " ".join(sentence.read(language) for sentence in sentences)
    return f"{told}\n{outcome.words}" if outcome.words else told
