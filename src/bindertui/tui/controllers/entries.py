"""Changes to files, from being shown to being saved.

New, renamed and deleted entries, from the question to the save.

Find and replace across the binder.
"""

from collections.abc import Callable, Sequence
from enum import Enum
from functools import partial

from bindertui.document.inline import label_for
from bindertui.errors import BinderError
from bindertui.i18n import gettext, lazy_gettext, lazy_ngettext, ngettext
from bindertui.model.address import Address
from bindertui.model.enums import EntryKind, PartnerKind
from bindertui.model.text import language_name, single_line
from bindertui.services.editing.commit import Changeset, check_permission, review_changes, undo_change
from bindertui.services.editing.entries import (
    ReferencedError,
    create_entry,
    create_subsection,
    delete_entry,
    rename_entry,
)
from bindertui.services.editing.find_replace import Replacement, ReplaceQuery, apply_replacements
from bindertui.services.editing.outcomes import Outcome, Saved
from bindertui.services.editing.session import EditSession
from bindertui.tui.controllers.reading import ReadingScreen
from bindertui.tui.labels import earlier_changes_text, outcome_text
from bindertui.tui.screens.dialogs import ChoiceDialog, TextPromptDialog
from bindertui.tui.screens.replace import ReplaceScreen
from bindertui.tui.screens.review import ReviewScreen
from bindertui.tui.threads import run_in_thread

Then = Callable[[], object]


class ReviewAction(Enum):
    """What is done to entries; each has its word."""

    SAVE = lazy_gettext("Save")
    RENAME = lazy_gettext("Rename")
    DELETE = lazy_gettext("Delete it")


class ReviewController:
    """Shows changes before they are made, saves them, and can take them back."""

    def __init__(self, screen: ReadingScreen, desk: EditSession, renew: Callable[[Then], object]) -> None:
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
        self._undoing: Changeset | None = None

    def refused_aloud(self) -> bool:
        """Whether nothing may be changed, having said why."""
        denied = check_permission(self._desk.snapshot, self._desk.who)
        if denied is not None:
            self._screen.tell(single_line(denied.words(self._language)), "warning")
        return denied is not None

    async def propose(self, make: Callable[[], Changeset], name: str, deed: ReviewAction, then: Then) -> None:
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
            self._screen.tell(single_line(error.words(self._language)), "warning")
            return
        shown, about = review_changes(changes), single_line(name)
        title = {
            ReviewAction.SAVE: lazy_gettext("What will change in {name}", name=about),
            ReviewAction.RENAME: lazy_ngettext(
                "Rename {name}: {count} file changes",
                "Rename {name}: {count} files change",
                shown.files,
                name=about,
            ),
            ReviewAction.DELETE: lazy_gettext("Delete {name}", name=about),
        }[deed]
        screen = ReviewScreen(title.read(self._language), shown.lines, deed.value.read(self._language), self._language)
        now = [(change.file, change.before) for change in changes.files]
        run_in_thread(self._app, partial(self._desk.takes_along, now), screen.warn)
        if await self._app.push_screen_wait(screen) is True:
            self.save(changes, then)

    def save(self, changes: Changeset, then: Then) -> None:
        """Save changes, say what came of it, have the binder read again, and then do something."""
        run_in_thread(self._app, partial(self._desk.commit_changes, changes), partial(self._came, changes, then))

    def _came(self, changes: Changeset, then: Then, outcome: Outcome | BinderError) -> None:
        match outcome:
            case Saved():
                self._undoing = undo_change(changes, outcome)
                self._screen.tell(_saved(outcome, self._language) + earlier_changes_text(outcome, self._language))
                self._renew(then)
            case _:
                self._screen.tell(outcome_text(outcome, self._language), "warning")

    async def offer_undo(self) -> None:
        """Offer to take back what was just saved, as a save of its own."""
        undoing, self._undoing = self._undoing, None
        if undoing is None:
            return
        language = self._language
        answers = [gettext("Keep it", language), gettext("Undo it", language)]
        question = ngettext(
            "Saved, {count} file. Undo it?", "Saved, {count} files. Undo it?", len(undoing.files), language
        )
        if await self._app.push_screen_wait(ChoiceDialog(question, answers)) == 1:
            self.save(undoing, lambda: None)


def _saved(saved: Saved, language: str) -> str:
    return ngettext("Saved, {count} file changed.", "Saved, {count} files changed.", len(saved.files), language)


Value = str | dict[str, str]


