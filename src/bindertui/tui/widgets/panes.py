"""The panes side by side: as many as the terminal has room for."""

from collections.abc import Callable, Mapping
from contextvars import copy_context

from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus
from textual.reactive import reactive
from textual.widget import Widget

TWO_PANES, THREE_PANES = 120, 160
"""The widths, in cells, from which two and three panes stand side by side."""

_FRAMES = {"outline": "outline", "results": "results", "text": "reading", "details": "details"}
"""The widget that each pane fills, by the widget that takes its keys."""


class Stack(Vertical):
    """Widgets one above another that leave nothing uncovered."""

    BLANK = True
    """Nothing of its own is seen, so nothing is cut to pieces and filtered line by line: half of what a frame costs."""


class Panes(Horizontal):
    """Outline (or results), text and details; the pane the user is in is always among those shown.

    Only the text is there from the start. The others are made when they are first shown: a narrow terminal shows none
    of them in its first frame, and would wait for all of them.
    """

    BLANK = True

    pane: reactive[str] = reactive("text")
    results_open: reactive[bool] = reactive(default=False)
    details: reactive[bool | None] = reactive(None)
    bilingual: reactive[bool] = reactive(default=False)

    def __init__(self, makers: Mapping[str, Callable[[], Widget]], *, id: str | None = None) -> None:
        """Prepare the panes; what stands in `#reading` is composed.

        Args:
            makers: make what is not there from the start: `outline` and `results`, of which one stands before the
                text, `details`, which stands after it, and `peek`, which stands below it.
            id: the widget's id.
        """
        super().__init__(id=id)
        # From the start: told of it when there are widgets, Textual would work out the styles of all of them again.
        self.set_class(self._room() == 1, "-single", update=False)
        self._unmounted = dict(makers)
        self._context_of_screen = copy_context()
        """Where what is made is bound to the state of the screen that composes the panes."""

    def on_mount(self) -> None:
        """Show in the first frame what it has room for."""
        self._arrange()

    def on_resize(self) -> None:
        """Show as many panes as fit."""
        self._arrange()

    def watch_pane(self) -> None:
        """Show the pane the user is in."""
        self._arrange()

    def watch_results_open(self) -> None:
        """The results stand in the outline's place while a search is on."""
        self._arrange()

    def watch_details(self) -> None:
        """Show or hide the details."""
        self._arrange()

    def watch_bilingual(self) -> None:
        """Two languages beside each other take the room of a pane more."""
        self._arrange()

    def names(self) -> tuple[str, ...]:
        """The panes one can be in, from left to right, whether or not there is room for all of them."""
        if self.results_open and self._room() > 1:
            return ("results", "text")
        side = "results" if self.results_open else "outline"
        return (side, "text", "details") if self._room() == 1 or self._with_details() else (side, "text")

    def visible_panes(self) -> tuple[str, ...]:
        """The panes that are on the screen."""
        room, names = self._room(), self.names()
        if room >= len(names):
            return names
        if room == 1:
            return (self.pane,) if self.pane in names else ("text",)
        return names[:2] if self.pane == names[0] or self.results_open else names[1:]

    def enter(self, pane: str) -> None:
        """Go into a pane."""
        self.pane = pane
        self.screen.set_focus(self.query_one(f"#{pane}", Widget))

    def step(self, step: int) -> None:
        """Go to the next pane or the one before, and round."""
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
        """The pane that has the focus is the one the user is in."""
        # Told a little later: by then the focus may have moved on, as to the search bar at the start.
        if event.widget.id in _FRAMES and event.widget is self.screen.focused:
            self.pane = event.widget.id

    def show_preview(self, *, visible: bool) -> None:
        """Show or hide what is below the text."""
        self._show("peek", visible=visible)

    def _room(self) -> int:
        # Of the terminal, which the panes are as wide as: it is known before anything is laid out.
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
