"""The editor of a session: opens the edit screen, offers unsaved drafts, changes entries, restores versions.

A module of its own, because it loads every screen that edits, and most sessions only read.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from bindertui.document.diff import changed_lines, diff_lines
from bindertui.errors import BinderError, os_error_text
from bindertui.i18n import gettext
from bindertui.model.address import Address
from bindertui.model.text import single_line
from bindertui.services.access import User
from bindertui.services.editing.draft import Draft
from bindertui.services.editing.draft_store import RecoverableDraft
from bindertui.services.editing.outcomes import Denied, Saved
from bindertui.services.editing.session import EditSession, SaveListener, find_recoverable_draft, resume_draft
from bindertui.services.history import Restore, Version
from bindertui.services.library import Snapshot, copy_binder, document_id
from bindertui.services.live import LiveBinder
from bindertui.settings import Settings
from bindertui.tui.controllers.entries import EntryController
from bindertui.tui.controllers.host import EditHost
from bindertui.tui.controllers.presence import PresenceController
from bindertui.tui.labels import describe_outcome
from bindertui.tui.screens.dialogs import ChoiceDialog, TextPromptDialog
from bindertui.tui.screens.edit import EditScreen
from bindertui.tui.screens.review import ReviewScreen
from bindertui.tui.threads import run_in_thread

_OTHERS_TIMEOUT = 30.0
"""Seconds for which the names of other editors are shown."""
_RESUME, _SHOW_CHANGES, _DISCARD, _LATER = range(4)
_BOM = "\ufeff"


class Editor:
    """Everything that changes a binder, begun from the screen it is read on."""

    def __init__(  # noqa: PLR0913 - everything that only the screen knows
        self,
        host: EditHost,
        settings: Settings,
        *,
        presence: PresenceController,
        live_binder: LiveBinder,
        on_save_attempt: SaveListener,
        open_copy: Callable[[Snapshot, Address], object],
    ) -> None:
        """Prepare to edit.

        Args:
            host: the screen.
            settings: the settings of the run.
            presence: the session, and the others who have the binder open.
            live_binder: the binder and its changes.
            on_save_attempt: called after each attempt to save, from other threads.
            open_copy: continues with a copy of the binder, at an address.
        """
        self._host = host
        self._settings = settings
        self._presence = presence
        self._live_binder = live_binder
        self._on_save_attempt = on_save_attempt
        self._continue_with_copy = open_copy
        self._open_editor: tuple[EditScreen, str] | None = None
        """The edit screen that is open, and the document it edits."""
        self._session: EditSession | None = None

    def _current_session(self) -> EditSession:
        """Return the edit session, for the binder as the screen shows it."""
        snapshot = self._host.snapshot
        if self._session is None:
            self._session = EditSession.open(
                snapshot, self._settings, self._report_journal_error, self._presence.user, self._on_save_attempt
            )
        self._session = self._session.with_snapshot(snapshot)
        return self._session

    def close(self) -> None:
        """Close the session; unsaved drafts are offered to the next one. This waits for the disk."""
        if self._session is not None:
            self._session.close()

    # Editing an entry

    def edit(self, address: Address) -> None:
        """Edit the field or the entry at an address."""
        host, session = self._host, self._current_session()
        try:
            draft = session.begin(address)
        except BinderError as error:
            host.report(single_line(error.describe(host.language)), "warning")
            return
        if isinstance(draft, Denied) and draft.copy and self._presence.user.is_local:
            host.app.run_worker(self._copy_binder(address, draft), group="dialog")
        elif isinstance(draft, Denied):
            host.report(single_line(draft.describe(host.language)), "warning")
        elif draft.file in session.open_drafts:
            identifier, open_draft = session.open_drafts.pop(draft.file)
            self._push_editor(session, open_draft, identifier)
        elif left := find_recoverable_draft(session, draft):
            self._offer_draft(session, draft, left)
        else:
            self._push_editor(session, draft)

    def _push_editor(self, session: EditSession, draft: Draft, identifier: str | None = None) -> None:
        host = self._host
        screen = EditScreen(draft, session, host.language, self._live_binder, identifier)
        document = document_id(draft.snapshot, draft.address.entry)
        self._open_editor = (screen, document)
        host.app.push_screen(screen, self._leave_editor)
        if message := self._presence.start_editing(document, host.language):
            host.app.notify(message, severity="warning", markup=False, timeout=_OTHERS_TIMEOUT)
            self.show_presence()

    def _leave_editor(self, address: Address | None) -> None:
        if self._open_editor is not None:
            self._presence.stop_editing(self._open_editor[1])
            self._open_editor = None
        if address is not None:
            self._host.go(address, remember=False)

    def show_presence(self) -> None:
        """Show on the edit screen who else edits the entry now."""
        if self._open_editor is not None:
            screen, document = self._open_editor
            screen.show_editors(self._presence.describe(document, screen.language))

    async def _copy_binder(self, address: Address, denied: Denied) -> None:
        """Offer to copy a binder that must not be changed, and continue with the copy."""
        host, language, snapshot = self._host, self._host.language, self._host.snapshot
        question = denied.describe(language) + "\n" + gettext("Folder for the copy:", language)
        proposed = str(Path.home() / single_line(snapshot.binder.cover.id))
        folder = await host.app.push_screen_wait(TextPromptDialog(question, proposed))
        if folder is not None:
            copy = partial(_copy_binder, snapshot, folder, self._presence.user)
            run_in_thread(host.app, copy, partial(self._open_copy, folder, address))

    def _open_copy(self, folder: str, address: Address, copy: Snapshot | str) -> None:
        host = self._host
        if isinstance(copy, str):
            host.report(single_line(copy), "warning")
            return
        self._continue_with_copy(copy, address)
        message = gettext("You are now working in the copy in {folder}.", host.language, folder=single_line(folder))
        host.app.notify(message, markup=False)

    # Changing which entries there are

    def add_entry(self) -> None:
        """Add a section, a partner or an agreement, and edit it."""
        entries = self._entries()
        self._host.app.run_worker(entries.add(self._host.here.entry, self._edit_new), group="dialog")

    def _edit_new(self, address: Address) -> None:
        self._host.go(address)
        self.edit(address)

    def rename_entry(self) -> None:
        """Give the entry under the cursor another id."""
        self._host.app.run_worker(self._entries().rename(self._host.here.entry), group="dialog")

    def delete_entry(self) -> None:
        """Delete the entry under the cursor."""
        self._host.app.run_worker(self._entries().delete(self._host.here.entry), group="dialog")

    def replace_text(self) -> None:
        """Replace a text across the binder."""
        self._host.app.run_worker(self._entries().replace(), group="dialog")

    def _entries(self) -> EntryController:
        return EntryController(self._host, self._current_session(), self._reread)

    def _reread(self, then: Callable[[], object]) -> None:
        """Read changed files again, show them, and then call `then`."""
        run_in_thread(self._host.app, self._live_binder.refresh, lambda _: then())

    # Unsaved drafts

    def choose_draft(self, drafts: tuple[RecoverableDraft, ...]) -> None:
        """Let the user choose an unsaved draft to continue."""
        host, language = self._host, self._host.language
        if not drafts:
            host.report(gettext("You have no unsaved drafts.", language))
            return
        answers = [single_line(f"{draft.address}  {draft.changed_at.astimezone():%Y-%m-%d %H:%M}") for draft in drafts]
        dialog = ChoiceDialog(gettext("Unsaved drafts", language), answers)
        host.app.push_screen(dialog, partial(self._edit_draft, drafts))

    def _edit_draft(self, drafts: tuple[RecoverableDraft, ...], chosen: int | None) -> None:
        if chosen is not None:
            self.edit(drafts[chosen].address)

    def _offer_draft(self, session: EditSession, draft: Draft, left: RecoverableDraft) -> None:
        """Ask whether to continue an unsaved draft of the file."""
        language = self._host.language
        question = gettext(
            "You have an unsaved draft of {file} from {when}.",
            language,
            file=single_line(draft.file),
            when=left.changed_at.astimezone().strftime("%Y-%m-%d %H:%M"),
        )
        if left.is_file_changed:
            question += "\n" + gettext("The file has changed since then. Both are merged when you save.", language)
        answers = [
            gettext("Continue with the draft", language),
            gettext("Show its changes", language),
            gettext("Discard the draft", language),
            gettext("Keep it for later", language),
        ]
        self._host.app.push_screen(ChoiceDialog(question, answers), partial(self._answer_offer, session, draft, left))

    def _answer_offer(self, session: EditSession, draft: Draft, left: RecoverableDraft, answer: int | None) -> None:
        host, language = self._host, self._host.language
        if answer == _SHOW_CHANGES:
            title = gettext("What will change in {file}", language, file=single_line(draft.file))
            lines = changed_lines(diff_lines(draft.base, left.text))
            review = ReviewScreen(title, lines, None, language)
            host.app.push_screen(review, lambda _: self._offer_draft(session, draft, left))
        elif answer == _RESUME:
            resume = partial(_resume_draft, session, draft, left)
            run_in_thread(host.app, resume, partial(self._open_resumed, session, left))
        elif answer == _DISCARD:
            try:
                session.drafts.discard(left.id)
            except OSError as error:
                self._report_journal_error(error)
            self._push_editor(session, draft)
        elif answer == _LATER:
            self._push_editor(session, draft)

    def _open_resumed(self, session: EditSession, left: RecoverableDraft, draft: Draft | OSError | None) -> None:
        if isinstance(draft, OSError):
            self._report_journal_error(draft)
        elif draft is None:
            self._host.report(gettext("Another session has opened this draft.", self._host.language))
        else:
            self._push_editor(session, draft, left.id)

    def _report_journal_error(self, error: OSError | None) -> None:
        """Report that drafts cannot be stored; called from other threads, too."""
        host = self._host
        if error is not None:
            message = gettext("Cannot store drafts: {reason}", host.language, reason=os_error_text(error))
            host.app.call_later(host.report, single_line(message), "warning")

    # Restoring a version

    def restore(self) -> Restore:
        """Return a function that saves a version of an entry again."""
        return _make_restore(self._current_session(), self._host.language, self._live_binder.refresh)


def _make_restore(session: EditSession, language: str, on_saved: Callable[[], object]) -> Restore:
    """Return a function that saves a version of an entry again, like any other change.

    Args:
        session: saves it.
        language: the reader's language, of the message it returns.
        on_saved: called when something was saved: the binder must be read again.
    """

    def restore(address: Address, text: str, version: Version) -> str:
        try:
            draft = session.begin(address)
        except BinderError as error:
            return describe_outcome(error, language)
        if isinstance(draft, Denied):
            return describe_outcome(draft, language)
        bom = _BOM if draft.base.startswith(_BOM) else ""
        message = f"Restore {address} as it was on {version.saved_at.date()}"
        outcome = session.commit(draft.with_text(bom + text), message)
        if isinstance(outcome, Saved):
            on_saved()
        return describe_outcome(outcome, language)

    return restore


def _copy_binder(snapshot: Snapshot, folder: str, user: User) -> Snapshot | str:
    """Return the copy in a folder, or the reason why there is none."""
    try:
        return copy_binder(snapshot, Path(folder).expanduser(), user)
    except (BinderError, RuntimeError) as error:
        return str(error)


def _resume_draft(session: EditSession, draft: Draft, left: RecoverableDraft) -> Draft | OSError | None:
    try:
        return resume_draft(session, draft, left)
    except OSError as error:
        return error
