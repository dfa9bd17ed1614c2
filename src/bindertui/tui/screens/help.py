"""The help: every key, from the commands themselves."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from bindertui.tui.commands import COMMANDS, MOVES, shown_key
from bindertui.tui.words import say

_KEYS = 16
"""Cells for the keys."""


class HelpScreen(ModalScreen[None]):
    """Every key and what it does, in the reader's language."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark", "dismiss", show=False)]

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def compose(self) -> ComposeResult:
        """One line a command."""
        rows = [(" ".join(map(shown_key, command.keys)), command.help) for command in COMMANDS]
        with VerticalScroll(classes="dialog"):
            yield Static(Content.styled(say("help", self._language), "bold $accent"))
            for keys, help_text in (*MOVES, *rows):
                line = Content.assemble((keys.ljust(_KEYS), "bold $primary"), Content(help_text.read(self._language)))
                yield Static(line, classes="key")
            yield Static(Content.styled(say("help.close", self._language), "$quiet"))
