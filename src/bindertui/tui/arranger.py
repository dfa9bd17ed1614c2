"""New, renamed and deleted entries, from the question to the save."""

from collections.abc import Callable, Sequence
from functools import partial

from bindertui.document.difference import Compared, Gap
from bindertui.errors import BinderError
from bindertui.model.address import Address
from bindertui.model.kinds import EntryKind, PartnerKind
from bindertui.model.text import one_line
from bindertui.services.changing import Changes, refused
from bindertui.services.creating import created, created_within
from bindertui.services.deleting import Referenced, deleted
from bindertui.services.desk import Desk
from bindertui.services.outcomes import Outcome, Saved
from bindertui.services.renaming import renamed
from bindertui.services.replacing import Replacement, Wanted, replaced
from bindertui.services.reviewing import committed, review, undone
from bindertui.tui.background import in_background
from bindertui.tui.conversation import asked, converse
from bindertui.tui.edit_words import say_edit
from bindertui.tui.form_words import language_name
from bindertui.tui.outcome_words import outcome_words
from bindertui.tui.screens.choosing import ChoosingScreen
from bindertui.tui.screens.prompting import PromptingScreen
from bindertui.tui.screens.reading import ReadingScreen
from bindertui.tui.screens.replacing import ReplacingScreen
from bindertui.tui.screens.reviewing import ReviewingScreen

Then = Callable[[], object]
Value = str | dict[str, str]


