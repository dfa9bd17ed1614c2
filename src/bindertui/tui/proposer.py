"""Changes to files, from being shown to being saved."""

from collections.abc import Callable
from enum import Enum
from functools import partial

from bindertui.errors import BinderError
from bindertui.model.text import one_line
from bindertui.services.changing import Changes, refused
from bindertui.services.desk import Desk
from bindertui.services.outcomes import Outcome, Saved
from bindertui.services.reviewing import review, undone
from bindertui.speech import say, say_many, wording, wordings
from bindertui.tui.background import in_background
from bindertui.tui.outcome_words import along_words, outcome_words
from bindertui.tui.screens.choosing import ChoosingScreen
from bindertui.tui.screens.reading import ReadingScreen
from bindertui.tui.screens.reviewing import ReviewingScreen

Then = Callable[[], object]


class Deed(Enum):
    """What is done to entries; each has its word."""

    SAVE = wording("Save")
    RENAME = wording("Rename")
    DELETE = wording("Delete it")


class Proposer:
    """Shows changes before they are made, saves them, and can take them back."""

    def __init__(self, screen: ReadingScreen, desk: Desk, renew: Callable[[Then], object]) -> None:
        """Prepare to change files.

        Args:
            screen: the screen the binder is read on.
            desk: what is needed to save.
            renew: reads the binder again, shows it, and then does something.
        """
        self._screen = screen
        self._app = screen.app
        self._desk = desk
        self._renew = renew
        self._language = screen.language
        self._undoing: Changes | None = None

    def refused_aloud(self) -> bool:
        """Whether nothing may be changed, having said why."""
        denied = refused(self._desk.snapshot, self._desk.who)
        if denied is not None:
            self._screen.tell(one_line(denied.words(self._language)), "warning")
        return denied is not None

    async def propose(self, make: Callable[[], Changes], name: str, deed: Deed, then: Then) -> None:
        """Show changes, and save them if that is agreed to.

        Args:
            make: makes the changes; `BinderError` says why they cannot be made.
            name: what they are about.
            deed: what is done by making them.
            then: what is done when they are saved and the binder was read again.
        """
        try:
            changes = make()
        except BinderError as error:
            self._screen.tell(one_line(error.words(self._language)), "warning")
            return
        shown, about = review(changes), one_line(name)
        title = {
            Deed.SAVE: wording("What will change in {name}", name=about),
            Deed.RENAME: wordings(
                "Rename {name}: {count} file changes",
                "Rename {name}: {count} files change",
                shown.files,
                name=about,
            ),
            Deed.DELETE: wording("Delete {name}", name=about),
        }[deed]
        screen = ReviewingScreen(
            title.read(self._language), shown.lines, deed.value.read(self._language), self._language
        )
        now = [(change.file, change.before) for change in changes.files]
        in_background(self._app, partial(self._desk.takes_along, now), screen.warn)
        if await self._app.push_screen_wait(screen) is True:
            self.save(changes, then)

    def save(self, changes: Changes, then: Then) -> None:
        """Save changes, say what came of it, have the binder read again, and then do something."""
        in_background(self._app, partial(self._desk.commit_changes, changes), partial(self._came, changes, then))

    def _came(self, changes: Changes, then: Then, outcome: Outcome | BinderError) -> None:
        match outcome:
            case Saved():
                self._undoing = undone(changes, outcome)
                self._screen.tell(_saved(outcome, self._language) + along_words(outcome, self._language))
                self._renew(then)
            case _:
                self._screen.tell(outcome_words(outcome, self._language), "warning")

    async def offer_undo(self) -> None:
        """Offer to take back what was just saved, as a save of its own."""
        undoing, self._undoing = self._undoing, None
        if undoing is None:
            return
        language = self._language
        answers = [say("Keep it", language), say("Undo it", language)]
        question = say_many(
            "Saved, {count} file. Undo it?", "Saved, {count} files. Undo it?", len(undoing.files), language
        )
        if await self._app.push_screen_wait(ChoosingScreen(question, answers)) == 1:
            self.save(undoing, lambda: None)


def _saved(saved: Saved, language: str) -> str:
    return say_many("Saved, {count} file changed.", "Saved, {count} files changed.", len(saved.files), language)
