"""The app: a library in a terminal."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from functools import partial
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from attrs import evolve
from rich.console import RenderableType
from textual import on
from textual.app import App
from textual.events import Event, Key
from textual.filter import Monochrome
from textual.screen import Screen

from bindertui import _gc
from bindertui.errors import BinderError, write_crash_report
from bindertui.i18n import LazyString, gettext, ngettext
from bindertui.model.address import Address
from bindertui.model.text import single_line
from bindertui.services.access import LOCAL_USER, User
from bindertui.services.library import Library, Snapshot
from bindertui.services.live import LiveBinder
from bindertui.settings import ConfigFile, Settings
from bindertui.tui.bindings import KeymapApp
from bindertui.tui.messages import BinderChosen, LibraryRequested, TourRequested
from bindertui.tui.screens.base import SearchScreen
from bindertui.tui.screens.browse import BrowseScreen
from bindertui.tui.terminal_driver import TerminalDriver, clipboard_sequence
from bindertui.tui.themes import NAMES, THEMES, named
from bindertui.tui.threads import run_in_thread

if TYPE_CHECKING:
    from bindertui.model.progress import Progress
    from bindertui.services.editing.outcomes import Outcome
    from bindertui.tui.screens.library import LibraryScreen

T = TypeVar("T")

_FAREWELL = 2.0
"""Seconds a hung-up session has to end."""
_LONG = 15.0
"""Seconds for which it is said what is wrong with the config file: it may take some reading."""
_TICK = 0.05
"""Seconds between two steps of the progress bar."""


class BinderApp(KeymapApp):
    """Reads one binder of a library; everything a session needs arrives here."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = True
    VERTICAL_BREAKPOINTS = [(0, "-short"), (12, "-tall")]  # noqa: RUF012 - as Textual declares it
    # All in one: a sheet that a screen brings along later has all of them parsed again.
    CSS_PATH = ["app.tcss", "screens/querying.tcss", "screens/browse.tcss"]  # noqa: RUF012 - as Textual declares it

    def __init__(
        self,
        library: Library,
        settings: Settings,
        *,
        at: Address | None = None,
        find: str | None = None,
        who: User = LOCAL_USER,
    ) -> None:
        """Prepare the app.

        Args:
            library: where the binder comes from.
            settings: the settings of the run.
            at: where to open; its binder, where named, is the one that is opened.
            find: what to search for at once.
            who: whose session this is; a reader changes nothing.
        """
        super().__init__(driver_class=TerminalDriver)
        self.report: LazyString | None = None
        self._leaving = False
        self._library = library
        self._settings = settings
        self._at = at
        self._find = find
        self._binders: LibraryScreen | None = None
        self._left: Address | None = None
        self._who = who
        self._published: dict[str, LiveBinder] = {}
        self._mistakes = self._take_keys(settings.config_file) if settings.config_file else ()
        if not settings.use_colour and not self.no_color:
            # As Textual does it where the environment says so.
            self.no_color = True
            self._filters.append(Monochrome())
        self._seen: WeakKeyDictionary[Screen[Any], float] = WeakKeyDictionary()
        """When there was first something to be seen of each screen."""
        for theme in THEMES:
            self.register_theme(theme)
        # No sheet has been parsed with the theme that was: there is nothing to be parsed again.
        self.set_reactive(App.theme, named(settings.theme).name)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_css_variables(self) -> dict[str, str]:
        """The colours of the theme; none while Textual prepares itself, with a theme that nobody will see."""
        return super().get_css_variables() if self.theme in NAMES else {}

    def get_default_screen(self) -> Screen[None]:
        """The binder, or the list of several, if there are copies: a screen pushed on another costs making both."""
        screen = self._first_screen() or super().get_default_screen()
        # From the start: told of the height when its widgets are there, it would style and draw all of them twice.
        heights = screen._get_breakpoint_classes(self.size.height, self.VERTICAL_BREAKPOINTS)  # noqa: SLF001 - as Textual does it
        screen.set_class(True, *heights, update=False)  # noqa: FBT003 - as Textual declares it
        return screen

    def _first_screen(self) -> Screen[None] | None:
        if self._several:
            several = self._library.cached_snapshots()
            return self._offering(several, self._find) if several else None
        kept = self._library.cached_snapshot(self._wanted)
        return self._browsing(kept, self._at, self._find) if kept else None

    def on_mount(self) -> None:
        """Open the binder, if it is not open yet."""
        if not self.is_headless:
            self.heed_signals()
        if self.keymap.changed:
            self.set_keymap(self.keymap.bound)
        if self._mistakes:
            self.call_after_refresh(self._tell_mistakes, self._mistakes)
        if isinstance(self.screen, SearchScreen):
            return
        if self._several:
            self._list_binders(find=self._find)
        else:
            then = partial(self._browse, at=self._at, find=self._find)
            self._read(partial(self._library.load_snapshot, self._wanted), then)

    def _take_keys(self, written: ConfigFile) -> tuple[LazyString, ...]:
        """Take the keys that a config file wants; the errors of the file, its warnings being for whoever checks it."""
        from bindertui.model.problems import Level  # noqa: PLC0415 - hardly anyone has such a file
        from bindertui.tui.keymap import validate_keymap  # noqa: PLC0415

        self.keymap, problems = validate_keymap(written)
        return (*written.problems, *(one.located_message for one in problems if one.level is Level.ERROR))

    def _tell_mistakes(self, mistakes: tuple[LazyString, ...]) -> None:
        said = ngettext(
            "The config file has a mistake; all else in it counts. {first}",
            "The config file has {count} mistakes; all else in it counts. The first: {first}",
            len(mistakes),
            self._settings.language,
            first=mistakes[0],
        )
        self.notify(said, severity="warning", markup=False, timeout=_LONG)

    def heed_signals(self) -> None:
        """Leave a hung-up or terminated session by the front door, so that the terminal is restored."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self.exit)
        loop.add_signal_handler(signal.SIGHUP, self._hung_up)

    @property
    def _several(self) -> bool:
        """Whether there are binders to choose from, and none is named."""
        return self._wanted is None and len(self._library.folders) > 1

    def _list_binders(self, find: str | None = None) -> None:
        """Offer the binders of the library."""
        if kept := self._library.cached_snapshots():
            self._show(self._offering(kept, find))
        else:
            self._read(self._library.load_snapshots, lambda read: self._show(self._offering(read, find)))

    def _offering(self, snapshots: tuple[Snapshot, ...], find: str | None) -> "LibraryScreen":
        from bindertui.tui.screens.library import LibraryScreen  # noqa: PLC0415 - most libraries have one binder

        self.title = "bindertui"
        self._binders = LibraryScreen(tuple(map(self.live_binder, snapshots)), self._settings, find=find)
        if self._left is not None:
            self._binders.set_left(self._left)
        return self._binders

    @on(BinderChosen)
    def _binder_chosen(self, event: BinderChosen) -> None:
        self._browse(event.snapshot, event.address, found_by=event.found_by)

    @on(LibraryRequested)
    def _library_asked(self, event: LibraryRequested) -> None:
        """Go back to the list of binders, or make it where the app was opened at a place in one."""
        if len(self._library.folders) == 1:
            self.notify(gettext("There is only this binder here.", event.language), markup=False, timeout=4)
            return
        self._left = event.here
        if self._binders is None:
            self._list_binders()
        else:
            self._binders.set_left(event.here)
            self.pop_screen()

    @on(TourRequested)
    def _tour_requested(self, event: TourRequested) -> None:
        from bindertui.services.tour import open_tour  # noqa: PLC0415 - not before it is asked for

        run_in_thread(self, partial(open_tour, self._settings.cache_folder), partial(self._open_tour, event))

    def _open_tour(self, event: TourRequested, tour: LiveBinder) -> None:
        # Unless another screen was opened while the tour was read.
        if self.screen is event.screen:
            from bindertui.tui.screens.tour import TourScreen  # noqa: PLC0415 - not before it is asked for

            settings = evolve(self._settings, language=event.language)
            self.push_screen(TourScreen(tour, settings, user=self._who, on_save_attempt=self.on_save_attempt))

    @property
    def _wanted(self) -> str | None:
        return self._at.binder if self._at else None

    def _hung_up(self) -> None:
        """Leave, and soon: what the terminal is still to be told may never be taken by it."""
        watchdog = threading.Timer(_FAREWELL, os._exit, (128 + signal.SIGHUP,))
        watchdog.daemon = True
        watchdog.start()
        self.exit()

    def _read(self, read: "Callable[[Progress], T]", then: "Callable[[T], None]") -> None:
        """Read the files, showing how far that is."""
        from bindertui.tui.screens.library import LoadingScreen  # noqa: PLC0415 - most starts find a copy

        opening = LoadingScreen(self._settings.language)
        self._show(opening)
        last = 0.0

        def progress(done: int, total: int) -> None:
            nonlocal last
            if (now := monotonic()) - last > _TICK:
                last = now
                self.call_later(opening.progress, done, total)

        run_in_thread(self, partial(read, progress), then)

    def _browse(
        self, snapshot: Snapshot, at: Address | None, find: str | None = None, found_by: str | None = None
    ) -> None:
        self._show(self._browsing(snapshot, at, find, found_by))

    def _browsing(
        self, snapshot: Snapshot, at: Address | None, find: str | None, found_by: str | None = None
    ) -> BrowseScreen:
        self.title = single_line(snapshot.binder.cover.id)
        return BrowseScreen(
            self.live_binder(snapshot),
            self._settings,
            at=at,
            user=self._who,
            on_save_attempt=self.on_save_attempt,
            find=find,
            found_by=found_by,
        )

    def live_binder(self, snapshot: Snapshot) -> LiveBinder:
        """What tells of the changes of a binder: one for all screens that show it."""
        return self._published.setdefault(snapshot.repository.location, LiveBinder(snapshot))

    def on_save_attempt(self, what: str, outcome: "Outcome | BinderError") -> None:
        """Somebody has tried to save something here, which nobody takes note of; this comes from other threads.

        Args:
            what: the address of what was edited, or the files that were to change.
            outcome: what came of it.
        """

    def _show(self, screen: Screen[None]) -> None:
        """Show a screen in the place of the one on top; the first one, and the list of binders, stay below."""
        if len(self.screen_stack) == 1 or self.screen is self._binders:
            self.push_screen(screen)
        else:
            self.switch_screen(screen)

    def action_help_quit(self) -> None:
        """Say how to leave, to someone who pressed ctrl+c; Textual would say it in English."""
        spoken = (getattr(screen, "language", None) for screen in reversed(self.screen_stack))
        language = next(filter(None, spoken), self._settings.language)
        self.notify(gettext("To leave the app, press q while you read.", language), markup=False, timeout=4)

    # Keys

    async def on_event(self, event: Event) -> None:
        """Pass over a key that was typed before there was anything to be seen of the screen that would obey it.

        Whoever typed it had another screen in mind. A box to write in takes its letters, which change nothing else; and
        Escape, which destroys nothing, leads out of a screen that is still on its way.
        """
        if not (isinstance(event, Key) and self._too_early(event)):
            await super().on_event(event)

    def _too_early(self, event: Key) -> bool:
        if not self._seen or event.key == "escape" or event.time >= self._seen.get(self.screen, inf):
            return False
        from textual.widgets import Input, TextArea  # noqa: PLC0415 - hardly a key comes that early

        return event.is_forwarded or not isinstance(self.focused, Input | TextArea)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        # Before it is written: an answer to what is seen may be here before the writing has returned.
        now = monotonic()
        super()._display(screen, renderable)
        if renderable is not None and screen not in self._seen:
            _gc.resume()
            # What is typed ahead while the app starts can be meant for nothing but its first screen with commands.
            started = any(isinstance(seen, SearchScreen) for seen in self._seen)
            self._seen[screen] = now if started else 0.0

    # The terminal

    def copy_to_clipboard(self, text: str) -> None:
        """Keep a text, whole, for pasting it here; and send the terminal as much of it as it takes."""
        super().copy_to_clipboard(clipboard_sequence(text))
        self._clipboard = text

    def exit(self, *arguments: Any, **keywords: Any) -> None:
        """Leave the app."""
        self._leaving = True
        super().exit(*arguments, **keywords)

    def _fatal_error(self) -> None:
        """Leave after a bug, with its report on disk: Textual would print it, and the content in it, to the user."""
        # Told to end while its widgets were still being made, the app finds some of them gone: that is no bug.
        if self._leaving:
            self._return_code = 0
        else:
            self.report = write_crash_report(self._settings.versions_folder)
        self._close_messages_no_wait()


def run(
    library: Library,
    settings: Settings,
    *,
    at: Address | None = None,
    find: str | None = None,
    who: User = LOCAL_USER,
) -> None:
    """Run the app in this terminal until it is quit, hung up on or told to end.

    Raises:
        BinderError: the app met a bug; the error says where its report is.
    """
    app = BinderApp(library, settings, at=at, find=find, who=who)
    app.run()
    if app.report is not None:
        raise BinderError(app.report)
