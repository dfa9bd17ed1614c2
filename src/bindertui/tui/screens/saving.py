"""Saving a draft, and leaving it."""

from functools import partial

from attrs import evolve

from bindertui.document.difference import difference, nearby
from bindertui.errors import BinderError
from bindertui.model.address import Path
from bindertui.model.text import one_line
from bindertui.services.desk import shown_file
from bindertui.services.forms import Form
from bindertui.services.outcomes import Denied, Invalid, Outcome, Saved, Stale
from bindertui.services.steps import Step
from bindertui.services.unrecorded import unrecorded
from bindertui.speech import say, say_many
from bindertui.store.recorded import Unrecorded
from bindertui.tui.background import in_background
from bindertui.tui.screens.choosing import ChoosingScreen
from bindertui.tui.screens.drafting import DraftingScreen
from bindertui.tui.screens.reviewing import ReviewingScreen

_SAVE, _KEEP, _DISCARD = range(3)


class SavingScreen(DraftingScreen):
    """A draft that can be saved and left."""

    _leaving = False
    _saving = False

    def published(self) -> None:
        """Something was saved: whoever shows the binder is to read it again."""
        raise NotImplementedError

    async def action_save(self) -> None:
        """Show exactly what will change, and save it if that is right."""
        await self.settle()
        self._review(say("Save", self.language))

    async def action_differences(self) -> None:
        """Show what has changed so far."""
        await self.settle()
        self._review(None)

    def _review(self, deed: str | None) -> None:
        draft = self._draft
        if not draft.changed:
            self.tell(say("Nothing has changed.", self.language))
            self._leaving = False
            return
        title = say("What will change in {file}", self.language, file=one_line(shown_file(draft.file)))
        lines = nearby(difference(draft.base, draft.text))
        self.app.push_screen(ReviewingScreen(title, lines, deed, self.language), self._save_if)

    def _save_if(self, agreed: bool | None) -> None:  # noqa: FBT001 - the answer
        if agreed and not self._saving:
            self._saving = True
            in_background(self.app, partial(self._desk.commit, self._draft), self._came)
        elif not agreed:
            self._leaving = False

    async def _came(self, outcome: Outcome | BinderError) -> None:
        self._saving = False
        leaving, self._leaving = self._leaving, False
        match outcome:
            case Saved():
                await self._saved(outcome)
                if leaving:
                    self.dismiss(self.here)
            case Invalid():
                self._raw = outcome.problems
                self.list_problems(say("This cannot be saved yet", self.language))
            case Stale():
                self.merge(outcome)
            case Denied():
                self.tell(
                    say("This cannot be saved: {reason}", self.language, reason=one_line(outcome.words(self.language))),
                    "warning",
                )
            case _:
                self.tell(
                    say("This cannot be saved: {reason}", self.language, reason=one_line(str(outcome))), "warning"
                )

    async def _saved(self, saved: Saved) -> None:
        self._desk.drafts.forget(self._identifier)
        file = next(file for file in saved.files if file.path == self._draft.file)
        assert file.text is not None
        assert file.digest is not None
        written = file.text
        self._draft = evolve(self._draft, base=written, digest=file.digest)
        # What was typed while it was being saved is not in the file yet.
        if saved.merged and self._steps.now.text == self._draft.text:
            self._steps = self._steps.taken(Step(written, self._at))
        await self.show()
        self.published()
        if saved.merged:
            told = ", ".join(map(str, saved.merged))
            self.tell(
                say("Saved, merged with changes made meanwhile to: {places}", self.language, places=one_line(told))
            )
        elif isinstance(saved.recorded, Unrecorded):
            self.tell(unrecorded(saved.recorded, self.language), "warning")
        else:
            self.tell(say("Saved: {names}", self.language, names=one_line(shown_file(file.path))))

    def merge(self, stale: Stale) -> None:
        """Let the user bring both changes together."""
        if stale.unreadable is not None:
            place = f"{stale.unreadable.line}:{stale.unreadable.column}"
            self.tell(
                say(
                    "The file has changed and is no longer UTF-8 (at {place}). Save it as UTF-8; your draft is kept.",
                    self.language,
                    place=place,
                ),
                "warning",
            )
        elif stale.theirs is None:
            self.tell(say("The file has been deleted meanwhile. Your draft is kept.", self.language), "warning")
        elif stale.conflicts and stale.merged is not None:
            from bindertui.tui.screens.merging import MergingScreen  # noqa: PLC0415 - seldom needed

            self.app.push_screen(MergingScreen(self._draft, stale, self.language), partial(self._merged, stale))
        else:
            language = self.language
            question = say(
                "Comments or blank lines of both changes meet; the file cannot be merged by itself.", language
            )
            answers = [say("Take mine, whole", language), say("Take theirs, whole", language), say("Go back", language)]
            ask = ChoosingScreen(question, answers)
            self.app.push_screen(ask, partial(self._take_whole, stale))

    async def _take_whole(self, stale: Stale, answer: int | None) -> None:
        if answer in {0, 1}:
            await self._merged(stale, self._draft.text if answer == 0 else stale.theirs)

    async def _merged(self, stale: Stale, text: str | None) -> None:
        if text is None or stale.theirs is None or stale.digest is None:
            return
        self._draft = evolve(self._draft, base=stale.theirs, digest=stale.digest)
        self._steps = self._steps.taken(Step(text, self._at))
        await self.show()
        self._review(say("Save", self.language))

    # Problems

    async def action_problems(self) -> None:
        """List what is wrong, and go there."""
        await self.settle()
        self.list_problems(say_many("{count} problem", "{count} problems", len(self._raw), self.language))

    def list_problems(self, title: str) -> None:
        """List the problems to go to one."""
        if not self._raw:
            self.tell(say("no problem", self.language))
            return
        answers = [one_line(f"{problem.line}:{problem.column}  {problem.message}") for problem in self._raw]
        self.app.push_screen(ChoosingScreen(title, answers), self._go_to_problem)

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
            self.dismiss(self.here)
            return
        language = self.language
        answers = [
            say("Save", language),
            say("Leave, and keep the draft", language),
            say("Discard the changes", language),
            say("Go back", language),
        ]
        question = say("There are changes that are not saved.", language)
        self.app.push_screen(ChoosingScreen(question, answers), self._leave_if)

    def _leave_if(self, answer: int | None) -> None:
        if answer == _SAVE:
            self._leaving = True
            self._review(say("Save", self.language))
        elif answer == _KEEP:
            self._desk.kept[self._draft.file] = (self._identifier, self._draft)
            self.app.notify(say("The draft is kept; it is offered when you come back.", self.language), markup=False)
            self.dismiss(self.here)
        elif answer == _DISCARD:
            self._desk.drafts.forget(self._identifier)
            self.dismiss(self.here)