class EntryController(ReviewController):
    """Changes which entries there are; every change is seen before it is made."""

    # New entries

    async def add(self, here: str, edit: Callable[[Address], object]) -> None:
        """Ask what is to be added, its id and its title, and open it to be edited.

        Args:
            here: the id of the entry that is read.
            edit: opens an entry to be edited.
        """
        if self.refused_aloud():
            return
        place = self._desk.snapshot.binder.place(here)
        within = place is not None and place.kind is EntryKind.SECTION
        kinds = [EntryKind.SECTION, EntryKind.PARTNER, EntryKind.AGREEMENT]
        language = self._language
        answers = [
            gettext("A section, the last of the binder", language),
            gettext("A partner", language),
            gettext("An agreement", language),
        ]
        if within and place is not None:
            answers.insert(
                0, gettext("A section in “{title}”", language, title=single_line(place.title.read(language)))
            )
        chosen = await self._app.push_screen_wait(ChoiceDialog(gettext("What is to be added?", language), answers))
        if chosen is None:
            return
        nested = within and chosen == 0
        kind = EntryKind.SECTION if nested else kinds[chosen - within]
        fields = await self._fields(kind)
        question = gettext("Its id: lower-case letters, digits and hyphens", language)
        identifier = await self._app.push_screen_wait(TextPromptDialog(question, "")) if fields else None
        if not identifier or not fields:
            return
        snapshot = self._desk.snapshot
        make = partial(create_subsection, snapshot, here) if nested else partial(create_entry, snapshot, kind)
        await self.propose(
            partial(make, identifier, dict(fields)), identifier, ReviewAction.SAVE, partial(edit, Address(identifier))
        )

    async def _fields(self, kind: EntryKind) -> dict[str, Value] | None:
        fields: dict[str, Value] = {}
        if kind is EntryKind.PARTNER:
            kinds = list(PartnerKind)
            question = gettext("What is to be added?", self._language)
            answers = [label_for(kind.value, self._language) for kind in kinds]
            chosen = await self._app.push_screen_wait(ChoiceDialog(question, answers))
            if chosen is None:
                return None
            fields["kind"] = kinds[chosen].value
        title: dict[str, str] = {}
        for code in self._desk.snapshot.binder.languages:
            question = gettext(
                "Its title or name in {name}",
                self._language,
                name=language_name(code, self._language),
            )
            written = await self._app.push_screen_wait(TextPromptDialog(question, ""))
            if written is None:
                return None
            title[code] = written
        return {**fields, "name" if kind is EntryKind.PARTNER else "title": title}

    # Entries that are there

    async def rename(self, here: str) -> None:
        """Ask for another id, and show every reference that changes with it."""
        if self.refused_aloud():
            return
        question = gettext("Another id for {entry}", self._language, entry=single_line(here))
        new = await self._app.push_screen_wait(TextPromptDialog(question, here))
        if new and new != here:
            go = partial(self._screen.go, Address(new), remember=False)
            await self.propose(partial(rename_entry, self._desk.snapshot, here, new), here, ReviewAction.RENAME, go)

    async def delete(self, here: str) -> None:
        """Show what goes with an entry, or what refers to it and keeps it from going."""
        if self.refused_aloud():
            return
        snapshot = self._desk.snapshot
        try:
            changes = delete_entry(snapshot, here)
        except BinderError as error:
            self._screen.tell(single_line(error.words(self._language)), "warning")
            return
        if isinstance(changes, ReferencedError):
            listed = [single_line(f"{reference.address}  {reference.text}") for reference in changes.by]
            question = gettext(
                "{entry} cannot be deleted while these refer to it. Enter leads there.",
                self._language,
                entry=single_line(here),
            )
            chosen = await self._app.push_screen_wait(ChoiceDialog(question, listed))
            if chosen is not None:
                self._screen.go(changes.by[chosen].address)
            return
        await self.propose(lambda: changes, here, ReviewAction.DELETE, lambda: None)


class ReplaceController(ReviewController):
    """Replaces texts; what is saved can be taken back at once."""

    async def replace(self) -> None:
        """Find and replace across the binder."""
        if self.refused_aloud():
            return
        screen = ReplaceScreen(self._desk.snapshot, self._language, self._replace_picked)
        address: Address | None = await self._app.push_screen_wait(screen)
        if address is not None:
            self._screen.go(address)

    def _replace_picked(self, picked: Sequence[Replacement], wanted: ReplaceQuery) -> None:
        self._app.run_worker(self._replace(picked, wanted), group="dialog")

    async def _replace(self, picked: Sequence[Replacement], wanted: ReplaceQuery) -> None:
        make = partial(apply_replacements, self._desk.snapshot, picked, wanted)
        await self.propose(make, gettext("Find and replace", self._language), ReviewAction.SAVE, self._replaced)

    def _replaced(self) -> None:
        if isinstance(self._app.screen, ReplaceScreen):
            self._app.screen.dismiss(None)
        self._app.run_worker(self.offer_undo(), group="dialog")
