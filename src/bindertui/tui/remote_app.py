"""The style sheets of many apps in one process: what one has parsed, the others take over.

The app of someone who is not at this machine: nothing it does reaches the machine it runs on.
"""

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

from bindertui._frozen import frozen
from bindertui.errors import BinderError
from bindertui.model.address import Address
from bindertui.services.access import User
from bindertui.services.audit import AuditDetail, AuditEvent
from bindertui.services.editing.outcomes import Outcome, outcome_kind
from bindertui.services.library import Snapshot
from bindertui.services.live import LiveBinder, SharedLibrary
from bindertui.settings import Settings
from bindertui.terminal.capabilities import color_filters, color_system, make_console
from bindertui.terminal.screen_diff import ScreenBuffer, ScreenDiff
from bindertui.tui.app import BinderApp
from bindertui.tui.messages import Read, Sought

_MANY = 1000
"""Parsed sheets that are kept: those of all widgets, for a few themes."""

_colours: dict[str, dict[str, str]] = {}
"""The colours of the themes, by the names of both: Textual works them out three times for an app."""
_parsed: dict[tuple[object, ...], list[RuleSet]] = {}


def shared_colours(theme: str, work_out: Callable[[], dict[str, str]]) -> dict[str, str]:
    """The colours of a theme by their names, worked out once for all apps that take it.

    Args:
        theme: its name.
        work_out: works them out.
    """
    if theme not in _colours:
        _colours[theme] = work_out()
    return _colours[theme].copy()


class SharedStylesheet(Stylesheet):
    """A style sheet that parses nothing twice in a process: rules are the same for all apps of the same theme."""

    def __init__(self, *, variables: Mapping[str, str] | None = None) -> None:
        """Prepare to take in style sheets.

        Args:
            variables: the colours of the theme, by name.
        """
        super().__init__(variables=dict(variables or {}))
        self._theme = frozenset(self._variables.items())

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take another theme."""
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
        if (rules := _parsed.get(key)) is None:
            if len(_parsed) >= _MANY:
                _parsed.clear()
            rules = _parsed[key] = super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)
        return rules


MakeDriver = Callable[..., Driver]
"""Makes the driver of an app, with the arguments that Textual makes one with."""


@frozen
class RemoteTerminal:
    """A terminal that is not this process's own.

    Attributes:
        driver: makes what an app talks to it through.
        colours: how many it has; 0 for none.
        links: whether it knows links to the web.
    """

    driver: MakeDriver
    colours: int
    links: bool


class RemoteApp(BinderApp):
    """Reads a binder in a terminal that is elsewhere.

    It takes no signals, leaves the streams of this process alone, starts no editor, and draws in the colours of its own
    terminal. Its driver can do nothing here either: see `MakeDriver`.
    """

    def __init__(  # noqa: PLR0913 - as an app that is here, and where else it is
        self,
        library: SharedLibrary,
        settings: Settings,
        *,
        at: Address | None = None,
        find: str | None = None,
        who: User,
        terminal: RemoteTerminal,
        note: AuditDetail,
    ) -> None:
        """Prepare the app.

        Args:
            library: the binders, open for all who come.
            settings: the settings of this session: its language, and where this person's own state is kept.
            at: where to open.
            find: what to search for at once.
            who: whose session it is; a reader changes nothing.
            terminal: where the app is shown.
            note: takes note of what is read, looked for and saved; the last also from other threads.
        """
        self._shared = library
        self._note = note
        self._canvas = ScreenDiff(color_system(terminal.colours), terminal.links)
        super().__init__(library, settings, at=at, find=find, who=who)
        self.stylesheet = SharedStylesheet(variables=self.get_css_variables())
        # Textual takes all of these from the terminal this process runs in.
        self.driver_class = cast("type[Driver]", terminal.driver)
        self.console = make_console(terminal.colours)
        self.no_color = not terminal.colours
        self._filters = [self._filters[0], *color_filters(terminal.colours)]
        self.animation_level = "none"
        # Textual redirects the streams while an app runs; several that end in any order would leave them redirected.
        self._capture_stdout, self._capture_stderr = cast("Any", sys.stdout), cast("Any", sys.stderr)

    def _set_pointer_shape(self, shape: str) -> None:
        """Leave the pointer alone: few terminals obey, and one that does not know how may show what it is told."""

    def get_css_variables(self) -> dict[str, str]:
        """The colours of the theme, by name."""
        self.theme_variables = shared_colours(self.theme, super().get_css_variables)
        return self.theme_variables

    def heed_signals(self) -> None:
        """Take none: they are for the server."""

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Tell the terminal what has changed, and no more."""
        update: object = renderable
        if isinstance(update, CompositorUpdate):
            update = ScreenBuffer(update, self._canvas)
        super()._display(screen, cast("RenderableType | None", update))

    def refresh(self, *, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw everything anew, whatever the terminal has been told before."""
        self._canvas.forget()
        return super().refresh(repaint=repaint, layout=layout, recompose=recompose)

    @on(Resize)
    def _resized(self, event: Resize) -> None:
        """Draw anew for a terminal that has its size again: on the way there it may have lost what it showed."""
        if event.size == self._canvas.size:
            self.refresh()

    def published(self, snapshot: Snapshot) -> LiveBinder:
        """What tells everyone who is here of the changes of a binder."""
        return self._shared.published(snapshot)

    @on(Read)
    def _read_entry(self, event: Read) -> None:
        self._note(AuditEvent.READ, address=str(event.address))

    @on(Sought)
    def _searched(self, event: Sought) -> None:
        self._note(AuditEvent.SEARCHED, query=event.text)

    def tried(self, what: str, outcome: Outcome | BinderError) -> None:
        """Note what came of a save."""
        self._note(AuditEvent.EDITED, changed=what, outcome=outcome_kind(outcome))

    def _print_error_renderables(self) -> None:
        """Say nothing on the streams of this process: what went wrong is in the report."""
        self._exit_renderables.clear()
