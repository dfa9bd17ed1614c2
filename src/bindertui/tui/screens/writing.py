"""From reading to writing: editing what is under the cursor, and changing which entries there are."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from bindertui.model.address import Address
from bindertui.model.binder import AGREEMENTS, PARTNERS
from bindertui.model.text import one_line
from bindertui.services.access import Who
from bindertui.services.events import Published
from bindertui.services.library import Snapshot
from bindertui.settings import Settings
from bindertui.speech import say
from bindertui.tui.background import in_background
from bindertui.tui.keyed import key_shown
from bindertui.tui.screens.searching import SearchingScreen

if TYPE_CHECKING:
    from bindertui.services.desk import Tried
    from bindertui.services.drafts import LeftDraft
    from bindertui.services.restoring import Restore
    from bindertui.tui.company import Company
    from bindertui.tui.editor import Editor


_IDLE = 0.5
"""Seconds after the first frame before changes of others are watched for, and drafts that were left."""


class WritingScreen(SearchingScreen):
    """A binder that is read, and can be written where that is allowed."""

    def __init__(self, published: Published, settings: Settings, *, who: Who, tried: "Tried") -> None:
        """Prepare to read a binder.

        Args:
            published: the binder.
            settings: the settings of the run.
            who: who reads, and may write perhaps.
            tried: told of each save that was tried, from other threads.
        """
        super().__init__(published.snapshot, settings, who=who)
        self._settings = settings
        self._tried = tried
        self._editor: Editor | None = None
        self._company: Company | None = None
        self._follow(published)

    def on_mount(self) -> None:
        """Look for drafts that were left, once there is time."""
        self.set_timer(_IDLE, self._published.watch)
        self.set_timer(_IDLE, self._join)
        if not self._read_only and (self._settings.state / "drafts").exists():
            self.set_timer(_IDLE, self._look_for_drafts)

    def _look_for_drafts(self) -> None:
        in_background(self.app, partial(_left, self._snapshot, self._settings, self._who), self._tell_drafts)

    def _tell_drafts(self, left: "tuple[LeftDraft, ...]") -> None:
        if left:
            names = ", ".join(dict.fromkeys(one_line(str(draft.address.whole)) for draft in left[:3]))
            told = say(
                "There are unsaved drafts: {names}. Press {key} to see them.",
                self.language,
                names=names,
                key=key_shown(self, "drafts", self.language),
            )
            self.notify(told, severity="warning", markup=False, timeout=8)

    def action_drafts(self) -> None:
        """List the drafts that were left, to go on with one."""
        if self._editing() is not None:
            in_background(self.app, partial(_left, self._snapshot, self._settings, self._who), self._list_drafts)

    def _list_drafts(self, left: "tuple[LeftDraft, ...]") -> None:
        if not left:
            self.tell(say("There is no draft that was left.", self.language))
            return
        from bindertui.tui.screens.choosing import ChoosingScreen  # noqa: PLC0415 - seldom needed

        answers = [one_line(f"{draft.address}  {draft.when.astimezone():%Y-%m-%d %H:%M}") for draft in left]
        screen = ChoosingScreen(say("Drafts that were not saved", self.language), answers)
        self.app.push_screen(screen, partial(self._edit_left, left))

    def _edit_left(self, left: "tuple[LeftDraft, ...]", chosen: int | None) -> None:
        if chosen is not None and (editor := self._editing()) is not None:
            editor.edit(self._snapshot, left[chosen].address)

    def action_edit(self) -> None:
        """Edit what is under the cursor."""
        if self.here.entry in {PARTNERS, AGREEMENTS}:
            self.tell(
                say(
                    "The list itself has nothing to edit: + adds an entry, Enter opens the one under the cursor.",
                    self.language,
                )
            )
        elif (editor := self._editing()) is not None:
            editor.edit(self._snapshot, self.aim)

    def action_new_entry(self) -> None:
        """Add a section, a partner or an agreement."""
        if (editor := self._editing()) is not None:
            self.app.run_worker(editor.arranger(self._snapshot).add(self.here.entry, self._edit_new), group="dialog")

    def action_rename(self) -> None:
        """Give the entry another id."""
        if (editor := self._editing()) is not None:
            self.app.run_worker(editor.arranger(self._snapshot).rename(self.here.entry), group="dialog")

    def action_delete(self) -> None:
        """Delete the entry."""
        if (editor := self._editing()) is not None:
            self.app.run_worker(editor.arranger(self._snapshot).delete(self.here.entry), group="dialog")

    def action_replace(self) -> None:
        """Replace a text across the binder."""
        if (editor := self._editing()) is not None:
            self.app.run_worker(editor.replacer(self._snapshot).replace(), group="dialog")

    def _edit_new(self, address: Address) -> None:
        self.go(address)
        if (editor := self._editing()) is not None:
            editor.edit(self._snapshot, address)

    def _editing(self) -> "Editor | None":
        """What edits; None, having said why, where nothing may be changed."""
        if self._read_only:
            self.tell(
                say(
                    "This session is read-only: either you may not edit, or it was opened with --read-only.",
                    self.language,
                ),
                severity="warning",
            )
            return None
        from bindertui.tui.editor import Editor  # noqa: PLC0415 - not before it is asked for

        self._editor = self._editor or Editor(
            self,
            self._settings,
            company=self._join(),
            renew=self.reread,
            published=self._published,
            open_copy=self._open_copy,
            tried=self._tried,
        )
        return self._editor

    def _open_copy(self, snapshot: Snapshot, address: Address) -> None:
        """Go on with a copy of the binder, and edit it at the same place."""
        if self._editor is not None:
            self._editor.close()
            self._editor = None
        self._part()
        self._leave()
        self._follow(Published(snapshot))
        self._published.watch()
        self.renew(snapshot)
        self._edit_new(address)

    @property
    def restore(self) -> "Restore | None":
        """What saves a version of an entry again; None where nothing may be changed."""
        if self._read_only or (editor := self._editing()) is None:
            return None
        from bindertui.tui.restoring import restoring  # noqa: PLC0415 - as the editor

        return restoring(editor.desk(self._snapshot), self.language, self._published.refresh)

    # The binder, whoever changes it

    def _follow(self, published: Published) -> None:
        """Follow what becomes of a binder: what is saved here, and what others do to its files."""
        self._published = published
        self._leave = published.subscribe(self._heard)

    def _heard(self, snapshot: Snapshot) -> None:
        # The loop is gone when the app has ended meanwhile.
        with suppress(RuntimeError):
            self.app.call_later(self.renew, snapshot)

    def reread(self, then: Callable[[], object]) -> None:
        """Read the binder again if its files have changed, show it as it stands, and then do something."""
        in_background(self.app, self._published.refresh, lambda _: then())

    async def on_unmount(self) -> None:
        """Leave drafts to the next session."""
        self._part()
        self._leave()
        if self._editor is not None:
            # It waits for the disk, and others may be running here.
            await asyncio.to_thread(self._editor.close)

    # The others

    def _join(self) -> "Company":
        if self._company is None:
            from bindertui.tui.company import Company  # noqa: PLC0415 - the first frame comes before anybody else

            presence = self._published.presence(self._settings.versions)
            self._company = Company(self.app, presence, self._who, self._met)
        return self._company

    def _part(self) -> None:
        if self._company is not None:
            self._company.close()
            self._company = None

    def _met(self) -> None:
        if self.is_attached:
            self._tell_place()
        if self._editor is not None:
            self._editor.met()

    def met(self) -> str:
        """Who else is editing what is read here, in words; empty if nobody is."""
        return self._company.words(self.flow.entry, self.language) if self._company and self.flow else ""


def _left(snapshot: Snapshot, settings: Settings, who: Who) -> "tuple[LeftDraft, ...]":
    from bindertui.services.drafts import Drafts  # noqa: PLC0415 - most sessions leave none

    return Drafts(snapshot, settings, who.name, lambda _: None).left()
