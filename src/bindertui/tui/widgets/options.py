"""A list of options to choose from."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList

from bindertui.document.flow import Run
from bindertui.document.wrapping import wrapped
from bindertui.tui.bindings import move_bindings


class Options(OptionList):
    """Options that may hold anything, shown as they are; j and k move as they do everywhere."""

    BINDINGS: ClassVar[list[BindingType]] = move_bindings({"down": "cursor_down", "up": "cursor_up"})

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(texts)
        super().__init__(*map(Content, self._texts), markup=False, compact=True)

    def on_resize(self) -> None:
        """Break lines as the text does: Textual would break them at spaces that must not be."""
        padding = self.get_component_styles("option-list--option").padding.width
        room = self.scrollable_content_region.width - padding
        for number, text in enumerate(self._texts):
            rows = wrapped((Run(text),), max(room, 1))
            self.replace_option_prompt_at_index(
                number, Content("\n".join("".join(run.text for run in row) for row in rows))
            )
