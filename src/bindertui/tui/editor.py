"""The way from reading to editing and back."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from bindertui.document.diff import changed_lines, diff_lines
from bindertui.errors import BinderError, system_words
from bindertui.model.address import Address
from bindertui.model.text import one_line
from bindertui.services.access import Who
from bindertui.services.changing import shown_file
from bindertui.services.copying import copy_binder
from bindertui.services.desk import Desk, Tried
from bindertui.services.draft import Draft
from bindertui.services.drafts import LeftDraft
from bindertui.services.events import Published
from bindertui.services.library import Snapshot, document_id
from bindertui.services.outcomes import Denied
from bindertui.services.resuming import left_of, resumed
from bindertui.settings import Settings
from bindertui.speech import say
from bindertui.tui.arranger import Arranger
from bindertui.tui.background import in_background
from bindertui.tui.company import Company
from bindertui.tui.replacer import Replacer
from bindertui.tui.screens.choosing import ChoosingScreen
from bindertui.tui.screens.edit import EditScreen
from bindertui.tui.screens.prompting import PromptingScreen
from bindertui.tui.screens.reading import ReadingScreen
from bindertui.tui.screens.reviewing import ReviewingScreen

_LASTING = 30.0
"""Seconds that is said what an editor must not miss."""
_TAKE, _LOOK, _THROW, _LATER = range(4)


class Editor:
    """Opens the edit screen from a reading screen, offers drafts, and has the binder read again after a save."""

    def __init__(  # noqa: PLR0913 - what an editor needs of the screen it stands beside
        self,
        screen: ReadingScreen,
        settings: Settings,
        *,
        company: Company,
        renew: Callable[[Callable[[], object]], object],
        published: Published,
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
        self._desk: Desk | None = None

    def desk(self, snapshot: Snapshot) -> Desk:
        """The desk of this session, for the binder as it stands."""
        if self._desk is None:
            self._desk = Desk.of(snapshot, self._settings, self._told, self._company.who, self._tried)
        self._desk = self._desk.with_snapshot(snapshot)
        return self._desk

    def close(self) -> None:
        """End the session: what was not saved is offered to the next."""
        if self._desk is not None:
            self._desk.close()

    def arranger(self, snapshot: Snapshot) -> Arranger:
        """What changes which entries there are."""
        return Arranger(self._screen, self.desk(snapshot), self._renew)

    def replacer(self, snapshot: Snapshot) -> Replacer:
        """What finds and replaces."""
        return Replacer(self._screen, self.desk(snapshot), self._renew)

    def edit(self, snapshot: Snapshot, address: Address) -> None:
        """Edit what an address leads to."""
        desk = self.desk(snapshot)
        try:
            begun = desk.begin(address)
        except BinderError as error:
            self._screen.tell(one_line(error.words(self._screen.language)), "warning")
            return
        if isinstance(begun, Denied) and begun.copy and self._company.who.here:
            self._screen.app.run_worker(self._copy(snapshot, address, begun), group="dialog")
        elif isinstance(begun, Denied):
            self._screen.tell(one_line(begun.words(self._screen.language)), "warning")
        elif begun.file in desk.kept:
            identifier, kept = desk.kept.pop(begun.file)
            self._open(desk, kept, identifier)
        elif left := left_of(desk, begun):
            self._offer(desk, begun, left)
        else:
            self._open(desk, begun)

    def _open(self, desk: Desk, draft: Draft, identifier: str | None = None) -> None:
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
        question = denied.words(language) + "\n" + say("Folder for the copy:", language)
        proposed = str(Path.home() / one_line(snapshot.binder.cover.id))
        folder = await self._screen.app.push_screen_wait(PromptingScreen(question, proposed))
        if folder is not None:
            in_background(
                self._screen.app,
                partial(_copied, snapshot, folder, self._company.who),
                partial(self._copied, folder, address),
            )

    def _copied(self, folder: str, address: Address, copy: Snapshot | str) -> None:
        if isinstance(copy, str):
            self._screen.tell(one_line(copy), "warning")
            return
        self._open_copy(copy, address)
        told = say("This is the copy in {folder}.", self._screen.language, folder=one_line(folder))
        self._screen.app.notify(told, markup=False)

    # Drafts that were left

    def _offer(self, desk: Desk, begun: Draft, left: LeftDraft) -> None:
        language = self._screen.language
        when = left.when.astimezone().strftime("%Y-%m-%d %H:%M")
        question = say(
            "An unsaved draft of {file} is here, from {when}.",
            language,
            file=one_line(shown_file(begun.file)),
            when=when,
        )
        if left.changed:
            question += "\n" + say(
                "The file has changed since the draft was begun; on saving, both are merged.", language
            )
        answers = [
            say("Go on with the draft", language),
            say("See what it changes", language),
            say("Discard the draft", language),
            say("Leave it for later", language),
        ]
        self._screen.app.push_screen(ChoosingScreen(question, answers), partial(self._offered, desk, begun, left))

    def _offered(self, desk: Desk, begun: Draft, left: LeftDraft, answer: int | None) -> None:
        language = self._screen.language
        if answer == _LOOK:
            title = say("What will change in {file}", language, file=one_line(shown_file(begun.file)))
            lines = changed_lines(diff_lines(begun.base, left.text))
            again = partial(self._offer_again, desk, begun, left)
            self._screen.app.push_screen(ReviewingScreen(title, lines, None, language), again)
        elif answer == _TAKE:
            in_background(self._screen.app, partial(_taken, desk, begun, left), partial(self._taken, desk, left))
        elif answer == _THROW:
            try:
                desk.drafts.discard(left.id)
            except OSError as error:
                self._told(error)
            self._open(desk, begun)
        elif answer == _LATER:
            self._open(desk, begun)

    def _offer_again(self, desk: Desk, begun: Draft, left: LeftDraft, _: bool | None) -> None:  # noqa: FBT001
        self._offer(desk, begun, left)

    def _taken(self, desk: Desk, left: LeftDraft, draft: Draft | OSError | None) -> None:
        if isinstance(draft, OSError):
            self._told(draft)
        elif draft is None:
            self._screen.tell(say("The draft is gone: another session has it.", self._screen.language))
        else:
            self._open(desk, draft, left.id)

    def _told(self, error: OSError | None) -> None:
        """Say that drafts cannot be kept; this may come from another thread."""
        if error is not None:
            message = say("Drafts cannot be kept: {reason}", self._screen.language, reason=system_words(error))
            self._screen.app.call_later(self._screen.tell, one_line(message), "warning")


def _copied(snapshot: Snapshot, folder: str, who: Who) -> Snapshot | str:
    """The copy in a folder, or why there is none."""
    try:
        return copy_binder(snapshot, Path(folder).expanduser(), who)
    except (BinderError, RuntimeError) as error:
        return str(error)


def _taken(desk: Desk, begun: Draft, left: LeftDraft) -> Draft | OSError | None:
    try:
        return resumed(desk, begun, left)
    except OSError as error:
        return error
