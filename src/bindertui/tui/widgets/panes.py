"""The panes, side by side: as many as the terminal has room for."""

from collections.abc import Callable, Mapping
from contextvars import copy_context

from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus
from textual.reactive import reactive
from textual.widget import Widget

TWO_PANES, THREE_PANES = 120, 160
"""The widths in cells from which two and three panes are shown."""

_FRAMES = {"outline": "outline", "results": "results", "text": "reading", "details": "details"}
"""The widget to show or hide for each pane, by the id of the widget that has its focus."""


class CoveringStack(Vertical):
    """Widgets, one above the other, that cover it completely."""

    BLANK = True
    """Its own background is never visible, so Textual need not cut and filter it: half the cost of a frame."""


class Panes(Horizontal):
    """Outline (or results), text and details; the pane with the focus is always visible.

    Only the text exists from the start. The others are made when they are first shown: a narrow terminal shows none of
    them in its first frame, which would have to wait for all.

    Attributes:
        pane: the pane the user is in.
        results_open: whether the results replace the outline.
        details: whether the user wants the details; None leaves it to the width.
        bilingual: whether two languages are shown, which need the room of one more pane.
    """

    BLANK = True

    pane: reactive[str] = reactive("text")
    results_open: reactive[bool] = reactive(default=False)
    details: reactive[bool | None] = reactive(None)
    bilingual: reactive[bool] = reactive(default=False)

    def __init__(self, makers: Mapping[str, Callable[[], Widget]], *, id: str | None = None) -> None:
        """Prepare the panes; the content of `#reading` is composed by the screen.

        Args:
            makers: make the other widgets, by their ids: `outline` or `results` before the text, `details` after it,
                `peek` below it.
            id: the widget's id.
        """
        super().__init__(id=id)
        # Set here: once there are widgets, Textual would compute all their styles again.
        self.set_class(self._room() == 1, "-single", update=False)
        self._unmounted = dict(makers)
        self._context_of_screen = copy_context()
        """The context in which `data_bind` finds the screen, for widgets that are made later."""

    def on_mount(self) -> None:
        """Show as many panes as fit."""
        self._arrange()

    def on_resize(self) -> None:
        """Show as many panes as fit."""
        self._arrange()

    def watch_pane(self) -> None:
        """Show the pane the user is in."""
        self._arrange()

    def watch_results_open(self) -> None:
        """Show the results in place of the outline, or the outline again."""
        self._arrange()

    def watch_details(self) -> None:
        """Show or hide the details."""
        self._arrange()

    def watch_bilingual(self) -> None:
        """Make room for two languages side by side."""
        self._arrange()

    def names(self) -> tuple[str, ...]:
        """Return the panes the user can go to, from left to right, whether or not they all fit."""
        if self.results_open and self._room() > 1:
            return ("results", "text")
        side = "results" if self.results_open else "outline"
        return (side, "text", "details") if self._room() == 1 or self._with_details() else (side, "text")

    def visible_panes(self) -> tuple[str, ...]:
        """Return the panes that are on the screen."""
        room, names = self._room(), self.names()
        if room >= len(names):
            return names
        if room == 1:
            return (self.pane,) if self.pane in names else ("text",)
        return names[:2] if self.pane == names[0] or self.results_open else names[1:]

    def enter(self, pane: str) -> None:
        """Show a pane and give it the focus."""
        self.pane = pane
        self.screen.set_focus(self.query_one(f"#{pane}", Widget))

    def step(self, step: int) -> None:
        """Go to the next or the previous pane; after the last one, to the first."""
        names = self.names()
        at = names.index(self.pane) if self.pane in names else names.index("text")
        self.enter(names[(at + step) % len(names)])

    def toggle_details(self) -> None:
        """Show or hide the details; where one pane fills the screen, go there and back."""
        if self._room() == 1:
            self.enter("text" if self.pane == "details" else "details")
            return
        self.details = not self._with_details()
        if self.pane == "details" and not self.details:
            self.enter("text")

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Follow the focus."""
        # The event comes a little later: by then the focus may be elsewhere, as in the search bar after a start.
        if event.widget.id in _FRAMES and event.widget is self.screen.focused:
            self.pane = event.widget.id

    def show_preview(self, *, visible: bool) -> None:
        """Show or hide the preview below the text."""
        self._show("peek", visible=visible)

    def _room(self) -> int:
        # The width of the terminal, which is also that of the panes: it is known before the layout.
        width = self.app.size.width
        return max(1 + (width >= TWO_PANES) + (width >= THREE_PANES) - self.bilingual, 1)

    def _with_details(self) -> bool:
        return self._room() == 3 if self.details is None else self.details

    def _arrange(self) -> None:
        if not self.is_mounted:
            return
        visible = self.visible_panes()
        for pane, frame in _FRAMES.items():
            self._show(frame, visible=pane in visible)
        self.set_class(len(visible) == 1, "-single")

    def _show(self, frame: str, *, visible: bool) -> None:
        if visible and frame in self._unmounted:
            self._mount_late(frame)
        if frame not in self._unmounted:
            self.query_one(f"#{frame}", Widget).display = visible

    def _mount_late(self, frame: str) -> None:
        widget = self._context_of_screen.run(self._unmounted.pop(frame))
        reading = self.query_one("#reading", Widget)
        if frame == "peek":
            reading.mount(widget)
        elif frame == "details":
            self.mount(widget, after=reading)
        else:
            self.mount(widget, before=reading)
