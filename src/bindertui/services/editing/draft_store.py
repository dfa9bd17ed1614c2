"""Drafts that survive: what someone types is journaled, and offered again if the session ends before it is saved."""

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
from bindertui.store.repository import Repository
from bindertui.store.state import hashed_name


@frozen
class LeftDraft:
    """A draft that a session has left behind.

    Attributes:
        id: names it, to take it up or to discard it.
        address: what it is a draft of.
        when: the moment it was last changed.
        text: the text as it was typed; anything may be in it.
        cursor: where the cursor stood: line and column, from 0.
        base: the text of the file it was begun from.
        digest: the digest of that file's bytes.
        changed: whether the file has changed since the draft was begun, or is gone.
    """

    id: str
    address: Address
    when: datetime
    text: str
    cursor: tuple[int, int]
    base: str
    digest: str
    changed: bool


class DraftStore:
    """The drafts of one user in one binder, in one session of theirs."""

    def __init__(
        self, snapshot: Snapshot, settings: Settings, user: str | None, told: Callable[[OSError | None], object]
    ) -> None:
        """Prepare to keep drafts; nothing is written before one is.

        Args:
            snapshot: the binder.
            settings: the settings of the run.
            user: the name of the session's user; None for whoever runs the program.
            told: told, from another thread, why drafts cannot be kept; and None when they can be again.
        """
        self._snapshot = snapshot
        name = hashed_name(f"{snapshot.repository.place}\0{user or ''}")
        self._journal = DraftJournal(settings.state / "drafts" / name, told)
        self._changing = Lock()
        self._kept: dict[str, tuple[str, str]] = {}
        self._saved: dict[str, tuple[str, str]] = {}

    def begin(self) -> str:
        """An id for a new draft."""
        return uuid4().hex

    def keep(self, identifier: str, address: Address, text: str, cursor: tuple[int, int], base: str) -> None:
        """Journal a draft as it stands, as often as it changes; this does not wait for the disk.

        What was saved is no draft any more, though whoever keeps it may not have heard of that yet.
        """
        now = datetime.now(UTC).isoformat()
        with self._changing:
            self._kept[identifier] = (text, base)
            if self._saved.get(identifier) == (text, base):
                self._journal.forget(identifier)
            else:
                self._journal.keep(JournaledDraft(identifier, str(address), now, text, cursor, base))

    def saved(self, identifier: str, text: str, base: str) -> None:
        """A draft of this session was saved: it goes, unless more was typed into it meanwhile.

        Args:
            identifier: its id.
            text: the text that was saved.
            base: the text of the file it was begun from.
        """
        with self._changing:
            self._saved[identifier] = (text, base)
            if self._kept.get(identifier) in {None, (text, base)}:
                self._journal.forget(identifier)

    def forget(self, identifier: str) -> None:
        """A draft of this session holds no changes any more, or was thrown away."""
        with self._changing:
            self._kept.pop(identifier, None)
            self._saved.pop(identifier, None)
            self._journal.forget(identifier)

    def left(self) -> tuple[LeftDraft, ...]:
        """The drafts of sessions that ended before they were saved, the newest first.

        One whose text has reached the file after all is no draft any more, and goes.
        """
        found = []
        for draft in self._journal.left():
            read = self._read(draft)
            if read is not None and not self._in_file(read):
                found.append(read)
        return tuple(found)

    def take(self, identifier: str) -> LeftDraft | None:
        """Take up a draft that was left: it is this session's now; None if another session was faster.

        Raises:
            OSError: the journal cannot be written.
        """
        taken = self._journal.take(identifier)
        return self._read(taken) if taken else None

    def discard(self, identifier: str) -> None:
        """Throw away a draft that was left.

        Raises:
            OSError: the journal cannot be written.
        """
        self._journal.discard(identifier)

    def flush(self) -> None:
        """Wait until everything is on the disk."""
        self._journal.flush()

    def close(self) -> None:
        """End the session; what was neither saved nor thrown away is offered to the next."""
        self._journal.close()

    @property
    def closed(self) -> bool:
        """Whether the session has ended."""
        return self._journal.closed

    def _read(self, draft: JournaledDraft) -> LeftDraft | None:
        try:
            address = Address.parse(draft.address)
        except AddressError:
            return None
        standing = self._repository.digest(document_id(self._snapshot, address.entry))
        when = datetime.fromisoformat(draft.when).astimezone(UTC)
        begun = sha256(draft.base.encode("utf-8", "surrogatepass")).hexdigest()
        return LeftDraft(draft.id, address, when, draft.text, draft.cursor, draft.base, begun, standing != begun)

    def _in_file(self, draft: LeftDraft) -> bool:
        standing = self._repository.source(document_id(self._snapshot, draft.address.entry))
        if standing != draft.text.removeprefix("\ufeff"):
            return False
        with suppress(OSError):
            self.discard(draft.id)
        return True

    @property
    def _repository(self) -> Repository:
        return self._snapshot.repository
