"""Saving a draft and leaving the edit screen: review, conflicts, problems, unsaved changes.

A save takes one path: compare with the file, review the diff, commit in a thread, show the outcome. If the file has
changed in a way that cannot be merged without the user, a dialog decides first, the draft continues from the others'
text, and the review starts again.
"""

from functools import partial
from hashlib import sha256
from typing import Protocol

from bindertui._frozen import frozen
from bindertui.document.diff import DiffLine, OmittedLines, changed_lines, diff_lines
from bindertui.errors import BinderError
from bindertui.i18n import gettext
from bindertui.model.problems import Problem
from bindertui.model.text import single_line
from bindertui.services.editing.draft import Draft
from bindertui.services.editing.merge import check_stale, merge_with_theirs, preview_text
from bindertui.services.editing.outcomes import Invalid, Outcome, Saved, Stale, Unrecorded, unrecorded_message
from bindertui.services.editing.session import EditSession
from bindertui.tui.controllers.draft import DraftController
from bindertui.tui.controllers.external_changes import ExternalChanges
from bindertui.tui.controllers.host import ScreenHost
from bindertui.tui.labels import earlier_changes_text, format_addresses
from bindertui.tui.screens.conflict import ConflictScreen
from bindertui.tui.screens.dialogs import ChoiceDialog
from bindertui.tui.screens.review import ReviewScreen
from bindertui.tui.threads import run_in_thread

_LARGE = 100_000
"""Characters of a text that is compared in a thread, because the event loop would be blocked for too long."""
_SAVE, _KEEP, _DISCARD = range(3)
_MINE, _THEIRS = range(2)


class SaveHost(ScreenHost, Protocol):
    """The requirements of saving on the edit screen."""

    async def go_to_problem(self, problem: Problem) -> None:
        """Move the cursor to a problem."""

    def close(self) -> None:
        """Close the edit screen."""


