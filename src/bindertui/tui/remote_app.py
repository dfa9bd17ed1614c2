"""The app on a terminal at the other end of a connection: nothing it does reaches the machine it runs on."""

import sys
from collections.abc import Callable, Mapping
from typing import Any, Self, cast

from rich.console import RenderableType
from textual import on
from textual._compositor import CompositorUpdate
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation
from textual.driver import Driver
from textual.events import Resize
from textual.screen import Screen

from bindertui.errors import BinderError
from bindertui.model.address import Address
from bindertui.services.access import User
from bindertui.services.audit import AuditEvent, AuditRecorder
from bindertui.services.editing.outcomes import Outcome, outcome_kind
from bindertui.services.library import Snapshot
from bindertui.services.live import LiveBinder, SharedLibrary
from bindertui.settings import Settings
from bindertui.terminal.capabilities import TerminalInfo
from bindertui.terminal.colors import color_filters, color_system, make_console
from bindertui.terminal.driver import DriverFactory
from bindertui.terminal.screen_diff import DiffUpdate, ScreenBuffer
from bindertui.tui.app import BinderApp
from bindertui.tui.messages import EntryRead, QuerySettled

_MAX_PARSED_SHEETS = 1000
"""Parsed style sheets that are cached: those of all widgets, for a few themes."""

_theme_variables: dict[str, dict[str, str]] = {}
"""CSS variables by the name of the theme; Textual computes them three times for each app."""
_parsed_sheets: dict[tuple[object, ...], list[RuleSet]] = {}


def _cached_theme_variables(theme: str, compute: Callable[[], dict[str, str]]) -> dict[str, str]:
    """Return the CSS variables of a theme, computed once for all apps.

    Args:
        theme: the name of the theme.
        compute: computes its variables.
    """
    if theme not in _theme_variables:
        _theme_variables[theme] = compute()
    return _theme_variables[theme].copy()


class SharedStylesheet(Stylesheet):
    """A style sheet that shares parsed rules with all apps of the process that have the same theme."""

    def __init__(self, *, variables: Mapping[str, str] | None = None) -> None:
        """Create an empty style sheet.

        Args:
            variables: the CSS variables of the theme.
        """
        super().__init__(variables=dict(variables or {}))
        self._theme = frozenset(self._variables.items())

    def set_variables(self, variables: dict[str, str]) -> None:
        """Change the theme."""
        super().set_variables(variables)
        self._theme = frozenset(variables.items())

    def _parse_rules(
        self,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,  # noqa: FBT001, FBT002 - as Textual calls it
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        key = (self._theme, css, read_from, is_default_rules, tie_breaker, scope)
        if (rules := _parsed_sheets.get(key)) is None:
            if len(_parsed_sheets) >= _MAX_PARSED_SHEETS:
                _parsed_sheets.clear()
            rules = _parsed_sheets[key] = super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)
        return rules


class RemoteApp(BinderApp):
    """The app on a client's terminal.

    It handles no signals, does not touch the streams of this process, starts no editor, and draws in the colors of the
    client's terminal. Its driver does not reach this machine either; see `DriverFactory`.
    """

    def __init__(  # noqa: PLR0913 - those of the local app, and where the client is
        self,
        library: SharedLibrary,
        settings: Settings,
        *,
        at: Address | None = None,
        find: str | None = None,
        user: User,
        terminal: TerminalInfo,
        create_driver: DriverFactory,
        record: AuditRecorder,
    ) -> None:
        """Create the app.

        Args:
            library: the binders, shared by all sessions.
            settings: the settings of this session, with its language and the user's own state folder.
            at: the address to open at.
            find: a query to search for at once.
            user: the user of this session.
            terminal: the client's terminal.
            create_driver: creates the driver for the client's terminal.
            record: records entries read, searches and saves; saves also from other threads.
        """
        self._shared_library = library
        self._record = record
        self._screen_buffer = ScreenBuffer(color_system(terminal.depth), terminal.hyperlinks)
        super().__init__(library, settings, at=at, find=find, user=user)
        self.stylesheet = SharedStylesheet(variables=self.get_css_variables())
        # By default, Textual derives all of these from the terminal of this process.
        self.driver_class = cast("type[Driver]", create_driver)
        self.console = make_console(terminal.depth)
        self.no_color = not terminal.depth
        self._filters = [self._filters[0], *color_filters(terminal.depth)]
        self.animation_level = "none"
        # Textual redirects the streams while an app runs; apps that end in any order would leave them redirected.
        self._capture_stdout, self._capture_stderr = cast("Any", sys.stdout), cast("Any", sys.stderr)

    def _set_pointer_shape(self, shape: str) -> None:
        """Do nothing: few terminals support it, and others may show the sequence."""

    def get_css_variables(self) -> dict[str, str]:
        """Return the CSS variables of the theme."""
        self.theme_variables = _cached_theme_variables(self.theme, super().get_css_variables)
        return self.theme_variables

    def install_signal_handlers(self) -> None:
        """Do nothing: signals are for the server."""

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Send the cells that change."""
        update: object = renderable
        if isinstance(update, CompositorUpdate):
            update = DiffUpdate(update, self._screen_buffer)
        super()._display(screen, cast("RenderableType | None", update))

    def refresh(self, *, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw the whole screen, whatever the terminal shows."""
        self._screen_buffer.forget()
        return super().refresh(repaint=repaint, layout=layout, recompose=recompose)

    @on(Resize)
    def _on_resized(self, event: Resize) -> None:
        """Draw the whole screen if a terminal has its old size again: in between it may have lost its content."""
        if event.size == self._screen_buffer.size:
            self.refresh()

    def live_binder(self, snapshot: Snapshot) -> LiveBinder:
        """Return the live binder that all sessions share."""
        return self._shared_library.live_binder(snapshot)

    @on(EntryRead)
    def _record_read(self, event: EntryRead) -> None:
        self._record(AuditEvent.READ, address=str(event.address))

    @on(QuerySettled)
    def _record_search(self, event: QuerySettled) -> None:
        self._record(AuditEvent.SEARCHED, query=event.text)

    def on_save_attempt(self, what: str, outcome: Outcome | BinderError) -> None:
        """Record the outcome of a save."""
        self._record(AuditEvent.EDITED, changed=what, outcome=outcome_kind(outcome))

    def _print_error_renderables(self) -> None:
        """Print nothing on the streams of this process: errors are in the crash report."""
        self._exit_renderables.clear()