class Arranger:
    """Changes which entries there are; every change is seen before it is made."""

    def __init__(self, screen: ReadingScreen, desk: Desk, renew: Callable[[Then], object]) -> None:
        """Prepare to arrange entries.

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

    def _refused(self) -> bool:
        denied = refused(self._desk.snapshot, self._desk.who)
        if denied is not None:
            self._screen.tell(one_line(denied.words(self._language)), "warning")
        return denied is not None

    def _say(self, key: str, *values: object) -> str:
        return say_edit(key, self._language).format(*(one_line(str(value)) for value in values))

    # New entries

    async def add(self, here: str, edit: Callable[[Address], object]) -> None:
        """Ask what is to be added, its id and its title, and open it to be edited.

        Args:
            here: the id of the entry that is read.
            edit: opens an entry to be edited.
        """
        if self._refused():
            return
        place = self._desk.snapshot.binder.place(here)
        within = place is not None and place.kind is EntryKind.SECTION
        kinds = [EntryKind.SECTION, EntryKind.PARTNER, EntryKind.AGREEMENT]
        answers = [self._say(f"new.{kind.value}") for kind in kinds]
        if within and place is not None:
            answers.insert(0, self._say("new.within", place.title.read(self._language)))
        chosen = await asked(self._app, ChoosingScreen(self._say("new.kind"), answers))
        if chosen is None:
            return
        nested = within and chosen == 0
        kind = EntryKind.SECTION if nested else kinds[chosen - within]
        fields = await self._fields(kind)
        identifier = await asked(self._app, PromptingScreen(self._say("new.id"), "")) if fields else None
        if not identifier or not fields:
            return
        snapshot = self._desk.snapshot
        make = partial(created_within, snapshot, here) if nested else partial(created, snapshot, kind)
        await self._propose(
            partial(make, identifier, dict(fields)), identifier, "save", partial(edit, Address(identifier))
        )

    async def _fields(self, kind: EntryKind) -> dict[str, Value] | None:
        fields: dict[str, Value] = {}
        if kind is EntryKind.PARTNER:
            words = [word.value for word in PartnerKind]
            chosen = await asked(self._app, ChoosingScreen(self._say("new.kind"), words))
            if chosen is None:
                return None
            fields["kind"] = words[chosen]
        title: dict[str, str] = {}
        for code in self._desk.snapshot.binder.languages:
            question = self._say("new.title", language_name(code, self._language))
            written = await asked(self._app, PromptingScreen(question, ""))
            if written is None:
                return None
            title[code] = written
        return {**fields, "name" if kind is EntryKind.PARTNER else "title": title}

    # Entries that are there

    async def rename(self, here: str) -> None:
        """Ask for another id, and show every reference that changes with it."""
        if self._refused():
            return
        new = await asked(self._app, PromptingScreen(self._say("rename.id", here), here))
        if new and new != here:
            go = partial(self._screen.go, Address(new), remember=False)
            await self._propose(partial(renamed, self._desk.snapshot, here, new), here, "rename.deed", go)

    async def delete(self, here: str) -> None:
        """Show what goes with an entry, or what refers to it and keeps it from going."""
        if self._refused():
            return
        snapshot = self._desk.snapshot
        try:
            changes = deleted(snapshot, here)
        except BinderError as error:
            self._screen.tell(one_line(str(error)), "warning")
            return
        if isinstance(changes, Referenced):
            listed = [one_line(f"{reference.address}  {reference.text}") for reference in changes.by]
            chosen = await asked(self._app, ChoosingScreen(self._say("delete.referenced", here), listed))
            if chosen is not None:
                self._screen.go(changes.by[chosen].address)
            return
        await self._propose(lambda: changes, here, "delete.entry", lambda: None)

    # Texts everywhere

    async def replace(self) -> None:
        """Find and replace across the binder."""
        if self._refused():
            return
        screen = ReplacingScreen(self._desk.snapshot, self._language, self._replace_picked)
        address: Address | None = await asked(self._app, screen)
        if address is not None:
            self._screen.go(address)

    def _replace_picked(self, picked: Sequence[Replacement], wanted: Wanted) -> None:
        converse(self._app, self._replace(picked, wanted))

    async def _replace(self, picked: Sequence[Replacement], wanted: Wanted) -> None:
        make = partial(replaced, self._desk.snapshot, picked, wanted)
        await self._propose(make, self._say("replace.title"), "save", self._replaced)

    def _replaced(self) -> None:
        if isinstance(self._app.screen, ReplacingScreen):
            self._app.screen.dismiss(None)
        converse(self._app, self._offer_undo())

    async def _offer_undo(self) -> None:
        """Offer to take back what was just saved, as a save of its own."""
        undoing, self._undoing = self._undoing, None
        if undoing is None:
            return
        answers = [self._say("undo.keep"), self._say("undo.undo")]
        if await asked(self._app, ChoosingScreen(self._say("saved.undo", len(undoing.files)), answers)) == 1:
            self.save(undoing, lambda: None)

    # Saving

    async def _propose(self, make: Callable[[], Changes], name: str, deed: str, then: Then) -> None:
        try:
            changes = make()
        except BinderError as error:
            self._screen.tell(one_line(str(error)), "warning")
            return
        shown = review(changes)
        title = {
            "rename.deed": self._say("rename.title", name, shown.files),
            "delete.entry": self._say("delete.title", name),
        }.get(deed, self._say("diff.title", name))
        if await self.agreed(title, shown.lines, self._say(deed)):
            self.save(changes, then)

    async def agreed(self, title: str, lines: tuple[Compared | Gap, ...], deed: str) -> bool:
        """Whether changes that are shown are to be made."""
        answer: bool | None = await asked(self._app, ReviewingScreen(title, lines, deed, self._language))
        return answer is True

    def save(self, changes: Changes, then: Then) -> None:
        """Save changes, say what came of it, have the binder read again, and then do something."""
        in_background(self._app, partial(committed, changes, self._desk), partial(self._came, changes, then))

    def _came(self, changes: Changes, then: Then, outcome: Outcome | BinderError) -> None:
        match outcome:
            case Saved():
                self._undoing = undone(changes, outcome)
                self._screen.tell(self._say("saved.many", len(outcome.files)))
                self._renew(then)
            case _:
                self._screen.tell(outcome_words(outcome, self._language), "warning")
