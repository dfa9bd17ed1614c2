"""The others who have the binder open: what they edit, in words for whoever reads or edits it here.

The way from reading to editing and back.

Saving a version of an entry again, from the app.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from textual.app import App

from bindertui.document.diff import changed_lines, diff_lines
from bindertui.errors import BinderError, os_error_text
from bindertui.i18n import gettext, ngettext
from bindertui.model.address import Address
from bindertui.model.text import single_line
from bindertui.services.access import User
from bindertui.services.editing.commit import display_name
from bindertui.services.editing.draft import Draft
from bindertui.services.editing.draft_store import LeftDraft
from bindertui.services.editing.outcomes import Denied, Saved
from bindertui.services.editing.session import EditSession, Tried, left_drafts, resume_draft
from bindertui.services.history import Restore
from bindertui.services.library import Snapshot, copy_binder, document_id
from bindertui.services.live import LiveBinder
from bindertui.services.presence import Presence, PresenceClient
from bindertui.settings import Settings
from bindertui.store.history.base import Version
from bindertui.tui.controllers.entries import EntryController, ReplaceController
from bindertui.tui.controllers.reading import ReadingScreen
from bindertui.tui.labels import outcome_text
from bindertui.tui.screens.dialogs import ChoiceDialog, TextPromptDialog
from bindertui.tui.screens.edit import EditScreen
from bindertui.tui.screens.review import ReviewScreen
from bindertui.tui.threads import run_in_thread


class PresenceController:
    """Tells others what is edited here, and is told what they edit.

    Attributes:
        who: whose session this is.
    """

    def __init__(self, app: App[Any], presence: Presence, who: User, told: Callable[[], object]) -> None:
        """Take part, until `close`.

        Args:
            app: the app that is told.
            presence: who is editing what.
            who: see `who`.
            told: called in the app when somebody has begun or ended.
        """
        self.who = who
        self._seat = PresenceClient(presence, who)

        def tell() -> None:
            # On a thread, or in the app of somebody else; and this one may have ended meanwhile.
            with suppress(RuntimeError):
                app.call_later(told)

        self._leave = presence.subscribe(tell)

    def words(self, document: str, language: str) -> str:
        """Who else edits a document; empty if nobody does."""
        names = self._seat.others(document)
        if len(names) == 1:
            return gettext("{name} is editing", language, name=names[0])
        if not names:
            return ""
        return ngettext("{count} person is editing", "{count} people are editing", len(names), language)

    def begin(self, document: str, language: str) -> str:
        """A document is edited here: what its editor is to know of others who edit it; empty if nobody does."""
        self._seat.edit(document)
        names = self._seat.others(document)
        told = gettext(
            "Also editing this entry: {names}. Go on: changes to different fields are all saved.",
            language,
            names=", ".join(names),
        )
        return told if names else ""

    def end(self, document: str) -> None:
        """A document is edited here no longer."""
        self._seat.leave(document)

    def close(self) -> None:
        """Take part no longer."""
        self._leave()
        self._seat.close()


_LASTING = 30.0
"""Seconds that is said what an editor must not miss."""
_TAKE, _LOOK, _THROW, _LATER = range(4)


class EditController:
    """Opens the edit screen from a reading screen, offers drafts, and has the binder read again after a save."""

    def __init__(  # noqa: PLR0913 - what an editor needs of the screen it stands beside
        self,
        screen: ReadingScreen,
        settings: Settings,
        *,
        company: PresenceController,
        renew: Callable[[Callable[[], object]], object],
        published: LiveBinder,
        open_copy: Callable[[Snapshot, Address], object],
        tried: Tried,
    ) -> None:
        """Prepare to edit.

        Args:
            screen: the screen the binder is read on.
            settings: the settings of the run.
            company: who edits, and the others who have the binder open.
            renew: reads the binder again, shows it, and then does something.
            published: the binder as it stands, whoever changes it.
            open_copy: goes on with a copy of the binder, at a place.
            tried: told of each save that was tried, from other threads.
        """
        self._screen = screen
        self._settings = settings
        self._company = company
        self._editing: tuple[EditScreen, str] | None = None
        self._renew = renew
        self._published = published
        self._open_copy = open_copy
        self._tried = tried
        self._desk: EditSession | None = None

    def desk(self, snapshot: Snapshot) -> EditSession:
        """The desk of this session, for the binder as it stands."""
        if self._desk is None:
            self._desk = EditSession.of(snapshot, self._settings, self._told, self._company.who, self._tried)
        self._desk = self._desk.with_snapshot(snapshot)
        return self._desk

    def close(self) -> None:
        """End the session: what was not saved is offered to the next."""
        if self._desk is not None:
            self._desk.close()

    def arranger(self, snapshot: Snapshot) -> EntryController:
        """What changes which entries there are."""
        return EntryController(self._screen, self.desk(snapshot), self._renew)

    def replacer(self, snapshot: Snapshot) -> ReplaceController:
        """What finds and replaces."""
        return ReplaceController(self._screen, self.desk(snapshot), self._renew)

    def edit(self, snapshot: Snapshot, address: Address) -> None:
        """Edit what an address leads to."""
        desk = self.desk(snapshot)
        try:
            begun = desk.begin(address)
        except BinderError as error:
            self._screen.tell(single_line(error.words(self._screen.language)), "warning")
            return
        if isinstance(begun, Denied) and begun.copy and self._company.who.here:
            self._screen.app.run_worker(self._copy(snapshot, address, begun), group="dialog")
        elif isinstance(begun, Denied):
            self._screen.tell(single_line(begun.words(self._screen.language)), "warning")
        elif begun.file in desk.kept:
            identifier, kept = desk.kept.pop(begun.file)
            self._open(desk, kept, identifier)
        elif left := left_drafts(desk, begun):
            self._offer(desk, begun, left)
        else:
            self._open(desk, begun)

    def _open(self, desk: EditSession, draft: Draft, identifier: str | None = None) -> None:
        screen = EditScreen(draft, desk, self._screen.language, self._published, identifier)
        document = document_id(draft.snapshot, draft.address.entry)
        self._editing = (screen, document)
        self._screen.app.push_screen(screen, self._back)
        if told := self._company.begin(document, self._screen.language):
            self._screen.app.notify(told, severity="warning", markup=False, timeout=_LASTING)
            self.met()

    def _back(self, address: Address | None) -> None:
        if self._editing is not None:
            self._company.end(self._editing[1])
            self._editing = None
        if address is not None:
            self._screen.go(address, remember=False)

    def met(self) -> None:
        """Say on the edit screen who else edits the same now."""
        if self._editing is not None:
            screen, document = self._editing
            screen.accompany(self._company.words(document, screen.language))

    async def _copy(self, snapshot: Snapshot, address: Address, denied: Denied) -> None:
        """Offer to copy a binder that is not to be changed, and go on with the copy."""
        language = self._screen.language
        question = denied.words(language) + "\n" + gettext("Folder for the copy:", language)
        proposed = str(Path.home() / single_line(snapshot.binder.cover.id))
        folder = await self._screen.app.push_screen_wait(TextPromptDialog(question, proposed))
        if folder is not None:
            run_in_thread(
                self._screen.app,
                partial(_copied, snapshot, folder, self._company.who),
                partial(self._copied, folder, address),
            )

    def _copied(self, folder: str, address: Address, copy: Snapshot | str) -> None:
        if isinstance(copy, str):
            self._screen.tell(single_line(copy), "warning")
            return
        self._open_copy(copy, address)
        told = gettext("This is the copy in {folder}.", self._screen.language, folder=single_line(folder))
        self._screen.app.notify(told, markup=False)

    # Drafts that were left

    def _offer(self, desk: EditSession, begun: Draft, left: LeftDraft) -> None:
        language = self._screen.language
        when = left.when.astimezone().strftime("%Y-%m-%d %H:%M")
        question = gettext(
            "An unsaved draft of {file} is here, from {when}.",
            language,
            file=single_line(display_name(begun.file)),
            when=when,
        )
        if left.changed:
            question += "\n" + gettext(
                "The file has changed since the draft was begun; on saving, both are merged.", language
            )
        answers = [
            gettext("Go on with the draft", language),
            gettext("See what it changes", language),
            gettext("Discard the draft", language),
            gettext("Leave it for later", language),
        ]
        self._screen.app.push_screen(ChoiceDialog(question, answers), partial(self._offered, desk, begun, left))

    def _offered(self, desk: EditSession, begun: Draft, left: LeftDraft, answer: int | None) -> None:
        language = self._screen.language
        if answer == _LOOK:
            title = gettext("What will change in {file}", language, file=single_line(display_name(begun.file)))
            lines = changed_lines(diff_lines(begun.base, left.text))
            again = partial(self._offer_again, desk, begun, left)
            self._screen.app.push_screen(ReviewScreen(title, lines, None, language), again)
        elif answer == _TAKE:
            run_in_thread(self._screen.app, partial(_taken, desk, begun, left), partial(self._taken, desk, left))
        elif answer == _THROW:
            try:
                desk.drafts.discard(left.id)
            except OSError as error:
                self._told(error)
            self._open(desk, begun)
        elif answer == _LATER:
            self._open(desk, begun)

    def _offer_again(self, desk: EditSession, begun: Draft, left: LeftDraft, _: bool | None) -> None:  # noqa: FBT001
        self._offer(desk, begun, left)

    def _taken(self, desk: EditSession, left: LeftDraft, draft: Draft | OSError | None) -> None:
        if isinstance(draft, OSError):
            self._told(draft)
        elif draft is None:
            self._screen.tell(gettext("The draft is gone: another session has it.", self._screen.language))
        else:
            self._open(desk, draft, left.id)

    def _told(self, error: OSError | None) -> None:
        """Say that drafts cannot be kept; this may come from another thread."""
        if error is not None:
            message = gettext("Drafts cannot be kept: {reason}", self._screen.language, reason=os_error_text(error))
            self._screen.app.call_later(self._screen.tell, single_line(message), "warning")


def _copied(snapshot: Snapshot, folder: str, who: User) -> Snapshot | str:
    """The copy in a folder, or why there is none."""
    try:
        return copy_binder(snapshot, Path(folder).expanduser(), who)
    except (BinderError, RuntimeError) as error:
        return str(error)


def _taken(desk: EditSession, begun: Draft, left: LeftDraft) -> Draft | OSError | None:
    try:
        return resume_draft(desk, begun, left)
    except OSError as error:
        return error


_BOM = "\ufeff"


def restore_changes(desk: EditSession, language: str, saved: Callable[[], object]) -> Restore:
    """What saves a version at a desk, through the path of every save.

    Args:
        desk: where it is saved.
        language: the reader's, who is told what came of it.
        saved: done when something was saved: whoever shows the binder is to read it again.
    """

    def restore(address: Address, text: str, version: Version) -> str:
        try:
            draft = desk.begin(address)
        except BinderError as error:
            return outcome_text(error, language)
        if isinstance(draft, Denied):
            return outcome_text(draft, language)
        mark = _BOM if draft.base.startswith(_BOM) else ""
        message = f"Restore {address} as it was on {version.when.date()}"
        outcome = desk.commit(draft.written(mark + text), message)
        if isinstance(outcome, Saved):
            saved()
        return outcome_text(outcome, language)

    return restore
