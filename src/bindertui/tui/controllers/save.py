"""Saving a draft, and leaving it."""

from functools import partial
from hashlib import sha256

from attrs import evolve

from bindertui.document.diff import changed_lines, diff_lines
from bindertui.errors import BinderError
from bindertui.i18n import gettext, ngettext
from bindertui.model.address import Path
from bindertui.model.text import single_line
from bindertui.services.editing.commit import display_name
from bindertui.services.editing.draft import Draft
from bindertui.services.editing.forms import Form
from bindertui.services.editing.merge import check_stale, preview_text
from bindertui.services.editing.outcomes import Denied, Invalid, Outcome, Saved, Stale, unrecorded_message
from bindertui.store.history.base import Unrecorded
from bindertui.tui.controllers.external_changes import MeetingScreen, looked_at
from bindertui.tui.labels import earlier_changes_text, shorten_list
from bindertui.tui.screens.dialogs import ChoiceDialog
from bindertui.tui.screens.review import ReviewScreen
from bindertui.tui.threads import run_in_thread

_SAVE, _KEEP, _DISCARD = range(3)


class SavingScreen(MeetingScreen):
    """A draft that can be saved and left."""

    _leaving = False

    async def action_save(self) -> None:
        """Show exactly what will change, and save it if that is right."""
        await self.settle()
        await self._begin_review(gettext("Save", self.language))

    async def action_differences(self) -> None:
        """Show what has changed so far."""
        await self.settle()
        await self._begin_review(None)

    async def _begin_review(self, deed: str | None) -> None:
        """Look at the file as it stands, and show what will change in it; not while it is being saved."""
        if self._saving:
            return
        stale = check_stale(self._draft)
        if stale is None or stale.theirs is None:
            await self._review(deed, (self._draft, stale))
            return
        # Texts are compared off the event loop.
        run_in_thread(self.app, partial(looked_at, self._draft), partial(self._review, deed))

    async def _review(self, deed: str | None, looked: tuple[Draft, Stale | None]) -> None:
        draft, stale = looked
        if draft.text != self._draft.text or draft.digest != self._draft.digest:
            await self._begin_review(deed)
            return
        await self.meet(stale)
        if deed is not None and stale is not None and not _settled(stale):
            self.merge(stale)
            return
        if not self._draft.changed:
            self.tell(gettext("Nothing has changed.", self.language))
            await self._end_if_leaving()
            return
        before = "" if draft.digest is None else draft.base
        after = draft.text
        if stale is not None:
            before, after = stale.theirs or "", preview_text(draft, stale)
        title = gettext("What will change in {file}", self.language, file=single_line(display_name(draft.file)))
        lines = changed_lines(diff_lines(before, after))
        screen = ReviewScreen(title, lines, deed, self.language)
        self.app.push_screen(screen, self._save_if)
        if deed is not None:
            now = [(draft.file, before if draft.digest is not None else None)]
            run_in_thread(self.app, partial(self._desk.takes_along, now), screen.warn)

    async def _end_if_leaving(self) -> None:
        leaving, self._leaving = self._leaving, False
        if leaving:
            await self.action_leave()

    def _save_if(self, agreed: bool | None) -> None:  # noqa: FBT001 - the answer
        if agreed and not self._saving:
            self._saving = True
            commit = partial(self._desk.commit, self._draft, kept_as=self._identifier)
            run_in_thread(self.app, commit, partial(self._came, self._draft))
        elif not agreed:
            self._leaving = False

    async def _came(self, draft: Draft, outcome: Outcome | BinderError) -> None:
        self._saving = False
        leaving, self._leaving = self._leaving, False
        match outcome:
            case Saved():
                await self._saved(draft, outcome)
                if leaving:
                    self.leave()
            case Invalid():
                self._raw = outcome.problems
                self.list_problems(gettext("This cannot be saved yet", self.language))
            case Stale():
                self._leaving = leaving
                await self.meet(outcome)
                self.merge(outcome)
            case Denied():
                self.tell(
                    gettext(
                        "This cannot be saved: {reason}",
                        self.language,
                        reason=single_line(outcome.words(self.language)),
                    ),
                    "warning",
                )
            case _:
                self.tell(
                    gettext(
                        "This cannot be saved: {reason}",
                        self.language,
                        reason=single_line(outcome.words(self.language)),
                    ),
                    "warning",
                )
        self.look_outside()

    async def _saved(self, draft: Draft, saved: Saved) -> None:
        file = next(file for file in saved.files if file.path == draft.file)
        assert file.text is not None
        assert file.digest is not None
        self._stale = None
        if file.text == draft.text:
            self._draft = evolve(self._draft, base=file.text, digest=file.digest)
            await self.show()
        elif self._steps.now.text == draft.text:
            await self.rebase(Stale(file.path, file.text, file.digest), file.text)
        else:
            # What was typed while both were brought together is not in the file yet: it was typed into my text.
            digest = sha256(draft.text.encode()).hexdigest()
            self._draft = evolve(self._draft, base=draft.text, digest=digest)
            await self.show()
        run_in_thread(self.app, self._published.refresh, _nothing)
        if saved.merged:
            told = gettext(
                "Saved, together with what others have changed meanwhile: {places}",
                self.language,
                places=shorten_list(saved.others),
            )
            self.tell(told + earlier_changes_text(saved, self.language))
        elif isinstance(saved.recorded, Unrecorded):
            self.tell(unrecorded_message(saved.recorded, self.language), "warning")
        else:
            told = gettext("Saved: {names}", self.language, names=single_line(display_name(file.path)))
            self.tell(told + earlier_changes_text(saved, self.language))

    def merge(self, stale: Stale) -> None:
        """Let the user bring both changes together."""
        if stale.unreadable is not None:
            self._leaving = False
            self.tell(self.unreadable(stale), "warning")
        elif stale.theirs is None:
            answers = [gettext("Write the file again", self.language), gettext("Go back", self.language)]
            name = single_line(display_name(stale.file))
            ask = ChoiceDialog(
                gettext(
                    "{file} has been deleted meanwhile. Written again, it holds all that is in your draft.",
                    self.language,
                    file=name,
                ),
                answers,
            )
            self.app.push_screen(ask, self._write_again_if)
        elif stale.conflicts and stale.merged is not None:
            from bindertui.tui.screens.review import ConflictScreen  # noqa: PLC0415 - seldom needed

            self.app.push_screen(ConflictScreen(self._draft, stale, self.language), partial(self._merged, stale))
        else:
            answers = [gettext("Take mine, whole", self.language), gettext("Take theirs, whole", self.language)]
            ask = ChoiceDialog(
                gettext(
                    "Comments or blank lines of both changes meet; the file cannot be merged by itself.", self.language
                ),
                [*answers, gettext("Go back", self.language)],
            )
            self.app.push_screen(ask, partial(self._take_whole, stale))

    async def _write_again_if(self, answer: int | None) -> None:
        if answer != 0:
            self._leaving = False
            return
        # From here on it is a new file, to be saved as any: what would be wrong in it is found, nobody's is gone over.
        self._draft = evolve(self._draft, digest=None)
        await self._begin_review(gettext("Save", self.language))

    async def _take_whole(self, stale: Stale, answer: int | None) -> None:
        if answer in {0, 1}:
            await self._merged(stale, self._draft.text if answer == 0 else stale.theirs)
        else:
            self._leaving = False

    async def _merged(self, stale: Stale, text: str | None) -> None:
        if text is None or stale.theirs is None:
            self._leaving = False
            return
        await self.rebase(stale, text)
        await self._begin_review(gettext("Save", self.language))

    # Problems

    async def action_problems(self) -> None:
        """List what is wrong, and go there."""
        await self.settle()
        self.list_problems(ngettext("{count} problem", "{count} problems", len(self._raw), self.language))

    def list_problems(self, title: str) -> None:
        """List the problems to go to one."""
        if not self._raw:
            self.tell(gettext("no problem", self.language))
            return
        answers = [
            single_line(f"{problem.line}:{problem.column}  {problem.message.read(self.language)}")
            for problem in self._raw
        ]
        self.app.push_screen(ChoiceDialog(title, answers), self._go_to_problem)

    async def _go_to_problem(self, chosen: int | None) -> None:
        if chosen is None:
            return
        problem = self._raw[chosen]
        if self.as_yaml or not isinstance(self._form, Form):
            self._yaml.move_cursor((problem.line - 1, problem.column - 1), center=True)
            self._yaml.focus()
            return
        place = next((one for one in self.problems if one.problem == problem), None)
        await self.go(place.path if place else ())

    async def go(self, path: Path) -> None:
        """Go to the field at a path."""
        self._at = path
        await self.show()
        self._fields.enter(path)

    # Leaving

    async def action_leave(self) -> None:
        """Go back to reading; ask what becomes of changes that are not saved."""
        await self.settle()
        if not self._draft.changed:
            self._desk.drafts.forget(self._identifier)
            self.leave()
            return
        answers = [
            gettext("Save", self.language),
            gettext("Leave, and keep the draft", self.language),
            gettext("Discard the changes", self.language),
            gettext("Go back", self.language),
        ]
        self.app.push_screen(
            ChoiceDialog(gettext("There are changes that are not saved.", self.language), answers), self._leave_if
        )

    async def _leave_if(self, answer: int | None) -> None:
        if answer == _SAVE:
            self._leaving = True
            await self._begin_review(gettext("Save", self.language))
        elif answer == _KEEP:
            self._desk.kept[self._draft.file] = (self._identifier, self._draft)
            self.app.notify(
                gettext("The draft is kept; it is offered when you come back.", self.language), markup=False
            )
            self.leave()
        elif answer == _DISCARD:
            self._desk.drafts.forget(self._identifier)
            self.leave()


def _nothing(_: object) -> None:
    """Whoever shows the binder hears of a new snapshot by themselves."""


def _settled(stale: Stale) -> bool:
    """Whether saving brings both together without a question."""
    return stale.merged is not None and not stale.conflicts and not stale.unclear
