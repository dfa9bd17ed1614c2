"""Changes to files, from being shown to being saved."""

from collections.abc import Callable
from functools import partial

from bindertui.errors import BinderError
from bindertui.model.text import one_line
from bindertui.services.changing import Changes, refused
from bindertui.services.desk import Desk
from bindertui.services.outcomes import Outcome, Saved
from bindertui.services.reviewing import committed, review, undone
from bindertui.tui.background import in_background
from bindertui.tui.conversation import asked
from bindertui.tui.edit_words import say_edit
from bindertui.tui.outcome_words import along_words, outcome_words
from bindertui.tui.screens.choosing import ChoosingScreen
from bindertui.tui.screens.reading import ReadingScreen
from bindertui.tui.screens.reviewing import ReviewingScreen

Then = Callable[[], object]
Value = str | dict[str, str]


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

    def words(self, key: str, *values: object) -> str:
        """A phrase in the reader's language, with values that are made safe for a terminal."""
        return say_edit(key, self._language).format(*(one_line(str(value)) for value in values))

    async def propose(self, make: Callable[[], Changes], name: str, deed: str, then: Then) -> None:
        """Show changes, and save them if that is agreed to.

        Args:
            make: makes the changes; `BinderError` says why they cannot be made.
            name: what they are about.
            deed: the key of the word for making them.
            then: what is done when they are saved and the binder was read again.
        """
        try:
            changes = make()
        except BinderError as error:
            self._screen.tell(one_line(str(error)), "warning")
            return
        shown = review(changes)
        title = {
            "rename.deed": self.words("rename.title", name, shown.files),
            "delete.entry": self.words("delete.title", name),
        }.get(deed, self.words("diff.title", name))
        screen = ReviewingScreen(title, shown.lines, self.words(deed), self._language)
        now = [(change.file, change.before) for change in changes.files]
        in_background(self._app, partial(self._desk.takes_along, now), screen.warn)
        if await asked(self._app, screen) is True:
            self.save(changes, then)

    def save(self, changes: Changes, then: Then) -> None:
        """Save changes, say what came of it, have the binder read again, and then do something."""
        in_background(self._app, partial(committed, changes, self._desk), partial(self._came, changes, then))

    def _came(self, changes: Changes, then: Then, outcome: Outcome | BinderError) -> None:
        match outcome:
            case Saved():
                self._undoing = undone(changes, outcome)
                told = self.words("saved.many", len(outcome.files))
                self._screen.tell(told + along_words(outcome, self._language))
                self._renew(then)
            case _:
                self._screen.tell(outcome_words(outcome, self._language), "warning")

    async def offer_undo(self) -> None:
        """Offer to take back what was just saved, as a save of its own."""
        undoing, self._undoing = self._undoing, None
        if undoing is None:
            return
        answers = [self.words("undo.keep"), self.words("undo.undo")]
        if await asked(self._app, ChoosingScreen(self.words("saved.undo", len(undoing.files)), answers)) == 1:
            self.save(undoing, lambda: None)