class SaveController:
    """Saves a draft and closes its screen."""

    def __init__(
        self, host: SaveHost, draft: DraftController, external_changes: ExternalChanges, session: EditSession
    ) -> None:
        """Prepare to save a draft.

        Args:
            host: the screen.
            draft: the draft.
            external_changes: the changes of others to its file.
            session: saves it.
        """
        self._host = host
        self._draft = draft
        self._external_changes = external_changes
        self._session = session
        self._saving = False
        self._leaving = False

    @property
    def is_saving(self) -> bool:
        """Whether a save is in progress."""
        return self._saving

    # Review

    async def save(self) -> None:
        """Show the changes to the file, and save them if the user agrees."""
        await self._draft.settle()
        await self._start_review(gettext("Save", self._host.language))

    async def show_changes(self) -> None:
        """Show the changes so far."""
        await self._draft.settle()
        await self._start_review(None)

    async def _start_review(self, action: str | None) -> None:
        """Compare the draft with the file, and show the difference; in a thread if the text is long.

        Args:
            action: the label of the button that saves; None to look only.
        """
        if self._saving:
            return
        draft = self._draft.current
        stale = check_stale(draft)
        if len(draft.text) <= _LARGE and (stale is None or stale.theirs is None):
            await self._show_review(action, _compare(draft, stale))
        else:
            run_in_thread(self._host.app, partial(_compare, draft, stale), partial(self._show_review, action))

    async def _show_review(self, action: str | None, comparison: "_Comparison") -> None:
        draft, stale = comparison.draft, comparison.stale
        current = self._draft.current
        if (draft.text, draft.digest) != (current.text, current.digest):
            await self._start_review(action)
            return
        await self._external_changes.accept(stale)
        if action is not None and stale is not None and not stale.is_mergeable:
            self._resolve(stale)
            return
        language = self._host.language
        if not self._draft.current.is_changed:
            self._host.report(gettext("Nothing has changed.", language))
            if self._leaving:
                self._leaving = False
                await self.leave()
            return
        title = gettext("What will change in {file}", language, file=single_line(draft.file))
        screen = ReviewScreen(title, comparison.lines, action, language)
        self._host.app.push_screen(screen, self._commit_if)
        if action is not None:
            files = [(draft.file, None if draft.digest is None else comparison.before)]
            run_in_thread(
                self._host.app, partial(self._session.includes_earlier_changes, files), screen.show_earlier_changes
            )

    # Commit

    def _commit_if(self, agreed: bool | None) -> None:  # noqa: FBT001 - the answer of a dialog
        if agreed and not self._saving:
            self._saving = True
            self._external_changes.pause()
            commit = partial(self._session.commit, self._draft.current, draft_id=self._draft.id)
            run_in_thread(self._host.app, commit, partial(self._show_outcome, self._draft.current))
        elif not agreed:
            self._leaving = False

    async def _show_outcome(self, draft: Draft, outcome: Outcome | BinderError) -> None:
        self._saving = False
        self._external_changes.resume()
        leaving, self._leaving = self._leaving, False
        match outcome:
            case Saved():
                await self._continue_from(draft, outcome)
                if leaving:
                    self._close()
            case Invalid():
                self.list_problems(gettext("This cannot be saved yet", self._host.language), outcome.problems)
            case Stale():
                self._leaving = leaving
                await self._external_changes.accept(outcome)
                self._resolve(outcome)
            case _:
                reason = single_line(outcome.describe(self._host.language))
                message = gettext("Not saved: {reason}", self._host.language, reason=reason)
                self._host.report(message, "warning")
        self._external_changes.check()

    async def _continue_from(self, draft: Draft, saved: Saved) -> None:
        """Continue editing from the file as it was saved."""
        file = next(file for file in saved.files if file.file == draft.file)
        assert file.text is not None
        assert file.digest is not None
        self._external_changes.clear()
        if file.text == draft.text:
            self._draft.set_base(file.text, file.digest)
            await self._draft.refresh()
        elif self._draft.text == draft.text:
            await self._draft.rebase(file.text, file.digest, file.text)
        else:
            # The file holds a merge; text typed meanwhile continues from the draft before the merge.
            self._draft.set_base(draft.text, sha256(draft.text.encode()).hexdigest())
            await self._draft.refresh()
        run_in_thread(self._host.app, self._external_changes.live.refresh, lambda _: None)
        self._report_saved(saved, single_line(file.file))

    def _report_saved(self, saved: Saved, name: str) -> None:
        language = self._host.language
        if saved.merged:
            message = gettext(
                "Saved and merged with the changes of others: {places}",
                language,
                places=format_addresses(saved.others),
            )
        elif isinstance(saved.recorded, Unrecorded):
            self._host.report(unrecorded_message(saved.recorded, language), "warning")
            return
        else:
            message = gettext("Saved: {names}", language, names=name)
        self._host.report(message + earlier_changes_text(saved, language))

    # Conflicts

    def _resolve(self, stale: Stale) -> None:
        """Let the user choose between the versions."""
        language, app = self._host.language, self._host.app
        if stale.unreadable is not None:
            self._leaving = False
            self._host.report(self._external_changes.unreadable_message(stale), "warning")
        elif stale.theirs is None:
            question = gettext(
                "{file} was deleted while you were editing it. Create it again with the content of your draft?",
                language,
                file=single_line(stale.file),
            )
            answers = [gettext("Create the file again", language), gettext("Go back", language)]
            app.push_screen(ChoiceDialog(question, answers), self._recreate_if)
        elif stale.conflicts and stale.merged is not None:
            app.push_screen(ConflictScreen(self._draft.current, stale, language), partial(self._use_text, stale))
        else:
            question = gettext(
                "Both of you changed the same comments or blank lines, so the file cannot be merged automatically.",
                language,
            )
            answers = [gettext("Use my whole file", language), gettext("Use their whole file", language)]
            ask = ChoiceDialog(question, [*answers, gettext("Go back", language)])
            app.push_screen(ask, partial(self._use_side, stale))

    async def _recreate_if(self, answer: int | None) -> None:
        if answer != 0:
            self._leaving = False
            return
        # From now on this is a new file: it is validated as one, and saving it overwrites no other.
        self._draft.set_base(self._draft.current.base, None)
        await self._start_review(gettext("Save", self._host.language))

    async def _use_side(self, stale: Stale, answer: int | None) -> None:
        text = {_MINE: self._draft.text, _THEIRS: stale.theirs}.get(answer) if answer is not None else None
        await self._use_text(stale, text)

    async def _use_text(self, stale: Stale, text: str | None) -> None:
        if text is None or stale.theirs is None:
            self._leaving = False
            return
        await self._external_changes.rebase(stale, text)
        await self._start_review(gettext("Save", self._host.language))

    # Problems

    def list_problems(self, title: str, problems: tuple[Problem, ...]) -> None:
        """List problems, and go to the one the user chooses."""
        if not problems:
            self._host.report(gettext("no problem", self._host.language))
            return
        answers = [
            single_line(f"{problem.line}:{problem.column}  {problem.message.in_language(self._host.language)}")
            for problem in problems
        ]
        self._host.app.push_screen(ChoiceDialog(title, answers), partial(self._go_to_problem, problems))

    async def _go_to_problem(self, problems: tuple[Problem, ...], chosen: int | None) -> None:
        if chosen is not None:
            await self._host.go_to_problem(problems[chosen])

    # Leaving

    async def leave(self) -> None:
        """Close the screen; offer to save, keep or discard unsaved changes."""
        await self._draft.settle()
        if not self._draft.current.is_changed:
            self._draft.discard()
            self._close()
            return
        language = self._host.language
        answers = [
            gettext("Save", language),
            gettext("Leave and keep the draft", language),
            gettext("Discard the changes", language),
            gettext("Go back", language),
        ]
        question = gettext("You have unsaved changes.", language)
        self._host.app.push_screen(ChoiceDialog(question, answers), self._leave_if)

    async def _leave_if(self, answer: int | None) -> None:
        if answer == _SAVE:
            self._leaving = True
            await self._start_review(gettext("Save", self._host.language))
        elif answer == _KEEP:
            self._session.open_drafts[self._draft.current.file] = (self._draft.id, self._draft.current)
            message = gettext("Draft kept. Edit the entry again to continue.", self._host.language)
            self._host.app.notify(message, markup=False)
            self._close()
        elif answer == _DISCARD:
            self._draft.discard()
            self._close()

    def _close(self) -> None:
        self._draft.release()
        self._host.close()


@frozen
class _Comparison:
    """A draft compared with its file.

    Attributes:
        draft: the draft.
        stale: how the file has changed since the draft was begun.
        before: the text of the file; empty if there is none.
        lines: the lines that saving would change.
    """

    draft: Draft
    stale: Stale | None
    before: str
    lines: tuple[DiffLine | OmittedLines, ...]


def _compare(draft: Draft, stale: Stale | None) -> _Comparison:
    if stale is not None and stale.theirs is not None:
        stale, _ = merge_with_theirs(draft, stale)
    before, after = "" if draft.digest is None else draft.base, draft.text
    if stale is not None:
        before, after = stale.theirs or "", preview_text(draft, stale)
    return _Comparison(draft, stale, before, changed_lines(diff_lines(before, after)))
