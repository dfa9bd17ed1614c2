"""Reading one binder: the address under the cursor, the way there and back, folds, details, bookmarks and progress."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

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
from bindertui.services.library import Snapshot, document_id
from bindertui.services.reader_state import Bookmarks, ReadingProgress
from bindertui.services.reading import build_document, details_flow, details_subject, find_line, link_preview
from bindertui.tui.bindings import display_key
from bindertui.tui.controllers.host import ScreenHost
from bindertui.tui.messages import EntryRead
from bindertui.tui.terminal_driver import clipboard_sequence
from bindertui.tui.widgets.line_view import crop_strip

if TYPE_CHECKING:
    from bindertui.document.acronym_glossary import AcronymGlossary

_MAX_HISTORY = 200
_REST_DELAY = 0.12
"""Seconds without a move after which the cursor rests; longer than between two strokes of a key that is held down."""
_BOOKMARK_CELLS = 150
"""Cells of a bookmark in the list, at most: two rows."""


@frozen
class NavigationHistory:
    """The addresses that back and forward lead to, the nearest last."""

    back: tuple[Address, ...] = ()
    forward: tuple[Address, ...] = ()

    def visit(self, left: Address) -> "NavigationHistory":
        """Return the history after leaving an address for a new one."""
        return NavigationHistory((*self.back, left)[-_MAX_HISTORY:])

    def step_back(self, here: Address) -> tuple["NavigationHistory", Address] | None:
        """Return the history and the address one step back, or None."""
        if not self.back:
            return None
        return NavigationHistory(self.back[:-1], (*self.forward, here)), self.back[-1]

    def step_forward(self, here: Address) -> tuple["NavigationHistory", Address] | None:
        """Return the history and the address one step forward, or None."""
        if not self.forward:
            return None
        return NavigationHistory((*self.back, here), self.forward[:-1]), self.forward[-1]


class ReadingHost(ScreenHost, Protocol):
    """The screen a binder is read on; its widgets show these attributes, which the controller sets.

    Attributes:
        binder: the binder.
        flow: the open document.
        target: the address the text is to jump to.
        here: the address under the cursor.
        current_entry: the id of the entry under the cursor.
        bilingual: whether two languages are shown.
        folded: the addresses of the folded headings.
        details: the content of the details pane.
        preview: the content of the pane below the text: a source, or the target of a link.
        breadcrumbs: the titles of the entries around the cursor, the outermost first.
        status: bookmark, read-only mode and language, for the status bar.
        glossary: explains acronyms.
        acronyms: the acronyms of the current line and their meanings, where the details pane does not show them.
    """

    binder: Binder | None
    flow: Flow | None
    target: Address | None
    here: Address
    current_entry: str
    bilingual: bool
    folded: frozenset[Address]
    details: Flow | None
    preview: Flow | None
    breadcrumbs: tuple[str, ...]
    status: tuple[str, ...]
    glossary: "AcronymGlossary | None"
    acronyms: tuple[tuple[str, str], ...]

    @property
    def is_details_visible(self) -> bool:
        """Return whether the details pane is on the screen."""

    def enter_pane(self, pane: str) -> None:
        """Show a pane and give it the focus."""

    def show_preview(self, *, visible: bool) -> None:
        """Show or hide the pane below the text."""

    def finished_entries(self) -> Iterable[str]:
        """Return the ids of the entries that end on the screen."""

    def get_selected_text(self) -> str | None:
        """Return the text that is selected with the mouse."""


class ReadingController:
    """Opens documents, moves between them, and keeps bookmarks and reading progress.

    Attributes:
        snapshot: the binder that is read.
        history: where back and forward lead.
        progress: the sections read so far, and the last address.
    """

    def __init__(self, host: ReadingHost, snapshot: Snapshot, state_folder: Path, *, read_only: bool) -> None:
        """Load bookmarks and progress.

        Args:
            host: the screen.
            snapshot: the binder.
            state_folder: the folder for state between runs.
            read_only: whether the reader may change nothing.
        """
        self._host = host
        self.snapshot = snapshot
        self.history = NavigationHistory()
        self.progress = self._saved_progress = ReadingProgress.load(state_folder, snapshot.binder)
        self._bookmarks = Bookmarks.load(state_folder, snapshot.binder)
        self._read_only = read_only
        self._last_read = ""
        self._line: AnyLine | None = None
        self._link: Run | None = None
        self._details_key: object = None
        """Identifies the content of the details pane, to fill it only when it changes."""

    # Moving

    def go(self, address: Address, *, remember: bool = True) -> None:
        """Go to an address, and unfold the headings that hide it.

        Args:
            address: where to go; a message says so if it does not exist any more.
            remember: whether back leads to where the reader is now.
        """
        host = self._host
        try:
            self.snapshot.entry(address)
        except NotFoundError as error:
            host.report(single_line(error.describe(host.language)), "warning")
            return
        if remember and address != host.here:
            self.leave(host.here)
        host.folded -= {address}
        self.show(address)
        host.enter_pane("text")

    def leave(self, address: Address) -> None:
        """Let back lead to an address."""
        self.history = self.history.visit(address)

    def show(self, address: Address, *, unfold: bool = True) -> None:
        """Show an address, leaving the focus and the history as they are."""
        host, flow = self._host, self._host.flow
        second_language = self.next_language if host.bilingual else ""
        wanted = (document_id(self.snapshot, address.entry), host.language, second_language)
        if flow is None or (flow.entry, flow.language, flow.second_language) != wanted:
            host.flow = flow = self._build(address)
            if flow.entry != self._last_read:
                self._last_read = flow.entry
                host.post_message(EntryRead(address.entry_address))
        line = find_line(flow.lines, address)
        if line is not None and unfold:
            host.folded -= frozenset(headings_above(flow.lines, line))
        # Set at once, not when the text reports its cursor: the next key may come before that.
        host.target = host.here = address

    def _build(self, address: Address) -> Flow:
        """Return the document that holds an address; the front page also shows the reader's progress."""
        binder, language = self.snapshot.binder, self._host.language
        document = document_id(self.snapshot, address.entry)
        visit = None
        if document == BINDER:
            visit = self.progress.reader_status(binder)
        else:
            self.progress = self.progress.mark_opened(document, binder)
        flow = build_document(self.snapshot, address, language, visit)
        if not self._host.bilingual:
            return flow
        return pair_languages(flow, build_document(self.snapshot, address, self.next_language, visit))

    @property
    def next_language(self) -> str:
        """The language of the binder after the reader's; after the last one, the first."""
        languages = self.snapshot.binder.languages
        return languages[(languages.index(self._host.language) + 1) % len(languages)]

    def renew(self, snapshot: Snapshot) -> None:
        """Show a newer version of the binder at the same address."""
        host = self._host
        self.use_snapshot(snapshot)
        host.flow, self._details_key = None, None
        here = host.here if snapshot.binder.outline_item(host.here.entry) else Address(BINDER)
        self.show(here, unfold=False)
        self.update_details()

    def use_snapshot(self, snapshot: Snapshot) -> None:
        """Read from another snapshot of the same content from now on."""
        self.snapshot = snapshot
        self._host.binder = snapshot.binder

    def back(self) -> None:
        """Go back."""
        message = gettext("Nothing to go back to.", self._host.language)
        self._step(self.history.step_back(self._host.here), message)

    def forward(self) -> None:
        """Go forward again."""
        message = gettext("Nothing to go forward to.", self._host.language)
        self._step(self.history.step_forward(self._host.here), message)

    def _step(self, step: tuple[NavigationHistory, Address] | None, message: str) -> None:
        if step is None:
            self._host.report(message)
        else:
            self.history, address = step
            self.go(address, remember=False)

    def resume(self) -> None:
        """Go to where the reader stopped, or to the first section."""
        self._go_if(self.progress.resume_address(self.snapshot.binder))

    def _go_if(self, address: Address | None) -> None:
        if address is not None:
            self.go(address)

    # The cursor

    def move_cursor(self, line: AnyLine, link: Run | None) -> None:
        """Take note of the line and the link the cursor is on."""
        host = self._host
        if line is not self._line:
            host.acronyms = ()
        self._line, self._link = line, link
        host.here = line.address
        self.progress = self.progress.move_to(host.here)
        self.close_preview()
        self.update_details_at_rest()
        self.show_status()

    @property
    def edit_address(self) -> Address:
        """The address under the cursor, as closely as it was asked for: a table cell, a language of the text."""
        target, here = self._host.target, self._host.here
        if target is not None and target.entry == here.entry and target.path[: len(here.path)] == here.path:
            return target
        return here

    def show_status(self) -> None:
        """Show where the cursor is, in the outline and the status bar."""
        host, binder = self._host, self.snapshot.binder
        language = host.language
        entry = host.current_entry = host.here.entry
        entries = (*binder.parents(entry), entry) if binder.outline_item(entry) else ()
        items = filter(None, map(binder.outline_item, entries))
        host.breadcrumbs = tuple(single_line(item.title.in_language(language)) for item in items)
        bookmark = "★" if host.here in self._bookmarks.addresses else ""
        locked = gettext("read-only", language) if self._read_only else ""
        languages = f"{language}│{self.next_language}" if host.bilingual else language
        host.status = tuple(filter(None, (bookmark, locked, languages.upper())))

    def update_details_at_rest(self) -> None:
        """Fill the details pane once the cursor rests: not for every line it passes."""
        self._host.run_worker(self._update_at_rest, group="details", exclusive=True)

    async def _update_at_rest(self) -> None:
        await asyncio.sleep(_REST_DELAY)
        self.update_details()
        self._record_finished_sections()

    def update_details(self) -> None:
        """Show the details of the line under the cursor; while the pane is hidden, its acronyms in the status bar."""
        host = self._host
        glossary = self._glossary()
        explained = glossary.find_in_line(self._line) if self._line else ()
        visible = host.is_details_visible
        host.acronyms = () if visible else tuple((one.acronym, glossary.short_meaning(one)) for one in explained)
        if not visible or host.flow is None:
            return
        link = self._link.target if self._link else None
        subject = details_subject(self.snapshot, self._line, link, host.flow.entry)
        sources = tuple(run.source for run in links_in(self._line) if run.source) if self._line else ()
        key = (subject, sources, explained, host.language, host.flow.entry)
        if key != self._details_key:
            self._details_key = key
            host.details = details_flow(
                self.snapshot,
                subject,
                host.language,
                sources=sources,
                acronyms=tuple(glossary.render_lines(explained)),
                open_entry=host.flow.entry,
            )

    def _glossary(self) -> "AcronymGlossary":
        """Return the glossary of this binder in the reader's language."""
        host, binder = self._host, self.snapshot.binder
        if host.glossary is None or not host.glossary.is_for(binder, host.language):
            from bindertui.document.acronym_glossary import AcronymGlossary  # noqa: PLC0415 - not needed in the first frame

            host.glossary = AcronymGlossary(binder, host.language)
        return host.glossary

    def open_preview(self, run: Run) -> None:
        """Show the target of a source mark or a web link below the text."""
        self._host.preview = link_preview(self.snapshot, run, self._host.language)
        self._host.show_preview(visible=True)

    def close_preview(self) -> None:
        """Close the preview below the text."""
        self._host.preview = None
        self._host.show_preview(visible=False)

    # Reading progress

    def _record_finished_sections(self) -> None:
        """Count a section as read once its last line has been on the screen."""
        items = filter(None, map(self.snapshot.binder.outline_item, self._host.finished_entries()))
        self.progress = self.progress.mark_read(item.id for item in items if item.kind is EntryKind.SECTION)

    def save_progress(self) -> None:
        """Save the reading progress if it has changed; reading continues where it cannot be saved."""
        if self.progress != self._saved_progress or not self.progress.file.exists():
            with suppress(OSError):
                self.progress = self._saved_progress = self.progress.save(self.snapshot.binder, self._saved_progress)

    # Folds and languages

    def fold_all(self) -> None:
        """Fold every part of the document, or unfold all if all are folded."""
        host = self._host
        lines = host.flow.lines if host.flow else ()
        parts = frozenset(line.address for line in lines if isinstance(line, Heading) and line.depth)
        host.folded = host.folded - parts if parts <= host.folded else host.folded | parts

    def switch_language(self) -> None:
        """Show the next language of the binder at the same address."""
        if self._has_two_languages():
            self._host.language = self.next_language
            self.show(self._host.here, unfold=False)

    def toggle_bilingual(self) -> None:
        """Show two languages side by side, or one again, at the same address."""
        if self._has_two_languages():
            self._host.bilingual = not self._host.bilingual
            self.show(self._host.here, unfold=False)

    def _has_two_languages(self) -> bool:
        """Return whether the binder has another language, and say so if it has none."""
        language = self._host.language
        if self.next_language == language:
            self._host.report(gettext("This binder has only one language.", language))
        return self.next_language != language

    # The clipboard

    def copy(self) -> None:
        """Send the selection, or the line under the cursor, to the terminal's clipboard."""
        host, language = self._host, self._host.language
        text = host.get_selected_text() or (plain_text(self._line) if self._line else "")
        if not text:
            host.report(gettext("Nothing to copy here.", language))
            return
        host.app.copy_to_clipboard(text)
        sent = len(clipboard_sequence(text))
        message = ngettext(
            "Sent {count} character to the terminal’s clipboard. Some terminals block this.",
            "Sent {count} characters to the terminal’s clipboard. Some terminals block this.",
            sent,
            language,
        )
        if sent < len(text):
            message = " ".join(
                (
                    message,
                    gettext("Too much text for the terminal’s clipboard; only the first part was copied.", language),
                )
            )
        host.report(message)

    # Bookmarks

    def toggle_bookmark(self) -> None:
        """Set or remove a bookmark on this line."""
        host, language = self._host, self._host.language
        self._bookmarks = self._bookmarks.toggle(host.here)
        try:
            self._bookmarks = self._bookmarks.save()
        except OSError:
            message = gettext(
                "Bookmarked for this session only: {folder} is not writable.",
                language,
                folder=self._bookmarks.file.parent,
            )
            host.report(message, "warning")
        else:
            added = host.here in self._bookmarks.addresses
            host.report(gettext("Bookmarked", language) if added else gettext("Bookmark removed", language))
        self.show_status()

    def choose_bookmark(self) -> None:
        """Let the reader choose a bookmark, and go there."""
        host, language = self._host, self._host.language
        self._bookmarks = self._bookmarks.reload()
        self.show_status()
        bookmarks = tuple((address, self._bookmark_label(address)) for address in self._bookmarks.addresses)
        if not bookmarks:
            key = display_key(host.app, "bookmark", language)
            host.report(gettext("No bookmarks yet. Press {key} to bookmark a line.", language, key=key))
            return
        from bindertui.tui.screens.dialogs import BookmarksDialog  # noqa: PLC0415 - not before it is asked for

        host.app.push_screen(BookmarksDialog(bookmarks, language), self._go_if)

    def _bookmark_label(self, address: Address) -> str:
        """Return the title of a bookmark's entry, with its line."""
        language = self._host.language
        item = self.snapshot.binder.outline_item(address.entry)
        if item is None:
            return str(address)
        flow = build_document(self.snapshot, address, language)
        line = find_line(flow.lines, address)
        title = single_line(item.title.in_language(language))
        text = plain_text(flow.lines[line]) if line is not None and address.path else ""
        return crop_strip(f"{title} — {text}" if text else title, _BOOKMARK_CELLS)
