"""The app of one session: opens the binders of a library, and switches between its screens."""

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
from bindertui.tui.themes import NAMES, THEMES, theme_by_name
from bindertui.tui.threads import run_in_thread

if TYPE_CHECKING:
    from bindertui.model.progress import Progress
    from bindertui.services.editing.outcomes import Outcome
    from bindertui.tui.screens.library import LibraryScreen

T = TypeVar("T")

_HANGUP_TIMEOUT = 2.0
"""Seconds a session has to end after a hang-up."""
_CONFIG_TIMEOUT = 15.0
"""Seconds for which mistakes in the config file are shown."""
_PROGRESS_INTERVAL = 0.05
"""Seconds between two steps of the progress bar."""


class BinderApp(KeymapApp):
    """One session: a library, a user, and the screens that show it.

    Attributes:
        report: says where the report of a crash is; None without a crash.
    """

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = True
    VERTICAL_BREAKPOINTS = [(0, "-short"), (12, "-tall")]  # noqa: RUF012 - as Textual declares it
    # All at once: a style sheet that a screen adds later has all of them parsed again.
    CSS_PATH = ["app.tcss", "screens/search.tcss", "screens/browse.tcss"]  # noqa: RUF012 - as Textual declares it

    def __init__(
        self,
        library: Library,
        settings: Settings,
        *,
        at: Address | None = None,
        find: str | None = None,
        user: User = LOCAL_USER,
    ) -> None:
        """Prepare the app.

        Args:
            library: the binders.
            settings: the settings of the run.
            at: where to open; it may name the binder.
            find: a query to start with.
            user: the user of the session, with their role.
        """
        super().__init__(driver_class=TerminalDriver)
        self.report: LazyString | None = None
        self._is_exiting = False
        self._library = library
        self._settings = settings
        self._at = at
        self._find = find
        self._library_shown: LibraryScreen | None = None
        self._left: Address | None = None
        self._user = user
        self._live_binders: dict[str, LiveBinder] = {}
        self._config_problems = self._apply_keymap(settings.config_file) if settings.config_file else ()
        if not settings.use_colour and not self.no_color:
            # As Textual does it for $NO_COLOR.
            self.no_color = True
            self._filters.append(Monochrome())
        self._drawn_at: WeakKeyDictionary[Screen[Any], float] = WeakKeyDictionary()
        """When each screen was first drawn."""
        for theme in THEMES:
            self.register_theme(theme)
        # Not by assignment: no style sheet was parsed with another theme, so none needs to be parsed again.
        self.set_reactive(App.theme, theme_by_name(settings.theme).name)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_css_variables(self) -> dict[str, str]:
        """Return the colours of the theme; none while Textual starts, with a theme that is never shown."""
        return super().get_css_variables() if self.theme in NAMES else {}

    def get_default_screen(self) -> Screen[None]:
        """Return the binder or the list of binders if they are cached: to push a second screen would cost two."""
        screen = self._first_screen() or super().get_default_screen()
        # Set here: once the screen has widgets, Textual would style and draw all of them twice.
        heights = screen._get_breakpoint_classes(self.size.height, self.VERTICAL_BREAKPOINTS)  # noqa: SLF001 - as Textual does it
        screen.set_class(True, *heights, update=False)  # noqa: FBT003 - as Textual declares it
        return screen

    def _first_screen(self) -> Screen[None] | None:
        if self._has_choice:
            several = self._library.cached_snapshots()
            return self._library_screen(several, self._find) if several else None
        kept = self._library.cached_snapshot(self._named_binder)
        return self._browse_screen(kept, self._at, self._find) if kept else None

    def on_mount(self) -> None:
        """Open the binder, unless it is open already."""
        if not self.is_headless:
            self.install_signal_handlers()
        if self.keymap.changed:
            self.set_keymap(self.keymap.bound)
        if self._config_problems:
            self.call_after_refresh(self._report_config_problems, self._config_problems)
        if isinstance(self.screen, SearchScreen):
            return
        if self._has_choice:
            self._show_library(find=self._find)
        else:
            then = partial(self._browse, at=self._at, find=self._find)
            self._load(partial(self._library.load_snapshot, self._named_binder), then)

    def _apply_keymap(self, written: ConfigFile) -> tuple[LazyString, ...]:
        """Apply the keys of a config file, and return its errors; `config check` shows its warnings."""
        from bindertui.model.problems import Level  # noqa: PLC0415 - few users have a config file
        from bindertui.tui.keymap import validate_keymap  # noqa: PLC0415

        self.keymap, problems = validate_keymap(written)
        return (*written.problems, *(one.located_message for one in problems if one.level is Level.ERROR))

    def _report_config_problems(self, mistakes: tuple[LazyString, ...]) -> None:
        said = ngettext(
            "Your config file has a problem (the other settings were applied). {first}",
            "Your config file has {count} problems (the other settings were applied). The first: {first}",
            len(mistakes),
            self._settings.language,
            first=mistakes[0],
        )
        self.notify(said, severity="warning", markup=False, timeout=_CONFIG_TIMEOUT)

    def install_signal_handlers(self) -> None:
        """Exit normally on a hang-up or SIGTERM, so that the terminal is restored."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self.exit)
        loop.add_signal_handler(signal.SIGHUP, self._exit_on_hangup)

    @property
    def _has_choice(self) -> bool:
        """Whether there are several binders, and none is named."""
        return self._named_binder is None and len(self._library.folders) > 1

    def _show_library(self, find: str | None = None) -> None:
        """Show the list of binders."""
        if kept := self._library.cached_snapshots():
            self._show(self._library_screen(kept, find))
        else:
            self._load(self._library.load_snapshots, lambda read: self._show(self._library_screen(read, find)))

    def _library_screen(self, snapshots: tuple[Snapshot, ...], find: str | None) -> "LibraryScreen":
        from bindertui.tui.screens.library import LibraryScreen  # noqa: PLC0415 - most libraries have one binder

        self.title = "bindertui"
        self._library_shown = LibraryScreen(tuple(map(self.live_binder, snapshots)), self._settings, find=find)
        if self._left is not None:
            self._library_shown.set_left(self._left)
        return self._library_shown

    @on(BinderChosen)
    def _binder_chosen(self, event: BinderChosen) -> None:
        self._browse(event.snapshot, event.address, found_by=event.found_by)

    @on(LibraryRequested)
    def _library_asked(self, event: LibraryRequested) -> None:
        """Go back to the list of binders; make it if the app was opened in one of them."""
        if len(self._library.folders) == 1:
            self.notify(gettext("This library has only one binder.", event.language), markup=False, timeout=4)
            return
        self._left = event.here
        if self._library_shown is None:
            self._show_library()
        else:
            self._library_shown.set_left(event.here)
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
            self.push_screen(TourScreen(tour, settings, user=self._user, on_save_attempt=self.on_save_attempt))

    @property
    def _named_binder(self) -> str | None:
        return self._at.binder if self._at else None

    def _exit_on_hangup(self) -> None:
        """Exit soon: the terminal may never accept the rest of the output."""
        watchdog = threading.Timer(_HANGUP_TIMEOUT, os._exit, (128 + signal.SIGHUP,))
        watchdog.daemon = True
        watchdog.start()
        self.exit()

    def _load(self, read: "Callable[[Progress], T]", then: "Callable[[T], None]") -> None:
        """Read the files, and show the progress."""
        from bindertui.tui.screens.library import LoadingScreen  # noqa: PLC0415 - most starts find a cached binder

        opening = LoadingScreen(self._settings.language)
        self._show(opening)
        last = 0.0

        def progress(done: int, total: int) -> None:
            nonlocal last
            if (now := monotonic()) - last > _PROGRESS_INTERVAL:
                last = now
                self.call_later(opening.progress, done, total)

        run_in_thread(self, partial(read, progress), then)

    def _browse(
        self, snapshot: Snapshot, at: Address | None, find: str | None = None, found_by: str | None = None
    ) -> None:
        self._show(self._browse_screen(snapshot, at, find, found_by))

    def _browse_screen(
        self, snapshot: Snapshot, at: Address | None, find: str | None, found_by: str | None = None
    ) -> BrowseScreen:
        self.title = single_line(snapshot.binder.cover.id)
        return BrowseScreen(
            self.live_binder(snapshot),
            self._settings,
            at=at,
            user=self._user,
            on_save_attempt=self.on_save_attempt,
            find=find,
            found_by=found_by,
        )

    def live_binder(self, snapshot: Snapshot) -> LiveBinder:
        """Return the live binder of a snapshot: one for all screens that show it."""
        return self._live_binders.setdefault(snapshot.repository.location, LiveBinder(snapshot))

    def on_save_attempt(self, what: str, outcome: "Outcome | BinderError") -> None:
        """Handle an attempt to save; a local session does nothing. It is called from other threads.

        Args:
            what: the address that was edited, or the files to change.
            outcome: the outcome.
        """

    def _show(self, screen: Screen[None]) -> None:
        """Replace the top screen; the first screen and the list of binders stay below."""
        if len(self.screen_stack) == 1 or self.screen is self._library_shown:
            self.push_screen(screen)
        else:
            self.switch_screen(screen)

    def action_help_quit(self) -> None:
        """After ctrl+c, say how to quit; Textual would say it in English."""
        spoken = (getattr(screen, "language", None) for screen in reversed(self.screen_stack))
        language = next(filter(None, spoken), self._settings.language)
        self.notify(gettext("To quit, go back to reading and press q.", language), markup=False, timeout=4)

    # Keys

    async def on_event(self, event: Event) -> None:
        """Ignore a key that was typed before the screen that would handle it was drawn.

        It was meant for another screen. Text boxes accept it: letters change nothing else. Escape is accepted, too: it
        closes a screen that is not drawn yet, and destroys nothing.
        """
        if not (isinstance(event, Key) and self._is_too_early(event)):
            await super().on_event(event)

    def _is_too_early(self, event: Key) -> bool:
        if not self._drawn_at or event.key == "escape" or event.time >= self._drawn_at.get(self.screen, inf):
            return False
        from textual.widgets import Input, TextArea  # noqa: PLC0415 - few keys come that early

        return event.is_forwarded or not isinstance(self.focused, Input | TextArea)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        # Taken before the frame is written: a key that answers it may come before the write has returned.
        now = monotonic()
        super()._display(screen, renderable)
        if renderable is not None and screen not in self._drawn_at:
            _gc.resume()
            # Keys typed ahead while the app starts can only be meant for its first screen with commands.
            started = any(isinstance(seen, SearchScreen) for seen in self._drawn_at)
            self._drawn_at[screen] = now if started else 0.0

    # The terminal

    def copy_to_clipboard(self, text: str) -> None:
        """Send the terminal as much of a text as it accepts; the whole text can be pasted in the app."""
        super().copy_to_clipboard(clipboard_sequence(text))
        self._clipboard = text

    def exit(self, *arguments: Any, **keywords: Any) -> None:
        """Exit; errors of widgets that are closing make no crash report."""
        self._is_exiting = True
        super().exit(*arguments, **keywords)

    def _fatal_error(self) -> None:
        """Exit after a bug, with a report on disk: Textual would print it, with the content in it, to the terminal."""
        # An app that exits while its widgets are being made finds some of them gone: that is no bug.
        if self._is_exiting:
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
    user: User = LOCAL_USER,
) -> None:
    """Run the app in this terminal until the user quits, or a signal ends it.

    Raises:
        BinderError: the app crashed because of a bug; the message says where the report is.
    """
    app = BinderApp(library, settings, at=at, find=find, user=user)
    app.run()
    if app.report is not None:
        raise BinderError(app.report)
