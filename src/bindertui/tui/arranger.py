"""New, renamed and deleted entries, from the question to the save."""

from collections.abc import Callable
from functools import partial

from bindertui.document.words import word
from bindertui.errors import BinderError
from bindertui.model.address import Address
from bindertui.model.kinds import EntryKind, PartnerKind
from bindertui.model.languages import language_name
from bindertui.model.text import one_line
from bindertui.services.creating import created, created_within
from bindertui.services.deleting import Referenced, deleted
from bindertui.services.renaming import renamed
from bindertui.speech import say
from bindertui.tui.proposer import Deed, Proposer
from bindertui.tui.screens.choosing import ChoosingScreen
from bindertui.tui.screens.prompting import PromptingScreen

Value = str | dict[str, str]


class Arranger(Proposer):
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
            say("A section, the last of the binder", language),
            say("A partner", language),
            say("An agreement", language),
        ]
        if within and place is not None:
            answers.insert(0, say("A section in “{title}”", language, title=one_line(place.title.read(language))))
        chosen = await self._app.push_screen_wait(ChoosingScreen(say("What is to be added?", language), answers))
        if chosen is None:
            return
        nested = within and chosen == 0
        kind = EntryKind.SECTION if nested else kinds[chosen - within]
        fields = await self._fields(kind)
        question = say("Its id: lower-case letters, digits and hyphens", language)
        identifier = await self._app.push_screen_wait(PromptingScreen(question, "")) if fields else None
        if not identifier or not fields:
            return
        snapshot = self._desk.snapshot
        make = partial(created_within, snapshot, here) if nested else partial(created, snapshot, kind)
        await self.propose(
            partial(make, identifier, dict(fields)), identifier, Deed.SAVE, partial(edit, Address(identifier))
        )

    async def _fields(self, kind: EntryKind) -> dict[str, Value] | None:
        fields: dict[str, Value] = {}
        if kind is EntryKind.PARTNER:
            kinds = list(PartnerKind)
            question = say("What is to be added?", self._language)
            answers = [word(kind.value, self._language) for kind in kinds]
            chosen = await self._app.push_screen_wait(ChoosingScreen(question, answers))
            if chosen is None:
                return None
            fields["kind"] = kinds[chosen].value
        title: dict[str, str] = {}
        for code in self._desk.snapshot.binder.languages:
            question = say(
                "Its title or name in {name}",
                self._language,
                name=language_name(code, self._language),
            )
            written = await self._app.push_screen_wait(PromptingScreen(question, ""))
            if written is None:
                return None
            title[code] = written
        return {**fields, "name" if kind is EntryKind.PARTNER else "title": title}

    # Entries that are there

    async def rename(self, here: str) -> None:
        """Ask for another id, and show every reference that changes with it."""
        if self.refused_aloud():
            return
        question = say("Another id for {entry}", self._language, entry=one_line(here))
        new = await self._app.push_screen_wait(PromptingScreen(question, here))
        if new and new != here:
            go = partial(self._screen.go, Address(new), remember=False)
            await self.propose(partial(renamed, self._desk.snapshot, here, new), here, Deed.RENAME, go)

    async def delete(self, here: str) -> None:
        """Show what goes with an entry, or what refers to it and keeps it from going."""
        if self.refused_aloud():
            return
        snapshot = self._desk.snapshot
        try:
            changes = deleted(snapshot, here)
        except BinderError as error:
            self._screen.tell(one_line(error.words(self._language)), "warning")
            return
        if isinstance(changes, Referenced):
            listed = [one_line(f"{reference.address}  {reference.text}") for reference in changes.by]
            question = say(
                "{entry} cannot be deleted while these refer to it. Enter leads there.",
                self._language,
                entry=one_line(here),
            )
            chosen = await self._app.push_screen_wait(ChoosingScreen(question, listed))
            if chosen is not None:
                self._screen.go(changes.by[chosen].address)
            return
        await self.propose(lambda: changes, here, Deed.DELETE, lambda: None)
