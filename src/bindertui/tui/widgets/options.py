"""A list of options to choose from."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList

from bindertui.tui.bindings import move_bindings


class Options(OptionList):
    """Options that may hold anything, shown as they are; j and k move as they do everywhere."""

    BINDINGS: ClassVar[list[BindingType]] = move_bindings({"down": "cursor_down", "up": "cursor_up"})

    def __init__(self, texts: Iterable[str]) -> None:
        super().__init__(*map(Content, texts), markup=False, compact=True)
