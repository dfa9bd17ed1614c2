"""Adding, renaming, deleting and replacing across a binder: questions, review, save, undo.

Every command is a coroutine that a worker of Textual runs, so that it can wait for one dialog after another. Each ends
in `_review_and_save`: the changes are shown as a diff, saved as one commit if the user agrees, and the binder is
shown again before the command goes on.
"""

import asyncio
from collections.abc import Callable, Sequence
from enum import Enum
from functools import partial
from typing import Any

from bindertui.document.labels import label_for
from bindertui.errors import BinderError
from bindertui.i18n import LazyString, gettext, lazy_gettext, lazy_ngettext, ngettext
from bindertui.model.address import Address
from bindertui.model.enums import EntryKind, PartnerKind
from bindertui.model.text import language_name, single_line
from bindertui.services.editing.commit import Changeset, check_permission, undo_change
from bindertui.services.editing.entries import (
    StillReferenced,
    create_entry,
    create_subsection,
    delete_entry,
    rename_entry,
)
from bindertui.services.editing.find_replace import Replacement, ReplaceQuery, apply_replacements
from bindertui.services.editing.outcomes import Saved
from bindertui.services.editing.review import ChangeReview, review_changes
from bindertui.services.editing.session import EditSession
from bindertui.services.library import Snapshot
from bindertui.tui.controllers.host import EditHost
from bindertui.tui.labels import describe_outcome, earlier_changes_text
from bindertui.tui.screens.dialogs import ChoiceDialog, TextPromptDialog
from bindertui.tui.screens.replace import ReplaceScreen
from bindertui.tui.screens.review import ReviewScreen
from bindertui.tui.threads import SingleFlight, run_in_thread

_KINDS = (EntryKind.SECTION, EntryKind.PARTNER, EntryKind.AGREEMENT)
_UNDO = 1


class ReviewAction(Enum):
    """The action a review offers, with the label of its button."""

    SAVE = lazy_gettext("Save")
    RENAME = lazy_gettext("Rename")
    DELETE = lazy_gettext("Delete it")


