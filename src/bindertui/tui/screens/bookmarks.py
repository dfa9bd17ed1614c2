"""The bookmarks to choose from."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from bindertui.model.address import Address
from bindertui.speech import say
from bindertui.tui.widgets.options import Options


class BookmarksScreen(ModalScreen[Address | None]):
    """A list of bookmarks; ends with the one that is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,apostrophe", "dismiss(None)", show=False)]

    def __init__(self, places: tuple[tuple[Address, str], ...], language: str) -> None:
        """Prepare the list.

        Args:
            places: the bookmarks, each with the text to show for it.
            language: the reader's language.
        """
        super().__init__()
        self._places = places
        self._language = language

    def compose(self) -> ComposeResult:
        """A title and the list."""
        with Vertical(classes="dialog"):
            yield Static(Content.styled(say("Bookmarks", self._language), "bold $accent"))
            yield Options(text for _, text in self._places)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the bookmark."""
        self.dismiss(self._places[event.option_index][0])
