"""From reading to writing: editing what is under the cursor, and changing which entries there are.

The screen a binder is read on: outline, text, details, search.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from attrs import evolve
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget

from bindertui.document.index_pages import ONWARD
from bindertui.i18n import gettext, ngettext
from bindertui.model.address import Address
from bindertui.model.outline import AGREEMENTS, BINDER, PARTNERS
from bindertui.model.text import single_line
from bindertui.services.access import User
from bindertui.services.library import Snapshot
from bindertui.services.live import LiveBinder
from bindertui.settings import Settings
from bindertui.tui.bindings import app_keymap, command_bindings, display_key
from bindertui.tui.commands import COMMANDS, READING, Command
from bindertui.tui.controllers.match_navigation import SearchingScreen
from bindertui.tui.messages import LibraryAsked
from bindertui.tui.threads import run_in_thread
from bindertui.tui.widgets.bars import KeyBar, StatusBar
from bindertui.tui.widgets.flow_view import FlowView
from bindertui.tui.widgets.panes import Panes, Stack

if TYPE_CHECKING:
    from bindertui.services.editing.draft_store import LeftDraft
    from bindertui.services.editing.session import Tried
    from bindertui.services.history import Restore
    from bindertui.services.search import Finder
    from bindertui.tui.controllers.edit import EditController, PresenceController

_IDLE = 0.5
"""Seconds after the first frame before changes of others are watched for, and drafts that were left."""


class WritingScreen(SearchingScreen):
    """A binder that is read, and can be written where that is allowed."""

    def __init__(self, published: LiveBinder, settings: Settings, *, who: User, tried: "Tried") -> None:
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
        self._editor: EditController | None = None
        self._company: PresenceController | None = None
        self._follow(published)

    def on_mount(self) -> None:
        """Look for drafts that were left, once there is time."""
        self.set_timer(_IDLE, self._published.watch)
        self.set_timer(_IDLE, self._join)
        if not self._read_only and (self._settings.state / "drafts").exists():
            self.set_timer(_IDLE, self._look_for_drafts)

    def _look_for_drafts(self) -> None:
        run_in_thread(self.app, partial(_left, self._snapshot, self._settings, self._who), self._tell_drafts)

    def _tell_drafts(self, left: "tuple[LeftDraft, ...]") -> None:
        if left:
            names = ", ".join(dict.fromkeys(single_line(str(draft.address.whole)) for draft in left[:3]))
            told = gettext(
                "There are unsaved drafts: {names}. Press {key} to see them.",
                self.language,
                names=names,
                key=display_key(self, "drafts", self.language),
            )
            self.notify(told, severity="warning", markup=False, timeout=8)

    def action_drafts(self) -> None:
        """List the drafts that were left, to go on with one."""
        if self._editing() is not None:
            run_in_thread(self.app, partial(_left, self._snapshot, self._settings, self._who), self._list_drafts)

    def _list_drafts(self, left: "tuple[LeftDraft, ...]") -> None:
        if not left:
            self.tell(gettext("There is no draft that was left.", self.language))
            return
        from bindertui.tui.screens.dialogs import ChoiceDialog  # noqa: PLC0415 - seldom needed

        answers = [single_line(f"{draft.address}  {draft.when.astimezone():%Y-%m-%d %H:%M}") for draft in left]
        screen = ChoiceDialog(gettext("Drafts that were not saved", self.language), answers)
        self.app.push_screen(screen, partial(self._edit_left, left))

    def _edit_left(self, left: "tuple[LeftDraft, ...]", chosen: int | None) -> None:
        if chosen is not None and (editor := self._editing()) is not None:
            editor.edit(self._snapshot, left[chosen].address)

    def action_edit(self) -> None:
        """Edit what is under the cursor."""
        if self.here.entry in {PARTNERS, AGREEMENTS}:
            self.tell(
                gettext(
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

    def _editing(self) -> "EditController | None":
        """What edits; None, having said why, where nothing may be changed."""
        if self._read_only:
            self.tell(
                gettext(
                    "This session is read-only: either you may not edit, or it was opened with --read-only.",
                    self.language,
                ),
                severity="warning",
            )
            return None
        from bindertui.tui.controllers.edit import EditController  # noqa: PLC0415 - not before it is asked for

        self._editor = self._editor or EditController(
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
        self._follow(LiveBinder(snapshot))
        self._published.watch()
        self.renew(snapshot)
        self._edit_new(address)

    @property
    def restore(self) -> "Restore | None":
        """What saves a version of an entry again; None where nothing may be changed."""
        if self._read_only or (editor := self._editing()) is None:
            return None
        from bindertui.tui.controllers.edit import restore_changes  # noqa: PLC0415 - as the editor

        return restore_changes(editor.desk(self._snapshot), self.language, self._published.refresh)

    # The binder, whoever changes it

    def _follow(self, published: LiveBinder) -> None:
        """Follow what becomes of a binder: what is saved here, and what others do to its files."""
        self._published = published
        self._leave = published.subscribe(self._heard)

    def _heard(self, snapshot: Snapshot) -> None:
        # The loop is gone when the app has ended meanwhile.
        with suppress(RuntimeError):
            self.app.call_later(self.renew, snapshot)

    def reread(self, then: Callable[[], object]) -> None:
        """Read the binder again if its files have changed, show it as it stands, and then do something."""
        run_in_thread(self.app, self._published.refresh, lambda _: then())

    async def on_unmount(self) -> None:
        """Leave drafts to the next session."""
        self._part()
        self._leave()
        if self._editor is not None:
            # It waits for the disk, and others may be running here.
            await asyncio.to_thread(self._editor.close)

    # The others

    def _join(self) -> "PresenceController":
        if self._company is None:
            from bindertui.tui.controllers.edit import PresenceController  # noqa: PLC0415 - the first frame comes before anybody else

            presence = self._published.presence(self._settings.versions)
            self._company = PresenceController(self.app, presence, self._who, self._met)
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


def _left(snapshot: Snapshot, settings: Settings, who: User) -> "tuple[LeftDraft, ...]":
    from bindertui.services.editing.draft_store import DraftStore  # noqa: PLC0415 - most sessions leave none

    return DraftStore(snapshot, settings, who.name, lambda _: None).left()


class BrowseScreen(WritingScreen):
    """Everything a reader does: reading, and searching; the widgets show the state and say what the user did."""

    BLANK = True
    AUTO_FOCUS = "#text"
    BINDINGS: ClassVar[list[BindingType]] = [*command_bindings(), Binding("escape", "escape", show=False)]

    def __init__(  # noqa: PLR0913 - as the screens it builds on, and where to open
        self,
        published: LiveBinder,
        settings: Settings,
        *,
        at: Address | None,
        find: str | None,
        who: User,
        tried: "Tried",
    ) -> None:
        """Prepare to read a binder.

        Args:
            published: the binder.
            settings: the settings of the run.
            at: the place to open at; None opens the front page.
            find: what to search for at once.
            who: who reads, and may write perhaps.
            tried: told of each save that was tried, from other threads.
        """
        super().__init__(published, settings, who=who, tried=tried)
        self._start = (evolve(at, binder=None) if at else Address(BINDER), find)
        self._preparing = False

    def compose(self) -> ComposeResult:
        """The bars, and the panes between them."""
        yield from self.compose_bar()
        makers = {"outline": _outline, "results": _results, "details": _details, "peek": _peek}
        panes = Panes(makers, id="panes")
        with panes.data_bind(BrowseScreen.searching, BrowseScreen.both), Stack(id="reading"):
            yield FlowView(id="text").data_bind(
                BrowseScreen.flow, BrowseScreen.place, BrowseScreen.folded, BrowseScreen.lighter, BrowseScreen.lens
            )
        yield StatusBar(id="status").data_bind(
            BrowseScreen.crumbs,
            BrowseScreen.explained,
            BrowseScreen.state,
            BrowseScreen.progress,
            BrowseScreen.unkept,
            BrowseScreen.language,
        )
        yield KeyBar(self.commands, id="keys").data_bind(BrowseScreen.language)

    def on_mount(self) -> None:
        """Open at the place, and search for the words, that the app was started with."""
        self.watch_language()
        at, find = self._start
        # On the front page, Enter goes on with reading.
        self.go(ONWARD if at == Address(BINDER) else at, remember=False)
        if broken := [single_line(entry.id) for entry in self._snapshot.binder.broken]:
            told = ngettext(
                "A file has problems: {names}. `bindertui check` says what is wrong.",
                "{count} files have problems: {names}. `bindertui check` says what is wrong.",
                len(broken),
                self.language,
                names=", ".join(broken[:3]),
            )
            self.tell(told, severity="warning")
        # Ready before the first key of the first search.
        self.set_timer(_IDLE, self.prepare)
        if find:
            self.action_search()
            self.bar.value = find
        elif self.found_by:
            self.take_up(self.found_by)

    def prepare(self) -> None:
        """Keep a copy of the binder and its index, once, and go on with those."""
        if not self._preparing:
            self._preparing = True
            run_in_thread(self.app, self._published.searchable, partial(self._ready, self._snapshot))

    def _ready(self, snapshot: Snapshot, kept: "tuple[Snapshot, Finder]") -> None:
        if snapshot is not self._snapshot:
            # The binder has changed meanwhile.
            return
        if self._finder is not None:
            self._finder.supersede()
        self._snapshot, self._finder = kept
        self.binder = self._snapshot.binder
        self._searchable.set()
        self.index()

    # The other commands

    @property
    def commands(self) -> tuple[Command, ...]:
        """Those who may only read are not offered what they may not do."""
        return READING if self._read_only else COMMANDS

    def action_next_pane(self, step: int) -> None:
        """Go to the next pane, and round."""
        self._panes.step(step)
        self._look_aside()

    def action_details(self) -> None:
        """Show or hide the details; where one pane fills the screen, go there and back."""
        self._panes.toggle_details()
        self._look_aside()

    def renew(self, snapshot: Snapshot) -> None:
        """Show the binder as it stands now, in the same place; until it is indexed, what was is searched."""
        super().renew(snapshot)
        self._preparing = False
        self.prepare()

    def action_history(self) -> None:
        """Show the versions of the entry the cursor is in."""
        from bindertui.services.history import EntryHistory  # noqa: PLC0415 - not before it is asked for
        from bindertui.tui.screens.history import HistoryScreen  # noqa: PLC0415

        place = self._snapshot.binder.place(self.here.entry)
        if place is not None:
            read = partial(EntryHistory.of, self._snapshot, self.here.whole, self._settings)
            title = single_line(place.title.read(self.language))
            self.app.push_screen(HistoryScreen(read, title, self.language, restore=self.restore))

    def action_palette(self) -> None:
        """Offer the commands and the entries by name."""
        from bindertui.tui.screens.palette import palette_items  # noqa: PLC0415 - not before it is asked for

        commands = app_keymap(self).applied(self.commands)
        at_hand = palette_items(self._snapshot.binder, commands, self.language, self.run_action, self.go)
        self.offer(at_hand, gettext("Commands and entries", self.language))

    def action_tour(self) -> None:
        """Open the tour above this binder; closing it shows the binder again as it was left."""
        from bindertui.services.tour import open_tour  # noqa: PLC0415 - not before it is asked for

        run_in_thread(self.app, partial(open_tour, self._settings.cache), self._open_tour)

    def _open_tour(self, tour: LiveBinder) -> None:
        # Unless another screen was opened while it was read.
        if self.app.screen is self:
            from bindertui.tui.screens.tour import TourScreen  # noqa: PLC0415 - not before it is asked for

            settings = evolve(self._settings, language=self.language)
            self.app.push_screen(TourScreen(tour, settings, who=self._who, tried=self._tried))

    def action_library(self) -> None:
        """Go to the list of binders."""
        self.post_message(LibraryAsked(evolve(self.here, binder=self._snapshot.binder.cover.id), self.language))


def _outline() -> Widget:
    from bindertui.tui.widgets.outline import Outline  # noqa: PLC0415 - not before it is shown

    return Outline(id="outline").data_bind(BrowseScreen.binder, BrowseScreen.language, BrowseScreen.reading)


def _results() -> Widget:
    from bindertui.tui.widgets.search_results import Results  # noqa: PLC0415 - as in `_outline`

    return Results(id="results").data_bind(BrowseScreen.found, BrowseScreen.language, BrowseScreen.around)


def _details() -> Widget:
    return FlowView(id="details", drawing="sketched").data_bind(
        BrowseScreen.lighter, BrowseScreen.folded, BrowseScreen.lens, flow=BrowseScreen.aside
    )


def _peek() -> Widget:
    return FlowView(id="peek").data_bind(flow=BrowseScreen.peeked)
