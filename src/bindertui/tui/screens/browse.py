"""The screen a binder is read on: outline, text, details, search."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from attrs import evolve
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget

from bindertui.document.front import ONWARD
from bindertui.model.address import Address
from bindertui.model.binder import BINDER
from bindertui.model.text import one_line
from bindertui.services.access import Who
from bindertui.services.events import Published
from bindertui.services.library import Snapshot
from bindertui.settings import Settings
from bindertui.speech import say, say_many
from bindertui.tui.background import in_background
from bindertui.tui.bindings import bindings
from bindertui.tui.commands import COMMANDS, READING, Command
from bindertui.tui.keyed import keymap_of
from bindertui.tui.messages import LibraryAsked
from bindertui.tui.screens.writing import WritingScreen
from bindertui.tui.widgets.bars import KeyBar, StatusBar
from bindertui.tui.widgets.flow_view import FlowView
from bindertui.tui.widgets.panes import Panes, Stack

if TYPE_CHECKING:
    from bindertui.services.desk import Tried
    from bindertui.services.finding import Finder

_IDLE = 0.5
"""Seconds after the first frame before work that nobody waits for begins."""


class BrowseScreen(WritingScreen):
    """Everything a reader does: reading, and searching; the widgets show the state and say what the user did."""

    BLANK = True
    AUTO_FOCUS = "#text"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(), Binding("escape", "escape", show=False)]

    def __init__(  # noqa: PLR0913 - as the screens it builds on, and where to open
        self,
        published: Published,
        settings: Settings,
        *,
        at: Address | None,
        find: str | None,
        who: Who,
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
        if broken := [one_line(entry.id) for entry in self._snapshot.binder.broken]:
            told = say_many(
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
            in_background(self.app, self._published.searchable, partial(self._ready, self._snapshot))

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
            title = one_line(place.title.read(self.language))
            self.app.push_screen(HistoryScreen(read, title, self.language, restore=self.restore))

    def action_palette(self) -> None:
        """Offer the commands and the entries by name."""
        from bindertui.tui.palette import offers  # noqa: PLC0415 - not before it is asked for

        commands = keymap_of(self).applied(self.commands)
        at_hand = offers(self._snapshot.binder, commands, self.language, self.run_action, self.go)
        self.offer(at_hand, say("Commands and entries", self.language))

    def action_tour(self) -> None:
        """Open the tour above this binder; closing it shows the binder again as it was left."""
        from bindertui.services.tour import open_tour  # noqa: PLC0415 - not before it is asked for

        in_background(self.app, partial(open_tour, self._settings.cache), self._open_tour)

    def _open_tour(self, tour: Published) -> None:
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
    from bindertui.tui.widgets.results import Results  # noqa: PLC0415 - as in `_outline`

    return Results(id="results").data_bind(BrowseScreen.found, BrowseScreen.language, BrowseScreen.around)


def _details() -> Widget:
    return FlowView(id="details", drawing="sketched").data_bind(
        BrowseScreen.lighter, BrowseScreen.folded, BrowseScreen.lens, flow=BrowseScreen.aside
    )


def _peek() -> Widget:
    return FlowView(id="peek").data_bind(flow=BrowseScreen.peeked)
