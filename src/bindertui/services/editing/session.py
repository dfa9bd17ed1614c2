"""EditSession: one user's editing of a binder: begin, commit, and resume drafts of sessions that ended early."""

from collections.abc import Callable, Iterable
from threading import Lock

from attrs import evolve, field

from bindertui._frozen import frozen
from bindertui.errors import BinderError
from bindertui.i18n import lazy_gettext
from bindertui.model.address import Address
from bindertui.model.problems import Problem
from bindertui.services.access import LOCAL_USER, User
from bindertui.services.editing.commit import Changeset, begin, commit, commit_changes
from bindertui.services.editing.draft import Draft
from bindertui.services.editing.draft_store import DraftStore, RecoverableDraft
from bindertui.services.editing.outcomes import Denied, Outcome, Saved
from bindertui.services.library import Snapshot, document_id
from bindertui.settings import Settings
from bindertui.store.history.base import History

_UNWRITABLE_ON_SERVER = Denied(
    lazy_gettext("The server cannot write the folder of this binder. Ask its administrator."),
)
_UNWRITABLE = Denied(
    lazy_gettext("You cannot write the folder of this binder. Copy it to a folder of your own first."),
    copy=True,
)
_CLOSED = Denied(lazy_gettext("Nothing was saved: this session has ended."))


SaveListener = Callable[[str, Outcome | BinderError], object]
"""Called after each attempt to save, from any thread: with the address, or the files, and the outcome."""


def _ignore(_: str, __: Outcome | BinderError) -> None:
    pass


@frozen
class EditSession:
    """The state of one user's editing of a binder.

    Attributes:
        snapshot: the present binder.
        drafts: the drafts of this session, and those that other sessions of the same user have left.
        history: records saves as versions.
        user: who edits.
        editor: the command of the user's own editor; empty without one.
        open_drafts: the drafts of closed screens of this session, by file, with their journal ids.
        on_save_attempt: called after each attempt to save.
        save_lock: held during a save.
    """

    snapshot: Snapshot
    drafts: DraftStore
    history: History
    user: User
    editor: str = ""
    open_drafts: dict[str, tuple[str, Draft]] = field(factory=dict)
    on_save_attempt: SaveListener = _ignore
    save_lock: Lock = field(factory=Lock)

    @classmethod
    def open(
        cls,
        snapshot: Snapshot,
        settings: Settings,
        on_journal_error: Callable[[OSError | None], object],
        user: User = LOCAL_USER,
        on_save_attempt: SaveListener = _ignore,
    ) -> "EditSession":
        """Open a session.

        Args:
            snapshot: the binder.
            settings: the settings of the session.
            on_journal_error: called from another thread with the reason why drafts cannot be journaled, and with None
                once they can be again.
            user: who edits.
            on_save_attempt: called after each attempt to save.
        """
        drafts = DraftStore(snapshot, settings, user.name, on_journal_error)
        history = snapshot.history(settings)
        return cls(snapshot, drafts, history, user, settings.editor, on_save_attempt=on_save_attempt)

    def with_snapshot(self, snapshot: Snapshot) -> "EditSession":
        """Return the session with the binder as it is after a change."""
        return evolve(self, snapshot=snapshot)

    def begin(self, address: Address) -> Draft | Denied:
        """Return a draft of the file that an address leads to, with its present text.

        Raises:
            BinderError: it has no file, or the file cannot be read.
        """
        begun = begin(self.snapshot, address, self.user)
        if isinstance(begun, Draft) and not self.snapshot.repository.is_writable():
            return _UNWRITABLE if self.user.is_local else _UNWRITABLE_ON_SERVER
        return begun

    def validate(self, draft: Draft) -> list[Problem]:
        """Return the problems that the binder would have if a draft were saved."""
        return self.snapshot.repository.validate(draft.snapshot.binder, {draft.file: draft.text})

    def includes_earlier_changes(self, files: Iterable[tuple[str, str | None]]) -> bool:
        """Return whether a commit of files, given with their present texts, would include earlier changes."""
        return any(
            text is not None and self.history.includes_earlier_changes(file, text.encode(errors="surrogatepass"))
            for file, text in files
        )

    def commit(self, draft: Draft, message: str | None = None, *, draft_id: str | None = None) -> Outcome | BinderError:
        """Save a draft; return the outcome, or the error of the storage.

        Args:
            draft: the draft.
            message: a description of the change, for the history; None means that the entry was edited.
            draft_id: the id under which the draft is journaled, to be removed once it is saved; None if it is not.
        """

        def save() -> Outcome:
            outcome = commit(draft, self.user, self.history, message=message)
            if draft_id is not None and isinstance(outcome, Saved):
                self.drafts.mark_saved(draft_id, draft.text, draft.base)
            return outcome

        return self._save(str(draft.address.entry_address), save)

    def commit_changes(self, changes: Changeset) -> Outcome | BinderError:
        """Save a changeset; return the outcome, or the error of the storage."""
        names = ", ".join(change.file for change in changes.files)
        return self._save(names, lambda: commit_changes(changes, self.user, self.history))

    def close(self) -> None:
        """End the session after the save in progress; unsaved drafts are offered to the next session."""
        with self.save_lock:
            self.drafts.close()

    def _save(self, subject: str, save: Callable[[], Outcome]) -> Outcome | BinderError:
        """Save and report the attempt in the same thread: the screen that asked may be gone by then."""
        outcome: Outcome | BinderError
        with self.save_lock:
            if self.drafts.is_closed:
                return _CLOSED
            try:
                outcome = save()
            except BinderError as error:
                outcome = error
            self.on_save_attempt(subject, outcome)
        return outcome


def find_recoverable_draft(session: EditSession, begun: Draft) -> RecoverableDraft | None:
    """Return the newest recoverable draft of the same file; None if there is none."""
    document = document_id(session.snapshot, begun.address.entry)
    return next(
        (
            draft
            for draft in session.drafts.recoverable()
            if document_id(session.snapshot, draft.address.entry) == document
        ),
        None,
    )


def resume_draft(session: EditSession, begun: Draft, recoverable: RecoverableDraft) -> Draft | None:
    """Claim a recoverable draft for this session; return None if another session was faster.

    The draft keeps the text that it began from: if the file has changed since, the save merges both.

    Args:
        session: this session.
        begun: a draft of the same file with its present text.
        recoverable: the draft to resume.

    Raises:
        OSError: the journal cannot be written.
    """
    claimed = session.drafts.claim(recoverable.id)
    return evolve(begun, base=claimed.base, digest=claimed.digest, text=claimed.text) if claimed else None
