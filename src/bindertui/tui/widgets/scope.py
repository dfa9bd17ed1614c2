"""What a search looks through, and the word for it before the bar."""

from enum import Enum

from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.widget import Widget

from bindertui.speech import wording
from bindertui.tui.messages import ScopeToggled


class Scope(Enum):
    """What a search looks through; each has its word in the bar."""

    BINDER = wording("Binder")
    ENTRY = wording("This entry")
    LIBRARY = wording("All binders")


class ScopeLabel(Widget):
    """Says in words what the bar searches; a click changes it."""

    scope: reactive[Scope] = reactive(Scope.BINDER, layout=True)
    language: reactive[str] = reactive("en", layout=True)

    def render(self) -> Content:
        """The word."""
        return Content(self.scope.value.read(self.language))

    def on_click(self, event: Click) -> None:
        """Search the other one."""
        self.post_message(ScopeToggled())