class EntryController:
    """Changes which entries a binder has, and replaces texts in all of them."""

    def __init__(self, host: EditHost, session: EditSession, renew: Callable[[Callable[[], object]], object]) -> None:
        """Prepare to change entries.

        Args:
            host: the screen the binder is read on.
            session: saves the changes.
            renew: reads the binder again, shows it, and then calls its argument.
        """
        self._host = host
        self._app = host.app
        self._language = host.language
        self._session = session
        self._renew = renew
        self._thread = SingleFlight()

    @property
    def _snapshot(self) -> Snapshot:
        return self._session.snapshot

    # Commands

    async def add(self, here: str, edit: Callable[[Address], object]) -> None:
        """Ask for the kind, title and id of a new entry, create it, and open it.

        Args:
            here: the id of the current entry; a section can get a subsection.
            edit: opens an entry in the editor.
        """
        if self._is_denied():
            return
        kinds, answers = (
            list(_KINDS),
            [
                gettext("A section at the end of the binder", self._language),
                gettext("A partner", self._language),
                gettext("An agreement", self._language),
            ],
        )
        place = self._snapshot.binder.outline_item(here)
        parent = here if place is not None and place.kind is EntryKind.SECTION else None
        if parent is not None and place is not None:
            title = single_line(place.title.in_language(self._language))
            kinds.insert(0, EntryKind.SECTION)
            answers.insert(0, gettext("A section in “{title}”", self._language, title=title))
        chosen = await self._choose(gettext("Add:", self._language), answers)
        if chosen is None:
            return
        fields = await self._ask_fields(kinds[chosen])
        if fields is None:
            return
        question = gettext("Short name for links (id): lower-case letters, digits and hyphens", self._language)
        identifier = await self._app.push_screen_wait(TextPromptDialog(question, ""))
        if not identifier:
            return
        if parent is not None and chosen == 0:
            create = partial(create_subsection, self._snapshot, parent, identifier, fields)
        else:
            create = partial(create_entry, self._snapshot, kinds[chosen], identifier, fields)
        if await self._review_and_save(create, identifier, ReviewAction.SAVE):
            edit(Address(identifier))

    async def rename(self, here: str) -> None:
        """Ask for a new id of an entry, and change every reference to it."""
        if self._is_denied():
            return
        question = gettext("New id for {entry}", self._language, entry=single_line(here))
        new = await self._app.push_screen_wait(TextPromptDialog(question, here))
        if not new or new == here:
            return
        rename = partial(rename_entry, self._snapshot, here, new)
        if await self._review_and_save(rename, here, ReviewAction.RENAME):
            self._host.go(Address(new), remember=False)

    async def delete(self, here: str) -> None:
        """Delete an entry, or list the references that prevent it."""
        if self._is_denied():
            return
        try:
            changes = delete_entry(self._snapshot, here)
        except BinderError as error:
            self._warn(error.describe(self._language))
            return
        if isinstance(changes, StillReferenced):
            question = gettext(
                "{entry} cannot be deleted because these fields refer to it. Press Enter to open one.",
                self._language,
                entry=single_line(here),
            )
            references = [single_line(f"{reference.address}  {reference.text}") for reference in changes.references]
            chosen = await self._choose(question, references)
            if chosen is not None:
                self._host.go(changes.references[chosen].address)
            return
        await self._review_and_save(lambda: changes, here, ReviewAction.DELETE)

    async def replace(self) -> None:
        """Find and replace a text in all entries."""
        if self._is_denied():
            return
        screen = ReplaceScreen(self._snapshot, self._language, self._start_replacing)
        address: Address | None = await self._app.push_screen_wait(screen)
        if address is not None:
            self._host.go(address)

    def _start_replacing(self, picked: Sequence[Replacement], query: ReplaceQuery) -> None:
        self._app.run_worker(self._replace(picked, query), group="dialog")

    async def _replace(self, picked: Sequence[Replacement], query: ReplaceQuery) -> None:
        apply = partial(apply_replacements, self._snapshot, picked, query)
        name = gettext("Find and replace", self._language)
        undo = await self._review_and_save(apply, name, ReviewAction.SAVE)
        if undo is None:
            return
        if isinstance(self._app.screen, ReplaceScreen):
            self._app.screen.dismiss(None)
        question = ngettext(
            "Saved, {count} file. Undo it?", "Saved, {count} files. Undo it?", len(undo.files), self._language
        )
        answers = [gettext("Keep it", self._language), gettext("Undo it", self._language)]
        if await self._choose(question, answers) == _UNDO:
            await self._save(undo)

    # Questions

    def _is_denied(self) -> bool:
        """Return whether the user may not change the binder, after saying why."""
        denied = check_permission(self._snapshot, self._session.user)
        if denied is not None:
            self._warn(denied.describe(self._language))
        return denied is not None

    async def _ask_fields(self, kind: EntryKind) -> dict[str, Any] | None:
        """Ask for the fields every new entry of a kind has; None if the user gives up."""
        fields: dict[str, Any] = {}
        if kind is EntryKind.PARTNER:
            partner_kinds = list(PartnerKind)
            answers = [label_for(one.value, self._language) for one in partner_kinds]
            chosen = await self._choose(gettext("Add:", self._language), answers)
            if chosen is None:
                return None
            fields["kind"] = partner_kinds[chosen].value
        title: dict[str, str] = {}
        for code in self._snapshot.binder.languages:
            name = language_name(code, self._language)
            question = gettext("Title or name in {name}", self._language, name=name)
            text = await self._app.push_screen_wait(TextPromptDialog(question, ""))
            if text is None:
                return None
            title[code] = text
        return {**fields, "name" if kind is EntryKind.PARTNER else "title": title}

    async def _choose(self, question: str, answers: Sequence[str]) -> int | None:
        return await self._app.push_screen_wait(ChoiceDialog(question, answers))

    def _warn(self, message: str) -> None:
        self._host.report(single_line(message), "warning")

    # Review and save

    async def _review_and_save(
        self, make: Callable[[], Changeset], name: str, action: ReviewAction
    ) -> Changeset | None:
        """Show changes, and save them if the user agrees.

        Args:
            make: computes the changes; it may raise `BinderError`.
            name: the name of the entry or command, for the title.
            action: the kind of change.

        Returns:
            The changes that undo the save; None if nothing was saved.
        """
        try:
            # Off the event loop: changes and their diffs may cover every file of a large binder.
            changes, review = await self._thread.run(partial(_prepare, make))
        except BinderError as error:
            self._warn(error.describe(self._language))
            return None
        title = _review_title(action, single_line(name), review.files).in_language(self._language)
        screen = ReviewScreen(title, review.lines, action.value.in_language(self._language), self._language)
        files = [(change.file, change.before) for change in changes.files]
        run_in_thread(self._app, partial(self._session.includes_earlier_changes, files), screen.show_earlier_changes)
        if await self._app.push_screen_wait(screen) is not True:
            return None
        return await self._save(changes)

    async def _save(self, changes: Changeset) -> Changeset | None:
        """Save changes and show the binder again; return the changes that undo them, or None if nothing was saved."""
        outcome = await self._thread.run(partial(self._session.commit_changes, changes))
        if not isinstance(outcome, Saved):
            self._host.report(describe_outcome(outcome, self._language), "warning")
            return None
        count = len(outcome.files)
        message = ngettext("Saved, {count} file changed.", "Saved, {count} files changed.", count, self._language)
        self._host.report(message + earlier_changes_text(outcome, self._language))
        renewed = asyncio.Event()
        self._renew(renewed.set)
        await renewed.wait()
        return undo_change(changes, outcome)


def _prepare(make: Callable[[], Changeset]) -> tuple[Changeset, ChangeReview]:
    changes = make()
    return changes, review_changes(changes)


def _review_title(action: ReviewAction, name: str, files: int) -> LazyString:
    match action:
        case ReviewAction.SAVE:
            return lazy_gettext("What will change in {name}", name=name)
        case ReviewAction.RENAME:
            return lazy_ngettext(
                "Rename {name}: {count} file changes", "Rename {name}: {count} files change", files, name=name
            )
        case ReviewAction.DELETE:
            return lazy_gettext("Delete {name}", name=name)
