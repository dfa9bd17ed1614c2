"""A list of options to choose from."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList


class Options(OptionList):
    """Options that may hold anything, shown as they are; j and k move as they do everywhere."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
    ]

    def __init__(self, texts: Iterable[str]) -> None:
        super().__init__(*map(Content, texts), markup=False, compact=True)
