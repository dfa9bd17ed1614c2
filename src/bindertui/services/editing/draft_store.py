"""DraftStore: journals the text that a user types, and offers it again if the session ends before it is saved.

The journal itself, crash-safe files with session locks, is `store.draft_journal`.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from threading import Lock
from uuid import uuid4

from bindertui._frozen import frozen
from bindertui.errors import AddressError
from bindertui.model.address import Address
from bindertui.services.library import Snapshot, document_id
from bindertui.settings import Settings
from bindertui.store.draft_journal import DraftJournal, JournaledDraft
from bindertui.store.state import hashed_name


@frozen
class RecoverableDraft:
    """An unsaved draft of a session that has ended.

    Attributes:
        id: identifies it, to claim or discard it.
        address: the edited address.
        changed_at: when it was last changed.
        text: the text as it was typed, which may have errors.
        cursor: line and column of the cursor, from 0.
        base: the text of the file that it began from.
        digest: the digest of that text.
        is_file_changed: whether the file has changed or disappeared since.
    """

    id: str
    address: Address
    changed_at: datetime
    text: str
    cursor: tuple[int, int]
    base: str
    digest: str
    is_file_changed: bool


class DraftStore:
    """The drafts of one user in one binder, in one session."""

    def __init__(
        self,
        snapshot: Snapshot,
        settings: Settings,
        user: str | None,
        on_journal_error: Callable[[OSError | None], object],
    ) -> None:
        """Open the store; nothing is written before the first draft is recorded.

        Args:
            snapshot: the binder.
            settings: the settings of the session.
            user: the name of the session's user; None for the local user.
            on_journal_error: called from another thread with the reason why drafts cannot be journaled, and with None
                once they can be again.
        """
        self._snapshot = snapshot
        name = hashed_name(f"{snapshot.repository.location}\0{user or ''}")
        self._journal = DraftJournal(settings.state_folder / "drafts" / name, on_journal_error)
        self._lock = Lock()
        self._recorded: dict[str, tuple[str, str]] = {}
        self._saved: dict[str, tuple[str, str]] = {}

    # Drafts of this session

    def new_id(self) -> str:
        """Return an id for a new draft."""
        return uuid4().hex

    def record(self, identifier: str, address: Address, text: str, cursor: tuple[int, int], base: str) -> None:
        """Journal the present text of a draft, without waiting for the disk; call it after every change.

        A text that was saved meanwhile is not journaled: the caller may not know of the save yet.
        """
        now = datetime.now(UTC).isoformat()
        with self._lock:
            self._recorded[identifier] = (text, base)
            if self._saved.get(identifier) == (text, base):
                self._journal.remove(identifier)
            else:
                self._journal.record(JournaledDraft(identifier, str(address), now, text, cursor, base))

    def mark_saved(self, identifier: str, text: str, base: str) -> None:
        """Remove a saved draft from the journal, unless it was changed during the save.

        Args:
            identifier: its id.
            text: the text that was saved.
            base: the text of the file that it began from.
        """
        with self._lock:
            self._saved[identifier] = (text, base)
            if self._recorded.get(identifier) in {None, (text, base)}:
                self._journal.remove(identifier)

    def remove(self, identifier: str) -> None:
        """Remove a draft that has no changes any more or was discarded by the user."""
        with self._lock:
            self._recorded.pop(identifier, None)
            self._saved.pop(identifier, None)
            self._journal.remove(identifier)

    def flush(self) -> None:
        """Wait until everything is on the disk."""
        self._journal.flush()

    def close(self) -> None:
        """End the session; drafts that were neither saved nor removed are offered to the next one."""
        self._journal.close()

    @property
    def is_closed(self) -> bool:
        """Return whether the session has ended."""
        return self._journal.is_closed

    # Drafts of sessions that have ended

    def recoverable(self) -> tuple[RecoverableDraft, ...]:
        """Return the unsaved drafts of ended sessions, newest first; drafts that were saved after all are removed."""
        drafts = []
        for journaled in self._journal.recoverable():
            draft = self._recoverable_draft(journaled)
            if draft is not None and not self._remove_if_saved(draft):
                drafts.append(draft)
        return tuple(drafts)

    def claim(self, identifier: str) -> RecoverableDraft | None:
        """Make a recoverable draft one of this session; return None if another session was faster.

        Raises:
            OSError: the journal cannot be written.
        """
        claimed = self._journal.claim(identifier)
        return self._recoverable_draft(claimed) if claimed else None

    def discard(self, identifier: str) -> None:
        """Delete a recoverable draft.

        Raises:
            OSError: the journal cannot be written.
        """
        self._journal.discard(identifier)

    def _recoverable_draft(self, draft: JournaledDraft) -> RecoverableDraft | None:
        try:
            address = Address.parse(draft.address)
        except AddressError:
            return None
        present = self._snapshot.repository.digest(document_id(self._snapshot, address.entry))
        changed_at = datetime.fromisoformat(draft.when).astimezone(UTC)
        base = sha256(draft.base.encode("utf-8", "surrogatepass")).hexdigest()
        return RecoverableDraft(
            draft.id, address, changed_at, draft.text, draft.cursor, draft.base, base, present != base
        )

    def _remove_if_saved(self, draft: RecoverableDraft) -> bool:
        """Discard a draft if the file has its text already; return whether it was discarded."""
        present = self._snapshot.repository.source(document_id(self._snapshot, draft.address.entry))
        if present != draft.text.removeprefix("\ufeff"):
            return False
        with suppress(OSError):
            self.discard(draft.id)
        return True
