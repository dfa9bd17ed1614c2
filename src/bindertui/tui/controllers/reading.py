"""The trail of places a reader has been to.

Reading: the place, the way to it and from it, folds, sources, the other language, bookmarks.
"""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Literal

from textual import on, work
from textual.reactive import reactive

from bindertui._frozen import frozen
from bindertui.document.builder import pair_languages
from bindertui.document.flow import AnyLine, Flow, Heading, Run, headings_above
from bindertui.document.highlight import links_in, plain_text
from bindertui.errors import NotFoundError
from bindertui.i18n import gettext, ngettext
from bindertui.model.address import Address
from bindertui.model.binder import Binder
from bindertui.model.enums import EntryKind
from bindertui.model.outline import BINDER
from bindertui.model.text import single_line
from bindertui.services.access import User, UserRole, can
from bindertui.services.library import Snapshot, document_id
from bindertui.services.reader_state import Bookmarks, ReadingProgress
from bindertui.services.reading import build_document, details_flow, details_subject, line_of_address, link_preview
from bindertui.settings import Settings
from bindertui.tui.bindings import display_key
from bindertui.tui.controllers.search import QueryScreen
from bindertui.tui.messages import Read
from bindertui.tui.terminal_driver import clipboard_sequence
from bindertui.tui.widgets.flow_view import FlowView
from bindertui.tui.widgets.line_view import crop_strip
from bindertui.tui.widgets.panes import Panes

if TYPE_CHECKING:
    from bindertui.document.details import AcronymGlossary

_LONGEST = 200


@frozen
class NavigationHistory:
    """Where back and forward lead, nearest last: a value."""

    back: tuple[Address, ...] = ()
    forward: tuple[Address, ...] = ()

    def left(self, place: Address) -> "NavigationHistory":
        """The trail after leaving a place for a new one."""
        return NavigationHistory((*self.back, place)[-_LONGEST:])

    def stepped_back(self, here: Address) -> tuple["NavigationHistory", Address] | None:
        """The trail and the place one step back, or None."""
        if not self.back:
            return None
        return NavigationHistory(self.back[:-1], (*self.forward, here)), self.back[-1]

    def stepped_forward(self, here: Address) -> tuple["NavigationHistory", Address] | None:
        """The trail and the place one step forward again, or None."""
        if not self.forward:
            return None
        return NavigationHistory((*self.back, here), self.forward[:-1]), self.forward[-1]


_REST = 0.12
"""Seconds without a move after which the cursor rests; longer than between two strokes of a key that is held."""
_KEEP = 30.0
"""Seconds after which it is kept how far the reader has come; a session that dies loses no more."""
_BOOKMARK = 150
"""Cells that a bookmark takes in the list, at most: two rows."""


