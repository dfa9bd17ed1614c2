"""The help: every key, from the commands themselves."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from bindertui.document.flow import AnyLine, Flow, Heading, Passage, Run, Tone
from bindertui.document.layout import INDENT
from bindertui.model.address import Address
from bindertui.model.binder import BINDER
from bindertui.speech import say
from bindertui.tui.commands import COMMANDS, MOVES, Command, shown_key
from bindertui.tui.widgets.flow_view import FlowView

_KEYS = 18
"""Cells for the keys, left of what they do."""


class HelpScreen(ModalScreen[None]):
    """Every key and what it does, in the reader's language."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark,f1", "dismiss", show=False)]

    def __init__(self, language: str, commands: tuple[Command, ...] = COMMANDS) -> None:
        """Prepare the page.

        Args:
            language: the reader's language.
            commands: those of the screen that is asked about.
        """
        super().__init__()
        self._language = language
        self._commands = commands

    def compose(self) -> ComposeResult:
        """A page of lines."""
        with Vertical(classes="dialog", id="keys-page"):
            yield FlowView(id="help")

    def on_mount(self) -> None:
        """Show the page."""
        view = self.query_one(FlowView)
        view.flow = self._page()
        view.focus()

    def _page(self) -> Flow:
        language = self._language
        title = say("Keys", language)
        rows = [
            (" ".join(shown_key(key, language) for key in command.keys), command.help) for command in self._commands
        ]
        lines: list[AnyLine] = [Heading(address=Address(BINDER), runs=(Run(title),))]
        lines.append(Passage(address=Address(BINDER), runs=(Run(say("Esc closes this page.", language), Tone.QUIET),)))
        lines += [_line(keys.read(language), help_text.read(language)) for keys, help_text in MOVES]
        lines += [_line(keys, help_text.read(language)) for keys, help_text in rows]
        return Flow(BINDER, title, language, tuple(lines))


def _line(keys: str, help_text: str) -> Passage:
    return Passage(
        address=Address(BINDER), runs=(Run(help_text),), indent=_KEYS // INDENT, marker=keys.ljust(_KEYS - 1)
    )
