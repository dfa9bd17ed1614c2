"""What someone needs at hand to edit a binder: who they are, their drafts, and where saves become versions.

Going on with a draft that a session has left behind.
"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path as FilePath
from threading import Lock

from attrs import evolve, field

from bindertui._frozen import frozen
from bindertui.errors import BinderError
from bindertui.i18n import lazy_gettext
from bindertui.model.address import Address
from bindertui.model.problems import Problem
from bindertui.services.access import LOCAL_USER, User
from bindertui.services.editing.commit import Changeset, begin, commit, commit_changes, display_name
from bindertui.services.editing.draft import Draft
from bindertui.services.editing.draft_store import DraftStore, LeftDraft
from bindertui.services.editing.outcomes import Denied, Outcome, Saved
from bindertui.services.library import Snapshot, document_id
from bindertui.settings import Settings
from bindertui.store.history.base import History
from bindertui.store.yaml.nodes import NodeError

_UNWRITABLE_THERE = Denied(
    lazy_gettext("The server cannot write the folder of this binder. Whoever runs it can change that."),
)
_UNWRITABLE = Denied(
    lazy_gettext("The folder of this binder cannot be written. Copy it to a folder of your own first."),
    copy=True,
)
_OVER = Denied(lazy_gettext("This session has ended. Nothing was saved."))


Tried = Callable[[str, Outcome | BinderError], object]


def _nobody(_: str, __: Outcome | BinderError) -> None:
    pass


@frozen
class EditSession:
    """A place to edit a binder at, for one session.

    Attributes:
        snapshot: the binder as it stands.
        drafts: the drafts of this session, and those that others of the same user have left.
        history: where saves become versions.
        who: who edits.
        editor: the command of their own editor; empty without one.
        kept: the drafts that were left in this session, by their file, with the names they are journaled under.
        tried: told of each save that was tried, from any thread: the address, or the files, and what came of it.
        saving: held while something is saved.
    """

    snapshot: Snapshot
    drafts: DraftStore
    history: History
    who: User
    editor: str = ""
    kept: dict[FilePath, tuple[str, Draft]] = field(factory=dict)
    tried: Tried = _nobody
    saving: Lock = field(factory=Lock)

    @classmethod
    def of(
        cls,
        snapshot: Snapshot,
        settings: Settings,
        told: Callable[[OSError | None], object],
        who: User = LOCAL_USER,
        tried: Tried = _nobody,
    ) -> "EditSession":
        """A desk for a session.

        Args:
            snapshot: the binder.
            settings: the settings of the run.
            told: told, from another thread, why drafts cannot be kept; and None when they can be again.
            who: who edits.
            tried: told of each save that was tried.
        """
        history = snapshot.repository.history(settings.versions, commits=settings.commits)
        drafts = DraftStore(snapshot, settings, who.name, told)
        return cls(snapshot, drafts, history, who, settings.editor, tried=tried)

    def with_snapshot(self, snapshot: Snapshot) -> "EditSession":
        """The desk when the binder has changed."""
        return evolve(self, snapshot=snapshot)

    def begin(self, address: Address) -> Draft | Denied:
        """A draft of the file an address leads to, as it lies there now.

        Raises:
            BinderError: no file holds it, or it cannot be read.
        """
        try:
            begun = begin(self.snapshot, address, self.who)
        except NodeError as error:
            line = error.mark.line + 1
            raise BinderError(
                lazy_gettext(
                    "The file of {entry} cannot be edited: line {line}: {reason}",
                    entry=address.entry,
                    line=line,
                    reason=error.message,
                )
            ) from None
        if isinstance(begun, Draft) and not os.access(self.snapshot.repository.place, os.W_OK):
            return _UNWRITABLE if self.who.here else _UNWRITABLE_THERE
        return begun

    def commit(self, draft: Draft, message: str | None = None, *, kept_as: str | None = None) -> Outcome | BinderError:
        """What comes of saving a draft; an error where the disk does not let it.

        Args:
            draft: the draft.
            message: what was done, for the history; None says which entry was edited.
            kept_as: the name the draft is journaled under, from where it goes once it is saved; None if it is not.
        """

        def save() -> Outcome:
            outcome = commit(draft, self.who, self.history, message=message)
            if kept_as is not None and isinstance(outcome, Saved):
                self.drafts.saved(kept_as, draft.text, draft.base)
            return outcome

        return self._try(str(draft.address.whole), save)

    def commit_changes(self, changes: Changeset) -> Outcome | BinderError:
        """What comes of saving changes to several files; an error where the disk does not let it."""
        files = ", ".join(display_name(change.file) for change in changes.files)
        return self._try(files, lambda: commit_changes(changes, self.who, self.history))

    def _try(self, what: str, save: Callable[[], Outcome]) -> Outcome | BinderError:
        """Save, and tell of it in the same piece of work: whoever has asked for it may be gone by then."""
        outcome: Outcome | BinderError
        with self.saving:
            if self.drafts.closed:
                return _OVER
            try:
                outcome = save()
            except BinderError as error:
                outcome = error
            self.tried(what, outcome)
        return outcome

    def close(self) -> None:
        """End the session, once what is being saved is saved; what was not is offered to the next."""
        with self.saving:
            self.drafts.close()

    def takes_along(self, files: Iterable[tuple[FilePath, str | None]]) -> bool:
        """Whether saving files, given with what they hold now, commits changes that were made before as well."""
        return any(
            text is not None and self.history.takes_along(file, text.encode(errors="surrogatepass"))
            for file, text in files
        )

    def problems(self, draft: Draft) -> list[Problem]:
        """What would be wrong if the draft were saved."""
        return self.snapshot.repository.problems_with(draft.snapshot.binder, {draft.file: draft.text})


def left_drafts(desk: EditSession, begun: Draft) -> LeftDraft | None:
    """The newest draft of the same file that was left, if there is one."""
    wanted = document_id(desk.snapshot, begun.address.entry)
    return next((one for one in desk.drafts.left() if document_id(desk.snapshot, one.address.entry) == wanted), None)


def resume_draft(desk: EditSession, begun: Draft, left: LeftDraft) -> Draft | None:
    """A draft that was left, taken up; None if another session was faster.

    It keeps the text it was begun from: if the file has changed since, saving it brings both together.

    Args:
        desk: the desk of this session.
        begun: a draft of the same file as it is now.
        left: the draft that was left.

    Raises:
        OSError: the journal cannot be written.
    """
    taken = desk.drafts.take(left.id)
    return evolve(begun, base=taken.base, digest=taken.digest, text=taken.text) if taken else None