class ReadingScreen(QueryScreen):
    """The state of one reader in one binder, and what can be done without searching.

    A subclass composes the widgets: a `Panes` with the view `#text`.
    """

    binder: reactive[Binder | None] = reactive(None)
    flow: reactive[Flow | None] = reactive(None)
    place: reactive[Address | None] = reactive(None, always_update=True)
    here: reactive[Address] = reactive(Address(BINDER))
    reading: reactive[str] = reactive("")
    both: reactive[bool] = reactive(default=False)
    folded: reactive[frozenset[Address]] = reactive(frozenset)
    aside: reactive[Flow | None] = reactive(None)
    peeked: reactive[Flow | None] = reactive(None)
    crumbs: reactive[tuple[str, ...]] = reactive(())
    state: reactive[tuple[str, ...]] = reactive(())
    lens: "reactive[AcronymGlossary | None]" = reactive(None)
    explained: reactive[tuple[tuple[str, str], ...]] = reactive(())

    def __init__(self, snapshot: Snapshot, settings: Settings, *, who: User) -> None:
        """Prepare to read a binder.

        Args:
            snapshot: the binder.
            settings: the settings of the run.
            who: who reads, and may write perhaps.
        """
        super().__init__(settings.state, snapshot.binder.cover.id)
        self._snapshot = snapshot
        self._who = who
        self._read_only = not can(who, UserRole.EDITOR)
        self._trail = NavigationHistory()
        self._last_read = ""
        self._line: AnyLine | None = None
        self._link: Run | None = None
        self._beside: object = None
        self._bookmarks = Bookmarks.load(settings.state, snapshot.binder)
        self._headway = self._kept_headway = ReadingProgress.load(settings.state, snapshot.binder)
        self.set_reactive(ReadingScreen.binder, snapshot.binder)
        self.set_reactive(ReadingScreen.language, snapshot.spoken(settings.language))

    @property
    def _panes(self) -> Panes:
        return self.query_one(Panes)

    def counted(self) -> str:
        """Which of the matches of a search the reader is at, as `3/17`; empty without one."""
        return ""

    def on_mount(self) -> None:
        """Follow how far the reader comes."""
        self.watch(self.query_one("#text", FlowView), "scroll_y", self._scrolled, init=False)
        self.set_interval(_KEEP, self._keep_headway)

    async def on_unmount(self) -> None:
        """Keep for the next time how far the reader has come."""
        self._keep_headway()

    def met(self) -> str:
        """Who else is editing what is read here, in words; empty if nobody is."""
        return ""

    def on_resize(self) -> None:
        """Fill the details where there is now room for them."""
        self._look_aside()

    # The place

    def go(self, address: Address, *, remember: bool = True) -> None:
        """Go to a place, unfolding what hides it; back leads to where the reader is now. One that is gone is told."""
        try:
            self._snapshot.entry(address)
        except NotFoundError as error:
            self.tell(single_line(error.words(self.language)), "warning")
            return
        if remember and address != self.here:
            self._trail = self._trail.left(self.here)
        self.folded -= {address}
        self.show(address)
        self._panes.enter("text")

    def show(self, address: Address, *, unfold: bool = True) -> None:
        """Show a place without going there: the pane stays, and so does the trail."""
        flow = self.flow
        wanted = (document_id(self._snapshot, address.entry), self.language, self._other if self.both else "")
        if flow is None or (flow.entry, flow.language, flow.beside) != wanted:
            self.flow = flow = self._document(address)
            if flow.entry != self._last_read:
                self._last_read = flow.entry
                self.post_message(Read(address.whole))
        line = line_of_address(flow.lines, address)
        if line is not None and unfold:
            self.folded -= frozenset(headings_above(flow.lines, line))
        # Before the text has told of its cursor: a key may come first, and means what is shown.
        self.place = self.here = address

    def _document(self, place: Address) -> Flow:
        """The document a place lies in; the front page tells what it has to tell to this reader."""
        binder, opened = self._snapshot.binder, document_id(self._snapshot, place.entry)
        visit = None
        if opened == BINDER:
            visit = self._headway.visit(binder)
        else:
            self._headway = self._headway.opened(opened, binder)
        flow = build_document(self._snapshot, place, self.language, visit)
        return pair_languages(flow, build_document(self._snapshot, place, self._other, visit)) if self.both else flow

    @property
    def _other(self) -> str:
        """The next of the binder's languages after the reader's, and round."""
        languages = self._snapshot.binder.languages
        return languages[(languages.index(self.language) + 1) % len(languages)]

    def renew(self, snapshot: Snapshot) -> None:
        """Show the binder as it stands now, in the same place."""
        self._snapshot = snapshot
        self.binder = snapshot.binder
        self.flow, self._beside = None, None
        here = self.here if snapshot.binder.place(self.here.entry) else Address(BINDER)
        self.show(here, unfold=False)
        self._look_aside()

    @on(FlowView.Moved, "#text")
    def _read(self, event: FlowView.Moved) -> None:
        if event.line is not self._line:
            self.explained = ()
        self._line, self._link = event.line, event.link
        self.here = event.line.address
        self._headway = self._headway.stopped_at(self.here)
        self.close_peek()
        self._look_aside_at_rest()
        self._tell_place()

    @property
    def aim(self) -> Address:
        """The place under the cursor, as closely as it was asked for: a cell of the table, a language of the text."""
        place, here = self.place, self.here
        if place is not None and place.entry == here.entry and place.path[: len(here.path)] == here.path:
            return place
        return here

    def _tell_place(self) -> None:
        binder, entry = self._snapshot.binder, self.here.entry
        self.reading = entry
        titles = (*binder.parents(entry), entry) if binder.place(entry) else ()
        self.crumbs = tuple(
            single_line(place.title.read(self.language)) for name in titles if (place := binder.place(name))
        )
        locked = gettext("read-only", self.language) if self._read_only else ""
        languages = f"{self.language}│{self._other}" if self.both else self.language
        marked = "★" if self.here in self._bookmarks.places else ""
        self.state = tuple(filter(None, (self.met(), self.counted(), marked, locked, languages.upper())))

    @work(exclusive=True, group="aside")
    async def _look_aside_at_rest(self) -> None:
        """Fill the details once the cursor rests: while it moves on, nobody reads what stands beside each line."""
        await asyncio.sleep(_REST)
        self._look_aside()
        self._note_what_was_read()

    def _scrolled(self) -> None:
        self._look_aside_at_rest()

    def _look_aside(self) -> None:
        lens = self._lens()
        explained = lens.of_line(self._line) if self._line else ()
        beside_text = "details" in self._panes.shown()
        # Said once: in the details, or in the bar where those are not shown.
        self.explained = () if beside_text else tuple((one.acronym, lens.short(one)) for one in explained)
        if beside_text and self.flow is not None:
            link = self._link.to if self._link else None
            of = details_subject(self._snapshot, self._line, link, self.flow.entry)
            sources = tuple(run.source for run in links_in(self._line) if run.source) if self._line else ()
            beside_what = (of, sources, explained, self.language, self.flow.entry)
            if beside_what != self._beside:
                self._beside = beside_what
                self.aside = details_flow(
                    self._snapshot,
                    of,
                    self.language,
                    sources=sources,
                    explained=tuple(lens.lines(explained)),
                    reading=self.flow.entry,
                )

    def _lens(self) -> "AcronymGlossary":
        """What explains the acronyms of the binder as it stands, in the reader's language."""
        if self.lens is None or not self.lens.is_for(self._snapshot.binder, self.language):
            from bindertui.document.details import AcronymGlossary  # noqa: PLC0415 - nothing is explained in the first frame

            self.lens = AcronymGlossary(self._snapshot.binder, self.language)
        return self.lens

    def _note_what_was_read(self) -> None:
        """A section whose end has been on the screen counts as read."""
        ended = (line.address.entry for line in self.query_one("#text", FlowView).read_to_the_end())
        places = filter(None, map(self._snapshot.binder.place, ended))
        self._headway = self._headway.having_read(place.id for place in places if place.kind is EntryKind.SECTION)

    def _keep_headway(self) -> None:
        if self._headway != self._kept_headway or not self._headway.file.exists():
            # Where nothing can be kept, reading goes on all the same.
            with suppress(OSError):
                self._headway = self._kept_headway = self._headway.save(self._snapshot.binder, self._kept_headway)

    @on(FlowView.Folded)
    def _fold(self, event: FlowView.Folded) -> None:
        self.folded = event.folded

    @on(FlowView.Peeked)
    def _peek(self, event: FlowView.Peeked) -> None:
        self.peeked = link_preview(self._snapshot, event.run, self.language)
        self._panes.peek(shown=True)

    def close_peek(self) -> None:
        """Close what was peeked at."""
        self.peeked = None
        self._panes.peek(shown=False)

    # The commands

    def action_fold_here(self) -> None:
        """Fold or unfold the part the cursor is in."""
        self.query_one("#text", FlowView).action_fold()

    def action_fold_all(self) -> None:
        """Fold every part of the document, or unfold every one if all are folded."""
        lines = self.flow.lines if self.flow else ()
        parts = frozenset(line.address for line in lines if isinstance(line, Heading) and line.depth)
        self.folded = self.folded - parts if parts <= self.folded else self.folded | parts

    def action_back(self) -> None:
        """Go back."""
        self._step(self._trail.stepped_back(self.here), gettext("There is nothing to go back to.", self.language))

    def action_forward(self) -> None:
        """Go forward again."""
        self._step(self._trail.stepped_forward(self.here), gettext("There is nothing to go forward to.", self.language))

    def _step(self, step: tuple[NavigationHistory, Address] | None, nowhere: str) -> None:
        if step is None:
            self.tell(nowhere)
        else:
            self._trail, address = step
            self.go(address, remember=False)

    def action_go_on(self) -> None:
        """Go on reading where one stopped; who has not begun yet begins with the first section."""
        self._go_if(self._headway.onward(self._snapshot.binder))

    def action_language(self) -> None:
        """Read the next language of the binder, in the same place."""
        if self._bilingual():
            self.language = self._other
            self.show(self.here, unfold=False)

    def action_both(self) -> None:
        """Read two languages beside each other, or one again, in the same place."""
        if self._bilingual():
            self.both = not self.both
            self.show(self.here, unfold=False)

    def _bilingual(self) -> bool:
        """Whether the binder has another language; says so where it has none."""
        if self._other == self.language:
            self.tell(gettext("This binder has one language.", self.language))
        return self._other != self.language

    def action_copy(self) -> None:
        """Send the selection, or the line under the cursor, to the terminal."""
        text = self.get_selected_text() or (plain_text(self._line) if self._line else "")
        if not text:
            self.tell(gettext("There is nothing to copy here.", self.language))
            return
        self.app.copy_to_clipboard(text)
        sent = len(clipboard_sequence(text))
        told = ngettext(
            "Sent to the terminal, {count} character. Whether it reaches the clipboard is up to the terminal.",
            "Sent to the terminal, {count} characters. Whether it reaches the clipboard is up to the terminal.",
            sent,
            self.language,
        )
        if sent < len(text):
            told = " ".join((told, gettext("The rest is more than terminals take.", self.language)))
        self.tell(told)

    def action_bookmark(self) -> None:
        """Set or remove a bookmark on this line."""
        self._bookmarks = self._bookmarks.toggled(self.here)
        try:
            self._bookmarks = self._bookmarks.save()
        except OSError:
            self.tell(
                gettext(
                    "The bookmark holds for this session only: {folder} cannot be written.",
                    self.language,
                    folder=self._bookmarks.file.parent,
                ),
                severity="warning",
            )
        else:
            added = self.here in self._bookmarks.places
            self.tell(gettext("Bookmarked", self.language) if added else gettext("Bookmark removed", self.language))
        self._tell_place()

    def action_bookmarks(self) -> None:
        """Choose a bookmark to go to."""
        self._bookmarks = self._bookmarks.renewed()
        self._tell_place()
        places = tuple((place, self._described(place)) for place in self._bookmarks.places)
        if not places:
            key = display_key(self, "bookmark", self.language)
            self.tell(gettext("There are no bookmarks yet. Press {key} on a line to set one.", self.language, key=key))
            return
        from bindertui.tui.screens.dialogs import BookmarksDialog  # noqa: PLC0415 - not before it is asked for

        self.app.push_screen(BookmarksDialog(places, self.language), self._go_if)

    def _go_if(self, address: Address | None) -> None:
        if address is not None:
            self.go(address)

    def _described(self, place: Address) -> str:
        """A bookmark as it is listed: its entry's title, and the line."""
        found = self._snapshot.binder.place(place.entry)
        if found is None:
            return str(place)
        flow = build_document(self._snapshot, place, self.language)
        line = line_of_address(flow.lines, place)
        title = single_line(found.title.read(self.language))
        text = plain_text(flow.lines[line]) if line is not None and place.path else ""
        return crop_strip(f"{title} — {text}" if text else title, _BOOKMARK)

    def tell(self, message: str, severity: Literal["information", "warning"] = "information") -> None:
        """Say something in passing, in the place of what was said before."""
        self.app.clear_notifications()
        self.notify(message, severity=severity, markup=False, timeout=4)
